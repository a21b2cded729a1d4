"""Whether keys were destroyed since somebody looked: a number per tenant that only grows.

It is raised in the transaction that destroys a key. Whoever caches keys compares it before using
them, so that an erasure empties the caches of every process.
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from adapters.postgres.database import Connection, Database


class KeyEpochs:
    """The epochs of the tenants as this process saw them last."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._seen: dict[UUID, int] = {}

    def moved(self, tenants: Collection[UUID]) -> bool:
        """Say whether a key of one of ``tenants`` was destroyed since the last look."""
        with self._database.reading(tenants) as connection:
            rows = connection.execute(
                "SELECT tenant_id, epoch FROM vault.epoch WHERE tenant_id = ANY (%b)",
                (list(tenants),),
            ).fetchall()
        later = {tenant: epoch for tenant, epoch in rows if epoch > self._seen.get(tenant, 0)}
        self._seen.update(later)
        return bool(later)


def destroy_keys(connection: Connection, tenant: UUID, subjects: Collection[UUID]) -> None:
    """Destroy the keys of ``subjects`` for good and raise the epoch of ``tenant``.

    A subject that never had a key cannot get one any more.
    """
    connection.execute(
        "INSERT INTO vault.subject_key (tenant_id, subject, wrapped, destroyed_at)"
        " SELECT %b, subject, NULL, now() FROM unnest(%b::uuid[]) AS s (subject)"
        " ON CONFLICT (tenant_id, subject) DO UPDATE SET wrapped = NULL, destroyed_at = now()"
        " WHERE vault.subject_key.wrapped IS NOT NULL",
        (tenant, sorted(subjects)),
    )
    connection.execute(
        "INSERT INTO vault.epoch (tenant_id, epoch) VALUES (%b, 1)"
        " ON CONFLICT (tenant_id) DO UPDATE SET epoch = vault.epoch.epoch + 1",
        (tenant,),
    )
