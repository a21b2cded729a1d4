"""Lists of jobs, experience, clearances, labour agreements and supervision."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import msgspec
import pytest

from domain.consent import GiveConsent
from domain.employment import StrikeEmploymentFact
from projections.employment_lists import LISTS, PersonFilter
from projections.query import Question
from projections.register_list import RegisterList
from service.bootstrap import Application
from tests.projections.test_lists import pages
from tests.support.district import REASON, District
from tests.support.mentors import admit, experienced, release, teaches

PERSONAL = {
    "employment": ("position", "учитель физики"),
    "clearances": ("document", "справка № 7"),
    "labour-agreements": ("document", "соглашение № 3"),
    "supervision": ("finding", "встречи по плану"),
}
each_list = pytest.mark.parametrize("register", LISTS, ids=lambda register: register.name)


class Staff:
    """Two schools with two mentors each; the second of each consented to the district."""

    def __init__(self, application: Application) -> None:
        self.application = application
        self.district = District(application, clock="2020-12-01")
        self.people: list[tuple[UUID, UUID]] = []
        for code in ("01", "02"):
            school = self.district.school(code)
            for name in "АБ":
                person = self.district.participant(school, f"{name}{code}")
                admit(self.district, school, person, "2020-09-01")
                self.people.append((school, person))
            self.district.record(
                GiveConsent(
                    purpose="processing", signed_by="self", wording="2020-2", to_district=True
                ),
                school,
                person,
            )

    def ask(
        self, register: RegisterList, question: Question, person: UUID | None = None, limit: int = 3
    ) -> list[Any]:
        wanted = PersonFilter(person=person)
        return pages(self.application, question, limit, register.fetch, wanted)

    def of_school(self, school: UUID, **more: Any) -> Question:
        question = self.district.question(school, asker=school)
        return msgspec.structs.replace(question, **more)


@pytest.fixture
def staff(application: Application) -> Staff:
    return Staff(application)


def named(name: str) -> RegisterList:
    return next(register for register in LISTS if register.name == name)


@each_list
@pytest.mark.parametrize("limit", [1, 3, 200])
def test_pages_meet_every_line_once_in_order(
    register: RegisterList, limit: int, staff: Staff
) -> None:
    school, person = staff.people[0]
    teaches(staff.district, school, person, "2015-09-01", "2016-08-31")

    lines = staff.ask(register, staff.district.question(), limit=limit)

    found = [(line.person, getattr(line, "number", 1), line.school) for line in lines]
    expected = [(one, 1, where) for where, one in staff.people]
    if register.name == "employment":
        expected.append((person, 2, school))
    assert found == sorted(expected)


@each_list
def test_a_school_reads_its_own_people_only(register: RegisterList, staff: Staff) -> None:
    (school, one), (_, two), *_ = staff.people

    lines = staff.ask(register, staff.of_school(school))

    assert {line.person for line in lines} == {one, two}
    assert [line.person for line in staff.ask(register, staff.of_school(school), one)] == [one]


@pytest.mark.parametrize("name", PERSONAL)
def test_the_district_reads_what_is_personal_where_the_consent_names_it(
    name: str, staff: Staff
) -> None:
    field, text = PERSONAL[name]
    consented = {staff.people[1][1], staff.people[3][1]}

    lines = staff.ask(named(name), staff.district.question())
    of_school = staff.ask(named(name), staff.of_school(staff.people[0][0]))

    assert {line.person: getattr(line, field) for line in lines} == {
        person: text if person in consented else None for _, person in staff.people
    }
    assert {getattr(line, field) for line in of_school} == {text}


@each_list
def test_a_day_keeps_what_is_true_of_it(register: RegisterList, staff: Staff) -> None:
    (school, ended), (_, going), *_ = staff.people
    release(staff.district, school, ended, "2020-11-20")
    found = {}
    for day in (date(2020, 8, 31), date(2020, 9, 1), date(2020, 11, 20), date(2020, 11, 21)):
        lines = staff.ask(register, staff.of_school(school, on=day))
        found[day.isoformat()] = {line.person for line in lines}

    both = {ended, going}
    ends = {"employment": both, "clearances": {going}, "labour-agreements": both}
    after = {going} if register.name in ends else both
    assert found == {
        "2020-08-31": set(),
        "2020-09-01": both,
        "2020-11-20": ends.get(register.name, both),
        "2020-11-21": after,
    }


@pytest.mark.parametrize("name", ["employment", "clearances", "labour-agreements"])
def test_in_force_speaks_of_the_day_asked_about(name: str, staff: Staff) -> None:
    (school, ended), (_, going), *_ = staff.people
    release(staff.district, school, ended, "2020-11-20")

    today = staff.ask(named(name), staff.of_school(school))
    that_day = staff.ask(named(name), staff.of_school(school, on=date(2020, 10, 1)))

    # The clearance's term, 31.08.2025, is over by now.
    assert {line.person: line.in_force for line in today} == {
        ended: False,
        going: name != "clearances",
    }
    assert {line.person: line.in_force for line in that_day} == {ended: True, going: True}


@each_list
def test_the_past_is_answered_as_it_was_known(register: RegisterList, staff: Staff) -> None:
    before = datetime(2020, 11, 30, tzinfo=UTC)
    between = datetime(2020, 12, 1, 23, tzinfo=UTC)
    school, person = staff.people[0]
    staff.district.clock = "2020-12-15"
    release(staff.district, school, person, "2020-11-20")
    experienced(staff.district, school, person, "2015-09-01")

    nothing = staff.ask(register, staff.district.question(as_of=before))
    then, now = (
        staff.ask(register, staff.of_school(school, as_of=as_of), person)
        for as_of in (between, None)
    )

    assert nothing == []
    versions = {"employment": (2, 4), "experience": (2, 4), "supervision": (1, 1)}
    assert (then[0].version, now[0].version) == versions.get(register.name, (1, 2))
    if register.name == "employment":
        assert (then[0].last_day, now[0].last_day) == (None, date(2020, 11, 20))


def test_lines_of_one_record_carry_the_version_a_change_must_name(staff: Staff) -> None:
    school, person = staff.people[0]
    question = staff.of_school(school)
    teaches(staff.district, school, person, "2015-09-01")
    strike = StrikeEmploymentFact(corrects=3, reason=REASON)

    before = staff.ask(named("employment"), question, person)
    receipt = staff.district.record(strike, school, person)
    after = staff.ask(named("employment"), question, person)

    assert [(line.number, line.version) for line in before] == [(1, 3), (2, 3)]
    assert receipt.version == 4
    assert [(line.number, line.version) for line in after] == [(1, 4)]
    assert [line.version for line in staff.ask(named("experience"), question, person)] == [4]
