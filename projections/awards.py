"""Awards: the catalogue, what institutions nominate mentors for, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any, Literal, assert_never
from uuid import UUID

import msgspec

from domain.award import (
    AWARD,
    AwardApproved,
    AwardConferred,
    AwardDeclined,
    AwardEvent,
    AwardRevoked,
    AwardStatus,
    NominationReceived,
    NominationWithdrawalReceived,
    status_after,
)
from domain.award_kind import AWARD_KIND, AwardKindDescribed
from domain.events import Recorded
from domain.nomination import NOMINATION, NominationEvent, NominationMade
from projections.course import Since, described_after
from projections.register import Key, Register, Row, kept_for

NominationStatus = Literal["made", "withdrawn"]


class AwardKindDescription(Since, frozen=True, kw_only=True):
    """What a kind of award is from a day on."""

    title: str
    active: bool


class AwardKindRow(Row, frozen=True, kw_only=True):
    """A kind of award as it was last described; ``course`` are its descriptions by day."""

    code: str
    version: int
    title: str
    active: bool
    course: tuple[AwardKindDescription, ...]


class NominationRow(Row, frozen=True, kw_only=True):
    """A nomination in the institution that made it."""

    nomination: UUID
    version: int
    person: UUID
    kind: str
    year: int
    grounds: Annotated[str | None, kept_for("person")]
    status: NominationStatus
    made_on: date
    withdrawn_on: date | None = None


class AwardRow(Row, frozen=True, kw_only=True):
    """What the district made of a nomination; ``position`` is its place in the school's log.

    ``decided_on`` is the day of the approval or the refusal, ``reason`` that of the last decision.
    """

    school: UUID
    nomination: UUID
    version: int
    position: int
    person: UUID
    kind: str
    year: int
    status: AwardStatus
    nominated_on: date
    withdrawn_on: date | None = None
    decided_on: date | None = None
    conferred_on: date | None = None
    revoked_on: date | None = None
    order_number: str | None = None
    order_date: date | None = None
    ceremony: Annotated[str | None, kept_for("person")] = None
    reason: Annotated[str | None, kept_for("person")] = None


def _kind_keys(recorded: Recorded[AwardKindDescribed]) -> Iterable[Key]:
    return ((recorded.event.code,),)


def _kind(
    row: AwardKindRow | None, recorded: Recorded[AwardKindDescribed], _key: Key
) -> AwardKindRow:
    event = recorded.event
    described = AwardKindDescription(
        since=event.effective_on, title=event.title, active=event.active
    )
    return AwardKindRow(
        tenant_id=recorded.tenant_id,
        code=event.code,
        version=recorded.version,
        title=event.title,
        active=event.active,
        course=described_after(row.course if row else (), described),
    )


def _nomination_keys(recorded: Recorded[NominationEvent]) -> Iterable[Key]:
    return ((recorded.event.nomination,),)


def _nomination(
    row: NominationRow | None, recorded: Recorded[NominationEvent], _key: Key
) -> NominationRow:
    event = recorded.event
    if isinstance(event, NominationMade):
        return NominationRow(
            tenant_id=recorded.tenant_id,
            nomination=event.nomination,
            version=recorded.version,
            person=event.person,
            kind=event.kind,
            year=event.year,
            grounds=event.grounds,
            status=row.status if row else "made",
            made_on=event.effective_on,
            withdrawn_on=row.withdrawn_on if row else None,
        )
    if row is None:
        raise LookupError("an event of a nomination that was never made")
    return msgspec.structs.replace(
        row, version=recorded.version, status="withdrawn", withdrawn_on=event.effective_on
    )


def _award_keys(recorded: Recorded[AwardEvent]) -> Iterable[Key]:
    return ((recorded.event.school, recorded.event.nomination),)


def _award(row: AwardRow | None, recorded: Recorded[AwardEvent], _key: Key) -> AwardRow:
    event = recorded.event
    if isinstance(event, NominationReceived):
        return _received(row, event, recorded)
    if row is None:
        raise LookupError("an event of an award nobody was nominated for")
    status, day = status_after(row.status, event), event.effective_on
    row = msgspec.structs.replace(row, version=recorded.version, status=status)
    match event:
        case NominationWithdrawalReceived():
            return msgspec.structs.replace(row, withdrawn_on=day)
        case AwardApproved() | AwardDeclined():
            return msgspec.structs.replace(row, decided_on=day, reason=event.reason)
        case AwardConferred():
            return msgspec.structs.replace(
                row,
                conferred_on=day,
                order_number=event.order_number,
                order_date=event.order_date,
                ceremony=event.ceremony,
                reason=event.reason,
            )
        case AwardRevoked():
            return msgspec.structs.replace(row, revoked_on=day, reason=event.reason)
        case _:
            assert_never(event)


def _received(
    row: AwardRow | None, event: NominationReceived, recorded: Recorded[AwardEvent]
) -> AwardRow:
    """Return the row of a nomination; what was decided on it stays when it comes corrected."""
    asked: dict[str, Any] = {
        "version": recorded.version,
        "position": event.position,
        "person": event.person,
        "kind": event.kind,
        "year": event.year,
        "nominated_on": event.effective_on,
    }
    if row is not None:
        return msgspec.structs.replace(row, **asked)
    return AwardRow(
        tenant_id=recorded.tenant_id,
        school=event.school,
        nomination=event.nomination,
        status=status_after(None, event),
        **asked,
    )


AWARD_KINDS = Register(
    name="award_kind",
    row=AwardKindRow,
    key=("code",),
    keys=_kind_keys,
    apply=_kind,
    reads=frozenset(AWARD_KIND.events),
)

NOMINATIONS = Register(
    name="nomination",
    row=NominationRow,
    key=("nomination",),
    keys=_nomination_keys,
    apply=_nomination,
    reads=frozenset(NOMINATION.events),
)

AWARDS = Register(
    name="award",
    row=AwardRow,
    key=("school", "nomination"),
    keys=_award_keys,
    apply=_award,
    reads=frozenset(AWARD.events),
)
