"""A person in one institution: who they are, where they live, which base they stand in.

Mentor and mentee are roles, never kinds of person; one person may hold both. The person key comes
from the district's vault and is the same in every institution of the district.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Literal, assert_never
from uuid import UUID

import msgspec

from domain.aggregate import Aggregate, Command, Decision, Facts, Line, Note
from domain.errors import Conflict, Invalid, RuleBroken
from domain.events import Event, personal
from domain.rules import Role

BaseStatus = Literal["entered", "selected", "not_selected", "trained", "left"]
SCHOOL_YEAR = r"^20[0-9]{2}/20[0-9]{2}$"


class ParticipantRegistered(Event, frozen=True, kw_only=True):
    """The institution keeps records of a person from this day.

    ``birth_year`` is what this institution was told; ``known_birth_year`` is the year under which
    the vault already knew the person, and wins where the two differ.
    """

    TOPIC: ClassVar[str] = "participant.registered"
    CONCERNS: ClassVar = ("person",)

    person: UUID
    birth_year: int | None = None
    known_birth_year: int | None = None
    last_name: Annotated[str | None, personal("person")] = None
    first_name: Annotated[str | None, personal("person")] = None
    middle_name: Annotated[str | None, personal("person")] = None
    birth_date: Annotated[date | None, personal("person")] = None
    snils: Annotated[str | None, personal("person")] = None
    reason: Annotated[str | None, personal("person")] = None


class ProfileRevised(Event, frozen=True, kw_only=True):
    """The whole profile as it is from this day on; what is left out is empty."""

    TOPIC: ClassVar[str] = "participant.profile_revised"
    CONCERNS: ClassVar = ("person",)

    person: UUID
    school_year: str | None = None
    class_name: str | None = None
    contact: Annotated[str | None, personal("person")] = None
    contact_person: Annotated[str | None, personal("person")] = None
    request: Annotated[str | None, personal("person")] = None
    competencies: Annotated[str | None, personal("person")] = None
    achievements: Annotated[str | None, personal("person")] = None
    interests: Annotated[str | None, personal("person")] = None
    preferred_age: str | None = None
    time_resource: str | None = None
    reason: Annotated[str | None, personal("person")] = None


class ResidenceRecorded(Event, frozen=True, kw_only=True):
    """From this day the person lives in the district, does not, or it is not known."""

    TOPIC: ClassVar[str] = "participant.residence_recorded"
    CONCERNS: ClassVar = ("person",)

    person: UUID
    lives_in_district: bool | None
    reason: Annotated[str | None, personal("person")] = None


class BaseEntered(Event, frozen=True, kw_only=True):
    """The person entered the institution's base in a role."""

    TOPIC: ClassVar[str] = "participant.base_entered"
    CONCERNS: ClassVar = ("person",)

    person: UUID
    role: Role
    document: Literal["request", "questionnaire"]
    reason: Annotated[str | None, personal("person")] = None


class BaseStatusChanged(Event, frozen=True, kw_only=True):
    """What became of the person in the base: selected, not selected, trained."""

    TOPIC: ClassVar[str] = "participant.base_status_changed"
    CONCERNS: ClassVar = ("person",)

    person: UUID
    role: Role
    status: Literal["selected", "not_selected", "trained"]
    reason: Annotated[str | None, personal("person")] = None


class BaseLeft(Event, frozen=True, kw_only=True):
    """The person left the base; this day is the last in it."""

    TOPIC: ClassVar[str] = "participant.base_left"
    CONCERNS: ClassVar = ("person",)

    person: UUID
    role: Role
    reason: Annotated[str | None, personal("person")] = None


ParticipantEvent = (
    ParticipantRegistered
    | ProfileRevised
    | ResidenceRecorded
    | BaseEntered
    | BaseStatusChanged
    | BaseLeft
)


