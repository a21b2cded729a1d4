"""The plain facts behind a figure, for the pure rulings of domain.figures."""

from __future__ import annotations

from datetime import date
from typing import TypeVar
from uuid import UUID

import msgspec

from domain.figures import (
    CountingFacts,
    DaysByCode,
    Enterprise,
    PaperTotal,
    Participation,
    PersonInSchool,
    PersonKey,
    Response,
)
from domain.figures import Question as Asked
from domain.ports import Reader
from domain.rules import Role
from domain.time import NO_DAYS, ONE_DAY, DaySet
from projections.figures.catalogue import narrowed
from projections.query import Question

RowT = TypeVar("RowT", bound=msgspec.Struct)


class _Place(msgspec.Struct, frozen=True):
    school: UUID
    school_code: str
    person: UUID
    role: Role
    pair: UUID
    stays: DaySet
    meetings: int
    started_on: date
    ended_on: date | None
    days: DaySet
    last_day: date | None
    enterprises: DaysByCode


class _Record(msgspec.Struct, frozen=True):
    school: UUID
    person: UUID
    birth_year: int | None
    known_birth_year: int | None
    away_days: DaySet
    consents: tuple[DaySet, ...]
    positions: DaysByCode
    experience_from: date | None
    enterprises: DaysByCode


class _Erased(msgspec.Struct, frozen=True):
    school: UUID
    person: UUID


class _Inn(msgspec.Struct, frozen=True):
    inn: str


def counting_facts(reader: Reader, question: Question, scope: UUID) -> CountingFacts:
    """Return what the institutions of ``scope`` recorded, as known then, and the district of them.

    ``scope`` is the district's id for all of ``question.tenants``, or one of these. Places come
    in the order of institution codes, institutions and pairs. Raises
    :class:`domain.errors.NotFound` for any other scope.
    """
    question = narrowed(question, scope)

    def rows(sql: str, row: type[RowT]) -> list[RowT]:
        return reader.rows(sql, question.params(), row)

    return CountingFacts(
        participations=tuple(map(_participation, rows(_places(question), _Place))),
        people=tuple(map(_person, rows(_records(question), _Record))),
        responses=tuple(rows(_responses(question), Response)),
        paper_totals=tuple(rows(_paper_totals(question), PaperTotal)),
        enterprises=tuple(rows(_enterprises(question), Enterprise)),
        own_inns=frozenset(one.inn for one in rows(_own_inns(question), _Inn)),
        person_keys=tuple(rows(_person_keys(question), PersonKey)),
        erased=frozenset((one.school, one.person) for one in rows(_ERASED, _Erased)),
    )


def facts_beside(reader: Reader, question: Question, scope: UUID, asked: Asked) -> CountingFacts:
    """Return what stands beside the verdicts on the candidates for a figure, as known then.

    These are the anonymous answers and the totals on paper of its role and year, if it is about
    satisfaction. Raises :class:`domain.errors.NotFound` for a scope that is not among the tenants.
    """
    if asked.rule.satisfied is None:
        return CountingFacts(participations=(), people=())
    question = narrowed(question, scope)
    params = question.params() | {"role": asked.rule.role, "year": asked.year}
    answers = _of_figure(_responses(question), " AND f.person IS NULL")
    totals = _of_figure(_paper_totals(question))
    return CountingFacts(
        participations=(),
        people=(),
        responses=tuple(reader.rows(answers, params, Response)),
        paper_totals=tuple(reader.rows(totals, params, PaperTotal)),
    )


def _of_figure(rows: str, also: str = "") -> str:
    return f"""
        SELECT f.* FROM ({rows}) f
        WHERE f.role = %(role)s AND f.year = %(year)s{also}
    """


def _places(question: Question) -> str:
    return f"""
        SELECT m.tenant_id AS school, m.person, m.role, m.pair, m.stays, m.meetings,
               coalesce(s.code, m.tenant_id::text) COLLATE "C" AS school_code,
               p.started_on, p.ended_on, p.days, s.last_day,
               ARRAY(SELECT json_build_array(n.enterprise, n.days) FROM reg.pair_enterprise n
                     WHERE n.tenant_id = m.tenant_id AND n.pair = m.pair
                       AND n.mentor = m.person AND {question.known("n")}
                     ORDER BY n.enterprise COLLATE "C") AS enterprises
        FROM reg.membership m
        JOIN reg.pair p ON p.tenant_id = m.tenant_id AND p.pair = m.pair AND {question.known("p")}
        LEFT JOIN reg.school s ON s.tenant_id = %(district)s AND s.school = m.tenant_id
            AND {question.known("s")}
        WHERE m.tenant_id = ANY (%(tenants)s) AND p.tenant_id = ANY (%(tenants)s)
          AND {question.known("m")} AND p.started_on IS NOT NULL
        ORDER BY school_code, m.tenant_id, m.pair, m.person
    """


