"""The columns of the bases that come from pairs: with whom, where from, since when, what of it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

import msgspec

from domain.rules import Role
from projections.enterprise_lists import enterprise_name
from projections.pair_lists import text_is_restricted, text_is_shown, text_state
from projections.query import BY_KEY, NameState, Question, name_is_shown, name_state
from projections.shown import shows
from projections.terms import DAY

PAIRS_MAX = 20
"""The latest pairs of a line; who was in more of them finds the rest in the list of pairs."""

PARTNERS_MAX = 100

ASKED = f"asked AS MATERIALIZED (SELECT {DAY} AS day)"
"""The common table with the day that places are told of where no pair has ended before it."""

ON_DAY = "(SELECT day FROM asked)"

Outcome = Literal["open", "completed", "discontinued", "left", "annulled"]
"""What became of a person's place in a pair; ``left``: the pair went on without them."""


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where a person learns or works, as far as it is recorded.

    ``school`` is the short name of the institution, ``null`` for who comes from outside it;
    ``class_name`` the class last recorded; ``position`` and ``enterprise``, its code, belong to the
    job in force that began last. The class and the position are ``null`` where the asker may not
    read the person's name, a sole trader's name where they may not read that.
    """

    school: str | None
    class_name: Annotated[str | None, shows("person")]
    position: Annotated[str | None, shows("person")]
    enterprise: str | None
    enterprise_name: Annotated[str | None, shows("enterprise", school=None)]


class Partner(msgspec.Struct, frozen=True, kw_only=True):
    """Whom the person works with: the full name is ``null`` where ``state`` says why."""

    person: UUID
    state: NameState
    name: Annotated[str | None, shows("person")]
    place: Place


class BasePair(msgspec.Struct, frozen=True, kw_only=True):
    """A pair or group in which a person of a base was, in the role of that base.

    ``first_day`` and ``last_day`` are the person's own in it. ``completed`` is the mark of having
    gone through the programme. ``result`` and ``case_link`` are free text of the pair: ``state``
    says whether the asker may read it; what the pair came to after the person left it, and what it
    came to before the end when a day before that is asked about, is not told here.
    ``partners`` are the mentor, or those who have been its mentees; their places are those on the
    pair's last day, on the day asked about while it goes on.
    """

    pair: UUID
    form: str
    form_title: str | None
    first_day: date
    last_day: date | None
    outcome: Outcome
    completed: bool
    state: NameState
    result: Annotated[str | None, shows("person")]
    case_link: Annotated[str | None, shows("person")]
    partners: tuple[Partner, ...]


def pairs_of(question: Question, role: Role, person: str = "p") -> str:
    """Return a query of one line: ``open_pairs`` and ``pairs``, a list of :class:`BasePair`.

    They are those of ``person``, a row of the participants, in ``role``, the latest first. With
    ``question.on`` they are those that had begun by that day, as they stood on it; a pair that was
    annulled never was. Only what is asked about is shown.
    """
    pair = _object(
        pair="k.pair",
        form="k.form",
        form_title="(SELECT f.title FROM reg.form f WHERE f.tenant_id = %(district)s"
        f" AND f.code = k.form AND {question.known('f')})",
        first_day="k.first_day",
        last_day="k.last_day",
        outcome="k.outcome",
        completed="k.outcome = 'completed'",
        state=text_state("k.pair", "k.tenant_id", "k.restricted"),
        result="CASE WHEN k.told THEN k.result END",
        case_link="CASE WHEN k.told THEN k.case_link END",
        partners=f"({_partners(question, role)})",
    )
    told = "k.outcome <> 'left'" + ("" if question.on is None else " AND k.outcome <> 'open'")
    return f"""
        SELECT count(*) FILTER (WHERE k.outcome = 'open') AS open_pairs,
               coalesce(json_agg({pair} ORDER BY k.place)
                        FILTER (WHERE k.place <= {PAIRS_MAX}), '[]') AS pairs
        FROM (
            SELECT k.*, r.restricted, {told} AND {text_is_shown("k.tenant_id", "r.restricted")}
                   AS told
            FROM ({_stays(question, role, person)}) k
            CROSS JOIN LATERAL (
                SELECT {text_is_restricted("k.pair", "k.tenant_id")} AS restricted {BY_KEY}
            ) r
        ) k
    """


def place_of(question: Question, person: str, named: str, day: str, given: str = "NULL") -> str:
    """Return a :class:`Place` as JSON: that of ``person``, a row of the participants, on ``day``.

    ``named`` is the condition that the asker may read their name. ``given`` is the code of the
    enterprise that gave the person as a mentor, if one did: then only a job at it counts.
    """
    place = _object(
        school=f"(SELECT s.short_name FROM reg.school s WHERE s.tenant_id = %(district)s"
        f" AND s.school = {person}.tenant_id AND NOT {person}.outside AND {question.known('s')})",
        class_name=f"CASE WHEN {named} THEN {person}.class_name END",
        position=f"CASE WHEN {named} THEN j.position END",
        enterprise="coalesce(g.enterprise, j.enterprise)",
        enterprise_name=f"(SELECT {enterprise_name('e')} FROM reg.enterprise e"
        " WHERE e.tenant_id = %(district)s"
        " AND e.enterprise = coalesce(g.enterprise, j.enterprise)"
        f" AND {question.known('e')})",
    )
    return f"""(
        SELECT {place}
        FROM (SELECT {day} AS day, {given}::text AS enterprise {BY_KEY}) g
        LEFT JOIN LATERAL (
            SELECT j.position, j.enterprise
            FROM reg.employment j
            WHERE j.tenant_id = {person}.tenant_id AND j.person = {person}.person
              AND {question.known("j")} AND j.days @> g.day
              AND (g.enterprise IS NULL OR j.enterprise = g.enterprise)
            ORDER BY j.first_day DESC, j.number DESC
            LIMIT 1
        ) j ON true)"""


def _stays(question: Question, role: Role, person: str) -> str:
    """Return the query of a person's places in pairs that had a first day."""
    begun, last_day = "NOT isempty(m.stays)", "d.last_day"
    if question.on is not None:
        begun = "lower(m.stays) <= %(on)s::date AND x.status <> 'annulled'"
        last_day = "CASE WHEN d.last_day < %(on)s::date THEN d.last_day END"
    return f"""
            SELECT x.tenant_id, x.pair, x.form, x.mentor, x.enterprises, x.result, x.case_link,
                   d.first_day, e.last_day,
                   CASE WHEN x.status = 'annulled' THEN 'annulled'
                   WHEN e.last_day IS NULL THEN 'open'
                   WHEN coalesce(e.last_day < x.ended_on, true) THEN 'left'
                   ELSE x.status END AS outcome,
                   row_number() OVER (ORDER BY d.first_day DESC, x.pair) AS place
            FROM reg.membership m
            JOIN reg.pair x ON x.tenant_id = m.tenant_id AND x.pair = m.pair
                AND {question.known("x")}
            CROSS JOIN LATERAL (
                SELECT lower(m.stays) AS first_day,
                       least(x.ended_on, upper(m.stays) - 1) AS last_day
            ) d
            CROSS JOIN LATERAL (SELECT {last_day} AS last_day) e
            WHERE m.tenant_id = {person}.tenant_id AND m.person = {person}.person
              AND m.role = '{role}' AND {question.known("m")} AND {begun}"""


