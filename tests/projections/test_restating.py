"""A late fact names the published figures it changes, and they name the fact."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import psycopg
import pytest

from domain.base_count import BaseCountRecorded
from domain.consent import ConsentWithdrawn, StrikeConsentFact
from domain.participant import RegisterParticipant
from domain.publication import (
    ApproveFigure,
    CloseRestatement,
    DraftFigure,
    PublishFigure,
)
from domain.target import ReviseTarget
from projections.publication_lists import (
    list_causes,
    list_publications,
    list_restatements,
)
from service.bootstrap import Application
from tests.plugins.postgres import TestDatabase
from tests.projections.published import WHICH, Published
from tests.projections.test_figures import as_of, children_of
from tests.store.logs import events_of


@pytest.fixture
def published(application: Application, database: TestDatabase) -> Published:
    return Published(application, database)


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


def test_what_happens_after_the_figures_day_restates_nothing(published: Published) -> None:
    """Of a year that is not over only the days up to the figure's own count."""
    which: dict[str, Any] = {"indicator": "children_mentored", "year": 2021}
    district = published.district
    district.clock = "2021-03-01"
    for step in (
        DraftFigure(**which),
        ApproveFigure(**which, draft=1),
        PublishFigure(**which, draft=1),
    ):
        district.record(step)
    district.clock = "2021-06-02"
    newcomer = district.participant(published.one, "Бета", born=2010)
    district.pair(published.one, published.people["Игрек"], [newcomer], "2021-06-01")

    assert published.follow() == 0
    assert [one.equal for one in published.verify()] == [True, True]


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
