"""Published figures never change; a late fact names those it changes, and they name the fact."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import psycopg
import pytest

from domain.base_count import BaseCountRecorded
from domain.confirmation import ConfirmData
from domain.consent import ConsentWithdrawn, StrikeConsentFact
from domain.participant import RegisterParticipant
from domain.publication import (
    ApproveFigure,
    CloseRestatement,
    DraftFigure,
    PublishFigure,
    ReturnFigure,
)
from domain.target import ReviseTarget
from projections.publication_lists import (
    FigureFilter,
    list_causes,
    list_publications,
    list_restatements,
)
from projections.query import Cut
from service.bootstrap import Application, make_followers
from service.publishing import Publishing
from tests.plugins.postgres import TestDatabase
from tests.projections.test_figures import as_of, children_of
from tests.store.logs import events_of
from tests.support.district import District

WHICH: dict[str, Any] = {"indicator": "children_mentored", "year": 2020}
ALL = Cut(limit=100)


class Published:
    """Two schools with two mentees each; the figure of 2020, 4/10, is published on 20.01.21."""

    def __init__(self, application: Application, database: TestDatabase) -> None:
        self.application, self.database = application, database
        self.district = District(application, clock="2020-12-01")
        self.people: dict[str, UUID] = {}
        self.pairs: dict[str, UUID] = {}
        for code, names in (("01", ("Икс", "Игрек")), ("02", ("Зет", "Альфа"))):
            school = self.district.school(code)
            mentor = self.district.participant(school, f"Наставников{code}")
            for name in names:
                mentee = self.district.participant(school, name, born=2010)
                self.people[name] = mentee
                self.pairs[name] = self.district.pair(school, mentor, [mentee], "2020-10-01")
        self.one, self.other = self.district.schools.values()
        self.district.base_count("children_10_19", 2020, 10, day="2020-12-01")
        self.district.target("children_mentored", 2020, "40")
        self.publish("2021-01-20")

    def publish(self, day: str, draft: int = 1) -> None:
        """Draft, approve and publish the figure."""
        self.district.clock = day
        self.district.record(DraftFigure(**WHICH))
        self.district.record(ApproveFigure(**WHICH, draft=draft))
        self.district.record(PublishFigure(**WHICH, draft=draft))

    def follow(self) -> int:
        """Let the followers go round once; return how much they recorded."""
        rounds = [
            one.run_once() for one in make_followers(self.application, self.database.owner_url)
        ]
        assert not [stop for one in rounds for stop in (*one.refused, *one.failed)]
        return sum(one.carried_out for one in rounds)

    def withdrew(self, day: str = "2021-02-05", name: str = "Икс") -> int:
        """Record that somebody withdrew in 2020 before their pair began; return the position."""
        self.district.clock = day
        school = self.one if name in ("Икс", "Игрек") else self.other
        receipt = self.district.withdraw(school, self.people[name], "2020-09-25")
        return receipt.last_position

    def lines(self, fetch: Any, asker: UUID | None = None) -> list[Any]:
        question = self.district.question(asker=asker)
        with self.application.reading.transaction(question) as reader:
            items: list[Any] = fetch(reader, question, FigureFilter(), ALL).items
        return items

    def verify(self) -> list[Any]:
        publishing = Publishing(self.application.database, self.application.log)
        return publishing.verify(self.district.id)


@pytest.fixture
def published(application: Application, database: TestDatabase) -> Published:
    return Published(application, database)


def test_what_is_published_is_frozen_with_the_place_of_every_log(published: Published) -> None:
    (line,) = published.lines(list_publications)

    assert (line.numerator, line.denominator, str(line.value)) == (4, 10, "40.0")
    assert (line.state, line.restated, line.whose) == ("reached", False, "district")
    assert {head.tenant for head in line.frozen.heads} == {
        published.district.id,
        published.one,
        published.other,
    }
    assert set(line.frozen.unconfirmed) == {published.one, published.other}
    assert [one.equal for one in published.verify()] == [True]
    assert published.follow() == 0


def test_the_worked_case(published: Published) -> None:
    """Published 4/10; a late withdrawal, then a corrected base count: one restatement of both."""
    withdrawn = published.withdrew()
    assert published.follow() == 1
    (once,) = published.lines(list_restatements)
    assert (once.numerator, once.denominator, str(once.value)) == (3, 10, "30.0")

    published.district.clock = "2021-02-10"
    counted = published.district.base_count("children_10_19", 2020, 12, day="2020-12-01")
    assert published.follow() == 1

    (line,) = published.lines(list_restatements)
    first, second = sorted(published.lines(list_causes), key=lambda one: one.school is None)
    assert (line.published_value, line.published_numerator) == (once.published_value, 4)
    assert (line.numerator, line.denominator, str(line.value)) == (3, 12, "25.0")
    assert (line.causes, line.kind, line.outcome) == (2, "value", None)
    assert (first.school, first.position) == (published.one, withdrawn)
    assert (first.gone, first.entered) == ((str(published.people["Икс"]),), ())
    assert (second.school, second.position) == (None, counted.last_position)
    (publication,) = published.lines(list_publications)
    assert (str(publication.value), publication.restated) == ("40.0", True)
    district = published.district
    assert children_of(district, 2020, as_of("2021-01-31", district)).numerator == 4
    assert [one.equal for one in published.verify()] == [True]


def test_the_history_of_the_person_names_the_figure_the_fact_changes(
    published: Published,
) -> None:
    position = published.withdrew()
    published.follow()
    question = published.district.question(published.one, asker=published.one)

    lines = published.application.reading.history(question, published.people["Икс"])

    named = {line.position: line.restates for line in lines if line.restates}
    assert list(named) == [position]
    ((figure,),) = named.values()
    assert (figure.indicator, figure.year, figure.school, figure.version) == (
        "children_mentored",
        2020,
        None,
        1,
    )


def test_following_again_restates_nothing_twice(published: Published) -> None:
    published.withdrew()
    published.follow()
    with psycopg.connect(published.database.admin_url, autocommit=True) as connection:
        connection.execute("DELETE FROM fol.checkpoint")

    assert published.follow() == 0
    assert len(published.lines(list_causes)) == 1


def test_facts_that_change_nothing_are_not_named(published: Published) -> None:
    published.district.clock = "2021-02-05"
    school = published.one
    published.district.participant(school, "Новенький", born=2012)
    published.district.residence(school, published.people["Икс"], "2020-10-01", here=True)
    published.district.withdraw(school, published.people["Игрек"], "2021-02-01")

    assert published.follow() == 0


def test_the_mere_passing_of_time_restates_nothing(published: Published) -> None:
    published.district.clock = "2021-06-01"
    published.district.complete(published.one, published.pairs["Икс"], "2021-05-28")

    assert published.follow() == 0


def test_a_fact_between_draft_and_publication_is_named_too(published: Published) -> None:
    district = published.district
    district.clock = "2021-02-01"
    district.record(DraftFigure(**WHICH))
    position = published.withdrew("2021-02-02", "Зет")
    district.clock = "2021-02-03"
    district.record(ApproveFigure(**WHICH, draft=2))
    published.follow()
    district.record(PublishFigure(**WHICH, draft=2))

    published.follow()

    causes = [one for one in published.lines(list_causes) if one.number == 2]
    assert [(one.school, one.position) for one in causes] == [(published.other, position)]


def test_a_correction_is_a_cause_like_any_other(published: Published) -> None:
    district = published.district
    district.clock = "2021-02-05"
    younger = RegisterParticipant(
        last_name="Икс",
        first_name="Участник",
        birth_date=date(2014, 3, 1),
        effective_on=date(2019, 9, 1),
        corrects=1,
        reason="свидетельство",
    )
    receipt = district.record(younger, published.one, published.people["Икс"])

    assert published.follow() == 1
    (cause,) = published.lines(list_causes)
    assert (cause.position, cause.kind) == (receipt.last_position, "value")


def test_a_revised_target_changes_the_state_only(published: Published) -> None:
    published.district.clock = "2021-02-05"
    revise = ReviseTarget(indicator="children_mentored", year=2020, value=Decimal(50))
    published.district.record(revise)

    assert published.follow() == 1
    (line,) = published.lines(list_restatements)
    assert (line.kind, line.state, str(line.value)) == ("state", "not_reached", "40.0")


def test_the_same_number_with_other_persons_is_a_changed_composition(
    published: Published,
) -> None:
    # One is out by a late withdrawal, another in by a pair recorded late.
    published.withdrew()
    published.follow()
    district, school = published.district, published.one
    district.clock = "2021-02-06"
    newcomer = district.participant(school, "Бета", born=2010)
    district.pair(school, published.people["Игрек"], [newcomer], "2020-10-05")

    published.follow()

    (line,) = published.lines(list_restatements)
    assert (line.numerator, str(line.value), line.causes) == (4, "40.0", 2)
    assert line.kind == "composition"


def test_what_is_taken_back_leaves_the_figure_as_it_was_published(published: Published) -> None:
    published.withdrew()
    strike = StrikeConsentFact(purpose="processing", corrects=2, reason="не тот ученик")
    published.district.clock = "2021-02-06"
    published.district.record(strike, published.one, published.people["Икс"])
    published.follow()

    (line,) = published.lines(list_restatements)

    assert (line.kind, line.numerator, line.causes) == ("restored", 4, 2)


def test_a_corrected_version_or_a_reason_closes_it(published: Published) -> None:
    published.withdrew()
    published.follow()
    published.district.record(
        CloseRestatement(**WHICH, version=1, reason="решение комиссии: без пересмотра")
    )
    (line,) = published.lines(list_restatements)
    assert (line.outcome, line.reason) == ("stands", "решение комиссии: без пересмотра")

    published.withdrew("2021-02-08", "Альфа")
    published.follow()
    (line,) = published.lines(list_restatements)
    assert (line.outcome, line.causes, line.numerator) == (None, 2, 2)

    published.publish("2021-02-09", draft=2)
    published.follow()
    (line,) = published.lines(list_restatements)
    assert line.outcome == "corrected"
    values = [(one.number, str(one.value)) for one in published.lines(list_publications)]
    assert values == [(1, "40.0"), (2, "20.0")]
    assert [one.equal for one in published.verify()] == [True, True]


def test_a_school_reads_its_own_causes_only(published: Published) -> None:
    published.withdrew()
    published.withdrew("2021-02-06", "Зет")
    published.follow()

    own = published.lines(list_causes, published.one)

    assert [one.school for one in own] == [published.one]
    assert len(published.lines(list_causes)) == 2


def test_who_confirmed_is_not_among_the_unconfirmed(published: Published) -> None:
    published.district.clock = "2021-02-05"
    published.district.record(ConfirmData(year=2020), published.one)
    published.district.record(DraftFigure(**WHICH))
    published.district.record(ReturnFigure(**WHICH, draft=2, reason="ждём вторую школу"))
    published.publish("2021-02-06", draft=3)

    line = published.lines(list_publications)[-1]

    assert line.frozen.unconfirmed == (published.other,)


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("UPDATE reg.consent SET days = '{}'", "numerator"),
        ("UPDATE es.event SET chain = sha256(chain)", "log of"),
        ("UPDATE reg.participant SET birth_year = 1990", "verdicts"),
    ],
)
def test_verification_finds_what_was_changed_behind_it(
    published: Published, sql: str, told: str
) -> None:
    with psycopg.connect(published.database.admin_url, autocommit=True) as connection:
        connection.execute(sql.encode())

    (verified,) = published.verify()

    assert not verified.equal
    assert any(one.startswith(told) for one in verified.differs)


def test_a_school_has_a_published_figure_of_its_own(published: Published) -> None:
    district, which = published.district, WHICH | {"school": published.one}
    district.clock = "2021-02-01"
    district.base_count("children_10_19", 2020, 8, school=published.one, day="2020-12-31")
    district.record(DraftFigure(**which))
    district.record(ApproveFigure(**which, draft=1))
    district.record(PublishFigure(**which, draft=1))
    published.withdrew("2021-02-05", "Зет")
    published.follow()

    lines = {one.whose: one for one in published.lines(list_publications)}

    assert (lines[str(published.one)].numerator, lines[str(published.one)].restated) == (2, False)
    assert lines["district"].restated
    assert {head.tenant for head in lines[str(published.one)].frozen.heads} == {
        district.id,
        published.one,
    }


def test_the_facts_named_are_those_recorded(published: Published) -> None:
    position = published.withdrew()
    published.district.clock = "2021-02-10"
    counted = published.district.base_count("children_10_19", 2020, 12, day="2020-12-01")
    published.follow()

    school = {one.position: one for one in events_of(published.application, published.one)}
    district = {
        one.position: one for one in events_of(published.application, published.district.id)
    }

    assert isinstance(school[position].event, ConsentWithdrawn)
    assert isinstance(district[counted.last_position].event, BaseCountRecorded)
