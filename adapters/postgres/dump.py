"""Tables to files and back: one text of COPY for each table, inside a zip archive.

The text is PostgreSQL's own, readable with ``unzip -p FILE es.event``. Tables are read and written
as their owner, who is bound by row-level security like everybody else.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Sequence
from typing import IO
from zipfile import ZipFile

import msgspec
from psycopg import sql

from adapters.postgres.database import Connection

CHUNK_BYTES = 1 << 16


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """A table in an archive: ``name`` with its schema is the name of the member too.

    ``sha256`` is that of the member's bytes, in hexadecimal.
    """

    name: str
    columns: tuple[str, ...]
    rows: int
    sha256: str


class DamagedArchiveError(Exception):
    """A member is not what the manifest says of it; the message names the member."""


def tables_of(connection: Connection, schemas: Collection[str]) -> list[str]:
    """Return the tables of some schemas, in order of name."""
    rows = connection.execute(
        "SELECT schemaname || '.' || tablename FROM pg_tables WHERE schemaname = ANY (%s)"
        " ORDER BY schemaname, tablename",
        (list(schemas),),
    ).fetchall()
    return [name for (name,) in rows]


def write_table(connection: Connection, archive: ZipFile, name: str) -> Table:
    """Write what the connection sees of a table into the archive."""
    columns = _columns(connection, name)
    statement = sql.SQL("COPY (SELECT {} FROM {} ORDER BY {}) TO STDOUT").format(
        _listed(columns), _identifier(name), _listed(_key(connection, name) or columns)
    )
    digest, rows = hashlib.sha256(), 0
    with (
        archive.open(name, "w", force_zip64=True) as member,
        connection.cursor() as cursor,
        cursor.copy(statement) as copied,
    ):
        for block in copied:
            data = bytes(block)
            digest.update(data)
            # Line ends inside of values are escaped.
            rows += data.count(b"\n")
            member.write(data)
    return Table(name=name, columns=columns, rows=rows, sha256=digest.hexdigest())


def check_table(archive: ZipFile, table: Table) -> None:
    """Make sure that a member is as it was written. Raises :class:`DamagedArchiveError`."""
    digest = hashlib.sha256()
    try:
        with archive.open(table.name) as member:
            for block in _blocks(member):
                digest.update(block)
    except Exception as error:
        raise DamagedArchiveError(table.name) from error
    if digest.hexdigest() != table.sha256:
        raise DamagedArchiveError(table.name)


def read_table(connection: Connection, archive: ZipFile, table: Table) -> None:
    """Fill an empty table from the archive; the transaction must be its owner's."""
    name, guarded = _identifier(table.name), _is_guarded(connection, table.name)
    if guarded:
        # COPY refuses to write under row-level security; until the commit the table is locked.
        connection.execute(sql.SQL("ALTER TABLE {} NO FORCE ROW LEVEL SECURITY").format(name))
    with (
        archive.open(table.name) as member,
        connection.cursor() as cursor,
        cursor.copy(
            sql.SQL("COPY {} ({}) FROM STDIN").format(name, _listed(table.columns))
        ) as copied,
    ):
        for block in _blocks(member):
            copied.write(block)
    if guarded:
        connection.execute(sql.SQL("ALTER TABLE {} FORCE ROW LEVEL SECURITY").format(name))


def _columns(connection: Connection, name: str) -> tuple[str, ...]:
    rows = connection.execute(
        "SELECT attname::text FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
        " AND NOT attisdropped AND attgenerated = '' ORDER BY attnum",
        (name,),
    ).fetchall()
    return tuple(column for (column,) in rows)


def _key(connection: Connection, name: str) -> tuple[str, ...]:
    rows = connection.execute(
        "SELECT a.attname::text FROM pg_index i CROSS JOIN LATERAL"
        " unnest(i.indkey::int2[]) WITH ORDINALITY AS k (attnum, place)"
        " JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum"
        " WHERE i.indrelid = %s::regclass AND i.indisprimary ORDER BY k.place",
        (name,),
    ).fetchall()
    return tuple(column for (column,) in rows)


def _is_guarded(connection: Connection, name: str) -> bool:
    row = connection.execute(
        "SELECT relrowsecurity FROM pg_class WHERE oid = %s::regclass", (name,)
    ).fetchone()
    return bool(row and row[0])


def _blocks(member: IO[bytes]) -> Iterator[bytes]:
    while block := member.read(CHUNK_BYTES):
        yield block


def _identifier(name: str) -> sql.Identifier:
    return sql.Identifier(*name.split(".", 1))


def _listed(columns: Sequence[str]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, columns))
