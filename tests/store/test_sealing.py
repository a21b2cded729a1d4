"""How seals come about: one row of them for all logs of an installation."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Event

import psycopg
import pytest

from adapters.postgres.embedded import EmbeddedPostgres
from adapters.postgres.sealed import stored_seals
from adapters.seals import (
    check_seals,
    from_file,
)
from service.app import make_logger
from service.bootstrap import Application, build
from service.following import following
from service.sealing import Sealing
from tests.plugins.postgres import MASTER, TestDatabase, copy_of
from tests.store.logs import append, entry, open_tenant, superuser


@pytest.fixture
def database(server: EmbeddedPostgres, template: str) -> Iterator[TestDatabase]:
    """A database of its own: a seal is of all logs there are."""
    with copy_of(server, template) as database:
        yield database


@pytest.fixture
def application(database: TestDatabase) -> Iterator[Application]:
    application = build(database.app_url, MASTER)
    yield application
    application.close()


@pytest.fixture
def sealing(database: TestDatabase, tmp_path: Path) -> Sealing:
    return Sealing(database.owner_url, tmp_path / "keys" / "seal.key", tmp_path / "seals")


def test_sealing_stores_and_writes_what_all_logs_are(
    application: Application, database: TestDatabase, sealing: Sealing, tmp_path: Path
) -> None:
    assert sealing.close_interval() is None
    tenants = [open_tenant(application) for _ in range(3)]
    append(application, entry(tenants[0], versions=(1, 2)), entry(tenants[1]))

    first = sealing.close_interval()
    again = sealing.close_interval()
    append(application, entry(tenants[2]))
    second = sealing.close_interval()

    assert first is not None
    assert again is not None
    assert second is not None
    assert (first.new, again.new, second.new) == (True, False, True)
    assert again.seal == first.seal
    heads = [(leaf.tenant, leaf.position) for leaf in first.seal.leaves]
    assert heads == sorted(zip(tenants, (2, 1, 0), strict=True))
    assert stored_seals(database.owner_url) == [first.seal, second.seal]
    assert check_seals([first.seal, second.seal]) is None
    assert [from_file(one.file.read_bytes()) for one in (first, second)] == [
        first.seal,
        second.seal,
    ]
    key = tmp_path / "keys" / "seal.key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert sorted((tmp_path / "seals").iterdir()) == [first.file, second.file]


def test_a_file_that_was_not_written_is_made_up_for(
    application: Application, sealing: Sealing
) -> None:
    open_tenant(application)
    first = sealing.close_interval()
    assert first is not None
    first.file.unlink()

    again = sealing.close_interval()

    assert again is not None
    assert not again.new
    assert from_file(again.file.read_bytes()) == first.seal


def test_those_who_seal_at_once_make_one_row_of_seals(
    application: Application, database: TestDatabase, sealing: Sealing
) -> None:
    tenant = open_tenant(application)

    def work(_: int) -> None:
        append(application, entry(tenant))
        sealing.close_interval()

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(work, range(40)))

    seals = stored_seals(database.owner_url)
    assert check_seals(seals) is None
    assert seals[-1].leaves[0].position == 40
    assert len(seals) <= 40


def test_the_service_seals_by_itself_when_it_is_time(
    application: Application, database: TestDatabase, tmp_path: Path
) -> None:
    tenant = open_tenant(application)
    often = Sealing(database.owner_url, tmp_path / "seal.key", tmp_path, timedelta(milliseconds=1))
    sealed = Event()

    class Watched:
        def run_once(self, stopped: Event | None = None) -> object:
            done = often.run_once(stopped)
            if [seal.leaves[0].position for seal in stored_seals(database.owner_url)][-1:] == [1]:
                sealed.set()
            return done

    append(application, entry(tenant))
    with following([Watched()], make_logger(), poll_s=0.01):  # type: ignore[list-item]
        assert sealed.wait(20)


def test_it_seals_once_in_an_interval(
    application: Application, database: TestDatabase, sealing: Sealing
) -> None:
    tenant = open_tenant(application)
    for _ in range(3):
        append(application, entry(tenant))
        sealing.run_once()
    stopped = Event()
    stopped.set()
    Sealing(database.owner_url, Path("none"), Path("none")).run_once(stopped)

    assert [seal.leaves[0].position for seal in stored_seals(database.owner_url)] == [1]


def test_a_key_file_that_holds_none_is_refused(
    application: Application, database: TestDatabase, tmp_path: Path
) -> None:
    open_tenant(application)
    (tmp_path / "seal.key").write_text("00")

    with pytest.raises(ValueError, match="32 bytes"):
        Sealing(database.owner_url, tmp_path / "seal.key", tmp_path).close_interval()


def test_the_services_role_has_no_right_to_seals(
    application: Application, database: TestDatabase, sealing: Sealing
) -> None:
    open_tenant(application)
    sealing.close_interval()
    with (
        pytest.raises(psycopg.errors.InsufficientPrivilege),
        application.database.reading(()) as connection,
    ):
        connection.execute("SELECT * FROM es.seal")
    with superuser(database.admin_url) as connection:
        rows = connection.execute("SELECT count(*) FROM es.seal").fetchall()
        assert rows == [(1,)]
