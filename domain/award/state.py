"""How far an award has come."""

from __future__ import annotations

from datetime import date
from typing import Literal, assert_never
from uuid import UUID

import msgspec

from domain.award.events import (
    AwardApproved,
    AwardConferred,
    AwardDeclined,
    AwardEvent,
    AwardRevoked,
    NominationReceived,
    NominationWithdrawalReceived,
)

AwardStatus = Literal["received", "withdrawn", "approved", "declined", "conferred", "revoked"]

BEFORE_WITHDRAWAL: frozenset[AwardStatus] = frozenset({"received", "approved"})
"""What a withdrawal puts an end to; what was conferred or refused before it stays so."""


class Award(msgspec.Struct, frozen=True, kw_only=True):
    """An award that is asked for; ``changed_on`` is the latest day recorded of it."""

    school: UUID
    nomination: UUID
    person: UUID
    kind: str
    year: int
    status: AwardStatus
    changed_on: date


def status_after(status: AwardStatus | None, event: AwardEvent) -> AwardStatus:
    """Return the status of an award after ``event``, ``None`` before the first."""
    match event:
        case NominationReceived():
            return status or "received"
        case NominationWithdrawalReceived():
            return "withdrawn" if status is None or status in BEFORE_WITHDRAWAL else status
        case AwardApproved():
            return "approved"
        case AwardDeclined():
            return "declined"
        case AwardConferred():
            return "conferred"
        case AwardRevoked():
            return "revoked"
        case _:
            assert_never(event)


def evolve(state: Award | None, event: AwardEvent) -> Award:
    """Return the state after ``event``."""
    status = status_after(state.status if state else None, event)
    changed_on = max(state.changed_on, event.effective_on) if state else event.effective_on
    if isinstance(event, NominationReceived):
        return Award(
            school=event.school,
            nomination=event.nomination,
            person=event.person,
            kind=event.kind,
            year=event.year,
            status=status,
            changed_on=changed_on,
        )
    if state is None:
        raise ValueError("an award's stream starts with a nomination")
    return msgspec.structs.replace(state, status=status, changed_on=changed_on)
