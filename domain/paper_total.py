"""Сводный итог анкетирования на бумаге: how many answered and how many of them were satisfied.

One stream per role and figure year in the institution's log; a later record corrects the earlier
one. It is shown beside the figures and never mixed into them: nobody can say who answered.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

import msgspec

from domain.aggregate import Aggregate, Command, Decision, Facts, Line
from domain.correcting import StrikeFact, strike
from domain.errors import Invalid
from domain.events import Event, personal
from domain.rules import CalendarYear, Role

RESPONDENTS_MAX = 100_000

Count = Annotated[int, msgspec.Meta(ge=0, le=RESPONDENTS_MAX)]


class PaperTotalRecorded(Event, frozen=True, kw_only=True):
    """What an institution counted on paper for ``year``; ``effective_on`` is the total's day.

    The source is free text of ``school``, the institution itself.
    """

    TOPIC: ClassVar[str] = "paper_total.recorded"

    school: UUID
    role: Role
    year: int
    respondents: int
    satisfied: int
    source: Annotated[str | None, personal("school")] = None
    reason: Annotated[str | None, personal("school")] = None


class PaperTotal(msgspec.Struct, frozen=True, kw_only=True):
    """The total as last recorded; ``counted_on`` is its day."""

    role: Role
    year: int
    respondents: int
    satisfied: int
    counted_on: date


def evolve(_state: PaperTotal | None, event: PaperTotalRecorded) -> PaperTotal:
    """Return the state after ``event``."""
    return PaperTotal(
        role=event.role,
        year=event.year,
        respondents=event.respondents,
        satisfied=event.satisfied,
        counted_on=event.effective_on,
    )


class RecordPaperTotal(Command, frozen=True, kw_only=True):
    """Record the result of a survey on paper, or correct it; ``effective_on`` is its day."""

    role: Annotated[Role, msgspec.Meta(title="Кого спрашивали")]
    year: Annotated[CalendarYear, msgspec.Meta(title="Год показателя")]
    respondents: Annotated[Count, msgspec.Meta(title="Ответили")]
    satisfied: Annotated[Count, msgspec.Meta(title="Из них удовлетворены")]
    source: Annotated[Line, msgspec.Meta(title="Источник", examples=["сводка по анкетам"])]


class StrikePaperTotal(StrikeFact, frozen=True, kw_only=True):
    """Say that a total was never counted on paper."""

    role: Annotated[Role, msgspec.Meta(title="Кого спрашивали")]
    year: Annotated[CalendarYear, msgspec.Meta(title="Год показателя")]


class MoreSatisfiedThanAnswered(Invalid):
    """More people are satisfied than have answered."""

    code = "more_satisfied_than_answered"
    ru = "Удовлетворённых не может быть больше, чем ответивших."
    en = "No more people can be satisfied than have answered."


def record(_state: PaperTotal | None, command: RecordPaperTotal, facts: Facts) -> list[Event]:
    """Record a total in which no more are satisfied than have answered."""
    if command.satisfied > command.respondents:
        raise MoreSatisfiedThanAnswered("/satisfied")
    return [
        PaperTotalRecorded(
            effective_on=command.effective_on or facts.today,
            school=facts.tenant_id,
            role=command.role,
            year=command.year,
            respondents=command.respondents,
            satisfied=command.satisfied,
            source=command.source,
            reason=command.reason,
        )
    ]


PAPER_TOTAL = Aggregate(
    name="paper_total",
    events=(PaperTotalRecorded,),
    evolve=evolve,
    key_of=lambda event: (event.role, event.year),
    key=lambda _target, command: (command.role, command.year),
    decisions=(
        Decision(RecordPaperTotal, record, opens=True),
        Decision(StrikePaperTotal, strike),
    ),
)
