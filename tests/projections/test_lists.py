"""Lists: pages that meet everyone once, names only for who may read them, both clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from domain.consent import GiveConsent
from domain.participant import EnterBase
from projections.bases import BaseFilter, BaseLine, list_mentees
from projections.lists import LISTS
from projections.pair_lists import ConsentFilter, PairFilter, list_consents, list_pairs
from projections.query import Cut, Page, Question
from service.bootstrap import Application
from tests.support.awards import busy_awards
from tests.support.district import REASON, District
from tests.support.mentors import admit, teaches
from tests.support.publications import busy_publications
from tests.support.seminars import busy_seminars

EMPTY_HERE = {
    "erasures",
    "person-links",
    "mentors",
    "pairs",
    "forms-in-use",
    "enterprises",
    "surveys",
    "survey-responses",
    "questionnaires",
    "paper-totals",
    "targets",
    "base-counts",
    "calendars",
    "decisions",
    "consent-decisions",
    "stop-demands",
    "consent-requests",
    "consent-refusals",
    "district-checks",
    "reminders",
}
"""Lists that the district of these tests has no lines for; their content is tested elsewhere."""

NAMES = ("Ёлкин", "Ежов", "Жуков", "Абрамов", "Яковлев")


@pytest.fixture
def named_district(application: Application) -> District:
    """Two schools with the same five names each; one in each consented to the district."""
    district = District(application, clock="2020-10-01")
    for code in ("01", "02"):
        school = district.school(code)
        for number, name in enumerate(NAMES):
            person = district.participant(school, name, born=1998 + number + 5 * int(code))
            district.record(EnterBase(role="mentee"), school, person)
            if name == "Жуков":
                district.record(
                    GiveConsent(
                        purpose="processing",
                        signed_by="both",
                        relation="parent",
                        representative="Представитель",
                        wording="2020-2",
                        to_district=True,
                        reason=REASON,
                    ),
                    school,
                    person,
                )
    return district


def pages(
    application: Application, question: Question, limit: int, fetch: Any, wanted: Any
) -> list[Any]:
    lines: list[Any] = []
    after: tuple[str, ...] | None = None
    while True:
        with application.reading.transaction(question) as reader:
            page: Page[Any] = fetch(reader, question, wanted, Cut(limit=limit, after=after))
        assert len(page.items) <= limit
        lines += page.items
        after = page.after
        if after is None:
            return lines


def names(lines: list[BaseLine]) -> list[str | None]:
    return [line.last_name for line in lines]


@pytest.mark.parametrize("limit", [1, 2, 3, 200])
def test_school_reads_its_base_in_russian_order_page_by_page(
    limit: int, named_district: District, application: Application
) -> None:
    school = named_district.schools["01"]
    question = named_district.question(school, asker=school)

    lines = pages(application, question, limit, list_mentees, BaseFilter())

    assert names(lines) == ["Абрамов", "Ежов", "Ёлкин", "Жуков", "Яковлев"]


@pytest.mark.parametrize("limit", [1, 3, 200])
def test_district_reads_names_only_where_the_consent_names_it(
    limit: int, named_district: District, application: Application
) -> None:
    lines = pages(application, named_district.question(), limit, list_mentees, BaseFilter())

    assert ["Жуков", "Жуков", *[None] * 8] == names(lines)
    assert len({(line.school, line.person) for line in lines}) == 10
    hidden = lines[2:]
    assert all(line.birth_year and not line.named for line in hidden)
    assert [line.person for line in hidden] == sorted(line.person for line in hidden)


def test_withdrawn_consent_hides_the_name_in_questions_about_the_past_too(
    named_district: District, application: Application
) -> None:
    moment = datetime(2020, 10, 2, tzinfo=UTC)
    past = named_district.question(as_of=moment)
    for school in named_district.schools.values():
        line = pages(application, past, 200, list_mentees, BaseFilter())[0]
        named_district.clock = "2020-11-01"
        named_district.withdraw(line.school, line.person, "2020-11-01", number=2)
        assert school

    lines = pages(application, past, 200, list_mentees, BaseFilter())

    assert names(lines) == [None] * 10


def test_base_as_of_the_past_shows_who_was_in_it_then(
    named_district: District, application: Application
) -> None:
    school = named_district.schools["01"]
    before = datetime(2020, 9, 30, tzinfo=UTC)
    question = named_district.question(school, asker=school, as_of=before)

    assert pages(application, question, 200, list_mentees, BaseFilter()) == []


def test_cursor_of_a_base_holds_keys_and_no_names(
    named_district: District, application: Application
) -> None:
    school = named_district.schools["01"]
    question = named_district.question(school, asker=school)
    with application.reading.transaction(question) as reader:
        page = list_mentees(reader, question, BaseFilter(), Cut(limit=1))

    assert page.after is not None
    assert all(UUID(part) for part in page.after)


def test_pairs_of_a_day_are_those_in_force_on_it(
    application: Application, named_district: District
) -> None:
    school, other = named_district.schools.values()
    people = [named_district.participant(school, f"Парный{n}") for n in range(4)]
    ended = named_district.pair(school, people[0], [people[1]], "2020-09-01", "2020-09-20")
    going = named_district.pair(school, people[2], [people[3]], "2020-09-15")
    found = {}
    for day in (date(2020, 8, 31), date(2020, 9, 20), date(2020, 9, 21)):
        question = Question(
            asker=school, district=named_district.id, tenants=(school, other), on=day
        )
        lines = pages(application, question, 1, list_pairs, PairFilter())
        found[day.isoformat()] = {line.pair for line in lines}

    assert {"2020-08-31": set(), "2020-09-20": {ended, going}, "2020-09-21": {going}} == found


def test_consents_of_a_person_carry_the_version_a_change_must_name(
    named_district: District, application: Application
) -> None:
    school = named_district.schools["01"]
    question = named_district.question(school, asker=school)
    person = pages(application, question, 200, list_mentees, BaseFilter())[3].person

    lines = pages(application, question, 1, list_consents, ConsentFilter(person=person))

    assert [(line.number, line.version) for line in lines] == [(1, 2), (2, 2)]


@pytest.mark.parametrize("register", LISTS, ids=lambda register: register.name)
def test_every_list_can_be_asked_now_then_and_of_a_day(
    register: Any, named_district: District, application: Application
) -> None:
    busy_awards(named_district)
    busy_seminars(named_district)
    busy_publications(named_district)
    school = named_district.schools["01"]
    admit(named_district, school, named_district.participant(school, "Опытнова"), "2020-09-01")
    teaches(named_district, school, named_district.participant(school, "Новикова"), "2020-09-01")
    counts = []
    for as_of in (None, datetime(2019, 1, 1, tzinfo=UTC)):
        question = named_district.question(as_of=as_of)
        counts.append(len(pages(application, question, 3, register.fetch, register.filter())))

    assert counts[1] == 0
    assert counts[0] > 0 or register.name in EMPTY_HERE
