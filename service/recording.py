"""Events as they stand in the log after an append, without reading them back."""

from __future__ import annotations

from adapters.postgres.log import Appended, Entry
from domain.events import Event, Recorded


def recorded_entry(entry: Entry, place: Appended) -> list[Recorded[Event]]:
    """Return the events of an entry that was appended at ``place``."""
    return [
        Recorded(
            tenant_id=entry.tenant_id,
            position=position,
            stream_id=new.stream_id,
            version=new.version,
            recorded_at=place.recorded_at,
            actor=entry.actor,
            command_id=entry.command_id,
            causation=entry.causation,
            event=new.event,
        )
        for position, new in enumerate(entry.events, place.first_position)
    ]
