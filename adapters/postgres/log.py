"""The log of a tenant: appended through one function, read by stream, by person or by position."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
import psycopg

from adapters.postgres.database import Connection
from adapters.postgres.envelope import Envelope, close_envelope, place, read_envelope
from adapters.postgres.mapper import EventMapper
from adapters.vault import Subject, Vault
from domain.events import Event, Recorded

READ_BATCH_EVENTS = 5_000

COLUMNS = (
    "e.tenant_id, e.position, e.stream_id, e.version, e.type, e.recorded_at, e.effective_on,"
    " e.actor, e.command_id, e.causation, e.payload, e.encrypted"
)


class StaleVersionError(Exception):
    """A stream already has the version that was to be appended, or lacks the one before it."""


class OutOfScopeError(Exception):
    """A tenant that does not exist or that the transaction may not write."""


_REFUSALS = {"NS001": StaleVersionError, "NS002": OutOfScopeError}


class Known(msgspec.Struct, frozen=True, array_like=True):
    """A command that was already answered, as the log remembers it."""

    tenant_id: UUID
    command_id: UUID
    request_mac: str
    first_position: int
    last_position: int


class NewEvent(msgspec.Struct, frozen=True):
    """An event with its place in its stream."""

    stream_id: UUID
    version: int
    event: Event


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """The events of one command, to be appended together.

    ``recorded_at`` is for databases that only pretend to be old; any other refuses it.
    """

    tenant_id: UUID
    command_id: UUID
    request_mac: bytes
    actor: UUID
    causation: UUID | None = None
    recorded_at: datetime | None = None
    events: tuple[NewEvent, ...]


class Appended(msgspec.Struct, frozen=True):
    """Where an entry ended up."""

    first_position: int
    last_position: int
    recorded_at: datetime


_known_decoder = msgspec.json.Decoder(list[Known])

_APPEND = (
    "SELECT * FROM es.append(%b::uuid[], %b::uuid[], %b::bytea[], %b::uuid[], %b::uuid[],"
    " %b::timestamptz[], %b::int4[], %b::uuid[], %b::int4[], %b::text[], %b::date[],"
    " %b::bytea[], %b::bytea[], %b::int4[], %b::uuid[])"
)


def append_columns(connection: Connection, columns: Sequence[Any]) -> list[Appended]:
    """Append events that are bytes already; ``columns`` are the parameters of ``es.append``.

    Raises :class:`StaleVersionError`, :class:`OutOfScopeError`.
    """
    try:
        rows = connection.execute(_APPEND, columns).fetchall()
    except psycopg.errors.DatabaseError as error:
        raise _translated(error) from None
    return [Appended(*row) for row in rows]


class Log:
    """Reads and writes logs inside transactions that others open."""

    def __init__(self, mapper: EventMapper, vault: Vault) -> None:
        self._mapper = mapper
        self._vault = vault

    def open_tenant(self, connection: Connection, tenant: UUID, district: UUID) -> None:
        """Begin the log of a tenant."""
        connection.execute("SELECT es.open_tenant(%b, %b)", (tenant, district))

    def begin_work(
        self, connection: Connection, tenants: Sequence[UUID], commands: Sequence[tuple[UUID, UUID]]
    ) -> tuple[datetime, list[Known]]:
        """Lock the heads of ``tenants``; return the server's clock and the commands it knows.

        Raises :class:`OutOfScopeError`.
        """
        try:
            ((now, known),) = connection.execute(
                "SELECT now, known::text FROM es.begin_work(%b::uuid[], %b::uuid[], %b::uuid[])",
                (
                    list(tenants),
                    [tenant for tenant, _ in commands],
                    [command for _, command in commands],
                ),
            ).fetchall()
        except psycopg.errors.DatabaseError as error:
            raise _translated(error) from None
        return now, _known_decoder.decode(known) if known else []

    def append(self, connection: Connection, entries: Sequence[Entry]) -> list[Appended]:
        """Append entries, those of one tenant standing together; answer in their order.

        Raises :class:`StaleVersionError`, :class:`OutOfScopeError`.
        """
        return append_columns(connection, self._columns(entries))

    def _columns(self, entries: Sequence[Entry]) -> list[Any]:
        command: list[int] = []
        stream: list[UUID] = []
        version: list[int] = []
        topic: list[str] = []
        effective_on: list[Any] = []
        payload: list[bytes] = []
        encrypted: list[bytes | None] = []
        subject_event: list[int] = []
        subject: list[UUID] = []
        encodings = [[self._mapper.encode(new.event) for new in entry.events] for entry in entries]
        self._vault.ensure(
            (entry.tenant_id, person)
            for entry, encoded_events in zip(entries, encodings, strict=True)
            for encoded in encoded_events
            for person in encoded.personal
        )
        for number, (entry, encoded_events) in enumerate(zip(entries, encodings, strict=True), 1):
            for new, encoded in zip(entry.events, encoded_events, strict=True):
                command.append(number)
                stream.append(new.stream_id)
                version.append(new.version)
                topic.append(encoded.topic)
                effective_on.append(new.event.effective_on)
                payload.append(encoded.payload)
                at = place(entry.tenant_id, new.stream_id, new.version, encoded.topic)
                encrypted.append(close_envelope(self._vault, entry.tenant_id, encoded.personal, at))
                for person in new.event.concerns():
                    subject_event.append(len(command))
                    subject.append(person)
        times = [entry.recorded_at for entry in entries]
        return [
            [entry.tenant_id for entry in entries],
            [entry.command_id for entry in entries],
            [entry.request_mac for entry in entries],
            [entry.actor for entry in entries],
            [entry.causation for entry in entries],
            times if any(times) else None,
            command,
            stream,
            version,
            topic,
            effective_on,
            payload,
            encrypted,
            subject_event,
            subject,
        ]

    def streams(
        self, connection: Connection, streams: Iterable[tuple[UUID, UUID]]
    ) -> list[Recorded[Event]]:
        """Return the events of several ``(tenant, stream)``, each stream in order."""
        tenants, ids = _columns(streams)
        rows = connection.execute(
            f"SELECT {COLUMNS} FROM unnest(%b::uuid[], %b::uuid[]) AS asked (tenant_id, stream_id)"
            " JOIN es.event e USING (tenant_id, stream_id) ORDER BY e.tenant_id, e.position",
            (tenants, ids),
        ).fetchall()
        return self.decode(rows)

    def about(self, connection: Connection, subjects: Iterable[Subject]) -> list[Recorded[Event]]:
        """Return the events of every stream in which one of ``subjects`` occurs."""
        tenants, ids = _columns(subjects)
        rows = connection.execute(
            f"SELECT {COLUMNS} FROM (SELECT DISTINCT s.tenant_id, s.stream_id"
            " FROM unnest(%b::uuid[], %b::uuid[]) AS asked (tenant_id, subject)"
            " JOIN es.subject_event s USING (tenant_id, subject)) AS found"
            " JOIN es.event e USING (tenant_id, stream_id) ORDER BY e.tenant_id, e.position",
            (tenants, ids),
        ).fetchall()
        return self.decode(rows)

    def concerning(
        self, connection: Connection, tenants: Sequence[UUID], person: UUID
    ) -> list[Recorded[Event]]:
        """Return every event about ``person`` in ``tenants``, by tenant and position."""
        rows = connection.execute(
            f"SELECT {COLUMNS} FROM es.subject_event s JOIN es.event e USING (tenant_id, position)"
            " WHERE s.tenant_id = ANY (%b::uuid[]) AND s.subject = %b"
            " ORDER BY e.tenant_id, e.position",
            (list(tenants), person),
        ).fetchall()
        return self.decode(rows)

    def at(
        self, connection: Connection, places: Iterable[tuple[UUID, int]]
    ) -> list[Recorded[Event]]:
        """Return the events at several ``(tenant, position)``."""
        listed = list(places)
        rows = connection.execute(
            f"SELECT {COLUMNS} FROM unnest(%b::uuid[], %b::int8[]) AS asked (tenant_id, position)"
            " JOIN es.event e USING (tenant_id, position)",
            ([tenant for tenant, _ in listed], [position for _, position in listed]),
        ).fetchall()
        return self.decode(rows)

    def range(
        self, connection: Connection, tenant: UUID, first: int, last: int
    ) -> list[Recorded[Event]]:
        """Return the events of a tenant at the positions ``first`` to ``last``, both included."""
        rows = connection.execute(
            f"SELECT {COLUMNS} FROM es.event e WHERE e.tenant_id = %b"
            " AND e.position BETWEEN %b AND %b ORDER BY e.position",
            (tenant, first, last),
        ).fetchall()
        return self.decode(rows)

    def read(self, connection: Connection, tenant: UUID) -> Iterator[list[Recorded[Event]]]:
        """Yield a tenant's whole log in order, in batches."""
        after = 0
        while batch := self.range(connection, tenant, after + 1, after + READ_BATCH_EVENTS):
            yield batch
            after = batch[-1].position

    def decode(self, rows: Sequence[tuple[Any, ...]]) -> list[Recorded[Event]]:
        """Build events from rows of ``COLUMNS``, fetching the keys they need in one go."""
        envelopes = [read_envelope(row[11]) for row in rows]
        self._vault.load(
            (row[0], subject)
            for row, envelope in zip(rows, envelopes, strict=True)
            for subject, _ in envelope
        )
        return [self._decode(row, envelope) for row, envelope in zip(rows, envelopes, strict=True)]

    def _decode(self, row: tuple[Any, ...], envelope: Envelope) -> Recorded[Event]:
        tenant, position, stream, version, topic, recorded_at, effective_on, *rest = row
        actor, command_id, causation, payload, _ = rest
        personal: dict[UUID, bytes] = {}
        destroyed: set[UUID] = set()
        for subject, sealed in envelope:
            plaintext = self._vault.decrypt(
                (tenant, subject), sealed, place(tenant, stream, version, topic)
            )
            if plaintext is None:
                destroyed.add(subject)
            else:
                personal[subject] = plaintext
        return Recorded(
            tenant_id=tenant,
            position=position,
            stream_id=stream,
            version=version,
            recorded_at=recorded_at,
            actor=actor,
            command_id=command_id,
            causation=causation,
            destroyed=frozenset(destroyed),
            event=self._mapper.decode(topic, effective_on, payload, personal),
        )


def _columns(pairs: Iterable[tuple[UUID, UUID]]) -> tuple[list[UUID], list[UUID]]:
    listed = list(pairs)
    return [first for first, _ in listed], [second for _, second in listed]


def _translated(error: psycopg.errors.DatabaseError) -> Exception:
    if error.sqlstate in _REFUSALS:
        return _REFUSALS[error.sqlstate]()
    if isinstance(error, psycopg.errors.UniqueViolation) and error.diag.table_name == "event":
        return StaleVersionError()
    return error
