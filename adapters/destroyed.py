"""Keys that were destroyed: the list of them, and destroying them again in an older vault."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from adapters.identities import unlink
from adapters.postgres.database import Connection


class DestroyedKey(msgspec.Struct, frozen=True, kw_only=True):
    """A key that no longer exists: whose it was, in which tenant, since when it is gone."""

    tenant: UUID
    subject: UUID
    destroyed_at: datetime


def destroyed_keys(connection: Connection) -> list[DestroyedKey]:
    """Return the destroyed keys of the tenants in scope."""
    rows = connection.execute(
        "SELECT tenant_id, subject, destroyed_at FROM vault.subject_key WHERE wrapped IS NULL"
        " ORDER BY tenant_id, subject"
    ).fetchall()
    return [
        DestroyedKey(tenant=tenant, subject=subject, destroyed_at=at)
        for tenant, subject, at in rows
    ]


def destroy_again(connection: Connection, destroyed: Sequence[DestroyedKey]) -> None:
    """Destroy the keys that are there again, and end the links that went with them."""
    tenants = [one.tenant for one in destroyed]
    subjects = [one.subject for one in destroyed]
    connection.execute(
        "INSERT INTO vault.subject_key (tenant_id, subject, destroyed_at)"
        " SELECT * FROM unnest(%b::uuid[], %b::uuid[], %b::timestamptz[])"
        " ON CONFLICT (tenant_id, subject) DO UPDATE"
        " SET wrapped = NULL, destroyed_at = excluded.destroyed_at"
        " WHERE vault.subject_key.wrapped IS NOT NULL",
        (tenants, subjects, [one.destroyed_at for one in destroyed]),
    )
    links = connection.execute(
        "SELECT l.tenant_id, l.institution, l.person FROM vault.identity_link l"
        " JOIN unnest(%b::uuid[], %b::uuid[]) AS d (tenant, person)"
        " ON l.institution = d.tenant AND l.person = d.person WHERE NOT l.erased",
        (tenants, subjects),
    ).fetchall()
    for district, institution, person in links:
        unlink(connection, district, institution, person)
