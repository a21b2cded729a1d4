"""The seals an installation has made. Only its owner reads and writes them."""

from __future__ import annotations

import struct

import psycopg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from psycopg import sql

from adapters.postgres.database import Line
from adapters.postgres.stored import copied
from adapters.seals import Leaf, Seal, make_seal, pack_leaves, unpack_leaves

_COLUMNS = "number, sealed_at, previous, root, leaves, public_key, signature"


def seal_logs(owner_url: str, key: Ed25519PrivateKey) -> tuple[Seal | None, bool]:
    """Seal the heads of all logs if one has moved since the last seal.

    Return the last seal, ``None`` if there is nothing to seal, and whether it was made now.
    """
    with psycopg.connect(owner_url) as connection:
        # Those who seal wait for each other; nobody else is kept waiting by it.
        connection.execute("LOCK TABLE es.seal IN SHARE ROW EXCLUSIVE MODE")
        last = _last(connection)
        heads = _heads(connection)
        if not heads or (last is not None and set(heads) == set(last.leaves)):
            return last, False
        seal = make_seal(heads, _now(connection, last), last, key)
        connection.execute(
            f"INSERT INTO es.seal ({_COLUMNS}) VALUES (%s, '2000-01-01T00:00:00Z'::timestamptz"
            " + %s * interval '1 microsecond', %s, %s, %s, %s, %s)",
            (
                seal.number,
                seal.sealed_at,
                seal.previous,
                seal.root,
                pack_leaves(seal.leaves),
                seal.public_key,
                seal.signature,
            ),
        )
        return seal, True


def stored_seals(owner_url: str) -> list[Seal]:
    """Return every seal in order."""
    with psycopg.connect(owner_url) as connection:
        return _read(connection, f"SELECT {_COLUMNS} FROM es.seal ORDER BY number")


def _last(connection: psycopg.Connection[Line]) -> Seal | None:
    query = f"SELECT {_COLUMNS} FROM es.seal ORDER BY number DESC LIMIT 1"
    return next(iter(_read(connection, query)), None)


def _heads(connection: psycopg.Connection[Line]) -> list[Leaf]:
    """Return the heads of all logs, as they stand together at this moment."""
    # Row security binds the owner too; es.tenant is what tells it of all tenants.
    tenants = connection.execute("SELECT tenant_id FROM es.tenant").fetchall()
    listed = "{" + ",".join(str(tenant) for (tenant,) in tenants) + "}"
    connection.execute(sql.SQL("SET LOCAL app.tenant = {}").format(listed))
    rows = connection.execute("SELECT tenant_id, position, chain FROM es.tenant_head").fetchall()
    return [Leaf(*row) for row in rows]


def _now(connection: psycopg.Connection[Line], last: Seal | None) -> int:
    """Return the server's clock in microseconds since 2000, later than the last seal."""
    row = connection.execute(
        "SELECT (extract(epoch FROM clock_timestamp() - '2000-01-01T00:00:00Z'::timestamptz)"
        " * 1000000)::bigint"
    ).fetchone()
    if row is None:
        raise LookupError("the server has no clock")
    return max(int(row[0]), last.sealed_at + 1 if last else 0)


def _read(connection: psycopg.Connection[Line], query: str) -> list[Seal]:
    return [_seal(data) for data in copied(connection, query)]


def _seal(data: bytes) -> Seal:
    fields: list[bytes] = []
    at = 2
    while at < len(data):
        (length,) = struct.unpack_from("!i", data, at)
        fields.append(data[at + 4 : at + 4 + length])
        at += 4 + length
    number, sealed_at, previous, root, leaves, public_key, signature = fields
    return Seal(
        number=int.from_bytes(number, "big", signed=True),
        sealed_at=int.from_bytes(sealed_at, "big", signed=True),
        previous=previous,
        root=root,
        leaves=unpack_leaves(leaves),
        public_key=public_key,
        signature=signature,
    )
