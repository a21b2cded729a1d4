"""The plain facts behind a figure, for the pure rulings of domain.figures."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import msgspec

from domain.figures import CountingFacts, Participation, PersonInSchool
from domain.ports import Reader
from domain.rules import Role
from domain.time import NO_DAYS, ONE_DAY, DaySet
from projections.figures.catalogue import narrowed
from projections.query import Question


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


class _Record(msgspec.Struct, frozen=True):
    school: UUID
    person: UUID
    birth_year: int | None
    known_birth_year: int | None
    away_days: DaySet
    consents: tuple[DaySet, ...]


def counting_facts(reader: Reader, question: Question, scope: UUID) -> CountingFacts:
    """Return what the institutions of ``scope`` recorded, as known then.

    ``scope`` is the district's id for all of ``question.tenants``, or one of these. Places come
    in the order of institution codes, institutions and pairs. Raises
    :class:`domain.errors.NotFound` for any other scope.
    """
    question = narrowed(question, scope)
    places = reader.rows(
        f"""
        SELECT m.tenant_id AS school, m.person, m.role, m.pair, m.stays, m.meetings,
               coalesce(s.code, m.tenant_id::text) COLLATE "C" AS school_code,
               p.started_on, p.ended_on, p.days, s.last_day
        FROM reg.membership m
        JOIN reg.pair p ON p.tenant_id = m.tenant_id AND p.pair = m.pair AND {question.known("p")}
        LEFT JOIN reg.school s ON s.tenant_id = %(district)s AND s.school = m.tenant_id
            AND {question.known("s")}
        WHERE m.tenant_id = ANY (%(tenants)s) AND p.tenant_id = ANY (%(tenants)s)
          AND {question.known("m")} AND p.started_on IS NOT NULL
        ORDER BY school_code, m.tenant_id, m.pair, m.person
        """,
        question.params(),
        _Place,
    )
    records = reader.rows(
        f"""
        SELECT r.tenant_id AS school, r.person, r.birth_year, r.known_birth_year, r.away_days,
               ARRAY(SELECT c.days FROM reg.consent c
                     WHERE c.tenant_id = r.tenant_id AND c.person = r.person
                       AND c.purpose = 'processing' AND {question.known("c")}
                     ORDER BY c.number) AS consents
        FROM reg.participant r
        WHERE r.tenant_id = ANY (%(tenants)s) AND {question.known("r")}
        ORDER BY r.tenant_id, r.person
        """,
        question.params(),
        _Record,
    )
    return CountingFacts(
        participations=tuple(map(_participation, places)), people=tuple(map(_person, records))
    )


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
    )
