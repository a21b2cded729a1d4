"""Rows of jobs, experience, clearances, labour agreements and supervision."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from domain.employment import StrikeEmploymentFact
from domain.participant import RegisterParticipant
from domain.time import DaySet
from projections.registry import REGISTERS
from service.bootstrap import Application
from tests.support.district import REASON, District
from tests.support.mentors import admit, experienced, release, teaches

FIRST, LAST = date(2020, 9, 1), date(2020, 11, 20)


class Mentors:
    """Two schools with two mentors each; the papers of the first of each school are ended."""

    def __init__(self, application: Application) -> None:
        self.district = District(application, clock="2020-12-01")
        self.people: dict[UUID, tuple[UUID, UUID]] = {}
        for code in ("01", "02"):
            school = self.district.school(code)
            ended, going = (self.district.participant(school, f"{n}{code}") for n in "АБ")
            for person in (ended, going):
                admit(self.district, school, person, "2020-09-01")
            release(self.district, school, ended, "2020-11-20")
            self.people[school] = ended, going

    def row(self, table: str, school: UUID, person: UUID, number: int = 1) -> Any:
        """Return the one row known now."""
        (row,) = [
            row
            for row in self.rows(table, school, person)
            if getattr(row, "number", number) == number
        ]
        return row

    def rows(self, table: str, school: UUID, person: UUID) -> list[Any]:
        register = next(one for one in REGISTERS if one.name == table)
        question = self.district.question(school)
        with self.district.application.reading.transaction(question) as reader:
            return reader.rows(
                f"SELECT r.* FROM reg.{table} r WHERE r.tenant_id = %(school)s"
                f" AND r.person = %(person)s AND {question.known('r')}",
                question.params() | {"school": school, "person": person},
                register.row,
            )


@pytest.fixture
def mentors(application: Application) -> Mentors:
    return Mentors(application)


def test_a_job_has_the_days_from_its_first_to_its_last(mentors: Mentors) -> None:
    for school, (ended, going) in mentors.people.items():
        over, open_ = (mentors.row("employment", school, one) for one in (ended, going))

        assert (over.first_day, over.last_day, over.version) == (FIRST, LAST, 3)
        assert (open_.first_day, open_.last_day, open_.version) == (FIRST, None, 1)
        assert over.days == DaySet.between(FIRST, LAST)
        assert open_.days == DaySet.between(FIRST)
        for row in (over, open_):
            assert (row.kind, row.position_group) == ("school", "teacher")
            assert (row.position, row.enterprise) == ("учитель физики", None)


def test_a_clearance_does_not_cover_the_day_it_is_revoked_on(mentors: Mentors) -> None:
    until = date(2025, 8, 31)
    for school, (ended, going) in mentors.people.items():
        over, open_ = (mentors.row("clearance", school, one) for one in (ended, going))

        assert over.days == DaySet.between(FIRST, date(2020, 11, 19))
        assert open_.days == DaySet.between(FIRST, until)
        assert (over.revoked_on, open_.revoked_on) == (LAST, None)
        assert (over.valid_from, over.valid_until, over.document) == (FIRST, until, "справка № 7")


def test_a_labour_agreement_holds_on_the_day_it_is_ended_on(mentors: Mentors) -> None:
    for school, (ended, going) in mentors.people.items():
        over, open_ = (mentors.row("labour_agreement", school, one) for one in (ended, going))

        assert over.days == DaySet.between(FIRST, LAST)
        assert open_.days == DaySet.between(FIRST)
        assert (over.ended_on, over.ended_by) == (LAST, "worker")
        assert (open_.ended_on, open_.ended_by) == (None, None)
        assert (open_.valid_from, open_.valid_until) == (FIRST, None)
        assert open_.document == "соглашение № 3"


def test_supervision_keeps_the_day_and_the_finding(mentors: Mentors) -> None:
    for school, people in mentors.people.items():
        for person in people:
            row = mentors.row("supervision", school, person)

            assert (row.day, row.finding, row.version) == (FIRST, "встречи по плану", 1)


def test_experience_is_the_last_that_was_recorded(mentors: Mentors) -> None:
    one, other = mentors.people
    person, beside = mentors.people[one]
    experienced(mentors.district, one, person, "2018-09-01")

    row = mentors.row("experience", one, person)

    assert (row.experience_from, row.version) == (date(2018, 9, 1), 4)
    assert mentors.row("experience", one, beside).experience_from == FIRST
    assert mentors.row("experience", other, mentors.people[other][0]).experience_from == FIRST


def test_a_past_job_stands_beside_the_present_one(mentors: Mentors) -> None:
    school = next(iter(mentors.people))
    _, person = mentors.people[school]
    teaches(mentors.district, school, person, "2015-09-01", "2016-08-31", group="head")

    past = mentors.row("employment", school, person, 2)

    assert past.days == DaySet.between(date(2015, 9, 1), date(2016, 8, 31))
    assert (past.position_group, past.version) == ("head", 4)
    assert mentors.row("employment", school, person, 1).version == 1


def test_a_struck_job_leaves_no_row_known_now(mentors: Mentors) -> None:
    school, (_, person) = next(iter(mentors.people.items()))
    teaches(mentors.district, school, person, "2015-09-01")
    strike = StrikeEmploymentFact(corrects=3, reason=REASON)
    mentors.district.record(strike, school, person)

    assert [row.number for row in mentors.rows("employment", school, person)] == [1]


def test_who_comes_from_outside_is_marked_so(mentors: Mentors) -> None:
    school, (insider, _) = next(iter(mentors.people.items()))
    command = RegisterParticipant(last_name="Гость", first_name="Г", outside=True)
    guest = UUID(mentors.district.record(command, school).id)

    assert mentors.row("participant", school, guest).outside
    assert not mentors.row("participant", school, insider).outside
