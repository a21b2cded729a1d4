"""What is recorded of a participant."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from domain.events import Event, personal
from domain.rules import Role

BaseStatus = Literal["entered", "selected", "not_selected", "trained", "left"]


class ParticipantRegistered(Event, frozen=True, kw_only=True):
    """The institution keeps records of a person from this day.

    ``birth_year`` is what this institution was told; ``known_birth_year`` is the year under which
    the vault already knew the person, and wins where the two differ. ``outside``: the person
    neither learns nor works here, but comes from another organisation to be a mentor or a mentee.
    """

    TOPIC: ClassVar[str] = "participant.registered"
    CONCERNS: ClassVar = ("person",)

    person: UUID
    birth_year: int | None = None
    known_birth_year: int | None = None
    outside: bool = False
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
    class_name: Annotated[str | None, personal("person")] = None
    contact: Annotated[str | None, personal("person")] = None
    contact_person: Annotated[str | None, personal("person")] = None
    request: Annotated[str | None, personal("person")] = None
    competencies: Annotated[str | None, personal("person")] = None
    achievements: Annotated[str | None, personal("person")] = None
    interests: Annotated[str | None, personal("person")] = None
    preferred_age: Annotated[str | None, personal("person")] = None
    time_resource: Annotated[str | None, personal("person")] = None
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


class ParticipantLeft(Event, frozen=True, kw_only=True):
    """The person's last day in the institution; ``to_school``: where in the district they go."""

    TOPIC: ClassVar[str] = "participant.left"
    CONCERNS: ClassVar = ("person",)

    person: UUID
    to_school: UUID | None = None
    reason: Annotated[str | None, personal("person")] = None


class ParticipantReturned(Event, frozen=True, kw_only=True):
    """The person is in the institution again from this day on."""

    TOPIC: ClassVar[str] = "participant.returned"
    CONCERNS: ClassVar = ("person",)

    person: UUID
    reason: Annotated[str | None, personal("person")] = None


class ParticipantReceived(Event, frozen=True, kw_only=True):
    """The institution succeeds, for this person, one that was merged into it.

    From this day on it answers for what ``from_school`` had recorded of them; what passed stands
    in the events before this one.
    """

    TOPIC: ClassVar[str] = "participant.received"
    CONCERNS: ClassVar = ("person",)

    person: UUID
    from_school: UUID


ParticipantChange = (
    ProfileRevised
    | ResidenceRecorded
    | BaseEntered
    | BaseStatusChanged
    | BaseLeft
    | ParticipantLeft
    | ParticipantReturned
    | ParticipantReceived
)
"""Anything recorded of a participant after the registration."""

ParticipantEvent = ParticipantRegistered | ParticipantChange
