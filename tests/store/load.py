"""Writers and followers over a store: the log, or the control that is known to lose events."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from functools import partial
from random import Random
from threading import Event, Lock
from time import sleep
from typing import Protocol
from uuid import UUID, uuid4

import msgspec
import pytest
from psycopg_pool import ConnectionPool

from adapters.postgres.database import Connection
from adapters.postgres.log import StaleVersionError
from service.bootstrap import Application
from tests.store.logs import entry, open_tenant

WRITERS = 16
READERS = 2
TENANTS = 40
COMMANDS_PER_WRITER = 50
BUSY_TENANTS = 4
"""Half of everything happens in these."""

HELD_SECONDS = (0.0, 0.001, 0.002, 0.02)
"""How long a transaction stays open after its append: most are short, some are not."""

ROLLED_BACK, CONFLICTING, REPEATED = 0.1, 0.1, 0.1
"""The share of commands that come to nothing, meet a conflict, or come a second time."""


class RolledBack(Exception):
    """A transaction that its writer gave up."""


class Numbered(msgspec.Struct, frozen=True):
    """A command as a follower sees it: its number in the tenant's sequence and its id."""

    number: int
    command: UUID


class Store(Protocol):
    """What the load runs against."""

    tenants: list[UUID]

    def write(self, tenant: UUID, command: UUID, finish: Callable[[], None]) -> bool:
        """Append a command unless it is known; ``finish`` runs just before the commit."""

    def conflict(self, tenant: UUID) -> None:
        """Try to append what cannot be appended."""

    def after(self, tenant: UUID, number: int) -> list[Numbered]:
        """Return what is visible after ``number``, in the order of the numbers."""


class OurLog:
    """The log, its heads locked as the unit of work locks them."""

    def __init__(self, application: Application) -> None:
        self._database = application.database
        self._log = application.log
        self.tenants = sorted(open_tenant(application) for _ in range(TENANTS))
        self._stream = uuid4()

    def write(self, tenant: UUID, command: UUID, finish: Callable[[], None]) -> bool:
        with self._writing(tenant) as connection:
            _, known = self._log.begin_work(connection, (tenant,), ((tenant, command),))
            if known:
                return False
            self._log.append(connection, [entry(tenant, command_id=command)])
            finish()
            return True

    def conflict(self, tenant: UUID) -> None:
        with pytest.raises(StaleVersionError), self._writing(tenant) as connection:
            self._log.append(connection, [entry(tenant), entry(tenant, versions=(2,))])

    def after(self, tenant: UUID, number: int) -> list[Numbered]:
        with self._database.reading((tenant,)) as connection:
            rows = connection.execute(
                "SELECT position, command_id FROM es.event"
                " WHERE tenant_id = %s AND position > %s ORDER BY position",
                (tenant, number),
            ).fetchall()
        return [Numbered(*row) for row in rows]

    def _writing(self, tenant: UUID) -> AbstractContextManager[Connection]:
        return self._database.writing(readable=(), writable=(tenant,))


class IdentityColumn:
    """The control: a table whose rows a sequence numbers, appended to without a lock."""

    def __init__(self, pool: ConnectionPool[Connection]) -> None:
        self._pool = pool
        self.tenants = [uuid4() for _ in range(TENANTS)]
        with pool.connection() as connection:
            connection.execute(
                "CREATE TABLE public.naive (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
                " tenant_id uuid NOT NULL, command_id uuid NOT NULL UNIQUE)"
            )

    def write(self, tenant: UUID, command: UUID, finish: Callable[[], None]) -> bool:
        with self._pool.connection() as connection, connection.transaction():
            written = connection.execute(
                "INSERT INTO public.naive (tenant_id, command_id) VALUES (%s, %s)"
                " ON CONFLICT DO NOTHING",
                (tenant, command),
            ).rowcount
            finish()
            return written == 1

    def conflict(self, tenant: UUID) -> None:
        def give_up() -> None:
            raise RolledBack

        with pytest.raises(RolledBack):
            self.write(tenant, uuid4(), give_up)

    def after(self, tenant: UUID, number: int) -> list[Numbered]:
        with self._pool.connection() as connection:
            rows = connection.execute(
                "SELECT id, command_id FROM public.naive"
                " WHERE tenant_id = %s AND id > %s ORDER BY id",
                (tenant, number),
            ).fetchall()
        return [Numbered(*row) for row in rows]


class Load:
    """Writers and followers over one store, and what both have to say afterwards."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = Lock()
        self._done = Event()
        self.acknowledged: dict[UUID, set[UUID]] = {tenant: set() for tenant in store.tenants}
        self.rolled_back: set[UUID] = set()
        self.followed: list[dict[UUID, list[Numbered]]] = []

    def run(self) -> None:
        with ThreadPoolExecutor(WRITERS + READERS) as pool:
            readers = [pool.submit(self._follow) for _ in range(READERS)]
            writers = [pool.submit(self._write, seed) for seed in range(WRITERS)]
            try:
                for writer in writers:
                    writer.result()
            finally:
                self._done.set()
            self.followed = [reader.result() for reader in readers]

    def _write(self, seed: int) -> None:
        random = Random(seed)  # noqa: S311 - not for secrets
        for _ in range(COMMANDS_PER_WRITER):
            busy = random.random() < 0.5
            tenants = self._store.tenants[:BUSY_TENANTS] if busy else self._store.tenants
            tenant, command, held = random.choice(tenants), uuid4(), random.choice(HELD_SECONDS)
            if random.random() < CONFLICTING:
                self._store.conflict(tenant)
            if random.random() < ROLLED_BACK:
                self._roll_back(tenant, command, held)
                continue
            assert self._store.write(tenant, command, partial(sleep, held))
            with self._lock:
                self.acknowledged[tenant].add(command)
            if random.random() < REPEATED:
                assert not self._store.write(tenant, command, lambda: None)

    def _roll_back(self, tenant: UUID, command: UUID, held: float) -> None:
        def give_up() -> None:
            sleep(held)
            raise RolledBack

        with pytest.raises(RolledBack):
            self._store.write(tenant, command, give_up)
        with self._lock:
            self.rolled_back.add(command)

    def _follow(self) -> dict[UUID, list[Numbered]]:
        seen: dict[UUID, list[Numbered]] = {tenant: [] for tenant in self._store.tenants}
        finished = False
        while not finished:
            finished = self._done.is_set()  # then once more over everything
            for quiet in self._store.tenants[BUSY_TENANTS:]:
                for tenant in (*self._store.tenants[:BUSY_TENANTS], quiet):
                    events = seen[tenant]
                    events.extend(self._store.after(tenant, events[-1].number if events else 0))
        return seen

    def lost(self) -> int:
        """Count the acknowledged commands that a follower has not seen, over all followers."""
        return sum(
            len(commands - {event.command for event in seen[tenant]})
            for seen in self.followed
            for tenant, commands in self.acknowledged.items()
        )

    def invented(self) -> int:
        """Count what a follower has seen twice, or though it was never acknowledged."""
        return sum(
            times - (command in self.acknowledged[tenant])
            for seen in self.followed
            for tenant, events in seen.items()
            for command, times in Counter(event.command for event in events).items()
        )
