"""Connections, and the one place where a transaction is given its tenants."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from threading import local
from typing import Any
from uuid import UUID

import psycopg
from psycopg_pool import ConnectionPool

Connection = psycopg.Connection[tuple[Any, ...]]


class UnsafeRoleError(Exception):
    """The service was given a database role that row-level security does not bind."""


class _Thread(local):
    """The transaction in which this thread writes, and the tenants it may write."""

    connection: Connection | None = None
    writable: frozenset[UUID] = frozenset()


class RolledBackError(Exception):
    """A statement of the transaction had failed, so there was nothing left to commit."""


class Database:
    """A pool of connections of one role.

    Every transaction names the tenants it may read and those it may write; row-level security
    holds it to them, and a transaction that names none sees no rows.
    """

    def __init__(self, url: str, *, connections_max: int = 12) -> None:
        self.url = url
        self._pool: ConnectionPool[Connection] = ConnectionPool(
            url,
            kwargs={"autocommit": True},
            min_size=1,
            max_size=connections_max,
            open=False,
        )
        self._thread = _Thread()

    def open(self) -> None:
        """Open the pool and make sure that row-level security binds the role.

        Raises :class:`UnsafeRoleError` for a superuser or a role with BYPASSRLS.
        """
        self._pool.open(wait=True)
        with self._pool.connection() as connection:
            unsafe = connection.execute(
                "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
        if unsafe is None or unsafe[0]:
            self.close()
            raise UnsafeRoleError("the service's database role must be NOSUPERUSER and NOBYPASSRLS")

    def close(self) -> None:
        """Close every connection."""
        self._pool.close()

    @contextmanager
    def writing(
        self, *, readable: Collection[UUID], writable: Collection[UUID]
    ) -> Iterator[Connection]:
        """Run a transaction that may change ``writable`` and read ``readable`` besides."""
        scope = _scope("app.tenant", {*readable, *writable}) + _scope("app.writer", writable)
        with self._transaction("BEGIN;" + scope) as connection:
            thread = self._thread
            outer = thread.connection, thread.writable
            thread.connection, thread.writable = connection, frozenset(writable)
            try:
                yield connection
            finally:
                thread.connection, thread.writable = outer

    @contextmanager
    def joining(self, tenant: UUID) -> Iterator[Connection]:
        """Join the transaction in which this thread writes ``tenant``, else run one of its own."""
        if self._thread.connection is not None and tenant in self._thread.writable:
            yield self._thread.connection
        else:
            with self.writing(readable=(), writable=(tenant,)) as connection:
                yield connection

    @contextmanager
    def reading(self, tenants: Collection[UUID], *, snapshot: bool = False) -> Iterator[Connection]:
        """Run a read-only transaction over ``tenants``; ``snapshot`` repeats its reads."""
        isolation = " ISOLATION LEVEL REPEATABLE READ" if snapshot else ""
        begin = f"BEGIN{isolation} READ ONLY;" + _scope("app.tenant", tenants)
        with self._transaction(begin) as connection:
            yield connection

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[Connection]:
        with self._pool.connection() as connection:
            connection.execute(begin.encode(), prepare=False)
            try:
                yield connection
            except BaseException:
                if not connection.broken:
                    connection.execute("ROLLBACK")
                raise
            # After a failed statement the server answers COMMIT by rolling back, without an error.
            if connection.execute("COMMIT").statusmessage != "COMMIT":
                raise RolledBackError


def _scope(setting: str, tenants: Collection[UUID]) -> str:
    # SET takes no parameters, and set_config() does not reach the nodes of a Citus cluster; the
    # text of a UUID is the only thing that can get in here.
    listed = ",".join(sorted(str(UUID(int=tenant.int)) for tenant in tenants))
    return f"SET LOCAL {setting} = '{{{listed}}}';"
