"""Consents that the institution or the district has still to check this year."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import Annotated, Literal
from uuid import UUID

import msgspec

from domain.consent import Finding, Purpose
from domain.ports import Reader
from projections.query import Cut, NameState, Page, Question, name_state
from projections.register_list import RegisterList
from projections.terms import DAY, Terms, terms_of

Checker = Literal["school", "district"]


class CheckFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which consents to check."""

    person: Annotated[UUID | None, msgspec.Meta(title="Участник")] = None
    by: Annotated[Checker | None, msgspec.Meta(title="Кто проверяет")] = None
    why: Annotated[Literal["not_checked", "fault"] | None, msgspec.Meta(title="Почему")] = None


class CheckLine(msgspec.Struct, frozen=True, kw_only=True):
    """A consent in force of someone in a base, and who has to check it.

    ``why``: it was not checked in this calendar year, or the last check found a fault; that check
    is told by ``checked_on`` and ``finding``. ``cause`` is the position in the institution's log
    of the check or consent it starts from, ``null`` for the district's part.
    """

    school: UUID
    person: UUID
    state: NameState
    purpose: Purpose
    number: int
    valid_from: date
    by: Checker
    why: Literal["not_checked", "fault"]
    checked_on: date | None
    finding: Finding | None
    due_on: date
    overdue: bool
    cause: int | None


class _Unchecked(msgspec.Struct, frozen=True, kw_only=True):
    school: UUID
    person: UUID
    state: NameState
    purpose: Purpose
    number: int
    valid_from: date
    by: Checker
    checked_on: date | None
    finding: Finding | None
    cause: int | None


def list_checks(
    reader: Reader, question: Question, wanted: CheckFilter, cut: Cut
) -> Page[CheckLine]:
    """Return the consents to check, the earliest due first; ``question.on`` is the day asked of.

    Source: the district's road map has the consents checked every year in October.
    """
    terms = terms_of(reader, question)
    if terms is None:
        return cut.page_of_all([], _place)
    params = question.params() | {"person": wanted.person, "by": wanted.by}
    lines = [_line(one, terms) for one in reader.rows(_sql(question), params, _Unchecked)]
    return cut.page_of_all([line for line in lines if wanted.why in (None, line.why)], _place)


def _sql(question: Question) -> str:
    return f"""
        SELECT c.tenant_id AS school, c.person, c.purpose, c.number, c.valid_from, b.by,
               b.checked_on, b.finding, b.cause,
               {name_state("c.person", "c.tenant_id")} AS state
        FROM reg.consent c
        JOIN reg.participant p ON p.tenant_id = c.tenant_id AND p.person = c.person
            AND {question.known("p")}
            AND (p.mentee_status <> 'left' OR p.mentor_status <> 'left')
        LEFT JOIN reg.consent_check k ON k.tenant_id = %(district)s AND k.school = c.tenant_id
            AND k.person = c.person AND k.purpose = c.purpose AND k.number = c.number
            AND {question.known("k")}
        CROSS JOIN LATERAL (VALUES
            ('school', c.checked_on, c.check_finding, coalesce(c.checked_at, c.given_at)),
            ('district', k.checked_on, k.finding, NULL)
        ) AS b (by, checked_on, finding, cause)
        WHERE c.tenant_id = ANY (%(tenants)s) AND {question.known("c")} AND c.days @> {DAY}
          AND (%(person)s::uuid IS NULL OR c.person = %(person)s)
          AND (%(by)s::text IS NULL OR b.by = %(by)s)
          AND (b.checked_on IS NULL OR b.finding <> 'valid'
               OR date_part('year', b.checked_on) < date_part('year', {DAY}))
    """


def _line(one: _Unchecked, terms: Terms) -> CheckLine:
    fault = one.checked_on is not None and one.finding != "valid"
    due_on = _end_of_check(one, terms)
    if fault and one.checked_on is not None:
        # What has no valid consent behind it may have to stop (152-ФЗ, ст. 21 ч. 3).
        due_on = terms.stop_by("unlawful", one.checked_on) or due_on
    return CheckLine(
        **msgspec.structs.asdict(one),
        why="fault" if fault else "not_checked",
        due_on=due_on,
        overdue=due_on < terms.day,
    )


def _end_of_check(one: _Unchecked, terms: Terms) -> date:
    """Return the end of this year's check, of the next one's for a consent given after it."""
    month, year = terms.rules.check_month, terms.day.year
    end = date(year, month, monthrange(year, month)[1])
    if one.valid_from <= end:
        return end
    return date(year + 1, month, monthrange(year + 1, month)[1])


def _place(line: CheckLine) -> tuple[str, ...]:
    key = (line.school, line.person, line.purpose, f"{line.number:09}", line.by)
    return line.due_on.isoformat(), *map(str, key)


LISTS = (
    RegisterList(
        name="consent-checks",
        title="Согласия, которые надо проверить",
        line=CheckLine,
        filter=CheckFilter,
        fetch=list_checks,
        holds="people",
        by_day=True,
    ),
)
