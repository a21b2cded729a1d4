"""A reminder is raised once for its cause."""

from __future__ import annotations

from datetime import date

import msgspec

from domain.errors import NotFound
from domain.reminder import RaiseReminder, ReminderAlreadyRaised, ReminderRaised
from tests.domain.builders import MENTEE, MENTOR, registered
from tests.support.given_when_then import TODAY, given

DUE = date(2024, 11, 1)
RAISE = RaiseReminder(kind="decision", purpose="processing", number=1, cause=7, due_on=DUE)
RAISED = ReminderRaised(
    effective_on=TODAY,
    person=MENTEE,
    kind="decision",
    purpose="processing",
    number=1,
    cause=7,
    due_on=DUE,
)
PEOPLE = (registered(MENTEE), registered(MENTOR))


def test_a_reminder_is_raised() -> None:
    given(*PEOPLE).when(RAISE, target=MENTEE).then(RAISED)


def test_a_cause_is_reminded_of_once() -> None:
    later = msgspec.structs.replace(RAISE, due_on=date(2024, 12, 1))
    other_cause = msgspec.structs.replace(RAISE, cause=8)

    given(*PEOPLE, RAISED).when(later, target=MENTEE).then_refused(ReminderAlreadyRaised)
    given(*PEOPLE, RAISED).when(other_cause, target=MENTEE).then_accepted()
    given(*PEOPLE, RAISED).when(RAISE, target=MENTOR).then_accepted()


def test_nobody_is_reminded_of_a_stranger() -> None:
    given(registered(MENTOR)).when(RAISE, target=MENTEE).then_refused(NotFound)
