"""Consents: who agreed to what, from when to when, whether it holds and who checked it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any, assert_never
from uuid import UUID

import msgspec

from domain.consent import (
    CONSENT,
    ConsentAsked,
    ConsentChecked,
    ConsentFoundInvalid,
    ConsentGiven,
    ConsentPaper,
    ConsentRefused,
    ConsentWithdrawn,
    End,
    Finding,
    Medium,
    Purpose,
    Relation,
)
from domain.events import Event, Recorded
from domain.rules import Signers
from domain.time import DaySet
from projections.register import Key, Register, Row, kept_for


class ConsentRow(Row, frozen=True, kw_only=True):
    """One numbered consent; ``days`` are those on which it is in force.

    From ``over_on``, known beforehand for a term, it is over because of ``over_by``. ``…_at`` are
    the positions in the log of what gave, ended and last checked it; the check is the
    institution's own.
    ``received_from`` is the institution merged into this one to which it was given.
    """

    person: UUID
    purpose: Purpose
    number: int
    version: int
    valid_from: date
    valid_until: date | None
    days: DaySet
    signed_by: Signers
    relation: Annotated[Relation | None, kept_for("person")]
    representative: Annotated[str | None, kept_for("person")]
    medium: Medium
    wording: str
    to_district: bool
    recipients: Annotated[tuple[str, ...] | None, kept_for("person")]
    given_at: int
    received_from: UUID | None = None
    withdrawn_on: date | None = None
    invalid: bool = False
    invalid_on: date | None = None
    over_on: date | None = None
    over_by: End | None = None
    over_at: int | None = None
    checked_on: date | None = None
    checked_at: int | None = None
    check_finding: Finding | None = None
    check_note: Annotated[str | None, kept_for("person")] = None


NumberedEvent = ConsentGiven | ConsentWithdrawn | ConsentFoundInvalid | ConsentChecked
"""The events about one consent, as opposed to those about a request for one."""


def keys(recorded: Recorded[NumberedEvent]) -> Iterable[Key]:
    """Return the row an event touches."""
    event = recorded.event
    return ((event.person, event.purpose, event.number),)


def apply(row: ConsentRow | None, recorded: Recorded[NumberedEvent], _key: Key) -> ConsentRow:
    """Return the consent after an event."""
    event = recorded.event
    if isinstance(event, ConsentGiven):
        return _with_days(
            ConsentRow(
                tenant_id=recorded.tenant_id,
                person=event.person,
                purpose=event.purpose,
                number=event.number,
                version=recorded.version,
                valid_from=event.effective_on,
                valid_until=event.valid_until,
                days=DaySet(),
                signed_by=event.signed_by,
                relation=event.relation,
                representative=event.representative,
                medium=event.medium,
                wording=event.wording,
                to_district=event.to_district,
                recipients=event.recipients,
                given_at=recorded.position,
                over_at=recorded.position,
                received_from=event.received_from,
            )
        )
    if row is None:
        raise LookupError("an event of a consent that was never given")
    day, position = event.effective_on, recorded.position
    row = msgspec.structs.replace(row, version=recorded.version)
    match event:
        case ConsentWithdrawn():
            changes: dict[str, Any] = {"withdrawn_on": day}
        case ConsentFoundInvalid():
            changes = {"invalid": True, "invalid_on": day}
        case ConsentChecked():
            return _checked(row, event, position)
        case _:
            assert_never(event)
    ended = _with_days(msgspec.structs.replace(row, **changes))
    moved = (ended.over_on, ended.over_by) != (row.over_on, row.over_by)
    return msgspec.structs.replace(ended, over_at=position) if moved else ended


def _checked(row: ConsentRow, event: ConsentChecked, position: int) -> ConsentRow:
    # A check recorded late does not displace a later one.
    if row.checked_on is not None and event.effective_on < row.checked_on:
        return row
    return msgspec.structs.replace(
        row,
        checked_on=event.effective_on,
        checked_at=position,
        check_finding=event.finding,
        check_note=event.note,
    )


def _with_days(row: ConsentRow) -> ConsentRow:
    paper = ConsentPaper(
        number=row.number,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        withdrawn_on=row.withdrawn_on,
        invalid_on=row.invalid_on,
    )
    over_on, over_by = paper.end or (None, None)
    return msgspec.structs.replace(row, days=paper.days, over_on=over_on, over_by=over_by)


_OF_REQUESTS: frozenset[type[Event]] = frozenset({ConsentAsked, ConsentRefused})


CONSENTS = Register(
    name="consent",
    row=ConsentRow,
    key=("person", "purpose", "number"),
    keys=keys,
    apply=apply,
    reads=frozenset(CONSENT.events) - _OF_REQUESTS,
    ignores=_OF_REQUESTS,
)
