"""What a register is: rows that are folds of events, each version with the time it was known.

A row version holds from ``known_from`` until just before ``known_to``; the version that is known
now has no end. The events of one command make at most one version of a row, so a register as of
any moment is exactly the fold of the events recorded until then.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import datetime
from itertools import groupby
from typing import (
    Annotated,
    Any,
    Generic,
    Literal,
    TypeVar,
    get_args,
    get_origin,
    get_type_hints,
)
from uuid import UUID

import msgspec

from domain.events import Event, Recorded
from projections.changes import Change


class Row(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A row version; the fields of a subclass are the columns of its table.

    ``from_position`` is the position of the last event that made this version.
    """

    tenant_id: UUID
    known_from: datetime | None = None
    known_to: datetime | None = None
    from_position: int = 0


Readers = Literal["person", "pair", "answers", "log", "contact", "trader", "nobody"]
"""Who may read a column: whoever may read the data of the row's person, the texts of its pair, what
a person answered, what is kept for the log's own tenant, the contacts of an enterprise, the name of
one that may be a person; nobody, where it only serves to sort."""

_READERS = "readers"


def kept_for(readers: Readers) -> msgspec.Meta:
    """Mark a column that not everyone who may read the register is told."""
    return msgspec.Meta(extra={_READERS: readers})


def kept_columns(row: type[Row]) -> dict[str, Readers]:
    """Return ``{column: its readers}`` of the columns of ``row`` that are kept for some."""
    hints: dict[str, Any] = get_type_hints(row, include_extras=True)
    return {
        name: meta.extra[_READERS]
        for name, hint in hints.items()
        if get_origin(hint) is Annotated
        for meta in get_args(hint)[1:]
        if isinstance(meta, msgspec.Meta) and meta.extra and _READERS in meta.extra
    }


RowT = TypeVar("RowT", bound=Row)
Key = tuple[Hashable, ...]


Place = tuple[UUID, Key]
"""A tenant and a row of it."""


class _Line(Generic[RowT]):
    """A row while it is folded, and where among those made its version stands that still holds.

    A version is written down once, when it is known how long it holds: copying rows is most of
    what a rebuild does.
    """

    __slots__ = ("_known_from", "_made", "_position", "before", "row")

    def __init__(self, row: RowT | None) -> None:
        self.row = self.before = row
        self._made: int | None = None
        self._known_from: datetime | None = None
        self._position = 0

    def follow(self, made: list[RowT], known_from: datetime, last: Recorded[Event]) -> None:
        """Make the version that a command leaves of the row, whose ``last`` event this was."""
        row = self.row
        if row is None and self.before is not None:
            row = _told_last(self.before, last)
        if row is None:
            return
        self.settle(made, known_from)
        self._made, self._known_from, self._position = len(made), known_from, last.position
        made.append(row)
        if self.row is None:
            self.settle(made, known_from)

    def settle(self, made: list[RowT], known_to: datetime | None) -> None:
        """Write down until when the version holds that was made last."""
        if self._made is not None:
            made[self._made] = msgspec.structs.replace(
                made[self._made],
                known_from=self._known_from,
                known_to=known_to,
                from_position=self._position,
            )
            self._made = None


def _moment(change: Change) -> tuple[datetime, UUID]:
    # Within a tenant no two commands are recorded at the same time; the cheap comparison first.
    recorded = change.recorded
    return recorded.recorded_at, recorded.tenant_id


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
        lines = {place: _Line(row) for place, row in current.items()}
        made: list[RowT] = []
        concerning = [change for change in changes if self._is_concerned(change)]
        for (recorded_at, _), command in groupby(concerning, key=_moment):
            touched: dict[_Line[RowT], Recorded[Event]] = {}
            for change in command:
                for key in self._keys(change):
                    place = (change.recorded.tenant_id, key)
                    line = lines.get(place)
                    if line is None:
                        line = lines[place] = _Line(None)
                    line.before, line.row = line.row, self._after(change, line.row, key)
                    touched[line] = change.recorded
            for line, last in touched.items():
                line.follow(made, recorded_at, last)
        for line in lines.values():
            line.settle(made, None)
        return made

    def _is_concerned(self, change: Change) -> bool:
        return type(change.recorded.event) in self.reads or (
            change.corrected is not None and type(change.corrected.event) in self.reads
        )

    def _keys(self, change: Change) -> Iterable[Key]:
        """Return the rows a change touches: of the fact as told now, and as told before."""
        if change.corrected is None:
            if type(change.recorded.event) not in self.reads:
                return ()
            keys = tuple(self.keys(change.recorded))
            return keys if len(keys) < 2 else dict.fromkeys(keys)
        facts = (change.recorded, change.corrected)
        return dict.fromkeys(
            key
            for one in facts
            if one is not None and type(one.event) in self.reads
            for key in self.keys(one)
        )

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
