"""The base of young teachers: учителя – молодые специалисты, in order of name.

Source: order № 119-ОД, Приложение № 1: a base of teachers with an experience of 0 to 3 years and
their place in the programmes of mentoring as mentees. Which positions make a teacher and how many
years are too many is what the rule set in force says of the indicator that counts them.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec

from domain.ports import Reader
from domain.rules import RuleSet, YoungTeacherRule
from projections.bases import LAST, page_start
from projections.query import Cut, Page, Question, name_is_shown
from projections.register_list import RegisterList
from projections.shown import shows
from projections.terms import terms_of


class YoungTeacherFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which young teachers."""

    person: Annotated[UUID | None, msgspec.Meta(title="Участник")] = None


class YoungTeacherLine(msgspec.Struct, frozen=True, kw_only=True):
    """A teacher of one institution with fewer completed years of experience than the rule names.

    It speaks of the day asked about, else of that of ``as_of``, else of today. The personal columns
    are ``null`` where the asker may not read them; ``named`` says so. ``since`` is the first day of
    the job; ``open_pairs`` counts the pairs going on that day in which the teacher is a mentee.
    Whose experience is not recorded stands in the list too, and ``experience_known`` says so.
    """

    school: UUID
    person: UUID
    named: bool
    last_name: Annotated[str | None, shows("person")]
    first_name: Annotated[str | None, shows("person")]
    middle_name: Annotated[str | None, shows("person")]
    position: Annotated[str | None, shows("person")]
    since: date
    experience_known: bool
    experience_from: date | None
    completed_years: int | None
    open_pairs: int


_PERSONAL = ("last_name", "first_name", "middle_name")


def list_young_teachers(
    reader: Reader, question: Question, wanted: YoungTeacherFilter, cut: Cut
) -> Page[YoungTeacherLine]:
    """Return a page of the young teachers of the day that ``question`` is about.

    Several jobs at a time make one line, that of the earliest. A hidden name must not be guessed
    from its place in the order, so those people come last, by their key.
    """
    terms = terms_of(reader, question)
    if terms is None:
        return Page(items=[])
    rule = _rule(terms.rules)
    names = ", ".join(f"CASE WHEN y.named THEN y.{name} END AS {name}" for name in _PERSONAL)
    after = (
        "WHERE (y.place, y.person, y.school)"
        " > ((SELECT place FROM start), %(after_person)s::uuid, %(after_school)s::uuid)"
    )
    sql = f"""
        WITH {page_start(question)}, {_young(question)}
        SELECT y.school, y.person, y.named, {names},
               CASE WHEN y.named THEN y.position END AS position, y.since,
               y.experience_from IS NOT NULL AS experience_known, y.experience_from,
               y.completed_years,
               (SELECT count(*) FROM reg.membership m
                JOIN reg.pair x ON x.tenant_id = m.tenant_id AND x.pair = m.pair
                    AND {question.known("x")}
                WHERE m.tenant_id = y.school AND m.person = y.person AND m.role = 'mentee'
                  AND x.status <> 'annulled' AND coalesce(x.ended_on >= %(day)s, true)
                  AND m.stays @> %(day)s::date AND {question.known("m")}) AS open_pairs
        FROM young y
        {after if cut.after else ""}
        ORDER BY y.place, y.person, y.school
        LIMIT %(limit)s
    """
    person, school = cut.after or (None, None)
    params = question.params() | {
        "wanted": wanted.person,
        "day": terms.day,
        "positions": list(rule.positions),
        "years": rule.experience_years_below,
        "limit": cut.limit + 1,
        "after_person": person,
        "after_school": school,
    }
    lines = reader.rows(sql, params, YoungTeacherLine)
    return cut.page(lines, lambda line: (str(line.person), str(line.school)))


def _rule(rules: RuleSet) -> YoungTeacherRule:
    indicator = rules.indicator("young_teachers_mentored")
    return (indicator.young if indicator else None) or YoungTeacherRule()


def _young(question: Question) -> str:
    """Return the common table ``young``: the young teachers of the day, with their places."""
    return f"""young AS (
            SELECT p.tenant_id AS school, p.person, n.named, p.last_name, p.first_name,
                   p.middle_name, j.position, j.first_day AS since, e.experience_from,
                   CASE WHEN e.years < 0 THEN 0 ELSE e.years END AS completed_years,
                   (CASE WHEN n.named THEN p.sort_key ELSE '{LAST}' END) COLLATE "C" AS place
            FROM unnest(%(tenants)s::uuid[]) AS t (tenant_id)
            JOIN reg.participant p ON p.tenant_id = t.tenant_id AND {question.known("p")}
                AND (%(wanted)s::uuid IS NULL OR p.person = %(wanted)s)
            CROSS JOIN LATERAL (
                SELECT {name_is_shown("p.person", "p.tenant_id")} AS named
            ) n
            CROSS JOIN LATERAL (
                SELECT j.position, j.first_day FROM reg.employment j
                WHERE j.tenant_id = p.tenant_id AND j.person = p.person AND {question.known("j")}
                  AND j.kind = 'school' AND j.position_group = ANY (%(positions)s)
                  AND j.days @> %(day)s::date
                ORDER BY j.first_day, j.number
                LIMIT 1
            ) j
            LEFT JOIN LATERAL (
                SELECT e.experience_from,
                       extract(year FROM age(%(day)s::date, e.experience_from))::int AS years
                FROM reg.experience e
                WHERE e.tenant_id = p.tenant_id AND e.person = p.person AND {question.known("e")}
            ) e ON true
            WHERE e.years IS NULL OR e.years < %(years)s
        )"""


LISTS = (
    RegisterList(
        name="young-teachers",
        title="База учителей – молодых специалистов",
        line=YoungTeacherLine,
        filter=YoungTeacherFilter,
        fetch=list_young_teachers,
        holds="people",
        by_day=True,
    ),
)
