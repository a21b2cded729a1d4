"""What an event changes: the fact it tells, and for a correction all that stands of its stream."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from uuid import UUID

import msgspec

from domain.events import Event, Recorded
from domain.standing import standing_records

Place = tuple[UUID, UUID]
"""A tenant and a stream of it."""

NOTHING_EARLIER: Mapping[Place, Sequence[Recorded[Event]]] = MappingProxyType({})


class Change(msgspec.Struct, frozen=True, gc=False):
    """An event as registers take it in.

    ``corrected`` is the fact it corrects, as last told; ``stands`` is then everything that stands
    of the stream after it. Both are empty for an event that corrects nothing.
    """

    recorded: Recorded[Event]
    corrected: Recorded[Event] | None = None
    stands: Sequence[Recorded[Event]] = ()


def changes_of(
    recorded: Sequence[Recorded[Event]],
    earlier: Mapping[Place, Sequence[Recorded[Event]]] = NOTHING_EARLIER,
) -> list[Change]:
    """Return the changes that ``recorded`` makes, in the same order.

    ``earlier`` holds what the streams with corrections among ``recorded`` held before it; nothing
    where that is the whole log.
    """
    told = {
        (one.tenant_id, one.stream_id): list(earlier.get((one.tenant_id, one.stream_id), ()))
        for one in recorded
        if one.event.corrects
    }
    if not told:
        return [Change(one) for one in recorded]
    changes = []
    for one in recorded:
        stream = told.get((one.tenant_id, one.stream_id))
        if stream is not None:
            stream.append(one)
        if stream is None or one.event.corrects is None:
            changes.append(Change(one))
        else:
            corrected = stream[one.event.corrects - 1]
            changes.append(Change(one, corrected, standing_records(stream)))
    return changes
