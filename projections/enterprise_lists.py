"""Enterprises that give mentors, and the forms of mentoring in use, as lists."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec

from domain.ports import Reader
from projections.query import TODAY, Cut, Page, Question
from projections.register_list import One, RegisterList
from projections.shown import shows


class EnterpriseFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which enterprises."""

    enterprise: Annotated[str | None, msgspec.Meta(title="Код предприятия")] = None


class EnterpriseLine(msgspec.Struct, frozen=True, kw_only=True):
    """An enterprise that gives mentors.

    A sole trader's ``name`` and ``inn`` and everybody's contacts are ``null`` for whoever does not
    read people's data in the district. ``key`` stands for these persons in the log of reads.
    ``operates``: on the day asked about, today if none is;
    ``operates_from`` and ``operates_until`` are the first and last day of all its periods.
    ``open_pairs`` counts the pairs within the asker's reach that name it now.
    """

    enterprise: str
    key: UUID
    version: int
    sole_trader: bool
    name: Annotated[str | None, shows("enterprise", school=None)]
    inn: Annotated[str | None, shows("enterprise", school=None)]
    activity: str | None
    contact_person: Annotated[str | None, shows("key", school=None)]
    contact: Annotated[str | None, shows("key", school=None)]
    operates: bool
    operates_from: date | None
    operates_until: date | None
    agreement_number: str | None
    agreement_date: date | None
    agreement_until: date | None
    agreement_school: UUID | None
    left_on: date | None
    open_pairs: int


DISTRICT_READS = "(%(asker)s = %(district)s AND %(reads_people)s)"
"""The condition that the asker reads data of persons in the district's own log."""


def enterprise_name(enterprise: str) -> str:
    """Return the name of an ``enterprise``, a row of the register, for whom it may be shown to."""
    return f"CASE WHEN {DISTRICT_READS} OR NOT {enterprise}.sole_trader THEN {enterprise}.name END"


def list_enterprises(
    reader: Reader, question: Question, wanted: EnterpriseFilter, cut: Cut
) -> Page[EnterpriseLine]:
    """Return the enterprises; ``question.on`` keeps those that operate in the district that day."""
    shown = DISTRICT_READS
    sql = f"""
        SELECT e.enterprise, e.key, e.version, e.sole_trader,
               {enterprise_name("e")} AS name,
               CASE WHEN {shown} OR NOT e.sole_trader THEN e.inn END AS inn, e.activity,
               CASE WHEN {shown} THEN e.contact_person END AS contact_person,
               CASE WHEN {shown} THEN e.contact END AS contact,
               e.operating_days @> coalesce(%(on)s::date, {TODAY}) AS operates,
               lower(e.operating_days) AS operates_from,
               upper(e.operating_days) - 1 AS operates_until,
               e.agreement_number, e.agreement_date, e.agreement_until, e.agreement_school,
               e.left_on, coalesce(n.open_pairs, 0) AS open_pairs
        FROM reg.enterprise e
        LEFT JOIN (
            SELECT p.enterprise, count(*) AS open_pairs
            FROM unnest(%(tenants)s::uuid[]) AS t (tenant_id)
            JOIN reg.pair p ON p.tenant_id = t.tenant_id AND {question.known("p")}
            WHERE p.status IN ('started', 'paused')
            GROUP BY p.enterprise
        ) n USING (enterprise)
        WHERE e.tenant_id = %(district)s AND {question.known("e")}
          AND (%(enterprise)s::text IS NULL OR e.enterprise = %(enterprise)s)
          AND (%(on)s::date IS NULL OR e.operating_days @> %(on)s::date)
    """
    params = question.params() | {"enterprise": wanted.enterprise}
    lines = reader.rows(sql, params, EnterpriseLine)
    return cut.page_of_all(lines, lambda line: (line.enterprise,))


class FormInUseFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which forms."""

    form: Annotated[str | None, msgspec.Meta(title="Форма наставничества")] = None


class FormInUseLine(msgspec.Struct, frozen=True, kw_only=True):
    """A form of mentoring as one institution uses it.

    Of ``pairs``, all that have started by the day asked about and were not annulled, ``open_pairs``
    have not ended then; ``mentors`` and ``mentees`` are the persons in those on that day.
    """

    school: UUID
    form: str
    title: str | None
    open_pairs: int
    pairs: int
    mentors: int
    mentees: int


def list_forms_in_use(
    reader: Reader, question: Question, wanted: FormInUseFilter, cut: Cut
) -> Page[FormInUseLine]:
    """Return the forms that institutions use or used by ``question.on``, today if not asked."""
    sql = f"""
        WITH day AS MATERIALIZED (SELECT coalesce(%(on)s::date, {TODAY}) AS day),
        counted AS MATERIALIZED (
            SELECT p.tenant_id, p.pair, p.form, p.mentor,
                   coalesce(p.ended_on >= day.day, true) AS is_open
            FROM day
            CROSS JOIN unnest(%(tenants)s::uuid[]) AS t (tenant_id)
            JOIN reg.pair p ON p.tenant_id = t.tenant_id AND {question.known("p")}
            WHERE p.status <> 'annulled' AND p.started_on <= day.day
              AND (%(form)s::text IS NULL OR p.form = %(form)s)
        ),
        mentees AS (
            SELECT c.tenant_id, c.form, count(DISTINCT m.person) AS mentees
            FROM counted c
            JOIN reg.membership m ON m.tenant_id = c.tenant_id AND m.pair = c.pair
                AND m.role = 'mentee' AND {question.known("m")}
            WHERE c.is_open AND m.stays @> (SELECT day FROM day)
            GROUP BY c.tenant_id, c.form
        )
        SELECT c.tenant_id AS school, c.form,
               (SELECT f.title FROM reg.form f WHERE f.tenant_id = %(district)s
                AND f.code = c.form AND {question.known("f")}) AS title,
               count(*) FILTER (WHERE c.is_open) AS open_pairs, count(*) AS pairs,
               count(DISTINCT c.mentor) FILTER (WHERE c.is_open) AS mentors,
               coalesce(max(m.mentees), 0) AS mentees
        FROM counted c
        LEFT JOIN mentees m USING (tenant_id, form)
        GROUP BY c.tenant_id, c.form
    """
    lines = reader.rows(sql, question.params() | {"form": wanted.form}, FormInUseLine)
    return cut.page_of_all(lines, lambda line: (str(line.school), line.form))


LISTS = (
    RegisterList(
        name="enterprises",
        title="База предприятий, предоставивших наставников",
        line=EnterpriseLine,
        filter=EnterpriseFilter,
        fetch=list_enterprises,
        by_day=True,
        one=One(
            path="/enterprises/{enterprise:str}",
            operation="getEnterprise",
            title="Предприятие",
            repeatable=False,
        ),
    ),
    RegisterList(
        name="forms-in-use",
        title="База форм наставничества",
        line=FormInUseLine,
        filter=FormInUseFilter,
        fetch=list_forms_in_use,
        by_day=True,
    ),
)
