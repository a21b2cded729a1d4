"""Who stood in a base on which day, and as what; two schools with two people each."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import msgspec
import pytest

from domain.aggregate import Command
from domain.leaving import LeaveInstitution
from domain.participant import (
    BaseStatus,
    ChangeBaseStatus,
    EnterBase,
    LeaveBase,
    StrikeParticipantFact,
)
from projections.bases import BaseFilter, list_mentees, list_mentors
from projections.participant_view import ParticipantView, view_participant
from projections.participants import BaseStep, ParticipantRow
from projections.query import Cut
from service.bootstrap import Application
from tests.support.district import REASON, District

NOW = datetime(2021, 6, 2, tzinfo=UTC)


class Days(District):
    """In each school Агапов came, was selected, left and came back; Борисов came and stayed."""

    def __init__(self, application: Application) -> None:
        super().__init__(application, clock="2021-06-01")
        self.one, self.other = (self._school(code) for code in ("01", "02"))

    def _school(self, code: str) -> UUID:
        school = self.school(code)
        gone, stays = (self.participant(school, f"{name}{code}") for name in ("Агапов", "Борисов"))
        for person, steps in (
            (gone, ("2020-09-01", "selected 2020-09-10", "left 2020-10-20", "2021-02-01")),
            (stays, ("2020-10-01",)),
        ):
            for step in steps:
                self.record(stepping(step), school, person)
        self.record(stepping("2021-03-01", "mentor"), school, stays)
        return school

    def base(self, fetch: Any = list_mentees, **asked: Any) -> list[tuple[str, str, date]]:
        """Return who stands in the first school's base as what, since when."""
        status = asked.pop("status", None)
        question = msgspec.structs.replace(self.question(self.one, asker=self.one), **asked)
        with self.application.reading.transaction(question) as reader:
            page = fetch(reader, question, BaseFilter(status=status), Cut(limit=100))
        return [(str(line.last_name)[:-2], line.status, line.since) for line in page.items]

    def view(self, name: str, on: date | None) -> ParticipantView:
        """Return the record of somebody of the first school."""
        question = self.question(self.one, asker=self.one)
        question = msgspec.structs.replace(question, on=on)
        with self.application.reading.transaction(question) as reader:
            (found,) = view_participant(reader, question, self.row(name).person)
        return found

    def row(self, name: str) -> ParticipantRow:
        """Return the register's row of somebody of the first school."""
        question = self.question(self.one)
        with self.application.reading.transaction(question) as reader:
            (row,) = reader.rows(
                "SELECT * FROM reg.participant WHERE tenant_id = %(one)s AND last_name = %(name)s"
                " AND known_to IS NULL",
                {"one": self.one, "name": name},
                ParticipantRow,
            )
        return row


def stepping(text: str, role: Any = "mentee", **more: Any) -> Command:
    """Return a command from a word and a day; without a word, to enter."""
    word, _, day = text.rpartition(" ")
    common = {"role": role, "effective_on": date.fromisoformat(day), "reason": REASON} | more
    if word == "left":
        return LeaveBase(**common)
    return ChangeBaseStatus(status=word, **common) if word else EnterBase(**common)  # type: ignore[arg-type]


@pytest.fixture
def days(application: Application) -> Days:
    return Days(application)


AGAPOV, AGAPOV_AGAIN = date(2020, 9, 1), date(2021, 2, 1)
BORISOV = ("Борисов", "entered", date(2020, 10, 1))


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2020-08-31", []),
        ("2020-09-01", [("Агапов", "entered", AGAPOV)]),
        ("2020-09-09", [("Агапов", "entered", AGAPOV)]),
        ("2020-09-10", [("Агапов", "selected", AGAPOV)]),
        ("2020-10-20", [("Агапов", "selected", AGAPOV), BORISOV]),
        ("2020-10-21", [BORISOV]),
        ("2021-01-31", [BORISOV]),
        ("2021-02-01", [("Агапов", "entered", AGAPOV_AGAIN), BORISOV]),
    ],
)
def test_the_base_of_a_day(on: str, expected: list[Any], days: Days) -> None:
    assert days.base(on=date.fromisoformat(on)) == expected


def test_a_status_is_asked_of_the_day(days: Days) -> None:
    day = date(2020, 9, 15)

    assert days.base(on=day, status="selected") == [("Агапов", "selected", AGAPOV)]
    assert days.base(on=day, status="entered") == []
    assert days.base(on=date(2020, 12, 1), status="left") == []
    assert days.base(status="selected") == []


