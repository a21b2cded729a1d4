"""The vault in a database of its own: then the main one alone opens nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from adapters.postgres.embedded import EmbeddedPostgres
from adapters.vault import DamagedError
from domain.participant import ParticipantRegistered
from service.bootstrap import Application, build
from service.rebuilding import rebuild
from tests.plugins.postgres import MASTER, TestDatabase, copy_of
from tests.store.catalogue import tables
from tests.store.logs import events_of, superuser
from tests.support.district import District


@pytest.fixture
def keys(server: EmbeddedPostgres, template: str) -> Iterator[TestDatabase]:
    with copy_of(server, template) as database:
        yield database


@pytest.fixture
def application(database: TestDatabase, keys: TestDatabase) -> Iterator[Application]:
    with closing(build(database.app_url, MASTER, keys_url=keys.app_url)) as application:
        yield application


def filled(database: TestDatabase) -> set[str]:
    with superuser(database.admin_url) as connection:
        every = tables(connection, with_tenant=True) | tables(connection, with_tenant=False)
        return {
            table
            for table in every
            if connection.execute(f"SELECT FROM {table} LIMIT 1").fetchall()
        }


def test_commands_fill_the_vault_there_and_everything_else_here(
    application: Application, database: TestDatabase, keys: TestDatabase
) -> None:
    district = District(application)
    one, other = district.school("01"), district.school("02")
    mentor = district.participant(one, "Наставников")
    mentee = district.participant(one, "Ёлкина", born=2010)
    pair = district.pair(one, mentor, [mentee], "2020-10-01")
    assert district.participant(other, "Ёлкина", born=2010) == mentee

    rebuild(application, one)

    here, there = filled(database), filled(keys)
    assert pair
    assert {"es.event", "reg.participant", "reg.pair"} <= here
    assert not [table for table in here if table.startswith("vault.")]
    assert {table for table in there if table != "es.installation"} == {
        "vault.master",
        "vault.tenant_key",
        "vault.subject_key",
        "vault.identity",
        "vault.identity_link",
        "vault.person",
    }
    with closing(build(database.app_url, MASTER, keys_url=keys.app_url)) as restarted:
        first = next(
            one.event
            for one in events_of(restarted, other)
            if isinstance(one.event, ParticipantRegistered)
        )
    assert first.last_name == "Ёлкина"


def test_without_the_vault_nothing_personal_opens(
    application: Application, database: TestDatabase
) -> None:
    district = District(application)
    school = district.school("01")
    district.participant(school, "Ёлкина", born=2010)

    with (
        closing(build(database.app_url, MASTER)) as alone,
        pytest.raises(DamagedError),
    ):
        events_of(alone, school)
