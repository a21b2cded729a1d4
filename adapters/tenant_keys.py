"""The key of each tenant: wrapped by the master key, it wraps the keys of persons and pairs.

A tenant's key may be replaced while other processes hold the old one (``adapters.key_rotation``);
the secret from which digests are made never changes, for they are stored.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Collection
from uuid import UUID

import msgspec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from adapters.postgres.database import Connection, Database
from adapters.wrapping import KEY_BYTES, DamagedError, unwrap, wrap

_COLUMNS = "tenant_id, master_id, wrapped, mac_secret"


class WrongMasterKeyError(Exception):
    """The keys of this installation are wrapped by another master key than the one at hand."""

    def __init__(self, wanted: str, at_hand: str) -> None:
        super().__init__(f"the keys are wrapped by the master key {wanted}, not by {at_hand}")
        self.wanted = wanted
        self.at_hand = at_hand


class TenantKey(msgspec.Struct, frozen=True):
    """A tenant's key, and the secret under which its digests are made."""

    key: bytes
    mac_secret: bytes

    @property
    def wrapper(self) -> AESGCM:
        """What wraps the keys of the tenant's persons and pairs."""
        return AESGCM(self.key)


class TenantKeys:
    """The keys of the tenants, kept in memory once they were opened."""

    def __init__(self, database: Database, master: bytes) -> None:
        self._database = database
        self._master_id = master_id_of(master)
        self._master = AESGCM(master)
        self._keys: dict[UUID, TenantKey] = {}

    def check_master(self) -> None:
        """Raise :class:`WrongMasterKeyError` if another master key wraps the keys kept here."""
        with self._database.reading(()) as connection:
            row = connection.execute("SELECT master_id FROM vault.master").fetchone()
        if row is not None:
            self._compare(row[0])

    def make(self, tenant: UUID) -> None:
        """Make the tenant's key unless it has one; raises :class:`WrongMasterKeyError`."""
        wrapped = wrap(self._master, secrets.token_bytes(KEY_BYTES), tenant.bytes)
        with self._database.writing(readable=(), writable=(tenant,)) as connection:
            connection.execute(
                "INSERT INTO vault.master (master_id) VALUES (%s) ON CONFLICT DO NOTHING",
                (self._master_id,),
            )
            # A rotation waits for this transaction, or this one sees what the rotation made.
            row = connection.execute("SELECT master_id FROM vault.master FOR SHARE").fetchone()
            self._compare(row[0] if row else "")
            connection.execute(
                "INSERT INTO vault.tenant_key (tenant_id, master_id, wrapped)"
                " VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
                (tenant, self._master_id, wrapped),
            )

    def get(self, tenant: UUID) -> TenantKey:
        """Return the key of ``tenant`` as this process last saw it.

        Raises :class:`DamagedError` if it has none, and :class:`WrongMasterKeyError`.
        """
        key = self._keys.get(tenant)
        if key is None:
            with self._database.reading((tenant,)) as connection:
                row = connection.execute(
                    f"SELECT {_COLUMNS} FROM vault.tenant_key WHERE tenant_id = %s",  # noqa: S608
                    (tenant,),
                ).fetchone()
            if row is None:
                raise DamagedError("the tenant has no key")
            key = self._open(row)
        return key

    def hold(self, connection: Connection, tenants: Collection[UUID]) -> dict[UUID, TenantKey]:
        """Return the keys in force, which stay so until the transaction of ``connection`` ends.

        Raises :class:`DamagedError` if a tenant has none, and :class:`WrongMasterKeyError`.
        """
        rows = connection.execute(
            f"SELECT {_COLUMNS} FROM vault.tenant_key"  # noqa: S608
            " WHERE tenant_id = ANY (%s) ORDER BY tenant_id FOR SHARE",
            (list(tenants),),
        ).fetchall()
        held = {row[0]: self._open(row) for row in rows}
        if len(held) < len(tenants):
            raise DamagedError("the tenant has no key")
        return held

    def forget(self, tenants: Collection[UUID]) -> None:
        """Let go of keys that another process seems to have replaced."""
        for tenant in tenants:
            self._keys.pop(tenant, None)

    def _open(self, row: tuple[UUID, str, bytes, bytes | None]) -> TenantKey:
        tenant, master_id, wrapped, mac_secret = row
        self._compare(master_id)
        opened = self._keys[tenant] = open_tenant_key(self._master, tenant, wrapped, mac_secret)
        return opened

    def _compare(self, master_id: str) -> None:
        if master_id != self._master_id:
            raise WrongMasterKeyError(master_id, self._master_id)


def open_tenant_key(
    master: AESGCM, tenant: UUID, wrapped: bytes, mac_secret: bytes | None
) -> TenantKey:
    """Return the key kept as ``wrapped``; raises :class:`DamagedError`.

    Until the first rotation the key itself is the secret of the tenant's digests.
    """
    key = unwrap(master, wrapped, tenant.bytes)
    secret = key if mac_secret is None else unwrap(AESGCM(key), mac_secret, mac_place(tenant))
    return TenantKey(key, secret)


def mac_place(tenant: UUID) -> bytes:
    """Return to what the wrapped secret of a tenant's digests is bound."""
    return tenant.bytes + b"mac-secret"


def master_id_of(master: bytes) -> str:
    """Return what tells one master key from another and gives nothing of it away."""
    return hmac.digest(master, b"master-id", "sha256")[:8].hex()
