"""The verdicts on persons as a part of the query: the twin of domain.figures.persons."""

from __future__ import annotations

from projections.figures.among import Among
from projections.figures.person_keys import whose
from projections.query import Question


def persons(question: Question, among: Among) -> str:
    """Return the tables up to ``judged_person``: a verdict for each figure and candidate."""
    return f"{_teachers(question, among)}, {_opinions(question, among)}, {_JUDGED}"


def _teachers(question: Question, among: Among) -> str:
    return f"""
    experience AS (
        SELECT {whose("x")} AS who, min(x.experience_from) AS earliest,
               max(x.experience_from) AS latest
        FROM reg.experience x
        WHERE x.tenant_id = ANY (%(tenants)s) AND {question.known("x")} AND {among("x")}
        GROUP BY who
    ), position AS MATERIALIZED (
        SELECT e.who, e.position_group, e.days, x.earliest, x.latest
        FROM (
            SELECT {whose("e")} AS who, e.position_group, e.days
            FROM reg.employment e
            WHERE e.tenant_id = ANY (%(tenants)s) AND e.kind = 'school' AND {question.known("e")}
              AND {among("e")}
            OFFSET 0
        ) e
        LEFT JOIN experience x ON x.who = e.who
    ), teacher AS MATERIALIZED (
        -- Who ever works in a position the rule lists: on days in force, and on counted days.
        SELECT a.number, s.who AS person, bool_or(s.days && e.days) AS in_position,
               bool_or(s.days * s.consent_days && e.days) AS counted_in_position,
               any_value(e.earliest) AS earliest, any_value(e.latest) AS latest
        FROM asked a
        JOIN presence s USING (period, role)
        JOIN position e ON e.who = s.who AND a.positions ? e.position_group
        WHERE a.positions IS NOT NULL
        GROUP BY a.number, s.who
    )"""


def _opinions(question: Question, among: Among) -> str:
    return f"""
    answer AS MATERIALIZED (
        SELECT a.number, r.person IS NOT NULL AS named, {whose("r")} AS who, r.answered_on,
               r.recorded_at, r.overall
        FROM asked a
        JOIN reg.survey_response r ON r.role = a.role AND r.year = a.year
            AND a.phases ? r.phase AND r.answered_on <= a.as_of_day
        WHERE a.score IS NOT NULL AND r.tenant_id = ANY (%(tenants)s) AND {question.known("r")}
          AND {among("r")}
    ), latest AS MATERIALIZED (
        SELECT DISTINCT ON (r.number, r.who) r.number, r.who AS person, r.overall
        FROM answer r
        WHERE r.named
        ORDER BY r.number, r.who, r.answered_on DESC, r.recorded_at DESC, r.overall
    ), anonymous AS (
        SELECT r.number, count(*) AS answers FROM answer r WHERE NOT r.named GROUP BY r.number
    ), on_paper AS (
        SELECT a.number, sum(t.respondents) AS respondents, sum(t.satisfied) AS satisfied
        FROM asked a
        JOIN reg.paper_total t ON t.role = a.role AND t.year = a.year
        WHERE t.tenant_id = ANY (%(tenants)s) AND {question.known("t")}
        GROUP BY a.number
    )"""


_JUDGED = """
    candidate AS MATERIALIZED (
        SELECT s.period, s.role, s.who AS person, any_value(s.births) AS births,
               bool_or(NOT isempty(s.days)) AS in_force,
               bool_or(NOT isempty(s.days) OR s.in_force && s.year_days) AS in_year,
               bool_or(NOT isempty(s.days - s.away_days)) AS at_home,
               bool_or(s.days - s.away_days && s.consent_days) AS counted_at_home,
               bool_or(s.met) FILTER (WHERE s.days && s.consent_days) AS met,
               min(lower(s.days)) AS first_in_force,
               min(lower(s.days * s.consent_days)) AS first_day,
               (array_agg(s.school ORDER BY lower(s.days * s.consent_days), s.code, s.school))[1]
                   AS school
        FROM presence s
        GROUP BY s.period, s.role, s.who
    ), known AS (
        -- A full join is never a loop, whatever the planner expects of these tables.
        SELECT *
        FROM (SELECT * FROM asked JOIN candidate USING (period, role) WHERE counts = 'persons') c
        FULL JOIN teacher t USING (number, person)
        FULL JOIN latest r USING (number, person)
        OFFSET 0
    ), judged_person AS (
        -- Experience is too long from the day its years are complete; of several starts the
        -- earliest and the latest say whether all of them give the same answer.
        SELECT k.number, k.person, k.first_day, k.school, k.met,
               CASE WHEN NOT k.in_force AND k.in_year THEN 'after_as_of'
                    WHEN NOT k.in_force THEN 'pair_not_in_force'
                    WHEN k.wanted_births IS NOT NULL AND k.births IS NULL THEN 'birth_year_unknown'
                    WHEN NOT k.births && k.wanted_births THEN 'outside_age'
                    WHEN NOT k.births <@ k.wanted_births THEN 'birth_years_conflict'
                    WHEN k.positions IS NOT NULL AND k.in_position IS NOT TRUE
                        THEN 'not_in_position'
                    WHEN k.positions IS NOT NULL AND k.earliest IS NULL THEN 'experience_unknown'
                    WHEN k.latest <= k.first_in_force - make_interval(years => k.experience)
                        THEN 'experience_too_long'
                    WHEN k.earliest <= k.first_in_force - make_interval(years => k.experience)
                        THEN 'experience_conflict'
                    WHEN k.resident AND NOT k.at_home THEN 'lives_elsewhere'
                    WHEN k.first_day IS NULL
                        OR k.resident AND NOT k.counted_at_home
                        OR k.positions IS NOT NULL AND NOT k.counted_in_position
                        OR k.earliest <= k.first_day - make_interval(years => k.experience)
                        THEN 'consent_not_in_force'
                    WHEN k.score IS NOT NULL AND k.overall IS NULL THEN 'no_response'
                    WHEN k.overall < k.score THEN 'not_satisfied'
                    ELSE 'counted' END AS reason
        FROM known k
        WHERE k.period IS NOT NULL
    )"""
