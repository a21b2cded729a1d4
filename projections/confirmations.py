"""Of which years an institution confirmed its data."""

from __future__ import annotations

from datetime import date

from domain.confirmation import CONFIRMATION, ConfirmationEvent, ConfirmationGiven
from domain.events import Recorded
from projections.register import Key, Register, Row


class ConfirmationRow(Row, frozen=True, kw_only=True):
    """Whether the data of a year are confirmed, and since when they are or are not."""

    year: int
    version: int
    confirmed: bool
    since: date


def apply(
    _row: ConfirmationRow | None, recorded: Recorded[ConfirmationEvent], _key: Key
) -> ConfirmationRow:
    """Return the confirmation after an event."""
    return ConfirmationRow(
        tenant_id=recorded.tenant_id,
        year=recorded.event.year,
        version=recorded.version,
        confirmed=isinstance(recorded.event, ConfirmationGiven),
        since=recorded.effective_on,
    )


CONFIRMATIONS = Register(
    name="confirmation",
    row=ConfirmationRow,
    key=("year",),
    keys=lambda recorded: ((recorded.event.year,),),
    apply=apply,
    reads=frozenset(CONFIRMATION.events),
)
