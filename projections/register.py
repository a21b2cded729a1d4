"""What a register is: rows that are folds of events, each version with the time it was known.

A row version holds from ``known_from`` until just before ``known_to``; the version that is known
now has no end. The events of one command make at most one version of a row, so a register as of
any moment is exactly the fold of the events recorded until then.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import datetime
from itertools import groupby
from typing import Any, Generic, TypeVar
from uuid import UUID

import msgspec

from domain.events import Event, Recorded
from projections.changes import Change


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


Place = tuple[UUID, Key]
"""A tenant and a row of it."""


class _Versions(Generic[RowT]):
    """Row versions as they are made, each ended by the one that follows it."""

    def __init__(self) -> None:
        self.made: list[RowT] = []
        self._last: dict[Place, int] = {}

    def open(self, place: Place, row: RowT, known_from: datetime, position: int) -> RowT:
        """Make a version that is known from now on."""
        return self._make(place, row, known_from, None, position)

    def end(self, place: Place, row: RowT, known_from: datetime, position: int) -> None:
        """Make the version that ends a row of which nothing is left."""
        self._make(place, row, known_from, known_from, position)

    def _make(
        self,
        place: Place,
        row: RowT,
        known_from: datetime,
        known_to: datetime | None,
        position: int,
    ) -> RowT:
        last = self._last.get(place)
        if last is not None and self.made[last].known_to is None:
            self.made[last] = msgspec.structs.replace(self.made[last], known_to=known_from)
        version = msgspec.structs.replace(
            row, known_from=known_from, known_to=known_to, from_position=position
        )
        self._last[place] = len(self.made)
        self.made.append(version)
        return version


def _command_of(change: Change) -> tuple[UUID, UUID, datetime]:
    recorded = change.recorded
    return recorded.tenant_id, recorded.command_id, recorded.recorded_at


def _told_last(row: RowT, recorded: Recorded[Event]) -> RowT:
    """Return a row that shows the version of its stream, if it does, after ``recorded``."""
    if "version" not in row.__struct_fields__:
        return row
    return msgspec.structs.replace(row, version=recorded.version)


class Register(msgspec.Struct, Generic[RowT], frozen=True, eq=False):
    """A register: its table, its rows and how events change them.

    ``keys`` names the rows that an event touches by the values of the columns ``key``; ``apply``
    gives one of them after it, from ``None`` for a row that does not exist yet, and ``None`` for
    one that does not come to exist by it. Of the aggregates
    it reads it names every event: those in ``reads`` change its rows, those in ``ignores`` do not;
    a test makes sure that none is forgotten. Other aggregates do not concern it.
    """

    name: str
    row: type[RowT]
    key: tuple[str, ...]
    keys: Callable[[Recorded[Any]], Iterable[Key]]
    apply: Callable[[RowT | None, Recorded[Any], Key], RowT | None]
    reads: frozenset[type[Event]]
    ignores: frozenset[type[Event]] = frozenset()

    def touched(self, changes: Iterable[Change]) -> set[Place]:
        """Return ``(tenant, key)`` of every row that ``changes`` touch."""
        return {(one.recorded.tenant_id, key) for one in changes for key in self._keys(one)}

    def fold(self, changes: Iterable[Change], current: Mapping[Place, RowT]) -> list[RowT]:
        """Return the row versions that ``changes`` make, in the order they became known.

        ``current`` holds the open versions of the rows touched. An open version that is
        superseded is closed by the caller at the ``known_from`` of the first new one. A row of
        which a correction leaves nothing ends with a version that was never known: its
        ``known_to`` is its ``known_from``.
        """
        open_rows = dict(current)
        versions: _Versions[RowT] = _Versions()
        for (_, _, recorded_at), command in groupby(changes, key=_command_of):
            touched: dict[Place, tuple[RowT | None, Recorded[Event]]] = {}
            for change in command:
                for key in self._keys(change):
                    place = (change.recorded.tenant_id, key)
                    before = open_rows.pop(place, None)
                    after = self._after(change, before, key)
                    if after is not None:
                        open_rows[place] = after
                    touched[place] = before, change.recorded
            for place, (before, last) in touched.items():
                after = open_rows.get(place)
                if after is not None:
                    open_rows[place] = versions.open(place, after, recorded_at, last.position)
                elif before is not None:
                    ended = _told_last(before, last)
                    versions.end(place, ended, recorded_at, last.position)
        return versions.made

    def _keys(self, change: Change) -> Iterable[Key]:
        """Return the rows a change touches: of the fact as told now, and as told before."""
        facts = (change.recorded, change.corrected)
        keys = dict.fromkeys(
            key
            for one in facts
            if one is not None and type(one.event) in self.reads
            for key in self.keys(one)
        )
        return tuple(keys)

    def _after(self, change: Change, row: RowT | None, key: Key) -> RowT | None:
        if change.corrected is None:
            return self.apply(row, change.recorded, key)
        row = None
        for one in change.stands:
            if type(one.event) in self.reads and key in self.keys(one):
                row = self.apply(row, one, key)
        return None if row is None else _told_last(row, change.recorded)

    def key_of(self, row: RowT) -> Place:
        """Return ``(tenant, key)`` of a row."""
        return row.tenant_id, tuple(getattr(row, column) for column in self.key)


def sort_key(*words: str | None) -> str:
    """Return the key by which Russian names sort: lower case, ё as е."""
    return " ".join(word for word in words if word).lower().replace("ё", "е")
