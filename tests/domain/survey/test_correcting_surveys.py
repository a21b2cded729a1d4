"""Correcting what was recorded of a survey: it fits what followed and betrays no answer."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest

from domain.correcting import FactIsNeeded
from domain.errors import DomainError
from domain.survey import (
    SURVEY,
    AlreadyAnswered,
    Answer,
    BeforeSurveyOpening,
    ClosedBeforeAnswer,
    CloseSurvey,
    IssueLinks,
    LinkAlreadyIssued,
    LinkUsed,
    OpenSurvey,
    RecordResponse,
    ResultsStand,
    StrikeSurveyFact,
    SurveyIsOver,
    SurveyIsUnderWay,
    SurveyOpened,
)
from tests.domain.builders import CATALOGUE, MENTEE, SECOND_MENTEE, History
from tests.domain.survey.builders import (
    DAY,
    PARTICIPANTS,
    SURVEY_ID,
    answered,
    closed,
    issued,
    opened,
)
from tests.domain_district.test_questionnaire import FIRST
from tests.support.given_when_then import given

WHY = "ошибка ввода"
TWO_LINKS: History = (*PARTICIPANTS, opened(), issued(1, MENTEE), issued(2, SECOND_MENTEE))
OPENING, FIRST_LINK = 1, 2


def respond(corrects: int, **who: Any) -> RecordResponse:
    seven = (Answer(item="overall", value=7),)
    return RecordResponse(effective_on=DAY, answers=seven, corrects=corrects, reason=WHY, **who)


def issue(*people: Any, corrects: int = FIRST_LINK, **more: Any) -> IssueLinks:
    return IssueLinks(effective_on=DAY, people=people, corrects=corrects, reason=WHY, **more)


def reopen(first: SurveyOpened, **changes: Any) -> OpenSurvey:
    names = set(OpenSurvey.__struct_fields__)
    fields = {name: value for name, value in msgspec.structs.asdict(first).items() if name in names}
    return OpenSurvey(**fields | {"corrects": OPENING, "reason": WHY} | changes)


def strike(corrects: int) -> StrikeSurveyFact:
    return StrikeSurveyFact(corrects=corrects, reason=WHY)


def test_a_corrected_answer_keeps_its_number_though_others_were_struck() -> None:
    struck = msgspec.structs.replace(answered(1, 1, MENTEE), corrects=4, struck=True)
    history = (*TWO_LINKS, answered(1, 1, MENTEE), answered(2, 2, SECOND_MENTEE), struck)

    given(*history).when(respond(5, person=SECOND_MENTEE), target=SURVEY_ID).then(
        answered(2, 2, SECOND_MENTEE, overall=7, corrects=5, reason=WHY)
    )


def test_named_answers_are_corrected_after_the_closing_too() -> None:
    given(*TWO_LINKS, answered(1, 1, MENTEE), closed()).when(
        respond(4, link=1), target=SURVEY_ID
    ).then(answered(1, 1, MENTEE, overall=7, corrects=4, reason=WHY))


def test_a_link_is_corrected_to_another_person_under_its_number() -> None:
    corrected = msgspec.structs.replace(issued(1, SECOND_MENTEE), corrects=2, reason=WHY)

    given(*PARTICIPANTS, opened(), issued(1, MENTEE)).when(
        issue(SECOND_MENTEE), target=SURVEY_ID
    ).then(corrected)


def test_a_struck_answer_lets_its_person_answer_again() -> None:
    history = (*TWO_LINKS, answered(1, 1, MENTEE))
    (struck,) = given(*history).when(strike(4), target=SURVEY_ID).events
    again = RecordResponse(effective_on=DAY, link=1, answers=(Answer(item="overall", value=7),))

    given(*history, struck).when(again, target=SURVEY_ID).then(answered(1, 1, MENTEE, overall=7))


def test_an_unused_link_is_struck_whatever_numbers_the_answers_have() -> None:
    given(*TWO_LINKS, answered(1, 2, SECOND_MENTEE)).when(
        strike(FIRST_LINK), target=SURVEY_ID
    ).then_accepted()


def test_a_struck_closing_opens_a_named_survey_again() -> None:
    history = (*PARTICIPANTS, opened(), closed())
    (struck,) = given(*history).when(strike(2), target=SURVEY_ID).events

    state = SURVEY.fold([*history[-2:], struck])

    assert state is not None
    assert state.closed_on is None


@pytest.mark.parametrize(
    ("history", "command", "error", "pointer"),
    [
        ((*TWO_LINKS, answered(1, 1, MENTEE)), strike(FIRST_LINK), FactIsNeeded, "/corrects"),
        (
            (*PARTICIPANTS, opened(), issued(1, MENTEE), answered(1, 1, MENTEE)),
            issue(SECOND_MENTEE),
            FactIsNeeded,
            "/corrects",
        ),
        (TWO_LINKS, issue(SECOND_MENTEE), LinkAlreadyIssued, "/people/0"),
        (
            (*PARTICIPANTS, opened(), answered(1, None, MENTEE), answered(2, None, SECOND_MENTEE)),
            respond(2, person=SECOND_MENTEE),
            AlreadyAnswered,
            "/person",
        ),
        (
            (
                *PARTICIPANTS,
                opened("anonymous"),
                issued(1, None),
                issued(2, None),
                answered(1, 1, None, "anonymous"),
                answered(2, 2, None, "anonymous"),
            ),
            respond(4, link=2),
            LinkUsed,
            "/link",
        ),
        (
            (*PARTICIPANTS, opened(), answered(1, None, MENTEE), closed()),
            CloseSurvey(effective_on=date(2024, 10, 9), corrects=3, reason=WHY),
            ClosedBeforeAnswer,
            "/effective_on",
        ),
        (
            (*PARTICIPANTS, opened(), closed()),
            reopen(opened(), effective_on=date(2024, 10, 11)),
            BeforeSurveyOpening,
            "/effective_on",
        ),
        (
            TWO_LINKS,
            reopen(opened(), effective_on=date(2024, 10, 11)),
            BeforeSurveyOpening,
            "/effective_on",
        ),
        (
            (*PARTICIPANTS, opened(), answered(1, None, MENTEE)),
            reopen(opened(), closes_on=date(2024, 10, 9)),
            SurveyIsOver,
            "/effective_on",
        ),
    ],
)
def test_a_correction_fits_what_followed(
    history: History, command: Any, error: type[DomainError], pointer: str
) -> None:
    given(*history).when(command, target=SURVEY_ID).then_refused(error, pointer=pointer)


def test_a_wrong_opening_is_corrected_as_long_as_nobody_was_asked() -> None:
    first = opened()
    corrected = opened(
        "anonymous", phase="interim", year=2023, form="pupil_pupil", corrects=1, reason=WHY
    )
    command = reopen(first, binding="anonymous", phase="interim", year=2023, form="pupil_pupil")

    given(*CATALOGUE, FIRST, first).when(command, target=SURVEY_ID).then(corrected)


def test_the_year_is_corrected_until_somebody_answers_for_it() -> None:
    given(*TWO_LINKS).when(reopen(opened(), year=2023), target=SURVEY_ID).then(
        opened(year=2023, corrects=1, reason=WHY)
    )


def test_the_last_day_is_corrected_under_answers_too() -> None:
    given(*TWO_LINKS, answered(1, 1, MENTEE)).when(
        reopen(opened(), closes_on=None), target=SURVEY_ID
    ).then(opened(closes_on=None, corrects=1, reason=WHY))


@pytest.mark.parametrize(
    ("history", "changes", "pointer"),
    [
        (TWO_LINKS, {"role": "mentor", "questionnaire": "mentor_after"}, "/role"),
        (TWO_LINKS, {"form": "pupil_pupil"}, "/form"),
        (TWO_LINKS, {"binding": "confidential"}, "/binding"),
        ((*TWO_LINKS, answered(1, 1, MENTEE)), {"phase": "before"}, "/phase"),
        ((*TWO_LINKS, answered(1, 1, MENTEE)), {"year": 2023}, "/year"),
        (
            (*TWO_LINKS, answered(1, 1, MENTEE)),
            {"questionnaire_number": 2},
            "/questionnaire_number",
        ),
        ((*TWO_LINKS, answered(1, 1, MENTEE)), {"questionnaire": "other"}, "/questionnaire"),
    ],
)
def test_what_was_asked_by_does_not_change_under_who_was_asked(
    history: History, changes: dict[str, Any], pointer: str
) -> None:
    more = (
        msgspec.structs.replace(FIRST, number=2),
        msgspec.structs.replace(FIRST, code="other"),
        msgspec.structs.replace(FIRST, code="mentor_after", role="mentor"),
    )

    given(*more, *history).when(reopen(opened(), **changes), target=SURVEY_ID).then_refused(
        SurveyIsUnderWay, pointer=pointer
    )


@pytest.mark.parametrize("binding", ["confidential", "anonymous"])
@pytest.mark.parametrize("command", [respond(3, link=1), strike(3), strike(4)])
def test_shown_results_of_what_is_not_named_stay_as_they_were_seen(
    binding: Any, command: Any
) -> None:
    person = None if binding == "anonymous" else MENTEE
    asked = (*PARTICIPANTS, opened(binding), issued(1, person), answered(1, 1, person, binding))

    given(*asked, closed()).when(command, target=SURVEY_ID).then_refused(
        ResultsStand, pointer="/corrects"
    )


def test_before_the_closing_such_an_answer_is_corrected() -> None:
    asked = (*PARTICIPANTS, opened("confidential"), answered(1, None, MENTEE, "confidential"))

    given(*asked).when(respond(2, person=MENTEE), target=SURVEY_ID).then(
        answered(1, None, MENTEE, "confidential", overall=7, corrects=2, reason=WHY)
    )


def test_the_day_of_opening_is_corrected_before_anything_followed() -> None:
    given(FIRST, opened()).when(
        reopen(opened(), effective_on=date(2024, 9, 30)), target=SURVEY_ID
    ).then_accepted()
