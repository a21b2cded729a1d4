"""Pairs and consents as lists."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec

from domain.consent import Finding, Medium, Purpose, Relation
from domain.pair import Status
from domain.ports import Reader
from domain.rules import Signers
from projections.merging import LAST_ID, first_lines
from projections.query import (
    BY_KEY,
    TODAY,
    Cut,
    NameState,
    Page,
    Question,
    is_erased,
    is_restricted,
    name_is_shown,
    name_state,
)
from projections.register_list import One, RegisterList
from projections.shown import shows


class PairFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which pairs."""

    status: Annotated[Status | None, msgspec.Meta(title="Состояние")] = None
    form: Annotated[str | None, msgspec.Meta(title="Форма")] = None
    person: Annotated[UUID | None, msgspec.Meta(title="Участник")] = None
    pair: Annotated[UUID | None, msgspec.Meta(title="Пара")] = None


class PairLine(msgspec.Struct, frozen=True, kw_only=True):
    """A pair or group; ``mentees`` are those who are in it or were when it ended.

    ``received_from`` is the institution merged into this one in which the pair worked before.
    Free text belongs to everyone who ever was in the pair: it is ``null`` for the district, and for
    who does not handle withdrawals once one of them is restricted. It is destroyed with the data
    of any of them. ``state`` speaks of it.
    """

    school: UUID
    pair: UUID
    version: int
    state: NameState
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
    goal: Annotated[str | None, shows("mentor", "mentees")]
    plan: Annotated[str | None, shows("mentor", "mentees")]
    result: Annotated[str | None, shows("mentor", "mentees")]
    case_link: Annotated[str | None, shows("mentor", "mentees")]


def text_is_restricted(pair: str, tenant: str) -> str:
    """Return the condition that a person who ever was in ``pair`` of ``tenant`` is restricted."""
    return (
        "EXISTS (SELECT 1 FROM reg.membership w"
        f" WHERE w.tenant_id = {tenant} AND w.pair = {pair} AND w.known_to IS NULL"
        f" AND {is_restricted('w.person', 'w.tenant_id')} {BY_KEY})"
    )


def text_is_shown(tenant: str, restricted: str) -> str:
    """Return the condition that the asker may read the free text of a pair of ``tenant``.

    ``restricted`` is what :func:`text_is_restricted` says of it.
    """
    return (
        "(%(breaks_glass)s::boolean"
        f" OR {tenant} = %(asker)s AND (%(handles)s::boolean OR NOT {restricted}))"
    )


def text_state(pair: str, tenant: str, restricted: str) -> str:
    """Return the expression that says which :data:`NameState` the asker finds that text in.

    It is destroyed with the data of any person who ever was in the pair.
    """
    erased = (
        "EXISTS (SELECT 1 FROM reg.membership w"
        f" WHERE w.tenant_id = {tenant} AND w.pair = {pair} AND w.known_to IS NULL"
        f" AND {is_erased('w.person', 'w.tenant_id')} {BY_KEY})"
    )
    return (
        f"CASE WHEN {erased} THEN 'erased' WHEN {restricted} THEN 'restricted'"
        f" WHEN %(breaks_glass)s::boolean OR {tenant} = %(asker)s THEN 'readable'"
        " ELSE 'hidden' END"
    )


def list_pairs(reader: Reader, question: Question, wanted: PairFilter, cut: Cut) -> Page[PairLine]:
    """Return a page of pairs by day of proposal; ``question.on`` keeps those in force that day."""
    shown = text_is_shown("p.tenant_id", "s.restricted")
    texts = ", ".join(
        f"CASE WHEN {shown} THEN p.{name} END AS {name}"
        for name in ("goal", "plan", "result", "case_link")
    )
    after = (
        "AND (p.proposed_on, p.pair) > (%(after_day)s::date, %(after_pair)s::uuid)"
        if cut.after
        else ""
    )
    source = f"""
        SELECT p.proposed_on, p.pair, p.tenant_id FROM reg.pair p
        WHERE p.tenant_id = t.tenant_id AND {question.known("p")}
          AND (%(status)s::text IS NULL OR p.status = %(status)s)
          AND (%(form)s::text IS NULL OR p.form = %(form)s)
          AND (%(pair)s::uuid IS NULL OR p.pair = %(pair)s)
          AND (%(person)s::uuid IS NULL OR EXISTS (
                SELECT 1 FROM reg.membership m WHERE m.tenant_id = p.tenant_id
                  AND m.pair = p.pair AND m.person = %(person)s AND {question.known("m")}))
          AND (%(on)s::date IS NULL OR p.days @> %(on)s::date)
          {after}"""
    found = first_lines(question, source, {"proposed_on": "'infinity'::date", "pair": LAST_ID})
    sql = f"""
        SELECT p.tenant_id AS school, p.pair, p.version, p.mentor, p.form, p.enterprise, p.status,
               p.proposed_on, p.order_number, p.order_date, p.started_on, p.ended_on,
               p.consent_later, p.meetings, p.met_on, p.received_from, {texts},
               {text_state("p.pair", "p.tenant_id", "s.restricted")} AS state,
               ARRAY(SELECT m.person FROM reg.membership m
                     WHERE m.tenant_id = p.tenant_id AND m.pair = p.pair AND m.role = 'mentee'
                       AND {question.known("m")}
                       AND (p.started_on IS NULL OR upper_inf(m.stays))
                     ORDER BY m.person) AS mentees
        FROM ({found}) AS found
        JOIN LATERAL (
            SELECT p.* FROM reg.pair p WHERE p.tenant_id = found.tenant_id
              AND p.pair = found.pair AND {question.known("p")} {BY_KEY}
        ) p ON true
        CROSS JOIN LATERAL (
            SELECT {text_is_restricted("p.pair", "p.tenant_id")} AS restricted {BY_KEY}
        ) s
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
    The personal columns are ``null`` where the asker may not read them; ``state`` says why.
    ``check…`` is the latest check by the institution, ``district_check…`` by the district.
    """

    school: UUID
    person: UUID
    purpose: Purpose
    number: int
    version: int
    state: NameState
    valid_from: date
    valid_until: date | None
    withdrawn_on: date | None
    invalid: bool
    in_force: bool
    signed_by: Signers
    relation: Annotated[Relation | None, shows("person")]
    representative: Annotated[str | None, shows("person")]
    medium: Medium
    wording: str
    to_district: bool
    received_from: UUID | None
    recipients: Annotated[tuple[str, ...] | None, shows("person")]
    checked_on: date | None
    check_finding: Finding | None
    check_note: Annotated[str | None, shows("person")]
    district_checked_on: date | None
    district_check_finding: Finding | None
    district_check_note: Annotated[str | None, shows("person")]


