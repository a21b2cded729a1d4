"""Meetings are held on days in force, by people whose consents are in force."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from domain.pair import (
    AfterPairEnd,
    BeforePairStart,
    ConsentNotInForce,
    HoldMeeting,
    InterimResult,
    MeetingHeld,
    OnPausedDay,
    PlanSet,
    RecordInterimResult,
    SetPlan,
)
from domain.time import ONE_DAY
from tests.domain.builders import MENTEE, MENTOR, SECOND_MENTEE, History, withdrew
from tests.domain.pair.builders import (
    ALL,
    ENDED_ON,
    PAIR_ID,
    PAUSED_ON,
    STARTED_ON,
    left,
    met,
    resumed,
)
from tests.support.given_when_then import TODAY, given

MET_ON = date(2024, 9, 20)


def test_a_meeting_is_recorded_with_its_note(started_pair: History) -> None:
    given(*started_pair).when(
        HoldMeeting(kind="planning", duration_minutes=40, note="Выбрали тему", effective_on=MET_ON),
        target=PAIR_ID,
    ).then(
        MeetingHeld(
            effective_on=MET_ON,
            pair=PAIR_ID,
            people=ALL,
            kind="planning",
            duration_minutes=40,
            note="Выбрали тему",
        )
    )


def test_a_meeting_on_the_first_day_is_recorded(started_pair: History) -> None:
    given(*started_pair).when(HoldMeeting(effective_on=STARTED_ON), target=PAIR_ID).then(
        met(STARTED_ON)
    )


def test_nobody_meets_before_the_pair_starts(started_pair: History) -> None:
    given(*started_pair).when(
        HoldMeeting(effective_on=STARTED_ON - ONE_DAY), target=PAIR_ID
    ).then_refused(BeforePairStart, pointer="/effective_on")


def test_an_ended_pair_met_until_its_last_day(
    completed_pair: History, discontinued_pair: History
) -> None:
    for history in (completed_pair, discontinued_pair):
        given(*history).when(HoldMeeting(effective_on=ENDED_ON), target=PAIR_ID).then(met(ENDED_ON))
        given(*history).when(
            HoldMeeting(effective_on=ENDED_ON + ONE_DAY), target=PAIR_ID
        ).then_refused(AfterPairEnd, pointer="/effective_on")


def test_nobody_meets_on_a_paused_day(paused_pair: History) -> None:
    resumed_pair = (*paused_pair, resumed(ENDED_ON))
    words = {
        PAUSED_ON - ONE_DAY: "pair.meeting_held",
        PAUSED_ON: OnPausedDay.code,
        ENDED_ON - ONE_DAY: OnPausedDay.code,
        ENDED_ON: "pair.meeting_held",
    }

    for day, word in words.items():
        outcome = given(*resumed_pair).when(HoldMeeting(effective_on=day), target=PAIR_ID)

        assert word == outcome.word


@pytest.mark.parametrize(
    ("person", "pointer"),
    [(MENTOR, "/mentor"), (MENTEE, "/mentees/0"), (SECOND_MENTEE, "/mentees/1")],
)
def test_nobody_meets_after_a_withdrawal(started_pair: History, person: UUID, pointer: str) -> None:
    history = (*started_pair, withdrew(person, MET_ON))

    given(*history).when(HoldMeeting(effective_on=MET_ON - ONE_DAY), target=PAIR_ID).then(
        met(MET_ON - ONE_DAY)
    )
    given(*history).when(HoldMeeting(effective_on=MET_ON), target=PAIR_ID).then_refused(
        ConsentNotInForce, pointer=pointer
    )


def test_the_others_meet_after_one_has_left(started_pair: History) -> None:
    history = (*started_pair, left(MENTEE, MET_ON), withdrew(MENTEE, MET_ON + ONE_DAY))

    given(*history).when(HoldMeeting(effective_on=MET_ON + ONE_DAY), target=PAIR_ID).then(
        MeetingHeld(
            effective_on=MET_ON + ONE_DAY,
            pair=PAIR_ID,
            people=(MENTOR, SECOND_MENTEE),
            kind="regular",
        )
    )


def test_a_plan_is_set_before_the_start(approved_pair: History) -> None:
    given(*approved_pair).when(SetPlan(plan="Три встречи"), target=PAIR_ID).then(
        PlanSet(effective_on=TODAY, pair=PAIR_ID, people=ALL, plan="Три встречи")
    )


def test_an_interim_result_may_be_recorded_late(completed_pair: History) -> None:
    given(*completed_pair).when(
        RecordInterimResult(result="Половина проекта", effective_on=ENDED_ON), target=PAIR_ID
    ).then(
        InterimResult(effective_on=ENDED_ON, pair=PAIR_ID, people=ALL, result="Половина проекта")
    )


def test_an_interim_result_lies_within_the_period(completed_pair: History) -> None:
    for day, error in ((STARTED_ON - ONE_DAY, BeforePairStart), (ENDED_ON + ONE_DAY, AfterPairEnd)):
        given(*completed_pair).when(
            RecordInterimResult(result="Половина проекта", effective_on=day), target=PAIR_ID
        ).then_refused(error, pointer="/effective_on")
