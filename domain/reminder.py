"""A reminder: that something is due was noticed, once for what caused it.

One stream per kind, person and cause; the cause is the position, in the institution's log, of the
event that started it. Reminders are raised by the service itself, day by day.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Literal
from uuid import UUID

import msgspec

from domain.aggregate import Aggregate, Command, Decision, Facts
from domain.consent import Purpose
from domain.consent_decision import NUMBER
from domain.correcting import StrikeFact, strike
from domain.errors import Conflict, NotFound
from domain.events import Event, personal
from domain.participant import PARTICIPANT

ReminderKind = Literal["decision", "check", "signer", "expiry"]


class ReminderRaised(Event, frozen=True, kw_only=True):
    """Something about a person's consent ``number`` is due.

    ``due_on`` is personal data: for a change of signers it tells the birthday.
    """

    TOPIC: ClassVar[str] = "reminder.raised"
    CONCERNS: ClassVar = ("person",)

    person: UUID
    kind: ReminderKind
    purpose: Purpose
    number: int
    cause: int
    due_on: Annotated[date | None, personal("person")] = None
    reason: Annotated[str | None, personal("person")] = None


class Reminder(msgspec.Struct, frozen=True, kw_only=True):
    """A reminder that was raised."""

    raised_on: date


def evolve(_state: Reminder | None, event: ReminderRaised) -> Reminder:
    """Return the state after ``event``."""
    return Reminder(raised_on=event.effective_on)


class RaiseReminder(Command, frozen=True, kw_only=True):
    """Remind the institution of what is due."""

    kind: Annotated[ReminderKind, msgspec.Meta(title="О чём")]
    purpose: Annotated[Purpose, msgspec.Meta(title="Цель")]
    number: Annotated[int, msgspec.Meta(title=NUMBER, ge=0)]
    cause: Annotated[int, msgspec.Meta(title="Положение события-причины в журнале", ge=1)]
    due_on: Annotated[date, msgspec.Meta(title="Срок")]


class StrikeReminder(StrikeFact, frozen=True, kw_only=True):
    """Say that there was nothing to remind of."""

    kind: Annotated[ReminderKind, msgspec.Meta(title="О чём")]
    cause: Annotated[int, msgspec.Meta(title="Положение события-причины в журнале", ge=1)]


class ReminderAlreadyRaised(Conflict):
    """The institution was reminded of this cause before."""

    code = "reminder_already_raised"
    ru = "Об этом уже напоминали."
    en = "This was reminded of before."


def raise_reminder(state: Reminder | None, command: RaiseReminder, facts: Facts) -> list[Event]:
    """Raise a reminder about a participant, once for its cause."""
    if facts.find(PARTICIPANT, facts.target) is None:
        raise NotFound
    if state is not None:
        raise ReminderAlreadyRaised
    return [
        ReminderRaised(
            effective_on=command.effective_on or facts.today,
            person=facts.target,
            kind=command.kind,
            purpose=command.purpose,
            number=command.number,
            cause=command.cause,
            due_on=command.due_on,
            reason=command.reason,
        )
    ]


REMINDER = Aggregate(
    name="reminder",
    events=(ReminderRaised,),
    evolve=evolve,
    key_of=lambda event: (event.kind, event.person, event.cause),
    key=lambda target, command: (command.kind, target, command.cause),
    decisions=(
        Decision(RaiseReminder, raise_reminder, opens=True),
        Decision(StrikeReminder, strike),
    ),
)
