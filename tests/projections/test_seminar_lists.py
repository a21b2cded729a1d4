"""Seminars, their participants and enrolments as lists: pages, names, both clocks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import msgspec
import pytest

from domain.consent import GiveConsent
from projections.query import Cut, Page, Question
from projections.seminar_lists import (
    EnrolmentFilter,
    SeminarFilter,
    SeminarParticipantFilter,
    list_enrolments,
    list_participants,
    list_seminars,
)
from service.bootstrap import Application
from tests.support.awards import follow
from tests.support.district import REASON, District
from tests.support.seminars import (
    BusySeminars,
    busy_seminars,
    enrol,
    mentor,
    schedule,
    two_schools,
    withdraw,
)

Fetch = Callable[..., Page[Any]]


@pytest.fixture
def district(application: Application) -> District:
    """Two schools."""
    return two_schools(application)


@pytest.fixture
def seminars(district: District) -> BusySeminars:
    """A seminar that was held and one that was called off, with people of both schools."""
    return busy_seminars(district)


def pages(
    district: District, question: Question, fetch: Fetch, wanted: msgspec.Struct, limit: int = 200
) -> list[Any]:
    lines: list[Any] = []
    after: tuple[str, ...] | None = None
    while True:
        with district.application.reading.transaction(question) as reader:
            page = fetch(reader, question, wanted, Cut(limit=limit, after=after))
        assert len(page.items) <= limit
        lines += page.items
        after = page.after
        if after is None:
            return lines


def test_who_withdrew_and_came_back_waits_at_the_end(district: District) -> None:
    seminar = schedule(district, "Семинар", "2020-09-01", "2020-10-20", capacity=1)
    one, other = district.schools.values()
    first, second = mentor(district, one, "Первов"), mentor(district, other, "Вторых")
    enrolment = enrol(district, one, seminar, first, "2020-09-10")
    follow(district)
    enrol(district, other, seminar, second, "2020-09-11")
    follow(district)
    wanted = SeminarParticipantFilter(seminar=seminar)

    def waiting() -> dict[UUID, bool]:
        lines = pages(district, district.question(), list_participants, wanted)
        return {line.person: line.waiting for line in lines if line.status == "enrolled"}

    assert waiting() == {first: False, second: True}
    withdraw(district, one, enrolment, "2020-09-12")
    follow(district)
    assert waiting() == {second: False}
    enrol(district, one, seminar, first, "2020-09-13")
    follow(district)
    assert waiting() == {second: False, first: True}


@pytest.mark.parametrize("limit", [1, 200])
def test_seminars_are_listed_by_their_day_with_their_numbers(
    limit: int, district: District, seminars: BusySeminars
) -> None:
    lines = pages(district, district.question(), list_seminars, SeminarFilter(), limit)

    assert [(line.seminar, line.enrolled, line.attended) for line in lines] == [
        (seminars.held, 3, 3),
        (seminars.cancelled, 2, 0),
    ]
    assert [line.cancelled_why for line in lines] == [None, "карантин"]
    only = pages(district, district.question(), list_seminars, SeminarFilter(status="cancelled"))
    assert [line.seminar for line in only] == [seminars.cancelled]


def test_why_a_seminar_was_called_off_is_the_districts_to_read(
    district: District, seminars: BusySeminars
) -> None:
    school = district.schools["01"]
    question = district.question(school, asker=school)

    lines = pages(district, question, list_seminars, SeminarFilter(seminar=seminars.cancelled))

    assert [(line.status, line.cancelled_why) for line in lines] == [("cancelled", None)]


def test_the_version_of_a_seminar_counts_what_happened_to_its_people(
    district: District, seminars: BusySeminars
) -> None:
    wanted = SeminarFilter(seminar=seminars.held)
    certified = 1 + 4 + 1 + 3 + 2 + 1

    (line,) = pages(district, district.question(), list_seminars, wanted)

    assert line.version == certified


def test_a_seminar_of_the_past_shows_who_was_enrolled_then(
    district: District, seminars: BusySeminars
) -> None:
    then = district.question(as_of=datetime(2020, 10, 2, tzinfo=UTC))

    (line, _) = pages(district, then, list_seminars, SeminarFilter())
    people = pages(
        district, then, list_participants, SeminarParticipantFilter(seminar=seminars.held)
    )

    assert (line.status, line.held_on, line.enrolled) == ("scheduled", date(2020, 10, 20), 4)
    assert [one.status for one in people] == ["enrolled"] * 4
    assert [one.waiting for one in people] == [False, False, False, True]


@pytest.mark.parametrize("limit", [1, 2, 200])
def test_a_school_reads_its_own_participants_by_name(
    limit: int, district: District, seminars: BusySeminars
) -> None:
    for code, school in district.schools.items():
        question = district.question(school, asker=school)

        lines = pages(district, question, list_participants, SeminarParticipantFilter(), limit)

        names = {(line.seminar, line.last_name) for line in lines}
        assert len(lines) == 3
        assert names == {
            (seminars.held, f"Первов{code}"),
            (seminars.held, f"Вторых{code}"),
            (seminars.cancelled, f"Первов{code}"),
        }
        assert {line.school for line in lines} == {school}


def test_the_district_reads_names_only_where_the_consent_names_it(
    district: District, seminars: BusySeminars
) -> None:
    named = GiveConsent(
        purpose="processing",
        signed_by="self",
        wording="2020-2",
        to_district=True,
        reason=REASON,
    )
    district.record(named, district.schools["02"], seminars.second["02"])

    lines = pages(
        district,
        district.question(),
        list_participants,
        SeminarParticipantFilter(seminar=seminars.held),
    )

    assert [(line.person, line.last_name, line.named) for line in lines] == [
        (seminars.first["01"], None, False),
        (seminars.second["01"], None, False),
        (seminars.first["02"], None, False),
        (seminars.second["02"], "Вторых02", True),
    ]
    assert lines[0].certificate_number == "2020-17"


def test_participants_are_found_by_person_and_state(
    district: District, seminars: BusySeminars
) -> None:
    question = district.question()
    one = SeminarParticipantFilter(person=seminars.first["02"])
    gone = SeminarParticipantFilter(status="withdrawn")

    assert len(pages(district, question, list_participants, one)) == 2
    (line,) = pages(district, question, list_participants, gone)
    assert line.person == seminars.second["01"]


@pytest.mark.parametrize("limit", [1, 200])
def test_enrolments_of_a_day_are_those_in_force(
    limit: int, district: District, seminars: BusySeminars
) -> None:
    wanted = EnrolmentFilter(seminar=seminars.held)
    found = {}
    for day in (date(2020, 9, 14), date(2020, 10, 14), date(2020, 10, 15)):
        question = msgspec.structs.replace(district.question(), on=day)
        found[day] = len(pages(district, question, list_enrolments, wanted, limit))

    assert list(found.values()) == [0, 4, 3]
    school = district.schools["02"]
    own = pages(district, district.question(school, asker=school), list_enrolments, wanted, limit)
    assert {line.person for line in own} == {seminars.first["02"], seminars.second["02"]}
