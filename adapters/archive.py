"""What is kept of an erasure as evidence: each act under a key of its own, for a term.

The key lies with those of persons, so whatever becomes of these becomes of it; it is never the
person's own, which is destroyed long before.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID, uuid5

from adapters.postgres.database import Database
from adapters.vault import Vault


class Archive:
    """The acts of destruction of one installation."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._vault = vault

    def keep(self, tenant: UUID, person: UUID, document: bytes, kept_until: date) -> None:
        """Keep a document until the end of a day; the first one kept of a person stands."""
        key = (tenant, uuid5(tenant, f"archive/{person}"))
        self._vault.ensure((key,))
        sealed = self._vault.encrypt(key, document, _place(tenant, person))
        with self._database.writing(readable=(), writable=(tenant,)) as connection:
            connection.execute(
                "INSERT INTO vault.archive (tenant_id, person, archive_key, sealed, kept_until)"
                " VALUES (%b, %b, %b, %b, %b) ON CONFLICT DO NOTHING",
                (tenant, person, key[1], sealed, kept_until),
            )

    def read(self, tenant: UUID, person: UUID) -> bytes | None:
        """Return what is kept of a person, ``None`` if nothing is, or no longer."""
        with self._database.reading((tenant,)) as connection:
            row = connection.execute(
                "SELECT archive_key, sealed FROM vault.archive"
                " WHERE tenant_id = %b AND person = %b",
                (tenant, person),
            ).fetchone()
        if row is None:
            return None
        key, sealed = row
        self._vault.load(((tenant, key),))
        return self._vault.decrypt((tenant, key), sealed, _place(tenant, person))

    def purge(self, tenants: Collection[UUID], today: date) -> int:
        """Destroy what was to be kept until a day before ``today``; return how many there were."""
        with self._database.reading(tenants) as connection:
            due = connection.execute(
                "SELECT tenant_id, person, archive_key FROM vault.archive"
                " WHERE tenant_id = ANY (%b) AND kept_until < %b",
                (list(tenants), today),
            ).fetchall()
        for tenant, person, key in due:
            self._vault.destroy(tenant, key)
            with self._database.writing(readable=(), writable=(tenant,)) as connection:
                connection.execute(
                    "DELETE FROM vault.archive WHERE tenant_id = %b AND person = %b",
                    (tenant, person),
                )
        return len(due)


def _place(tenant: UUID, person: UUID) -> bytes:
    return tenant.bytes + person.bytes
