"""Pairs and consents as lists."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec

from domain.consent import Medium, Purpose, Relation
from domain.pair import Status
from domain.ports import Reader
from domain.rules import Signers
from projections.query import TODAY, Cut, Page, Question, name_is_shown
from projections.register_list import One, RegisterList


class PairFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which pairs."""

    status: Annotated[Status | None, msgspec.Meta(title="Состояние")] = None
    form: Annotated[str | None, msgspec.Meta(title="Форма")] = None
    person: Annotated[UUID | None, msgspec.Meta(title="Участник")] = None
    pair: Annotated[UUID | None, msgspec.Meta(title="Пара")] = None


class PairLine(msgspec.Struct, frozen=True, kw_only=True):
    """A pair or group; ``mentees`` are those who are in it or were when it ended.

    ``received_from`` is the institution merged into this one in which the pair worked before. Free
    text is ``null`` for the district: it belongs to everyone in the pair.
    """

    school: UUID
    pair: UUID
    version: int
    mentor: UUID
    mentees: tuple[UUID, ...]
    form: str
    enterprise: str | None
    status: Status
    proposed_on: date
    order_number: str | None
    order_date: date | None
    started_on: date | None
    ended_on: date | None
    consent_later: bool
    meetings: int
    met_on: date | None
    received_from: UUID | None
    goal: str | None
    plan: str | None
    result: str | None
    case_link: str | None


def list_pairs(reader: Reader, question: Question, wanted: PairFilter, cut: Cut) -> Page[PairLine]:
    """Return a page of pairs by day of proposal; ``question.on`` keeps those in force that day."""
    own = "CASE WHEN p.tenant_id = %(asker)s THEN p.{0} END AS {0}"
    texts = ", ".join(own.format(name) for name in ("goal", "plan", "result", "case_link"))
    after = (
        "AND (p.proposed_on, p.pair) > (%(after_day)s::date, %(after_pair)s::uuid)"
        if cut.after
        else ""
    )
    sql = f"""
        SELECT p.tenant_id AS school, p.pair, p.version, p.mentor, p.form, p.enterprise, p.status,
               p.proposed_on, p.order_number, p.order_date, p.started_on, p.ended_on,
               p.consent_later, p.meetings, p.met_on, p.received_from, {texts},
               ARRAY(SELECT m.person FROM reg.membership m
                     WHERE m.tenant_id = p.tenant_id AND m.pair = p.pair AND m.role = 'mentee'
                       AND {question.known("m")}
                       AND (p.started_on IS NULL OR upper_inf(m.stays))
                     ORDER BY m.person) AS mentees
        FROM unnest(%(tenants)s::uuid[]) AS t (tenant_id)
        CROSS JOIN LATERAL (
            SELECT p.* FROM reg.pair p
            WHERE p.tenant_id = t.tenant_id AND {question.known("p")}
              AND (%(status)s::text IS NULL OR p.status = %(status)s)
              AND (%(form)s::text IS NULL OR p.form = %(form)s)
              AND (%(pair)s::uuid IS NULL OR p.pair = %(pair)s)
              AND (%(person)s::uuid IS NULL OR EXISTS (
                    SELECT 1 FROM reg.membership m WHERE m.tenant_id = p.tenant_id
                      AND m.pair = p.pair AND m.person = %(person)s AND {question.known("m")}))
              AND (%(on)s::date IS NULL OR p.days @> %(on)s::date)
              {after}
            ORDER BY p.proposed_on, p.pair
            LIMIT %(limit)s
        ) p
        ORDER BY p.proposed_on, p.pair
        LIMIT %(limit)s
    """
    day, pair = cut.after or (None, None)
    params = question.params() | msgspec.structs.asdict(wanted)
    params |= {"limit": cut.limit + 1, "after_day": day, "after_pair": pair}
    lines = reader.rows(sql, params, PairLine)
    return cut.page(lines, lambda line: (line.proposed_on.isoformat(), str(line.pair)))


class ConsentFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which consents."""

    person: Annotated[UUID | None, msgspec.Meta(title="Участник")] = None
    purpose: Annotated[Purpose | None, msgspec.Meta(title="Цель")] = None


class ConsentLine(msgspec.Struct, frozen=True, kw_only=True):
    """A consent; ``version`` is that of the person's consents for this purpose.

    ``received_from`` is the institution merged into this one to which it was given.
    """

    school: UUID
    person: UUID
    purpose: Purpose
    number: int
    version: int
    valid_from: date
    valid_until: date | None
    withdrawn_on: date | None
    invalid: bool
    in_force: bool
    signed_by: Signers
    relation: Relation | None
    representative: str | None
    medium: Medium
    wording: str
    to_district: bool
    received_from: UUID | None


def list_consents(
    reader: Reader, question: Question, wanted: ConsentFilter, cut: Cut
) -> Page[ConsentLine]:
    """Return a page of consents by person; ``question.on`` keeps those in force that day.

    ``in_force`` speaks of that day, of today where none is asked about.
    """
    after = (
        "AND (c.person, c.purpose, c.number, c.tenant_id) > (%(after_person)s::uuid,"
        " %(after_purpose)s, %(after_number)s::int, %(after_school)s::uuid)"
        if cut.after
        else ""
    )
    sql = f"""
        SELECT c.tenant_id AS school, c.person, c.purpose, c.number, s.version, c.valid_from,
               c.valid_until, c.withdrawn_on, c.invalid,
               c.days @> coalesce(%(on)s::date, {TODAY}) AS in_force, c.signed_by, c.relation,
               CASE WHEN {name_is_shown("c.person", "c.tenant_id")} THEN c.representative
               END AS representative, c.medium, c.wording, c.to_district, c.received_from
        FROM unnest(%(tenants)s::uuid[]) AS t (tenant_id)
        CROSS JOIN LATERAL (
            SELECT c.* FROM reg.consent c
            WHERE c.tenant_id = t.tenant_id AND {question.known("c")}
              AND (%(person)s::uuid IS NULL OR c.person = %(person)s)
              AND (%(purpose)s::text IS NULL OR c.purpose = %(purpose)s)
              AND (%(on)s::date IS NULL OR c.days @> %(on)s::date)
              {after}
            ORDER BY c.person, c.purpose, c.number
            LIMIT %(limit)s
        ) c
        CROSS JOIN LATERAL (
            SELECT max(v.version) AS version FROM reg.consent v
            WHERE v.tenant_id = c.tenant_id AND v.person = c.person AND v.purpose = c.purpose
              AND {question.heard("v")}
        ) s
        ORDER BY c.person, c.purpose, c.number, c.tenant_id
        LIMIT %(limit)s
    """
    person, purpose, number, school = cut.after or (None, None, None, None)
    params = question.params() | msgspec.structs.asdict(wanted)
    params |= {
        "limit": cut.limit + 1,
        "after_person": person,
        "after_purpose": purpose,
        "after_number": number,
        "after_school": school,
    }
    lines = reader.rows(sql, params, ConsentLine)
    return cut.page(
        lines, lambda line: (str(line.person), line.purpose, str(line.number), str(line.school))
    )


LISTS = (
    RegisterList(
        name="pairs",
        title="Наставнические пары и группы",
        line=PairLine,
        filter=PairFilter,
        fetch=list_pairs,
        holds="people",
        by_day=True,
        one=One(path="/pairs/{pair:uuid}", operation="getPair", title="Пара или группа"),
    ),
    RegisterList(
        name="consents",
        title="Согласия",
        line=ConsentLine,
        filter=ConsentFilter,
        fetch=list_consents,
        holds="people",
        by_day=True,
        all_of=One(
            path="/participants/{person:uuid}/consents/{purpose:str}",
            operation="getConsentsOfPurpose",
            title="Согласия участника для одной цели",
        ),
    ),
)
