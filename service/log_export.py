"""A log as a file: one line of JSON for each event, its bytes just as they are stored."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from typing import BinaryIO
from uuid import UUID

import msgspec

from adapters.chain import Row
from adapters.postgres.database import Database
from adapters.postgres.stored import read_log


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """An event: columns of ``es.event``; docs/log.md tells how each is written."""

    tenant_id: UUID
    position: int
    stream_id: UUID
    version: int
    type: str
    recorded_at: int
    effective_on: int
    actor: UUID
    command_id: UUID
    causation: UUID | None
    payload: str
    encrypted: str | None
    chain: str


_encoder = msgspec.json.Encoder()


def export_log(
    database: Database,
    tenant: UUID,
    file: BinaryIO,
    progress: Callable[[int], object] | None = None,
) -> int:
    """Write a log by position; return how many events it has.

    Raises :class:`UnreadableRowError` for a row that is not one.
    """
    events = 0
    with database.reading((tenant,), snapshot=True) as connection:
        for row in read_log(connection, tenant, progress):
            file.write(_encoder.encode(line_of(tenant, row)) + b"\n")
            events += 1
    return events


def line_of(tenant: UUID, row: Row) -> Line:
    """Return what is written of an event."""
    position, stream, version, recorded_at, actor, command, day, chain, causation, sized = row
    topic, rest = _part(sized)
    payload, rest = _part(rest)
    encrypted, _ = _part(rest)
    return Line(
        tenant_id=tenant,
        position=position,
        stream_id=UUID(bytes=stream),
        version=version,
        type=(topic or b"").decode(),
        recorded_at=recorded_at,
        effective_on=day,
        actor=UUID(bytes=actor),
        command_id=UUID(bytes=command),
        causation=None if causation is None else UUID(bytes=causation),
        payload=b64encode(payload or b"").decode(),
        encrypted=None if encrypted is None else b64encode(encrypted).decode(),
        chain=chain.hex(),
    )


def _part(sized: bytes) -> tuple[bytes | None, bytes]:
    """Return the first of the parts that stand each after its length, and the rest."""
    length = int.from_bytes(sized[:4], "big", signed=True)
    return (None, sized[4:]) if length < 0 else (sized[4 : 4 + length], sized[4 + length :])
