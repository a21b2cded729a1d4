"""The district's checks of consents that lie in its institutions' logs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec

from domain.consent import Finding, Purpose
from domain.consent_check import CONSENT_CHECK, ConsentCheckRecorded
from domain.events import Recorded
from projections.register import Key, Register, Row, kept_for


class ConsentCheckRow(Row, frozen=True, kw_only=True):
    """The latest check of one consent by the district."""

    school: UUID
    person: UUID
    purpose: Purpose
    number: int
    version: int
    checked_on: date
    finding: Finding
    note: Annotated[str | None, kept_for("person")]


def keys(recorded: Recorded[ConsentCheckRecorded]) -> Iterable[Key]:
    """Return the row an event touches."""
    event = recorded.event
    return ((event.school, event.person, event.purpose, event.number),)


def apply(
    row: ConsentCheckRow | None, recorded: Recorded[ConsentCheckRecorded], _key: Key
) -> ConsentCheckRow:
    """Return the latest check after an event; one recorded late does not displace a later one."""
    event = recorded.event
    if row is not None and event.effective_on < row.checked_on:
        return msgspec.structs.replace(row, version=recorded.version)
    return ConsentCheckRow(
        tenant_id=recorded.tenant_id,
        school=event.school,
        person=event.person,
        purpose=event.purpose,
        number=event.number,
        version=recorded.version,
        checked_on=event.effective_on,
        finding=event.finding,
        note=event.note,
    )


CONSENT_CHECKS = Register(
    name="consent_check",
    row=ConsentCheckRow,
    key=("school", "person", "purpose", "number"),
    keys=keys,
    apply=apply,
    reads=frozenset(CONSENT_CHECK.events),
)
