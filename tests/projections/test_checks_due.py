"""Consents to check: by the school and by the district, every year and after a fault."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import msgspec
import pytest

from domain.aggregate import Command
from domain.consent import CheckConsent
from domain.consent_check import RecordConsentCheck
from domain.participant import EnterBase, LeaveBase
from projections.checks_due import CheckFilter, CheckLine, list_checks
from service.bootstrap import Application
from service.reference_data import calendars
from tests.support.district import District
from tests.support.paging import every_line


@pytest.fixture
def district(application: Application) -> District:
    """Two schools and the calendars; the clock stands at 1 November 2020."""
    district = District(application, clock="2020-11-01")
    for calendar in calendars():
        district.record(calendar)
    for code in ("01", "02"):
        district.school(code)
    return district


def checks(district: District, on: date, **wanted: Any) -> list[CheckLine]:
    question = msgspec.structs.replace(district.question(), on=on)
    return every_line(district.application, question, list_checks, CheckFilter(**wanted), 2)


def record(district: District, command: Command, person: UUID) -> int:
    return district.record(command, district.schools["01"], person).first_position


def test_consents_of_a_base_are_checked_by_both_every_year(district: District) -> None:
    one, other = district.schools.values()
    people = {}
    for school in (one, other):
        people[school] = district.participant(school, "Ученикова", born=2010)
        district.record(EnterBase(role="mentee"), school, people[school])
    district.participant(one, "Посторонний")
    person = people[one]

    before = checks(district, date(2020, 11, 1))
    record(district, CheckConsent(purpose="processing", number=1, finding="valid"), person)
    look = RecordConsentCheck(
        school=other, person=people[other], purpose="processing", number=1, finding="valid"
    )
    district.record(look)
    after = checks(district, date(2020, 11, 1))
    next_year = checks(district, date(2021, 1, 1))

    def told(lines: list[CheckLine]) -> set[tuple[UUID, str, str]]:
        return {(line.school, line.by, line.why) for line in lines}

    everything = {(s, by, "not_checked") for s in (one, other) for by in ("school", "district")}
    assert told(before) == told(next_year) == everything
    assert told(after) == {(one, "district", "not_checked"), (other, "school", "not_checked")}
    assert {line.due_on for line in after} == {date(2020, 10, 31)}
    assert {line.due_on for line in next_year} == {date(2021, 10, 31)}
    assert all(line.overdue for line in after)
    assert not any(line.overdue for line in next_year)
    assert {line.by for line in checks(district, date(2021, 1, 1), by="district")} == {"district"}
    assert len(checks(district, date(2021, 1, 1), person=person)) == 4


def test_a_fault_stays_until_the_next_check_finds_none(district: District) -> None:
    school = district.schools["01"]
    person, other = (district.participant(school, name) for name in ("Ошибкин", "Верных"))
    for one in (person, other):
        district.record(EnterBase(role="mentor"), school, one)
    check = CheckConsent(purpose="processing", number=1, finding="absent", note="нет листа")
    position = record(district, check, person)
    record(district, msgspec.structs.replace(check, finding="valid"), other)

    (line,) = checks(district, date(2020, 11, 2), by="school")
    assert (line.person, line.why, line.finding) == (person, "fault", "absent")
    # Three working days after Sunday 1 November, the 4th being a holiday.
    assert (line.checked_on, line.due_on) == (date(2020, 11, 1), date(2020, 11, 5))
    assert line.cause == position
    assert checks(district, date(2020, 11, 2), by="school", why="not_checked") == []

    late = msgspec.structs.replace(check, finding="valid", effective_on=date(2020, 10, 20))
    record(district, late, person)
    assert len(checks(district, date(2020, 11, 2), by="school")) == 1
    record(district, msgspec.structs.replace(check, finding="valid"), person)
    assert checks(district, date(2020, 11, 2), by="school") == []


def test_only_consents_in_force_of_people_in_a_base_are_checked(district: District) -> None:
    school = district.schools["01"]
    left, over, new = (district.participant(school, name) for name in ("Ушлов", "Кончен", "Новых"))
    for person in (left, over):
        district.record(EnterBase(role="mentor"), school, person)
    district.record(LeaveBase(role="mentor"), school, left)
    district.withdraw(school, over, "2020-11-01")
    district.record(EnterBase(role="mentor"), school, new)
    district.withdraw(school, new, "2020-11-01")
    district.consent(school, new, "2020-11-01")

    lines = checks(district, date(2020, 11, 1), by="school")

    # What is given after this year's check is checked in the next.
    assert [(line.person, line.number, line.due_on) for line in lines] == [
        (new, 2, date(2021, 10, 31))
    ]


def test_nobody_checks_before_there_is_a_district(district: District) -> None:
    nowhere = msgspec.structs.replace(district.question(), district=UUID(int=5), asker=UUID(int=5))

    assert every_line(district.application, nowhere, list_checks, CheckFilter()) == []
