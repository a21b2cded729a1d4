"""Appending single events: the library's recorder, a plain INSERT, and the service's log."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from itertools import count, islice
from random import Random
from typing import ClassVar
from uuid import UUID, uuid4

import psycopg
from eventsourcing.persistence import StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore
from psycopg.conninfo import conninfo_to_dict

from adapters.postgres.database import Database
from adapters.postgres.log import Entry, Log, NewEvent
from adapters.postgres.mapper import EventMapper
from adapters.vault import Vault
from benchmarks.rounds import Client, Operation
from domain.events import Event
from service.bootstrap import Place

TENANTS = 64
PAYLOAD_BYTES = 300
BATCH_EVENTS = 64
ACTOR = uuid4()
DAY = date(2024, 9, 2)
STOCK_SCHEMA = "stock"
POOL_MAX = 20


class Sample(Event, frozen=True, kw_only=True):
    """An event whose stored payload has :data:`PAYLOAD_BYTES`."""

    TOPIC: ClassVar[str] = "benchmark.sample"

    text: str


SAMPLE = Sample(effective_on=DAY, text="x" * (PAYLOAD_BYTES - len('{"text":""}')))


class Tenants:
    """The tenants as one client meets them, at random; in each it has a stream of its own."""

    def __init__(self, tenants: list[UUID], client: int) -> None:
        self._random = Random(client)  # noqa: S311 - nothing is kept secret by it
        self._places = [(tenant, uuid4(), count(1)) for tenant in tenants]

    def next(self) -> tuple[UUID, UUID, Iterator[int]]:
        """Return a tenant, the client's stream in it, and its coming versions."""
        return self._random.choice(self._places)


class StockAppends:
    """The library's default recorder in a schema of its own: table lock, NOTIFY, one event."""

    def __init__(self, place: Place) -> None:
        with psycopg.connect(place.owner_url, autocommit=True) as connection:
            connection.execute(f"CREATE SCHEMA {STOCK_SCHEMA}".encode())
        given = conninfo_to_dict(place.owner_url)
        self._datastore = PostgresDatastore(
            dbname=str(given["dbname"]),
            host=str(given["host"]),
            port=str(given.get("port", "5432")),
            user=str(given["user"]),
            password=str(given.get("password", "")),
            pool_size=POOL_MAX,
            schema=STOCK_SCHEMA,
        )
        self._recorder = PostgresApplicationRecorder(self._datastore)
        self._recorder.create_table()

    def preload(self, events: int) -> None:
        """Insert ``events`` before anything is measured."""
        for _ in range(events // 1000):
            stream = uuid4()
            self._recorder.insert_events([_stored(stream, number) for number in range(1000)])

    def client(self, tenants: list[UUID]) -> Client:
        """Insert one event per call."""

        def of(number: int) -> Operation:
            mine = Tenants(tenants, number)

            def operation() -> None:
                _, stream, versions = mine.next()
                self._recorder.insert_events([_stored(stream, next(versions))])

            return operation

        return of

    def close(self) -> None:
        """Close the library's connections."""
        self._datastore.close()


def _stored(stream: UUID, version: int) -> StoredEvent:
    return StoredEvent(stream, version, Sample.TOPIC, b"x" * PAYLOAD_BYTES)


class RawInserts:
    """A plain INSERT into a table like the log's: no lock, no chain, no row security.

    Each client has positions of its own, so that nobody ever waits for or clashes with another.
    """

    TABLE = "raw.event"
    INSERT = (
        f"INSERT INTO {TABLE} VALUES (%b, %b, %b, %b, %b, clock_timestamp(), %b, %b, %b, NULL,"
        " %b, NULL, %b)"
    )

    def __init__(self, place: Place) -> None:
        self._url = place.owner_url
        self._connections: list[psycopg.Connection[tuple[object, ...]]] = []
        with psycopg.connect(self._url, autocommit=True) as connection:
            connection.execute(b"CREATE SCHEMA raw")
            connection.execute(f"CREATE TABLE {self.TABLE} (LIKE es.event INCLUDING ALL)".encode())

    def preload(self, events: int) -> None:
        """Insert ``events`` before anything is measured."""
        with psycopg.connect(self._url, autocommit=True) as connection:
            connection.execute(
                f"INSERT INTO {self.TABLE} SELECT gen_random_uuid(), number, gen_random_uuid(), 1,"
                " %s, now(), %s, gen_random_uuid(), gen_random_uuid(), NULL, %s, NULL, %s"
                " FROM generate_series(1, %s) AS number",
                (Sample.TOPIC, DAY, b"x" * PAYLOAD_BYTES, sha256().digest(), events),
            )

    def client(self, tenants: list[UUID]) -> Client:
        """Insert one event per transaction, on a connection of the client's own."""

        def of(number: int) -> Operation:
            mine = Tenants(tenants, number)
            connection = psycopg.connect(self._url, autocommit=True)
            self._connections.append(connection)
            payload, chain = b"x" * PAYLOAD_BYTES, sha256().digest()
            first_position = len(self._connections) * 1_000_000_000

            def operation() -> None:
                tenant, stream, versions = mine.next()
                version = next(versions)
                connection.execute(
                    self.INSERT,
                    (
                        tenant,
                        first_position + version,
                        stream,
                        version,
                        Sample.TOPIC,
                        DAY,
                        ACTOR,
                        uuid4(),
                        payload,
                        chain,
                    ),
                )

            return operation

        return of

    def close(self) -> None:
        """Close the clients' connections."""
        for connection in self._connections:
            connection.close()


class OurAppends:
    """The service's log as the service uses it: its role, its scope, its function."""

    def __init__(self, place: Place) -> None:
        self._database = Database(place.app_url, connections_max=POOL_MAX)
        self._database.open()
        self._vault = Vault(self._database, place.master)
        self._log = Log(EventMapper([Sample]), self._vault)
        self.tenants = [uuid4() for _ in range(TENANTS)]
        for tenant in self.tenants:
            with self._database.writing(readable=(), writable=(tenant,)) as connection:
                self._log.open_tenant(connection, tenant, tenant)

    @property
    def database(self) -> Database:
        """The pool of the bound role."""
        return self._database

    def preload(self, events: int) -> None:
        """Append ``events`` before anything is measured."""
        append = self.client(events_per_call=BATCH_EVENTS)(0)
        for _ in range(events // BATCH_EVENTS):
            append()

    def client(self, events_per_call: int) -> Client:
        """Append one command of ``events_per_call`` events in a transaction of its own."""

        def of(number: int) -> Operation:
            mine = Tenants(self.tenants, number)

            def operation() -> None:
                tenant, stream, versions = mine.next()
                events = tuple(
                    NewEvent(stream, version, SAMPLE)
                    for version in islice(versions, events_per_call)
                )
                entry = Entry(
                    tenant_id=tenant,
                    command_id=uuid4(),
                    request_mac=b"\0" * 32,
                    actor=ACTOR,
                    events=events,
                )
                with self._database.writing(readable=(), writable=(tenant,)) as connection:
                    self._log.append(connection, [entry])

            return operation

        return of

    def close(self) -> None:
        """Close the pool."""
        self._database.close()
