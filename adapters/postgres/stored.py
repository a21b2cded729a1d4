"""Logs as they are stored, byte for byte, read by whoever verifies or copies them."""

from __future__ import annotations

import struct
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from uuid import UUID

import psycopg

from adapters.chain import Head, Row, UnreadableRowError
from adapters.postgres.database import Connection, Line

HEADER_BYTES = 19
END_BYTES = 2
PROGRESS_EVENTS = 5_000

_COLUMNS = (
    "position, stream_id, version, recorded_at, actor, command_id, effective_on, chain,"
    " causation, type, payload, encrypted"
)
# Twelve fields, each after its length; the first eight have a fixed one.
_FIXED = struct.Struct("!h iq i16s ii iq i16s i16s ii i32s i")
_HEAD = struct.Struct("!hiqiqi")
_LENGTHS = (12, 8, 16, 4, 8, 16, 16, 4, 32)
_CAUSATION_BYTES = 16


def read_log(
    connection: Connection, tenant: UUID, progress: Callable[[int], object] | None = None
) -> Generator[Row, None, None]:
    """Yield a log's rows by position; ``progress`` is told how many were read since it last was.

    Raises :class:`UnreadableRowError` at a row whose columns have not the lengths of their types.
    """
    # COPY takes no parameters; the text of a UUID is the only thing that can get in here.
    whose = str(UUID(int=tenant.int))
    query = f"SELECT {_COLUMNS} FROM es.event WHERE tenant_id = '{whose}' ORDER BY position"
    number = 0
    with closing(copied(connection, query)) as lines:
        for number, data in enumerate(lines, 1):
            yield _row(data)
            if progress is not None and number % PROGRESS_EVENTS == 0:
                progress(PROGRESS_EVENTS)
    if progress is not None:
        progress(number % PROGRESS_EVENTS)


def _row(data: bytes) -> Row:
    if len(data) < _FIXED.size:
        raise UnreadableRowError
    (
        fields, n1, position, n2, stream, n3, version, n4, recorded_at, n5, actor,
        n6, command, n7, effective_on, n8, chain, n9,
    ) = _FIXED.unpack_from(data)  # fmt: skip
    if (fields, n1, n2, n3, n4, n5, n6, n7, n8) != _LENGTHS:
        raise UnreadableRowError
    causation, after = None, _FIXED.size
    if n9 >= 0:
        after += _CAUSATION_BYTES
        causation = data[_FIXED.size : after]
    sized = data[after:]
    return (
        position,
        stream,
        version,
        recorded_at,
        actor,
        command,
        effective_on,
        chain,
        causation,
        sized,
    )


def read_head(connection: Connection, tenant: UUID) -> Head | None:
    """Return the head of a log, ``None`` where there is none."""
    whose = str(UUID(int=tenant.int))
    query = f"SELECT position, recorded_at, chain FROM es.tenant_head WHERE tenant_id = '{whose}'"
    for data in list(copied(connection, query)):
        _, _, position, _, recorded_at, _ = _HEAD.unpack_from(data)
        return Head(position, data[_HEAD.size :], recorded_at)
    return None


def read_marks(
    connection: Connection, tenant: UUID, registers: Sequence[str]
) -> list[tuple[str, int]]:
    """Return the tables that hold something derived from a log, each with the last position of it.

    ``registers`` are the registers' tables; the followers' checkpoints come besides.
    """
    marks = [
        f"SELECT 'reg.{one}' AS name, from_position AS position FROM reg.{one}"
        " WHERE tenant_id = %(tenant)s"
        for one in registers
    ]
    marks.append(
        "SELECT 'fol.checkpoint', position FROM fol.checkpoint WHERE tenant_id = %(tenant)s"
    )
    query = f"SELECT name, max(position) FROM ({' UNION ALL '.join(marks)}) AS m GROUP BY name"
    return connection.execute(query, {"tenant": tenant}).fetchall()


def copied(connection: psycopg.Connection[Line], query: str) -> Generator[bytes, None, None]:
    """Yield the rows of a query in the binary form of COPY, without the header and the end.

    To be closed by whoever does not read to the end.
    """
    # A cursor of the transaction that has begun; then straight to libpq, which costs a third of
    # what the driver's own iterator does.
    connection.cursor().close()
    pgconn = connection.pgconn
    result = pgconn.exec_(f"COPY ({query}) TO STDOUT (FORMAT BINARY)".encode())
    if result.status != psycopg.pq.ExecStatus.COPY_OUT:
        raise psycopg.errors.error_from_result(result)
    skipped = HEADER_BYTES
    length = 0
    try:
        while length >= 0:
            length, data = pgconn.get_copy_data(0)
            row = bytes(data)[skipped:]
            skipped = 0
            if len(row) > END_BYTES:
                yield row
    finally:
        # Whoever has read enough leaves the rest; the connection has to get over it.
        while length >= 0:
            length, _ = pgconn.get_copy_data(0)
        while (ended := pgconn.get_result()) is not None:
            if ended.status != psycopg.pq.ExecStatus.COMMAND_OK:
                raise psycopg.errors.error_from_result(ended)
