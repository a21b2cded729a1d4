"""Backups: the logs in one file, the keys in another that only a recipient opens.

The first holds what cannot be made again and nothing that can be read: logs with their encrypted
fields, accounts, checkpoints, no registers and no keys. The second holds the vault, whose keys are
wrapped by the master key besides, which is in neither. Both hold the list of destroyed keys.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, Literal
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

import msgspec

from adapters.destroyed import DestroyedKey, destroyed_keys
from adapters.postgres.database import Connection, Database
from adapters.postgres.dump import Table, tables_of, write_table
from adapters.postgres.inspection import migrations_of, tenants_by_district
from adapters.postgres.migrate import Purpose
from adapters.recipients import encrypt_for
from service.bootstrap import Place

FORMAT: Literal[1] = 1
MANIFEST = "manifest.json"
KEY_SCHEMAS = ("vault",)
NOT_BACKED_UP = ("reg", *KEY_SCHEMAS, "public")
"""Schemas of what is rebuilt from the logs, of the keys, and of the migrations."""

OWN_TO_A_DATABASE = frozenset({"es.installation"})
"""Tables that say what a database itself is, which another database is not."""


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """Where a log stood; ``chain`` in hexadecimal."""

    tenant: UUID
    position: int
    chain: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What an archive holds, and of what.

    ``migrations`` are those of the database it was made from; ``tables`` say what each member is;
    ``heads`` are empty in an archive of keys.
    """

    format: Literal[1] = FORMAT
    made_at: datetime
    purpose: Purpose
    migrations: tuple[str, ...]
    tables: tuple[Table, ...]
    heads: tuple[Head, ...] = ()
    destroyed: tuple[DestroyedKey, ...]


def back_up(place: Place, path: Path) -> Manifest:
    """Write the logs of the whole installation, as they stand at one moment, to a new file."""
    with reading(place.owner_url, place) as connection, _whole(path) as file:
        names = tables_of(connection, _schemas(connection))
        heads = connection.execute(
            "SELECT tenant_id, position, encode(chain, 'hex') FROM es.tenant_head"
            " ORDER BY tenant_id"
        ).fetchall()
        with ZipFile(file, "w", ZIP_DEFLATED) as archive:
            tables = [
                write_table(connection, archive, name)
                for name in names
                if name not in OWN_TO_A_DATABASE
            ]
            manifest = msgspec.structs.replace(
                _manifest(connection, place, tables),
                heads=tuple(Head(tenant=one, position=at, chain=chain) for one, at, chain in heads),
            )
            archive.writestr(MANIFEST, msgspec.json.format(msgspec.json.encode(manifest)))
    return manifest


def back_up_keys(place: Place, path: Path, recipient: bytes) -> Manifest:
    """Write the vault to a new file that only the holder of ``recipient``'s other half can read."""
    content = io.BytesIO()
    with (
        reading(place.keys_owner_url, place) as connection,
        ZipFile(content, "w", ZIP_DEFLATED) as archive,
    ):
        names = tables_of(connection, KEY_SCHEMAS)
        tables = [write_table(connection, archive, name) for name in names]
        manifest = _manifest(connection, place, tables)
        archive.writestr(MANIFEST, msgspec.json.encode(manifest))
    with _whole(path) as file:
        file.write(encrypt_for(recipient, content.getvalue()))
    return manifest


def list_destroyed(place: Place, path: Path) -> int:
    """Write the list of destroyed keys to a new file; return how many there are."""
    destroyed = _destroyed(place)
    with _whole(path) as file:
        file.write(msgspec.json.format(msgspec.json.encode(destroyed)) + b"\n")
    return len(destroyed)


@contextmanager
def reading(owner_url: str, place: Place) -> Iterator[Connection]:
    """Read one state of all that one of the databases of ``place`` holds, as its owner."""
    tenants = [
        tenant
        for district, schools in tenants_by_district(place.owner_url).items()
        for tenant in (district, *schools)
    ]
    database = Database(owner_url, connections_max=1)
    database.open()
    with closing(database), database.reading(tenants, snapshot=True) as connection:
        yield connection


def _manifest(connection: Connection, place: Place, tables: Sequence[Table]) -> Manifest:
    row = connection.execute("SELECT now(), purpose FROM es.installation").fetchone()
    if row is None:
        raise ValueError("the database has no purpose")
    return Manifest(
        made_at=row[0],
        purpose=row[1],
        migrations=migrations_of(place.owner_url),
        tables=tuple(tables),
        destroyed=tuple(_destroyed(place)),
    )


def _destroyed(place: Place) -> list[DestroyedKey]:
    with reading(place.keys_owner_url, place) as connection:
        return destroyed_keys(connection)


@contextmanager
def _whole(path: Path) -> Iterator[IO[bytes]]:
    """Write a file that is there whole or not at all."""
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _schemas(connection: Connection) -> list[str]:
    rows = connection.execute(
        "SELECT nspname::text FROM pg_namespace WHERE nspname !~ '^pg_'"
        " AND nspname <> 'information_schema' AND nspname <> ALL (%s)",
        (list(NOT_BACKED_UP),),
    ).fetchall()
    return [name for (name,) in rows]
