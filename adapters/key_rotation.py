"""Replacing the master key, or the key of one tenant: keys are wrapped anew, nothing else changes.

Each is one transaction, so a crash leaves either the old keys or the new ones. No event, no digest
and no data key changes; who holds a data key in memory goes on with it.
"""

from __future__ import annotations

import secrets
from uuid import UUID

import psycopg
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from adapters.postgres.database import Database
from adapters.tenant_keys import (
    TenantKeys,
    WrongMasterKeyError,
    mac_place,
    master_id_of,
    open_tenant_key,
)
from adapters.wrapping import KEY_BYTES, DamagedError, unwrap, wrap


def rotate_master(owner_url: str, old: bytes, new: bytes) -> int:
    """Wrap every tenant's key under the master key ``new``; return how many there are.

    Only the owner of the vault can list them all. A key that is being made waits, and then fails
    in a process that knows the old master key only. Raises :class:`WrongMasterKeyError` if ``old``
    is not the one in force, :class:`DamagedError` if a key does not open.
    """
    old_id, new_id = master_id_of(old), master_id_of(new)
    was, will_be = AESGCM(old), AESGCM(new)
    with psycopg.connect(owner_url) as connection:
        row = connection.execute("SELECT master_id FROM vault.master FOR UPDATE").fetchone()
        if row is None:
            return 0
        if row[0] != old_id:
            raise WrongMasterKeyError(row[0], old_id)
        kept = connection.execute(
            "SELECT tenant_id, wrapped FROM vault.tenant_key ORDER BY tenant_id FOR UPDATE"
        ).fetchall()
        anew = [
            wrap(will_be, unwrap(was, wrapped, tenant.bytes), tenant.bytes)
            for tenant, wrapped in kept
        ]
        connection.execute(
            "UPDATE vault.tenant_key k SET wrapped = n.wrapped, master_id = %s"
            " FROM unnest(%s::uuid[], %s::bytea[]) AS n (tenant_id, wrapped)"
            " WHERE k.tenant_id = n.tenant_id",
            (new_id, [tenant for tenant, _ in kept], anew),
        )
        connection.execute("UPDATE vault.master SET master_id = %s", (new_id,))
    return len(kept)


def rotate_tenant(database: Database, master: bytes, tenant: UUID) -> int:
    """Give ``tenant`` a new key and wrap its data keys under it; return how many there are.

    Destroyed keys stay destroyed. Raises :class:`DamagedError` if the tenant has no key or one of
    its keys does not open, and :class:`WrongMasterKeyError`.
    """
    with database.writing(readable=(), writable=(tenant,)) as connection:
        row = connection.execute(
            "SELECT wrapped, mac_secret FROM vault.tenant_key WHERE tenant_id = %s FOR UPDATE",
            (tenant,),
        ).fetchone()
        if row is None:
            raise DamagedError("the tenant has no key")
        TenantKeys(database, master).check_master()
        old = open_tenant_key(AESGCM(master), tenant, *row)
        key = secrets.token_bytes(KEY_BYTES)
        wrapper = AESGCM(key)
        kept = connection.execute(
            "SELECT subject, wrapped FROM vault.subject_key"
            " WHERE tenant_id = %s AND wrapped IS NOT NULL ORDER BY subject FOR UPDATE",
            (tenant,),
        ).fetchall()
        anew = [
            wrap(wrapper, unwrap(old.wrapper, wrapped, subject.bytes), subject.bytes)
            for subject, wrapped in kept
        ]
        connection.execute(
            "UPDATE vault.subject_key k SET wrapped = n.wrapped"
            " FROM unnest(%s::uuid[], %s::bytea[]) AS n (subject, wrapped)"
            " WHERE k.tenant_id = %s AND k.subject = n.subject",
            ([subject for subject, _ in kept], anew, tenant),
        )
        connection.execute(
            "UPDATE vault.tenant_key SET wrapped = %s, mac_secret = %s WHERE tenant_id = %s",
            (
                wrap(AESGCM(master), key, tenant.bytes),
                wrap(wrapper, old.mac_secret, mac_place(tenant)),
                tenant,
            ),
        )
    return len(kept)
