"""What can be asked to be recorded of a participant."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec

from domain.aggregate import Command, Line, Note
from domain.correcting import StrikeFact
from domain.rules import Role

SchoolYear = Annotated[str, msgspec.Meta(pattern=r"^20[0-9]{2}/20[0-9]{2}$(?!\n)")]
BirthYear = Annotated[int, msgspec.Meta(ge=1900, le=2100)]
Snils = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{3}-[0-9]{3}-[0-9]{3} [0-9]{2}$(?!\n)")]


class RegisterParticipant(Command, frozen=True, kw_only=True):
    """Begin to keep records of a person.

    The person is recognised in other institutions by SNILS, else by full name and birth date.
    """

    last_name: Annotated[Line, msgspec.Meta(title="Фамилия")]
    first_name: Annotated[Line, msgspec.Meta(title="Имя")]
    middle_name: Annotated[Line | None, msgspec.Meta(title="Отчество")] = None
    birth_date: Annotated[date | None, msgspec.Meta(title="Дата рождения")] = None
    birth_year: Annotated[
        BirthYear | None, msgspec.Meta(title="Год рождения, если дата неизвестна")
    ] = None
    snils: Annotated[Snils | None, msgspec.Meta(title="СНИЛС", examples=["112-233-445 95"])] = None
    outside: Annotated[bool, msgspec.Meta(title="Из другой организации")] = False


class ReviseProfile(Command, frozen=True, kw_only=True):
    """Replace the participant's profile."""

    school_year: Annotated[
        SchoolYear | None, msgspec.Meta(title="Учебный год", examples=["2024/2025"])
    ] = None
    class_name: Annotated[Line | None, msgspec.Meta(title="Класс")] = None
    contact: Annotated[Line | None, msgspec.Meta(title="Контактные данные")] = None
    contact_person: Annotated[Line | None, msgspec.Meta(title="Чьи это контактные данные")] = None
    request: Annotated[Note | None, msgspec.Meta(title="Основной запрос")] = None
    competencies: Annotated[Note | None, msgspec.Meta(title="Основные компетенции")] = None
    achievements: Annotated[Note | None, msgspec.Meta(title="Важные достижения")] = None
    interests: Annotated[Note | None, msgspec.Meta(title="Интересы")] = None
    preferred_age: Annotated[Line | None, msgspec.Meta(title="Желаемый возраст наставляемых")] = (
        None
    )
    time_resource: Annotated[Line | None, msgspec.Meta(title="Ресурс времени")] = None


class RecordResidence(Command, frozen=True, kw_only=True):
    """Record whether the person lives in the district from a day on; null means unknown."""

    lives_in_district: Annotated[bool | None, msgspec.Meta(title="Проживает в районе")]


class EnterBase(Command, frozen=True, kw_only=True):
    """Enter the person in the base of mentees or of mentors."""

    role: Annotated[Role, msgspec.Meta(title="Роль")]
    document: Annotated[Literal["request", "questionnaire"], msgspec.Meta(title="На основании")] = (
        "request"
    )


class ChangeBaseStatus(Command, frozen=True, kw_only=True):
    """Record the outcome of selection or training."""

    role: Annotated[Role, msgspec.Meta(title="Роль")]
    status: Annotated[
        Literal["selected", "not_selected", "trained"], msgspec.Meta(title="Состояние")
    ]


class LeaveBase(Command, frozen=True, kw_only=True):
    """Take the person out of a base."""

    role: Annotated[Role, msgspec.Meta(title="Роль")]


class ReturnParticipant(Command, frozen=True, kw_only=True):
    """Record the first day of a participant who left the institution and has come back."""


class StrikeParticipantFact(StrikeFact, frozen=True, kw_only=True):
    """Say that something recorded of the participant never was."""
