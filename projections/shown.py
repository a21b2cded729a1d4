"""Whose personal data an answer really shows: what the log of reads names.

A column of a line that holds data of a person is marked with :func:`shows`; where it is not
``null``, that person's data were shown. Keys, days and codes that say nothing of a person by
themselves are not marked, nor is free text that belongs to no person: of a survey, of a seminar.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Annotated, Any, get_args, get_origin
from uuid import UUID

import msgspec

SHOWS = "shows"
SCHOOL = "school"

Whose = dict[UUID, set[UUID]]
"""Institution, or the district, by id: the persons of it whose data were shown."""


class ShownPerson(msgspec.Struct, frozen=True):
    """A person of an institution."""

    school: UUID
    person: UUID


class Mark(msgspec.Struct, frozen=True):
    """Whose data stand in a column: the fields with their keys and with their institution.

    Keys are looked for in the line, then in the line it is a part of; the institution in the
    outermost line, whose parts are all its own. ``school`` is ``None`` where the person is one of
    the district's own log. ``when`` names a field and the only value of it with which the column
    says something of the person.
    """

    people: tuple[str, ...]
    school: str | None
    when: tuple[str, str] | None


class _Plan(msgspec.Struct, frozen=True):
    """What to look at in a line: the columns of each mark, and what has marks of its own."""

    marked: tuple[tuple[Mark, tuple[str, ...]], ...]
    parts: tuple[str, ...]


Lines = tuple[msgspec.Struct, ...]
"""A line and those it is a part of, the innermost first."""


def shows(
    *people: str, school: str | None = SCHOOL, when: tuple[str, str] | None = None
) -> msgspec.Meta:
    """Mark a column as data of the persons whose keys stand in the fields ``people``.

    Use as ``Annotated[str | None, shows("person")]``. A field may hold a key, a tuple of keys, or
    the code of an enterprise, which is a key if it is a sole trader.
    """
    return msgspec.Meta(extra={SHOWS: Mark(people, school, when)})


def people_shown(body: object, district: UUID) -> Whose:
    """Return whose personal data ``body`` shows: a line, an answer with lines, or several."""
    found: Whose = {}
    _collect(body, (), district, found)
    return found


def marked_columns(line: type[msgspec.Struct]) -> frozenset[str]:
    """Return the columns of ``line`` that are marked."""
    return frozenset(name for _, columns in _plan(line).marked for name in columns)


def _collect(part: object, around: Lines, district: UUID, found: Whose) -> None:
    if isinstance(part, list | tuple):
        for one in part:
            _collect(one, around, district, found)
    elif isinstance(part, ShownPerson):
        found.setdefault(part.school, set()).add(part.person)
    elif isinstance(part, msgspec.Struct):
        plan, lines = _plan(type(part)), (part, *around)
        for mark, columns in plan.marked:
            for name in columns:
                if getattr(part, name) is not None:
                    _add(mark, lines, district, found)
                    break
        for name in plan.parts:
            _collect(getattr(part, name), lines, district, found)


def _add(mark: Mark, lines: Lines, district: UUID, found: Whose) -> None:
    if mark.when is not None and _field(lines, mark.when[0]) != mark.when[1]:
        return
    school: UUID = district if mark.school is None else _field(lines[::-1], mark.school)
    people = [key for name in mark.people for key in _keys(_field(lines, name))]
    if people:
        found.setdefault(school, set()).update(people)


def _field(lines: Lines, name: str) -> Any:
    return next(getattr(line, name) for line in lines if name in line.__struct_fields__)


def _keys(value: UUID | str | Iterable[UUID] | None) -> Iterable[UUID]:
    if value is None:
        return ()
    if isinstance(value, UUID):
        return (value,)
    if isinstance(value, str):
        try:
            return (UUID(value),)
        except ValueError:
            return ()
    return value


@cache
def _plan(line: type[msgspec.Struct]) -> _Plan:
    columns: dict[Mark, list[str]] = {}
    parts = []
    for field in msgspec.structs.fields(line):
        mark = _mark(field.type)
        if mark is not None:
            columns.setdefault(mark, []).append(field.name)
        if any(_tells(one) for one in _structs(field.type)):
            parts.append(field.name)
    return _Plan(tuple((mark, tuple(names)) for mark, names in columns.items()), tuple(parts))


def _mark(hint: Any) -> Mark | None:
    for meta in get_args(hint)[1:] if get_origin(hint) is Annotated else ():
        if isinstance(meta, msgspec.Meta) and meta.extra and SHOWS in meta.extra:
            mark: Mark = meta.extra[SHOWS]
            return mark
    return None


def _structs(hint: Any) -> Iterable[type[msgspec.Struct]]:
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return (hint,)
    return [one for inner in get_args(hint) for one in _structs(inner)]


def _tells(part: type[msgspec.Struct]) -> bool:
    plan = _plan(part)
    return part is ShownPerson or bool(plan.marked or plan.parts)
