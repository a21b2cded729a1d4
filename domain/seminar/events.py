"""What is recorded of a seminar, in the district's log.

What announces a seminar is public and names no person: it stands in clear. A reason is free text
of the seminar, encrypted under the seminar's own key; the number of a certificate leads to a
person and is that person's.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from domain.events import Event, personal


class SeminarScheduled(Event, frozen=True, kw_only=True):
    """On this day the district decided to hold a seminar on the day ``held_on``.

    ``begins_at`` is a time of day as HH:MM, ``hours`` are academic hours; without ``capacity``
    everyone finds a place.
    """

    TOPIC: ClassVar[str] = "seminar.scheduled"

    seminar: UUID
    title: str
    held_on: date
    begins_at: str | None = None
    place: str
    programme: str
    hours: int
    capacity: int | None = None
    reason: Annotated[str | None, personal("seminar")] = None


class SeminarRescheduled(Event, frozen=True, kw_only=True):
    """Day, time and place of the seminar as they are from this decision on."""

    TOPIC: ClassVar[str] = "seminar.rescheduled"

    seminar: UUID
    held_on: date
    begins_at: str | None = None
    place: str
    reason: Annotated[str | None, personal("seminar")] = None


class MaterialAttached(Event, frozen=True, kw_only=True):
    """A material of the seminar can be read at a link; ``number`` counts the seminar's own."""

    TOPIC: ClassVar[str] = "seminar.material_attached"

    seminar: UUID
    number: int
    title: str
    link: str
    reason: Annotated[str | None, personal("seminar")] = None


class EnrolmentReceived(Event, frozen=True, kw_only=True):
    """On this day an institution enrolled one of its people, as it says at ``position``.

    ``position`` is the place in the institution's log of the event that says so.
    """

    TOPIC: ClassVar[str] = "seminar.enrolment_received"
    CONCERNS: ClassVar = ("person",)

    seminar: UUID
    school: UUID
    enrolment: UUID
    person: UUID
    position: int


class EnrolmentWithdrawalReceived(Event, frozen=True, kw_only=True):
    """On this day an institution withdrew an enrolment, as it says at ``position`` of its log."""

    TOPIC: ClassVar[str] = "seminar.enrolment_withdrawn"
    CONCERNS: ClassVar = ("person",)

    seminar: UUID
    school: UUID
    enrolment: UUID
    person: UUID
    position: int


class SeminarHeld(Event, frozen=True, kw_only=True):
    """The seminar took place on this day and lasted so many academic hours."""

    TOPIC: ClassVar[str] = "seminar.held"

    seminar: UUID
    hours: int
    reason: Annotated[str | None, personal("seminar")] = None


class SeminarAttended(Event, frozen=True, kw_only=True):
    """These people of one institution were there."""

    TOPIC: ClassVar[str] = "seminar.attended"
    CONCERNS: ClassVar = ("attendees",)

    seminar: UUID
    school: UUID
    attendees: tuple[UUID, ...]
    reason: Annotated[str | None, personal("seminar")] = None


class SeminarCancelled(Event, frozen=True, kw_only=True):
    """On this day it was decided that the seminar will not take place."""

    TOPIC: ClassVar[str] = "seminar.cancelled"

    seminar: UUID
    reason: Annotated[str | None, personal("seminar")] = None


class CertificateIssued(Event, frozen=True, kw_only=True):
    """On this day a participant was given the certificate of that number."""

    TOPIC: ClassVar[str] = "seminar.certificate_issued"
    CONCERNS: ClassVar = ("person",)

    seminar: UUID
    school: UUID
    person: UUID
    certificate_number: Annotated[str | None, personal("person")] = None
    reason: Annotated[str | None, personal("person")] = None


CourseEvent = (
    SeminarScheduled | SeminarRescheduled | MaterialAttached | SeminarHeld | SeminarCancelled
)
"""What happens to the seminar itself."""

AttendanceEvent = (
    EnrolmentReceived | EnrolmentWithdrawalReceived | SeminarAttended | CertificateIssued
)
"""What happens to the people in it."""

SeminarEvent = CourseEvent | AttendanceEvent
