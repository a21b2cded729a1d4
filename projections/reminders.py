"""Reminders that were raised in an institution."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated
from uuid import UUID

from domain.consent import Purpose
from domain.events import Recorded
from domain.reminder import REMINDER, ReminderKind, ReminderRaised
from projections.register import Key, Register, Row, kept_for


class ReminderRow(Row, frozen=True, kw_only=True):
    """A reminder; ``cause`` is the position in the log of the event that started it."""

    kind: ReminderKind
    person: UUID
    cause: int
    purpose: Purpose
    number: int
    version: int
    raised_on: date
    due_on: Annotated[date | None, kept_for("person")]


def keys(recorded: Recorded[ReminderRaised]) -> Iterable[Key]:
    """Return the row an event touches."""
    event = recorded.event
    return ((event.kind, event.person, event.cause),)


def apply(_row: ReminderRow | None, recorded: Recorded[ReminderRaised], _key: Key) -> ReminderRow:
    """Return the reminder after an event."""
    event = recorded.event
    return ReminderRow(
        tenant_id=recorded.tenant_id,
        kind=event.kind,
        person=event.person,
        cause=event.cause,
        purpose=event.purpose,
        number=event.number,
        version=recorded.version,
        raised_on=event.effective_on,
        due_on=event.due_on,
    )


REMINDERS = Register(
    name="reminder",
    row=ReminderRow,
    key=("kind", "person", "cause"),
    keys=keys,
    apply=apply,
    reads=frozenset(REMINDER.events),
)
