"""A reader that follows every log by position and must never miss an event."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Event, Thread
from types import TracebackType
from typing import Self
from uuid import UUID

from adapters.postgres.database import Database

PAUSE_S = 0.1

_NEW = """
SELECT e.tenant_id, e.position
FROM unnest(%b::uuid[], %b::int8[]) AS followed (tenant_id, after)
CROSS JOIN LATERAL (
    SELECT e.tenant_id, e.position FROM es.event e
    WHERE e.tenant_id = followed.tenant_id AND e.position > followed.after
) AS e ORDER BY e.tenant_id, e.position
"""
_HEADS = "SELECT tenant_id, position FROM es.tenant_head WHERE tenant_id = ANY (%b::uuid[])"


class Tail:
    """Follows ``tenants`` from where their logs end now; use as a context manager.

    It remembers of each log only the last position it saw, as any follower does: an event that
    becomes visible behind it is lost to it.
    """

    def __init__(self, database: Database, tenants: Sequence[UUID]) -> None:
        self._database = database
        self._tenants = list(tenants)
        self._start = self._heads()
        self._seen_last = dict(self._start)
        self._stopping = Event()
        self._thread = Thread(target=self._follow)
        self.seen = 0
        self.appended = 0

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stopping.set()
        self._thread.join()
        self._read()
        self.appended = sum(self._heads().values()) - sum(self._start.values())

    @property
    def missed(self) -> int:
        """Events that were appended and never seen."""
        return self.appended - self.seen

    def _follow(self) -> None:
        while not self._stopping.wait(PAUSE_S):
            self._read()

    def _read(self) -> None:
        with self._database.reading(self._tenants) as connection:
            rows = connection.execute(
                _NEW, (list(self._seen_last), list(self._seen_last.values()))
            ).fetchall()
        for tenant, position in rows:
            self._seen_last[tenant] = position
        self.seen += len(rows)

    def _heads(self) -> dict[UUID, int]:
        with self._database.reading(self._tenants) as connection:
            return dict(connection.execute(_HEADS, (self._tenants,)).fetchall())
