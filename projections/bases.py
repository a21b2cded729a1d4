"""The bases of mentees and of mentors: participants who entered them, in order of name.

Their columns are those of the forms of the target model (распоряжение Минпросвещения № Р-145).
"""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec

from domain.participant import BaseStatus
from domain.ports import Reader
from domain.rules import Role
from projections.base_pairs import ASKED, ON_DAY, BasePair, Place, pairs_of, place_of
from projections.merging import LAST_ID, first_lines
from projections.query import Cut, NameState, Page, Question, name_is_shown, name_state
from projections.register_list import RegisterList
from projections.shown import shows


class BaseFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which lines of a base."""

    status: Annotated[BaseStatus | None, msgspec.Meta(title="Состояние в базе")] = None
    person: Annotated[UUID | None, msgspec.Meta(title="Участник")] = None


class BaseLine(msgspec.Struct, frozen=True, kw_only=True):
    """A person in the base of one institution.

    The personal columns are ``null`` where the asker may not read them; ``named`` says so
    and ``state`` why. ``status`` is what the person is in the base, ``since`` the day they entered
    it for the last time; both speak of the day asked about, else they are the last recorded.
    ``place`` is where the person learns or works on that day, else on that of ``as_of``, else
    today. ``pairs`` are those in this role that have had a first day, the latest first, 20 at most;
    ``open_pairs`` counts those that have not ended.
    """

    school: UUID
    person: UUID
    version: int
    named: bool
    state: NameState
    last_name: Annotated[str | None, shows("person")]
    first_name: Annotated[str | None, shows("person")]
    middle_name: Annotated[str | None, shows("person")]
    birth_year: int | None
    class_name: Annotated[str | None, shows("person")]
    contact: Annotated[str | None, shows("person")]
    contact_person: Annotated[str | None, shows("person")]
    request: Annotated[str | None, shows("person")]
    competencies: Annotated[str | None, shows("person")]
    achievements: Annotated[str | None, shows("person")]
    interests: Annotated[str | None, shows("person")]
    preferred_age: Annotated[str | None, shows("person")]
    time_resource: Annotated[str | None, shows("person")]
    status: BaseStatus
    since: date
    place: Place
    open_pairs: int
    pairs: tuple[BasePair, ...]


LAST = "\U0010ffff"
"""Sorts behind every name."""

_PERSONAL = (
    "last_name",
    "first_name",
    "middle_name",
    "class_name",
    "contact",
    "contact_person",
    "request",
    "competencies",
    "achievements",
    "interests",
    "preferred_age",
    "time_resource",
)
_SHOWN = ", ".join(f"CASE WHEN p.named THEN p.{name} END AS {name}" for name in _PERSONAL)


def list_mentees(
    reader: Reader, question: Question, wanted: BaseFilter, cut: Cut
) -> Page[BaseLine]:
    """Return a page of the base of mentees; ``question.on`` keeps who was in it that day."""
    return _list_base(reader, question, "mentee", wanted, cut)


def list_mentors(
    reader: Reader, question: Question, wanted: BaseFilter, cut: Cut
) -> Page[BaseLine]:
    """Return a page of the base of mentors; ``question.on`` keeps who was in it that day."""
    return _list_base(reader, question, "mentor", wanted, cut)


def status_in_base(question: Question, role: Role) -> str:
    """Return the query of what ``p``, a row of the participants, is in a base and since when.

    On ``question.on``, no line for who had not entered it by then; else as it was last recorded.
    """
    if question.on is None:
        return f"SELECT p.{role}_status AS status, p.{role}_since AS since"
    return f"""
                    SELECT d.status, d.entered_on AS since
                    FROM jsonb_to_recordset(p.{role}_steps)
                        AS d (since date, status text, entered_on date)
                    WHERE d.since <= %(on)s::date
                    ORDER BY d.since DESC
                    LIMIT 1"""


def page_start(question: Question) -> str:
    """Return the common table ``start`` with the place, in order of name, at which a page begins.

    It is found again from the key of the person before: a name must not get into a URL.
    """
    return f"""start AS MATERIALIZED (
            SELECT CASE WHEN {name_is_shown("s.person", "s.tenant_id")} THEN s.sort_key
                   ELSE '{LAST}' END AS place
            FROM reg.participant s
            WHERE s.tenant_id = %(after_school)s::uuid AND s.person = %(after_person)s::uuid
              AND {question.known("s")}
        )"""


def _list_base(
    reader: Reader, question: Question, role: Role, wanted: BaseFilter, cut: Cut
) -> Page[BaseLine]:
    sql = f"""
        WITH {page_start(question)}, {ASKED},
        named AS MATERIALIZED ({_part(question, role, cut, named=True)})
        SELECT p.tenant_id AS school, p.person, p.version, p.named, {_SHOWN},
               {name_state("p.person", "p.tenant_id")} AS state,
               coalesce(p.known_birth_year, p.birth_year) AS birth_year, p.status, p.since,
               {place_of(question, "p", "p.named", ON_DAY)} AS place, k.open_pairs, k.pairs
        FROM (
            SELECT * FROM (
                SELECT * FROM named
                UNION ALL
                SELECT * FROM ({_part(question, role, cut, named=False)}) hidden
                WHERE (SELECT count(*) FROM named) < %(limit)s
            ) p
            ORDER BY p.sort_place, p.person, p.tenant_id
            LIMIT %(limit)s
        ) p
        CROSS JOIN LATERAL ({pairs_of(question, role)}) k
        ORDER BY p.sort_place, p.person, p.tenant_id
    """
    person, school = cut.after or (None, None)
    params = question.params() | {
        "status": wanted.status,
        "wanted": wanted.person,
        "limit": cut.limit + 1,
        "after_person": person,
        "after_school": school,
    }
    lines = reader.rows(sql, params, BaseLine)
    return cut.page(lines, lambda line: (str(line.person), str(line.school)))


def _part(question: Question, role: Role, cut: Cut, *, named: bool) -> str:
    # A hidden name must not be guessed from its place in the order, so those people come last, by
    # their key. Each part walks an index of its own and stops at the limit, in each institution.
    shown = name_is_shown("p.person", "p.tenant_id")
    place = "p.sort_key" if named else f"'{LAST}'"
    after = (
        f"AND ({place}, p.person, p.tenant_id)"
        " > ((SELECT place FROM start), %(after_person)s::uuid, %(after_school)s::uuid)"
    )
    source = f"""
                SELECT p.*, {named} AS named, {place} COLLATE "C" AS sort_place,
                       s.status, s.since
                FROM reg.participant p
                CROSS JOIN LATERAL ({status_in_base(question, role)}) s
                WHERE p.tenant_id = t.tenant_id AND {question.known("p")}
                  AND p.{role}_status IS NOT NULL
                  AND (%(on)s::date IS NULL OR s.status <> 'left')
                  AND (%(status)s::text IS NULL OR s.status = %(status)s)
                  AND (%(wanted)s::uuid IS NULL OR p.person = %(wanted)s)
                  AND {shown if named else f"NOT {shown}"}
                  {after if cut.after else ""}"""
    order = {"sort_key": f"'{LAST}'", "person": LAST_ID} if named else {"person": LAST_ID}
    return first_lines(question, source, order)


LISTS = (
    RegisterList(
        name="mentees",
        title="База наставляемых",
        line=BaseLine,
        filter=BaseFilter,
        fetch=list_mentees,
        holds="people",
        by_day=True,
    ),
    RegisterList(
        name="mentors",
        title="База наставников",
        line=BaseLine,
        filter=BaseFilter,
        fetch=list_mentors,
        holds="people",
        by_day=True,
    ),
)
