"""What is struck goes from its register and list; as of before, and in other schools, it stays."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import msgspec
import pytest

from domain.consent_check import RecordConsentCheck, StrikeConsentCheck
from domain.consent_decision import StrikeConsentDecision, TakeConsentDecision
from domain.paper_total import RecordPaperTotal, StrikePaperTotal
from domain.reminder import RaiseReminder, StrikeReminder
from domain.work_calendar import AdoptCalendar, StrikeCalendar
from projections.calendars import list_calendars
from projections.catalogue_lists import NoFilter
from projections.consent_records import (
    PersonFilter,
    ReminderFilter,
    list_district_checks,
    list_reminders,
    list_taken_decisions,
)
from projections.questionnaire_lists import list_paper_totals
from service.bootstrap import Application
from tests.projections.test_consent_records import Two

WHY = "внесено по ошибке"
CONSENT: dict[str, Any] = {"purpose": "processing", "number": 1}
DUE = date(2020, 11, 1)
CAUSES = {"Азов": 5, "Буров": 6}


@pytest.fixture
def two(application: Application) -> Two:
    """Two schools with two people each, whose consents were withdrawn on 1 October 2020."""
    two = Two(application)
    for (school, _), person in two.people.items():
        two.district.consent(school, person, "2020-09-01")
        two.district.withdraw(school, person, "2020-10-01")
    return two


def places(lines: list[Any]) -> set[tuple[UUID, UUID]]:
    return {(one.school, one.person) for one in lines}


def left(two: Two) -> set[tuple[UUID, UUID]]:
    """Return everybody but the one whose record was struck."""
    return {(school, person) for (school, _), person in two.people.items()} - {
        (two.one, two.person("Азов"))
    }


def test_a_struck_decision_and_reminder_are_of_one_person_of_one_school(two: Two) -> None:
    decide = TakeConsentDecision(decision="destroy", **CONSENT)
    for (school, name), person in two.people.items():
        two.district.record(decide, school, person)
        remind = RaiseReminder(kind="decision", cause=CAUSES[name], due_on=DUE, **CONSENT)
        two.district.record(remind, school, person)
    before = two.district.question(as_of=datetime(2020, 10, 1, 18, tzinfo=UTC))
    two.district.clock = "2020-10-02"
    for strike in (
        StrikeConsentDecision(corrects=1, reason=WHY, **CONSENT),
        StrikeReminder(kind="decision", cause=CAUSES["Азов"], corrects=1, reason=WHY),
    ):
        two.district.record(strike, two.one, two.person("Азов"))

    for fetch, wanted in (
        (list_taken_decisions, PersonFilter()),
        (list_reminders, ReminderFilter()),
    ):
        now = two.lines(fetch, wanted)
        assert places(now) == left(two)
        assert {one.version for one in now} == {1}
        assert places(two.lines(fetch, wanted, before)) == left(two) | {
            (two.one, two.person("Азов"))
        }


def test_a_struck_check_uncovers_the_earlier_one(two: Two) -> None:
    looks = [
        RecordConsentCheck(school=school, person=person, finding="absent", **CONSENT)
        for (school, _), person in two.people.items()
    ]
    again = [msgspec.structs.replace(one, finding="valid") for one in looks]
    for look in (*looks, *again):
        two.district.record(look)
    azov = two.person("Азов")
    strike = StrikeConsentCheck(school=two.one, person=azov, corrects=2, reason=WHY, **CONSENT)
    two.district.record(strike)

    told = {
        (one.school, one.person): (one.finding, one.version)
        for one in two.lines(list_district_checks, PersonFilter())
    }

    assert told == dict.fromkeys(left(two), ("valid", 2)) | {(two.one, azov): ("absent", 3)}


def test_a_struck_total_is_of_one_role_of_one_school(two: Two) -> None:
    for school in (two.one, two.other):
        for role in ("mentee", "mentor"):
            total = RecordPaperTotal(
                role=role, year=2020, respondents=3, satisfied=2, source="сводка"
            )
            two.district.record(total, school)
    two.district.record(StrikePaperTotal(role="mentee", year=2020, corrects=1, reason=WHY), two.one)

    totals = two.lines(list_paper_totals, NoFilter())

    assert {(one.school, one.role) for one in totals} == {
        (two.one, "mentor"),
        (two.other, "mentee"),
        (two.other, "mentor"),
    }


def test_a_struck_calendar_is_of_one_year(two: Two) -> None:
    for year in (2020, 2021):
        two.district.record(AdoptCalendar(year=year))
    two.district.record(StrikeCalendar(year=2020, corrects=1, reason=WHY))

    assert [one.year for one in two.lines(list_calendars, NoFilter())] == [2021]