def test_each_role_has_its_own_days(days: Days) -> None:
    assert days.base(list_mentors, on=date(2021, 2, 28)) == []
    assert days.base(list_mentors, on=date(2021, 3, 1)) == [
        ("Борисов", "entered", date(2021, 3, 1))
    ]


def test_without_a_day_the_last_that_was_recorded_is_told(days: Days) -> None:
    days.record(stepping("left 2021-05-31"), days.one, days.row("Агапов01").person)

    assert days.base() == [("Агапов", "left", AGAPOV_AGAIN), BORISOV]


@pytest.mark.parametrize(
    ("on", "mentee", "mentor"),
    [
        ("2020-08-31", (None, None), (None, None)),
        ("2020-10-20", ("selected", AGAPOV), (None, None)),
        ("2020-10-21", ("left", AGAPOV), (None, None)),
        (None, ("entered", AGAPOV_AGAIN), (None, None)),
    ],
)
def test_the_record_tells_the_same(
    on: str | None, mentee: tuple[Any, Any], mentor: tuple[Any, Any], days: Days
) -> None:
    view = days.view("Агапов01", date.fromisoformat(on) if on else None)

    assert (view.mentee_status, view.mentee_since) == mentee
    assert (view.mentor_status, view.mentor_since) == mentor


def test_who_left_later_was_still_here(days: Days) -> None:
    leave = LeaveInstitution(effective_on=date(2021, 5, 1), to_school=days.other, reason=REASON)
    days.record(leave, days.one, days.row("Борисов01").person)

    found = {
        day: (days.view("Борисов01", on).left_on, days.view("Борисов01", on).mentor_status)
        for day, on in ((1, date(2021, 5, 1)), (2, date(2021, 5, 2)), (None, None))
    }

    assert found == {
        1: (None, "entered"),
        2: (date(2021, 5, 1), "left"),
        None: (date(2021, 5, 1), "left"),
    }


def test_what_is_recorded_of_one_day_later_holds(days: Days) -> None:
    person = days.row("Борисов01").person
    for step in ("selected 2020-10-01", "left 2020-10-01", "2020-10-01", "trained 2020-10-01"):
        days.record(stepping(step), days.one, person)

    assert days.row("Борисов01").mentee_steps == (
        BaseStep(since=BORISOV[2], status="trained", entered_on=BORISOV[2]),
    )
    assert days.base(on=BORISOV[2]) == [
        ("Агапов", "selected", AGAPOV),
        ("Борисов", "trained", BORISOV[2]),
    ]


def test_a_corrected_day_is_known_from_the_correction_on(days: Days) -> None:
    days.clock = "2021-07-01"
    person = days.row("Агапов01").person
    days.record(stepping("left 2020-12-31", corrects=4), days.one, person)
    struck = StrikeParticipantFact(corrects=5, reason=REASON)
    days.record(struck, days.one, person)

    found = {
        (day, as_of): [line[:2] for line in days.base(on=date.fromisoformat(day), as_of=as_of)]
        for day in ("2020-12-31", "2021-02-01")
        for as_of in (None, NOW)
    }

    assert found == {
        ("2020-12-31", None): [("Агапов", "selected"), BORISOV[:2]],
        ("2020-12-31", NOW): [BORISOV[:2]],
        ("2021-02-01", None): [BORISOV[:2]],
        ("2021-02-01", NOW): [("Агапов", "entered"), BORISOV[:2]],
    }


def test_the_row_says_what_the_person_was_on_any_day(days: Days) -> None:
    def step(since: str, status: BaseStatus, entered_on: date) -> BaseStep:
        return BaseStep(since=date.fromisoformat(since), status=status, entered_on=entered_on)

    row = days.row("Агапов01")

    assert row.mentee_steps == (
        step("2020-09-01", "entered", AGAPOV),
        step("2020-09-10", "selected", AGAPOV),
        step("2020-10-21", "left", AGAPOV),
        step("2021-02-01", "entered", AGAPOV_AGAIN),
    )
    assert (row.mentee_status, row.mentee_since) == ("entered", AGAPOV_AGAIN)
    assert (row.mentor_status, row.mentor_since, row.mentor_steps) == (None, None, ())
