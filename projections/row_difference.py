"""A row that differs between two moments, as it is told, and whose personal data that shows."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

import msgspec

from projections.register import Readers, Row
from projections.shown import ShownPerson

Kind = Literal["added", "removed", "changed"]


class FieldChange(msgspec.Struct, frozen=True, kw_only=True):
    """What a column was and became; ``hidden``: the asker may read neither."""

    field: str
    hidden: bool = False
    old: Any = None
    new: Any = None


class ChangingEvent(msgspec.Struct, frozen=True, kw_only=True):
    """An event that touched the row: its place in the log, and who recorded it."""

    position: int
    topic: str
    text: str
    recorded_at: datetime
    effective_on: date
    who: str
    command_id: UUID


class RowDifference(msgspec.Struct, frozen=True, kw_only=True):
    """A row that is not the same at the two moments.

    ``log`` is the institution that keeps the row, or the district; ``key`` names the row in it. A
    row that was added or removed has all its fields, one that was changed those that differ.
    ``shows`` are the persons whose personal data stand in them.
    """

    log: UUID
    key: dict[str, Any]
    kind: Kind
    fields: tuple[FieldChange, ...]
    events: tuple[ChangingEvent, ...]
    shows: tuple[ShownPerson, ...] = ()


def shown_by(
    row: Row, log: UUID, readers: Collection[Readers | None], people: Collection[UUID]
) -> tuple[ShownPerson, ...]:
    """Return whose data stand in the columns that are told of a row, each kept for ``readers``.

    ``people`` are all whom the row's events are about: the text of a pair is data of each.
    """
    shown: set[UUID | None] = set()
    if not {"person", "answers"}.isdisjoint(readers):
        shown.add(getattr(row, "person", None))
    if "pair" in readers:
        shown.update(people)
    if "contact" in readers or ("trader" in readers and getattr(row, "sole_trader", False)):
        shown.add(getattr(row, "key", None))
    school: UUID = getattr(row, "school", None) or log
    return tuple(ShownPerson(school, one) for one in sorted(filter(None, shown)))
