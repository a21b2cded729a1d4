"""Surveys as lists: what an answer says is shown by how it is bound, whoever asks."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from domain.survey import Binding
from projections.survey_lists import ResponseFilter, SurveyFilter, list_responses, list_surveys
from service.bootstrap import Application
from tests.support.surveys import (
    BINDINGS,
    SCORES,
    WISH,
    Surveyed,
    pages,
    schools_of_mentees,
    surveyed_schools,
)


@pytest.fixture
def surveyed(application: Application) -> Surveyed:
    """A survey of each binding in two schools, every mentee has answered, none is closed."""
    return surveyed_schools(application)


def results(lines: list[Any]) -> dict[str, tuple[int | None, Decimal | None]]:
    return {line.binding: (line.satisfied, line.average) for line in lines}


def test_results_of_what_is_not_named_appear_when_they_no_longer_grow(
    surveyed: Surveyed, application: Application
) -> None:
    school, _ = surveyed.people
    question = surveyed.district.question(school, asker=school)
    shown = (4, Decimal("7.2"))
    before = pages(application, question, list_surveys, SurveyFilter())

    assert len(before) == len(BINDINGS)
    assert results(before) == {
        "named": shown,
        "confidential": (None, None),
        "anonymous": (None, None),
    }

    surveyed.district.clock = "2020-12-01"
    for binding in BINDINGS:
        surveyed.close(school, binding)

    assert results(pages(application, question, list_surveys, SurveyFilter())) == dict.fromkeys(
        BINDINGS, shown
    )
    past = surveyed.district.question(
        school, asker=school, as_of=datetime(2020, 11, 15, tzinfo=UTC)
    )
    assert results(pages(application, past, list_surveys, SurveyFilter())) == results(before)


@pytest.mark.parametrize("binding", ["confidential", "anonymous"])
def test_results_of_too_few_answers_are_never_shown(
    binding: Binding, application: Application
) -> None:
    made = schools_of_mentees(application)
    school, _ = made.people
    question = made.district.question(school, asker=school)
    seen = []
    for count in (4, 5):
        survey = made.open(school, binding, count)
        made.close(school, binding)
        wanted = SurveyFilter(survey=survey)
        (line,) = pages(application, question, list_surveys, wanted)
        answers = pages(application, question, list_responses, ResponseFilter(survey=survey))
        seen.append((line.average, {one.overall for one in answers}))

    shown = {3, 6, 7, 8, 10} if binding == "anonymous" else {None}
    assert seen == [(None, {None}), (Decimal("6.8"), shown)]


def test_the_district_reads_results_and_not_the_analysis(
    surveyed: Surveyed, application: Application
) -> None:
    for school in surveyed.people:
        surveyed.close(school, "named")

    named = [
        line
        for line in pages(application, surveyed.district.question(), list_surveys, SurveyFilter())
        if line.binding == "named"
    ]

    assert {line.school for line in named} == set(surveyed.people)
    assert {(line.satisfied, line.analysis) for line in named} == {(4, None)}


@pytest.mark.parametrize("is_closed", [False, True])
def test_named_answers_are_shown_to_their_institution(
    is_closed: bool, surveyed: Surveyed, application: Application
) -> None:
    school, _ = surveyed.people
    survey = surveyed.surveys[school, "named"]
    if is_closed:
        surveyed.close(school, "named")
    wanted = ResponseFilter(survey=survey)
    of_school = surveyed.district.question(school, asker=school)
    own = pages(application, of_school, list_responses, wanted)
    of_district = pages(application, surveyed.district.question(), list_responses, wanted)

    assert [(line.number, line.person, line.overall) for line in own] == [
        (number, person, score)
        for number, (person, score) in enumerate(
            zip(surveyed.people[school], SCORES, strict=True), 1
        )
    ]
    assert {line.answers[0].value for line in own} == {WISH}
    assert [(line.person, line.overall, line.answers) for line in of_district] == [
        (line.person, line.overall, None) for line in own
    ]


@pytest.mark.parametrize("is_closed", [False, True])
def test_of_a_confidential_answer_nobody_sees_more_than_that_it_came(
    is_closed: bool, surveyed: Surveyed, application: Application
) -> None:
    school, _ = surveyed.people
    survey = surveyed.surveys[school, "confidential"]
    if is_closed:
        surveyed.close(school, "confidential")
    for asker in (school, surveyed.district.id):
        question = surveyed.district.question(school, asker=asker)
        lines = pages(application, question, list_responses, ResponseFilter(survey=survey))

        assert [line.person for line in lines] == surveyed.people[school]
        assert {str(line.answered_on) for line in lines} == {"2020-11-01"}
        assert {(line.overall, line.answers) for line in lines} == {(None, None)}


def test_anonymous_answers_have_neither_person_nor_day_nor_order(
    surveyed: Surveyed, application: Application
) -> None:
    school, _ = surveyed.people
    survey = surveyed.surveys[school, "anonymous"]
    question = surveyed.district.question(school, asker=school)
    wanted = ResponseFilter(survey=survey)
    before = pages(application, question, list_responses, wanted)
    surveyed.close(school, "anonymous")
    after = pages(application, question, list_responses, wanted)

    assert {(line.person, line.answered_on, line.answers) for line in before + after} == {
        (None, None, None)
    }
    assert [line.overall for line in before] == [None] * len(SCORES)
    assert [(line.number, line.overall) for line in after] == list(enumerate(sorted(SCORES), 1))


def test_answers_of_one_person_are_found_where_they_are_bound(
    surveyed: Surveyed, application: Application
) -> None:
    school, other = surveyed.people
    person = surveyed.people[school][2]
    question = surveyed.district.question(school, other, asker=school)

    lines = pages(application, question, list_responses, ResponseFilter(person=person))

    assert {line.binding for line in lines} == {"named", "confidential"}
    assert {line.school for line in lines} == {school}
