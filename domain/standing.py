"""Facts as they stand: a stream read with its corrections.

A fact is never overwritten. Its correction is recorded behind it in the same stream: the fact as
it should have been, or struck if it never was. Whoever folds a stream folds its facts as they
stand, each in the place where it was first recorded.
"""

from __future__ import annotations

from collections.abc import Sequence

from domain.events import Event, Recorded


def places(events: Sequence[Event]) -> list[int]:
    """Return for each event of a whole stream the version at which its fact was first recorded."""
    first: list[int] = []
    for version, event in enumerate(events, 1):
        first.append(version if event.corrects is None else first[event.corrects - 1])
    return first


def standing(events: Sequence[Event]) -> list[int]:
    """Return the versions in force of the facts of a whole stream, in the order of the facts."""
    latest = {place: version for version, place in enumerate(places(events), 1)}
    return [version for version in latest.values() if not events[version - 1].struck]


def standing_records(told: Sequence[Recorded[Event]]) -> list[Recorded[Event]]:
    """Return what stands of a whole stream, with everything the store knows of it."""
    return [told[version - 1] for version in standing([one.event for one in told])]
