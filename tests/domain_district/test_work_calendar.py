"""The calendar of working days, and the terms that are counted by it."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
import pytest

from domain.deadlines import DEADLINES, DeadlineRule, Trigger, WorkDays, due_on, stop_by
from domain.work_calendar import (
    AdoptCalendar,
    CalendarAdopted,
    DayOfAnotherYear,
    DayOffAndWorked,
)
from service.reference_data import calendars
from tests.support.given_when_then import given

TODAY = date(2024, 9, 2)
HOLIDAY, SATURDAY = date(2024, 12, 30), date(2024, 12, 28)
ADOPT = AdoptCalendar(
    year=2024, non_working=(date(2024, 12, 31), HOLIDAY), working=(SATURDAY,), document="№ 1314"
)
ADOPTED = CalendarAdopted(
    effective_on=TODAY,
    year=2024,
    non_working=(HOLIDAY, date(2024, 12, 31)),
    working=(SATURDAY,),
    document="№ 1314",
)
RULES = {rule.trigger: rule for rule in DEADLINES}
KNOWN = WorkDays(
    off=frozenset(day for one in calendars() for day in one.non_working),
    worked=frozenset(day for one in calendars() for day in one.working),
)


def test_a_calendar_is_adopted_with_its_days_in_order() -> None:
    given().when(ADOPT, today=TODAY).then(ADOPTED)


def test_a_calendar_may_be_replaced() -> None:
    given(ADOPTED).when(AdoptCalendar(year=2024), today=TODAY).then(
        CalendarAdopted(effective_on=TODAY, year=2024, non_working=(), working=())
    )


@pytest.mark.parametrize("name", ["non_working", "working"])
def test_a_day_of_another_year_is_refused(name: str) -> None:
    days = (date(2024, 1, 9), date(2025, 1, 9))
    command = msgspec.structs.replace(AdoptCalendar(year=2024), **{name: days})

    given().when(command, today=TODAY).then_refused(DayOfAnotherYear, pointer=f"/{name}/1")


def test_a_day_is_either_off_or_worked() -> None:
    command = AdoptCalendar(year=2024, non_working=(HOLIDAY,), working=(SATURDAY, HOLIDAY))

    given().when(command, today=TODAY).then_refused(DayOffAndWorked, pointer="/working/1")


@pytest.mark.parametrize("command", calendars(), ids=lambda one: str(one.year))
def test_every_offered_calendar_is_accepted(command: AdoptCalendar) -> None:
    assert given().when(command, today=TODAY).word == "calendar.adopted"


@pytest.mark.parametrize(
    ("year", "count"),
    [(2020, 248), (2021, 247), (2022, 247), (2023, 247), (2024, 248), (2025, 247), (2026, 247)],
)
def test_offered_calendars_have_the_working_days_of_the_production_calendar(
    year: int, count: int
) -> None:
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(366)]

    assert sum(KNOWN.is_working(day) for day in days if day.year == year) == count


@pytest.mark.parametrize(
    ("trigger", "received", "due"),
    [
        ("withdrawal", date(2024, 1, 31), date(2024, 3, 1)),
        ("expiry", date(2023, 1, 31), date(2023, 3, 2)),
        # The last day is a Sunday: a term in calendar days stays there.
        ("refused", date(2024, 9, 6), date(2024, 10, 6)),
        ("purpose_reached", date(2024, 9, 2), date(2024, 10, 2)),
        ("left", date(2024, 9, 2), date(2024, 10, 2)),
        # Monday 6 May; 9 and 10 May are off.
        ("publication_withdrawn", date(2024, 5, 6), date(2024, 5, 13)),
        # Friday, so that the first working day is Monday.
        ("publication_withdrawn", date(2024, 9, 6), date(2024, 9, 11)),
        # Across the end of a year: 28 December is worked, 30 December to 8 January are off.
        ("unlawful", date(2024, 12, 27), date(2025, 1, 21)),
        ("demand_to_stop", date(2024, 9, 2), date(2024, 9, 16)),
    ],
)
def test_a_term_counts_from_the_day_after_the_receipt(
    trigger: Trigger, received: date, due: date
) -> None:
    assert due_on(received, RULES[trigger], KNOWN) == due


def test_a_prolonged_term_is_as_much_longer_as_the_rule_says() -> None:
    received = date(2024, 9, 2)

    assert due_on(received, RULES["demand_to_stop"], KNOWN, extended=True) == date(2024, 9, 23)
    assert due_on(received, RULES["withdrawal"], KNOWN, extended=True) == date(2024, 10, 2)


def test_unlawful_processing_stops_earlier_than_it_is_destroyed() -> None:
    assert stop_by(date(2024, 9, 6), RULES["unlawful"], KNOWN) == date(2024, 9, 11)
    assert stop_by(date(2024, 9, 6), RULES["withdrawal"], KNOWN) is None


def test_a_year_without_a_calendar_works_from_monday_to_friday() -> None:
    rule = DeadlineRule(trigger="publication_withdrawn", days=3, counted="working")

    assert due_on(date(2024, 5, 6), rule, WorkDays()) == date(2024, 5, 9)
