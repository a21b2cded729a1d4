"""The log of reads: who was shown whose personal data. It is added to and never changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from uuid import UUID, uuid4

import msgspec

from adapters.postgres.database import Database
from adapters.vault import Vault
from domain.ports import Reader

COLUMNS = (
    "account_id",
    "title",
    "asker",
    "operation",
    "as_of",
    "on_day",
    "break_glass",
)


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """An answer that shows personal data: to whom, of whom, by which operation.

    ``title`` is what the account is called if the tenant ``asker`` has none of that id; ``whose``
    holds the persons by institution. ``reason``: the asker otherwise may not read all of them.
    """

    account_id: UUID
    title: str
    asker: UUID
    operation: str
    whose: Mapping[UUID, Collection[UUID]]
    as_of: datetime | None = None
    on_day: date | None = None
    reason: str | None = None


class ReadWanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which reads: of the people of ``tenants``, from ``since`` on, before ``until``.

    ``as_of`` leaves out what came after it.
    """

    tenants: tuple[UUID, ...]
    person: UUID | None = None
    account: UUID | None = None
    break_glass: bool | None = None
    since: datetime | None = None
    until: datetime | None = None
    as_of: datetime | None = None


class ReadRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the log; ``sealed`` is the encrypted reason."""

    tenant_id: UUID
    read_at: datetime
    read_id: UUID
    account_id: UUID
    title: str
    asker: UUID
    operation: str
    persons: tuple[UUID, ...]
    as_of: datetime | None
    on_day: date | None
    break_glass: bool
    sealed: bytes | None


Place = tuple[datetime, UUID, UUID]
"""Where a row stands in the log, latest first: ``read_at``, ``tenant_id``, ``read_id``."""


class ReadLog:
    """Writes and reads the log of one installation."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._vault = vault

    def write(self, shown: Shown) -> None:
        """Add ``shown``, a row for each institution, and commit. Fails rather than lose one."""
        if not shown.whose:
            return
        read, tenants = uuid4(), sorted(shown.whose)
        params = {name: getattr(shown, name, None) for name in COLUMNS}
        params |= {
            "read": read,
            "break_glass": shown.reason is not None,
            "tenants": tenants,
            "persons": [_array(shown.whose[tenant]) for tenant in tenants],
            "reasons": self._seal(read, tenants, shown.reason),
        }
        # A grant for each column: when it was read is for the server to say.
        sql = f"""
            INSERT INTO audit.read (tenant_id, read_id, persons, reason, {", ".join(COLUMNS)})
            SELECT t.tenant, %(read)b, t.persons::uuid[], t.reason, %(account_id)b,
                   coalesce((SELECT a.title FROM access.account a WHERE a.tenant_id = %(asker)b
                             AND a.account_id = %(account_id)b), %(title)s),
                   %(asker)b, %(operation)s, %(as_of)b::timestamptz, %(on_day)b::date,
                   %(break_glass)b
            FROM unnest(%(tenants)b::uuid[], %(persons)b::text[], %(reasons)b::bytea[])
                AS t (tenant, persons, reason)
        """
        with self._database.writing(readable=(shown.asker,), writable=tenants) as connection:
            connection.execute(sql, params)

    def reason(self, row: ReadRow) -> str | None:
        """Return the reason given for a read, ``None`` if there is none or its key is destroyed."""
        if row.sealed is None:
            return None
        subject = (row.tenant_id, row.tenant_id)
        opened = self._vault.decrypt(subject, row.sealed, _place(row.read_id))
        return None if opened is None else opened.decode()

    def forget(self, tenant: UUID, days: int) -> int:
        """Remove what is older than ``days`` and than a year; return how many rows that were."""
        with self._database.writing(readable=(), writable=(tenant,)) as connection:
            found = connection.execute("SELECT audit.forget_reads(%s)", (days,)).fetchone()
        return int(found[0]) if found else 0

    def _seal(self, read: UUID, tenants: list[UUID], reason: str | None) -> list[bytes | None]:
        if reason is None:
            return [None] * len(tenants)
        subjects = [(tenant, tenant) for tenant in tenants]
        self._vault.ensure(subjects)
        return [self._vault.encrypt(subject, reason.encode(), _place(read)) for subject in subjects]


def list_reads(
    reader: Reader, wanted: ReadWanted, limit: int, after: Place | None
) -> list[ReadRow]:
    """Return at most ``limit`` rows, the latest first, behind the place ``after``.

    A person is looked for among the rows of each institution, newest first, so the one who was
    never read costs a walk through all of them; an index on the keys would not work under row-level
    security.
    """
    place = "(r.read_at, r.tenant_id, r.read_id)"
    behind = f"AND {place} < (%(at)s::timestamptz, %(tenant)s::uuid, %(read)s::uuid)"
    sql = f"""
        SELECT r.tenant_id, r.read_at, r.read_id, r.persons, {", ".join(f"r.{c}" for c in COLUMNS)},
               translate(encode(r.reason, 'base64'), E'\\n', '') AS sealed
        FROM unnest(%(tenants)s::uuid[]) AS t (tenant_id)
        CROSS JOIN LATERAL (
            SELECT r.* FROM audit.read r
            WHERE r.tenant_id = t.tenant_id
              AND (%(person)s::uuid IS NULL OR %(person)s = ANY (r.persons))
              AND (%(account)s::uuid IS NULL OR r.account_id = %(account)s)
              AND (%(break_glass)s::boolean IS NULL OR r.break_glass = %(break_glass)s)
              AND (%(since)s::timestamptz IS NULL OR r.read_at >= %(since)s)
              AND (%(until)s::timestamptz IS NULL OR r.read_at < %(until)s)
              AND (%(as_of)s::timestamptz IS NULL OR r.read_at <= %(as_of)s)
              {behind if after else ""}
            ORDER BY r.read_at DESC, r.read_id DESC
            LIMIT %(limit)s
        ) r
        ORDER BY r.read_at DESC, r.tenant_id DESC, r.read_id DESC
        LIMIT %(limit)s
    """
    params = msgspec.structs.asdict(wanted) | {"tenants": list(wanted.tenants), "limit": limit}
    params |= dict(zip(("at", "tenant", "read"), after or (None, None, None), strict=True))
    return reader.rows(sql, params, ReadRow)


def _array(keys: Collection[UUID]) -> str:
    return "{" + ",".join(sorted(map(str, keys))) + "}"


def _place(read: UUID) -> bytes:
    return b"read" + read.bytes
