"""Who counts, judged by the database: the same reasons in the same order as domain.figures.

Every set of days is a ``datemultirange``, so that the rulings read here as they do there: a place
in force is ``stays * days``, a counted day lies in all of the sets a ruling asks for.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from domain.figures import Question as Asked
from domain.figures import Tally, Verdict
from domain.ports import Reader
from domain.time import DaySet
from projections.figures.catalogue import narrowed
from projections.query import Question


def tallies(reader: Reader, question: Question, scope: UUID, asked: Sequence[Asked]) -> list[Tally]:
    """Return the numbers behind each figure ``asked`` for, in that order, in one query.

    ``scope`` is the district's id for all of ``question.tenants``, or one of these.
    Raises :class:`domain.errors.NotFound` for any other.
    """
    question = narrowed(question, scope)
    sql = f"""
        {_judged(question)}
        SELECT count(*) FILTER (WHERE j.reason = 'counted') AS numerator,
               count(*) FILTER (WHERE j.reason = 'consent_not_in_force') AS left_out_for_consent,
               count(*) FILTER (WHERE j.reason = 'counted' AND NOT j.met) AS without_meeting
        FROM asked a LEFT JOIN judged j USING (number)
        GROUP BY a.number
        ORDER BY a.number
    """
    return reader.rows(sql, question.params() | _params(asked), Tally)


def verdicts(reader: Reader, question: Question, scope: UUID, asked: Asked) -> tuple[Verdict, ...]:
    """Return a verdict on every candidate for one figure, sorted by person key.

    ``scope`` is the district's id for all of ``question.tenants``, or one of these.
    Raises :class:`domain.errors.NotFound` for any other.
    """
    question = narrowed(question, scope)
    sql = f"""
        {_judged(question)}
        SELECT j.person, j.reason,
               CASE WHEN j.reason = 'counted' THEN 'counted' ELSE 'not_counted' END AS outcome,
               CASE WHEN j.reason = 'counted' THEN j.first_day END AS first_day,
               CASE WHEN j.reason = 'counted' THEN j.school END AS school,
               CASE WHEN j.reason = 'counted' THEN j.met END AS met
        FROM judged j
        ORDER BY j.person
    """
    return tuple(reader.rows(sql, question.params() | _params((asked,)), Verdict))


def _params(asked: Sequence[Asked]) -> dict[str, Any]:
    return {
        "role": [one.rule.role for one in asked],
        "births": [_births(one) for one in asked],
        "resident": [one.rule.resident for one in asked],
        "consent_required": [one.rules.consent_required for one in asked],
        "first_day": [date(one.year, 1, 1) for one in asked],
        "last_day": [date(one.year, 12, 31) for one in asked],
        "year_days": [str(DaySet.of_year(one.year)) for one in asked],
        "days": [str(one.days) for one in asked],
    }


def _births(asked: Asked) -> str | None:
    """Return the years of birth, as a range, of those who are of the rule's age in its year."""
    if asked.rule.ages is None:
        return None
    youngest, oldest = asked.rule.ages
    return f"[{asked.year - oldest},{asked.year - youngest}]"


def _judged(question: Question) -> str:
    return f"{_ASKED}, {_records(question)}, {_places(question)}, {_JUDGEMENT}"


_ASKED = """
    WITH asked AS MATERIALIZED (
        SELECT * FROM unnest(
            %(role)s::text[], %(births)s::int8range[], %(resident)s::boolean[],
            %(consent_required)s::boolean[], %(first_day)s::date[], %(last_day)s::date[],
            %(year_days)s::datemultirange[], %(days)s::datemultirange[]
        ) WITH ORDINALITY AS a (
            role, births, resident, consent_required, first_day, last_day, year_days, days, number
        )
    )"""