def _records(question: Question) -> str:
    return f"""
        SELECT r.tenant_id AS school, r.person, r.birth_year, r.known_birth_year, r.away_days,
               ARRAY(SELECT c.days FROM reg.consent c
                     WHERE c.tenant_id = r.tenant_id AND c.person = r.person
                       AND c.purpose = 'processing' AND {question.known("c")}
                     ORDER BY c.number) AS consents,
               {_jobs(question, "school", "position_group")} AS positions,
               x.experience_from,
               {_jobs(question, "enterprise", "enterprise")} AS enterprises
        FROM reg.participant r
        LEFT JOIN reg.experience x ON x.tenant_id = r.tenant_id AND x.person = r.person
            AND {question.known("x")}
        WHERE r.tenant_id = ANY (%(tenants)s) AND {question.known("r")}
        ORDER BY r.tenant_id, r.person
    """


def _jobs(question: Question, kind: str, code: str) -> str:
    return f"""
        ARRAY(SELECT json_build_array(e.{code}, e.days) FROM reg.employment e
              WHERE e.tenant_id = r.tenant_id AND e.person = r.person AND e.kind = '{kind}'
                AND {question.known("e")}
              ORDER BY e.number)
    """


def _responses(question: Question) -> str:
    return f"""
        SELECT r.tenant_id AS school, r.person, r.role, r.year, r.phase, r.answered_on,
               r.recorded_at, r.overall
        FROM reg.survey_response r
        WHERE r.tenant_id = ANY (%(tenants)s) AND {question.known("r")}
        ORDER BY r.tenant_id, r.survey, r.number
    """


def _paper_totals(question: Question) -> str:
    return f"""
        SELECT t.tenant_id AS school, t.role, t.year, t.respondents, t.satisfied
        FROM reg.paper_total t
        WHERE t.tenant_id = ANY (%(tenants)s) AND {question.known("t")}
        ORDER BY t.tenant_id, t.role, t.year
    """


def _enterprises(question: Question) -> str:
    return f"""
        SELECT o.enterprise AS code, o.operating_days FROM reg.enterprise o
        WHERE o.tenant_id = %(district)s AND {question.known("o")}
        ORDER BY o.enterprise COLLATE "C"
    """


def _own_inns(question: Question) -> str:
    return f"""
        SELECT s.inn FROM reg.school s
        WHERE s.tenant_id = %(district)s AND s.inn IS NOT NULL AND {question.known("s")}
    """


def _person_keys(question: Question) -> str:
    return f"""
        SELECT nullif(l.scope, l.tenant_id) AS school, l.person, l.counts_as FROM reg.person_link l
        WHERE l.tenant_id = %(district)s AND l.counts_as <> l.person AND {question.known("l")}
        ORDER BY l.person, l.scope
    """


_ERASED = """
    SELECT e.tenant_id AS school, e.person FROM reg.erasure e
    WHERE e.tenant_id = ANY (%(tenants)s) AND e.known_to IS NULL AND e.completed_on IS NOT NULL
"""


def _participation(place: _Place) -> Participation:
    in_force = place.stays & place.days
    if place.last_day is not None:
        # The figures of a closed institution end with it.
        in_force -= DaySet.between(place.last_day + ONE_DAY)
    return Participation(
        school=place.school,
        school_code=place.school_code,
        person=place.person,
        role=place.role,
        pair=place.pair,
        term=place.stays & DaySet.between(place.started_on, place.ended_on),
        in_force=in_force,
        met=place.meetings > 0,
        enterprise_days=place.enterprises,
    )


def _person(record: _Record) -> PersonInSchool:
    consent_days = NO_DAYS
    for days in record.consents:
        consent_days |= days
    return PersonInSchool(
        school=record.school,
        person=record.person,
        birth_year=record.birth_year,
        known_birth_year=record.known_birth_year,
        away_days=record.away_days,
        consent_days=consent_days,
        position_days=record.positions,
        experience_from=record.experience_from,
        enterprise_days=record.enterprises,
    )