class Participant(msgspec.Struct, frozen=True, kw_only=True):
    """What the rules need to know of a participant; ``bases`` by role, absent if never entered."""

    person: UUID
    registered_on: date
    birth_year: int | None
    birth_date: date | None
    bases: dict[Role, BaseStatus]

    def in_base(self, role: Role) -> bool:
        """Say whether the person stands in the base of ``role`` now."""
        return self.bases.get(role, "left") != "left"


def evolve(state: Participant | None, event: ParticipantEvent) -> Participant:
    """Return the state after ``event``."""
    match event:
        case ParticipantRegistered():
            return Participant(
                person=event.person,
                registered_on=event.effective_on,
                birth_year=event.known_birth_year or event.birth_year,
                birth_date=event.birth_date,
                bases={},
            )
        case ProfileRevised() | ResidenceRecorded():
            return _existing(state)
        case BaseEntered():
            return _with_base(_existing(state), event.role, "entered")
        case BaseStatusChanged():
            return _with_base(_existing(state), event.role, event.status)
        case BaseLeft():
            return _with_base(_existing(state), event.role, "left")
        case _:
            assert_never(event)


def _existing(state: Participant | None) -> Participant:
    if state is None:
        raise ValueError("a participant's stream starts with its registration")
    return state


def _with_base(state: Participant, role: Role, status: BaseStatus) -> Participant:
    return msgspec.structs.replace(state, bases={**state.bases, role: status})


class RegisterParticipant(Command, frozen=True, kw_only=True):
    """Begin to keep records of a person.

    The person is recognised in other institutions by SNILS, else by full name and birth date.
    """

    last_name: Annotated[Line, msgspec.Meta(title="Фамилия")]
    first_name: Annotated[Line, msgspec.Meta(title="Имя")]
    middle_name: Annotated[Line | None, msgspec.Meta(title="Отчество")] = None
    birth_date: Annotated[date | None, msgspec.Meta(title="Дата рождения")] = None
    birth_year: Annotated[
        int | None, msgspec.Meta(title="Год рождения, если дата неизвестна", ge=1900, le=2100)
    ] = None
    snils: Annotated[
        str | None,
        msgspec.Meta(title="СНИЛС", pattern=r"^[0-9]{3}-[0-9]{3}-[0-9]{3} [0-9]{2}$"),
    ] = None


