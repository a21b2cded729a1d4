"""Seminars of the district, who is in them, and what each institution enrolled."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any, Literal, assert_never
from uuid import UUID

import msgspec

from domain.enrolment import ENROLMENT, EnrolmentEvent, EnrolmentMade
from domain.events import Event, Recorded
from domain.seminar import (
    AttendanceEvent,
    CertificateIssued,
    CourseEvent,
    EnrolmentReceived,
    EnrolmentWithdrawalReceived,
    MaterialAttached,
    SeminarAttended,
    SeminarCancelled,
    SeminarHeld,
    SeminarRescheduled,
    SeminarScheduled,
    SeminarStatus,
)
from projections.register import Key, Register, Row, kept_for

AttendanceStatus = Literal["enrolled", "withdrawn", "attended"]


class Material(msgspec.Struct, frozen=True, kw_only=True):
    """A material of a seminar: where it can be read since when."""

    number: int
    title: str
    link: str
    attached_on: date


class SeminarRow(Row, frozen=True, kw_only=True):
    """A seminar; ``held_on`` and ``hours`` are planned, once it was held the real ones.

    ``version`` is the stream's after the last event about the seminar itself: those about its
    people leave this row alone.
    """

    seminar: UUID
    version: int
    title: str
    scheduled_on: date
    held_on: date
    begins_at: str | None
    place: str
    programme: str
    hours: int
    capacity: int | None
    status: SeminarStatus = "scheduled"
    cancelled_why: Annotated[str | None, kept_for("log")] = None
    materials: tuple[Material, ...] = ()


def apply_to_seminar(
    row: SeminarRow | None, recorded: Recorded[CourseEvent], _key: Key
) -> SeminarRow:
    """Return the seminar after an event."""
    event = recorded.event
    if isinstance(event, SeminarScheduled):
        return SeminarRow(
            tenant_id=recorded.tenant_id,
            seminar=event.seminar,
            version=recorded.version,
            title=event.title,
            scheduled_on=event.effective_on,
            held_on=event.held_on,
            begins_at=event.begins_at,
            place=event.place,
            programme=event.programme,
            hours=event.hours,
            capacity=event.capacity,
        )
    if row is None:
        raise LookupError("an event of a seminar that was never scheduled")
    changes: dict[str, Any]
    match event:
        case SeminarRescheduled():
            changes = {
                "held_on": event.held_on,
                "begins_at": event.begins_at,
                "place": event.place,
            }
        case MaterialAttached():
            material = Material(
                number=event.number,
                title=event.title,
                link=event.link,
                attached_on=event.effective_on,
            )
            changes = {"materials": (*row.materials, material)}
        case SeminarHeld():
            changes = {"status": "held", "held_on": event.effective_on, "hours": event.hours}
        case SeminarCancelled():
            changes = {"status": "cancelled", "cancelled_why": event.reason}
        case _:
            assert_never(event)
    return msgspec.structs.replace(row, version=recorded.version, **changes)


class AttendanceRow(Row, frozen=True, kw_only=True):
    """One person in one seminar, from one institution.

    ``received`` is the version of the stream that took the enrolment in: the order in which
    people find a place. Who attended stays so whatever the institution wrote later.
    """

    seminar: UUID
    school: UUID
    person: UUID
    version: int
    enrolment: UUID
    received: int
    status: AttendanceStatus
    enrolled_on: date
    withdrawn_on: date | None = None
    attended_on: date | None = None
    certificate_number: Annotated[str | None, kept_for("person")] = None
    certificate_on: date | None = None


def attendance_keys(recorded: Recorded[AttendanceEvent]) -> Iterable[Key]:
    """Return the rows an event touches: one for each person it is about."""
    event = recorded.event
    return ((event.seminar, event.school, person) for person in event.concerns())


def apply_to_attendance(
    row: AttendanceRow | None, recorded: Recorded[AttendanceEvent], _key: Key
) -> AttendanceRow:
    """Return a person's attendance after an event."""
    event = recorded.event
    if isinstance(event, EnrolmentReceived):
        return AttendanceRow(
            tenant_id=recorded.tenant_id,
            seminar=event.seminar,
            school=event.school,
            person=event.person,
            version=recorded.version,
            enrolment=event.enrolment,
            received=recorded.version,
            status="enrolled",
            enrolled_on=event.effective_on,
        )
    if row is None:
        raise LookupError("an event of a person whose enrolment was never received")
    day = event.effective_on
    changes: dict[str, Any]
    match event:
        case EnrolmentWithdrawalReceived():
            changes = {
                "status": "withdrawn" if row.attended_on is None else row.status,
                "withdrawn_on": day,
            }
        case SeminarAttended():
            changes = {"status": "attended", "attended_on": day}
        case CertificateIssued():
            changes = {"certificate_number": event.certificate_number, "certificate_on": day}
        case _:
            assert_never(event)
    return msgspec.structs.replace(row, version=recorded.version, **changes)


class EnrolmentRow(Row, frozen=True, kw_only=True):
    """An enrolment as the institution that made it knows it."""

    enrolment: UUID
    version: int
    seminar: UUID
    person: UUID
    title: str
    enrolled_on: date
    withdrawn_on: date | None = None


def apply_to_enrolment(
    row: EnrolmentRow | None, recorded: Recorded[EnrolmentEvent], _key: Key
) -> EnrolmentRow:
    """Return the enrolment after an event."""
    event = recorded.event
    if isinstance(event, EnrolmentMade):
        return EnrolmentRow(
            tenant_id=recorded.tenant_id,
            enrolment=event.enrolment,
            version=recorded.version,
            seminar=event.seminar,
            person=event.person,
            title=event.title,
            enrolled_on=event.effective_on,
        )
    if row is None:
        raise LookupError("an event of an enrolment that was never made")
    return msgspec.structs.replace(row, version=recorded.version, withdrawn_on=event.effective_on)


_COURSE: frozenset[type[Event]] = frozenset(
    {SeminarScheduled, SeminarRescheduled, MaterialAttached, SeminarHeld, SeminarCancelled}
)
_ATTENDANCE: frozenset[type[Event]] = frozenset(
    {EnrolmentReceived, EnrolmentWithdrawalReceived, SeminarAttended, CertificateIssued}
)

SEMINARS = Register(
    name="seminar",
    row=SeminarRow,
    key=("seminar",),
    keys=lambda recorded: ((recorded.event.seminar,),),
    apply=apply_to_seminar,
    reads=_COURSE,
    ignores=_ATTENDANCE,
)
ATTENDANCES = Register(
    name="seminar_attendance",
    row=AttendanceRow,
    key=("seminar", "school", "person"),
    keys=attendance_keys,
    apply=apply_to_attendance,
    reads=_ATTENDANCE,
    ignores=_COURSE,
)
ENROLMENTS = Register(
    name="enrolment",
    row=EnrolmentRow,
    key=("enrolment",),
    keys=lambda recorded: ((recorded.event.enrolment,),),
    apply=apply_to_enrolment,
    reads=frozenset(ENROLMENT.events),
)
