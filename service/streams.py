"""The streams one unit of work knows: loaded by key, folded once, evolved as it decides."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from itertools import groupby
from typing import TypeVar
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
        for place, events in groupby(recorded, key=lambda one: (one.tenant_id, one.stream_id)):
            stream = self._streams[place]
            stream.evolve([one.event for one in events])
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

    def about(self, tenant: UUID, person: UUID) -> list[Stream]:
        """Return every stream of ``tenant`` in which ``person`` occurs."""
        self.load_people(((tenant, person),))
        return [self.at(tenant, stream) for stream in self._about.get((tenant, person), ())]

    def record(self, tenant: UUID, stream_id: UUID, events: Sequence[Event]) -> None:
        """Take in events that were just decided."""
        self._streams[tenant, stream_id].evolve(events)
        self._index((tenant, stream_id))

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
        today: date,
        identity: Identity | None,
    ) -> None:
        self._streams = streams
        self.tenant_id = tenant_id
        self.district_id = district_id
        self.target = target
        self.today = today
        self.identity = identity

    def find(self, aggregate: Aggregate[StateT], *key: object) -> StateT | None:
        """Return the state of one stream of the tenant."""
        return self._state(self.tenant_id, aggregate, key)

    def find_in_district(self, aggregate: Aggregate[StateT], *key: object) -> StateT | None:
        """Return the state of one stream of the district's log."""
        return self._state(self.district_id, aggregate, key)

    def about(self, aggregate: Aggregate[StateT], person: UUID) -> list[StateT]:
        """Return the states of the tenant's streams of one kind that concern ``person``."""
        return [
            stream.state
            for stream in self._streams.about(self.tenant_id, person)
            if stream.aggregate is aggregate
        ]

    def _state(
        self, tenant: UUID, aggregate: Aggregate[StateT], key: tuple[object, ...]
    ) -> StateT | None:
        state: StateT | None = self._streams.at(tenant, aggregate.stream_id(tenant, *key)).state
        return state
