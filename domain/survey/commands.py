"""What can be asked to be recorded of a survey."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec

from domain.aggregate import Command, Note
from domain.correcting import StrikeFact
from domain.form import FormCode
from domain.questionnaire import ITEMS_MAX, Code
from domain.rules import CalendarYear, Role
from domain.survey.events import Answer, Binding, Phase

LINKS_MAX = 200
"""How many links one command may issue."""

Number = Annotated[int, msgspec.Meta(ge=1, le=1_000_000)]


class OpenSurvey(Command, frozen=True, kw_only=True):
    """Open a survey of the participants of one role."""

    role: Annotated[Role, msgspec.Meta(title="Кого спрашивают")]
    form: Annotated[FormCode | None, msgspec.Meta(title="Форма наставничества; пусто – любая")] = (
        None
    )
    phase: Annotated[Phase, msgspec.Meta(title="Этап: до, промежуточный, после")]
    year: Annotated[CalendarYear, msgspec.Meta(title="Год показателя")]
    questionnaire: Annotated[Code, msgspec.Meta(title="Анкета", examples=["mentee_after"])]
    questionnaire_number: Annotated[
        Number | None, msgspec.Meta(title="Версия анкеты; пусто – последняя")
    ] = None
    binding: Annotated[Binding, msgspec.Meta(title="Именная, конфиденциальная или анонимная")] = (
        "named"
    )
    closes_on: Annotated[date | None, msgspec.Meta(title="Ответы принимаются по")] = None


class IssueLinks(Command, frozen=True, kw_only=True):
    """Issue one-time links: to ``people`` each, or ``count`` of them in an anonymous survey."""

    people: Annotated[tuple[UUID, ...], msgspec.Meta(title="Участники", max_length=LINKS_MAX)] = ()
    count: Annotated[
        Annotated[int, msgspec.Meta(ge=1, le=LINKS_MAX)] | None,
        msgspec.Meta(title="Сколько ссылок (анонимное анкетирование)"),
    ] = None


class RecordResponse(Command, frozen=True, kw_only=True):
    """Record the answers given by a link, or those of a person on paper."""

    link: Annotated[Number | None, msgspec.Meta(title="Номер ссылки")] = None
    person: Annotated[UUID | None, msgspec.Meta(title="Участник (ответ на бумаге)")] = None
    answers: Annotated[
        tuple[Answer, ...], msgspec.Meta(title="Ответы", min_length=1, max_length=ITEMS_MAX)
    ]


class CloseSurvey(Command, frozen=True, kw_only=True):
    """Close a survey; the day is its last."""

    analysis: Annotated[Note | None, msgspec.Meta(title="Анализ результатов")] = None


class StrikeSurveyFact(StrikeFact, frozen=True, kw_only=True):
    """Say that something recorded of the survey never was."""
