"""Nominations and awards as lists."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec

from domain.award import AwardStatus
from domain.ports import Reader
from domain.rules import CalendarYear
from projections.awards import NominationStatus
from projections.query import Cut, Page, Question, name_is_shown
from projections.register_list import One, RegisterList
from projections.shown import shows


class NominationFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which nominations."""

    person: Annotated[UUID | None, msgspec.Meta(title="Наставник")] = None
    kind: Annotated[str | None, msgspec.Meta(title="Награда")] = None
    year: Annotated[CalendarYear | None, msgspec.Meta(title="За какой год")] = None
    status: Annotated[NominationStatus | None, msgspec.Meta(title="Состояние")] = None
    nomination: Annotated[UUID | None, msgspec.Meta(title="Представление")] = None


class NominationLine(msgspec.Struct, frozen=True, kw_only=True):
    """A nomination; ``grounds`` is ``null`` for who may not read the person's name."""

    school: UUID
    nomination: UUID
    version: int
    person: UUID
    kind: str
    year: int
    status: NominationStatus
    made_on: date
    withdrawn_on: date | None
    grounds: Annotated[str | None, shows("person")]


def list_nominations(
    reader: Reader, question: Question, wanted: NominationFilter, cut: Cut
) -> Page[NominationLine]:
    """Return a page of nominations by their day."""
    after = (
        "AND (n.made_on, n.nomination) > (%(after_day)s::date, %(after_nomination)s::uuid)"
        if cut.after
        else ""
    )
    sql = f"""
        SELECT n.tenant_id AS school, n.nomination, n.version, n.person, n.kind, n.year,
               n.status, n.made_on, n.withdrawn_on,
               CASE WHEN {name_is_shown("n.person", "n.tenant_id")} THEN n.grounds END AS grounds
        FROM unnest(%(tenants)s::uuid[]) AS t (tenant_id)
        CROSS JOIN LATERAL (
            SELECT n.* FROM reg.nomination n
            WHERE n.tenant_id = t.tenant_id AND {question.known("n")}
              AND (%(person)s::uuid IS NULL OR n.person = %(person)s)
              AND (%(kind)s::text IS NULL OR n.kind = %(kind)s)
              AND (%(year)s::int IS NULL OR n.year = %(year)s)
              AND (%(status)s::text IS NULL OR n.status = %(status)s)
              AND (%(nomination)s::uuid IS NULL OR n.nomination = %(nomination)s)
              {after}
            ORDER BY n.made_on, n.nomination
            LIMIT %(limit)s
        ) n
        ORDER BY n.made_on, n.nomination
        LIMIT %(limit)s
    """
    day, nomination = cut.after or (None, None)
    params = question.params() | msgspec.structs.asdict(wanted)
    params |= {"limit": cut.limit + 1, "after_day": day, "after_nomination": nomination}
    lines = reader.rows(sql, params, NominationLine)
    return cut.page(lines, lambda line: (line.made_on.isoformat(), str(line.nomination)))


class AwardFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which awards."""

    person: Annotated[UUID | None, msgspec.Meta(title="Наставник")] = None
    kind: Annotated[str | None, msgspec.Meta(title="Награда")] = None
    year: Annotated[CalendarYear | None, msgspec.Meta(title="За какой год")] = None
    status: Annotated[AwardStatus | None, msgspec.Meta(title="Состояние")] = None
    nomination: Annotated[UUID | None, msgspec.Meta(title="Представление")] = None


class AwardLine(msgspec.Struct, frozen=True, kw_only=True):
    """What the district made of a nomination, with what the school says of it.

    The name, ``grounds``, ``ceremony`` and ``reason`` are ``null`` where the asker may not read
    them; ``named`` says so. ``position`` is the nomination's place in the school's log.
    """

    school: UUID
    nomination: UUID
    version: int
    position: int
    person: UUID
    named: bool
    last_name: Annotated[str | None, shows("person")]
    first_name: Annotated[str | None, shows("person")]
    middle_name: Annotated[str | None, shows("person")]
    kind: str
    year: int
    status: AwardStatus
    nominated_on: date
    withdrawn_on: date | None
    decided_on: date | None
    conferred_on: date | None
    revoked_on: date | None
    order_number: str | None
    order_date: date | None
    ceremony: Annotated[str | None, shows("person")]
    reason: Annotated[str | None, shows("person")]
    grounds: Annotated[str | None, shows("person")]


_OPEN = (
    "school",
    "nomination",
    "version",
    "position",
    "person",
    "kind",
    "year",
    "status",
    "nominated_on",
    "withdrawn_on",
    "decided_on",
    "conferred_on",
    "revoked_on",
    "order_number",
    "order_date",
)
_PERSONAL = (
    "p.last_name",
    "p.first_name",
    "p.middle_name",
    "a.ceremony",
    "a.reason",
    "n.grounds",
)


def list_awards(
    reader: Reader, question: Question, wanted: AwardFilter, cut: Cut
) -> Page[AwardLine]:
    """Return a page of awards by the day of the nomination.

    The district's rows are those of all institutions; ``question.tenants`` says whose are asked.
    """
    after = (
        "AND (a.nominated_on, a.school, a.nomination)"
        " > (%(after_day)s::date, %(after_school)s::uuid, %(after_nomination)s::uuid)"
        if cut.after
        else ""
    )
    shown = ", ".join(
        f"CASE WHEN s.named THEN {column} END AS {column[2:]}" for column in _PERSONAL
    )
    sql = f"""
        SELECT {", ".join(f"a.{name}" for name in _OPEN)}, s.named, {shown}
        FROM (
            SELECT a.* FROM reg.award a
            WHERE a.tenant_id = %(district)s AND a.school = ANY (%(tenants)s::uuid[])
              AND {question.known("a")}
              AND (%(person)s::uuid IS NULL OR a.person = %(person)s)
              AND (%(kind)s::text IS NULL OR a.kind = %(kind)s)
              AND (%(year)s::int IS NULL OR a.year = %(year)s)
              AND (%(status)s::text IS NULL OR a.status = %(status)s)
              AND (%(nomination)s::uuid IS NULL OR a.nomination = %(nomination)s)
              {after}
            ORDER BY a.nominated_on, a.school, a.nomination
            LIMIT %(limit)s
        ) a
        CROSS JOIN LATERAL (SELECT {name_is_shown("a.person", "a.school")} AS named) s
        LEFT JOIN reg.participant p
               ON p.tenant_id = a.school AND p.person = a.person AND {question.known("p")}
        LEFT JOIN reg.nomination n
               ON n.tenant_id = a.school AND n.nomination = a.nomination AND {question.known("n")}
        ORDER BY a.nominated_on, a.school, a.nomination
    """
    day, school, nomination = cut.after or (None, None, None)
    params = question.params() | msgspec.structs.asdict(wanted)
    params |= {
        "limit": cut.limit + 1,
        "after_day": day,
        "after_school": school,
        "after_nomination": nomination,
    }
    lines = reader.rows(sql, params, AwardLine)
    return cut.page(
        lines,
        lambda line: (line.nominated_on.isoformat(), str(line.school), str(line.nomination)),
    )


LISTS = (
    RegisterList(
        name="nominations",
        title="Представления к наградам",
        line=NominationLine,
        filter=NominationFilter,
        fetch=list_nominations,
        holds="people",
        one=One(
            path="/nominations/{nomination:uuid}",
            operation="getNomination",
            title="Представление к награде",
        ),
    ),
    RegisterList(
        name="awards",
        title="Награды",
        line=AwardLine,
        filter=AwardFilter,
        fetch=list_awards,
        holds="people",
        one=One(
            path="/awards/{school:uuid}/{nomination:uuid}",
            operation="getAward",
            title="Награда",
            repeatable=False,
        ),
    ),
)
