"""Who was in which pair on which days, as a part of the query: the twin of domain's presence.

Every set of days is a ``datemultirange``, so that the rulings read here as they do there: a place
in force is ``stays * days``, a counted day lies in all of the sets a ruling asks for.
"""

from __future__ import annotations

from projections.figures.among import Among
from projections.figures.person_keys import person_keys, whose
from projections.query import Question


def presence(question: Question, among: Among) -> str:
    """Return the tables up to ``presence``: a place in a period, with the days that may count."""
    tables = person_keys(question), _records(question, among), _places(question, among), _PRESENCE
    return ", ".join(tables)


def _records(question: Question, among: Among) -> str:
    return f"""
    consent AS (
        SELECT c.tenant_id, c.person, range_agg(c.days) AS days
        FROM reg.consent c
        WHERE c.tenant_id = ANY (%(tenants)s) AND c.purpose = 'processing'
          AND {question.known("c")} AND {among("c")}
        GROUP BY c.tenant_id, c.person
    ), person AS (
        -- What the vault knew wins over what schools were told, whichever school it was.
        SELECT {whose("r")} AS who, coalesce(
            range_agg(int8range(r.known_birth_year, r.known_birth_year, '[]'))
                FILTER (WHERE r.known_birth_year IS NOT NULL),
            range_agg(int8range(r.birth_year, r.birth_year, '[]'))
                FILTER (WHERE r.birth_year IS NOT NULL)) AS births
        FROM reg.participant r
        WHERE r.tenant_id = ANY (%(tenants)s) AND {question.known("r")} AND {among("r")}
        GROUP BY who
    ), record AS MATERIALIZED (
        SELECT r.tenant_id, r.person, r.who, b.births, r.away_days,
               coalesce(c.days, '{{}}') AS consent_days
        FROM (
            SELECT r.tenant_id, r.person, {whose("r")} AS who, r.away_days
            FROM reg.participant r
            WHERE r.tenant_id = ANY (%(tenants)s) AND {question.known("r")} AND {among("r")}
            OFFSET 0
        ) r
        LEFT JOIN person b ON b.who = r.who
        LEFT JOIN consent c ON c.tenant_id = r.tenant_id AND c.person = r.person
    )"""


def _places(question: Question, among: Among) -> str:
    return f"""
    place AS MATERIALIZED (
        -- Every membership has its pair and its person. Yet to the planner an inner join by school
        -- and pair looks almost empty, and what follows it becomes a loop over everything.
        SELECT m.tenant_id AS school, m.pair, m.person, r.who, m.role, m.stays,
               m.meetings > 0 AS met, p.started_on, p.ended_on,
               m.stays * p.days * datemultirange(daterange(NULL, s.last_day, '[]')) AS in_force,
               r.births, r.away_days, r.consent_days,
               coalesce(s.code, m.tenant_id::text) COLLATE "C" AS code
        FROM reg.membership m
        LEFT JOIN reg.pair p ON p.tenant_id = m.tenant_id AND p.pair = m.pair
            AND p.tenant_id = ANY (%(tenants)s) AND {question.known("p")}
        LEFT JOIN record r ON r.tenant_id = m.tenant_id AND r.person = m.person
        LEFT JOIN reg.school s ON s.tenant_id = %(district)s AND s.school = m.tenant_id
            AND {question.known("s")}
        WHERE m.tenant_id = ANY (%(tenants)s) AND {question.known("m")} AND {among("m")}
    )"""


_PRESENCE = """
    presence AS MATERIALIZED (
        -- Nobody joins a pair after its end, so a term touches the year if the stay does and the
        -- pair had not ended before. As a column, not as a condition of the join: of that the
        -- planner would expect almost nothing to pass, and loop over everything that follows.
        SELECT t.*, t.in_force * t.period_days AS days,
               CASE WHEN t.consent_required THEN t.consented ELSE '{(,)}' END AS consent_days
        FROM (
            SELECT d.period, d.year_days, d.period_days, d.consent_required, p.role, p.person,
                   p.who, p.births, p.school, p.code, p.pair, p.met, p.stays, p.started_on,
                   p.ended_on, p.in_force, p.away_days, p.consent_days AS consented,
                   p.started_on <= d.last_day AND coalesce(p.ended_on >= d.first_day, true)
                       AND p.stays && d.year_days AS touches
            FROM place p CROSS JOIN period d
            OFFSET 0
        ) t
        WHERE t.touches
    )"""
