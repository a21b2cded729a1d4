"""How far a follower has read each log, and whose registers are to be rebuilt from theirs."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

import msgspec

from adapters.postgres.database import Connection, Database


class Stretch(msgspec.Struct, frozen=True):
    """What a follower has not read yet of a log: the positions after ``after`` up to ``last``."""

    after: int
    last: int


class Checkpoints:
    """The places one follower has reached, one per tenant."""

    def __init__(self, database: Database, follower: str) -> None:
        self._database = database
        self._follower = follower

    def unread(self, tenants: Collection[UUID]) -> dict[UUID, Stretch]:
        """Return what is unread in the logs of ``tenants``; those read to the end are left out."""
        with self._database.reading(tenants) as connection:
            rows = connection.execute(
                "SELECT h.tenant_id, coalesce(c.position, 0), h.position FROM es.tenant_head h"
                " LEFT JOIN fol.checkpoint c ON c.tenant_id = h.tenant_id AND c.follower = %b"
                " WHERE h.tenant_id = ANY (%b) AND h.position > coalesce(c.position, 0)"
                " ORDER BY h.tenant_id",
                (self._follower, list(tenants)),
            ).fetchall()
        return {tenant: Stretch(after, last) for tenant, after, last in rows}

    def reach(self, tenant: UUID, position: int) -> None:
        """Say that everything up to ``position`` has been dealt with; it never goes back."""
        with self._database.writing(readable=(), writable=(tenant,)) as connection:
            connection.execute(
                "INSERT INTO fol.checkpoint AS c (tenant_id, follower, position)"
                " VALUES (%b, %b, %b) ON CONFLICT (tenant_id, follower)"
                " DO UPDATE SET position = greatest(c.position, EXCLUDED.position)",
                (tenant, self._follower, position),
            )


def rebuilt(connection: Connection, tenant: UUID) -> None:
    """Say, in the transaction that did it, that the registers of ``tenant`` were rebuilt."""
    connection.execute("DELETE FROM fol.rebuild_due WHERE tenant_id = %b", (tenant,))
