"""Accounts and their tokens."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from uuid import UUID, uuid4

import msgspec

from adapters.postgres.database import Database

TOKEN_BYTES = 32
MARK = "nst_"
"""Tells a token of ours from others, wherever one turns up."""


class Holder(msgspec.Struct, frozen=True):
    """Whom a token stands for; ``tenants`` are those the holder's tenant may read."""

    account_id: UUID
    tenant_id: UUID
    district_id: UUID
    role: str
    tenants: tuple[UUID, ...]


class LoginTakenError(Exception):
    """The tenant already has an account of that login."""


class Accounts:
    """Makes accounts and tokens and says whose a token is. Only hashes of tokens are kept."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def create(self, tenant: UUID, login: str, title: str, role: str) -> UUID:
        """Make an account; ``title`` is what histories show. Raises :class:`LoginTakenError`."""
        account = uuid4()
        with self._database.writing(readable=(), writable=(tenant,)) as connection:
            made = connection.execute(
                "INSERT INTO access.account (tenant_id, account_id, login, title, role)"
                " VALUES (%s, %s, %s, %s, %s) ON CONFLICT (tenant_id, login) DO NOTHING",
                (tenant, account, login, title, role),
            ).rowcount
        if not made:
            raise LoginTakenError(login)
        return account

    def find(self, tenant: UUID, login: str) -> UUID | None:
        """Return the account of that login."""
        with self._database.reading((tenant,)) as connection:
            row = connection.execute(
                "SELECT account_id FROM access.account WHERE tenant_id = %s AND login = %s",
                (tenant, login),
            ).fetchone()
        return row[0] if row else None

    def issue(self, tenant: UUID, account: UUID, lifetime: timedelta) -> str:
        """Make a token; it is shown this once and never again."""
        token = MARK + secrets.token_urlsafe(TOKEN_BYTES)
        with self._database.writing(readable=(), writable=(tenant,)) as connection:
            connection.execute(
                "INSERT INTO access.token (tenant_id, token_hash, account_id, expires_at)"
                " VALUES (%s, %s, %s, now() + %s)",
                (tenant, _digest(token), account, lifetime),
            )
        return token

    def resolve(self, token: str) -> Holder | None:
        """Return whose token it is, ``None`` for an unknown, expired or revoked one."""
        with self._database.reading(()) as connection:
            row = connection.execute(
                "SELECT account_id, tenant_id, district_id, role, tenants FROM access.resolve(%b)",
                (_digest(token),),
            ).fetchone()
        if row is None:
            return None
        account, tenant, district, role, tenants = row
        return Holder(account, tenant, district, role, tuple(tenants))

    def titles(self, tenants: tuple[UUID, ...]) -> dict[UUID, str]:
        """Return what the accounts of ``tenants`` are called in histories."""
        with self._database.reading(tenants) as connection:
            rows = connection.execute(
                "SELECT account_id, title FROM access.account WHERE tenant_id = ANY (%b)",
                (list(tenants),),
            ).fetchall()
        return dict(rows)


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
