"""Streams as they stood when they were last read, so that only what came since has to be read.

A stream only grows: what is kept here cannot become wrong, whoever appends to it, in this process
or another. It is at most behind.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock
from typing import Any
from uuid import UUID

from adapters.vault import Vault
from domain.aggregate import Aggregate
from domain.catalogue import aggregate_of
from domain.events import Event, personal_fields

Place = tuple[UUID, UUID]
"""A tenant and a stream of it, or a tenant and a person in it."""

STREAMS_MAX = 20_000


class Stream:
    """A stream as far as it was read or decided; ``version`` 0 means it does not exist.

    ``people`` are those it concerns, ``subjects`` those whose personal data was read in it.
    """

    __slots__ = ("aggregate", "people", "state", "subjects", "version")

    def __init__(self) -> None:
        self.aggregate: Aggregate[Any] | None = None
        self.state: Any = None
        self.version = 0
        self.people: frozenset[UUID] = frozenset()
        self.subjects: frozenset[UUID] = frozenset()

    def evolve(self, events: Sequence[Event]) -> None:
        """Take in the next events, none of which corrects another."""
        self._hear(events)
        for event in events:
            self.state = self.aggregate_of(event).evolve(self.state, event)
        self.version += len(events)

    def restate(self, events: Sequence[Event]) -> None:
        """Take in the whole stream anew, some of whose events correct others."""
        self._hear(events)
        self.state = self.aggregate_of(events[0]).fold(events)
        self.version = len(events)

    def aggregate_of(self, event: Event) -> Aggregate[Any]:
        """Return the kind of this stream, of which ``event`` is one."""
        if self.aggregate is None:
            self.aggregate = aggregate_of(type(event))
        return self.aggregate

    def _hear(self, events: Sequence[Event]) -> None:
        for event in events:
            self.people = self.people.union(event.concerns())
            for field, subject in personal_fields(type(event)).items():
                if getattr(event, field) is not None:
                    self.subjects = self.subjects.union((getattr(event, subject),))

    def copy(self) -> Stream:
        """Return a stream that goes on from here by itself."""
        copy = Stream()
        for name in self.__slots__:
            setattr(copy, name, getattr(self, name))
        return copy


class StreamCache:
    """The streams read most recently; none outlives the keys it was read with."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._streams: OrderedDict[Place, Stream] = OrderedDict()
        self._generation = vault.generation
        self._lock = Lock()

    def get(self, place: Place) -> Stream:
        """Return the stream at ``place`` as far as it is known: perhaps not at all."""
        with self._lock:
            self._forget_what_is_stale()
            kept = self._streams.get(place)
            if kept is None:
                return Stream()
            self._streams.move_to_end(place)
        if self._vault.opens((place[0], subject) for subject in kept.subjects):
            return kept.copy()
        return Stream()

    def keep(self, place: Place, stream: Stream) -> None:
        """Keep what was read of a stream."""
        copy = stream.copy()
        with self._lock:
            self._forget_what_is_stale()
            self._streams[place] = copy
            self._streams.move_to_end(place)
            if len(self._streams) > STREAMS_MAX:
                self._streams.popitem(last=False)

    def _forget_what_is_stale(self) -> None:
        # What an erased person was called must not stay in memory either.
        if self._generation != self._vault.generation:
            self._streams.clear()
            self._generation = self._vault.generation
