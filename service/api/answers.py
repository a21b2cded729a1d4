"""The two addresses for who has a one-time link and no account.

The token goes in the header ``Authorization`` and never in the address, which others write down.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import msgspec
from litestar import Response, Router, get, post
from litestar.params import JSONBody

from domain.questionnaire import ITEMS_MAX
from domain.survey import Answer
from projections.survey_questions import Questions
from service.answering import Answering
from service.api.preconditions import command_id_of
from service.api.public import PUBLIC
from service.api.requests import BODY, ApiRequest, bearer_of
from service.refusals import NotAuthenticated

HEADERS = {"Cache-Control": "private, no-store", "Vary": "Authorization"}


class GivenAnswers(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The answers of whoever holds the link."""

    answers: Annotated[
        tuple[Answer, ...], msgspec.Meta(title="Ответы", min_length=1, max_length=ITEMS_MAX)
    ]


class AnswersTaken(msgspec.Struct, frozen=True, kw_only=True):
    """The answers were recorded; the same for every repetition."""

    recorded_at: datetime


def answers_router(answering: Answering, base: str) -> Router:
    """Return what anybody who has a link may call under ``base``."""

    @get(
        "/answers",
        operation_id="getQuestions",
        summary="Вопросы анкеты по одноразовой ссылке",
        opt=PUBLIC,
        sync_to_thread=True,
    )
    def questions(request: ApiRequest) -> Response[Questions]:
        """Show what the survey of the link asks, as long as it may be answered."""
        return Response(answering.questions(_token(request)), headers=HEADERS)

    @post(
        "/answers",
        operation_id="giveAnswers",
        summary="Ответы на анкету по одноразовой ссылке",
        opt=PUBLIC | {BODY: GivenAnswers},
        status_code=200,
        sync_to_thread=True,
    )
    def answer(request: ApiRequest, data: JSONBody[GivenAnswers]) -> Response[AnswersTaken]:
        """Record the answers; a link takes them once."""
        key = command_id_of(request.headers.get("idempotency-key"))
        receipt = answering.answer(_token(request), key, data.answers)
        taken = AnswersTaken(recorded_at=receipt.recorded_at.astimezone(UTC))
        return Response(taken, headers=HEADERS)

    # A router: two handlers of one address, put straight into the application, are wrapped twice.
    return Router(
        base,
        route_handlers=[questions, answer],
        request_class=ApiRequest,
        security=[{"link": []}],
        tags=["answers"],
    )


def _token(request: ApiRequest) -> str:
    token = bearer_of(request)
    if token is None:
        raise NotAuthenticated
    return token
