"""One PostgreSQL server for all workers, one migrated template per worker, a database per test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import msgspec
import psycopg
import pytest

from adapters.postgres.embedded import EmbeddedPostgres
from adapters.postgres.migrate import migrate
from service.bootstrap import APP_ROLE, BACKUP_ROLE, OWNER_ROLE, Application, build

MASTER = bytes(range(32))


class TestDatabase(msgspec.Struct, frozen=True):
    """A migrated database of purpose "test", and the URLs of its three roles."""

    __test__ = False

    name: str
    admin_url: str
    owner_url: str
    app_url: str
    backup_url: str


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedPostgres]:
    """The embedded server; with several workers they share one."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if base.name.startswith("popen-") else base
    server = EmbeddedPostgres(Path(shared) / "postgres")
    with psycopg.connect(server.admin_url(), autocommit=True) as connection:
        # Tests ask what is committed, not what survives a power cut.
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")
    yield server
    server.stop()


@pytest.fixture(scope="session")
def template(server: EmbeddedPostgres) -> str:
    """The name of a migrated database without tenants."""
    name = f"template_{uuid4().hex[:12]}"
    server.create(name, owner=OWNER_ROLE, app=APP_ROLE, backup=BACKUP_ROLE)
    migrate(server.url(OWNER_ROLE, name), APP_ROLE, "test")
    return name


@pytest.fixture
def database(server: EmbeddedPostgres, template: str) -> Iterator[TestDatabase]:
    """A fresh database of its own."""
    with copy_of(server, template) as database:
        yield database


@contextmanager
def copy_of(server: EmbeddedPostgres, template: str) -> Iterator[TestDatabase]:
    """Copy a database nobody is connected to, and drop the copy in the end."""
    name = f"test_{uuid4().hex[:12]}"
    with psycopg.connect(server.admin_url(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} OWNER {OWNER_ROLE}")
    yield TestDatabase(
        name=name,
        admin_url=server.admin_url(name),
        owner_url=server.url(OWNER_ROLE, name),
        app_url=server.url(APP_ROLE, name),
        backup_url=server.url(BACKUP_ROLE, name),
    )
    with psycopg.connect(server.admin_url(), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def application(database: TestDatabase) -> Iterator[Application]:
    """The connected parts over a fresh database."""
    application = build(database.app_url, MASTER, connections_max=20)
    yield application
    application.close()
