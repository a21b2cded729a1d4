"""Rebuilding as a user of the ``eventsourcing`` library does: its ``ProjectionRunner``.

The library's default recorder holds the events of one institution; its runner hands them to a
projection one by one, and the view keeps the rows of the very registers of the service, by the very
same folds, together with the library's tracking record, in one transaction for each event. That is
how the library's own materialised views work. It does less than ours: nothing is decrypted, and no
row security binds it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from threading import Event as Flag
from time import perf_counter
from types import GenericAlias
from typing import Any, ClassVar, TypeVar
from uuid import UUID

import msgspec
import psycopg
from eventsourcing.application import Application
from eventsourcing.domain import DomainEvent
from eventsourcing.persistence import Tracking
from eventsourcing.postgres import PostgresTrackingRecorder
from eventsourcing.projection import Projection, ProjectionRunner
from psycopg import Cursor
from psycopg.conninfo import conninfo_to_dict
from psycopg.rows import DictRow

from domain.catalogue import EVENT_TYPES
from domain.events import Event, Recorded
from domain.ports import Params, decode_column
from projections.registry import REGISTERS
from projections.tables import RegisterTables
from service.bootstrap import Place

RowT = TypeVar("RowT", bound=msgspec.Struct)

STORE_BATCH_EVENTS = 100


class Kept(msgspec.Struct, frozen=True):
    """What the library is given to store of an event, besides its own fields."""

    tenant_id: UUID
    stream_id: UUID
    recorded_at: datetime
    actor: UUID
    command_id: UUID
    topic: str
    effective_on: date
    event: msgspec.Raw


@dataclass(frozen=True)
class Happened(DomainEvent):
    """An event of the service as an event of the library; ``kept`` is :class:`Kept` as JSON."""

    kept: str


class Programme(Application[UUID]):
    """The library's application whose events are projected."""


class Registers(PostgresTrackingRecorder):
    """The registers of the service as a materialised view of the library."""

    tables = RegisterTables(REGISTERS)

    def take_in(self, recorded: Recorded[Event], tracking: Tracking) -> None:
        """Fold one event and remember how far the view has come."""
        with self.datastore.transaction(commit=True) as cursor:
            self._insert_tracking(cursor, tracking)
            self.tables.fold(_Writer(cursor), [recorded])


class RegisterProjection(Projection[Registers]):
    """Gives each event to the registers; ``wanted`` is the notification at which it says so."""

    wanted: ClassVar[int] = 0
    finished: ClassVar[Flag] = Flag()

    def process_event(self, domain_event: Happened, tracking: Tracking) -> None:
        """Take one event in."""
        self.view.take_in(_recorded(domain_event, tracking), tracking)
        if tracking.notification_id == self.wanted:
            self.finished.set()


class Stock:
    """The library's side on a database of its own, migrated like the service's."""

    def __init__(self, place: Place) -> None:
        self._place = place
        given = conninfo_to_dict(place.owner_url)
        self._env = {
            "PERSISTENCE_MODULE": "eventsourcing.postgres",
            "POSTGRES_DBNAME": str(given["dbname"]),
            "POSTGRES_HOST": str(given["host"]),
            "POSTGRES_PORT": str(given.get("port", "5432")),
            "POSTGRES_USER": str(given["user"]),
            "POSTGRES_PASSWORD": str(given.get("password", "")),
        }
        self._tables = [f"reg.{register.name}" for register in REGISTERS]

    def store(self, recorded: Sequence[Recorded[Event]]) -> None:
        """Put the events of one institution into the library's own store, in their order."""
        application = Programme(self._env)
        for start in range(0, len(recorded), STORE_BATCH_EVENTS):
            application.recorder.insert_events(
                [
                    application.mapper.to_stored_event(_happened(one))
                    for one in recorded[start : start + STORE_BATCH_EVENTS]
                ]
            )
        application.close()
        with psycopg.connect(self._place.owner_url, autocommit=True) as connection:
            for table in self._tables:
                connection.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY".encode())
            # What the service's writing transactions set for themselves.
            name = connection.info.dbname
            for setting in ("plan_cache_mode = force_generic_plan", "enable_seqscan = off"):
                connection.execute(f"ALTER DATABASE {name} SET {setting}".encode())

    def rebuild(self) -> float:
        """Empty the registers and let the runner fill them; return the seconds it took."""
        with psycopg.connect(self._place.owner_url, autocommit=True) as connection:
            connection.execute(f"TRUNCATE {', '.join(self._tables)}".encode())
            connection.execute(b"DROP TABLE IF EXISTS registerprojection_tracking")
            last = connection.execute(
                b"SELECT max(notification_id) FROM programme_events"
            ).fetchone()
        RegisterProjection.wanted = last[0] if last else 0
        RegisterProjection.finished.clear()
        began = perf_counter()
        with ProjectionRunner(
            application_class=Programme,
            projection_class=RegisterProjection,
            view_class=Registers,
            env=self._env,
        ) as runner:
            while not RegisterProjection.finished.wait(1):
                runner.run_forever(timeout=0)
            return perf_counter() - began


class _Writer:
    """The library's cursor as our folds see it."""

    def __init__(self, cursor: Cursor[DictRow]) -> None:
        self._cursor = cursor

    def rows(self, sql: str, params: Params, row: type[RowT]) -> list[RowT]:
        self._cursor.execute(
            f"SELECT coalesce(json_agg(line), '[]')::text AS lines FROM ({sql}) AS line".encode(),
            params,
            prepare=True,
        )
        (lines,) = self._cursor.fetchall()
        found: Any = msgspec.json.decode(
            lines["lines"],
            type=GenericAlias(list, (row,)),
            dec_hook=decode_column,
        )
        return list(found)

    def write(self, sql: str, params: Params) -> None:
        self._cursor.execute(sql.encode(), params, prepare=True)


def _happened(one: Recorded[Event]) -> Happened:
    kept = Kept(
        tenant_id=one.tenant_id,
        stream_id=one.stream_id,
        recorded_at=one.recorded_at,
        actor=one.actor,
        command_id=one.command_id,
        topic=one.event.TOPIC,
        effective_on=one.effective_on,
        event=msgspec.Raw(msgspec.json.encode(one.event)),
    )
    return Happened(
        originator_id=one.stream_id,
        originator_version=one.version,
        timestamp=one.recorded_at,
        kept=msgspec.json.encode(kept).decode(),
    )


def _recorded(happened: Happened, tracking: Tracking) -> Recorded[Event]:
    kept = msgspec.json.decode(happened.kept, type=Kept)
    return Recorded(
        tenant_id=kept.tenant_id,
        position=tracking.notification_id,
        stream_id=kept.stream_id,
        version=happened.originator_version,
        recorded_at=kept.recorded_at,
        actor=kept.actor,
        command_id=kept.command_id,
        event=msgspec.json.decode(kept.event, type=EVENT_TYPES[kept.topic]),
    )
