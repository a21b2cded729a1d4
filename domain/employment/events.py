"""What is recorded of a person's jobs and teaching experience."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from domain.events import Event, personal

JobKind = Literal["school", "enterprise"]
"""Work in the institution that keeps the record, or at an enterprise."""


class EmploymentStarted(Event, frozen=True, kw_only=True):
    """The person's first day in a job, the ``number``-th of theirs that is recorded here.

    ``position_group`` is a code such as ``teacher``, set for a job in the institution;
    ``enterprise`` is the INN (10 digits) of the employer or the id of a sole trader (see
    :mod:`domain.inn`), set for a job at an enterprise. ``position`` is the title of the job.
    ``received_from`` is the merged institution whose successor took the job over.
    """

    TOPIC: ClassVar[str] = "employment.started"
    CONCERNS: ClassVar = ("person",)

    person: UUID
    number: int
    kind: JobKind
    position_group: str | None = None
    enterprise: str | None = None
    received_from: UUID | None = None
    position: Annotated[str | None, personal("person")] = None
    reason: Annotated[str | None, personal("person")] = None


class EmploymentEnded(Event, frozen=True, kw_only=True):
    """The person's last day in a job; the job still counts on it."""

    TOPIC: ClassVar[str] = "employment.ended"
    CONCERNS: ClassVar = ("person",)

    person: UUID
    number: int
    reason: Annotated[str | None, personal("person")] = None


class ExperienceRecorded(Event, frozen=True, kw_only=True):
    """The first day of the person's teaching experience, as it is known for this day.

    It replaces what was recorded before. ``received_from`` as for a job.
    """

    TOPIC: ClassVar[str] = "employment.experience_recorded"
    CONCERNS: ClassVar = ("person",)

    person: UUID
    experience_from: date
    received_from: UUID | None = None
    reason: Annotated[str | None, personal("person")] = None


EmploymentEvent = EmploymentStarted | EmploymentEnded | ExperienceRecorded
