"""Whether what is recorded of a participant still fits together after a correction."""

from __future__ import annotations

from collections.abc import Sequence

from domain.correcting import FactIsNeeded
from domain.participant.errors import (
    AlreadyInBase,
    BaseDatesContradict,
    LeavesBeforeArrival,
    ReturnsBeforeLeaving,
)
from domain.participant.events import (
    BaseEntered,
    BaseLeft,
    BaseStatusChanged,
    ParticipantEvent,
    ParticipantLeft,
    ParticipantReturned,
)
from domain.participant.state import Participant, evolve


def check(events: Sequence[ParticipantEvent]) -> None:
    """Refuse facts of a participant that contradict each other.

    Raises :class:`FactIsNeeded` for a change in a base the person does not stand in then, a base
    or a departure of who has left, a return of who has not; :class:`AlreadyInBase`,
    :class:`BaseDatesContradict`, :class:`LeavesBeforeArrival`, :class:`ReturnsBeforeLeaving`.
    """
    participant: Participant | None = None
    for event in events:
        if participant is not None and isinstance(
            event, BaseEntered | BaseStatusChanged | BaseLeft
        ):
            _follows(participant, event)
        if participant is not None and isinstance(event, ParticipantLeft | ParticipantReturned):
            _moves(participant, event)
        participant = evolve(participant, event)


def _follows(participant: Participant, event: BaseEntered | BaseStatusChanged | BaseLeft) -> None:
    enters = isinstance(event, BaseEntered)
    if enters and participant.in_base(event.role):
        raise AlreadyInBase("/role")
    if participant.left_on is not None or (not enters and not participant.in_base(event.role)):
        raise FactIsNeeded("/corrects")
    since = participant.bases_since.get(event.role)
    if since is not None and event.effective_on < since:
        raise BaseDatesContradict("/effective_on", since=since)


def _moves(participant: Participant, event: ParticipantLeft | ParticipantReturned) -> None:
    leaves, day = isinstance(event, ParticipantLeft), event.effective_on
    if leaves == (participant.left_on is not None):
        raise FactIsNeeded("/corrects")
    if leaves and day < participant.arrived_on:
        raise LeavesBeforeArrival("/effective_on", arrived_on=participant.arrived_on)
    if participant.left_on is not None and day <= participant.left_on:
        raise ReturnsBeforeLeaving("/effective_on", left_on=participant.left_on)
