"""What can be asked to be recorded of a seminar."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec

from domain.aggregate import Command, Line, Note
from domain.correcting import StrikeFact
from domain.pair.commands import WebLink

ATTENDEES_MAX = 500
HOURS_MAX = 200
CAPACITY_MAX = 10_000

AcademicHours = Annotated[int, msgspec.Meta(ge=1, le=HOURS_MAX)]
Capacity = Annotated[int, msgspec.Meta(ge=1, le=CAPACITY_MAX)]
TimeOfDay = Annotated[str, msgspec.Meta(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$(?!\n)")]
Position = Annotated[int, msgspec.Meta(ge=1)]

HeldOn = Annotated[date, msgspec.Meta(title="День проведения", examples=["2024-10-24"])]
BeginsAt = Annotated[TimeOfDay | None, msgspec.Meta(title="Начало", examples=["14:30"])]
Where = Annotated[Line, msgspec.Meta(title="Место проведения")]
WhichSchool = Annotated[UUID, msgspec.Meta(title="Учреждение")]
WhichEnrolment = Annotated[UUID, msgspec.Meta(title="Запись на семинар")]
WhoParticipates = Annotated[UUID, msgspec.Meta(title="Участник")]
WhereSaid = Annotated[Position, msgspec.Meta(title="Место события в журнале учреждения")]


class ScheduleSeminar(Command, frozen=True, kw_only=True):
    """Announce a seminar for mentors; the day of the command is that of the decision."""

    title: Annotated[Line, msgspec.Meta(title="Тема")]
    held_on: HeldOn
    begins_at: BeginsAt = None
    place: Where
    programme: Annotated[Note, msgspec.Meta(title="Программа (без имён)")]
    hours: Annotated[AcademicHours, msgspec.Meta(title="Академических часов")]
    capacity: Annotated[Capacity | None, msgspec.Meta(title="Число мест")] = None


class RescheduleSeminar(Command, frozen=True, kw_only=True):
    """Replace day, time and place of a seminar that was not held yet."""

    held_on: HeldOn
    begins_at: BeginsAt = None
    place: Where


class AttachMaterial(Command, frozen=True, kw_only=True):
    """Attach a material to a seminar."""

    title: Annotated[Line, msgspec.Meta(title="Название материала")]
    link: Annotated[WebLink, msgspec.Meta(title="Ссылка")]


class ReceiveEnrolment(Command, frozen=True, kw_only=True):
    """Take in that an institution enrolled one of its people; given by the system alone."""

    school: WhichSchool
    enrolment: WhichEnrolment
    person: WhoParticipates
    position: WhereSaid


class ReceiveEnrolmentWithdrawal(Command, frozen=True, kw_only=True):
    """Take in that an institution withdrew an enrolment; given by the system alone."""

    school: WhichSchool
    enrolment: WhichEnrolment
    person: WhoParticipates
    position: WhereSaid


class HoldSeminar(Command, frozen=True, kw_only=True):
    """Record that the seminar took place; the day of the command is the day it did."""

    hours: Annotated[AcademicHours, msgspec.Meta(title="Академических часов")]


class RecordAttendance(Command, frozen=True, kw_only=True):
    """Record which of the enrolled people of an institution were there."""

    school: WhichSchool
    attendees: Annotated[
        tuple[UUID, ...],
        msgspec.Meta(title="Кто присутствовал", min_length=1, max_length=ATTENDEES_MAX),
    ]


class CancelSeminar(Command, frozen=True, kw_only=True):
    """Call a seminar off; ``reason`` says why."""


class IssueCertificate(Command, frozen=True, kw_only=True):
    """Record the certificate given to who attended."""

    school: WhichSchool
    person: WhoParticipates
    certificate_number: Annotated[
        Line, msgspec.Meta(title="Номер сертификата", examples=["2024-017"])
    ]


class StrikeSeminarFact(StrikeFact, frozen=True, kw_only=True):
    """Strike a fact of a seminar that never was; what institutions wrote is theirs."""
