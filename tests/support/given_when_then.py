"""Rules tested as sentences: ``given(*events).when(command, target=…).then(*events)``.

Events are filed to their streams by the catalogue, those of the district's aggregates in the
district's log, all others in the school's; the decision goes through the same door as in service.
A decision that asks for a stream about a person it did not name beforehand fails here, because in
service that stream would not have been loaded.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy
from datetime import UTC, date, datetime, time
from typing import Any, TypeVar
from uuid import UUID, uuid5

import msgspec
import pytest

from domain.aggregate import Aggregate, Command, Identity
from domain.catalogue import DISTRICT_AGGREGATES, aggregate_of, decision_of
from domain.deciding import decide
from domain.erasure import ERASURE
from domain.errors import DomainError
from domain.events import Event, Recorded

DISTRICT = UUID("00000000-0000-4000-8000-00000000d151")
SCHOOL = UUID("00000000-0000-4000-8000-000000005c01")
ACTOR = UUID("00000000-0000-4000-8000-00000000ac70")
TODAY = date(2024, 10, 15)
LONG_AGO = date(2019, 9, 1)

StateT = TypeVar("StateT", bound=msgspec.Struct)
StreamName = tuple[str, tuple[str, ...]]
Streams = dict[StreamName, list[Event]]


class Logs:
    """Events of one school and its district, filed by stream."""

    def __init__(self, events: Iterable[Event]) -> None:
        self.school: Streams = {}
        self.district: Streams = {}
        for event in events:
            aggregate = aggregate_of(type(event))
            self.of(aggregate).setdefault(_name(event), []).append(event)

    def of(self, aggregate: Aggregate[Any]) -> Streams:
        """Return the log in which the streams of ``aggregate`` stand."""
        return self.district if aggregate in DISTRICT_AGGREGATES else self.school


def _name(event: Event) -> StreamName:
    aggregate = aggregate_of(type(event))
    return aggregate.name, tuple(map(str, aggregate.key_of(event)))


class FactsInMemory:
    """:class:`domain.aggregate.Facts` over given events."""

    def __init__(self, logs: Logs, *, tenant: UUID, target: UUID, today: date) -> None:
        self._logs = logs
        self._loaded = {target}
        self._own: list[Recorded[Event]] = []
        self.instead: dict[StreamName, Any] = {}
        self._looked_into: set[UUID] = set()
        self.tenant_id = tenant
        self.district_id = DISTRICT
        self.target = target
        self.actor = ACTOR
        self.today = today
        self.identity: Identity | None = None
        self.counted: msgspec.Struct | None = None

    def own(self, told: list[Recorded[Event]]) -> None:
        """Say what the command's own stream holds."""
        self._own = told

    def told(self) -> Sequence[Recorded[Event]]:
        """Return everything the command's own stream holds."""
        return self._own

    def where(self, state: msgspec.Struct | None) -> FactsInMemory:
        """Return the facts as they would be if the command's own stream stood at ``state``."""
        other = copy(self)
        event = self._own[0].event
        other.instead = {_name(event): state}
        return other

    def day_of(self, moment: datetime) -> date:
        """Return the day of ``moment``; this district counts in UTC."""
        return moment.date()

    def name(self, people: Iterable[UUID]) -> None:
        """Load the streams about ``people`` beforehand."""
        self._loaded.update(people)

    def find(self, aggregate: Aggregate[StateT], *key: object) -> StateT | None:
        """Return one stream of the deciding tenant's log."""
        streams = self._logs.district if self.tenant_id == DISTRICT else self._logs.school
        events = _stream(streams, aggregate, key)
        if aggregate is not ERASURE:
            # Of everyone an event concerns the door itself asks whether they were erased.
            people = {person for event in events for person in event.concerns()}
            self._check(people.intersection(key))
        return self._state(aggregate, (aggregate.name, tuple(map(str, key))), events)

    def find_in_district(self, aggregate: Aggregate[StateT], *key: object) -> StateT | None:
        """Return one stream of the district's log."""
        return aggregate.fold(_stream(self._logs.district, aggregate, key))

    def find_in_school(
        self, school: UUID, aggregate: Aggregate[StateT], *key: object
    ) -> StateT | None:
        """Return one stream of the school's log."""
        assert school in self._looked_into, "the decision looks into a log its `schools` omits"
        if school != SCHOOL:
            return None
        return aggregate.fold(_stream(self._logs.school, aggregate, key))

    def look_into(self, schools: Iterable[UUID]) -> None:
        """Open the logs of ``schools`` beforehand."""
        self._looked_into.update(schools)

    def about(self, aggregate: Aggregate[StateT], person: UUID) -> Sequence[StateT]:
        """Return every stream of the deciding tenant whose events concern ``person``."""
        self._check({person})
        streams = self._logs.district if self.tenant_id == DISTRICT else self._logs.school
        states = [
            self._state(aggregate, name, events)
            for name, events in streams.items()
            if name[0] == aggregate.name and any(person in event.concerns() for event in events)
        ]
        return [state for state in states if state is not None]

    def _state(
        self, aggregate: Aggregate[StateT], name: StreamName, events: Sequence[Event]
    ) -> StateT | None:
        state: StateT | None = aggregate.fold(events)
        return self.instead.get(name, state)

    def _check(self, people: set[UUID]) -> None:
        assert people <= self._loaded, "the decision asks for a person whom its `people` omits"


