"""The base of young teachers: учителя – молодые специалисты, in order of name.

Source: order № 119-ОД, Приложение № 1: a base of teachers with an experience of 0 to 3 years and
their place in the programmes of mentoring as mentees.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec

from domain.ports import Reader
from projections.bases import LAST, page_start
from projections.query import TODAY, Cut, Page, Question, name_is_shown
from projections.register_list import RegisterList

TEACHER = "teacher"
"""The group of positions that makes a teacher."""

EXPERIENCE_YEARS_BELOW = 3
"""Who has completed as many years is not young any more."""


class YoungTeacherFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which young teachers."""

    person: Annotated[UUID | None, msgspec.Meta(title="Участник")] = None


class YoungTeacherLine(msgspec.Struct, frozen=True, kw_only=True):
    """A teacher of one institution with fewer than three completed years of experience.

    It speaks of the day asked about, of today where none is. The personal columns are ``null``
    where the asker may not read them; ``named`` says so. ``since`` is the first day of the job;
    ``open_pairs`` counts the pairs, now open, in which the teacher is a mentee. Whose experience
    is not recorded stands in the list too, and ``experience_known`` says so.
    """

    school: UUID
    person: UUID
    named: bool
    last_name: str | None
    first_name: str | None
    middle_name: str | None
    position: str | None
    since: date
    experience_known: bool
    experience_from: date | None
    completed_years: int | None
    open_pairs: int


_PERSONAL = ("last_name", "first_name", "middle_name")


def list_young_teachers(
    reader: Reader, question: Question, wanted: YoungTeacherFilter, cut: Cut
) -> Page[YoungTeacherLine]:
    """Return a page of the young teachers of ``question.on``, of today where no day is named.

    Several jobs at a time make one line, that of the earliest. A hidden name must not be guessed
    from its place in the order, so those people come last, by their key.
    """
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
                  AND x.status IN ('started', 'paused') AND upper_inf(m.stays)
                  AND {question.known("m")}) AS open_pairs
        FROM young y
        {after if cut.after else ""}
        ORDER BY y.place, y.person, y.school
        LIMIT %(limit)s
    """
    person, school = cut.after or (None, None)
    params = question.params() | {
        "wanted": wanted.person,
        "teacher": TEACHER,
        "years": EXPERIENCE_YEARS_BELOW,
        "limit": cut.limit + 1,
        "after_person": person,
        "after_school": school,
    }
    lines = reader.rows(sql, params, YoungTeacherLine)
    return cut.page(lines, lambda line: (str(line.person), str(line.school)))


def _young(question: Question) -> str:
    """Return the common table ``young``: the young teachers of the day, with their places."""
    return f"""young AS (
            SELECT p.tenant_id AS school, p.person, n.named, p.last_name, p.first_name,
                   p.middle_name, j.position, j.first_day AS since, e.experience_from,
                   CASE WHEN e.years < 0 THEN 0 ELSE e.years END AS completed_years,
                   (CASE WHEN n.named THEN p.sort_key ELSE '{LAST}' END) COLLATE "C" AS place
            FROM (SELECT coalesce(%(on)s::date, {TODAY}) AS day) d
            CROSS JOIN unnest(%(tenants)s::uuid[]) AS t (tenant_id)
            JOIN reg.participant p ON p.tenant_id = t.tenant_id AND {question.known("p")}
                AND (%(wanted)s::uuid IS NULL OR p.person = %(wanted)s)
            CROSS JOIN LATERAL (
                SELECT {name_is_shown("p.person", "p.tenant_id")} AS named
            ) n
            CROSS JOIN LATERAL (
                SELECT j.position, j.first_day FROM reg.employment j
                WHERE j.tenant_id = p.tenant_id AND j.person = p.person AND {question.known("j")}
                  AND j.kind = 'school' AND j.position_group = %(teacher)s AND j.days @> d.day
                ORDER BY j.first_day, j.number
                LIMIT 1
            ) j
            LEFT JOIN LATERAL (
                SELECT e.experience_from,
                       extract(year FROM age(d.day, e.experience_from))::int AS years
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
