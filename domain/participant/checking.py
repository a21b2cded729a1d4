"""Whether what is recorded of a participant still fits together after a correction."""

from __future__ import annotations

from collections.abc import Sequence

from domain.correcting import FactIsNeeded
from domain.participant.errors import AlreadyInBase, BaseDatesContradict
from domain.participant.events import BaseEntered, BaseLeft, BaseStatusChanged, ParticipantEvent
from domain.participant.state import Participant, evolve


def check(events: Sequence[ParticipantEvent]) -> None:
    """Refuse facts of a participant that contradict each other.

    Raises :class:`FactIsNeeded` for a change in a base the person does not stand in then,
    :class:`AlreadyInBase` and :class:`BaseDatesContradict`.
    """
    participant: Participant | None = None
    for event in events:
        if participant is not None and isinstance(
            event, BaseEntered | BaseStatusChanged | BaseLeft
        ):
            _follows(participant, event)
        participant = evolve(participant, event)


def _follows(participant: Participant, event: BaseEntered | BaseStatusChanged | BaseLeft) -> None:
    enters = isinstance(event, BaseEntered)
    if enters and participant.in_base(event.role):
        raise AlreadyInBase("/role")
    if not enters and not participant.in_base(event.role):
        raise FactIsNeeded("/corrects")
    since = participant.bases_since.get(event.role)
    if since is not None and event.effective_on < since:
        raise BaseDatesContradict("/effective_on", since=since)
