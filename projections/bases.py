"""The bases of mentees and of mentors: participants who entered them, in order of name."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import msgspec

from domain.participant import BaseStatus
from domain.ports import Reader
from domain.rules import Role
from projections.query import Page, Question, name_is_shown


class BaseLine(msgspec.Struct, frozen=True, kw_only=True):
    """A person in the base of one institution.

    The personal columns are ``null`` where the asker may not read them; ``named`` says so.
    ``open_pairs`` counts the person's pairs in this role that have started and not ended.
    """

    school: UUID
    person: UUID
    version: int
    named: bool
    last_name: str | None
    first_name: str | None
    middle_name: str | None
    birth_year: int | None
    class_name: str | None
    contact: str | None
    contact_person: str | None
    request: str | None
    competencies: str | None
    achievements: str | None
    interests: str | None
    preferred_age: str | None
    time_resource: str | None
    status: BaseStatus
    since: date
    open_pairs: int
    sort_key: str


_PERSONAL = ["last_name", "first_name", "middle_name", "contact", "contact_person", "request", "competencies", "achievements", "interests", "sort_key"]


def list_base(
    reader: Reader,
    question: Question,
    role: Role,
    *,
    limit: int,
    after: tuple[str, ...] | None = None,
    status: BaseStatus | None = None,
) -> Page[BaseLine]:
    """Return a page of the base of ``role``; ``question.on`` keeps who had entered by that day.

    ``after`` is that of the page before. People whose names are hidden sort by their key.
    """
    shown = name_is_shown(question, "p.person", "p.tenant_id")
    personal = ", ".join(
        f"CASE WHEN p.named THEN p.{name} END AS {name}" for name in _PERSONAL[:-1]
    )
    sql = f"""
        SELECT p.tenant_id AS school, p.person, p.version, p.named, {personal},
               coalesce(p.known_birth_year, p.birth_year) AS birth_year, p.class_name,
               p.preferred_age, p.time_resource,
               p.{role}_status AS status, p.{role}_since AS since, p.shown_key AS sort_key,
               (SELECT count(*) FROM reg.membership m
                JOIN reg.pair x ON x.tenant_id = m.tenant_id AND x.pair = m.pair
                    AND {question.known("x")}
                WHERE m.tenant_id = p.tenant_id AND m.person = p.person AND m.role = %(role)s
                  AND x.status IN ('started', 'paused') AND upper_inf(m.stays)
                  AND {question.known("m")}) AS open_pairs
        FROM (
            SELECT line.* FROM unnest(%(tenants)s::uuid[]) AS t (tenant_id)
            CROSS JOIN LATERAL (
                SELECT p.*, n.named, CASE WHEN n.named THEN p.sort_key ELSE '' END AS shown_key
                FROM reg.participant p
                CROSS JOIN LATERAL (SELECT {shown} AS named OFFSET 0) n
                WHERE p.tenant_id = t.tenant_id AND {question.known("p")}
                  AND p.{role}_status IS NOT NULL
                  AND (%(status)s::text IS NULL OR p.{role}_status = %(status)s)
                  AND (%(on)s::date IS NULL OR p.{role}_since <= %(on)s)
                  AND (%(key)s::text IS NULL OR (p.sort_key, p.person, p.tenant_id)
                       > (%(key)s, %(person)s::uuid, %(school)s::uuid))
                ORDER BY p.sort_key, p.person
                LIMIT %(limit)s
            ) line
            ORDER BY line.sort_key, line.person, line.tenant_id
            LIMIT %(limit)s
        ) p
        ORDER BY p.sort_key, p.person, p.tenant_id
    """
    key, person, school = after or (None, None, None)
    params = question.params() | {
        "role": role,
        "status": status,
        "limit": limit + 1,
        "key": key,
        "person": person,
        "school": school,
    }
    lines = reader.rows(sql, params, BaseLine)
    return Page(
        items=lines[:limit],
        after=_place(lines[limit - 1]) if len(lines) > limit else None,
    )


def _place(line: BaseLine) -> tuple[str, str, str]:
    return line.sort_key, str(line.person), str(line.school)
