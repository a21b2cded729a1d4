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
    ParticipantRegistered,
    ProfileRevised,
    ResidenceRecorded,
)
from domain.rules import Role


class Participant(msgspec.Struct, frozen=True, kw_only=True):
    """One person in one institution.

    ``bases``: the status by role, absent if never entered; ``bases_since``: the day it holds from.
    ``birth_date`` is ``None`` when it was never told or the person was erased.
    """

    person: UUID
    registered_on: date
    birth_year: int | None
    birth_date: date | None
    bases: dict[Role, BaseStatus]
    bases_since: dict[Role, date]

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
                bases_since={},
            )
        case ProfileRevised() | ResidenceRecorded():
            return _existing(state)
        case BaseEntered():
            return _with_base(_existing(state), event, "entered")
        case BaseStatusChanged():
            return _with_base(_existing(state), event, event.status)
        case BaseLeft():
            return _with_base(_existing(state), event, "left")
        case _:
            assert_never(event)


def _existing(state: Participant | None) -> Participant:
    if state is None:
        raise ValueError("a participant's stream starts with its registration")
    return state


def _with_base(
    state: Participant, event: BaseEntered | BaseStatusChanged | BaseLeft, status: BaseStatus
) -> Participant:
    return msgspec.structs.replace(
        state,
        bases={**state.bases, event.role: status},
        bases_since={**state.bases_since, event.role: event.effective_on},
    )
