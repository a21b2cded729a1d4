"""One database per module: here every test works on tenants of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from adapters.postgres.embedded import EmbeddedPostgres
from service.bootstrap import Application, build
from tests.plugins.postgres import MASTER, TestDatabase, copy_of
from tests.store.catalogue import tables
from tests.store.logs import superuser
from tests.store.tampering import Stored, record_and_seal


@pytest.fixture(scope="module")
def database(server: EmbeddedPostgres, template: str) -> Iterator[TestDatabase]:
    """A database that the tests of a module share."""
    with copy_of(server, template) as database:
        yield database


@pytest.fixture(scope="module")
def application(database: TestDatabase) -> Iterator[Application]:
    """The connected parts over the module's database."""
    application = build(database.app_url, MASTER, connections_max=20)
    yield application
    application.close()


@pytest.fixture(scope="module")
def guarded(database: TestDatabase) -> list[str]:
    """Every table with a tenant."""
    with superuser(database.admin_url) as connection:
        return sorted(tables(connection, with_tenant=True))


@pytest.fixture(scope="module")
def stored(
    server: EmbeddedPostgres, template: str, tmp_path_factory: pytest.TempPathFactory
) -> Stored:
    """Logs and seals, to be changed in memory."""
    return record_and_seal(server, template, tmp_path_factory.mktemp("seals"))
