"""Answering a survey by a one-time link, without an account.

The token alone says which institution is asked; nothing else of the request is believed.
"""

from __future__ import annotations

from uuid import UUID, uuid5

from domain.survey import (
    Answer,
    LinkUnknown,
    LinkUsed,
    RecordResponse,
    SurveyIsClosed,
    SurveyIsOver,
)
from projections.query import Question
from projections.survey_questions import Questions, view_link
from service.access import PARTICIPANT
from service.gathering import Gathering
from service.link_tokens import LinkPlace, LinkTokens
from service.reading import Reading
from service.submission import Receipt, Submission


class Answering:
    """Shows questions and takes answers."""

    def __init__(self, reading: Reading, gathering: Gathering, links: LinkTokens) -> None:
        self._reading = reading
        self._gathering = gathering
        self._links = links

    def questions(self, token: str) -> Questions:
        """Return what the link asks.

        Raises :class:`LinkUnknown`, :class:`LinkUsed`, :class:`SurveyIsClosed`,
        :class:`SurveyIsOver`.
        """
        place = self._place(token)
        question = Question(asker=place.tenant, district=place.district, tenants=(place.tenant,))
        with self._reading.transaction(question) as reader:
            view = view_link(reader, question, place.survey, place.number)
        if view is None:
            raise LinkUnknown
        if view.used:
            raise LinkUsed
        if view.closed:
            raise SurveyIsClosed
        if view.over:
            raise SurveyIsOver(closes_on=view.closes_on)
        return Questions(**{name: getattr(view, name) for name in Questions.__struct_fields__})

    def answer(self, token: str, key: UUID, answers: tuple[Answer, ...]) -> Receipt:
        """Record the answers once; ``key`` tells a repetition from another attempt.

        Raises :class:`LinkUnknown` and whatever the survey's rules refuse.
        """
        place = self._place(token)
        return self._gathering.submit(
            Submission(
                tenant_id=place.tenant,
                district_id=place.district,
                actor=PARTICIPANT,
                # The sender's key is for this link alone: it can meet nobody else's command.
                command_id=uuid5(place.survey, f"answer by {place.number} {key}"),
                command=RecordResponse(link=place.number, answers=answers),
                target=place.survey,
            )
        )

    def _place(self, token: str) -> LinkPlace:
        place = self._links.read(token)
        if place is None:
            raise LinkUnknown
        return place
