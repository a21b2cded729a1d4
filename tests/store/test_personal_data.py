"""Personal data stand in the log only encrypted: looked for in the bytes of every event type."""

from __future__ import annotations

from datetime import date
from typing import Any, get_args, get_type_hints
from uuid import UUID, uuid4

import msgspec
import pytest

from domain.catalogue import EVENT_TYPES
from domain.events import Event, personal_fields
from domain.participant import RegisterParticipant
from service.bootstrap import Application
from tests.plugins.postgres import TestDatabase
from tests.rules.test_golden_events import example
from tests.store.logs import append, entry, events_of, open_tenant, stored_rows, superuser
from tests.support.district import District

NAME = "Тайноватова"
BIRTHDAY = date(1987, 6, 5)
WITH_PERSONAL_FIELDS = [one for one in EVENT_TYPES.values() if personal_fields(one)]


def secretive(event_type: type[Event]) -> Event:
    """Return an event in whose personal texts and days stands the secret, and nowhere else."""
    hints = get_type_hints(event_type)
    secrets: dict[type, Any] = {str: NAME, date: BIRTHDAY}
    hidden = {
        name: secrets[kind]
        for name in personal_fields(event_type)
        for kind in get_args(hints[name])
        if kind in secrets
    }
    event: Event = msgspec.structs.replace(example(event_type), **hidden)
    return event


def spellings(secret: str) -> list[bytes]:
    """Return the ways in which text may stand in bytes that are not encrypted."""
    escaped = secret.encode("unicode_escape")
    return [secret.encode(), secret.encode("utf-16-le"), secret.encode("cp1251"), escaped]


@pytest.fixture
def tenant(application: Application) -> UUID:
    return open_tenant(application)


@pytest.mark.parametrize("event_type", WITH_PERSONAL_FIELDS, ids=lambda one: one.TOPIC)
def test_what_is_personal_is_encrypted_and_comes_back(
    application: Application, database: TestDatabase, tenant: UUID, event_type: type[Event]
) -> None:
    event = secretive(event_type)

    append(application, entry(tenant, event=event))

    (row,) = stored_rows(database.admin_url, tenant)
    for secret in [*spellings(NAME), str(BIRTHDAY).encode()]:
        assert secret not in row.payload
        assert secret not in row.encrypted
    (recorded,) = events_of(application, tenant)
    assert recorded.event == event


@pytest.mark.parametrize("event_type", EVENT_TYPES.values(), ids=lambda one: one.TOPIC)
def test_every_event_comes_back_as_it_was_recorded(
    application: Application, tenant: UUID, event_type: type[Event]
) -> None:
    event = example(event_type)

    append(application, entry(tenant, event=event))

    assert [one.event for one in events_of(application, tenant)] == [event]


def test_a_persons_name_is_nowhere_but_in_the_registers(
    application: Application, database: TestDatabase
) -> None:
    district = District(application)
    school = district.school("01")
    command = RegisterParticipant(
        last_name=NAME, first_name="Имя", birth_date=BIRTHDAY, snils="112-233-445 95"
    )
    district.record(command, school)

    with superuser(database.admin_url) as connection:
        tables = connection.execute(
            "SELECT schemaname, tablename FROM pg_tables"
            " WHERE schemaname IN ('es', 'vault', 'access', 'reg')"
        ).fetchall()
        found = {
            schema
            for schema, table in tables
            for (line,) in connection.execute(f"SELECT t::text FROM {schema}.{table} t".encode())
            for secret in (NAME, NAME.lower(), "112-233-445 95", str(BIRTHDAY))
            if secret in line or secret.encode().hex() in line
        }

    assert found == {"reg"}


def test_an_event_without_personal_data_has_no_envelope(
    application: Application, database: TestDatabase, tenant: UUID
) -> None:
    append(application, entry(tenant))

    (row,) = stored_rows(database.admin_url, tenant)
    assert row.encrypted is None


def test_one_text_of_two_people_does_not_look_the_same(
    application: Application, database: TestDatabase, tenant: UUID
) -> None:
    (event_type, *_) = WITH_PERSONAL_FIELDS
    for _ in range(2):
        append(application, entry(tenant, uuid4(), event=secretive(event_type)))

    one, other = stored_rows(database.admin_url, tenant)
    assert one.payload == other.payload
    assert one.encrypted[-30:] != other.encrypted[-30:]
