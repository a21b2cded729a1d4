"""A base count: the number an indicator is divided by, taken from somebody's statistics.

One stream per kind, year and institution (or the whole district). A later record corrects the
earlier one; both stay in the log.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

import msgspec

from domain.aggregate import Aggregate, Command, Decision, Facts, Line
from domain.correcting import StrikeFact, strike
from domain.errors import Invalid, NotFound
from domain.events import Event
from domain.rules import BaseKind, CalendarYear
from domain.school import SCHOOL


class BaseCountRecorded(Event, frozen=True, kw_only=True):
    """How many there were for the figures of ``year``; ``effective_on`` is the statistic's day.

    ``school``: the institution alone, ``None``: the whole district.
    """

    TOPIC: ClassVar[str] = "base_count.recorded"

    kind: BaseKind
    year: int
    school: UUID | None
    value: int
    source: str
    reason: str | None = None


class BaseCount(msgspec.Struct, frozen=True, kw_only=True):
    """The count as last recorded; ``counted_on`` is the statistic's day."""

    kind: BaseKind
    year: int
    school: UUID | None
    value: int
    counted_on: date
    source: str


def evolve(_state: BaseCount | None, event: BaseCountRecorded) -> BaseCount:
    """Return the state after ``event``."""
    return BaseCount(
        kind=event.kind,
        year=event.year,
        school=event.school,
        value=event.value,
        counted_on=event.effective_on,
        source=event.source,
    )


class RecordBaseCount(Command, frozen=True, kw_only=True):
    """Record a base count or correct it; ``effective_on`` is the statistic's day and required."""

    kind: Annotated[BaseKind, msgspec.Meta(title="Кого считали")]
    year: Annotated[CalendarYear, msgspec.Meta(title="Год показателя")]
    school: Annotated[UUID | None, msgspec.Meta(title="Учреждение; пусто – весь район")] = None
    value: Annotated[int, msgspec.Meta(title="Численность", ge=0, le=10_000_000)]
    source: Annotated[Line, msgspec.Meta(title="Источник", examples=["Рязаньстат"])]


class StrikeBaseCount(StrikeFact, frozen=True, kw_only=True):
    """Say that a base count was never recorded; the one before it holds again."""

    kind: Annotated[BaseKind, msgspec.Meta(title="Кого считали")]
    year: Annotated[CalendarYear, msgspec.Meta(title="Год показателя")]
    school: Annotated[UUID | None, msgspec.Meta(title="Учреждение; пусто – весь район")] = None


class CountDayMissing(Invalid):
    """The statistic's day is not given; today would be a guess."""

    code = "count_day_missing"
    ru = "Укажите день, на который посчитана численность."
    en = "Give the day the count speaks of."


def record(_state: BaseCount | None, command: RecordBaseCount, facts: Facts) -> list[Event]:
    """Record a count of the district or of one of its institutions."""
    if command.effective_on is None:
        raise CountDayMissing("/effective_on")
    if command.school is not None and facts.find(SCHOOL, command.school) is None:
        raise NotFound("/school")
    return [
        BaseCountRecorded(
            effective_on=command.effective_on,
            kind=command.kind,
            year=command.year,
            school=command.school,
            value=command.value,
            source=command.source,
            reason=command.reason,
        )
    ]


BASE_COUNT = Aggregate(
    name="base_count",
    events=(BaseCountRecorded,),
    evolve=evolve,
    key_of=lambda event: (event.kind, event.year, event.school or "district"),
    key=lambda _target, command: (command.kind, command.year, command.school or "district"),
    decisions=(
        Decision(RecordBaseCount, record, opens=True),
        Decision(StrikeBaseCount, strike),
    ),
)
