"""Surveys as registers: what figures count by, what is kept in clear and what is not."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime

import psycopg
import pytest

from domain.survey import IssueLinks, StrikeSurveyFact
from projections.catalogue_lists import NoFilter
from projections.questionnaire_lists import list_paper_totals, list_questionnaires
from projections.survey_lists import (
    ResponseFilter,
    SurveyFilter,
    list_links,
    list_responses,
    list_surveys,
)
from projections.surveys import SurveyResponseRow, SurveyRow
from service.bootstrap import Application, build
from service.rebuilding import rebuild
from tests.plugins.postgres import MASTER, TestDatabase
from tests.support.district import REASON
from tests.support.surveys import (
    BINDINGS,
    SCORES,
    WISH,
    Surveyed,
    adopt,
    open_survey,
    pages,
    respond,
    surveyed_schools,
    total,
)


@pytest.fixture
def surveyed(application: Application) -> Surveyed:
    """A survey of each binding in two schools, every mentee has answered, none is closed."""
    return surveyed_schools(application)


def test_a_row_of_an_answer_is_what_figures_count_by(
    surveyed: Surveyed, application: Application
) -> None:
    for school, people in surveyed.people.items():
        question = surveyed.district.question(school, asker=school)
        sql = (
            "SELECT * FROM reg.survey_response r WHERE r.tenant_id = %(asker)s"
            " AND r.survey = %(survey)s AND r.known_to IS NULL ORDER BY r.number"
        )
        for binding in BINDINGS:
            survey = surveyed.surveys[school, binding]
            with application.reading.transaction(question) as reader:
                rows = reader.rows(sql, question.params() | {"survey": survey}, SurveyResponseRow)
            persons = [None] * len(SCORES) if binding == "anonymous" else people

            assert [(row.number, row.overall) for row in rows] == list(enumerate(SCORES, 1))
            assert [row.person for row in rows] == persons
            assert {(row.role, row.year, row.phase, row.binding) for row in rows} == {
                ("mentee", 2020, "after", binding)
            }
            assert all(row.recorded_at == row.known_from for row in rows)
            assert {row.answered_on.isoformat() for row in rows} == {"2020-11-01"}
            assert all((row.answers is not None) == (binding == "named") for row in rows)


def test_a_survey_counts_its_links_and_answers_and_ends(
    surveyed: Surveyed, application: Application
) -> None:
    one, other = surveyed.people
    survey = surveyed.surveys[one, "anonymous"]
    surveyed.close(one, "anonymous")
    question = surveyed.district.question()
    with application.reading.transaction(question) as reader:
        sql = (
            "SELECT * FROM reg.survey s WHERE s.tenant_id = ANY (%(tenants)s) AND known_to IS NULL"
        )
        rows = {row.survey: row for row in reader.rows(sql, question.params(), SurveyRow)}

    row, open_one = rows[survey], rows[surveyed.surveys[other, "anonymous"]]
    assert (row.links, row.responses, row.version) == (6, 6, 14)
    assert (str(row.closed_on), row.analysis) == ("2020-11-01", "доверие растёт")
    assert (open_one.links, open_one.responses, open_one.closed_on) == (6, 6, None)


def test_links_show_whom_they_wait_for(surveyed: Surveyed, application: Application) -> None:
    school, other = surveyed.people
    mentees = surveyed.people[school]
    survey = open_survey(surveyed.district, school, "2020-10-30")
    surveyed.district.record(IssueLinks(people=tuple(mentees)), school, survey)
    respond(surveyed.district, school, survey, 9, link=2)
    respond(surveyed.district, school, survey, 9, person=mentees[4])
    question = surveyed.district.question(school, asker=school)
    lines = pages(application, question, list_links, survey)

    assert [(line.number, line.person) for line in lines] == list(enumerate(mentees, 1))
    assert [line.number for line in lines if line.used] == [2, 5]
    assert pages(application, surveyed.district.question(asker=other), list_links, survey) == []


def test_a_struck_answer_leaves_the_lists_and_frees_its_link(
    surveyed: Surveyed, application: Application
) -> None:
    school, other = surveyed.people
    mentees = surveyed.people[school]
    survey = open_survey(surveyed.district, school, "2020-10-30")
    surveyed.district.record(IssueLinks(people=tuple(mentees[:2])), school, survey)
    answer = respond(surveyed.district, school, survey, 9, link=2)
    respond(surveyed.district, school, survey, 4, link=1)
    question = surveyed.district.question(school, other, asker=school)
    surveyed.district.clock = "2020-12-01"
    strike = StrikeSurveyFact(corrects=answer.version, reason=REASON)
    surveyed.district.record(strike, school, survey)

    (line,) = pages(application, question, list_surveys, SurveyFilter(survey=survey))
    answers = pages(application, question, list_responses, ResponseFilter(survey=survey))
    links = pages(application, question, list_links, survey)

    assert (line.links, line.responses, line.average, line.version) == (2, 1, 4, 6)
    assert [(one.number, one.person) for one in answers] == [(2, mentees[0])]
    assert [(one.number, one.used) for one in links] == [(1, True), (2, False)]
    past = surveyed.district.question(
        school, asker=school, as_of=datetime(2020, 11, 15, tzinfo=UTC)
    )
    assert len(pages(application, past, list_responses, ResponseFilter(survey=survey))) == 2


def test_questionnaires_keep_every_version(surveyed: Surveyed, application: Application) -> None:
    adopt(surveyed.district, "mentor_after", "mentor")
    adopt(surveyed.district, "mentee_after", "mentee")
    adopt(surveyed.district, "mentee_before", "mentee")

    lines = pages(application, surveyed.district.question(), list_questionnaires, NoFilter())

    assert [(line.code, line.version, len(line.versions)) for line in lines] == [
        ("mentee_after", 2, 2),
        ("mentee_before", 1, 1),
        ("mentor_after", 1, 1),
    ]
    assert [one.number for one in lines[0].versions] == [1, 2]
    assert [item.code for item in lines[0].versions[0].items] == ["overall", "wish"]


def test_totals_from_paper_show_the_latest_and_the_past(
    surveyed: Surveyed, application: Application
) -> None:
    one, other = surveyed.people
    total(surveyed.district, one, 2020, 20, 15)
    total(surveyed.district, other, 2020, 4, 4)
    total(surveyed.district, other, 2019, 5, 1)
    surveyed.district.clock = "2020-12-01"
    total(surveyed.district, one, 2020, 22, 15)
    lines = pages(application, surveyed.district.question(), list_paper_totals, NoFilter())
    then = surveyed.district.question(one, as_of=datetime(2020, 11, 15, tzinfo=UTC))
    (past,) = pages(application, then, list_paper_totals, NoFilter())

    assert {(line.school, line.year, line.respondents, line.version) for line in lines} == {
        (other, 2019, 5, 1),
        (one, 2020, 22, 2),
        (other, 2020, 4, 1),
    }
    assert [line.year for line in lines] == [2019, 2020, 2020]
    assert (past.respondents, past.satisfied, past.source) == (20, 15, "сводка по анкетам")


def test_answers_that_are_not_named_stand_in_no_register(
    surveyed: Surveyed, database: TestDatabase
) -> None:
    with psycopg.connect(database.admin_url) as connection:
        rows = connection.execute("SELECT binding, r::text FROM reg.survey_response r").fetchall()

    assert {binding for binding, text in rows if WISH in text} == {"named"}


def test_an_erased_person_leaves_the_score_and_no_answers(
    surveyed: Surveyed, database: TestDatabase
) -> None:
    school, _ = surveyed.people
    erased = surveyed.people[school][0]
    with psycopg.connect(database.admin_url) as connection:
        connection.execute(
            "UPDATE vault.subject_key SET wrapped = NULL, destroyed_at = now()"
            " WHERE tenant_id = %s AND subject = %s",
            (school, erased),
        )
    wanted = ResponseFilter(survey=surveyed.surveys[school, "named"])
    question = surveyed.district.question(school, asker=school)
    # Another process, which never held the key.
    with closing(build(database.app_url, MASTER)) as fresh:
        rebuild(fresh, school)
        lines = pages(fresh, question, list_responses, wanted)

    assert [(line.overall, line.answers is None) for line in lines[:2]] == [(10, True), (3, False)]
