from __future__ import annotations

from datetime import date
from typing import Any, get_args

import msgspec
import pytest

from domain.aggregate import Command
from domain.award import (
    AWARD,
    ApproveAward,
    AwardApproved,
    AwardConferred,
    AwardDatesContradict,
    AwardDeclined,
    AwardOrderInFuture,
    AwardReasonMissing,
    AwardRevoked,
    AwardStatus,
    ConferAward,
    DeclineAward,
    NominationReceived,
    NominationWithdrawalReceived,
    ReceiveNomination,
    ReceiveWithdrawal,
    RevokeAward,
    SaidByTheSchool,
    StrikeAwardFact,
)
from domain.correcting import FactIsNeeded, NotTheSameFact
from domain.errors import NotFound
from tests.domain.builders import MENTOR, History
from tests.domain.nominations import (
    AWARDS,
    CONFERRED_ON,
    DECIDED_ON,
    KIND,
    MADE_ON,
    NOMINATION_ID,
    OTHER_NOMINATION_ID,
    approved,
    declined,
    received,
    withdrawal_received,
)
from tests.support.given_when_then import SCHOOL, TODAY, given, state_of

STATUSES: tuple[AwardStatus, ...] = get_args(AwardStatus)
OF: dict[str, Any] = {"school": SCHOOL, "nomination": NOMINATION_ID}
FACT = {**OF, "person": MENTOR}
RECEIVE = ReceiveNomination(
    effective_on=MADE_ON, position=7, person=MENTOR, kind=KIND, year=2024, **OF
)
CONFER = ConferAward(
    effective_on=CONFERRED_ON,
    order_number="77-од",
    order_date=DECIDED_ON,
    ceremony="День учителя",
    **OF,
)
# Each command is dated so that its day alone never refuses it.
COMMANDS: tuple[Command, ...] = (
    RECEIVE,
    ReceiveWithdrawal(effective_on=DECIDED_ON, position=9, **OF),
    ApproveAward(**OF),
    DeclineAward(reason="стаж мал", **OF),
    msgspec.structs.replace(CONFER, effective_on=None),
    RevokeAward(reason="ошибка в данных", **OF),
)
NOT_DECIDED, WITHDRAWN, APPROVED = "award_not_decided", "award_is_withdrawn", "award_is_approved"
DECLINED, CONFERRED, REVOKED = "award_is_declined", "award_is_conferred", "award_is_revoked"
# Columns: received, withdrawn, approved, declined, conferred, revoked.
TABLE: dict[type[Command], tuple[str, ...]] = {
    ReceiveNomination: ("award.nomination_received",) * 6,
    ReceiveWithdrawal: ("award.nomination_withdrawn",) * 6,
    ApproveAward: ("award.approved", WITHDRAWN, APPROVED, DECLINED, CONFERRED, REVOKED),
    DeclineAward: ("award.declined", WITHDRAWN, APPROVED, DECLINED, CONFERRED, REVOKED),
    ConferAward: (NOT_DECIDED, WITHDRAWN, "award.conferred", DECLINED, CONFERRED, REVOKED),
    RevokeAward: (
        NOT_DECIDED,
        WITHDRAWN,
        "award.revoked",
        DECLINED,
        "award.revoked",
        REVOKED,
    ),
}


def test_the_table_has_a_line_for_every_command() -> None:
    assert [*TABLE, StrikeAwardFact] == [decision.command for decision in AWARD.decisions]
    assert [type(command) for command in COMMANDS] == list(TABLE)
    assert list(STATUSES) == list(AWARDS)


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: type(command).__name__)
def test_a_command_is_answered_by_status(status: AwardStatus, command: Command) -> None:
    row = dict(zip(STATUSES, TABLE[type(command)], strict=True))

    outcome = given(*AWARDS[status]).when(command)

    assert row[status] == outcome.word


@pytest.mark.parametrize("status", STATUSES)
def test_the_history_of_each_status_leads_to_it(status: AwardStatus) -> None:
    assert status == state_of(AWARD, *AWARDS[status]).status


def test_a_nomination_is_taken_over_with_its_place_and_without_a_name() -> None:
    given().when(RECEIVE).then(
        NominationReceived(effective_on=MADE_ON, position=7, kind=KIND, year=2024, **FACT)
    )


def test_a_corrected_nomination_is_taken_over_and_decisions_stay() -> None:
    corrected = msgspec.structs.replace(RECEIVE, kind="debut", position=8)

    outcome = given(*AWARDS["approved"]).when(corrected)

    outcome.then(
        NominationReceived(effective_on=MADE_ON, position=8, kind="debut", year=2024, **FACT)
    )
    state = state_of(AWARD, *AWARDS["approved"], *outcome.events)
    assert (state.kind, state.status) == ("debut", "approved")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("received", "withdrawn"),
        ("approved", "withdrawn"),
        ("withdrawn", "withdrawn"),
        ("declined", "declined"),
        ("conferred", "conferred"),
        ("revoked", "revoked"),
    ],
)
def test_a_withdrawal_ends_what_was_not_conferred_or_refused(before: str, after: str) -> None:
    outcome = given(*AWARDS[before]).when(COMMANDS[1])

    outcome.then(NominationWithdrawalReceived(effective_on=DECIDED_ON, position=9, **FACT))
    assert state_of(AWARD, *AWARDS[before], *outcome.events).status == after


