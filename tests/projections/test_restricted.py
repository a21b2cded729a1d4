"""After a withdrawal names are restricted: readable by who handles it, also in the past."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec
import pytest

from domain.consent import GiveConsent
from domain.pair import SetPlan
from domain.participant import EnterBase, ReviseProfile
from projections.bases import BaseFilter, BaseLine, list_mentees
from projections.pair_lists import (
    ConsentFilter,
    ConsentLine,
    PairFilter,
    PairLine,
    list_consents,
    list_pairs,
)
from projections.participant_view import ParticipantView, view_participant
from projections.query import Cut, Question
from projections.survey_lists import ResponseFilter, list_responses
from service.bootstrap import Application
from tests.support.district import District
from tests.support.surveys import adopt, open_survey, respond

BEFORE = datetime(2020, 10, 2, tzinfo=UTC)
NAMES = ("Агапов", "Борисов")


class Schools:
    """Two schools with the same two mentees and a mentor each; Агапов withdrew in the first."""

    def __init__(self, application: Application) -> None:
        self.application = application
        self.district = District(application, clock="2020-10-01")
        self.people: dict[str, UUID] = {}
        self.pairs: list[UUID] = []
        for code in ("01", "02"):
            school = self.district.school(code)
            mentor = self.district.participant(school, f"Наставник{code}")
            for number, name in enumerate(NAMES):
                person = self.district.participant(school, name, born=2009 + number)
                profile = ReviseProfile(class_name="5 «А»", preferred_age="10–12")
                self.district.record(profile, school, person)
                self.district.record(EnterBase(role="mentee"), school, person)
                self.district.record(_to_district(), school, person)
                self.people[name] = person
            pair = self.district.pair(school, mentor, list(self.people.values()), "2020-09-10")
            self.district.record(SetPlan(plan="План"), school, pair)
            self.pairs.append(pair)
            self._survey(school)
        self.school, self.other = self.district.schools.values()
        self.district.clock = "2020-11-01"
        for number in (1, 2):
            self.district.withdraw(self.school, self.people["Агапов"], "2020-11-01", number=number)

    def _survey(self, school: UUID) -> None:
        if len(self.pairs) == 1:
            adopt(self.district)
        survey = open_survey(self.district, school, "2020-09-15")
        for person in self.people.values():
            respond(self.district, school, survey, 9, person=person)

    def ask(self, asker: str, as_of: datetime | None = None) -> Question:
        tenants = {"district": None, "curator": self.school, "head": self.school}
        tenants["other"] = self.other
        tenant = tenants[asker]
        if tenant is None:
            return self.district.question(as_of=as_of)
        question = self.district.question(tenant, asker=tenant, as_of=as_of)
        return msgspec.structs.replace(question, handles=asker != "head")

    def mentees(self, question: Question) -> dict[tuple[UUID, UUID], BaseLine]:
        with self.application.reading.transaction(question) as reader:
            page = list_mentees(reader, question, BaseFilter(), Cut(limit=100))
        return {(line.school, line.person): line for line in page.items}

    def view(self, question: Question, name: str) -> ParticipantView:
        with self.application.reading.transaction(question) as reader:
            return view_participant(reader, question, self.people[name])[0]

    def lines(self, question: Question, fetch: Any, wanted: Any) -> list[Any]:
        with self.application.reading.transaction(question) as reader:
            items: list[Any] = fetch(reader, question, wanted, Cut(limit=100)).items
            return items


def _to_district() -> GiveConsent:
    return GiveConsent(
        purpose="processing",
        signed_by="both",
        relation="parent",
        representative="Представитель",
        wording="2020-2",
        to_district=True,
        recipients=("Колледж",),
    )


@pytest.fixture
def schools(application: Application) -> Schools:
    return Schools(application)


@pytest.mark.parametrize("as_of", [None, BEFORE])
@pytest.mark.parametrize(
    ("asker", "readable"), [("curator", True), ("head", False), ("district", False)]
)
def test_the_name_is_readable_by_who_handles_it_only(
    asker: str, readable: bool, as_of: datetime | None, schools: Schools
) -> None:
    question = schools.ask(asker, as_of)
    person = schools.people["Агапов"]

    line = schools.mentees(question)[schools.school, person]
    view = schools.view(msgspec.structs.replace(question, tenants=(schools.school,)), "Агапов")

    for found in (line, view):
        assert (found.state, found.named) == ("restricted", readable)
        assert (found.last_name == "Агапов") == readable
        assert (found.class_name == "5 «А»") == readable
        assert (found.preferred_age == "10–12") == readable
        assert found.birth_year == 2009
    assert (view.birth_date is not None) == readable


@pytest.mark.parametrize("asker", ["curator", "head", "district"])
def test_whoever_withdrew_nothing_stays_readable(asker: str, schools: Schools) -> None:
    line = schools.mentees(schools.ask(asker))[schools.school, schools.people["Борисов"]]

    assert (line.state, line.named, line.last_name) == ("readable", True, "Борисов")


def test_a_withdrawal_restricts_nothing_in_another_school(schools: Schools) -> None:
    line = schools.mentees(schools.ask("other"))[schools.other, schools.people["Агапов"]]

    assert (line.state, line.last_name) == ("readable", "Агапов")


def test_a_new_consent_lifts_the_restriction(schools: Schools) -> None:
    schools.district.clock = "2020-12-01"
    schools.district.consent(schools.school, schools.people["Агапов"], "2020-12-01")

    head, district = (
        schools.mentees(schools.ask(asker))[schools.school, schools.people["Агапов"]]
        for asker in ("head", "district")
    )

    assert (head.state, head.last_name) == ("readable", "Агапов")
    assert (district.state, district.last_name) == ("hidden", None)


def test_while_one_consent_is_left_nothing_is_restricted(application: Application) -> None:
    district = District(application, clock="2020-10-01")
    school = district.school("01")
    person = district.participant(school, "Агапов", born=2009)
    district.consent(school, person, "2020-09-15")
    district.withdraw(school, person, "2020-10-01", number=1)
    question = msgspec.structs.replace(district.question(school, asker=school), handles=False)

    with application.reading.transaction(question) as reader:
        (view,) = view_participant(reader, question, person)

    assert (view.state, view.named) == ("readable", True)


def test_a_restricted_name_is_not_told_by_its_place(schools: Schools) -> None:
    people = [line.person for line in schools.mentees(schools.ask("head")).values()]

    assert people == [schools.people["Борисов"], schools.people["Агапов"]]


def test_what_a_consent_tells_of_people_is_restricted_too(schools: Schools) -> None:
    wanted = ConsentFilter(person=schools.people["Агапов"])
    found: dict[str, ConsentLine] = {
        asker: schools.lines(schools.ask(asker), list_consents, wanted)[-1]
        for asker in ("curator", "head")
    }

    assert found["curator"].recipients == ("Колледж",)
    assert (found["curator"].representative, found["curator"].relation) == (
        "Представитель",
        "parent",
    )
    assert found["curator"].state == found["head"].state == "restricted"
    head = found["head"]
    assert (head.representative, head.relation, head.recipients) == (None, None, None)


@pytest.mark.parametrize(
    ("asker", "texts"),
    [
        ("curator", [("restricted", "План")]),
        ("head", [("restricted", None)]),
        ("other", [("readable", "План")]),
        ("district", [("hidden", None), ("restricted", None)]),
    ],
)
def test_texts_of_a_pair_are_restricted_with_any_of_its_people(
    asker: str, texts: list[tuple[str, str | None]], schools: Schools
) -> None:
    lines: list[PairLine] = schools.lines(schools.ask(asker), list_pairs, PairFilter())

    assert sorted((line.state, line.plan) for line in lines) == texts


@pytest.mark.parametrize(
    ("asker", "readable"), [("curator", {*NAMES}), ("head", {"Борисов"}), ("other", {*NAMES})]
)
def test_named_answers_are_restricted_with_the_name(
    asker: str, readable: set[str], schools: Schools
) -> None:
    lines = schools.lines(schools.ask(asker), list_responses, ResponseFilter())

    names = {person: name for name, person in schools.people.items()}
    assert {names[line.person] for line in lines} == {*NAMES}
    assert {names[line.person] for line in lines if line.answers} == readable


@pytest.mark.parametrize(("asker", "shown"), [("curator", True), ("head", False)])
@pytest.mark.parametrize("name", NAMES)
def test_histories_obey_the_same(name: str, asker: str, shown: bool, schools: Schools) -> None:
    lines = schools.application.reading.history(schools.ask(asker), schools.people[name])
    told = {line.topic: line.text for line in lines}

    assert ("План" in told["pair.plan_set"]) == shown
    assert ("Агапов" in told["participant.registered"]) == (shown and name == "Агапов")
    assert ("Борисов" in told["participant.registered"]) == (name == "Борисов")
