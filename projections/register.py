"""What a register is: rows that are folds of events, each version with the time it was known.

A row version holds from ``known_from`` until just before ``known_to``; the version that is known
now has no end. The events of one command make at most one version of a row, so a register as of
any moment is exactly the fold of the events recorded until then.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, Generic, TypeVar
from uuid import UUID

import msgspec

from domain.events import Event, Recorded


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A row version; the fields of a subclass are the columns of its table.

    ``from_position`` is the position of the last event that made this version.
    """

    tenant_id: UUID
    known_from: datetime | None = None
    known_to: datetime | None = None
    from_position: int = 0


RowT = TypeVar("RowT", bound=Row)
Key = tuple[Hashable, ...]


class Register(msgspec.Struct, Generic[RowT], frozen=True, eq=False):
    """A register: its table, its rows and how events change them.

    ``keys`` names the rows that an event touches by the values of the columns ``key``; ``apply``
    gives one of them after it, from ``None`` for a row that does not exist yet. Of the aggregates
    it reads it names every event: those in ``reads`` change its rows, those in ``ignores`` do not;
    a test makes sure that none is forgotten. Other aggregates do not concern it.
    """

    name: str
    row: type[RowT]
    key: tuple[str, ...]
    keys: Callable[[Recorded[Any]], Iterable[Key]]
    apply: Callable[[RowT | None, Recorded[Any], Key], RowT]
    reads: frozenset[type[Event]]
    ignores: frozenset[type[Event]] = frozenset()

    def touched(self, recorded: Iterable[Recorded[Event]]) -> set[tuple[UUID, Key]]:
        """Return ``(tenant, key)`` of every row that ``recorded`` touches."""
        return {
            (one.tenant_id, key)
            for one in recorded
            if type(one.event) in self.reads
            for key in self.keys(one)
        }

    def fold(
        self,
        recorded: Sequence[Recorded[Event]],
        current: Mapping[tuple[UUID, Key], RowT],
    ) -> list[RowT]:
        """Return the row versions that ``recorded`` makes, in the order they became known.

        ``current`` holds the open versions of the rows touched. An open version that is
        superseded is closed by the caller at the ``known_from`` of the first new one.
        """
        open_rows = dict(current)
        last_made: dict[tuple[UUID, Key], int] = {}
        made: list[RowT] = []
        mine = (one for one in recorded if type(one.event) in self.reads)
        for (_, _, recorded_at), command in groupby(
            mine, key=lambda one: (one.tenant_id, one.command_id, one.recorded_at)
        ):
            touched: dict[tuple[UUID, Key], int] = {}
            for one in command:
                for key in self.keys(one):
                    place = (one.tenant_id, key)
                    open_rows[place] = self.apply(open_rows.get(place), one, key)
                    touched[place] = one.position
            for place, position in touched.items():
                row = msgspec.structs.replace(
                    open_rows[place],
                    known_from=recorded_at,
                    known_to=None,
                    from_position=position,
                )
                if place in last_made:
                    before = made[last_made[place]]
                    made[last_made[place]] = msgspec.structs.replace(before, known_to=recorded_at)
                last_made[place] = len(made)
                made.append(row)
                open_rows[place] = row
        return made

    def key_of(self, row: RowT) -> tuple[UUID, Key]:
        """Return ``(tenant, key)`` of a row."""
        return row.tenant_id, tuple(getattr(row, column) for column in self.key)


def sort_key(*words: str | None) -> str:
    """Return the key by which Russian names sort: lower case, ё as е."""
    return " ".join(word for word in words if word).lower().replace("ё", "е")
