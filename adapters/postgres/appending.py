"""Appending events: from structs to the parameters of ``es.append`` and ``es.append_one``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
import psycopg

from adapters.postgres.database import Connection
from adapters.postgres.envelope import close_envelope, place
from adapters.postgres.mapper import EventMapper
from adapters.vault import Vault
from domain.events import Event

_APPEND = (
    "SELECT * FROM es.append(%b::uuid[], %b::uuid[], %b::bytea[], %b::uuid[], %b::uuid[],"
    " %b::timestamptz[], %b::int4[], %b::uuid[], %b::int4[], %b::text[], %b::date[],"
    " %b::bytea[], %b::bytea[], %b::int4[], %b::uuid[])"
)
_APPEND_ONE = (
    "SELECT * FROM es.append_one(%b, %b, %b, %b, %b, %b, %b, %b, %b, %b, %b, %b, %b::uuid[])"
)


class StaleVersionError(Exception):
    """A stream already has the version that was to be appended, or lacks the one before it."""


class OutOfScopeError(Exception):
    """A tenant that does not exist or that the transaction may not write."""


_REFUSALS = {"NS001": StaleVersionError, "NS002": OutOfScopeError}


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


def append_entries(
    connection: Connection, mapper: EventMapper, vault: Vault, entries: Sequence[Entry]
) -> list[Appended]:
    """Append entries and answer in their order.

    Raises :class:`StaleVersionError`, :class:`OutOfScopeError`.
    """
    match entries:
        case [Entry(events=(new,)) as entry]:
            return _append(connection, _APPEND_ONE, _params(mapper, vault, entry, new))
    return append_columns(connection, _columns(mapper, vault, entries))


def append_columns(connection: Connection, columns: Sequence[Any]) -> list[Appended]:
    """Append events that are bytes already; ``columns`` are the parameters of ``es.append``.

    Raises :class:`StaleVersionError`, :class:`OutOfScopeError`.
    """
    return _append(connection, _APPEND, columns)


def translated(error: psycopg.errors.DatabaseError) -> Exception:
    """Return what an error of the functions in ``es`` means."""
    if error.sqlstate in _REFUSALS:
        return _REFUSALS[error.sqlstate]()
    if isinstance(error, psycopg.errors.UniqueViolation) and error.diag.table_name == "event":
        return StaleVersionError()
    return error


def _append(connection: Connection, statement: str, params: Sequence[Any]) -> list[Appended]:
    try:
        rows = connection.execute(statement, params).fetchall()
    except psycopg.errors.DatabaseError as error:
        raise translated(error) from None
    return [Appended(*row) for row in rows]


def _params(mapper: EventMapper, vault: Vault, entry: Entry, new: NewEvent) -> list[Any]:
    encoded = mapper.encode(new.event)
    vault.ensure((entry.tenant_id, subject) for subject in encoded.personal)
    at = place(entry.tenant_id, new.stream_id, new.version, encoded.topic)
    return [
        entry.tenant_id,
        entry.command_id,
        entry.request_mac,
        entry.actor,
        entry.causation,
        entry.recorded_at,
        new.stream_id,
        new.version,
        encoded.topic,
        new.event.effective_on,
        encoded.payload,
        close_envelope(vault, entry.tenant_id, encoded.personal, at),
        list(new.event.concerns()),
    ]


def _columns(mapper: EventMapper, vault: Vault, entries: Sequence[Entry]) -> list[Any]:
    command: list[int] = []
    stream: list[UUID] = []
    version: list[int] = []
    topic: list[str] = []
    effective_on: list[Any] = []
    payload: list[bytes] = []
    encrypted: list[bytes | None] = []
    subject_event: list[int] = []
    subject: list[UUID] = []
    encodings = [[mapper.encode(new.event) for new in entry.events] for entry in entries]
    vault.ensure(
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
            encrypted.append(close_envelope(vault, entry.tenant_id, encoded.personal, at))
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
