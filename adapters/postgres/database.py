"""Connections, and the one place where a transaction is given its tenants."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from threading import local
from typing import Any
from uuid import UUID

import psycopg
from psycopg_pool import ConnectionPool

# What a writing transaction does goes by key. One plan serves all arguments, instead of a new one
# for each; and no scan of a table that happened to be empty when it was planned.
BY_KEY = "SET LOCAL plan_cache_mode = force_generic_plan;SET LOCAL enable_seqscan = off;"

# What a reading transaction asks depends on its arguments: how many tenants, which filters. One
# plan for all of them, made without knowing these, reads several times as many rows.
AS_ASKED = "SET LOCAL plan_cache_mode = force_custom_plan;"

Line = tuple[Any, ...]


class RolledBackError(Exception):
    """A statement of the transaction had failed, so there was nothing left to commit."""


class Connection(psycopg.Connection[Line]):
    """A connection that begins a transaction in one message with its first statements."""

    _beginning = ""

    def begin(self, statements: str) -> None:
        """Begin a transaction, with ``statements``, when there is something to do in it."""
        self._beginning = statements

    def together(self, statements: str) -> list[list[Line]]:
        """Run statements without parameters in one message; return the lines of each query."""
        message, self._beginning = self._beginning + statements, ""
        cursor = super().cursor()
        cursor.execute(message.encode(), prepare=False)
        results = [cursor.fetchall()] if cursor.description else []
        while cursor.nextset():
            if cursor.description:
                results.append(cursor.fetchall())
        return results

    def cursor(self, *args: Any, **kwargs: Any) -> Any:
        """Return a cursor of a transaction that has begun."""
        if self._beginning:
            message, self._beginning = self._beginning, ""
            self._run(message)
        return super().cursor(*args, **kwargs)

    def end(self) -> None:
        """Commit what was begun."""
        if self._beginning:
            self._beginning = ""
        # After a failed statement the server answers COMMIT by rolling back, without an error.
        elif self._run("COMMIT") != b"COMMIT":
            raise RolledBackError

    def break_off(self) -> None:
        """Roll back what was begun."""
        if self._beginning:
            self._beginning = ""
        elif not self.broken:
            self.execute("ROLLBACK")

    def _run(self, statements: str) -> bytes | None:
        # Straight to libpq, at a third of the price of execute().
        result = self.pgconn.exec_(statements.encode())
        if result.status == psycopg.pq.ExecStatus.COMMAND_OK:
            return result.command_status
        if self.broken:
            raise psycopg.OperationalError(result.get_error_message())
        raise psycopg.errors.error_from_result(result)


class UnsafeRoleError(Exception):
    """The service was given a database role that row-level security does not bind."""


class _Thread(local):
    """The transaction in which this thread writes, and the tenants it may write."""

    connection: Connection | None = None
    writable: frozenset[UUID] = frozenset()


class Database:
    """A pool of connections of one role.

    Every transaction names the tenants it may read and those it may write; row-level security
    holds it to them, and a transaction that names none sees no rows.
    """

    def __init__(self, url: str, *, connections_max: int = 12) -> None:
        self.url = url
        self._pool: ConnectionPool[Connection] = ConnectionPool(
            url,
            connection_class=Connection,
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
        with self._transaction("BEGIN;" + BY_KEY + scope) as connection:
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
        begin = f"BEGIN{isolation} READ ONLY;" + AS_ASKED + _scope("app.tenant", tenants)
        with self._transaction(begin) as connection:
            yield connection

    @contextmanager
    def holding(self, tenants: Collection[UUID]) -> Iterator[Connection]:
        """Run a transaction that reads ``tenants`` and may lock their logs against appends."""
        begin = "BEGIN;" + _scope("app.tenant", tenants) + _scope("app.writer", tenants)
        with self._transaction(begin) as connection:
            yield connection

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[Connection]:
        # Not pool.connection(), which ends with one more commit of its own.
        connection = self._pool.getconn()
        try:
            connection.begin(begin)
            try:
                yield connection
            except BaseException:
                connection.break_off()
                raise
            connection.end()
        finally:
            self._pool.putconn(connection)


def _scope(setting: str, tenants: Collection[UUID]) -> str:
    # SET takes no parameters, and set_config() does not reach the nodes of a Citus cluster; the
    # text of a UUID is the only thing that can get in here.
    listed = ",".join(sorted(str(UUID(int=tenant.int)) for tenant in tenants))
    return f"SET LOCAL {setting} = '{{{listed}}}';"
