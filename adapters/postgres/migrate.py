"""Bringing a database to the schema of this code, and giving the service's role its rights."""

from __future__ import annotations

import importlib.resources
from collections.abc import Sequence
from typing import Literal
from urllib.parse import unquote, urlsplit

import psycopg
from psycopg import sql
from yoyo import get_backend, read_migrations

Purpose = Literal["production", "demonstration", "test"]

GRANTS = """
GRANT USAGE ON SCHEMA es, vault, access, reg, fol, audit TO {app};
GRANT SELECT ON es.installation, es.tenant, es.tenant_head, es.event, es.subject_event, es.command
    TO {app};
GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA vault, access, fol TO {app};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA reg TO {app};
GRANT DELETE ON fol.rebuild_due TO {app};
GRANT DELETE ON vault.identity, vault.identity_link, vault.person, vault.archive TO {app};
GRANT SELECT ON audit.read TO {app};
GRANT INSERT (tenant_id, read_id, account_id, title, asker, operation, persons, as_of, on_day,
    break_glass, reason) ON audit.read TO {app};
REVOKE EXECUTE ON ALL ROUTINES IN SCHEMA es, access, audit FROM PUBLIC;
GRANT EXECUTE ON FUNCTION es.readable, es.writable, es.open_tenant, es.begin_work, es.streams,
    es.append, es.append_one, es.share_heads, access.resolve, audit.forget_reads TO {app};
"""


def migrate(owner_url: str, app_role: str, purpose: Purpose) -> int:
    """Apply the missing migrations as the owner; return how many there were.

    ``purpose`` is written when the schema is created and never changed afterwards.
    """
    backend = get_backend(_yoyo_url(owner_url))
    directory = importlib.resources.files("adapters.postgres") / "migrations"
    migrations = read_migrations(str(directory))
    with backend.lock():
        missing = backend.to_apply(migrations)
        backend.apply_migrations(missing)
    backend.connection.close()
    with psycopg.connect(owner_url) as connection:
        connection.execute(
            "INSERT INTO es.installation (purpose) VALUES (%s) ON CONFLICT DO NOTHING", (purpose,)
        )
        connection.execute(sql.SQL(GRANTS).format(app=sql.Identifier(app_role)))
    return len(missing)


def analyse(owner_url: str) -> None:
    """Gather the planner's statistics, as is due after a large load.

    Statements planned for tables that were empty when last looked at run many times slower.
    """
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute("ANALYZE")


def role_of(url: str) -> str:
    """Return the role a database URL signs in as."""
    return unquote(urlsplit(url).username or "")


def _yoyo_url(url: str) -> str:
    parts: Sequence[str] = url.split("://", 1)
    return "postgresql+psycopg://" + parts[1]
