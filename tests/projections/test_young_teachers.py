"""The base of young teachers: who, on which day, in which order, read by whom."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest

from domain.consent import GiveConsent
from domain.rules import AdoptRules, YoungTeacherRule
from domain.time import age_on
from projections.query import Question
from projections.young_teachers import (
    YoungTeacherFilter,
    YoungTeacherLine,
    list_young_teachers,
)
from service.bootstrap import Application
from service.reference_data import rule_sets
from tests.projections.test_lists import pages
from tests.support.district import District
from tests.support.mentors import experienced, teaches

DAY = date(2020, 10, 1)


class Staff:
    """Two schools; in the first, teachers of every kind by name."""

    def __init__(self, application: Application) -> None:
        self.application = application
        self.district = District(application, clock="2020-12-01")
        self.school, self.other = (self.district.school(code) for code in ("01", "02"))

    def teacher(
        self, name: str, since: str | None = "2019-09-01", school: UUID | None = None, **job: Any
    ) -> UUID:
        """Register a teacher with experience ``since``, unknown if ``None``."""
        where = school or self.school
        person = self.district.participant(where, name)
        teaches(self.district, where, person, **({"first": "2019-09-01"} | job))
        if since is not None:
            experienced(self.district, where, person, since)
        return person

    def ask(self, question: Question, limit: int = 2, **wanted: Any) -> list[YoungTeacherLine]:
        wish = YoungTeacherFilter(**wanted)
        return pages(self.application, question, limit, list_young_teachers, wish)

    def of_school(self, on: date | None = DAY, **more: Any) -> Question:
        question = self.district.question(self.school, asker=self.school)
        return msgspec.structs.replace(question, on=on, **more)

    def names(self, question: Question, **more: Any) -> list[str | None]:
        return [line.last_name for line in self.ask(question, **more)]


@pytest.fixture
def staff(application: Application) -> Staff:
    return Staff(application)


def test_a_line_says_who_since_when_and_how_experienced(staff: Staff) -> None:
    person = staff.teacher("Молодых", "2018-11-01", first="2020-09-01", position="учитель химии")
    mentor = staff.district.participant(staff.school, "Наставников")
    staff.district.pair(staff.school, mentor, [person], "2020-09-01", "2020-09-10")
    staff.district.pair(staff.school, mentor, [person], "2020-09-15")
    pupil = staff.district.participant(staff.school, "Ученикова", born=2008)
    staff.district.pair(staff.school, person, [pupil], "2020-09-15")

    (line,) = staff.ask(staff.of_school())

    assert line == YoungTeacherLine(
        school=staff.school,
        person=person,
        named=True,
        last_name="Молодых",
        first_name="Участник",
        middle_name=None,
        position="учитель химии",
        since=date(2020, 9, 1),
        experience_known=True,
        experience_from=date(2018, 11, 1),
        completed_years=1,
        open_pairs=1,
    )


@pytest.mark.parametrize("since", ["2016-02-29", "2017-10-01", "2017-10-02", "2018-02-28"])
def test_three_completed_years_are_too_many(since: str, staff: Staff) -> None:
    staff.teacher("Опытнова", since)
    began = date.fromisoformat(since)
    third = (
        date(began.year + 3, 2, 28) if since == "2016-02-29" else began.replace(year=began.year + 3)
    )

    for day in (third - timedelta(days=1), third, third + timedelta(days=1)):
        if day < date(2019, 9, 1):
            continue
        years = age_on(began, day)
        lines = staff.ask(staff.of_school(day))

        assert [line.completed_years for line in lines] == ([years] if years < 3 else [])


def test_experience_still_to_come_is_none_completed(staff: Staff) -> None:
    staff.teacher("Будущева", "2020-11-01", first="2018-09-01")

    (line,) = staff.ask(staff.of_school(date(2019, 10, 1)))

    assert line.completed_years == 0


def test_unknown_experience_is_listed_and_flagged(staff: Staff) -> None:
    staff.teacher("Неизвестнова", None)

    (line,) = staff.ask(staff.of_school())

    assert (line.experience_known, line.experience_from, line.completed_years) == (
        False,
        None,
        None,
    )


def test_only_who_teaches_that_day_is_listed(staff: Staff) -> None:
    staff.teacher("Завхозова", group="head")
    staff.teacher("Бывшева", first="2019-09-01", last="2020-08-31")
    staff.teacher("Двухместнова", first="2019-09-01", last="2020-10-01")
    person = staff.teacher("Ежедневнова")
    teaches(staff.district, staff.school, person, "2018-09-01", position="учитель труда")

    assert staff.names(staff.of_school(date(2020, 8, 31))) == [
        "Бывшева",
        "Двухместнова",
        "Ежедневнова",
    ]
    assert staff.names(staff.of_school()) == ["Двухместнова", "Ежедневнова"]
    assert staff.names(staff.of_school(date(2020, 10, 2))) == ["Ежедневнова"]
    (line,) = staff.ask(staff.of_school(), person=person)
    assert (line.since, line.position) == (date(2018, 9, 1), "учитель труда")


def test_today_is_meant_where_no_day_is_named(staff: Staff) -> None:
    staff.teacher("Давнова", "2019-09-01")
    staff.teacher("Неизвестнова", None)

    assert staff.names(staff.of_school(None)) == ["Неизвестнова"]


def test_without_a_day_the_past_is_asked_of_its_own(staff: Staff) -> None:
    staff.teacher("Давнова", "2019-09-01")

    then = staff.of_school(None, as_of=datetime(2020, 12, 10, tzinfo=UTC))

    assert [line.completed_years for line in staff.ask(then)] == [1]


def test_pairs_are_counted_that_go_on_that_day(staff: Staff) -> None:
    person = staff.teacher("Молодых")
    mentor = staff.district.participant(staff.school, "Наставников")
    staff.district.pair(staff.school, mentor, [person], "2020-09-01", "2020-09-10")
    wrong = staff.district.pair(staff.school, mentor, [person], "2020-09-12")
    staff.district.annul(staff.school, wrong, "2020-09-12")

    counts = {
        day: [line.open_pairs for line in staff.ask(staff.of_school(date(2020, *day)))]
        for day in ((8, 31), (9, 1), (9, 10), (9, 11), (9, 12))
    }

    assert counts == {(8, 31): [0], (9, 1): [1], (9, 10): [1], (9, 11): [0], (9, 12): [0]}


def test_the_rule_set_in_force_says_who_is_young(staff: Staff) -> None:
    staff.teacher("Опытнова", "2016-09-01")
    staff.teacher("Воспитателева", group="educator")
    staff.teacher("Молодых", "2019-09-01")
    before = datetime(2020, 12, 10, tzinfo=UTC)
    adopted = next(one for one in rule_sets() if one.code == "order-119-od/1")
    young = YoungTeacherRule(positions=("teacher", "educator"), experience_years_below=5)
    indicators = tuple(
        msgspec.structs.replace(one, young=young) if one.young else one
        for one in adopted.indicators
    )
    rules = msgspec.structs.replace(adopted, code="order-119-od/2", indicators=indicators)
    staff.district.clock = "2020-12-15"
    staff.district.record(AdoptRules(rules=rules))

    assert staff.names(staff.of_school()) == ["Воспитателева", "Молодых", "Опытнова"]
    assert staff.names(staff.of_school(as_of=before)) == ["Молодых"]


def test_where_no_rule_counts_them_the_order_says_who_is_young(staff: Staff) -> None:
    staff.teacher("Опытнова", "2016-09-01")
    staff.teacher("Молодых", "2019-09-01")
    adopted = rule_sets()[0]
    indicators = tuple(one for one in adopted.indicators if one.young is None)
    rules = msgspec.structs.replace(adopted, code="другой", indicators=indicators)
    staff.district.record(AdoptRules(rules=rules))

    assert staff.names(staff.of_school()) == ["Молодых"]


@pytest.mark.parametrize("limit", [1, 2, 200])
def test_the_district_reads_names_first_where_it_may(limit: int, staff: Staff) -> None:
    hidden = [staff.teacher("Абрамова"), staff.teacher("Яковлева", school=staff.other)]
    for name, school in (("Жукова", staff.school), ("Ёлкина", staff.other)):
        person = staff.teacher(name, school=school)
        consent = GiveConsent(
            purpose="processing", signed_by="self", wording="2020-2", to_district=True
        )
        staff.district.record(consent, school, person)
    question = msgspec.structs.replace(staff.district.question(), on=DAY)

    lines = staff.ask(question, limit=limit)

    assert [line.last_name for line in lines] == ["Ёлкина", "Жукова", None, None]
    assert [line.position for line in lines[2:]] == [None, None]
    assert [line.person for line in lines[2:]] == sorted(hidden)
    assert {line.school for line in lines} == {staff.school, staff.other}
    assert staff.names(staff.of_school(), limit=limit) == ["Абрамова", "Жукова"]


def test_the_past_is_answered_as_it_was_known(staff: Staff) -> None:
    person = staff.teacher("Новикова", "2010-09-01")
    staff.district.clock = "2020-12-15"
    experienced(staff.district, staff.school, person, "2019-09-01")

    then = staff.of_school(as_of=datetime(2020, 12, 10, tzinfo=UTC))
    before = staff.of_school(as_of=datetime(2020, 11, 30, tzinfo=UTC))

    assert (staff.names(before), staff.names(then)) == ([], [])
    assert staff.names(staff.of_school()) == ["Новикова"]