_PERSONAL = ("relation", "representative", "recipients", "check_note")
_CONSENT_TEXTS = ", ".join(f"CASE WHEN s.named THEN c.{one} END AS {one}" for one in _PERSONAL)


def list_consents(
    reader: Reader, question: Question, wanted: ConsentFilter, cut: Cut
) -> Page[ConsentLine]:
    """Return a page of consents by person; ``question.on`` keeps those in force that day.

    ``in_force`` speaks of that day, of today where none is asked about.
    """
    after = (
        "AND (p.person, p.purpose, p.number, p.tenant_id) > (%(after_person)s::uuid,"
        " %(after_purpose)s, %(after_number)s::int, %(after_school)s::uuid)"
        if cut.after
        else ""
    )
    source = f"""
        SELECT p.person, p.purpose, p.number, p.tenant_id FROM reg.consent p
        WHERE p.tenant_id = t.tenant_id AND {question.known("p")}
          AND (%(person)s::uuid IS NULL OR p.person = %(person)s)
          AND (%(purpose)s::text IS NULL OR p.purpose = %(purpose)s)
          AND (%(on)s::date IS NULL OR p.days @> %(on)s::date)
          {after}"""
    order = {"person": LAST_ID, "purpose": "'\uffff'", "number": "32767", "tenant_id": LAST_ID}
    found = first_lines(question, source, order)
    sql = f"""
        SELECT c.tenant_id AS school, c.person, c.purpose, c.number, s.version, c.valid_from,
               c.valid_until, c.withdrawn_on, c.invalid,
               c.days @> coalesce(%(on)s::date, {TODAY}) AS in_force, c.signed_by,
               c.medium, c.wording, c.to_district, c.received_from, c.checked_on,
               c.check_finding, {_CONSENT_TEXTS},
               {name_state("c.person", "c.tenant_id")} AS state,
               k.checked_on AS district_checked_on, k.finding AS district_check_finding,
               CASE WHEN s.named THEN k.note END AS district_check_note
        FROM ({found}) AS found
        JOIN LATERAL (
            SELECT c.* FROM reg.consent c WHERE c.tenant_id = found.tenant_id
              AND c.person = found.person AND c.purpose = found.purpose
              AND c.number = found.number AND {question.known("c")} {BY_KEY}
        ) c ON true
        CROSS JOIN LATERAL (
            SELECT greatest(max(v.version), max(r.version)) AS version,
                   {name_is_shown("c.person", "c.tenant_id")} AS named
            FROM reg.consent v
            LEFT JOIN reg.consent_request r ON r.tenant_id = v.tenant_id AND r.person = v.person
                AND r.purpose = v.purpose AND {question.heard("r")}
            WHERE v.tenant_id = c.tenant_id AND v.person = c.person AND v.purpose = c.purpose
              AND {question.heard("v")}
            {BY_KEY}
        ) s
        LEFT JOIN reg.consent_check k ON k.tenant_id = %(district)s AND k.school = c.tenant_id
            AND k.person = c.person AND k.purpose = c.purpose AND k.number = c.number
            AND {question.known("k")}
        ORDER BY c.person, c.purpose, c.number, c.tenant_id
        LIMIT %(limit)s
    """
    places = ("after_person", "after_purpose", "after_number", "after_school")
    params = question.params() | msgspec.structs.asdict(wanted) | {"limit": cut.limit + 1}
    params |= dict(zip(places, cut.after or (None,) * len(places), strict=True))
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
