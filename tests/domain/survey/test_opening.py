"""Opening and closing a survey."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest

from domain.errors import DomainError, NotFound
from domain.pair import FormUnknown
from domain.survey import (
    BeforeSurveyOpening,
    ClosedBeforeAnswer,
    ClosesBeforeOpening,
    CloseSurvey,
    IssueLinks,
    OpenSurvey,
    QuestionnaireOfOtherForm,
    QuestionnaireOfOtherRole,
    QuestionnaireUnknown,
    SurveyClosed,
    SurveyIsClosed,
)
from tests.domain.builders import CATALOGUE, MENTEE
from tests.domain.survey.builders import (
    DAY,
    LAST_DAY,
    OPENED_ON,
    PARTICIPANTS,
    SURVEY_ID,
    answered,
    closed,
    opened,
    respond,
)
from tests.domain_district.test_questionnaire import FIRST
from tests.support.given_when_then import given


def open_survey(**more: Any) -> OpenSurvey:
    fields: dict[str, Any] = {
        "effective_on": OPENED_ON,
        "role": "mentee",
        "phase": "after",
        "year": 2024,
        "questionnaire": "mentee_after",
        "closes_on": LAST_DAY,
        **more,
    }
    return OpenSurvey(**fields)


def test_a_survey_asks_by_the_latest_version_of_its_questionnaire() -> None:
    second = msgspec.structs.replace(FIRST, number=2)

    given(FIRST, second).when(open_survey(), target=SURVEY_ID).then(opened(questionnaire_number=2))


def test_a_survey_may_ask_by_an_earlier_version() -> None:
    second = msgspec.structs.replace(FIRST, number=2)

    given(FIRST, second).when(open_survey(questionnaire_number=1), target=SURVEY_ID).then(opened())


def test_a_questionnaire_of_a_form_serves_a_survey_of_that_form() -> None:
    of_pupils = msgspec.structs.replace(FIRST, form="pupil_pupil")

    given(*CATALOGUE, of_pupils).when(open_survey(form="pupil_pupil"), target=SURVEY_ID).then(
        opened(form="pupil_pupil")
    )


@pytest.mark.parametrize(
    ("changes", "error", "pointer"),
    [
        ({"questionnaire": "other"}, QuestionnaireUnknown, "/questionnaire"),
        ({"questionnaire_number": 2}, QuestionnaireUnknown, "/questionnaire_number"),
        ({"role": "mentor"}, QuestionnaireOfOtherRole, "/questionnaire"),
        ({"form": "no_such"}, FormUnknown, "/form"),
        ({"closes_on": date(2024, 9, 30)}, ClosesBeforeOpening, "/closes_on"),
    ],
)
def test_a_survey_that_nobody_could_answer_is_not_opened(
    changes: dict[str, Any], error: type[DomainError], pointer: str
) -> None:
    given(*CATALOGUE, FIRST).when(open_survey(**changes), target=SURVEY_ID).then_refused(
        error, pointer=pointer
    )


@pytest.mark.parametrize("form", [None, "teacher_pupil"])
def test_a_questionnaire_of_one_form_serves_no_other(form: str | None) -> None:
    of_pupils = msgspec.structs.replace(FIRST, form="pupil_pupil")

    given(*CATALOGUE, of_pupils).when(open_survey(form=form), target=SURVEY_ID).then_refused(
        QuestionnaireOfOtherForm, pointer="/questionnaire"
    )


def test_a_survey_is_closed_with_an_analysis_on_the_day_of_its_last_answer() -> None:
    given(*PARTICIPANTS, opened(), answered(1, None, MENTEE)).when(
        CloseSurvey(effective_on=DAY, analysis="доверие растёт"), target=SURVEY_ID
    ).then(SurveyClosed(effective_on=DAY, survey=SURVEY_ID, analysis="доверие растёт"))


def test_a_survey_is_not_closed_before_an_answer_it_has() -> None:
    given(
        *PARTICIPANTS,
        opened(),
        answered(1, None, MENTEE),
        answered(2, None, None, effective_on=OPENED_ON),
    ).when(CloseSurvey(effective_on=date(2024, 10, 9)), target=SURVEY_ID).then_refused(
        ClosedBeforeAnswer, pointer="/effective_on"
    )


def test_a_survey_is_not_closed_before_it_was_opened() -> None:
    given(opened()).when(
        CloseSurvey(effective_on=date(2024, 9, 30)), target=SURVEY_ID
    ).then_refused(BeforeSurveyOpening, pointer="/effective_on")


@pytest.mark.parametrize(
    "command", [CloseSurvey(), IssueLinks(people=(MENTEE,)), respond(person=MENTEE)]
)
def test_a_closed_survey_takes_nothing_more(command: Any) -> None:
    given(*PARTICIPANTS, opened(), closed()).when(command, target=SURVEY_ID).then_refused(
        SurveyIsClosed
    )


@pytest.mark.parametrize(
    "command", [CloseSurvey(), IssueLinks(people=(MENTEE,)), respond(person=MENTEE)]
)
def test_a_survey_that_was_never_opened_is_not_found(command: Any) -> None:
    given(*PARTICIPANTS).when(command, target=SURVEY_ID).then_refused(NotFound)
