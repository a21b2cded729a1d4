"""What can be said of a database from outside the service: what it is for and whether it fits."""

from __future__ import annotations

import importlib.resources
from collections.abc import Collection
from typing import cast
from uuid import UUID

import msgspec
import psycopg

from adapters.postgres.database import Database
from adapters.postgres.migrate import Purpose

ROLLBACK = ".rollback.sql"


class UnreachableError(Exception):
    """No connection to the database can be made as that role."""


class Findings(msgspec.Struct, frozen=True, kw_only=True):
    """``purpose`` is ``None`` and every migration missing before the first one.

    ``knows_russian``: lower() changes Cyrillic letters, so names can be compared.
    ``role_bound``: row-level security binds the service's role. ``restoring``: a restore was begun
    and is not finished. ``keys_missing``: so many tenants have a log and no key. ``vault``: what is
    found of the database of keys, if that is another. ``rebuilds_due`` counts the logs whose
    registers lack what this program folds; the service works without it, so it does not make the
    database unsound.
    """

    purpose: Purpose | None
    missing_migrations: int
    knows_russian: bool
    role_bound: bool
    rebuilds_due: int
    restoring: bool
    keys_missing: int = 0
    vault: Findings | None = None

    @property
    def migrated(self) -> bool:
        """Whether the schema is that of this code, in both databases if there are two."""
        here = self.purpose is not None and not self.missing_migrations
        return here and (self.vault is None or self.vault.migrated)

    @property
    def sound(self) -> bool:
        """Whether the service can work on it."""
        return (
            self.migrated
            and self.knows_russian
            and self.role_bound
            and not self.restoring
            and not self.keys_missing
            and (self.vault is None or (self.vault.sound and self.vault.purpose == self.purpose))
        )


def inspect(owner_url: str, app_url: str, vault: tuple[str, str] | None = None) -> Findings:
    """Look at a database as its owner and as the service, and at that of its keys.

    ``vault`` are the same two URLs of the database of keys, if that is another. Raises
    :class:`UnreachableError`.
    """
    found = _inspect(owner_url, app_url)
    if vault is not None:
        found = msgspec.structs.replace(found, vault=_inspect(*vault))
    if not found.migrated:
        return found
    missing = _with_log(owner_url) - _with_key(owner_url if vault is None else vault[0])
    return msgspec.structs.replace(found, keys_missing=len(missing))


def _inspect(owner_url: str, app_url: str) -> Findings:
    try:
        with psycopg.connect(app_url) as connection:
            row = connection.execute(
                "SELECT NOT (rolsuper OR rolbypassrls), lower('Ё') = 'ё' FROM pg_roles"
                " WHERE rolname = current_user"
            ).fetchone()
        role_bound, knows_russian = row or (False, False)
        with psycopg.connect(owner_url) as connection:
            missing = len(_migrations() - _applied(connection))
            return Findings(
                purpose=_purpose(connection),
                missing_migrations=missing,
                knows_russian=knows_russian,
                role_bound=role_bound,
                rebuilds_due=_rebuilds_due(connection),
                restoring=not missing and _is_restoring(connection),
            )
    except psycopg.OperationalError as error:
        raise UnreachableError from error


def tenants_by_district(owner_url: str) -> dict[UUID, tuple[UUID, ...]]:
    """Return every district of the installation with its institutions, in order of opening."""
    with psycopg.connect(owner_url) as connection:
        rows = connection.execute(
            "SELECT district_id, tenant_id FROM es.tenant ORDER BY opened_at, tenant_id"
        ).fetchall()
    found: dict[UUID, tuple[UUID, ...]] = {}
    for district, tenant in rows:
        found.setdefault(district, ())
        if tenant != district:
            found[district] += (tenant,)
    return found


def events_by_tenant(database: Database, tenants: Collection[UUID]) -> dict[UUID, int]:
    """Return how many events the logs of ``tenants`` hold."""
    with database.reading(tenants) as connection:
        rows = connection.execute(
            "SELECT tenant_id, position FROM es.tenant_head WHERE tenant_id = ANY (%b)",
            (list(tenants),),
        ).fetchall()
    return dict(rows)


def pretends(database: Database) -> bool:
    """Say whether the database may pretend to be old: it takes the time of an append as given."""
    with database.reading(()) as connection:
        row = connection.execute("SELECT purpose FROM es.installation").fetchone()
    return row is not None and row[0] != "production"


def migrations_of(owner_url: str) -> tuple[str, ...]:
    """Return the names of the migrations a database has had, in their order."""
    with psycopg.connect(owner_url) as connection:
        return tuple(sorted(_applied(connection)))


def _with_log(owner_url: str) -> set[UUID]:
    return {
        tenant
        for district, institutions in tenants_by_district(owner_url).items()
        for tenant in (district, *institutions)
    }


def _with_key(owner_url: str) -> set[UUID]:
    with psycopg.connect(owner_url) as connection:
        rows = connection.execute("SELECT tenant_id FROM vault.tenant_key").fetchall()
    return {tenant for (tenant,) in rows}


def _purpose(connection: psycopg.Connection[tuple[object, ...]]) -> Purpose | None:
    if not _exists(connection, "es.installation"):
        return None
    row = connection.execute("SELECT purpose FROM es.installation").fetchone()
    return cast("Purpose", row[0]) if row else None


def _rebuilds_due(connection: psycopg.Connection[tuple[object, ...]]) -> int:
    if not _exists(connection, "fol.rebuild_due"):
        return 0
    row = connection.execute("SELECT count(*) FROM fol.rebuild_due").fetchone()
    return cast("int", row[0]) if row else 0


def _is_restoring(connection: psycopg.Connection[tuple[object, ...]]) -> bool:
    row = connection.execute("SELECT restoring_since FROM es.installation").fetchone()
    return row is not None and row[0] is not None


def _applied(connection: psycopg.Connection[tuple[object, ...]]) -> set[str]:
    if not _exists(connection, "_yoyo_migration"):
        return set()
    rows = connection.execute("SELECT migration_id FROM _yoyo_migration").fetchall()
    return {str(name) for (name,) in rows}


def _exists(connection: psycopg.Connection[tuple[object, ...]], table: str) -> bool:
    row = connection.execute("SELECT to_regclass(%s) IS NOT NULL", (table,)).fetchone()
    return bool(row and row[0])


def _migrations() -> set[str]:
    directory = importlib.resources.files("adapters.postgres") / "migrations"
    return {
        entry.name.removesuffix(".sql")
        for entry in directory.iterdir()
        if entry.name.endswith(".sql") and not entry.name.endswith(ROLLBACK)
    }
