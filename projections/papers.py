"""What else a mentor needs: clearances, labour agreements; and what supervision found."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated, assert_never
from uuid import UUID

import msgspec

from domain.clearance import CLEARANCE, ClearanceEvent, ClearanceRecorded, ClearanceRevoked
from domain.events import Recorded
from domain.labour_agreement import (
    LABOUR_AGREEMENT,
    LabourAgreementEnded,
    LabourAgreementEvent,
    LabourAgreementRecorded,
    Side,
)
from domain.paper import Paper
from domain.supervision import SUPERVISION, SupervisionRecorded
from domain.time import ONE_DAY, DaySet
from projections.register import Key, Register, Row, kept_for


class PaperRow(Row, frozen=True, kw_only=True):
    """One numbered paper; ``days`` are those on which it is in force."""

    person: UUID
    number: int
    version: int
    valid_from: date
    valid_until: date | None
    days: DaySet
    document: Annotated[str | None, kept_for("person")]


class ClearanceRow(PaperRow, frozen=True, kw_only=True):
    """A clearance; ``revoked_on`` is the first day it no longer covers."""

    revoked_on: date | None = None


class LabourAgreementRow(PaperRow, frozen=True, kw_only=True):
    """A labour agreement; ``ended_on`` is the last day of one ended before its term."""

    ended_on: date | None = None
    ended_by: Side | None = None


class SupervisionRow(Row, frozen=True, kw_only=True):
    """What was found on one day."""

    person: UUID
    number: int
    version: int
    day: date
    finding: Annotated[str | None, kept_for("person")]


def keys(
    recorded: Recorded[ClearanceEvent | LabourAgreementEvent | SupervisionRecorded],
) -> Iterable[Key]:
    """Return the row an event touches."""
    return ((recorded.event.person, recorded.event.number),)


def apply_to_clearance(
    row: ClearanceRow | None, recorded: Recorded[ClearanceEvent], _key: Key
) -> ClearanceRow:
    """Return the clearance after an event."""
    event = recorded.event
    match event:
        case ClearanceRecorded():
            return ClearanceRow(
                tenant_id=recorded.tenant_id,
                person=event.person,
                number=event.number,
                version=recorded.version,
                valid_from=event.effective_on,
                valid_until=event.valid_until,
                days=DaySet.between(event.effective_on, event.valid_until),
                document=event.document,
            )
        case ClearanceRevoked():
            if row is None:
                raise LookupError("the end of a clearance that was never recorded")
            return msgspec.structs.replace(
                row,
                version=recorded.version,
                revoked_on=event.effective_on,
                days=_days(row, event.effective_on),
            )
        case _:
            assert_never(event)


def apply_to_labour_agreement(
    row: LabourAgreementRow | None, recorded: Recorded[LabourAgreementEvent], _key: Key
) -> LabourAgreementRow:
    """Return the labour agreement after an event."""
    event = recorded.event
    match event:
        case LabourAgreementRecorded():
            return LabourAgreementRow(
                tenant_id=recorded.tenant_id,
                person=event.person,
                number=event.number,
                version=recorded.version,
                valid_from=event.effective_on,
                valid_until=event.valid_until,
                days=DaySet.between(event.effective_on, event.valid_until),
                document=event.document,
            )
        case LabourAgreementEnded():
            if row is None:
                raise LookupError("the end of a labour agreement that was never recorded")
            return msgspec.structs.replace(
                row,
                version=recorded.version,
                ended_on=event.effective_on,
                ended_by=event.ended_by,
                days=_days(row, event.effective_on + ONE_DAY),
            )
        case _:
            assert_never(event)


def apply_to_supervision(
    _row: SupervisionRow | None, recorded: Recorded[SupervisionRecorded], _key: Key
) -> SupervisionRow:
    """Return what was found."""
    event = recorded.event
    return SupervisionRow(
        tenant_id=recorded.tenant_id,
        person=event.person,
        number=event.number,
        version=recorded.version,
        day=event.effective_on,
        finding=event.finding,
    )


def _days(row: PaperRow, over_from: date) -> DaySet:
    paper = Paper(
        number=row.number,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        over_from=over_from,
    )
    return paper.days


CLEARANCES = Register(
    name="clearance",
    row=ClearanceRow,
    key=("person", "number"),
    keys=keys,
    apply=apply_to_clearance,
    reads=frozenset(CLEARANCE.events),
)
LABOUR_AGREEMENTS = Register(
    name="labour_agreement",
    row=LabourAgreementRow,
    key=("person", "number"),
    keys=keys,
    apply=apply_to_labour_agreement,
    reads=frozenset(LABOUR_AGREEMENT.events),
)
SUPERVISIONS = Register(
    name="supervision",
    row=SupervisionRow,
    key=("person", "number"),
    keys=keys,
    apply=apply_to_supervision,
    reads=frozenset(SUPERVISION.events),
)
