"""What an enterprise's record admits, one function per command."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from domain.aggregate import Aggregate, Command, Decision, Facts
from domain.correcting import strike
from domain.enterprise.checking import check
from domain.enterprise.commands import (
    LeaveProgramme,
    RecordAgreement,
    RecordOperation,
    RegisterEnterprise,
    ReviseEnterprise,
    StopOperation,
    StrikeEnterpriseFact,
)
from domain.enterprise.errors import (
    AgreementEndsBeforeItBegins,
    AgreementInFuture,
    EnterpriseAlreadyLeft,
    EnterpriseAlreadyOperating,
    EnterpriseAlreadyRegistered,
    EnterpriseNotOperating,
    LeavingReasonMissing,
    OperationEndsBeforeItBegins,
    OperationInFuture,
)
from domain.enterprise.events import (
    AgreementRecorded,
    EnterpriseLeft,
    EnterpriseOperating,
    EnterpriseRegistered,
    EnterpriseRevised,
    EnterpriseStopped,
)
from domain.enterprise.state import Enterprise, evolve
from domain.errors import NotFound
from domain.events import Event
from domain.inn import WrongInn, inn_is_valid
from domain.school import SCHOOL
from domain.time import DaySet


def register(state: Enterprise | None, command: RegisterEnterprise, facts: Facts) -> list[Event]:
    """Register an enterprise, under the key the vault gave if it is a sole trader's.

    A registration that is corrected keeps its key.
    """
    if not inn_is_valid(command.inn):
        raise WrongInn("/inn")
    if command.operates_from is not None and command.operates_from > facts.today:
        raise OperationInFuture("/operates_from")
    if state is not None:
        raise EnterpriseAlreadyRegistered("/inn")
    (code,) = _key(facts.target, command)
    told = [one.event for one in facts.told()]
    key = told[0].key if told and isinstance(told[0], EnterpriseRegistered) else facts.target
    registered = EnterpriseRegistered(
        effective_on=_day_of(command, facts),
        enterprise=code,
        key=key,
        sole_trader=command.sole_trader,
        name=None if command.sole_trader else command.name,
        trader_name=command.name if command.sole_trader else None,
        inn=command.inn if command.sole_trader else None,
        activity=command.activity,
        contact_person=command.contact_person,
        contact=command.contact,
        reason=command.reason,
    )
    if command.operates_from is None:
        return [registered]
    return [
        registered,
        EnterpriseOperating(effective_on=command.operates_from, enterprise=code, key=key),
    ]


def revise(state: Enterprise, command: ReviseEnterprise, facts: Facts) -> list[Event]:
    """Replace what may change of an enterprise."""
    return [
        EnterpriseRevised(
            effective_on=_day_of(command, facts),
            enterprise=state.enterprise,
            key=state.key,
            name=None if state.sole_trader else command.name,
            trader_name=command.name if state.sole_trader else None,
            activity=command.activity,
            contact_person=command.contact_person,
            contact=command.contact,
            reason=command.reason,
        )
    ]


def record_operation(state: Enterprise, command: RecordOperation, facts: Facts) -> list[Event]:
    """Record a period of operation that shares no day with those recorded."""
    day = _day_of(command, facts)
    if command.until is not None and command.until < day:
        raise OperationEndsBeforeItBegins("/until")
    if DaySet.between(day, command.until) & state.standing.operating_days:
        raise EnterpriseAlreadyOperating
    return [
        EnterpriseOperating(
            effective_on=day,
            enterprise=state.enterprise,
            key=state.key,
            until=command.until,
            reason=command.reason,
        )
    ]


def stop_operation(state: Enterprise, command: StopOperation, facts: Facts) -> list[Event]:
    """End the period of operation that the day lies in."""
    day = _day_of(command, facts)
    if day not in state.standing.operating_days:
        raise EnterpriseNotOperating("/effective_on")
    return [
        EnterpriseStopped(
            effective_on=day, enterprise=state.enterprise, key=state.key, reason=command.reason
        )
    ]


def record_agreement(state: Enterprise, command: RecordAgreement, facts: Facts) -> list[Event]:
    """Record an agreement that has been made; with it one that left takes part again."""
    if command.agreed_on > facts.today:
        raise AgreementInFuture("/agreed_on")
    if command.valid_until is not None and command.valid_until < command.agreed_on:
        raise AgreementEndsBeforeItBegins("/valid_until")
    if command.school is not None and facts.find(SCHOOL, command.school) is None:
        raise NotFound("/school")
    return [
        AgreementRecorded(
            effective_on=_day_of(command, facts),
            enterprise=state.enterprise,
            key=state.key,
            agreement_number=command.agreement_number,
            agreed_on=command.agreed_on,
            valid_until=command.valid_until,
            school=command.school,
            reason=command.reason,
        )
    ]


def leave(state: Enterprise, command: LeaveProgramme, facts: Facts) -> list[Event]:
    """Leave the programme, saying why."""
    if state.standing.left_on is not None:
        raise EnterpriseAlreadyLeft
    if command.reason is None:
        raise LeavingReasonMissing("/reason")
    return [
        EnterpriseLeft(
            effective_on=_day_of(command, facts),
            enterprise=state.enterprise,
            key=state.key,
            reason=command.reason,
        )
    ]


def _day_of(command: Command, facts: Facts) -> date:
    return command.effective_on or facts.today


def _key(
    target: UUID,
    command: RegisterEnterprise
    | ReviseEnterprise
    | RecordOperation
    | StopOperation
    | RecordAgreement
    | LeaveProgramme
    | StrikeEnterpriseFact,
) -> tuple[str]:
    if isinstance(command, RegisterEnterprise):
        return (str(target) if command.sole_trader else command.inn,)
    return (command.enterprise,)


ENTERPRISE = Aggregate(
    name="enterprise",
    events=(
        EnterpriseRegistered,
        EnterpriseRevised,
        EnterpriseOperating,
        EnterpriseStopped,
        AgreementRecorded,
        EnterpriseLeft,
    ),
    evolve=evolve,
    key_of=lambda event: (event.enterprise,),
    key=_key,
    decisions=(
        Decision(RegisterEnterprise, register, opens=True),
        Decision(ReviseEnterprise, revise),
        Decision(RecordOperation, record_operation),
        Decision(StopOperation, stop_operation),
        Decision(RecordAgreement, record_agreement),
        Decision(LeaveProgramme, leave),
        Decision(StrikeEnterpriseFact, strike),
    ),
    check=check,
)
