"""What a participant's record admits, one function per command."""

from __future__ import annotations

from datetime import date

from domain.aggregate import Aggregate, Decision, Facts
from domain.events import Event
from domain.participant.checking import check
from domain.participant.commands import (
    ChangeBaseStatus,
    EnterBase,
    LeaveBase,
    RecordResidence,
    RegisterParticipant,
    ReturnParticipant,
    ReviseProfile,
)
from domain.participant.errors import (
    AlreadyInBase,
    AlreadyRegistered,
    BaseDatesContradict,
    BirthYearMismatch,
    BornLater,
    HasLeft,
    HasNotLeft,
    NotInBase,
    NotOneSchoolYear,
    ReturnsBeforeLeaving,
    WrongSnils,
)
from domain.participant.events import (
    BaseEntered,
    BaseLeft,
    BaseStatusChanged,
    ParticipantLeft,
    ParticipantReceived,
    ParticipantRegistered,
    ParticipantReturned,
    ProfileRevised,
    ResidenceRecorded,
)
from domain.participant.state import Participant, evolve


def snils_is_valid(snils: str) -> bool:
    """Check the control number (Постановление Правления ПФР № 192п, Приложение 1, п. 1.10).

    Zeros pass that check, but are what people type who do not know the number; taken for one, it
    would make them all the same person.
    """
    digits = [int(char) for char in snils if char.isdigit()]
    control = digits[9] * 10 + digits[10]
    total = sum(digit * weight for digit, weight in zip(digits[:9], range(9, 0, -1), strict=True))
    return any(digits) and control == total % 101 % 100


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
    elif birth_year is not None and birth_year > day.year:
        raise BornLater("/birth_year")
    if command.snils is not None and not snils_is_valid(command.snils):
        raise WrongSnils("/snils")
    known = facts.identity.birth_year if facts.identity else _known_before(command, facts)
    return [
        ParticipantRegistered(
            effective_on=day,
            person=facts.target,
            birth_year=birth_year,
            known_birth_year=None if known == birth_year else known,
            outside=command.outside,
            last_name=command.last_name,
            first_name=command.first_name,
            middle_name=command.middle_name,
            birth_date=command.birth_date,
            snils=command.snils,
            reason=command.reason,
        )
    ]


def _known_before(command: RegisterParticipant, facts: Facts) -> int | None:
    """Return the year the vault gave when the registration that is corrected was recorded."""
    if command.corrects is None:
        return None
    match facts.told()[command.corrects - 1].event:
        case ParticipantRegistered(known_birth_year=year):
            return year
        case _:
            return None


def revise_profile(state: Participant, command: ReviseProfile, facts: Facts) -> list[Event]:
    """Replace the profile."""
    if command.school_year is not None:
        first, _, second = command.school_year.partition("/")
        if int(second) != int(first) + 1:
            raise NotOneSchoolYear("/school_year")
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
    """Enter a base the person does not stand in; who left it may enter again."""
    if state.left_on is not None:
        raise HasLeft(left_on=state.left_on)
    if state.in_base(command.role):
        raise AlreadyInBase("/role")
    return [
        BaseEntered(
            effective_on=_day_in_base(state, command, facts),
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
            effective_on=_day_in_base(state, command, facts),
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
            effective_on=_day_in_base(state, command, facts),
            person=state.person,
            role=command.role,
            reason=command.reason,
        )
    ]


def return_(state: Participant, command: ReturnParticipant, facts: Facts) -> list[Event]:
    """Take back a person who left, on a later day; their pairs and bases stay as they ended."""
    if state.left_on is None:
        raise HasNotLeft
    day = command.effective_on or facts.today
    if day <= state.left_on:
        raise ReturnsBeforeLeaving("/effective_on", left_on=state.left_on)
    return [ParticipantReturned(effective_on=day, person=state.person, reason=command.reason)]


def _day_in_base(
    state: Participant, command: EnterBase | ChangeBaseStatus | LeaveBase, facts: Facts
) -> date:
    day = command.effective_on or facts.today
    since = state.bases_since.get(command.role)
    if since is not None and day < since:
        raise BaseDatesContradict("/effective_on", since=since)
    return day


PARTICIPANT = Aggregate(
    name="participant",
    events=(
        ParticipantRegistered,
        ProfileRevised,
        ResidenceRecorded,
        BaseEntered,
        BaseStatusChanged,
        BaseLeft,
        ParticipantLeft,
        ParticipantReturned,
        ParticipantReceived,
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
        Decision(ReturnParticipant, return_),
    ),
    check=check,
)
