"""Whose consent is over while the institution still keeps their data: what needs a decision."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec

from domain.consent import Purpose
from domain.deadlines import Trigger
from domain.ports import Reader
from projections.query import Cut, NameState, Page, Question, erasure_is_decided, name_state
from projections.register_list import RegisterList
from projections.terms import DAY, Terms, terms_of


class DecisionFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which decisions."""

    person: Annotated[UUID | None, msgspec.Meta(title="Участник")] = None
    trigger: Annotated[Trigger | None, msgspec.Meta(title="Причина")] = None
    overdue: Annotated[bool | None, msgspec.Meta(title="Срок прошёл")] = None


class DecisionLine(msgspec.Struct, frozen=True, kw_only=True):
    """A consent that is over, with no other in force and nothing decided of the data.

    ``number`` is the consent's, 0 for a refusal. ``since`` is the day of receipt or expiry, from
    which the deadline ``due_on`` runs; ``cause`` the position of the event that started it;
    ``stop_by`` the day by which processing has to stop where that is a term apart. ``open_pairs``
    are the person's pairs that have started and not ended.
    """

    school: UUID
    person: UUID
    state: NameState
    purpose: Purpose
    number: int
    trigger: Trigger
    since: date
    stop_by: date | None
    due_on: date
    overdue: bool
    cause: int
    open_pairs: tuple[UUID, ...]


class _Ended(msgspec.Struct, frozen=True, kw_only=True):
    school: UUID
    person: UUID
    state: NameState
    purpose: Purpose
    number: int
    trigger: Trigger
    since: date
    cause: int
    open_pairs: tuple[UUID, ...]


def list_decisions(
    reader: Reader, question: Question, wanted: DecisionFilter, cut: Cut
) -> Page[DecisionLine]:
    """Return the decisions that are due, the earliest first; ``question.on`` is the day asked of.

    Source: 152-ФЗ, ст. 21. A person whose data were decided to be kept comes back once that term
    is over: the purpose of keeping is reached.
    """
    terms = terms_of(reader, question)
    if terms is None:
        return cut.page_of_all([], _place)
    params = question.params() | {"person": wanted.person}
    lines = [_line(one, terms) for one in reader.rows(_sql(question), params, _Ended)]
    kept = [
        line
        for line in lines
        if wanted.trigger in (None, line.trigger) and wanted.overdue in (None, line.overdue)
    ]
    return cut.page_of_all(kept, _place)


def _sql(question: Question) -> str:
    return f"""
        WITH ended AS (
            SELECT c.tenant_id, c.person, c.purpose, c.number, c.over_on AS since,
                   c.over_at AS cause,
                   CASE c.purpose WHEN 'processing' THEN c.over_by
                   ELSE 'publication_withdrawn' END AS trigger
            FROM reg.consent c
            WHERE c.tenant_id = ANY (%(tenants)s) AND {question.known("c")}
              AND (c.purpose = 'processing' OR c.over_by = 'withdrawal')
            UNION ALL
            SELECT r.tenant_id, r.person, r.purpose, 0, r.since, r.refused_at, 'refused'
            FROM reg.consent_request r
            WHERE r.tenant_id = ANY (%(tenants)s) AND {question.known("r")}
              AND r.status = 'refused' AND r.purpose = 'processing'
        ), undecided AS (
            SELECT e.tenant_id, e.person, e.purpose, e.number,
                   coalesce(d.kept_until + 1, e.since) AS since,
                   coalesce(d.from_position, e.cause) AS cause,
                   CASE WHEN d.person IS NULL THEN e.trigger ELSE 'purpose_reached' END AS trigger
            FROM ended e
            LEFT JOIN reg.consent_decision d ON d.tenant_id = e.tenant_id AND d.person = e.person
                AND d.purpose = e.purpose AND d.number = e.number AND d.decided_on >= e.since
                AND {question.known("d")}
            WHERE e.since <= {DAY}
              AND (d.person IS NULL OR d.decision = 'keep' AND d.kept_until < {DAY})
              AND NOT EXISTS (
                SELECT 1 FROM reg.consent o
                WHERE o.tenant_id = e.tenant_id AND o.person = e.person
                  AND o.purpose = e.purpose AND {question.known("o")}
                  AND o.days && datemultirange(daterange(e.since, NULL)))
        )
        SELECT u.tenant_id AS school, u.person, u.purpose, u.number, u.trigger, u.since, u.cause,
               {name_state("u.person", "u.tenant_id")} AS state,
               ARRAY(SELECT m.pair FROM reg.membership m
                     JOIN reg.pair x ON x.tenant_id = m.tenant_id AND x.pair = m.pair
                         AND {question.known("x")}
                     WHERE m.tenant_id = u.tenant_id AND m.person = u.person
                       AND {question.known("m")}
                       AND x.status IN ('started', 'paused') AND upper_inf(m.stays)
                     ORDER BY m.pair) AS open_pairs
        FROM undecided u
        WHERE (%(person)s::uuid IS NULL OR u.person = %(person)s)
          AND EXISTS (SELECT 1 FROM reg.participant p
                      WHERE p.tenant_id = u.tenant_id AND p.person = u.person
                        AND {question.known("p")})
          AND NOT {erasure_is_decided(question, "u.person", "u.tenant_id")}
    """


def _line(ended: _Ended, terms: Terms) -> DecisionLine:
    due_on = terms.due_on(ended.trigger, ended.since)
    return DecisionLine(
        **msgspec.structs.asdict(ended),
        stop_by=terms.stop_by(ended.trigger, ended.since),
        due_on=due_on,
        overdue=due_on < terms.day,
    )


def _place(line: DecisionLine) -> tuple[str, ...]:
    key = (line.school, line.person, line.purpose, f"{line.number:09}")
    return line.due_on.isoformat(), *map(str, key)


LISTS = (
    RegisterList(
        name="decisions",
        title="Требуют решения: согласие отозвано, истекло или недействительно",
        line=DecisionLine,
        filter=DecisionFilter,
        fetch=list_decisions,
        holds="people",
        by_day=True,
    ),
)
