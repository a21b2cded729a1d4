"""The ``eventsourcing`` library on the log of one tenant.

The library's recorder is a reader and writer of that tenant's log: the id of a notification is the
position. Its aggregates are stored as they come, through the same ``es.append`` as everything
else. How it reads the domain's own streams stands in :mod:`adapters.postgres.versions`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NoReturn
from uuid import UUID, uuid4

import psycopg
from eventsourcing.persistence import (
    AggregateRecorder,
    ApplicationRecorder,
    InfrastructureFactory,
    IntegrityError,
    Notification,
    NotSupportedError,
    StoredEvent,
    TrackingRecorder,
)
from eventsourcing.popo import POPOAggregateRecorder
from eventsourcing.utils import Environment, EnvType

from adapters.postgres.database import Database
from adapters.postgres.log import COLUMNS, StaleVersionError, append_columns

TENANT = "TENANT_ID"
DATABASE_URL = "DATABASE_URL"
NOBODY = UUID(int=0)

# The library's events have no day in the world; they get the one on which they are recorded.
_TODAY = "SELECT (clock_timestamp() AT TIME ZONE 'UTC')::date"


@dataclass(frozen=True)
class LogNotification(Notification):
    """A notification that still holds the row of the log it was read from."""

    row: tuple[Any, ...] = field(repr=False)


class TenantRecorder(ApplicationRecorder):
    """Records and selects the events of one tenant.

    What a thread does inside ``Database.writing`` belongs to that transaction.
    """

    def __init__(self, database: Database, tenant: UUID) -> None:
        self._database = database
        self._tenant = tenant

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> list[int]:
        """Append events as one command; return their positions.

        ``command_id`` (random if left out), ``actor`` and ``causation`` are UUIDs from the keyword
        arguments of ``Application.save``. Raises ``IntegrityError`` if a stream has moved on, or if
        the command id is known.
        """
        if not stored_events:
            return []
        try:
            with self._database.joining(self._tenant) as connection:
                ((today,),) = connection.execute(_TODAY).fetchall()
                columns = self._columns(stored_events, today, kwargs)
                (appended,) = append_columns(connection, columns)
        except (StaleVersionError, psycopg.errors.IntegrityError) as error:
            raise IntegrityError(str(error) or "the stream has moved on") from error
        return list(range(appended.first_position, appended.last_position + 1))

    def _columns(
        self, stored_events: Sequence[StoredEvent], today: date, saved: dict[str, Any]
    ) -> list[Any]:
        events = len(stored_events)
        return [
            [self._tenant],
            [saved.get("command_id") or uuid4()],
            [b""],
            [saved.get("actor") or NOBODY],
            [saved.get("causation")],
            None,
            [1] * events,
            [_uuid(stored.originator_id) for stored in stored_events],
            [stored.originator_version for stored in stored_events],
            [stored.topic for stored in stored_events],
            [today] * events,
            [stored.state for stored in stored_events],
            [None] * events,
            [],
            [],
        ]

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        """Return the events of one stream."""
        return self._select(
            "e.stream_id = %b AND (%b::int4 IS NULL OR e.version > %b)"
            " AND (%b::int4 IS NULL OR e.version <= %b)",
            [_uuid(originator_id), gt, gt, lte, lte],
            order="e.version DESC" if desc else "e.version",
            limit=limit,
        )

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        """Return events by position; ``stop`` is included."""
        first = (start or 0) + (start is not None and not inclusive_of_start)
        return self._select(
            "e.position >= %b AND (%b::int8 IS NULL OR e.position <= %b)"
            " AND (%b OR e.type = ANY (%b))",
            [first, stop, stop, not topics, list(topics)],
            order="e.position",
            limit=limit,
        )

    def max_notification_id(self) -> int | None:
        """Return the last position, ``None`` for an empty log."""
        with self._database.joining(self._tenant) as connection:
            row = connection.execute(
                "SELECT position FROM es.tenant_head WHERE tenant_id = %b", (self._tenant,)
            ).fetchone()
        return (row[0] if row else None) or None

    def subscribe(
        self,
        gt: int | None = None,  # noqa: ARG002
        topics: Sequence[str] = (),  # noqa: ARG002
    ) -> NoReturn:
        """Refuse: appending notifies nobody; follow the log by ``select_notifications``."""
        raise NotSupportedError("follow the log by position")

    def _select(
        self, condition: str, params: list[Any], *, order: str, limit: int | None
    ) -> list[LogNotification]:
        with self._database.joining(self._tenant) as connection:
            rows = connection.execute(
                f"SELECT {COLUMNS} FROM es.event e WHERE e.tenant_id = %b AND {condition}"
                f" ORDER BY {order} LIMIT %b::int8",
                [self._tenant, *params, limit],
            ).fetchall()
        return [_notification(row) for row in rows]


class TenantFactory(InfrastructureFactory[TrackingRecorder]):
    """Builds what an application over the log of one tenant needs.

    ``TENANT_ID`` names the tenant. Without a ``database`` it opens one at ``DATABASE_URL`` and
    closes it with the application.
    """

    def __init__(self, env: Environment | EnvType | None, database: Database | None = None) -> None:
        super().__init__(env)
        self._tenant = UUID(self.env[TENANT])
        self._opened_here = database is None
        self._database = database or Database(self.env[DATABASE_URL])
        if self._opened_here:
            self._database.open()

    def close(self) -> None:
        """Close the database if it was opened here."""
        if self._opened_here:
            self._database.close()

    def application_recorder(self) -> ApplicationRecorder:
        """Return the recorder of the tenant's log."""
        return TenantRecorder(self._database, self._tenant)

    def aggregate_recorder(self, purpose: str = "events") -> AggregateRecorder:  # noqa: ARG002
        """Return a recorder in memory: a snapshot is no fact and has no place in the log."""
        return POPOAggregateRecorder()

    def tracking_recorder(
        self,
        tracking_recorder_class: type[TrackingRecorder] | None = None,  # noqa: ARG002
    ) -> NoReturn:
        """Refuse: registers are folded in the append's transaction, nothing is tracked."""
        raise NotSupportedError("registers need no tracking")

    def process_recorder(self) -> NoReturn:
        """Refuse, see :meth:`tracking_recorder`."""
        self.tracking_recorder()


def _notification(row: tuple[Any, ...]) -> LogNotification:
    _, position, stream, version, topic, *_, payload, _ = row
    return LogNotification(stream, version, topic, payload, position, row)


def _uuid(originator_id: UUID | str) -> UUID:
    return originator_id if isinstance(originator_id, UUID) else UUID(originator_id)
