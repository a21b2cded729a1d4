"""What may happen to a seminar next: one rule for recording a fact and for correcting it later."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from domain.correcting import FactIsNeeded
from domain.errors import Conflict, RuleBroken
from domain.seminar.errors import (
    AttendanceRecorded,
    AttendeeNamedTwice,
    BeforeSeminarDay,
    BeforeSeminarScheduled,
    CertificateExists,
    EnrolmentNotReceived,
    EnrolmentRepeated,
    HeldBeforeDecision,
    NotAttended,
    NotEnrolled,
    SeminarIsCancelled,
    SeminarIsHeld,
    SeminarIsScheduled,
)
from domain.seminar.events import (
    CertificateIssued,
    CourseEvent,
    EnrolmentReceived,
    EnrolmentWithdrawalReceived,
    MaterialAttached,
    SeminarAttended,
    SeminarEvent,
    SeminarHeld,
    SeminarRescheduled,
    SeminarScheduled,
)
from domain.seminar.state import Seminar, SeminarStatus, evolve

WRONG_STATUS: dict[SeminarStatus, type[Conflict]] = {
    "scheduled": SeminarIsScheduled,
    "held": SeminarIsHeld,
    "cancelled": SeminarIsCancelled,
}
"""What a command that the seminar's status does not admit is answered."""


def only_when(seminar: Seminar, *admitted: SeminarStatus) -> None:
    """Refuse a command in any other status of the seminar."""
    if seminar.status not in admitted:
        raise WRONG_STATUS[seminar.status]


def check(events: Sequence[SeminarEvent]) -> None:
    """Refuse facts of one seminar that contradict each other.

    Raises :class:`FactIsNeeded` where a fact lacks the one it follows, and for a day that
    contradicts another what a command of that day is refused with.
    """
    seminar: Seminar | None = None
    for event in events:
        try:
            follows(seminar, event)
        except (Conflict, RuleBroken):
            raise FactIsNeeded("/corrects") from None
        seminar = evolve(seminar, event)


def follows(seminar: Seminar | None, event: SeminarEvent) -> None:
    """Refuse an event that may not come next."""
    if isinstance(event, SeminarScheduled):
        _not_held_before_decision(event.held_on, event.effective_on)
        return
    if seminar is None:
        raise FactIsNeeded("/corrects")
    match event:
        case EnrolmentReceived() | EnrolmentWithdrawalReceived():
            _is_news(seminar, event)
        case SeminarAttended() | CertificateIssued():
            _took_part(seminar, event)
        case _:
            _goes_on(seminar, event)


def _goes_on(seminar: Seminar, event: CourseEvent) -> None:
    match event:
        case MaterialAttached():
            only_when(seminar, "scheduled", "held")
        case _:
            only_when(seminar, "scheduled")
    match event:
        case SeminarHeld():
            _since_held(seminar, event.effective_on)
        case SeminarRescheduled():
            _since_scheduled(seminar, event.effective_on)
            _not_held_before_decision(event.held_on, event.effective_on)
        case _:
            _since_scheduled(seminar, event.effective_on)


def _is_news(seminar: Seminar, event: EnrolmentReceived | EnrolmentWithdrawalReceived) -> None:
    if isinstance(event, EnrolmentReceived):
        if event.enrolment in seminar.received:
            raise EnrolmentRepeated("/enrolment")
        return
    known = seminar.people.get((event.school, event.person))
    if known is None or known.enrolment != event.enrolment or known.withdrawn:
        raise EnrolmentNotReceived("/enrolment")


def _took_part(seminar: Seminar, event: SeminarAttended | CertificateIssued) -> None:
    only_when(seminar, "held")
    _since_held(seminar, event.effective_on)
    if isinstance(event, SeminarAttended):
        _were_there(seminar, event.school, event.attendees)
        return
    known = seminar.people.get((event.school, event.person))
    if known is None or not known.attended:
        raise NotAttended("/person")
    if seminar.certified(event.person):
        raise CertificateExists("/person")


def _were_there(seminar: Seminar, school: UUID, attendees: Sequence[UUID]) -> None:
    for index, person in enumerate(attendees):
        place = f"/attendees/{index}"
        if person in attendees[:index]:
            raise AttendeeNamedTwice(place)
        known = seminar.people.get((school, person))
        if known is None or known.withdrawn:
            raise NotEnrolled(place)
        if seminar.attended(person):
            raise AttendanceRecorded(place)


def _not_held_before_decision(held_on: date, decided_on: date) -> None:
    if held_on < decided_on:
        raise HeldBeforeDecision("/held_on", decided_on=decided_on)


def _since_scheduled(seminar: Seminar, day: date) -> None:
    if day < seminar.scheduled_on:
        raise BeforeSeminarScheduled("/effective_on", scheduled_on=seminar.scheduled_on)


def _since_held(seminar: Seminar, day: date) -> None:
    if day < seminar.held_on:
        raise BeforeSeminarDay("/effective_on", held_on=seminar.held_on)
