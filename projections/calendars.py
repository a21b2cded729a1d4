"""The calendars of working days that the district adopted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from domain.events import Recorded
from domain.ports import Reader
from domain.work_calendar import WORK_CALENDAR, CalendarAdopted
from projections.catalogue_lists import NoFilter
from projections.query import Cut, Page, Question
from projections.register import Key, Register, Row
from projections.register_list import One, RegisterList


class CalendarRow(Row, frozen=True, kw_only=True):
    """The weekdays off and the weekends worked of one year."""

    year: int
    version: int
    non_working: tuple[date, ...]
    working: tuple[date, ...]
    document: str | None


def keys(recorded: Recorded[CalendarAdopted]) -> Iterable[Key]:
    """Return the row an event touches."""
    return ((recorded.event.year,),)


def apply(_row: CalendarRow | None, recorded: Recorded[CalendarAdopted], _key: Key) -> CalendarRow:
    """Return the calendar after an event."""
    event = recorded.event
    return CalendarRow(
        tenant_id=recorded.tenant_id,
        year=event.year,
        version=recorded.version,
        non_working=event.non_working,
        working=event.working,
        document=event.document,
    )


CALENDARS = Register(
    name="work_calendar",
    row=CalendarRow,
    key=("year",),
    keys=keys,
    apply=apply,
    reads=frozenset(WORK_CALENDAR.events),
)


class CalendarLine(msgspec.Struct, frozen=True, kw_only=True):
    """The production calendar of a year: what differs from Monday to Friday."""

    year: int
    version: int
    non_working: tuple[date, ...]
    working: tuple[date, ...]
    document: str | None


def list_calendars(reader: Reader, question: Question, _: NoFilter, cut: Cut) -> Page[CalendarLine]:
    """Return the calendars by year."""
    sql = f"""
        SELECT k.year, k.version, k.non_working, k.working, k.document FROM reg.work_calendar k
        WHERE k.tenant_id = %(district)s AND {question.known("k")}
    """
    lines = reader.rows(sql, question.params(), CalendarLine)
    return cut.page_of_all(lines, lambda line: (str(line.year),))


LISTS = (
    RegisterList(
        name="calendars",
        title="Производственные календари",
        line=CalendarLine,
        filter=NoFilter,
        fetch=list_calendars,
        one=One(
            path="/calendars/{year:int}",
            operation="getCalendar",
            title="Производственный календарь",
        ),
    ),
)
