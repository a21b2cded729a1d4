"""The verdicts on enterprises as a part of the query: the twin of domain.figures.enterprises."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import msgspec

from domain.ports import Reader
from projections.query import Question


class _Found(msgspec.Struct, frozen=True):
    found: bool


def gives_a_mentor(reader: Reader, tenant: UUID, people: Sequence[UUID]) -> bool:
    """Say whether an enterprise was ever named as giving one of ``people`` as a mentor there."""
    sql = """
        SELECT EXISTS (
            SELECT 1 FROM reg.pair_enterprise n
            WHERE n.tenant_id = %(tenant)s AND n.mentor = ANY (%(people)s::uuid[])
        ) AS found
    """
    (answer,) = reader.rows(sql, {"tenant": tenant, "people": list(people)}, _Found)
    return answer.found


def enterprises(question: Question) -> str:
    """Return the tables up to ``judged_enterprise``: a verdict for each figure and candidate."""
    return f"{_named(question)}, {_JUDGED}"


def _named(question: Question) -> str:
    return f"""
    job AS (
        SELECT e.tenant_id, e.person, e.enterprise, range_agg(e.days) AS days
        FROM reg.employment e
        WHERE e.tenant_id = ANY (%(tenants)s) AND e.kind = 'enterprise' AND {question.known("e")}
        GROUP BY e.tenant_id, e.person, e.enterprise
    ), naming AS MATERIALIZED (
        -- What each pair names, and on which of these days its mentor works there, and it operates.
        SELECT n.tenant_id, n.pair, n.mentor, n.enterprise, n.days,
               n.days * coalesce(j.days, '{{}}') AS employed,
               n.days * coalesce(j.days, '{{}}') * coalesce(o.operating_days, '{{}}') AS operating
        FROM reg.pair_enterprise n
        LEFT JOIN job j ON j.tenant_id = n.tenant_id AND j.person = n.mentor
            AND j.enterprise = n.enterprise
        LEFT JOIN reg.enterprise o ON o.tenant_id = %(district)s AND o.enterprise = n.enterprise
            AND {question.known("o")}
        WHERE n.tenant_id = ANY (%(tenants)s) AND {question.known("n")}
    ), given AS (
        SELECT a.number, n.enterprise, s.school, s.code, s.met, s.consent_days,
               s.days * n.days AS days, s.in_force * n.days && s.year_days AS in_year,
               s.days * n.employed AS employed, s.days * n.operating AS operating
        FROM asked a
        JOIN presence s USING (period, role)
        JOIN naming n ON n.tenant_id = s.school AND n.pair = s.pair AND n.mentor = s.person
            AND n.days * s.stays * datemultirange(daterange(s.started_on, s.ended_on, '[]'))
                && s.year_days
        WHERE a.counts = 'enterprises'
    ), own AS (
        SELECT DISTINCT s.inn FROM reg.school s
        WHERE s.tenant_id = %(district)s AND {question.known("s")}
    )"""


_JUDGED = """
    giver AS (
        SELECT g.number, g.enterprise,
               bool_or(NOT isempty(g.days)) AS in_force,
               bool_or(g.in_year) AS in_year,
               bool_or(NOT isempty(g.employed)) AS employed,
               bool_or(NOT isempty(g.operating)) AS operating,
               bool_or(g.met) FILTER (WHERE g.operating && g.consent_days) AS met,
               min(lower(g.operating * g.consent_days)) AS first_day,
               (array_agg(
                   g.school ORDER BY lower(g.operating * g.consent_days), g.code, g.school
               ))[1] AS school
        FROM given g
        GROUP BY g.number, g.enterprise
    ), judged_enterprise AS (
        SELECT g.number, g.enterprise, g.first_day, g.school, g.met,
               CASE WHEN NOT g.in_force AND g.in_year THEN 'after_as_of'
                    WHEN NOT g.in_force THEN 'pair_not_in_force'
                    WHEN g.enterprise IN (SELECT o.inn FROM own o WHERE o.inn IS NOT NULL)
                        THEN 'own_institution'
                    WHEN NOT g.employed THEN 'not_employed'
                    WHEN NOT g.operating THEN 'not_operating'
                    WHEN g.first_day IS NULL THEN 'consent_not_in_force'
                    ELSE 'counted' END AS reason
        FROM giver g
    )"""
