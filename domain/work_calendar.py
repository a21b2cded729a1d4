"""The calendar of working days, adopted year by year by the district.

One stream per year in the district's own log; a later record replaces the earlier one. A year
nobody adopted a calendar for has the working days of its weeks, Monday to Friday.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

import msgspec

from domain.aggregate import Aggregate, Command, Decision, Facts, Line
from domain.correcting import StrikeFact, strike
from domain.errors import Invalid
from domain.events import Event
from domain.rules import CalendarYear

DaysOfYear = Annotated[tuple[date, ...], msgspec.Meta(max_length=366)]


class CalendarAdopted(Event, frozen=True, kw_only=True):
    """Which weekdays of ``year`` are days off, and which days of its weekends are worked."""

    TOPIC: ClassVar[str] = "calendar.adopted"

    year: int
    non_working: tuple[date, ...]
    working: tuple[date, ...]
    document: str | None = None
    reason: str | None = None


class WorkCalendar(msgspec.Struct, frozen=True, kw_only=True):
    """The calendar of one year as last adopted."""

    year: int
    non_working: tuple[date, ...]
    working: tuple[date, ...]


def evolve(_state: WorkCalendar | None, event: CalendarAdopted) -> WorkCalendar:
    """Return the state after ``event``."""
    return WorkCalendar(year=event.year, non_working=event.non_working, working=event.working)


class AdoptCalendar(Command, frozen=True, kw_only=True):
    """Adopt the production calendar of a year, or replace it."""

    year: Annotated[CalendarYear, msgspec.Meta(title="Год")]
    non_working: Annotated[DaysOfYear, msgspec.Meta(title="Нерабочие дни с понедельника")] = ()
    working: Annotated[DaysOfYear, msgspec.Meta(title="Рабочие выходные")] = ()
    document: Annotated[Line | None, msgspec.Meta(title="Документ")] = None


class StrikeCalendar(StrikeFact, frozen=True, kw_only=True):
    """Say that a calendar was never adopted for the year."""

    year: Annotated[CalendarYear, msgspec.Meta(title="Год")]


class DayOfAnotherYear(Invalid):
    """A day of the calendar does not lie in its year."""

    code = "day_of_another_year"
    ru = "День не относится к этому году."
    en = "The day does not lie in that year."


class DayOffAndWorked(Invalid):
    """A day is named as a day off and as a working day."""

    code = "day_off_and_worked"
    ru = "Один и тот же день указан и рабочим, и нерабочим."
    en = "The same day is named as a day off and as a working day."


def adopt(_state: WorkCalendar | None, command: AdoptCalendar, facts: Facts) -> list[Event]:
    """Adopt a calendar whose days lie in its year, each of one kind."""
    for name in ("non_working", "working"):
        for index, day in enumerate(getattr(command, name)):
            if day.year != command.year:
                raise DayOfAnotherYear(f"/{name}/{index}")
    for index, day in enumerate(command.working):
        if day in command.non_working:
            raise DayOffAndWorked(f"/working/{index}")
    return [
        CalendarAdopted(
            effective_on=command.effective_on or facts.today,
            year=command.year,
            non_working=tuple(sorted(set(command.non_working))),
            working=tuple(sorted(set(command.working))),
            document=command.document,
            reason=command.reason,
        )
    ]


WORK_CALENDAR = Aggregate(
    name="calendar",
    events=(CalendarAdopted,),
    evolve=evolve,
    key_of=lambda event: (event.year,),
    key=lambda _target, command: (command.year,),
    decisions=(Decision(AdoptCalendar, adopt, opens=True), Decision(StrikeCalendar, strike)),
)
