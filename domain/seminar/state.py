"""What the rules need to know of a seminar."""

from __future__ import annotations

from datetime import date
from typing import Literal, assert_never
from uuid import UUID

import msgspec

from domain.seminar.events import (
    AttendanceEvent,
    CertificateIssued,
    EnrolmentReceived,
    EnrolmentWithdrawalReceived,
    MaterialAttached,
    SeminarAttended,
    SeminarCancelled,
    SeminarEvent,
    SeminarHeld,
    SeminarRescheduled,
    SeminarScheduled,
)

SeminarStatus = Literal["scheduled", "held", "cancelled"]
Enrolled = tuple[UUID, UUID]
"""An institution and a person whom it enrolled."""


class Attendance(msgspec.Struct, frozen=True, kw_only=True):
    """One person from one institution; ``enrolment`` is the latest that was received."""

    enrolment: UUID
    withdrawn: bool = False
    attended: bool = False
    certified: bool = False


class Seminar(msgspec.Struct, frozen=True, kw_only=True):
    """A seminar; ``held_on`` is the planned day, once it was held the real one.

    ``materials`` is the highest number of one, ``received`` every enrolment that ever was.
    """

    seminar: UUID
    title: str
    scheduled_on: date
    held_on: date
    status: SeminarStatus = "scheduled"
    materials: int = 0
    received: frozenset[UUID] = frozenset()
    people: dict[Enrolled, Attendance] = {}

    def attended(self, person: UUID) -> bool:
        """Say whether the person was there, whichever institution enrolled them."""
        return any(one.attended for (_, who), one in self.people.items() if who == person)

    def certified(self, person: UUID) -> bool:
        """Say whether the person has a certificate, whichever institution enrolled them."""
        return any(one.certified for (_, who), one in self.people.items() if who == person)


def evolve(state: Seminar | None, event: SeminarEvent) -> Seminar:
    """Return the state after ``event``."""
    if isinstance(event, SeminarScheduled):
        return Seminar(
            seminar=event.seminar,
            title=event.title,
            scheduled_on=event.effective_on,
            held_on=event.held_on,
        )
    if state is None:
        raise ValueError("a seminar's stream starts with its scheduling")
    match event:
        case SeminarRescheduled():
            return msgspec.structs.replace(state, held_on=event.held_on)
        case MaterialAttached():
            return msgspec.structs.replace(state, materials=max(state.materials, event.number))
        case SeminarHeld():
            return msgspec.structs.replace(state, status="held", held_on=event.effective_on)
        case SeminarCancelled():
            return msgspec.structs.replace(state, status="cancelled")
        case _:
            return _with_people(state, event)


def _with_people(state: Seminar, event: AttendanceEvent) -> Seminar:
    match event:
        case EnrolmentReceived():
            received = state.received | {event.enrolment}
            enrolled = Attendance(enrolment=event.enrolment)
            people = {**state.people, (event.school, event.person): enrolled}
            return msgspec.structs.replace(state, received=received, people=people)
        case EnrolmentWithdrawalReceived():
            return _changed(state, event.school, (event.person,), withdrawn=True)
        case SeminarAttended():
            return _changed(state, event.school, event.attendees, attended=True)
        case CertificateIssued():
            return _changed(state, event.school, (event.person,), certified=True)
        case _:
            assert_never(event)


def _changed(state: Seminar, school: UUID, people: tuple[UUID, ...], **changes: bool) -> Seminar:
    changed = {
        (school, person): msgspec.structs.replace(state.people[school, person], **changes)
        for person in people
        if (school, person) in state.people
    }
    return msgspec.structs.replace(state, people={**state.people, **changed})