def _partners(question: Question, role: Role) -> str:
    """Return the query of the list of :class:`Partner` of the pair ``k``."""
    other = "mentor" if role == "mentee" else "mentee"
    begun = "NOT isempty(n.stays)"
    if question.on is not None:
        begun = "lower(n.stays) <= %(on)s::date"
    day = f"coalesce(k.last_day, {ON_DAY})"
    given = (
        "(SELECT g.enterprise FROM jsonb_to_recordset(k.enterprises)"
        f" AS g (since date, enterprise text) WHERE g.since <= {day}"
        " ORDER BY g.since DESC LIMIT 1)"
    )
    partner = _object(
        person="q.person",
        state="q.state",
        name="CASE WHEN q.named"
        " THEN nullif(concat_ws(' ', q.last_name, q.first_name, q.middle_name), '') END",
        place=place_of(question, "q", "q.named", day, given if role == "mentee" else "NULL"),
    )
    return f"""
        SELECT coalesce(json_agg({partner}
                   ORDER BY CASE WHEN q.named THEN q.sort_key END, q.person), '[]')
        FROM (
            SELECT q.*, {name_is_shown("q.person", "q.tenant_id")} AS named,
                   {name_state("q.person", "q.tenant_id")} AS state
            FROM reg.membership n
            JOIN reg.participant q ON q.tenant_id = n.tenant_id AND q.person = n.person
                AND {question.known("q")}
            WHERE n.tenant_id = k.tenant_id AND n.pair = k.pair AND n.role = '{other}'
              AND {question.known("n")} AND {begun}
            ORDER BY n.person
            LIMIT {PARTNERS_MAX}
        ) q"""


def _object(**fields: str) -> str:
    """Return a JSON object of expressions by name."""
    told = ", ".join(f"'{name}', {value}" for name, value in fields.items())
    return f"json_build_object({told})"
