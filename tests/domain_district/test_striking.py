"""Single records that were never so: each is struck by what it is about and its version."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec
import pytest

from domain.base_count import BaseCountRecorded, StrikeBaseCount
from domain.catalogue import decision_of
from domain.consent_check import ConsentCheckRecorded, StrikeConsentCheck
from domain.consent_decision import (
    ConsentDecisionTaken,
    DecidedToDestroy,
    StrikeConsentDecision,
    TakeConsentDecision,
)
from domain.correcting import CorrectionReasonMissing, FactIsNeeded, FactIsStruck, StrikeFact
from domain.errors import NotFound
from domain.events import Event
from domain.paper_total import PaperTotalRecorded, StrikePaperTotal
from domain.questionnaire import (
    AdoptQuestionnaire,
    Item,
    QuestionnaireAdopted,
    StrikeQuestionnaire,
)
from domain.reminder import ReminderRaised, StrikeReminder
from domain.target import ReviseTarget, SetTarget, StrikeTarget, TargetRevised, TargetSet
from domain.time import ONE_DAY
from domain.work_calendar import CalendarAdopted, StrikeCalendar
from tests.domain.builders import MENTEE, enrolled, withdrew
from tests.support.given_when_then import DISTRICT, SCHOOL, TODAY, given

WHY = "внесено по ошибке"
ITEMS = (Item(code="overall", kind="scale", text="?", minimum=1, maximum=10, overall=True),)
CONSENT: dict[str, Any] = {"person": MENTEE, "purpose": "processing", "number": 1}
KEPT = ConsentDecisionTaken(
    effective_on=TODAY,
    person=MENTEE,
    purpose="processing",
    number=1,
    decision="keep",
    kept_until=TODAY,
    ground="договор",
)
SET = TargetSet(effective_on=TODAY, indicator="children_mentored", year=2024, value=Decimal(70))
REVISED = TargetRevised(
    effective_on=TODAY, indicator="children_mentored", year=2024, value=Decimal(80)
)
ADOPTED = QuestionnaireAdopted(
    effective_on=TODAY, code="after", number=1, role="mentee", form=None, title="А", items=ITEMS
)
OF_TARGET: dict[str, Any] = {"indicator": "children_mentored", "year": 2024}

CASES: list[tuple[Event, StrikeFact, UUID]] = [
    (
        KEPT,
        StrikeConsentDecision(purpose="processing", number=1, corrects=1, reason=WHY),
        MENTEE,
    ),
    (
        ReminderRaised(effective_on=TODAY, kind="decision", cause=7, **CONSENT),
        StrikeReminder(kind="decision", cause=7, corrects=1, reason=WHY),
        MENTEE,
    ),
    (
        PaperTotalRecorded(
            effective_on=TODAY, school=SCHOOL, role="mentee", year=2024, respondents=2, satisfied=1
        ),
        StrikePaperTotal(role="mentee", year=2024, corrects=1, reason=WHY),
        DISTRICT,
    ),
    (
        ConsentCheckRecorded(effective_on=TODAY, school=SCHOOL, finding="absent", **CONSENT),
        StrikeConsentCheck(school=SCHOOL, corrects=1, reason=WHY, **CONSENT),
        DISTRICT,
    ),
    (
        CalendarAdopted(effective_on=TODAY, year=2024, non_working=(), working=()),
        StrikeCalendar(year=2024, corrects=1, reason=WHY),
        DISTRICT,
    ),
    (
        BaseCountRecorded(
            effective_on=TODAY, kind="children_10_19", year=2024, school=None, value=9, source="x"
        ),
        StrikeBaseCount(kind="children_10_19", year=2024, corrects=1, reason=WHY),
        DISTRICT,
    ),
    (SET, StrikeTarget(corrects=1, reason=WHY, **OF_TARGET), DISTRICT),
    (ADOPTED, StrikeQuestionnaire(code="after", corrects=1, reason=WHY), DISTRICT),
]
each = pytest.mark.parametrize(
    ("event", "command", "target"), CASES, ids=[type(one).__name__ for one, _, _ in CASES]
)


@each
def test_what_never_was_is_struck(event: Event, command: StrikeFact, target: UUID) -> None:
    struck = msgspec.structs.replace(event, struck=True, corrects=1, reason=WHY)

    given(event).when(command, target=target).then(struck)
    aggregate, _ = decision_of(type(command))
    assert aggregate.fold([event, struck]) is None
    given(event, struck).when(command, target=target).then_refused(NotFound)


@each
def test_only_an_own_entry_of_today_is_struck_without_a_reason(
    event: Event, command: StrikeFact, target: UUID
) -> None:
    bare = msgspec.structs.replace(command, reason=None)

    given(event).when(bare, target=target, entered=TODAY).then_accepted()
    yesterday = given(event).when(bare, target=target, entered=TODAY - ONE_DAY)
    yesterday.then_refused(CorrectionReasonMissing, pointer="/reason")
    others = given(event).when(bare, target=target, entered=TODAY, entered_by=UUID(int=1))
    others.then_refused(CorrectionReasonMissing, pointer="/reason")


@each
def test_what_was_never_recorded_is_not_struck(
    event: Event, command: StrikeFact, target: UUID
) -> None:
    later = msgspec.structs.replace(command, corrects=2)

    given().when(command, target=target).then_refused(NotFound)
    given(event).when(later, target=target).then_refused(NotFound, pointer="/corrects")


def test_a_struck_record_uncovers_the_one_before_it() -> None:
    other = msgspec.structs.replace(CASES[4][0], working=(date(2024, 12, 28),))
    strike = StrikeCalendar(year=2024, corrects=2, reason=WHY)
    (struck,) = given(CASES[4][0], other).when(strike).events
    aggregate, _ = decision_of(StrikeCalendar)

    assert aggregate.fold([CASES[4][0], other, struck]) == aggregate.fold([CASES[4][0]])
    given(CASES[4][0], other, struck).when(strike).then_refused(FactIsStruck, pointer="/corrects")


def test_a_target_that_was_revised_is_struck_after_its_revision() -> None:
    first, last = (StrikeTarget(corrects=at, reason=WHY, **OF_TARGET) for at in (1, 2))
    struck = msgspec.structs.replace(REVISED, struck=True, corrects=2, reason=WHY)
    again = SetTarget(value=Decimal(60), **OF_TARGET)

    given(SET, REVISED).when(first).then_refused(FactIsNeeded, pointer="/corrects")
    given(SET, REVISED).when(last).then(struck)
    (gone,) = given(SET, REVISED, struck).when(first).events
    given(SET, REVISED, struck, gone).when(again).then_accepted()
    given(SET, REVISED, struck, gone).when(
        ReviseTarget(value=Decimal(60), **OF_TARGET)
    ).then_refused(NotFound)


def test_the_number_of_a_struck_questionnaire_is_not_given_again() -> None:
    adopt = AdoptQuestionnaire(code="after", role="mentee", title="Б", items=ITEMS)
    struck = msgspec.structs.replace(ADOPTED, struck=True, corrects=1, reason=WHY)

    given(ADOPTED, struck).when(adopt).then(msgspec.structs.replace(ADOPTED, number=2, title="Б"))


def test_a_corrected_questionnaire_keeps_its_number() -> None:
    second = msgspec.structs.replace(ADOPTED, number=2)
    struck = msgspec.structs.replace(ADOPTED, struck=True, corrects=1, reason=WHY)
    correct = AdoptQuestionnaire(
        code="after", role="mentee", title="Б", items=ITEMS, corrects=2, reason=WHY
    )

    given(ADOPTED, second, struck).when(correct).then(
        msgspec.structs.replace(second, title="Б", corrects=2, reason=WHY)
    )


def test_a_decision_that_another_follows_is_not_made_into_destruction() -> None:
    correct = TakeConsentDecision(
        purpose="processing", number=1, decision="destroy", corrects=1, reason=WHY
    )
    before = (*enrolled(MENTEE), withdrew(MENTEE, TODAY), KEPT)

    given(*before).when(correct, target=MENTEE).then_accepted()
    given(*before, KEPT).when(correct, target=MENTEE).then_refused(DecidedToDestroy)
