"""Single records: how each is found, and what it means that it is not."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any
from uuid import UUID

import msgspec

from domain.errors import NotFound
from domain.ports import Reader
from projections.catalogue_lists import BaseCountLine, NoFilter, list_base_counts
from projections.district_view import view_district
from projections.erasures import ErasureFilter, list_erasures
from projections.participant_view import ParticipantView, view_participant
from projections.query import Cut, Question
from projections.register_list import One, RegisterList
from projections.words.erasures import GROUND
from service.api.asking import query_of
from service.api.read import READING, Asked, Found, Read
from service.refusals import Erased, NotYetExisting, SchoolNeeded

WHOLE_LIST = Cut(limit=100_000)
"""The district's catalogues are short and read whole."""


def fetch_participant(asked: Asked) -> Found:
    """Find a participant's record in the institution asked about."""
    person = asked.path["person"]
    found = _only(asked, lambda reader, question: view_participant(reader, question, person))
    view = found.body
    if isinstance(view, ParticipantView) and view.state == "erased":
        raise _erased(asked, view.school, person)
    return _changing(found)


def _erased(asked: Asked, school: UUID, person: UUID) -> Erased:
    # That it was erased is true of the past too: nothing of it can be read.
    question = msgspec.structs.replace(asked.question, tenants=(school,), as_of=None, on=None)
    with asked.reading.transaction(question) as reader:
        (line,) = list_erasures(reader, question, ErasureFilter(person=person), WHOLE_LIST).items
    return Erased(
        erased_on=line.completed_on,
        ground=GROUND[line.ground],
        ground_code=line.ground,
    )


def read_of_one(register: RegisterList, one: One) -> Read:
    """Make the question for a single line of ``register``."""
    personal = register.holds == "people"
    filters = register.filter.__struct_fields__

    def find(path: dict[str, Any], reader: Reader, question: Question) -> list[Any]:
        try:
            asked = {name: value for name, value in path.items() if name in filters}
            wanted = msgspec.convert(asked, register.filter)
        except msgspec.ValidationError:
            # What a filter cannot be asked for is not there.
            return []
        page = register.fetch(reader, question, wanted, WHOLE_LIST)
        return [
            line
            for line in page.items
            if all(getattr(line, name) == value for name, value in path.items())
        ]

    def fetch(asked: Asked) -> Found:
        # A parameter of the kind "path" keeps the slash before it.
        path = {
            name: value.removeprefix("/") if isinstance(value, str) else value
            for name, value in asked.path.items()
        }
        found = _only(asked, partial(find, path))
        return found if one.repeatable and not personal else _changing(found)

    return Read(
        path=one.path,
        operation=one.operation,
        summary=one.title,
        action=READING[register.holds],
        query=query_of(scoped=one.scoped, by_day=register.by_day),
        answer=register.line,
        fetch=fetch,
        single=True,
    )


def read_of_all(register: RegisterList, one: One) -> Read:
    """Make the question for the lines of ``register`` that are one record.

    The answer is those lines, beside them the institution, the parameters of the path and the
    version of the record.
    """
    kinds = {field.name: field.type for field in msgspec.structs.fields(register.line)}
    named = ("school", *re.findall(r"{(\w+):", one.path), "version")
    answer = msgspec.defstruct(
        one.operation.removeprefix("get"),
        [*((name, kinds[name]) for name in named), ("items", list[register.line])],  # type: ignore[name-defined]
        frozen=True,
        kw_only=True,
    )
    answer.__doc__ = "The lines of one record; their common version is what changes of it name."

    def fetch(asked: Asked) -> Found:
        try:
            wanted = msgspec.convert(asked.path, register.filter)
        except msgspec.ValidationError:
            raise NotFound from None

        def find(reader: Reader, question: Question) -> list[msgspec.Struct]:
            records: dict[UUID, list[Any]] = {}
            for line in register.fetch(reader, question, wanted, WHOLE_LIST).items:
                records.setdefault(line.school, []).append(line)
            return [
                answer(**{name: getattr(lines[0], name) for name in named}, items=lines)
                for lines in records.values()
            ]

        # What is in force changes overnight, without a new version.
        return _changing(_only(asked, find))

    return Read(
        path=one.path,
        operation=one.operation,
        summary=one.title,
        action="people.read",
        query=query_of(scoped=True, by_day=register.by_day),
        answer=answer,
        fetch=fetch,
        single=True,
    )


def fetch_district(asked: Asked) -> Found:
    """Find the district itself."""
    return _only(asked, view_district)


def fetch_base_count(asked: Asked) -> Found:
    """Find a base count of the district or of one of its institutions."""
    key = asked.path["kind"], asked.path["year"], asked.path["whose"]

    def find(reader: Reader, question: Question) -> list[BaseCountLine]:
        page = list_base_counts(reader, question, NoFilter(), WHOLE_LIST)
        return [
            line
            for line in page.items
            if (line.kind, line.year, str(line.school or "district")) == key
        ]

    return _only(asked, find)


def _only(asked: Asked, find: Callable[[Reader, Question], Sequence[Any]]) -> Found:
    """Return the one record that ``find`` finds.

    Raises :class:`NotFound`, :class:`NotYetExisting` if it came later than the moment asked about,
    :class:`SchoolNeeded` if several institutions have one.
    """
    question = asked.question
    with asked.reading.transaction(question) as reader:
        found = find(reader, question)
        if not found:
            now = msgspec.structs.replace(question, as_of=None)
            later = question.as_of is not None and find(reader, now)
            raise NotYetExisting if later else NotFound
    if len(found) > 1:
        raise SchoolNeeded
    return Found(found[0], found[0].version, repeatable=True)


def _changing(found: Found) -> Found:
    # A version about people reads otherwise once a consent begins, ends or is withdrawn.
    return msgspec.structs.replace(found, repeatable=False)
