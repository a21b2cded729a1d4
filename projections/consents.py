"""Consents: who agreed to what, from when to when, and whether it holds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import assert_never
from uuid import UUID

import msgspec

from domain.consent import (
    CONSENT,
    ConsentEvent,
    ConsentFoundInvalid,
    ConsentGiven,
    ConsentPaper,
    ConsentWithdrawn,
    Medium,
    Purpose,
    Relation,
)
from domain.events import Recorded
from domain.rules import Signers
from domain.time import DaySet
from projections.register import Key, Register, Row


class ConsentRow(Row, frozen=True, kw_only=True):
    """One numbered consent; ``days`` are those on which it is in force.

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
    relation: Relation | None
    representative: str | None
    medium: Medium
    wording: str
    to_district: bool
    received_from: UUID | None = None
    withdrawn_on: date | None = None
    invalid: bool = False


def keys(recorded: Recorded[ConsentEvent]) -> Iterable[Key]:
    """Return the row an event touches."""
    event = recorded.event
    return ((event.person, event.purpose, event.number),)


def apply(row: ConsentRow | None, recorded: Recorded[ConsentEvent], _key: Key) -> ConsentRow:
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
                received_from=event.received_from,
            )
        )
    if row is None:
        raise LookupError("an event of a consent that was never given")
    row = msgspec.structs.replace(row, version=recorded.version)
    match event:
        case ConsentWithdrawn():
            return _with_days(msgspec.structs.replace(row, withdrawn_on=event.effective_on))
        case ConsentFoundInvalid():
            return _with_days(msgspec.structs.replace(row, invalid=True))
        case _:
            assert_never(event)


def _with_days(row: ConsentRow) -> ConsentRow:
    paper = ConsentPaper(
        number=row.number,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        withdrawn_on=row.withdrawn_on,
        invalid=row.invalid,
    )
    return msgspec.structs.replace(row, days=paper.days)


CONSENTS = Register(
    name="consent",
    row=ConsentRow,
    key=("person", "purpose", "number"),
    keys=keys,
    apply=apply,
    reads=frozenset(CONSENT.events),
)
