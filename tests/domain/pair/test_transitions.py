"""Every command in every status: what is recorded, or the code of the refusal."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from domain.aggregate import Command
from domain.correcting import StrikeFact
from domain.pair import (
    PAIR,
    AnnulPair,
    ApprovePair,
    CompletePair,
    DiscontinuePair,
    HoldMeeting,
    JoinPair,
    LeavePair,
    PausePair,
    ProposePair,
    RecordInterimResult,
    ResumePair,
    SetPairEnterprise,
    SetPlan,
    StartPair,
    Status,
)
from tests.domain.builders import INN, MENTEE, MENTOR, NEWCOMER, SECOND_MENTEE, History
from tests.domain.pair.builders import ENDED_ON, ORDER_DATE, PAIR_ID, PAUSED_ON, STARTED_ON
from tests.support.given_when_then import given

STATUSES: tuple[Status, ...] = get_args(Status)
# Each command is dated so that its day alone never refuses it.
COMMANDS: tuple[Command, ...] = (
    ProposePair(mentor=MENTOR, mentees=(MENTEE, SECOND_MENTEE), form="pupil_pupil"),
    ApprovePair(order_number="12-од", order_date=ORDER_DATE),
    StartPair(effective_on=STARTED_ON),
    JoinPair(mentee=NEWCOMER, effective_on=STARTED_ON),
    LeavePair(mentee=SECOND_MENTEE, effective_on=ENDED_ON),
    SetPlan(plan="Три встречи о проекте"),
    SetPairEnterprise(enterprise=INN),
    HoldMeeting(effective_on=STARTED_ON),
    PausePair(effective_on=PAUSED_ON),
    ResumePair(effective_on=ENDED_ON),
    RecordInterimResult(result="Половина проекта", effective_on=STARTED_ON),
    CompletePair(effective_on=ENDED_ON),
    DiscontinuePair(effective_on=ENDED_ON, reason="переезд"),
    AnnulPair(reason="двойная запись"),
)
PROPOSED, APPROVED, STARTED = "pair_is_proposed", "pair_is_approved", "pair_is_started"
PAUSED, OVER, ANNULLED = "pair_is_paused", "pair_is_over", "pair_is_annulled"
ENDED = (OVER, OVER, ANNULLED)
# Columns: proposed, approved, started, paused, completed, discontinued, annulled.
TABLE: dict[type[Command], tuple[str, ...]] = {
    ProposePair: ("pair_exists",) * 7,
    ApprovePair: ("pair.approved", APPROVED, STARTED, PAUSED, *ENDED),
    StartPair: (PROPOSED, "pair.started", STARTED, PAUSED, *ENDED),
    JoinPair: (PROPOSED, APPROVED, *["pair.mentee_joined"] * 2, *ENDED),
    LeavePair: (PROPOSED, APPROVED, *["pair.mentee_left"] * 2, *ENDED),
    SetPlan: (*["pair.plan_set"] * 4, *ENDED),
    SetPairEnterprise: (*["pair.enterprise_set"] * 4, *ENDED),
    HoldMeeting: (PROPOSED, APPROVED, *["pair.meeting_held"] * 4, ANNULLED),
    PausePair: (PROPOSED, APPROVED, "pair.paused", PAUSED, *ENDED),
    ResumePair: (PROPOSED, APPROVED, STARTED, "pair.resumed", *ENDED),
    RecordInterimResult: (PROPOSED, APPROVED, *["pair.interim_result"] * 4, ANNULLED),
    CompletePair: (PROPOSED, APPROVED, *["pair.completed"] * 2, *ENDED),
    DiscontinuePair: (PROPOSED, APPROVED, *["pair.discontinued"] * 2, *ENDED),
    AnnulPair: (*["pair.annulled"] * 6, ANNULLED),
}


def test_the_table_has_a_line_for_every_command() -> None:
    commands = [decision.command for decision in PAIR.decisions]
    assert list(TABLE) == [one for one in commands if not issubclass(one, StrikeFact)]
    assert [type(command) for command in COMMANDS] == list(TABLE)


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: type(command).__name__)
def test_a_command_is_answered_by_status(
    status: Status, command: Command, request: pytest.FixtureRequest
) -> None:
    history: History = request.getfixturevalue(f"{status}_pair")
    row = dict(zip(STATUSES, TABLE[type(command)], strict=True))

    outcome = given(*history).when(command, target=PAIR_ID)

    assert row[status] == outcome.word


@pytest.mark.parametrize("status", STATUSES)
def test_the_history_of_each_status_leads_to_it(
    status: Status, request: pytest.FixtureRequest
) -> None:
    history: Any = request.getfixturevalue(f"{status}_pair")

    state = PAIR.fold([event for event in history if event.TOPIC.startswith("pair.")])

    assert state is not None
    assert status == state.status