def test_an_award_is_approved() -> None:
    command = ApproveAward(effective_on=DECIDED_ON, reason="решение комиссии", **OF)

    given(received()).when(command).then(
        AwardApproved(effective_on=DECIDED_ON, reason="решение комиссии", **FACT)
    )


def test_an_award_is_declined_with_a_reason() -> None:
    command = DeclineAward(effective_on=DECIDED_ON, reason="стаж мал", **OF)

    given(received()).when(command).then(
        AwardDeclined(effective_on=DECIDED_ON, reason="стаж мал", **FACT)
    )


def test_an_award_is_conferred_by_an_order() -> None:
    given(*AWARDS["approved"]).when(CONFER).then(
        AwardConferred(
            effective_on=CONFERRED_ON,
            order_number="77-од",
            order_date=DECIDED_ON,
            ceremony="День учителя",
            **FACT,
        )
    )


def test_an_award_is_revoked_with_a_reason() -> None:
    command = RevokeAward(reason="ошибка в данных", **OF)

    given(*AWARDS["conferred"]).when(command).then(
        AwardRevoked(effective_on=TODAY, reason="ошибка в данных", **FACT)
    )


@pytest.mark.parametrize(
    ("status", "command"),
    [("received", DeclineAward(**OF)), ("approved", RevokeAward(**OF))],
    ids=["decline", "revoke"],
)
def test_a_refusal_says_why(status: str, command: Command) -> None:
    given(*AWARDS[status]).when(command).then_refused(AwardReasonMissing, "/reason")


@pytest.mark.parametrize(
    ("status", "command", "last_day"),
    [
        ("received", ApproveAward(**OF), MADE_ON),
        ("received", DeclineAward(reason="стаж мал", **OF), MADE_ON),
        ("approved", CONFER, DECIDED_ON),
        ("conferred", RevokeAward(reason="ошибка в данных", **OF), CONFERRED_ON),
    ],
    ids=["approve", "decline", "confer", "revoke"],
)
def test_nothing_is_decided_before_what_it_follows(
    status: str, command: Command, last_day: date
) -> None:
    history = given(*AWARDS[status])
    on_the_day = msgspec.structs.replace(command, effective_on=last_day)
    before = msgspec.structs.replace(command, effective_on=last_day.replace(day=last_day.day - 1))

    history.when(on_the_day).then_accepted()
    history.when(before).then_refused(AwardDatesContradict, "/effective_on")


@pytest.mark.parametrize(("days_ahead", "accepted"), [(0, True), (1, False)])
def test_an_order_of_tomorrow_confers_nothing(days_ahead: int, accepted: bool) -> None:
    order_date = TODAY.replace(day=TODAY.day + days_ahead)
    command = msgspec.structs.replace(CONFER, order_date=order_date)

    outcome = given(*AWARDS["approved"]).when(command)

    if accepted:
        outcome.then_accepted()
    else:
        outcome.then_refused(AwardOrderInFuture, "/order_date")


def test_what_was_not_received_is_not_there() -> None:
    for command in COMMANDS[1:]:
        other: Any = msgspec.structs.replace(command, nomination=OTHER_NOMINATION_ID)
        given(received()).when(other).then_refused(NotFound)


@pytest.mark.parametrize(
    ("history", "version", "status"),
    [
        (AWARDS["declined"], 2, "received"),
        (AWARDS["approved"], 2, "received"),
        (AWARDS["conferred"], 3, "approved"),
        (AWARDS["revoked"], 4, "conferred"),
        ((received(), declined(), withdrawal_received()), 2, "withdrawn"),
    ],
)
def test_a_struck_decision_never_was(history: History, version: int, status: str) -> None:
    command = StrikeAwardFact(corrects=version, reason="не то представление", **OF)

    outcome = given(*history).when(command)

    outcome.then_accepted()
    assert state_of(AWARD, *history, *outcome.events).status == status


def test_a_decision_that_another_follows_is_not_struck() -> None:
    command = StrikeAwardFact(corrects=2, reason="ошибка", **OF)

    given(*AWARDS["conferred"]).when(command).then_refused(FactIsNeeded, "/corrects")


@pytest.mark.parametrize(("status", "version"), [("received", 1), ("withdrawn", 2)])
def test_what_the_school_said_is_not_struck_by_the_district(status: str, version: int) -> None:
    command = StrikeAwardFact(corrects=version, reason="ошибка", **OF)

    given(*AWARDS[status]).when(command).then_refused(SaidByTheSchool, "/corrects")


@pytest.mark.parametrize(
    ("day", "accepted"),
    [(MADE_ON, True), (CONFERRED_ON, True), (date(2024, 10, 5), False)],
)
def test_a_corrected_approval_stays_before_the_ceremony(day: date, accepted: bool) -> None:
    command = ApproveAward(effective_on=day, corrects=2, reason="опечатка", **OF)

    outcome = given(*AWARDS["conferred"]).when(command)

    if accepted:
        outcome.then(AwardApproved(effective_on=day, corrects=2, reason="опечатка", **FACT))
    else:
        outcome.then_refused(AwardDatesContradict, "/effective_on")


def test_a_decision_is_corrected_as_itself() -> None:
    command = DeclineAward(corrects=2, reason="опечатка", **OF)

    outcome = given(received(), approved()).when(command)

    outcome.then_refused(NotTheSameFact, "/corrects")
