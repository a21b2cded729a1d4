"""The district's base of enterprises that give mentors."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any
from uuid import UUID

import msgspec

from domain.enterprise import (
    ENTERPRISE,
    AgreementRecorded,
    EnterpriseEvent,
    EnterpriseRegistered,
    EnterpriseRevised,
    Standing,
)
from domain.events import Recorded
from domain.time import NO_DAYS, DaySet
from projections.register import Key, Register, Row, kept_for


class EnterpriseRow(Row, frozen=True, kw_only=True):
    """An enterprise; ``enterprise`` is its code.

    ``name`` and ``inn`` are a sole trader's too and ``None`` once their key is destroyed. The
    agreement is the latest by its date, ``agreement_school`` is ``None`` for the district's own.
    ``left_on`` is the first day on which it takes no part.
    """

    enterprise: str
    key: UUID
    version: int
    sole_trader: bool
    name: Annotated[str | None, kept_for("trader")]
    inn: Annotated[str | None, kept_for("trader")]
    activity: Annotated[str | None, kept_for("contact")]
    contact_person: Annotated[str | None, kept_for("contact")]
    contact: Annotated[str | None, kept_for("contact")]
    operating_days: DaySet = NO_DAYS
    agreement_number: str | None = None
    agreement_date: date | None = None
    agreement_until: date | None = None
    agreement_school: UUID | None = None
    left_on: date | None = None


def apply(
    row: EnterpriseRow | None, recorded: Recorded[EnterpriseEvent], _key: Key
) -> EnterpriseRow:
    """Return the enterprise after an event."""
    event = recorded.event
    if isinstance(event, EnterpriseRegistered):
        return EnterpriseRow(
            tenant_id=recorded.tenant_id,
            enterprise=event.enterprise,
            key=event.key,
            version=recorded.version,
            sole_trader=event.sole_trader,
            name=event.name or event.trader_name,
            inn=event.inn if event.sole_trader else event.enterprise,
            activity=event.activity,
            contact_person=event.contact_person,
            contact=event.contact,
        )
    if row is None:
        raise LookupError("an event of an enterprise that was never registered")
    standing = Standing(
        operating_days=row.operating_days, agreed_on=row.agreement_date, left_on=row.left_on
    ).after(event)
    changes: dict[str, Any] = {
        "operating_days": standing.operating_days,
        "left_on": standing.left_on,
    }
    match event:
        case EnterpriseRevised():
            changes |= {
                "name": event.name or event.trader_name,
                "activity": event.activity,
                "contact_person": event.contact_person,
                "contact": event.contact,
            }
        case AgreementRecorded() if event.agreed_on == standing.agreed_on:
            changes |= {
                "agreement_number": event.agreement_number,
                "agreement_date": event.agreed_on,
                "agreement_until": event.valid_until,
                "agreement_school": event.school,
            }
        case _:
            pass
    return msgspec.structs.replace(row, version=recorded.version, **changes)


ENTERPRISES = Register(
    name="enterprise",
    row=EnterpriseRow,
    key=("enterprise",),
    keys=lambda recorded: ((recorded.event.enterprise,),),
    apply=apply,
    reads=frozenset(ENTERPRISE.events),
)