def _stream(
    streams: Streams, aggregate: Aggregate[Any], key: tuple[object, ...]
) -> Sequence[Event]:
    return streams.get((aggregate.name, tuple(map(str, key))), ())


class Outcome:
    """What became of one command."""

    def __init__(self, events: list[Event] | None, refusal: DomainError | None) -> None:
        self._events = events
        self._refusal = refusal

    def then(self, *expected: Event) -> None:
        """The command was accepted and made exactly these events."""
        assert self._refusal is None, f"refused: {self._refusal!r} at {self._refusal.pointer!r}"
        assert list(expected) == self._events

    def then_accepted(self) -> None:
        """The command was accepted, whatever events it made."""
        assert self._refusal is None, f"refused: {self._refusal!r} at {self._refusal.pointer!r}"
        assert self._events

    def then_refused(self, error: type[DomainError], pointer: str = "") -> None:
        """The command was refused by this class, naming this place, in words of both languages."""
        assert self._events is None, f"accepted: {self._events}"
        assert type(self._refusal) is error
        assert pointer == self._refusal.pointer
        for language in ("ru", "en"):
            assert "{" not in self._refusal.text(language)

    @property
    def events(self) -> tuple[Event, ...]:
        """What was recorded; nothing after a refusal."""
        return tuple(self._events or ())

    @property
    def word(self) -> str:
        """The refusal's code, or the topics of the events: one cell of a transition table."""
        if self._refusal is not None:
            return self._refusal.code
        return " ".join(event.TOPIC for event in self.events)


class Given:
    """What had been recorded before."""

    def __init__(self, events: Sequence[Event]) -> None:
        self._logs = Logs(events)

    def when(
        self,
        command: Command,
        *,
        target: UUID = DISTRICT,
        today: date = TODAY,
        identity: Identity | None = None,
        counted: msgspec.Struct | None = None,
        entered: date = LONG_AGO,
        entered_by: UUID = ACTOR,
    ) -> Outcome:
        """Decide ``command`` in the log its aggregate belongs to.

        ``target`` may be left out of commands about the district as a whole. ``entered`` is the
        day on which everything given was recorded, by the one who now asks unless said otherwise.
        """
        aggregate, decision = decision_of(type(command))
        tenant = DISTRICT if aggregate in DISTRICT_AGGREGATES else SCHOOL
        facts = FactsInMemory(self._logs, tenant=tenant, target=target, today=today)
        facts.identity = identity
        facts.counted = counted
        events = _stream(self._logs.of(aggregate), aggregate, aggregate.key(target, command))
        state = aggregate.fold(events)
        facts.own(_recorded(events, entered, entered_by))
        if decision.people is not None:
            facts.name(decision.people(state, command))
        if decision.schools is not None:
            facts.look_into(decision.schools(command))
        try:
            decided = decide(state, command, facts)
        except DomainError as refusal:
            return Outcome(None, refusal)
        assert _name(decided[-1]) == (
            aggregate.name,
            tuple(map(str, aggregate.key(target, command))),
        )
        self._check_streams(aggregate, decided)
        return Outcome(decided, None)

    def _check_streams(self, deciding: Aggregate[Any], events: Iterable[Event]) -> None:
        """Make sure that each event can follow in the stream it belongs to, in the same log."""
        streams = self._logs.of(deciding)
        grown: Streams = {}
        for event in events:
            aggregate, name = aggregate_of(type(event)), _name(event)
            assert self._logs.of(aggregate) is streams
            stream = grown.setdefault(name, list(streams.get(name, ())))
            stream.append(event)
            aggregate.fold(stream)


def _recorded(events: Sequence[Event], entered: date, entered_by: UUID) -> list[Recorded[Event]]:
    return [
        Recorded(
            tenant_id=SCHOOL,
            position=version,
            stream_id=SCHOOL,
            version=version,
            recorded_at=datetime.combine(entered, time(12), UTC),
            actor=entered_by,
            command_id=uuid5(SCHOOL, str(version)),
            event=event,
        )
        for version, event in enumerate(events, 1)
    ]


def given(*events: Event) -> Given:
    """Start a sentence with what had been recorded before, in that order."""
    return Given(events)


def state_of(aggregate: Aggregate[StateT], *events: Event) -> StateT:
    """Return the state of the one stream that ``events`` hold of ``aggregate``."""
    state = aggregate.fold([event for event in events if type(event) in aggregate.events])
    if state is None:
        pytest.fail(f"no events of {aggregate.name}")
    return state
