"""The streams one unit of work knows: loaded by key, folded once, evolved as it decides."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Any, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from adapters.postgres.database import Connection
from adapters.postgres.log import Log
from domain.aggregate import Aggregate, Identity
from domain.district import DISTRICT
from domain.events import Event, Recorded
from domain.rules import RULES
from domain.school import SCHOOL
from service.stream_cache import Place, Stream, StreamCache

StateT = TypeVar("StateT", bound=msgspec.Struct)


class Streams:
    """The streams of one transaction, each read from the log at most once."""

    def __init__(self, log: Log, cache: StreamCache, connection: Connection) -> None:
        self._log = log
        self._cache = cache
        self.connection = connection
        self._streams: dict[Place, Stream] = {}
        self._about: dict[Place, dict[UUID, None]] = {}
        self._people_loaded: set[Place] = set()
        self._told: dict[Place, list[Recorded[Event]]] = {}
        self._decided: dict[Place, list[Recorded[Event]]] = {}

    def expect(self, places: Iterable[Place]) -> dict[Place, int]:
        """Return the versions after which the streams among ``places`` are not known yet.

        Whoever asks for them hands what the log has to :meth:`take`.
        """
        missing = {place for place in places if place not in self._streams}
        for place in missing:
            self._streams[place] = self._cache.get(place)
        return {place: self._streams[place].version for place in missing}

    def take(self, expected: Iterable[Place], recorded: Sequence[Recorded[Event]]) -> None:
        """Take in what the log had of streams that were expected."""
        for place, group in groupby(recorded, key=lambda one: (one.tenant_id, one.stream_id)):
            stream, events = self._streams[place], [one.event for one in group]
            if any(event.corrects for event in events):
                stream.restate([one.event for one in self.told(place)])
            else:
                stream.evolve(events)
            self._cache.keep(place, stream)
        for place in expected:
            self._index(place)

    def load(self, places: Iterable[Place]) -> None:
        """Read the streams among ``places`` that are not known yet, in one query."""
        expected = self.expect(places)
        if expected:
            self.take(expected, self._log.streams(self.connection, expected))

    def load_people(self, people: Iterable[Place]) -> None:
        """Read every stream about ``people`` that is not known yet, in two queries."""
        missing = {person for person in people if person not in self._people_loaded}
        if missing:
            self._people_loaded |= missing
            self.load(self._log.about(self.connection, missing))

    def today(self, district_id: UUID, moment: datetime) -> date:
        """Return the day that ``moment`` is in the district's time zone."""
        district = self.at(district_id, DISTRICT.stream_id(district_id)).state
        return moment.astimezone(ZoneInfo(district.time_zone) if district else UTC).date()

    def at(self, tenant: UUID, stream_id: UUID) -> Stream:
        """Return one stream."""
        self.load(((tenant, stream_id),))
        return self._streams[tenant, stream_id]

    def about(self, tenant: UUID, person: UUID) -> dict[UUID, Stream]:
        """Return every stream of ``tenant`` in which ``person`` occurs, by its id."""
        self.load_people(((tenant, person),))
        return {stream: self.at(tenant, stream) for stream in self._about.get((tenant, person), ())}

    def told(self, place: Place) -> list[Recorded[Event]]:
        """Return everything the log holds of a stream."""
        if place not in self._told:
            self._told[place] = self._log.streams(self.connection, {place: 0})
        return self._told[place]

    def told_and_decided(self, place: Place) -> list[Recorded[Event]]:
        """Return everything the log holds of a stream, and what was decided of it since."""
        return [*self.told(place), *self._decided.get(place, ())]

    def record(self, decided: Recorded[Event]) -> None:
        """Take in an event that was just decided."""
        place = decided.tenant_id, decided.stream_id
        self._decided.setdefault(place, []).append(decided)
        stream = self.at(*place)
        if decided.event.corrects is None:
            stream.evolve((decided.event,))
        else:
            stream.restate([one.event for one in self.told_and_decided(place)])
        self._index(place)

    def _index(self, place: Place) -> None:
        tenant, stream_id = place
        for person in self._streams[place].people:
            self._about.setdefault((tenant, person), {})[stream_id] = None


def common_places(district_id: UUID, tenant_id: UUID) -> set[Place]:
    """Return the streams of the district that any command of a tenant may ask for."""
    return {
        (district_id, DISTRICT.stream_id(district_id)),
        (district_id, RULES.stream_id(district_id)),
        (district_id, SCHOOL.stream_id(district_id, tenant_id)),
    }


class StreamFacts:
    """The facts of one command, found in the streams of its unit of work."""

    def __init__(  # noqa: PLR0913 - the fields of domain.aggregate.Facts
        self,
        streams: Streams,
        *,
        tenant_id: UUID,
        district_id: UUID,
        target: UUID,
        actor: UUID,
        today: date,
        identity: Identity | None,
        counted: msgspec.Struct | None = None,
        stream_id: UUID,
    ) -> None:
        self._streams = streams
        self.tenant_id = tenant_id
        self.district_id = district_id
        self.target = target
        self.actor = actor
        self.today = today
        self.identity = identity
        self.counted = counted
        self._stream_id = stream_id
        self.instead: dict[Place, Any] = {}

    def find(self, aggregate: Aggregate[StateT], *key: object) -> StateT | None:
        """Return the state of one stream of the tenant."""
        return self._state(self.tenant_id, aggregate, key)

    def find_in_district(self, aggregate: Aggregate[StateT], *key: object) -> StateT | None:
        """Return the state of one stream of the district's log."""
        return self._state(self.district_id, aggregate, key)

    def find_in_school(
        self, school: UUID, aggregate: Aggregate[StateT], *key: object
    ) -> StateT | None:
        """Return the state of one stream of an institution whose log is in scope."""
        return self._state(school, aggregate, key)

    def about(self, aggregate: Aggregate[StateT], person: UUID) -> list[StateT]:
        """Return the states of the tenant's streams of one kind that concern ``person``."""
        found = (
            self.instead.get((self.tenant_id, stream_id), stream.state)
            for stream_id, stream in self._streams.about(self.tenant_id, person).items()
            if stream.aggregate is aggregate
        )
        return [state for state in found if state is not None]

    def told(self) -> list[Recorded[Event]]:
        """Return everything the command's own stream holds."""
        return self._streams.told_and_decided((self.tenant_id, self._stream_id))

    def where(self, state: msgspec.Struct | None) -> StreamFacts:
        """Return the facts as they would be if the command's own stream stood at ``state``."""
        other = copy(self)
        other.instead = {(self.tenant_id, self._stream_id): state}
        return other

    def day_of(self, moment: datetime) -> date:
        """Return the day of the district that ``moment`` falls on."""
        return self._streams.today(self.district_id, moment)

    def _state(
        self, tenant: UUID, aggregate: Aggregate[StateT], key: tuple[object, ...]
    ) -> StateT | None:
        place = tenant, aggregate.stream_id(tenant, *key)
        state: StateT | None
        state = self.instead[place] if place in self.instead else self._streams.at(*place).state
        return state
