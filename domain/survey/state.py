"""Who may still answer a survey."""

from __future__ import annotations

from datetime import date
from typing import assert_never
from uuid import UUID

import msgspec

from domain.rules import Role
from domain.survey.events import (
    Binding,
    LinkIssued,
    Phase,
    ResponseRecorded,
    SurveyClosed,
    SurveyEvent,
    SurveyOpened,
)


class Survey(msgspec.Struct, frozen=True, kw_only=True):
    """A survey; what is not said here is as in its opening event.

    ``links``: whom each link number was issued to, ``None`` for nobody in particular.
    ``used`` are the numbers of the links that were answered by, ``answered`` the persons who have.
    ``last_answered_on`` is the latest day of an answer.
    """

    survey: UUID
    role: Role
    form: str | None
    phase: Phase
    year: int
    questionnaire: str
    questionnaire_number: int
    binding: Binding
    opened_on: date
    closes_on: date | None
    closed_on: date | None = None
    links: dict[int, UUID | None] = {}
    used: frozenset[int] = frozenset()
    answered: frozenset[UUID] = frozenset()
    responses: int = 0
    last_answered_on: date | None = None

    def link_of(self, person: UUID) -> int | None:
        """Return the number of the link that was issued to ``person``."""
        return next((number for number, one in self.links.items() if one == person), None)


def evolve(state: Survey | None, event: SurveyEvent) -> Survey:
    """Return the state after ``event``."""
    if isinstance(event, SurveyOpened):
        return Survey(
            survey=event.survey,
            role=event.role,
            form=event.form,
            phase=event.phase,
            year=event.year,
            questionnaire=event.questionnaire,
            questionnaire_number=event.questionnaire_number,
            binding=event.binding,
            opened_on=event.effective_on,
            closes_on=event.closes_on,
        )
    if state is None:
        raise ValueError("a survey's stream starts with its opening")
    match event:
        case LinkIssued():
            return msgspec.structs.replace(state, links={**state.links, event.link: event.person})
        case ResponseRecorded():
            return _answered(state, event)
        case SurveyClosed():
            return msgspec.structs.replace(state, closed_on=event.effective_on)
        case _:
            assert_never(event)


def _answered(state: Survey, event: ResponseRecorded) -> Survey:
    day = event.effective_on
    return msgspec.structs.replace(
        state,
        used=state.used if event.link is None else state.used | {event.link},
        answered=state.answered if event.person is None else state.answered | {event.person},
        responses=max(state.responses, event.number),
        last_answered_on=max(state.last_answered_on or day, day),
    )
