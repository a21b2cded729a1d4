"""Whom a line shows: every column with data of a person is marked, and names the right one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any
from uuid import UUID, uuid4

import msgspec
import pytest

from domain.events import personal_fields
from projections.lists import LISTS
from projections.participant_view import view_participant
from projections.query import Cut, Question
from projections.shown import ShownPerson, marked_columns, people_shown, shows
from service.bootstrap import Application
from tests.projections.test_registers import busy_district
from tests.support.district import District

__all__ = ["busy_district"]

OF_NOBODY = {"survey", "seminar", "school"}
"""Subjects of free text that belongs to no person."""

OPEN = {("EnterpriseLine", "activity")}
"""What an enterprise does is told to everybody."""

SCHOOL, DISTRICT = uuid4(), uuid4()
ONE, OTHER = uuid4(), uuid4()


class _Part(msgspec.Struct, frozen=True):
    person: UUID
    name: Annotated[str | None, shows("person")] = None
    school: str = "short name"


class _Line(msgspec.Struct, frozen=True, kw_only=True):
    school: UUID = SCHOOL
    person: UUID = ONE
    others: tuple[UUID, ...] = ()
    enterprise: str | None = None
    kind: str = "plain"
    name: Annotated[str | None, shows("person")] = None
    text: Annotated[str | None, shows("person", "others")] = None
    trader: Annotated[str | None, shows("enterprise", school=None)] = None
    day: Annotated[date | None, shows("person", when=("kind", "birthday"))] = None
    parts: tuple[_Part, ...] = ()


class _Page(msgspec.Struct, frozen=True):
    items: list[_Line]
    told: tuple[ShownPerson, ...] = ()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (_Line(), {}),
        (_Line(name="Агапов"), {SCHOOL: {ONE}}),
        (_Line(text="цель", others=(OTHER,)), {SCHOOL: {ONE, OTHER}}),
        (_Line(trader="ИП", enterprise=str(OTHER)), {DISTRICT: {OTHER}}),
        (_Line(trader="ООО", enterprise="7707083893"), {}),
        (_Line(trader="ИП"), {}),
        (_Line(day=date(2020, 1, 1)), {}),
        (_Line(day=date(2020, 1, 1), kind="birthday"), {SCHOOL: {ONE}}),
        (_Line(parts=(_Part(OTHER),)), {}),
        (_Line(parts=(_Part(OTHER, "Борисов"), _Part(ONE))), {SCHOOL: {OTHER}}),
    ],
)
def test_only_what_is_there_is_shown(line: _Line, expected: dict[UUID, set[UUID]]) -> None:
    assert people_shown(_Page([line, _Line()]), DISTRICT) == expected


def test_an_answer_may_name_the_persons_itself() -> None:
    body = _Page([], (ShownPerson(SCHOOL, ONE), ShownPerson(DISTRICT, ONE)))
    assert people_shown(body, DISTRICT) == {SCHOOL: {ONE}, DISTRICT: {ONE}}
    assert people_shown(None, DISTRICT) == {}


def _secrets(district: District) -> set[str]:
    """Return every text that was recorded of a person, as one piece."""
    secrets: set[str] = set()
    application = district.application
    for tenant in (district.id, *district.schools.values()):
        with application.database.reading((tenant,)) as connection:
            log = [one for batch in application.log.read(connection, tenant) for one in batch]
        for one in log:
            for name, subject in personal_fields(type(one.event)).items():
                value = getattr(one.event, name)
                if subject not in OF_NOBODY and isinstance(value, str):
                    secrets.add(value)
    return secrets


def _leaves(line: msgspec.Struct) -> Iterator[tuple[msgspec.Struct, str, Any]]:
    for name in line.__struct_fields__:
        value = getattr(line, name)
        parts = value if isinstance(value, list | tuple) else (value,)
        for part in parts:
            if isinstance(part, msgspec.Struct):
                yield from _leaves(part)
            else:
                yield line, name, part


def _questions(district: District) -> list[Question]:
    schools = tuple(district.schools.values())
    ask = msgspec.structs.replace(district.question(), reads_people=True)
    own = [msgspec.structs.replace(ask, asker=one, tenants=(one,), handles=True) for one in schools]
    return [msgspec.structs.replace(ask, breaks_glass=True), *own]


def test_no_column_shows_what_was_recorded_of_a_person_without_a_mark(
    busy_district: District, application: Application
) -> None:
    secrets = _secrets(busy_district)
    tenants = {busy_district.id, *busy_district.schools.values()}
    unmarked: set[tuple[str, str]] = set()
    shown: set[tuple[str, str]] = set()
    for question in _questions(busy_district):
        with application.reading.transaction(question) as reader:
            pages = [
                one.fetch(reader, question, one.filter(), Cut(limit=1000)).items for one in LISTS
            ]
            lines = [line for page in pages for line in page]
            people = {line.person for line in lines if isinstance(getattr(line, "person", 0), UUID)}
            lines += [one for p in people for one in view_participant(reader, question, p)]
        assert people_shown(lines, busy_district.id).keys() <= tenants
        for line in lines:
            for part, name, value in _leaves(line):
                place = (type(part).__name__, name)
                if isinstance(value, str) and value in secrets and place not in OPEN:
                    (shown if name in marked_columns(type(part)) else unmarked).add(place)

    assert unmarked == set()
    assert {("BaseLine", "last_name"), ("ParticipantView", "last_name")} < shown
    assert len(shown) > 15
