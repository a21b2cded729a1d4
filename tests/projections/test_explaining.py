"""From a figure to the people behind it, and from them to their events, as known at any moment."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import get_args
from uuid import UUID

import msgspec
import pytest

from domain.consent import GiveConsent
from domain.errors import NotFound
from domain.figures import REASON_WORDS, Figure
from domain.pair import StartPair, StrikePairFact
from domain.rules import Indicator
from projections.figures import Candidate, Wanted
from projections.query import Cut, Question
from service.bootstrap import Application
from tests.support.district import District

CHILDREN = "children_mentored"
BEFORE = datetime(2021, 1, 31, tzinfo=UTC)


def explained(
    district: District,
    question: Question,
    *,
    indicator: str = CHILDREN,
    school: UUID | None = None,
    year: int = 2020,
    wanted: Wanted | None = None,
    limit: int = 100,
) -> tuple[Figure, list[Candidate]]:
    """Return the figure and every candidate, read in pages of ``limit``."""
    found: list[Candidate] = []
    cut = Cut(limit=limit)
    while True:
        figure, page = district.application.reading.explanation(
            question, indicator, year, wanted or Wanted(), cut, school=school
        )
        found += page.items
        if page.after is None:
            return figure, found
        cut = Cut(limit=limit, after=page.after)


def topics(candidate: Candidate) -> list[str]:
    return [event.topic for event in candidate.events]


class Told:
    """Two schools; who counts in 2020 and who does not, and what was learned in February 2021."""

    def __init__(self, application: Application) -> None:
        self.district = district = District(application, clock="2020-10-02")
        self.first, self.second = district.school("01"), district.school("02")
        self.people: dict[str, UUID] = {}
        self.pairs: dict[str, UUID] = {}
        for name, school, born in (
            ("Агапов", self.first, 2008),
            ("Младший", self.first, 2014),
            ("Ошибочный", self.first, 2008),
            ("Отменённый", self.first, 2008),
            ("Икс", self.second, 2008),
            ("Неизвестный", self.second, None),
            ("Общий", self.first, 2008),
            ("Общий", self.second, 2008),
        ):
            mentor = district.participant(school, f"Наставник {name}")
            person = district.participant(school, name, born=born)
            self.people[name] = person
            self.pairs[name] = district.pair(school, mentor, [person], "2020-10-01")
        to_district = GiveConsent(
            purpose="processing",
            signed_by="both",
            relation="parent",
            representative="Представитель",
            wording="2020-2",
            to_district=True,
        )
        publication = msgspec.structs.replace(to_district, purpose="publication")
        for command in (to_district, publication):
            district.record(command, self.first, self.people["Агапов"])
        district.clock = "2021-02-05"
        district.withdraw(self.second, self.people["Икс"], "2020-09-25")
        district.annul(self.first, self.pairs["Отменённый"], "2021-02-05")
        start = StartPair(effective_on=date(2020, 11, 11), corrects=3, reason="опечатка")
        # A meeting before the pair's first day would not fit the correction.
        struck = StrikePairFact(corrects=4, reason="опечатка")
        for correction in (struck, start):
            district.record(correction, self.first, self.pairs["Ошибочный"])

    def ask(self, school: UUID | None = None, as_of: datetime | None = None) -> Question:
        if school is None:
            return self.district.question(as_of=as_of)
        return self.district.question(school, asker=school, as_of=as_of)

    def by_name(self, question: Question, school: UUID | None = None) -> dict[str, Candidate]:
        names = {person: name for name, person in self.people.items()}
        _, found = explained(self.district, question, school=school)
        return {names[one.person]: one for one in found if one.person}


@pytest.fixture
def told(application: Application) -> Told:
    return Told(application)


def test_everybody_has_a_reason_in_words(told: Told) -> None:
    found = told.by_name(told.ask())

    assert {name: one.reason for name, one in found.items()} == {
        "Агапов": "counted",
        "Общий": "counted",
        "Младший": "outside_age",
        "Неизвестный": "birth_year_unknown",
        "Икс": "consent_not_in_force",
        "Ошибочный": "counted",
        "Отменённый": "pair_not_in_force",
    }
    for one in found.values():
        assert one.in_words == REASON_WORDS[one.reason]
        assert one.outcome == ("counted" if one.reason == "counted" else "not_counted")
        assert one.events
    agapov = found["Агапов"]
    assert (agapov.first_day, agapov.school, agapov.met) == (date(2020, 10, 1), told.first, True)
    assert (found["Икс"].first_day, found["Икс"].school) == (None, None)


@pytest.mark.parametrize("as_of", [None, BEFORE])
@pytest.mark.parametrize("limit", [1, 4, 100])
def test_pages_hold_everybody_once_and_count_to_the_numerator(
    limit: int, as_of: datetime | None, told: Told
) -> None:
    question = told.ask(as_of=as_of)
    for indicator in get_args(Indicator):
        for school in (None, told.first, told.second):
            if school and indicator == "enterprises_mentoring":
                continue
            figure, found = explained(
                told.district, question, indicator=indicator, school=school, limit=limit
            )
            counted = [one for one in found if one.outcome == "counted"]
            keys = [str(one.person) for one in found]
            assert (figure.indicator, len(counted)) == (indicator, figure.numerator)
            assert keys == sorted(set(keys))
            _, whole = explained(told.district, question, indicator=indicator, school=school)
            assert found == whole


def test_a_late_withdrawal_is_behind_the_verdict_once_it_was_known(told: Told) -> None:
    before = told.by_name(told.ask(as_of=BEFORE))["Икс"]
    now = told.by_name(told.ask())["Икс"]

    assert (before.reason, now.reason) == ("counted", "consent_not_in_force")
    since = [event for event in now.events if event not in before.events]
    assert [(event.topic, event.effective_on) for event in since] == [
        ("consent.withdrawn", date(2020, 9, 25))
    ]
    assert since[0].school == told.second
    assert all(event.recorded_at <= BEFORE for event in before.events)


def test_a_correction_stands_beside_the_fact_it_replaced(told: Told) -> None:
    before = told.by_name(told.ask(as_of=BEFORE))["Ошибочный"]
    now = told.by_name(told.ask())["Ошибочный"]

    starts = [event for event in now.events if event.topic == "pair.started"]
    assert [event.effective_on for event in starts] == [date(2020, 10, 1), date(2020, 11, 11)]
    assert topics(before).count("pair.started") == 1
    assert topics(now).count("pair.meeting_held") == 2
    assert (before.first_day, now.first_day) == (date(2020, 10, 1), date(2020, 11, 11))
    assert (before.met, now.met) == (True, False)


def test_only_what_the_ruling_reads_is_behind_it(told: Told) -> None:
    found = told.by_name(told.ask())

    assert topics(found["Агапов"]) == [
        "participant.registered",
        "consent.given",
        "pair.proposed",
        "pair.started",
        "pair.meeting_held",
        "consent.given",
    ]


def test_the_district_reads_names_by_consent_only(told: Told) -> None:
    found = told.by_name(told.ask())

    assert {name: (one.name, one.state) for name, one in found.items()} == {
        "Агапов": ("Агапов Участник", "readable"),
        "Общий": (None, "hidden"),
        "Младший": (None, "hidden"),
        "Неизвестный": (None, "hidden"),
        "Икс": (None, "restricted"),
        "Ошибочный": (None, "hidden"),
        "Отменённый": (None, "hidden"),
    }


def test_a_school_reads_its_own_names_and_knows_of_itself_alone(told: Told) -> None:
    found = told.by_name(told.ask(told.second), told.second)

    assert {name: one.name for name, one in found.items()} == {
        name: f"{name} Участник" for name in ("Общий", "Икс", "Неизвестный")
    }
    assert found["Икс"].state == "restricted"
    assert {one.school for one in found.values()} == {told.second, None}
    assert {event.school for one in found.values() for event in one.events} == {told.second}
    of_district = told.by_name(told.ask())["Общий"]
    assert {event.school for event in of_district.events} == {told.first, told.second}
    by_district = told.by_name(told.ask(), told.second)["Общий"]
    assert {event.school for event in by_district.events} == {told.second}
    with pytest.raises(NotFound):
        explained(told.district, told.ask(told.second), school=told.first)


def test_who_does_not_handle_withdrawals_reads_no_restricted_name(told: Told) -> None:
    head = msgspec.structs.replace(told.ask(told.second), handles=False)
    found = told.by_name(head, told.second)

    assert (found["Икс"].name, found["Икс"].state) == (None, "restricted")
    assert found["Общий"].state == "readable"


def test_candidates_are_asked_for_by_outcome_and_reason(told: Told) -> None:
    names = {person: name for name, person in told.people.items()}

    def named(wanted: Wanted) -> set[str]:
        _, found = explained(told.district, told.ask(), wanted=wanted, limit=1)
        return {names[one.person] for one in found if one.person}

    assert named(Wanted(outcome="counted")) == {"Агапов", "Общий", "Ошибочный"}
    assert named(Wanted(reason="outside_age")) == {"Младший"}
    assert named(Wanted(outcome="counted", reason="outside_age")) == set()


@pytest.mark.parametrize("indicator", ["unknown", "", "children_mentored "])
def test_an_unknown_indicator_is_not_found(indicator: str, told: Told) -> None:
    with pytest.raises(NotFound):
        explained(told.district, told.ask(), indicator=indicator)
