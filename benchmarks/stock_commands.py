"""The same command as a user of the ``eventsourcing`` library would write it.

An aggregate is loaded from the repository, triggered and saved; the two rows go into the same
transaction through the recorder's own hook, as the library's process recorder does with tracking.
No tenant, no encryption, no command id, no history of rows and no rules: it does less.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

import psycopg
from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event
from eventsourcing.persistence import StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder
from psycopg import Cursor
from psycopg.conninfo import conninfo_to_dict
from psycopg.rows import DictRow

from benchmarks.appends import POOL_MAX
from benchmarks.commands import GOAL, REASON
from benchmarks.rounds import Client, Operation
from service.bootstrap import Place

SCHEMA = "stock_commands"
FIRST_DAY = "2010-09-01"

_TABLES = f"""
CREATE SCHEMA {SCHEMA};
CREATE TABLE {SCHEMA}.pair (
    tenant_id uuid, pair uuid, version integer NOT NULL, mentor uuid NOT NULL, form text NOT NULL,
    status text NOT NULL, started_on date, days datemultirange NOT NULL,
    PRIMARY KEY (tenant_id, pair)
);
CREATE TABLE {SCHEMA}.membership (
    tenant_id uuid, pair uuid, person uuid, role text NOT NULL, stays datemultirange NOT NULL,
    PRIMARY KEY (tenant_id, pair, person)
);
"""
_PAIR = (
    f"INSERT INTO {SCHEMA}.pair VALUES (%b, %b, %b, %b, %b, %b, %b::date, %b::datemultirange)"
    " ON CONFLICT (tenant_id, pair) DO UPDATE SET version = excluded.version,"
    " status = excluded.status, started_on = excluded.started_on, days = excluded.days"
)
_MEMBERSHIP = (
    f"INSERT INTO {SCHEMA}.membership VALUES (%b, %b, %b, %b, %b::datemultirange)"
    " ON CONFLICT (tenant_id, pair, person) DO UPDATE SET stays = excluded.stays"
)


class StockGroup(Aggregate):
    """A pair with as many events and as much text in them as ours.

    The library makes an event's fields of its method's parameters, used here or not.
    """

    @event("Proposed")
    def __init__(self, tenant: UUID, mentor: UUID, mentee: UUID, form: str, goal: str) -> None:
        self.tenant = tenant
        self.mentor = mentor
        self.mentee = mentee
        self.form = form
        self.goal = goal
        self.status = "proposed"
        self.started_on: str | None = None
        self.stays: dict[UUID, list[list[str]]] = {}

    @event("Approved")
    def approve(self, order_number: str, order_date: str, reason: str) -> None:  # noqa: ARG002
        """Record the order."""
        self.status = "approved"

    @event("Started")
    def start(self, day: str, reason: str) -> None:  # noqa: ARG002
        """Record the first day."""
        self.status = "started"
        self.started_on = day

    @event("Joined")
    def join(self, mentor: UUID, mentee: UUID, day: str, reason: str) -> None:  # noqa: ARG002
        """Record a mentee's first day."""
        self.stays.setdefault(mentee, []).append([day, ""])

    @event("Left")
    def leave(self, mentor: UUID, mentee: UUID, day: str, reason: str) -> None:  # noqa: ARG002
        """Record a mentee's last day."""
        self.stays[mentee][-1][1] = day

    def rows(self, mentee: UUID) -> list[tuple[str, tuple[object, ...]]]:
        """Return the statements that bring the pair's and the mentee's row up to date."""
        stays = ",".join(f"[{first},{last}]" for first, last in self.stays[mentee])
        pair = (
            self.tenant,
            self.id,
            self.version,
            self.mentor,
            self.form,
            self.status,
            self.started_on,
            f"{{[{self.started_on},)}}",
        )
        return [
            (_PAIR, pair),
            (_MEMBERSHIP, (self.tenant, self.id, mentee, "mentee", f"{{{stays}}}")),
        ]


class RowsRecorder(PostgresApplicationRecorder):
    """The library's recorder, with rows in the transaction of the events."""

    def _insert_events(
        self, curs: Cursor[DictRow], stored_events: Sequence[StoredEvent], **kwargs: Any
    ) -> None:
        for statement, values in kwargs.get("rows", ()):
            curs.execute(statement, values, prepare=True)
        super()._insert_events(curs, stored_events, **kwargs)


class StockCommands:
    """The library's application over its default recorder, plus the rows."""

    def __init__(self, place: Place, tenants: int, groups_per_tenant: int) -> None:
        with psycopg.connect(place.owner_url, autocommit=True) as connection:
            connection.execute(_TABLES.encode())
        given = conninfo_to_dict(place.owner_url)
        self._application: Application[UUID] = Application(
            {
                "PERSISTENCE_MODULE": "eventsourcing.postgres",
                "APPLICATION_RECORDER_TOPIC": f"{__name__}:RowsRecorder",
                "POSTGRES_DBNAME": str(given["dbname"]),
                "POSTGRES_HOST": str(given["host"]),
                "POSTGRES_PORT": str(given.get("port", "5432")),
                "POSTGRES_USER": str(given["user"]),
                "POSTGRES_PASSWORD": str(given.get("password", "")),
                "POSTGRES_POOL_SIZE": str(POOL_MAX),
                "POSTGRES_SCHEMA": SCHEMA,
            }
        )
        self._groups = [
            self._form(tenant) for tenant in _uuids(tenants) for _ in range(groups_per_tenant)
        ]

    def client(self, clients: int) -> Client:
        """Load, trigger and save; each client has groups of its own."""

        def of(number: int) -> Operation:
            mine = self._groups[number::clients]
            turn = 0

            def operation() -> None:
                nonlocal turn
                self._change(*mine[turn % len(mine)])
                turn += 1

            return operation

        return of

    def close(self) -> None:
        """Close the library's connections."""
        self._application.close()

    def _change(self, group_id: UUID, mentee: UUID) -> None:
        group: StockGroup = self._application.repository.get(group_id)
        stays = group.stays.get(mentee)
        if stays and not stays[-1][1]:
            group.leave(group.mentor, mentee, stays[-1][0], REASON)
        else:
            day = str(2011 + len(stays or ()))
            group.join(group.mentor, mentee, f"{day}-09-01", REASON)
        self._application.save(group, rows=group.rows(mentee))

    def _form(self, tenant: UUID) -> tuple[UUID, UUID]:
        mentee = uuid4()
        group = StockGroup(tenant, uuid4(), uuid4(), "pupil_pupil", GOAL)
        group.approve("1-од", FIRST_DAY, REASON)
        group.start(FIRST_DAY, REASON)
        self._application.save(group)
        return group.id, mentee


def _uuids(number: int) -> list[UUID]:
    return [uuid4() for _ in range(number)]
