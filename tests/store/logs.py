"""Bare logs: tenants without a district, and appends without a unit of work."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

import psycopg
from psycopg.rows import namedtuple_row

from adapters.postgres.database import Connection
from adapters.postgres.log import Appended, Entry, NewEvent
from domain.district import DistrictRenamed
from domain.events import Event, Recorded
from service.bootstrap import Application

ACTOR = UUID("00000000-0000-4000-8000-00000000ac70")
DAY = date(2024, 9, 2)
RENAMED = DistrictRenamed(effective_on=DAY, name="Северный")


def open_tenant(application: Application) -> UUID:
    """Open a log that belongs to nobody's district."""
    tenant = uuid4()
    application.vault.open_tenant(tenant)
    with application.database.writing(readable=(), writable=(tenant,)) as connection:
        application.log.open_tenant(connection, tenant, tenant)
    return tenant


def entry(
    tenant: UUID,
    stream: UUID | None = None,
    versions: Sequence[int] = (1,),
    *,
    command_id: UUID | None = None,
    recorded_at: datetime | None = None,
    event: Event = RENAMED,
) -> Entry:
    """Return a command that appends the same event under each of ``versions`` of one stream."""
    stream = stream or uuid4()
    return Entry(
        tenant_id=tenant,
        command_id=command_id or uuid4(),
        request_mac=b"mac",
        actor=ACTOR,
        recorded_at=recorded_at,
        events=tuple(NewEvent(stream, version, event) for version in versions),
    )


def append(application: Application, *entries: Entry) -> list[Appended]:
    """Append ``entries`` in one transaction that may write exactly their tenants."""
    tenants = {one.tenant_id for one in entries}
    with application.database.writing(readable=(), writable=tenants) as connection:
        return application.log.append(connection, entries)


def superuser(url: str) -> psycopg.Connection[Any]:
    """Connect as a role that no policy binds; each statement commits."""
    return psycopg.connect(url, autocommit=True)


def events_of(application: Application, tenant: UUID) -> list[Recorded[Event]]:
    """Read a whole log."""
    with application.database.reading((tenant,)) as connection:
        return [one for batch in application.log.read(connection, tenant) for one in batch]


def stored_rows(url: str, tenant: UUID) -> list[Any]:
    """Return a log's rows as they are stored, by position, with their columns as attributes."""
    with psycopg.connect(url, row_factory=namedtuple_row) as connection:
        return connection.execute(
            "SELECT * FROM es.event WHERE tenant_id = %s ORDER BY position", (tenant,)
        ).fetchall()


@contextmanager
def rolled_back(application: Application, tenant: UUID) -> Iterator[Connection]:
    """Run a transaction that may write ``tenant`` and comes to nothing."""

    class Abandoned(Exception):
        pass

    with (
        suppress(Abandoned),
        application.database.writing(readable=(), writable=(tenant,)) as connection,
    ):
        yield connection
        raise Abandoned
