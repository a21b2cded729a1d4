"""Consents to be renewed: others have to sign by now, or the term runs out soon."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Annotated, Literal
from uuid import UUID

import msgspec

from domain.consent import Purpose
from domain.ports import Reader
from domain.rules import Signers
from projections.query import (
    Cut,
    NameState,
    Page,
    Question,
    erasure_is_decided,
    name_is_shown,
    name_state,
)
from projections.register_list import RegisterList
from projections.shown import shows
from projections.terms import DAY, Terms, terms_of

RenewalCause = Literal["signer", "expiry"]


class RenewalFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which renewals."""

    person: Annotated[UUID | None, msgspec.Meta(title="Участник")] = None
    why: Annotated[RenewalCause | None, msgspec.Meta(title="Почему")] = None


class RenewalLine(msgspec.Struct, frozen=True, kw_only=True):
    """A consent in force that needs another after it.

    ``why``: since the 14th or 18th birthday others sign than did (``signer``), or its term ends
    soon (``expiry``). ``since`` is the day from which this is a task, ``cause`` the position of
    the consent in the institution's log. A lawful consent stays in force to its term all the same.
    """

    school: UUID
    person: UUID
    state: NameState
    purpose: Purpose
    number: int
    why: RenewalCause
    since: Annotated[date, shows("person", when=("why", "signer"))]
    due_on: date
    overdue: bool
    cause: int
    signed_by: Signers
    to_be_signed_by: Signers
    valid_until: date | None


class _Paper(msgspec.Struct, frozen=True, kw_only=True):
    school: UUID
    person: UUID
    state: NameState
    named: bool
    purpose: Purpose
    number: int
    valid_from: date
    valid_until: date | None
    signed_by: Signers
    cause: int
    birth_date: date | None
    birth_year: int | None


def list_renewals(
    reader: Reader, question: Question, wanted: RenewalFilter, cut: Cut
) -> Page[RenewalLine]:
    """Return the renewals, the earliest due first; ``question.on`` is the day asked of.

    A change of signers tells a birthday, so it is told to nobody who may not read that.
    """
    terms = terms_of(reader, question)
    if terms is None:
        return cut.page_of_all([], _place)
    sql = f"""
        SELECT c.tenant_id AS school, c.person, c.purpose, c.number, c.valid_from, c.valid_until,
               c.signed_by, c.given_at AS cause, p.birth_date,
               coalesce(p.known_birth_year, p.birth_year) AS birth_year,
               {name_is_shown("c.person", "c.tenant_id")} AS named,
               {name_state("c.person", "c.tenant_id")} AS state
        FROM reg.consent c
        JOIN reg.participant p ON p.tenant_id = c.tenant_id AND p.person = c.person
            AND {question.known("p")}
        WHERE c.tenant_id = ANY (%(tenants)s) AND {question.known("c")} AND c.days @> {DAY}
          AND (%(person)s::uuid IS NULL OR c.person = %(person)s)
          AND NOT {erasure_is_decided(question, "c.person", "c.tenant_id")}
        ORDER BY c.tenant_id, c.person, c.purpose, c.number
    """
    papers = reader.rows(sql, question.params() | {"person": wanted.person}, _Paper)
    lines = [line for line in _lines(papers, terms) if wanted.why in (None, line.why)]
    return cut.page_of_all(lines, _place)


def _lines(papers: Iterable[_Paper], terms: Terms) -> Iterator[RenewalLine]:
    for _, group in groupby(papers, key=lambda one: (one.school, one.person, one.purpose)):
        in_force = list(group)
        for line in (_signer(in_force, terms), _expiry(in_force, terms)):
            if line is not None:
                yield line


def _signer(papers: Sequence[_Paper], terms: Terms) -> RenewalLine | None:
    """Return the task that a birthday opened, unless one of ``papers`` is signed as it asks."""
    last, signing = papers[-1], terms.rules.signing
    changed = signing.changed_on(last.birth_date, last.birth_year, terms.day)
    if changed is None or not last.named:
        return None
    required = signing.required(last.birth_date, last.birth_year, terms.day)
    if any(one.valid_from >= changed or one.signed_by == required for one in papers):
        return None
    due_on = changed + timedelta(days=terms.rules.renewal_days)
    return _line(last, terms, "signer", changed, due_on)


def _expiry(papers: Sequence[_Paper], terms: Terms) -> RenewalLine | None:
    """Return the task that the nearing end of all of ``papers`` opens."""
    last = max(papers, key=lambda one: one.valid_until or date.max)
    if last.valid_until in (None, date.max):
        return None
    since = last.valid_until - timedelta(days=terms.rules.renewal_days)
    if terms.day < since:
        return None
    return _line(last, terms, "expiry", max(since, last.valid_from), last.valid_until)


def _line(paper: _Paper, terms: Terms, why: RenewalCause, since: date, due_on: date) -> RenewalLine:
    return RenewalLine(
        school=paper.school,
        person=paper.person,
        state=paper.state,
        purpose=paper.purpose,
        number=paper.number,
        why=why,
        since=since,
        due_on=due_on,
        overdue=due_on < terms.day,
        cause=paper.cause,
        signed_by=paper.signed_by,
        to_be_signed_by=terms.rules.signing.required(
            paper.birth_date if paper.named else None, paper.birth_year, terms.day
        ),
        valid_until=paper.valid_until,
    )


def _place(line: RenewalLine) -> tuple[str, ...]:
    key = (line.school, line.person, line.purpose, f"{line.number:09}", line.why)
    return line.due_on.isoformat(), *map(str, key)


LISTS = (
    RegisterList(
        name="renewals",
        title="Согласия, которые пора обновить",
        line=RenewalLine,
        filter=RenewalFilter,
        fetch=list_renewals,
        holds="people",
        by_day=True,
    ),
)
