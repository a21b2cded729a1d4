"""When an award may be approved, declined, conferred or revoked.

What comes from a school's log is never refused: nobody would be there to read the refusal.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from domain.aggregate import Aggregate, Command, Decision, Facts
from domain.award.commands import (
    ApproveAward,
    ConferAward,
    DeclineAward,
    OfNomination,
    ReceiveNomination,
    ReceiveWithdrawal,
    RevokeAward,
    StrikeAwardFact,
)
from domain.award.errors import (
    AwardDatesContradict,
    AwardIsApproved,
    AwardIsConferred,
    AwardIsDeclined,
    AwardIsRevoked,
    AwardIsWithdrawn,
    AwardNotDecided,
    AwardOrderInFuture,
    AwardReasonMissing,
    SaidByTheSchool,
)
from domain.award.events import (
    AwardApproved,
    AwardConferred,
    AwardDeclined,
    AwardEvent,
    AwardRevoked,
    NominationReceived,
    NominationWithdrawalReceived,
)
from domain.award.state import Award, AwardStatus, evolve
from domain.correcting import FactIsNeeded, strike
from domain.errors import Conflict
from domain.events import Event

WRONG_STATUS: dict[AwardStatus, type[Conflict]] = {
    "received": AwardNotDecided,
    "withdrawn": AwardIsWithdrawn,
    "approved": AwardIsApproved,
    "declined": AwardIsDeclined,
    "conferred": AwardIsConferred,
    "revoked": AwardIsRevoked,
}
"""What a command that the award's status does not admit is answered."""

ADMITTED: dict[type[Event], frozenset[AwardStatus]] = {
    AwardApproved: frozenset({"received"}),
    AwardDeclined: frozenset({"received"}),
    AwardConferred: frozenset({"approved"}),
    AwardRevoked: frozenset({"approved", "conferred"}),
}
"""In which status of the award the district decides what."""


def receive(_state: Award | None, command: ReceiveNomination, facts: Facts) -> list[Event]:
    """Take over a nomination; one that comes again was corrected."""
    return [
        NominationReceived(
            effective_on=_day(command, facts),
            school=command.school,
            nomination=command.nomination,
            person=command.person,
            position=command.position,
            kind=command.kind,
            year=command.year,
        )
    ]


def receive_withdrawal(state: Award, command: ReceiveWithdrawal, facts: Facts) -> list[Event]:
    """Take over a withdrawal, also of an award that was conferred meanwhile."""
    return [NominationWithdrawalReceived(position=command.position, **_of(state, command, facts))]


def approve(state: Award, command: ApproveAward, facts: Facts) -> list[Event]:
    """Approve a nomination that was not decided on."""
    fact = _following(state, command, facts, AwardApproved)
    return [AwardApproved(reason=command.reason, **fact)]


def decline(state: Award, command: DeclineAward, facts: Facts) -> list[Event]:
    """Decline a nomination that was not decided on."""
    fact = _following(state, command, facts, AwardDeclined)
    return [AwardDeclined(reason=_why(command), **fact)]


def confer(state: Award, command: ConferAward, facts: Facts) -> list[Event]:
    """Record the ceremony of an approved award."""
    fact = _following(state, command, facts, AwardConferred)
    if command.order_date > facts.today:
        raise AwardOrderInFuture("/order_date")
    return [
        AwardConferred(
            order_number=command.order_number,
            order_date=command.order_date,
            ceremony=command.ceremony,
            reason=command.reason,
            **fact,
        )
    ]


def revoke(state: Award, command: RevokeAward, facts: Facts) -> list[Event]:
    """Make void an award that was approved or conferred."""
    fact = _following(state, command, facts, AwardRevoked)
    return [AwardRevoked(reason=_why(command), **fact)]


def strike_decision(state: Award, command: StrikeAwardFact, facts: Facts) -> list[Event]:
    """Strike what the district decided; what a school said only the school takes back."""
    told = facts.told()[command.corrects - 1].event
    if type(told) not in ADMITTED:
        raise SaidByTheSchool("/corrects")
    return strike(state, command, facts)


def check(events: Sequence[AwardEvent]) -> None:
    """Refuse decisions that do not follow from each other.

    Raises :class:`FactIsNeeded` where one lacks what it follows, :class:`AwardDatesContradict`.
    """
    award: Award | None = None
    for event in events:
        if award is not None and type(event) in ADMITTED:
            if award.status not in ADMITTED[type(event)]:
                raise FactIsNeeded("/corrects")
            _not_before(award, event.effective_on)
        award = evolve(award, event)


def _following(
    state: Award, command: OfNomination, facts: Facts, decision: type[Event]
) -> dict[str, Any]:
    """Return what the event has in common, if the award's status admits it."""
    if state.status not in ADMITTED[decision]:
        raise WRONG_STATUS[state.status]
    _not_before(state, _day(command, facts))
    return _of(state, command, facts)


def _not_before(state: Award, day: date) -> None:
    if day < state.changed_on:
        raise AwardDatesContradict("/effective_on", recorded_on=state.changed_on)


def _of(state: Award, command: OfNomination, facts: Facts) -> dict[str, Any]:
    return {
        "effective_on": _day(command, facts),
        "school": state.school,
        "nomination": state.nomination,
        "person": state.person,
    }


def _day(command: Command, facts: Facts) -> date:
    return command.effective_on or facts.today


def _why(command: Command) -> str:
    if command.reason is None:
        raise AwardReasonMissing("/reason")
    return command.reason


def _key(_target: UUID, command: OfNomination | StrikeAwardFact) -> tuple[UUID, UUID]:
    return (command.school, command.nomination)


AWARD = Aggregate(
    name="award",
    events=(
        NominationReceived,
        NominationWithdrawalReceived,
        AwardApproved,
        AwardDeclined,
        AwardConferred,
        AwardRevoked,
    ),
    evolve=evolve,
    key_of=lambda event: (event.school, event.nomination),
    key=_key,
    decisions=(
        Decision(ReceiveNomination, receive, opens=True),
        Decision(ReceiveWithdrawal, receive_withdrawal),
        Decision(ApproveAward, approve),
        Decision(DeclineAward, decline),
        Decision(ConferAward, confer),
        Decision(RevokeAward, revoke),
        Decision(StrikeAwardFact, strike_decision),
    ),
    check=check,
)
