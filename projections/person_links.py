"""Whose the records under a person key are, where the district decided it."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

import msgspec

from domain.events import Recorded
from domain.person_link import EVERYWHERE, PERSON_LINK, LinkEvent
from domain.ports import Reader
from projections.catalogue_lists import NoFilter
from projections.query import Cut, Page, Question
from projections.register import Key, Register, Row
from projections.register_list import One, RegisterList


class PersonLinkRow(Row, frozen=True, kw_only=True):
    """Whose the records are; ``scope`` is an institution, or the district for all of them.

    ``counts_as`` is the key itself where a merge or split was taken back.
    """

    person: UUID
    scope: UUID
    version: int
    counts_as: UUID


def keys(recorded: Recorded[LinkEvent]) -> Iterable[Key]:
    """Return the row an event touches."""
    return ((recorded.event.person, recorded.event.school or recorded.tenant_id),)


def apply(_row: PersonLinkRow | None, recorded: Recorded[LinkEvent], _key: Key) -> PersonLinkRow:
    """Return the link after an event."""
    event = recorded.event
    return PersonLinkRow(
        tenant_id=recorded.tenant_id,
        person=event.person,
        scope=event.school or recorded.tenant_id,
        version=recorded.version,
        counts_as=event.counts_as,
    )


PERSON_LINKS = Register(
    name="person_link",
    row=PersonLinkRow,
    key=("person", "scope"),
    keys=keys,
    apply=apply,
    reads=frozenset(PERSON_LINK.events),
)


class PersonLinkLine(msgspec.Struct, frozen=True, kw_only=True):
    """Whose the records under a key are: every institution's, or those of one.

    ``records_of`` is ``district`` or the institution's id. ``counts_as`` is the key itself where a
    merge or split was taken back.
    """

    person: UUID
    records_of: str
    version: int
    counts_as: UUID


def list_person_links(
    reader: Reader, question: Question, _: NoFilter, cut: Cut
) -> Page[PersonLinkLine]:
    """Return the links of whoever has a record in an institution asked about."""
    sql = f"""
        SELECT l.person, l.version, l.counts_as,
               CASE WHEN l.scope = l.tenant_id THEN '{EVERYWHERE}' ELSE l.scope::text
               END AS records_of
        FROM reg.person_link l
        WHERE l.tenant_id = %(district)s AND {question.known("l")}
          AND (l.scope = l.tenant_id OR l.scope = ANY (%(tenants)s))
          AND EXISTS (SELECT 1 FROM reg.participant p
                      WHERE p.tenant_id = ANY (%(tenants)s) AND p.person = l.person
                        AND {question.known("p")})
    """
    lines = reader.rows(sql, question.params(), PersonLinkLine)
    return cut.page_of_all(lines, lambda line: (str(line.person), line.records_of))


LISTS = (
    RegisterList(
        name="person-links",
        title="Объединённые и разделённые участники",
        line=PersonLinkLine,
        filter=NoFilter,
        fetch=list_person_links,
        holds="people",
        one=One(
            path="/person-links/{person:uuid}/{records_of:str}",
            operation="getPersonLink",
            title="Кем считаются записи участника",
        ),
    ),
)
