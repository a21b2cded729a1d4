"""Which forms of mentoring institutions use, counted as of a day."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

import msgspec
import pytest

from projections.enterprise_lists import FormInUseFilter, FormInUseLine, list_forms_in_use
from projections.query import Cut, Question
from service.bootstrap import Application
from service.reference_data import forms
from tests.support.district import FORM, District

OTHER_FORM = "teacher_pupil"


@pytest.fixture
def district(application: Application) -> District:
    """Two schools; in the first three pairs, one of them annulled, in the second a group."""
    district = District(application, clock="2020-11-01")
    district.record(next(form for form in forms() if form.code == OTHER_FORM))
    one, other = district.school("01"), district.school("02")
    mentor = district.participant(one, "Наставников")
    mentees = [district.participant(one, f"Учеников{n}", born=2010) for n in range(3)]
    district.pair(one, mentor, mentees[:1], "2020-09-10", "2020-09-30")
    district.pair(one, mentor, mentees[1:2], "2020-09-10")
    district.annul(one, district.pair(one, mentor, mentees[2:], "2020-09-10"), "2020-10-01")
    group = [district.participant(other, f"Учеников{n}", born=2010) for n in range(3)]
    paused = district.pair(
        other, district.participant(other, "Наставников"), group, "2020-10-05", met=False
    )
    district.pause(other, paused, "2020-10-10")
    return district


def counted(
    district: District, question: Question, wanted: FormInUseFilter | None = None
) -> dict[UUID, tuple[int, int, int, int]]:
    with district.application.reading.transaction(question) as reader:
        page = list_forms_in_use(reader, question, wanted or FormInUseFilter(), Cut(limit=9))
    assert all((line.form, line.title) == (FORM, "ученик – ученик") for line in page.items)
    return {line.school: _numbers(line) for line in page.items}


def _numbers(line: FormInUseLine) -> tuple[int, int, int, int]:
    return line.open_pairs, line.pairs, line.mentors, line.mentees


def on(district: District, day: date) -> Question:
    return msgspec.structs.replace(district.question(), on=day)


def test_each_institution_has_its_own_numbers(district: District) -> None:
    one, other = district.schools.values()

    assert counted(district, district.question()) == {one: (1, 2, 1, 1), other: (1, 1, 1, 3)}
    assert counted(district, district.question(other)) == {other: (1, 1, 1, 3)}


@pytest.mark.parametrize(
    ("day", "numbers"),
    [
        (date(2020, 9, 9), []),
        (date(2020, 9, 30), [(2, 2, 1, 2)]),
        (date(2020, 10, 1), [(1, 2, 1, 1)]),
        (date(2020, 10, 5), [(1, 1, 1, 3), (1, 2, 1, 1)]),
    ],
)
def test_numbers_are_those_of_the_day(
    district: District, day: date, numbers: list[tuple[int, int, int, int]]
) -> None:
    assert sorted(counted(district, on(district, day)).values()) == numbers


def test_before_anything_was_known_nothing_was_in_use(district: District) -> None:
    before = district.question(as_of=datetime(2020, 10, 31, tzinfo=UTC))

    assert counted(district, before) == {}


def test_one_form_is_asked_for(district: District) -> None:
    assert len(counted(district, district.question(), FormInUseFilter(form=FORM))) == 2
    assert counted(district, district.question(), FormInUseFilter(form=OTHER_FORM)) == {}
