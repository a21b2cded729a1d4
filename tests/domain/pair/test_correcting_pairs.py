"""Corrections of a pair: each is decided in its place and has to fit what came after."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
import pytest

from domain.aggregate import Command
from domain.correcting import FactIsNeeded
from domain.errors import DomainError
from domain.pair import (
    PAIR,
    AfterPairEnd,
    ApprovePair,
    BeforePairStart,
    CompletePair,
    HoldMeeting,
    InterimResult,
    MeetingHeld,
    MenteeLeft,
    OnPausedDay,
    PairApproved,
    PairDatesContradict,
    PairPeopleFixed,
    PairResumed,
    PairStarted,
    PausePair,
    ProposePair,
    ResumePair,
    StartBeforeOrder,
    StartPair,
    StrikePairFact,
)
from tests.domain.builders import MENTEE, MENTOR, NEWCOMER, SECOND_MENTEE, History
from tests.domain.pair.builders import (
    ALL,
    ENDED_ON,
    ORDER_DATE,
    PAIR_ID,
    PAUSED_ON,
    STARTED_ON,
)
from tests.support.given_when_then import given, state_of

WHY = "опечатка"
DAY = timedelta(days=1)
MET_ON = STARTED_ON + 5 * DAY
MET = MeetingHeld(effective_on=MET_ON, pair=PAIR_ID, people=ALL, kind="regular")
LEFT = MenteeLeft(
    effective_on=STARTED_ON + 9 * DAY, pair=PAIR_ID, mentor=MENTOR, mentee=SECOND_MENTEE
)
RESUMED = PairResumed(effective_on=PAUSED_ON + 5 * DAY, pair=PAIR_ID, people=ALL)
# Versions in the stream: proposed 1, approved 2, started 3, then what a test adds.


def test_a_start_is_corrected_though_the_pair_is_open_by_now(started_pair: History) -> None:
    earlier = STARTED_ON - DAY
    command = StartPair(effective_on=earlier, corrects=3, reason=WHY)

    given(*started_pair).when(command, target=PAIR_ID).then(
        PairStarted(effective_on=earlier, pair=PAIR_ID, people=ALL, corrects=3, reason=WHY)
    )


def test_a_corrected_start_moves_the_days_in_force(completed_pair: History) -> None:
    command = StartPair(effective_on=STARTED_ON - DAY, corrects=3, reason=WHY)

    events = given(*completed_pair).when(command, target=PAIR_ID).events
    pair = state_of(PAIR, *completed_pair, *events)

    assert pair.status == "completed"
    assert pair.days.first == STARTED_ON - DAY
    assert pair.days_of(MENTEE).first == STARTED_ON - DAY


def test_a_start_stays_behind_its_order(started_pair: History) -> None:
    later_order = ApprovePair(
        order_number="13-од", order_date=STARTED_ON + DAY, corrects=2, reason=WHY
    )

    given(*started_pair).when(later_order, target=PAIR_ID).then_refused(
        StartBeforeOrder, "/effective_on"
    )


def test_an_order_is_corrected(started_pair: History) -> None:
    command = ApprovePair(
        order_number="13-од",
        order_date=ORDER_DATE,
        effective_on=ORDER_DATE,
        corrects=2,
        reason=WHY,
    )

    given(*started_pair).when(command, target=PAIR_ID).then(
        PairApproved(
            effective_on=ORDER_DATE,
            pair=PAIR_ID,
            people=ALL,
            order_number="13-од",
            order_date=ORDER_DATE,
            corrects=2,
            reason=WHY,
        )
    )


@pytest.mark.parametrize(
    ("history", "command", "error"),
    [
        ((MET,), StartPair(effective_on=MET_ON + DAY), BeforePairStart),
        ((LEFT,), StartPair(effective_on=LEFT.effective_on + DAY), PairDatesContradict),
        ((MET,), HoldMeeting(effective_on=STARTED_ON - DAY), BeforePairStart),
    ],
)
def test_a_day_has_to_fit_what_is_recorded(
    started_pair: History, history: History, command: Command, error: type[DomainError]
) -> None:
    version = 4 if isinstance(command, HoldMeeting) else 3
    correction = msgspec.structs.replace(command, corrects=version, reason=WHY)

    given(*started_pair, *history).when(correction, target=PAIR_ID).then_refused(
        error, "/effective_on"
    )


def test_an_end_before_a_meeting_is_refused(started_pair: History) -> None:
    ended = given(*started_pair, MET).when(CompletePair(effective_on=ENDED_ON), target=PAIR_ID)
    command = CompletePair(effective_on=STARTED_ON, corrects=5, reason=WHY)

    given(*started_pair, MET, *ended.events).when(command, target=PAIR_ID).then_refused(
        PairDatesContradict, "/effective_on"
    )


def test_an_end_before_an_interim_result_is_refused(started_pair: History) -> None:
    result = InterimResult(effective_on=MET_ON, pair=PAIR_ID, people=ALL)
    ended = given(*started_pair, result).when(CompletePair(effective_on=ENDED_ON), target=PAIR_ID)
    command = CompletePair(effective_on=STARTED_ON, corrects=5, reason=WHY)

    given(*started_pair, result, *ended.events).when(command, target=PAIR_ID).then_refused(
        AfterPairEnd, "/effective_on"
    )


def test_a_pause_is_not_moved_over_a_meeting(paused_pair: History) -> None:
    met = msgspec.structs.replace(MET, effective_on=PAUSED_ON - DAY)
    told = (*paused_pair, met)
    command = PausePair(effective_on=PAUSED_ON - 2 * DAY, corrects=4, reason=WHY)

    given(*told).when(command, target=PAIR_ID).then_refused(OnPausedDay, "/effective_on")


def test_a_pause_is_not_moved_behind_its_end(paused_pair: History) -> None:
    command = PausePair(effective_on=RESUMED.effective_on + DAY, corrects=4, reason=WHY)

    given(*paused_pair, RESUMED).when(command, target=PAIR_ID).then_refused(
        PairDatesContradict, "/effective_on"
    )
    resumed = ResumePair(effective_on=PAUSED_ON - DAY, corrects=5, reason=WHY)
    given(*paused_pair, RESUMED).when(resumed, target=PAIR_ID).then_refused(
        PairDatesContradict, "/effective_on"
    )


@pytest.mark.parametrize("version", [1, 2, 3])
def test_a_step_that_others_follow_is_not_struck(paused_pair: History, version: int) -> None:
    command = StrikePairFact(corrects=version, reason=WHY)

    given(*paused_pair).when(command, target=PAIR_ID).then_refused(FactIsNeeded, "/corrects")


def test_a_departure_needs_the_membership(started_pair: History) -> None:
    joined = given(*started_pair).when(
        msgspec.convert({"mentee": NEWCOMER, "effective_on": MET_ON}, _command_of_joining()),
        target=PAIR_ID,
    )
    left = msgspec.structs.replace(LEFT, mentee=NEWCOMER, effective_on=MET_ON + DAY)
    told = (*started_pair, *joined.events, left)

    given(*told).when(StrikePairFact(corrects=4, reason=WHY), target=PAIR_ID).then_refused(
        FactIsNeeded, "/corrects"
    )
    given(*told).when(StrikePairFact(corrects=5, reason=WHY), target=PAIR_ID).then_accepted()


def _command_of_joining() -> type[Command]:
    return next(one.command for one in PAIR.decisions if one.command.__name__ == "JoinPair")


def test_striking_the_last_step_takes_the_pair_back(paused_pair: History) -> None:
    events = given(*paused_pair).when(StrikePairFact(corrects=4, reason=WHY), target=PAIR_ID).events

    pair = state_of(PAIR, *paused_pair, *events)

    assert pair.status == "started"
    assert ENDED_ON in pair.days


def test_a_start_with_a_meeting_is_not_struck(started_pair: History) -> None:
    given(*started_pair, MET).when(
        StrikePairFact(corrects=3, reason=WHY), target=PAIR_ID
    ).then_refused(FactIsNeeded, "/corrects")


def test_the_people_of_a_proposal_are_corrected_until_it_is_approved(
    proposed_pair: History, started_pair: History
) -> None:
    command = ProposePair(
        mentor=MENTOR,
        mentees=(MENTEE, NEWCOMER),
        form="pupil_pupil",
        effective_on=date(2024, 9, 2),
        corrects=1,
        reason=WHY,
    )

    given(*proposed_pair).when(command, target=PAIR_ID).then_accepted()
    given(*started_pair).when(command, target=PAIR_ID).then_refused(PairPeopleFixed, "/mentor")


def test_a_corrected_proposal_of_a_started_pair_keeps_its_people(started_pair: History) -> None:
    same = ProposePair(
        mentor=MENTOR,
        mentees=(MENTEE, SECOND_MENTEE),
        form="pupil_pupil",
        goal="Олимпиада",
        effective_on=date(2024, 9, 2),
        corrects=1,
        reason=WHY,
    )
    more = msgspec.structs.replace(same, mentees=(MENTEE, SECOND_MENTEE, NEWCOMER))

    given(*started_pair).when(same, target=PAIR_ID).then_accepted()
    given(*started_pair).when(more, target=PAIR_ID).then_refused(PairPeopleFixed, "/mentees")
