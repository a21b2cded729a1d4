"""Who counts, judged by the database: the same reasons in the same order as domain.figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec

from domain.figures import Question as Asked
from domain.figures import Reason, Tally, Verdict
from domain.ports import Reader
from projections.figures.among import everyone, kept_among, the_people
from projections.figures.asking import ASKED, params_of
from projections.figures.catalogue import narrowed
from projections.figures.enterprises import enterprises
from projections.figures.person_keys import counted_as, keys_of
from projections.figures.persons import persons
from projections.figures.presence import presence
from projections.query import Question


class _Numbered(Verdict, frozen=True, kw_only=True):
    number: int


TOOK_PART: tuple[Reason, ...] = ("counted", "no_response", "not_satisfied")


def tallies(reader: Reader, question: Question, scope: UUID, asked: Sequence[Asked]) -> list[Tally]:
    """Return the numbers behind each figure ``asked`` for, in that order, in one query.

    ``scope`` is the district's id for all of ``question.tenants``, or one of these.
    Raises :class:`domain.errors.NotFound` for any other.
    """
    question = narrowed(question, scope)
    sql = f"""
        {_judged(question, asked)}, counted AS (
            SELECT a.number, a.score IS NOT NULL AS about_satisfaction,
                   count(*) FILTER (WHERE j.reason = 'counted') AS numerator,
                   count(*) FILTER (WHERE j.reason = 'consent_not_in_force') AS left_out,
                   count(*) FILTER (WHERE NOT j.met) AS without_meeting,
                   count(j.first_day) AS took_part,
                   count(*) FILTER (WHERE j.reason IN ('counted', 'not_satisfied')) AS respondents
            FROM asked a LEFT JOIN judged j USING (number)
            GROUP BY a.number, a.score
        )
        SELECT c.numerator, c.left_out AS left_out_for_consent, c.without_meeting,
               CASE WHEN c.about_satisfaction THEN json_build_object(
                   'took_part', c.took_part,
                   'respondents', c.respondents,
                   'anonymous', coalesce(n.answers, 0),
                   'paper_respondents', coalesce(p.respondents, 0),
                   'paper_satisfied', coalesce(p.satisfied, 0)
               ) END AS opinions
        FROM counted c
        LEFT JOIN anonymous n USING (number)
        LEFT JOIN on_paper p USING (number)
        ORDER BY c.number
    """
    return reader.rows(sql, _params(question, asked), Tally)


def verdicts(reader: Reader, question: Question, scope: UUID, asked: Asked) -> tuple[Verdict, ...]:
    """Return a verdict on every candidate for one figure: persons by key, enterprises by code.

    ``scope`` is the district's id for all of ``question.tenants``, or one of these.
    Raises :class:`domain.errors.NotFound` for any other.
    """
    question = narrowed(question, scope)
    sql = f"""
        {_judged(question, (asked,))}
        SELECT j.person, j.enterprise, j.reason, j.first_day, j.school, j.met,
               CASE WHEN j.reason = 'counted' THEN 'counted' ELSE 'not_counted' END AS outcome
        FROM judged j
        ORDER BY j.person, j.enterprise COLLATE "C"
    """
    return tuple(reader.rows(sql, _params(question, (asked,)), Verdict))


def verdicts_on(
    reader: Reader, question: Question, scope: UUID, asked: Sequence[Asked], people: Sequence[UUID]
) -> list[tuple[Verdict, ...]]:
    """Return the verdicts on some ``people`` for each figure ``asked`` for, in that order.

    They are those of :func:`verdicts` on whom the records under these keys are, or once were said
    to be, of; judged without reading of anybody else, so that only figures of persons can be asked
    for. ``scope`` is the district's id for all of
    ``question.tenants``, or one of these. Raises :class:`domain.errors.NotFound` for any other.
    """
    question = narrowed(question, scope)
    among = kept_among(the_people, asked)
    sql = f"""
        WITH {ASKED}, {presence(question, among)}, {persons(question, among)},
        verdict AS ({_OF_PERSONS}), {_JUDGED}
        SELECT j.number, j.person, j.reason, j.first_day, j.school, j.met,
               CASE WHEN j.reason = 'counted' THEN 'counted' ELSE 'not_counted' END AS outcome
        FROM judged j
        WHERE j.person = ANY (%(persons)s::uuid[])
        ORDER BY j.person
    """
    persons_asked = counted_as(reader, question, people)
    keys = keys_of(reader, question, [str(one) for one in persons_asked])
    params = _params(question, asked) | {"persons": list(persons_asked), "people": keys}
    found: list[list[Verdict]] = [[] for _ in asked]
    for row in reader.rows(sql, params, _Numbered):
        values = msgspec.structs.asdict(row)
        number = values.pop("number")
        found[number - 1].append(Verdict(**values))
    return [tuple(each) for each in found]


def _params(question: Question, asked: Sequence[Asked]) -> dict[str, Any]:
    return question.params() | params_of(asked) | {"placed": list(TOOK_PART)}


def _judged(question: Question, asked: Sequence[Asked]) -> str:
    among = kept_among(everyone, asked)
    return f"""
        WITH {ASKED}, {presence(question, among)}, {persons(question, among)},
        {enterprises(question)}, verdict AS ({_OF_PERSONS} UNION ALL {_OF_ENTERPRISES}), {_JUDGED}
    """


_OF_PERSONS = """
    SELECT number, person, NULL AS enterprise, reason, first_day, school, met FROM judged_person
"""
_OF_ENTERPRISES = """
    SELECT number, NULL, enterprise, reason, first_day, school, met FROM judged_enterprise
"""
_JUDGED = """
    judged AS (
        -- Only who counts or took part belongs to a day and a school.
        SELECT v.number, v.person, v.enterprise, v.reason,
               CASE WHEN v.reason = ANY (%(placed)s) THEN v.first_day END AS first_day,
               CASE WHEN v.reason = ANY (%(placed)s) THEN v.school END AS school,
               CASE WHEN v.reason = ANY (%(placed)s) THEN v.met END AS met
        FROM verdict v
    )
"""
