"""Recording answers: whose they may be, and what they may say."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import msgspec
import pytest

from domain.errors import DomainError
from domain.pair import ConsentNotInForce, NotRegisteredHere
from domain.questionnaire import Item, Version
from domain.survey import (
    AlreadyAnswered,
    AnonymousNamesNobody,
    Answer,
    AnsweredTwice,
    BeforeSurveyOpening,
    ItemUnknown,
    LinkUnknown,
    LinkUsed,
    NotAnOption,
    NotAText,
    NotOnScale,
    OverallMissing,
    RecordResponse,
    RespondentUnclear,
    SurveyIsOver,
    TookNoPart,
)
from domain.survey.rules import checked
from tests.domain.builders import MENTEE, NEWCOMER, SECOND_MENTEE, STRANGER, withdrew
from tests.domain.survey.builders import (
    ANSWERS,
    DAY,
    OTHERS,
    OVERALL_NINE,
    PARTICIPANTS,
    SURVEY_ID,
    answered,
    issued,
    opened,
    respond,
)
from tests.domain_district.test_questionnaire import FIRST, OVERALL
from tests.support.given_when_then import given


@pytest.mark.parametrize("binding", ["named", "confidential"])
def test_an_answer_by_a_link_is_bound_to_its_person(binding: Any) -> None:
    given(*PARTICIPANTS, opened(binding), issued(1, MENTEE)).when(
        respond(link=1, answers=ANSWERS), target=SURVEY_ID
    ).then(answered(1, 1, MENTEE, binding, answers=OTHERS))


def test_an_answer_to_an_anonymous_survey_names_nobody() -> None:
    (event,) = (
        given(*PARTICIPANTS, opened("anonymous"), issued(1, None))
        .when(respond(link=1, answers=ANSWERS), target=SURVEY_ID)
        .events
    )

    assert event == answered(1, 1, None, "anonymous", answers=OTHERS)
    assert event.concerns() == ()


def test_an_answer_on_paper_is_recorded_for_the_person() -> None:
    given(*PARTICIPANTS, opened(), answered(1, None, SECOND_MENTEE)).when(
        respond(person=MENTEE), target=SURVEY_ID
    ).then(answered(2, None, MENTEE))


def test_an_answer_on_paper_uses_up_the_persons_link() -> None:
    history = (*PARTICIPANTS, opened(), issued(1, SECOND_MENTEE), issued(2, MENTEE))
    on_paper = answered(1, 2, MENTEE)

    given(*history).when(respond(person=MENTEE), target=SURVEY_ID).then(on_paper)
    given(*history, on_paper).when(respond(link=2), target=SURVEY_ID).then_refused(
        LinkUsed, pointer="/link"
    )


def test_a_link_takes_one_answer() -> None:
    given(*PARTICIPANTS, opened("anonymous"), issued(1, None), answered(1, 1, None)).when(
        respond(link=1), target=SURVEY_ID
    ).then_refused(LinkUsed, pointer="/link")


def test_a_person_answers_once() -> None:
    given(*PARTICIPANTS, opened(), issued(1, MENTEE), answered(1, 1, MENTEE)).when(
        respond(person=MENTEE), target=SURVEY_ID
    ).then_refused(AlreadyAnswered, pointer="/person")


def test_a_link_that_was_not_issued_is_unknown() -> None:
    given(*PARTICIPANTS, opened(), issued(1, MENTEE)).when(
        respond(link=2), target=SURVEY_ID
    ).then_refused(LinkUnknown, pointer="/link")


@pytest.mark.parametrize(
    ("binding", "who", "error", "pointer"),
    [
        ("named", {}, RespondentUnclear, "/link"),
        ("named", {"link": 1, "person": MENTEE}, RespondentUnclear, "/person"),
        ("anonymous", {"person": MENTEE}, AnonymousNamesNobody, "/person"),
        ("anonymous", {}, RespondentUnclear, "/link"),
        ("named", {"person": STRANGER}, NotRegisteredHere, "/person"),
        ("named", {"person": NEWCOMER}, TookNoPart, "/person"),
    ],
)
def test_it_has_to_be_clear_who_answers(
    binding: Any, who: dict[str, Any], error: type[DomainError], pointer: str
) -> None:
    given(*PARTICIPANTS, opened(binding), issued(1, MENTEE)).when(
        respond(**who), target=SURVEY_ID
    ).then_refused(error, pointer=pointer)


@pytest.mark.parametrize(
    ("who", "pointer"), [({"link": 1}, "/link"), ({"person": MENTEE}, "/person")]
)
def test_the_consent_has_to_be_in_force_on_the_day_of_the_answer(
    who: dict[str, Any], pointer: str
) -> None:
    given(*PARTICIPANTS, withdrew(MENTEE, DAY), opened(), issued(1, MENTEE)).when(
        respond(**who), target=SURVEY_ID
    ).then_refused(ConsentNotInForce, pointer=pointer)


@pytest.mark.parametrize(
    ("day", "error"),
    [(date(2024, 9, 30), BeforeSurveyOpening), (date(2024, 10, 15), SurveyIsOver)],
)
def test_answers_are_taken_from_the_first_day_to_the_last(
    day: date, error: type[DomainError]
) -> None:
    given(*PARTICIPANTS, opened()).when(
        respond(person=MENTEE, effective_on=day), target=SURVEY_ID
    ).then_refused(error, pointer="/effective_on")


@pytest.mark.parametrize("day", [date(2024, 10, 1), date(2024, 10, 14)])
def test_first_and_last_day_take_answers(day: date) -> None:
    given(*PARTICIPANTS, opened()).when(
        respond(person=MENTEE, effective_on=day), target=SURVEY_ID
    ).then_accepted()


def test_the_overall_score_alone_is_an_answer() -> None:
    given(*PARTICIPANTS, opened()).when(
        respond(person=MENTEE, answers=OVERALL_NINE), target=SURVEY_ID
    ).then(answered(1, None, MENTEE))


@pytest.mark.parametrize(
    ("answers", "error", "pointer"),
    [
        ((("glad", "да"),), OverallMissing, "/answers"),
        ((("overall", 9), ("other", 1)), ItemUnknown, "/answers/1/item"),
        ((("overall", 9), ("overall", 9)), AnsweredTwice, "/answers/1/item"),
        ((("overall", 0),), NotOnScale, "/answers/0/value"),
        ((("overall", 11),), NotOnScale, "/answers/0/value"),
        ((("overall", "9"),), NotOnScale, "/answers/0/value"),
        ((("overall", 9), ("glad", "может быть")), NotAnOption, "/answers/1/value"),
        ((("overall", 9), ("glad", 1)), NotAnOption, "/answers/1/value"),
        ((("overall", 9), ("wish", 7)), NotAText, "/answers/1/value"),
    ],
)
def test_answers_that_do_not_fit_the_questionnaire_are_refused(
    answers: tuple[tuple[str, Any], ...], error: type[DomainError], pointer: str
) -> None:
    given_answers = tuple(Answer(item=item, value=value) for item, value in answers)

    given(*PARTICIPANTS, opened()).when(
        respond(person=MENTEE, answers=given_answers), target=SURVEY_ID
    ).then_refused(error, pointer=pointer)


def test_answers_are_checked_by_the_version_the_survey_asks_by() -> None:
    second = msgspec.structs.replace(FIRST, number=2, items=(OVERALL,))

    given(*PARTICIPANTS, second, opened()).when(
        respond(person=MENTEE, answers=ANSWERS), target=SURVEY_ID
    ).then_accepted()


def test_a_zero_is_an_answer_where_the_scale_begins_with_it() -> None:
    safe = Item(code="safe", kind="scale", text="Безопасно?", minimum=0, maximum=2)
    version = Version(number=1, role="mentee", form=None, title="Анкета", items=(OVERALL, safe))
    answers = (Answer(item="safe", value=0), Answer(item="overall", value=1))

    assert checked(version, answers) == (1, (answers[0],))


def test_a_text_is_bounded() -> None:
    body = {"person": str(UUID(int=1)), "answers": [{"item": "wish", "value": "я" * 4001}]}

    with pytest.raises(msgspec.ValidationError, match=r"answers\[0\]\.value"):
        msgspec.convert(body, RecordResponse)
