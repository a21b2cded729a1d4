"""A survey of mentees in which a pair's two mentees may be asked."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from domain.survey import (
    Answer,
    Binding,
    LinkIssued,
    RecordResponse,
    ResponseRecorded,
    SurveyClosed,
    SurveyOpened,
)
from tests.domain.builders import (
    CATALOGUE,
    MENTEE,
    MENTOR,
    NEWCOMER,
    SECOND_MENTEE,
    History,
    enrolled,
)
from tests.domain.pair.builders import approved, proposed, started
from tests.domain_district.test_questionnaire import FIRST

SURVEY_ID = UUID(int=0x500)
OPENED_ON = date(2024, 10, 1)
DAY = date(2024, 10, 10)
LAST_DAY = date(2024, 10, 14)

PARTICIPANTS: History = (
    *CATALOGUE,
    FIRST,
    *enrolled(MENTOR, MENTEE, SECOND_MENTEE, NEWCOMER),
    proposed(),
    approved(),
    started(),
)
"""A pair of a mentor and two mentees; the newcomer is registered and belongs to none."""

OVERALL_NINE = (Answer(item="overall", value=9),)
ANSWERS = (
    Answer(item="glad", value="да"),
    Answer(item="overall", value=9),
    Answer(item="wish", value="чаще встречаться"),
)
OTHERS = (ANSWERS[0], ANSWERS[2])


def opened(binding: Binding = "named", **more: Any) -> SurveyOpened:
    fields: dict[str, Any] = {
        "role": "mentee",
        "form": None,
        "phase": "after",
        "year": 2024,
        "questionnaire": "mentee_after",
        "questionnaire_number": 1,
        "closes_on": LAST_DAY,
        **more,
    }
    return SurveyOpened(effective_on=OPENED_ON, survey=SURVEY_ID, binding=binding, **fields)


def issued(link: int, person: UUID | None) -> LinkIssued:
    return LinkIssued(
        effective_on=DAY,
        survey=SURVEY_ID,
        link=link,
        person=person,
        subject=person or SURVEY_ID,
    )


def answered(
    number: int, link: int | None, person: UUID | None, binding: Binding = "named", **more: Any
) -> ResponseRecorded:
    fields: dict[str, Any] = {"overall": 9, "answers": None, "effective_on": DAY, **more}
    return ResponseRecorded(
        survey=SURVEY_ID,
        number=number,
        link=link,
        person=person,
        subject=person or SURVEY_ID,
        role="mentee",
        phase="after",
        year=2024,
        binding=binding,
        **fields,
    )


def closed(day: date = DAY) -> SurveyClosed:
    return SurveyClosed(effective_on=day, survey=SURVEY_ID)


def respond(**more: Any) -> RecordResponse:
    fields: dict[str, Any] = {"effective_on": DAY, "answers": OVERALL_NINE, **more}
    return RecordResponse(**fields)
