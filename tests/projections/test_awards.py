"""Nominations and awards: rows of two schools and the district, lists, names, histories."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from domain.award import ReceiveNomination, StrikeAwardFact
from domain.award_kind import ChangeAwardKind
from projections.award_lists import (
    AwardFilter,
    NominationFilter,
    list_awards,
    list_nominations,
)
from projections.awards import AwardKindRow, AwardRow, NominationRow
from projections.catalogue_lists import NoFilter, list_award_kinds
from projections.query import Question
from projections.register import Row
from service.access import SYSTEM_TITLE
from service.bootstrap import Application
from tests.projections.test_lists import pages
from tests.support.awards import (
    GROUNDS,
    KIND,
    add_award_kind,
    approve,
    busy_awards,
    confer,
    decline,
    follow,
    mentor,
    nominate,
    to_district,
    withdraw_nomination,
)
from tests.support.district import District


@pytest.fixture
def district(application: Application) -> District:
    """Two schools that have nominated nobody yet."""
    district = District(application, clock="2020-10-01")
    for code in ("01", "02"):
        district.school(code)
    return district


def known(application: Application, question: Question, row: type[Row], table: str) -> list[Any]:
    with application.reading.transaction(question) as reader:
        return reader.rows(
            f"SELECT * FROM reg.{table} r WHERE {question.known('r')} ORDER BY r::text",
            question.params(),
            row,
        )


def test_awards_hold_what_became_of_each_nomination(
    district: District, application: Application
) -> None:
    firsts = busy_awards(district)

    rows: list[AwardRow] = known(application, district.question(), AwardRow, "award")

    one, other = district.schools.values()
    found = {(row.school, row.nomination): row for row in rows}
    assert len(found) == len(rows) == 4
    assert {row.tenant_id for row in rows} == {district.id}
    revoked, withdrawn = found[one, firsts["01"]], found[other, firsts["02"]]
    assert (revoked.status, revoked.version, revoked.kind, revoked.year) == (
        "revoked",
        4,
        KIND,
        2020,
    )
    assert (revoked.nominated_on, revoked.decided_on) == (date(2020, 12, 1), date(2020, 12, 2))
    assert (revoked.conferred_on, revoked.revoked_on) == (date(2020, 12, 5), date(2020, 12, 8))
    assert (revoked.order_number, revoked.order_date) == ("77-од", date(2020, 12, 5))
    assert (revoked.ceremony, revoked.reason) == ("День учителя", "ошибка")
    assert (withdrawn.status, withdrawn.version) == ("withdrawn", 3)
    assert (withdrawn.withdrawn_on, withdrawn.conferred_on) == (date(2020, 12, 3), None)
    declined = [row for row in rows if row.status == "declined"]
    assert {row.school for row in declined} == {one, other}
    assert {row.reason for row in declined} == {"стаж мал"}


def test_nominations_hold_what_each_school_asks_for(
    district: District, application: Application
) -> None:
    firsts = busy_awards(district)

    rows: list[NominationRow] = known(application, district.question(), NominationRow, "nomination")

    one, other = district.schools.values()
    by_school = {
        school: {row.nomination: row for row in rows if row.tenant_id == school}
        for school in (one, other)
    }
    assert [len(found) for found in by_school.values()] == [2, 2]
    stands, withdrawn = by_school[one][firsts["01"]], by_school[other][firsts["02"]]
    assert (stands.status, stands.version, stands.withdrawn_on) == ("made", 1, None)
    assert (stands.kind, stands.year, stands.made_on) == (KIND, 2020, date(2020, 12, 1))
    assert stands.grounds == GROUNDS
    assert (withdrawn.status, withdrawn.version) == ("withdrawn", 2)
    assert withdrawn.withdrawn_on == date(2020, 12, 3)


def test_a_corrected_nomination_keeps_what_was_decided(
    district: District, application: Application
) -> None:
    add_award_kind(district)
    school = district.schools["01"]
    person = mentor(district, school, "Наставников")
    nomination = nominate(district, school, person, day="2020-09-20")
    follow(district)
    district.record(approve(school, nomination, "2020-09-21"))
    corrected = ReceiveNomination(
        school=school,
        nomination=nomination,
        position=99,
        person=person,
        kind="debut",
        year=2019,
        effective_on=date(2020, 9, 22),
    )
    district.record(corrected)

    (row,) = known(application, district.question(), AwardRow, "award")

    assert (row.kind, row.year, row.position, row.version) == ("debut", 2019, 99, 3)
    assert (row.status, row.decided_on) == ("approved", date(2020, 9, 21))
    assert row.nominated_on == date(2020, 9, 22)


def test_a_struck_decision_leaves_nothing_in_the_row(
    district: District, application: Application
) -> None:
    add_award_kind(district)
    school = district.schools["01"]
    person = mentor(district, school, "Наставников")
    nomination = nominate(district, school, person, day="2020-09-20")
    follow(district)
    district.record(decline(school, nomination, "2020-09-21"))
    strike = StrikeAwardFact(school=school, nomination=nomination, corrects=2, reason="ошибка")
    district.record(strike)

    (row,) = known(application, district.question(), AwardRow, "award")

    assert (row.status, row.version) == ("received", 3)
    assert (row.decided_on, row.reason) == (None, None)


def test_the_catalogue_of_awards_is_what_was_last_described(
    district: District, application: Application
) -> None:
    add_award_kind(district, "debut")
    add_award_kind(district)
    district.record(ChangeAwardKind(code="debut", title="Дебют года", active=False))

    rows: list[AwardKindRow] = known(application, district.question(), AwardKindRow, "award_kind")
    lines = pages(application, district.question(), 1, list_award_kinds, NoFilter())

    assert sorted((row.code, row.version, row.title, row.active) for row in rows) == [
        ("best_mentor", 1, "Награда best_mentor", True),
        ("debut", 2, "Дебют года", False),
    ]
    assert [(line.code, line.active) for line in lines] == [("best_mentor", True), ("debut", False)]


@pytest.mark.parametrize("limit", [1, 3, 200])
def test_lists_meet_everyone_once_and_a_school_sees_its_own(
    limit: int, district: District, application: Application
) -> None:
    busy_awards(district)
    one = district.schools["01"]
    own = district.question(one, asker=one)
    for fetch, wanted in ((list_nominations, NominationFilter()), (list_awards, AwardFilter())):
        everything = pages(application, district.question(), limit, fetch, wanted)
        mine = pages(application, own, limit, fetch, wanted)

        assert len({(line.school, line.nomination) for line in everything}) == len(everything) == 4
        assert [line.school for line in mine] == [one] * 2
        assert {line.grounds for line in mine} == {GROUNDS}
        assert {line.grounds for line in everything} == {None}


def test_an_award_shows_the_name_where_the_consent_names_the_district(
    district: District, application: Application
) -> None:
    add_award_kind(district)
    people = {}
    for code, school in district.schools.items():
        people[code] = mentor(district, school, f"Наставников{code}")
        nomination = nominate(district, school, people[code], day="2020-09-20")
        follow(district)
        district.record(decline(school, nomination, "2020-09-21"))
    one, other = district.schools.values()
    to_district(district, one, people["01"])

    by_district = pages(application, district.question(), 1, list_awards, AwardFilter())
    own = district.question(other, asker=other)
    by_school = pages(application, own, 1, list_awards, AwardFilter())

    named = {line.school: line for line in by_district}
    assert (named[one].named, named[one].last_name) == (True, "Наставников01")
    assert (named[one].grounds, named[one].reason) == (GROUNDS, "стаж мал")
    assert (named[other].named, named[other].last_name) == (False, None)
    assert (named[other].grounds, named[other].reason) == (None, None)
    assert (named[other].person, named[other].status) == (people["02"], "declined")
    assert [(line.last_name, line.reason) for line in by_school] == [("Наставников02", "стаж мал")]


def test_lists_are_filtered(district: District, application: Application) -> None:
    firsts = busy_awards(district)
    school = district.schools["01"]
    person = mentor(district, school, "Дебютов")
    district.clock = "2020-12-11"
    debut = nominate(district, school, person, day="2020-12-11", kind="debut")
    follow(district)
    question = district.question()

    def of(fetch: Any, wanted: Any) -> set[UUID]:
        return {line.nomination for line in pages(application, question, 1, fetch, wanted)}

    for fetch, wanted in ((list_awards, AwardFilter), (list_nominations, NominationFilter)):
        assert of(fetch, wanted(kind="debut")) == {debut}
        assert of(fetch, wanted(person=person)) == {debut}
        assert of(fetch, wanted(nomination=firsts["02"])) == {firsts["02"]}
        assert of(fetch, wanted(status="withdrawn")) == {firsts["02"]}
        assert of(fetch, wanted(year=2019)) == set()
        assert len(of(fetch, wanted(year=2020))) == 5
    assert of(list_awards, AwardFilter(status="revoked")) == {firsts["01"]}


def test_lists_as_of_the_past_show_what_was_known_then(
    district: District, application: Application
) -> None:
    add_award_kind(district)
    school = district.schools["01"]
    person = mentor(district, school, "Наставников")
    nomination = nominate(district, school, person, day="2020-10-01")
    follow(district)
    district.clock = "2020-11-01"
    district.record(approve(school, nomination, "2020-11-01"))
    district.clock = "2020-12-01"
    district.record(confer(school, nomination, "2020-12-01"))
    statuses = []
    for moment in ("2020-09-01", "2020-10-02", "2020-11-02", "2020-12-02"):
        as_of = datetime.fromisoformat(moment).replace(tzinfo=UTC)
        question = district.question(school, asker=school, as_of=as_of)
        lines = pages(application, question, 1, list_awards, AwardFilter())
        statuses.append([(line.status, line.last_name) for line in lines])

    assert statuses == [
        [],
        [("received", "Наставников")],
        [("approved", "Наставников")],
        [("conferred", "Наставников")],
    ]


def test_the_district_decides_on_what_the_follower_took_over_and_the_history_tells_it(
    district: District, application: Application
) -> None:
    add_award_kind(district)
    one, other = district.schools.values()
    person = mentor(district, one, "Наставников")
    assert mentor(district, other, "Наставников") == person
    nomination = nominate(district, one, person, day="2020-10-01")
    withdrawn = nominate(district, other, person, day="2020-10-01")
    follow(district)
    district.record(decline(one, nomination, "2020-10-01"))
    withdraw_nomination(district, other, withdrawn, day="2020-10-01")
    follow(district)

    mine = application.reading.history(district.question(one, asker=one), person)
    every = application.reading.history(district.question(), person)

    told = [(line.topic, line.who) for line in mine if line.school == district.id]
    assert [topic for topic, _ in told] == ["award.nomination_received", "award.declined"]
    assert told[0][1] == SYSTEM_TITLE
    assert "стаж мал" in mine[-1].text
    assert [line.topic for line in every if line.school == district.id] == [
        "award.nomination_received",
        "award.nomination_received",
        "award.declined",
        "award.nomination_withdrawn",
    ]
    assert not [line for line in every if "стаж мал" in line.text or GROUNDS in line.text]
