"""The log of a tenant: appended through one function, read by stream, by person or by position."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
import psycopg

from adapters.postgres.appending import (
    Appended,
    Entry,
    NewEvent,
    OutOfScopeError,
    StaleVersionError,
    append_columns,
    append_entries,
    translated,
)
from adapters.postgres.database import Connection
from adapters.postgres.envelope import Envelope, place, read_envelope
from adapters.postgres.mapper import EventMapper
from adapters.vault import Subject, Vault
from domain.events import Event, Recorded

__all__ = [
    "COLUMNS",
    "Appended",
    "Begun",
    "Entry",
    "Known",
    "Log",
    "NewEvent",
    "OutOfScopeError",
    "StaleVersionError",
    "append_columns",
]

READ_BATCH_EVENTS = 5_000

COLUMNS = (
    "e.tenant_id, e.position, e.stream_id, e.version, e.type, e.recorded_at, e.effective_on,"
    " e.actor, e.command_id, e.causation, e.payload, e.encrypted"
)


class Known(msgspec.Struct, frozen=True, array_like=True):
    """A command that was already answered, as the log remembers it."""

    tenant_id: UUID
    command_id: UUID
    request_mac: str
    first_position: int
    last_position: int


class Begun(msgspec.Struct, frozen=True):
    """What a unit of work starts from: the server's clock, answered commands, loaded streams."""

    now: datetime
    known: list[Known]
    events: list[Recorded[Event]]


_known_decoder = msgspec.json.Decoder(list[Known])


class Log:
    """Reads and writes logs inside transactions that others open."""

    def __init__(self, mapper: EventMapper, vault: Vault) -> None:
        self._mapper = mapper
        self._vault = vault

    def open_tenant(self, connection: Connection, tenant: UUID, district: UUID) -> None:
        """Begin the log of a tenant."""
        connection.execute("SELECT es.open_tenant(%b, %b)", (tenant, district))

    def district_of(self, connection: Connection, tenant: UUID) -> UUID | None:
        """Return the district a tenant belongs to, ``None`` for a tenant without a log."""
        row = connection.execute(
            "SELECT district_id FROM es.tenant WHERE tenant_id = %b", (tenant,)
        ).fetchone()
        return row[0] if row else None

    def begin_work(
        self, connection: Connection, tenants: Sequence[UUID], commands: Sequence[tuple[UUID, UUID]]
    ) -> tuple[datetime, list[Known]]:
        """Lock the heads of ``tenants``; return the server's clock and the commands it knows.

        Raises :class:`OutOfScopeError`.
        """
        begun = self.begin_unit(connection, tenants, commands, {})
        return begun.now, begun.known

    def begin_unit(
        self,
        connection: Connection,
        tenants: Sequence[UUID],
        commands: Sequence[tuple[UUID, UUID]],
        after: Mapping[tuple[UUID, UUID], int],
    ) -> Begun:
        """Do as :meth:`begin_work` and :meth:`streams` do, in one message.

        Raises :class:`OutOfScopeError`.
        """
        locked, asked, wanted = _array(tenants), _arrays(commands), _arrays(after)
        versions = ",".join(map(str, after.values()))
        try:
            ((now, known),), rows = connection.together(
                f"SELECT now, known::text FROM es.begin_work({locked}, {asked});"
                f"SELECT {COLUMNS} FROM es.streams({wanted}, '{{{versions}}}') AS e"
            )
        except psycopg.errors.DatabaseError as error:
            raise translated(error) from None
        # No key is destroyed while its log is held.
        self._vault.refresh(tenants)
        return Begun(now, _known_decoder.decode(known) if known else [], self.decode(rows))

    def append(self, connection: Connection, entries: Sequence[Entry]) -> list[Appended]:
        """Append entries; answer in their order.

        Raises :class:`StaleVersionError`, :class:`OutOfScopeError`.
        """
        return append_entries(connection, self._mapper, self._vault, entries)

    def streams(
        self, connection: Connection, after: Mapping[tuple[UUID, UUID], int]
    ) -> list[Recorded[Event]]:
        """Return the events of several ``(tenant, stream)`` after a version, each in order."""
        tenants, ids = _columns(after)
        rows = connection.execute(
            f"SELECT {COLUMNS} FROM es.streams(%b::uuid[], %b::uuid[], %b::int4[]) AS e",
            (tenants, ids, list(after.values())),
        ).fetchall()
        return self.decode(rows)

    def about(self, connection: Connection, subjects: Iterable[Subject]) -> list[tuple[UUID, UUID]]:
        """Return the ``(tenant, stream)`` in which one of ``subjects`` occurs."""
        tenants, ids = _columns(subjects)
        return connection.execute(
            "SELECT DISTINCT s.tenant_id, s.stream_id"
            " FROM unnest(%b::uuid[], %b::uuid[]) AS asked (tenant_id, subject)"
            " CROSS JOIN LATERAL (SELECT s.* FROM es.subject_event s"
            " WHERE s.tenant_id = asked.tenant_id AND s.subject = asked.subject OFFSET 0) AS s",
            (tenants, ids),
        ).fetchall()

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

    def of_types(
        self,
        connection: Connection,
        tenant: UUID,
        topics: Sequence[str],
        positions: tuple[int, int],
        limit: int,
    ) -> list[Recorded[Event]]:
        """Return the first ``limit`` events of some types after a position and up to another."""
        rows = connection.execute(
            f"SELECT {COLUMNS} FROM es.event e WHERE e.tenant_id = %b AND e.position > %b"
            " AND e.position <= %b AND e.type = ANY (%b::text[]) ORDER BY e.position LIMIT %b",
            (tenant, *positions, list(topics), limit),
        ).fetchall()
        return self.decode(rows)

    def position(self, connection: Connection, tenant: UUID) -> int:
        """Return the position of a tenant's last event, 0 for an empty log."""
        row = connection.execute(
            "SELECT h.position FROM es.tenant_head h WHERE h.tenant_id = %b", (tenant,)
        ).fetchone()
        return row[0] if row else 0

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


# Texts for Connection.together; nothing but the text of a UUID can get in.
def _arrays(pairs: Iterable[tuple[UUID, UUID]]) -> str:
    return ", ".join(_array(column) for column in _columns(pairs))


def _array(ids: Iterable[UUID]) -> str:
    return "'{" + ",".join(str(UUID(int=one.int)) for one in ids) + "}'::uuid[]"
