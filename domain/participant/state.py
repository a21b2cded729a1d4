"""What the rules need to know of a participant."""

from __future__ import annotations

from datetime import date
from typing import assert_never
from uuid import UUID

import msgspec

from domain.participant.events import (
    BaseEntered,
    BaseLeft,
    BaseStatus,
    BaseStatusChanged,
    ParticipantEvent,
    ParticipantLeft,
    ParticipantReceived,
    ParticipantRegistered,
    ParticipantReturned,
    ProfileRevised,
    ResidenceRecorded,
)
from domain.rules import Role


class Participant(msgspec.Struct, frozen=True, kw_only=True):
    """One person in one institution.

    ``arrived_on`` is the day of the registration or of the latest return, ``left_on`` the last day
    here of a person who has left and not come back.
    ``bases``: the status by role, absent if never entered; ``bases_since``: the day it holds from.
    ``birth_date`` is ``None`` when it was never told or the person was erased. ``outside``: from
    another organisation.
    """

    person: UUID
    arrived_on: date
    birth_year: int | None
    birth_date: date | None
    bases: dict[Role, BaseStatus]
    bases_since: dict[Role, date]
    left_on: date | None = None
    outside: bool = False

    def in_base(self, role: Role) -> bool:
        """Say whether the person stands in the base of ``role`` now."""
        return self.bases.get(role, "left") != "left"


def evolve(state: Participant | None, event: ParticipantEvent) -> Participant:
    """Return the state after ``event``."""
    match event:
        case ParticipantRegistered():
            return Participant(
                person=event.person,
                arrived_on=event.effective_on,
                birth_year=event.known_birth_year or event.birth_year,
                birth_date=event.birth_date,
                bases={},
                bases_since={},
                outside=event.outside,
            )
        case ProfileRevised() | ResidenceRecorded() | ParticipantReceived():
            return _existing(state)
        case BaseEntered() | BaseStatusChanged() | BaseLeft():
            return _with_base(_existing(state), event)
        case ParticipantLeft():
            return msgspec.structs.replace(_existing(state), left_on=event.effective_on)
        case ParticipantReturned():
            return msgspec.structs.replace(
                _existing(state), arrived_on=event.effective_on, left_on=None
            )
        case _:
            assert_never(event)


def _existing(state: Participant | None) -> Participant:
    if state is None:
        raise ValueError("a participant's stream starts with its registration")
    return state


def _with_base(
    state: Participant, event: BaseEntered | BaseStatusChanged | BaseLeft
) -> Participant:
    status: BaseStatus = "entered"
    if isinstance(event, BaseStatusChanged):
        status = event.status
    elif isinstance(event, BaseLeft):
        status = "left"
    return msgspec.structs.replace(
        state,
        bases={**state.bases, event.role: status},
        bases_since={**state.bases_since, event.role: event.effective_on},
    )