def _records(question: Question) -> str:
    return f"""
    consent AS (
        SELECT c.tenant_id, c.person, range_agg(c.days) AS days
        FROM reg.consent c
        WHERE c.tenant_id = ANY (%(tenants)s) AND c.purpose = 'processing'
          AND {question.known("c")}
        GROUP BY c.tenant_id, c.person
    ), person AS (
        -- What the vault knew wins over what schools were told, whichever school it was.
        SELECT r.person, coalesce(
            range_agg(int8range(r.known_birth_year, r.known_birth_year, '[]'))
                FILTER (WHERE r.known_birth_year IS NOT NULL),
            range_agg(int8range(r.birth_year, r.birth_year, '[]'))
                FILTER (WHERE r.birth_year IS NOT NULL)) AS births
        FROM reg.participant r
        WHERE r.tenant_id = ANY (%(tenants)s) AND {question.known("r")}
        GROUP BY r.person
    ), record AS MATERIALIZED (
        SELECT r.tenant_id, r.person, b.births, r.away_days,
               coalesce(c.days, '{{}}') AS consent_days
        FROM reg.participant r
        LEFT JOIN person b ON b.person = r.person
        LEFT JOIN consent c ON c.tenant_id = r.tenant_id AND c.person = r.person
        WHERE r.tenant_id = ANY (%(tenants)s) AND {question.known("r")}
    )"""


def _places(question: Question) -> str:
    return f"""
    place AS MATERIALIZED (
        -- Every membership has its pair and its person. Yet to the planner an inner join by school
        -- and pair looks almost empty, and what follows it becomes a loop over everything.
        SELECT m.tenant_id AS school, m.person, m.role, m.stays, m.meetings > 0 AS met,
               p.started_on, p.ended_on,
               m.stays * p.days * datemultirange(daterange(NULL, s.last_day, '[]')) AS in_force,
               r.births, r.away_days, r.consent_days,
               coalesce(s.code, m.tenant_id::text) COLLATE "C" AS code
        FROM reg.membership m
        LEFT JOIN reg.pair p ON p.tenant_id = m.tenant_id AND p.pair = m.pair
            AND p.tenant_id = ANY (%(tenants)s) AND {question.known("p")}
        LEFT JOIN record r ON r.tenant_id = m.tenant_id AND r.person = m.person
        LEFT JOIN reg.school s ON s.tenant_id = %(district)s AND s.school = m.tenant_id
            AND {question.known("s")}
        WHERE m.tenant_id = ANY (%(tenants)s) AND {question.known("m")}
    )"""


_JUDGEMENT = """
    touching AS MATERIALIZED (
        -- Nobody joins a pair after its end, so a term touches the year if the stay does and the
        -- pair had not ended before.
        SELECT a.number, a.year_days, p.person, p.births, p.school, p.code, p.met, p.in_force,
               p.in_force * a.days AS days,
               CASE WHEN a.consent_required THEN p.consent_days ELSE '{(,)}' END AS consent_days,
               CASE WHEN a.resident THEN p.away_days ELSE '{}' END AS away_days
        FROM asked a JOIN place p ON p.role = a.role
            AND p.started_on <= a.last_day AND coalesce(p.ended_on >= a.first_day, true)
            AND p.stays && a.year_days
    ), candidate AS (
        SELECT t.number, t.person, any_value(t.births) AS births,
               bool_or(NOT isempty(t.days)) AS in_force,
               bool_or(NOT isempty(t.days) OR t.in_force && t.year_days) AS in_year,
               bool_or(NOT isempty(t.days - t.away_days)) AS at_home,
               bool_or(t.days - t.away_days && t.consent_days) AS counted_at_home,
               bool_or(t.met) FILTER (WHERE t.days && t.consent_days) AS met,
               min(lower(t.days * t.consent_days)) AS first_day,
               (array_agg(t.school ORDER BY lower(t.days * t.consent_days), t.code, t.school))[1]
                   AS school
        FROM touching t
        GROUP BY t.number, t.person
    ), judged AS (
        SELECT c.number, c.person, c.first_day, c.school, c.met,
               CASE WHEN NOT c.in_force AND c.in_year THEN 'after_as_of'
                    WHEN NOT c.in_force THEN 'pair_not_in_force'
                    WHEN a.births IS NOT NULL AND c.births IS NULL THEN 'birth_year_unknown'
                    WHEN NOT c.births && a.births THEN 'outside_age'
                    WHEN NOT c.births <@ a.births THEN 'birth_years_conflict'
                    WHEN NOT c.at_home THEN 'lives_elsewhere'
                    WHEN NOT c.counted_at_home THEN 'consent_not_in_force'
                    ELSE 'counted' END AS reason
        FROM candidate c JOIN asked a USING (number)
    )
    """
