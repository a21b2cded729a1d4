"""Logs that stand still for a moment, and what they were up to a place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec
import psycopg

from adapters.postgres.appending import translated
from adapters.postgres.database import Connection
from domain.publication import Head


class Held(msgspec.Struct, frozen=True):
    """Logs that are locked against appends: the server's clock, their latest time, their heads."""

    now: datetime
    latest: datetime
    heads: list[Head]


_decoder = msgspec.json.Decoder(list[Head])


def hold(connection: Connection, tenants: Sequence[UUID]) -> Held:
    """Lock the logs of ``tenants`` against appends until the transaction ends.

    Raises :class:`OutOfScopeError`.
    """
    try:
        row = connection.execute(
            "SELECT now, latest, heads::text FROM es.share_heads(%b::uuid[])", (list(tenants),)
        ).fetchone()
    except psycopg.errors.DatabaseError as error:
        raise translated(error) from None
    if row is None:
        raise LookupError("no log to hold")
    now, latest, heads = row
    return Held(now, latest, _decoder.decode(heads))


def chains(connection: Connection, places: Sequence[tuple[UUID, int]]) -> list[str | None]:
    """Return the chain up to each ``(tenant, position)`` in hexadecimal, in their order.

    ``None`` where the log does not come so far; position 0 is the empty log's.
    """
    rows = connection.execute(
        "SELECT encode(CASE WHEN asked.position = 0 THEN sha256(uuid_send(asked.tenant_id))"
        " ELSE e.chain END, 'hex')"
        " FROM unnest(%b::uuid[], %b::int8[]) WITH ORDINALITY"
        " AS asked (tenant_id, position, number)"
        " LEFT JOIN es.event e USING (tenant_id, position) ORDER BY asked.number",
        ([tenant for tenant, _ in places], [position for _, position in places]),
    ).fetchall()
    return [chain for (chain,) in rows]