class ReviseProfile(Command, frozen=True, kw_only=True):
    """Replace the participant's profile."""

    school_year: Annotated[
        str | None, msgspec.Meta(title="Учебный год", pattern=SCHOOL_YEAR, examples=["2024/2025"])
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


class AlreadyRegistered(Conflict):
    """The institution already keeps records of this person."""

    code = "already_registered"
    ru = "Этот участник уже есть в учреждении."
    en = "This participant is already registered in the institution."


class BirthYearMismatch(Invalid):
    """The year of birth is not that of the birth date."""

    code = "birth_year_mismatch"
    ru = "Год рождения не совпадает с датой рождения."
    en = "The year of birth is not that of the birth date."


class BornLater(Invalid):
    """The birth date lies after the day of the fact."""

    code = "born_later"
    ru = "Дата рождения позже дня записи."
    en = "The birth date is later than the day of the fact."


class WrongSnils(Invalid):
    """The control number of the SNILS is wrong."""

    code = "wrong_snils"
    ru = "Контрольное число СНИЛС не сходится."
    en = "The control number of the SNILS is wrong."


class AlreadyInBase(Conflict):
    """The person already stands in that base."""

    code = "already_in_base"
    ru = "Участник уже состоит в этой базе."
    en = "The participant is already in this base."


class NotInBase(RuleBroken):
    """The person does not stand in that base."""

    code = "not_in_base"
    ru = "Участник не состоит в этой базе."
    en = "The participant is not in this base."


def snils_is_valid(snils: str) -> bool:
    """Check the control number (Постановление Правления ПФР № 192п, Приложение 1, п. 1.10)."""
    digits = [int(char) for char in snils if char.isdigit()]
    control = digits[9] * 10 + digits[10]
    total = sum(digit * weight for digit, weight in zip(digits[:9], range(9, 0, -1), strict=True))
    return control == total % 101 % 100


def register(state: Participant | None, command: RegisterParticipant, facts: Facts) -> list[Event]:
    """Register the person under the key the vault gave."""
    if state is not None:
        raise AlreadyRegistered
    day = command.effective_on or facts.today
    birth_year = command.birth_year
    if command.birth_date is not None:
        if birth_year not in (None, command.birth_date.year):
            raise BirthYearMismatch("/birth_year")
        if command.birth_date > day:
            raise BornLater("/birth_date")
        birth_year = command.birth_date.year
    if command.snils is not None and not snils_is_valid(command.snils):
        raise WrongSnils("/snils")
    known = facts.identity.birth_year if facts.identity else None
    return [
        ParticipantRegistered(
            effective_on=day,
            person=facts.target,
            birth_year=birth_year,
            known_birth_year=None if known == birth_year else known,
            last_name=command.last_name,
            first_name=command.first_name,
            middle_name=command.middle_name,
            birth_date=command.birth_date,
            snils=command.snils,
            reason=command.reason,
        )
    ]


def revise_profile(state: Participant, command: ReviseProfile, facts: Facts) -> list[Event]:
    """Replace the profile."""
    return [
        ProfileRevised(
            effective_on=command.effective_on or facts.today,
            person=state.person,
            school_year=command.school_year,
            class_name=command.class_name,
            contact=command.contact,
            contact_person=command.contact_person,
            request=command.request,
            competencies=command.competencies,
            achievements=command.achievements,
            interests=command.interests,
            preferred_age=command.preferred_age,
            time_resource=command.time_resource,
            reason=command.reason,
        )
    ]


def record_residence(state: Participant, command: RecordResidence, facts: Facts) -> list[Event]:
    """Record residence from a day on."""
    return [
        ResidenceRecorded(
            effective_on=command.effective_on or facts.today,
            person=state.person,
            lives_in_district=command.lives_in_district,
            reason=command.reason,
        )
    ]


def enter_base(state: Participant, command: EnterBase, facts: Facts) -> list[Event]:
    """Enter a base the person does not stand in; who left may enter again."""
    if state.in_base(command.role):
        raise AlreadyInBase
    return [
        BaseEntered(
            effective_on=command.effective_on or facts.today,
            person=state.person,
            role=command.role,
            document=command.document,
            reason=command.reason,
        )
    ]


def change_base_status(state: Participant, command: ChangeBaseStatus, facts: Facts) -> list[Event]:
    """Record what became of a person in the base."""
    if not state.in_base(command.role):
        raise NotInBase("/role")
    return [
        BaseStatusChanged(
            effective_on=command.effective_on or facts.today,
            person=state.person,
            role=command.role,
            status=command.status,
            reason=command.reason,
        )
    ]


def leave_base(state: Participant, command: LeaveBase, facts: Facts) -> list[Event]:
    """Leave a base."""
    if not state.in_base(command.role):
        raise NotInBase("/role")
    return [
        BaseLeft(
            effective_on=command.effective_on or facts.today,
            person=state.person,
            role=command.role,
            reason=command.reason,
        )
    ]


PARTICIPANT = Aggregate(
    name="participant",
    events=(
        ParticipantRegistered,
        ProfileRevised,
        ResidenceRecorded,
        BaseEntered,
        BaseStatusChanged,
        BaseLeft,
    ),
    evolve=evolve,
    key_of=lambda event: (event.person,),
    key=lambda target, _command: (target,),
    decisions=(
        Decision(RegisterParticipant, register, opens=True),
        Decision(ReviseProfile, revise_profile),
        Decision(RecordResidence, record_residence),
        Decision(EnterBase, enter_base),
        Decision(ChangeBaseStatus, change_base_status),
        Decision(LeaveBase, leave_base),
    ),
)
