"""Of whose data it is to be decided: the consent is over, they left, or demanded to stop."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec

from domain.consent import Purpose
from domain.consent_decision import NO_CONSENT
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
    """Something after which it has to be decided, and is not yet, what becomes of the data.

    ``number`` is that of the consent that is over; 0 for a refusal, a departure, a demand to stop.
    ``since`` is the day of receipt, expiry or departure, from which the deadline ``due_on`` runs,
    prolonged by a notice if ``extended``; ``cause`` the position of the event that started it;
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
    extended: bool
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
    extended: bool
    cause: int
    open_pairs: tuple[UUID, ...]


def list_decisions(
    reader: Reader, question: Question, wanted: DecisionFilter, cut: Cut
) -> Page[DecisionLine]:
    """Return the decisions that are due, the earliest first; ``question.on`` is the day asked of.

    Source: 152-ФЗ, ст. 21. A person whose data were decided to be kept comes back once that term
    is over: the purpose of keeping is reached. Who left is asked about once, whatever consents of
    theirs expire later, and not if their data had to be decided about before; a demand is settled
    by a consent given on a later day too.
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
        WITH ended AS ({_ended_consents(question)}
            UNION ALL {_refusals(question)}
            UNION ALL {_departures(question)}
            UNION ALL {_demands(question)}
        ), undecided AS (
            SELECT e.tenant_id, e.person, e.purpose, e.number,
                   coalesce(d.kept_until + 1, e.since) AS since,
                   coalesce(d.from_position, e.cause) AS cause,
                   CASE WHEN d.person IS NULL THEN e.trigger ELSE 'purpose_reached' END AS trigger,
                   d.person IS NULL AND e.extended AS extended
            FROM ended e
            LEFT JOIN reg.consent_decision d ON d.tenant_id = e.tenant_id AND d.person = e.person
                AND d.purpose = e.purpose AND d.number = e.number AND d.decided_on >= e.since
                AND {question.known("d")}
            WHERE e.since <= {DAY}
              AND (d.person IS NULL OR d.decision = 'keep' AND d.kept_until < {DAY})
        )
        -- What one decision kept is due once, however much was decided about by it.
        SELECT DISTINCT u.tenant_id AS school, u.person, u.purpose, u.number, u.trigger, u.since,
               u.extended, u.cause, {name_state("u.person", "u.tenant_id")} AS state,
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


def _ended_consents(question: Question) -> str:
    return f"""
        SELECT c.tenant_id, c.person, c.purpose, c.number, c.over_on AS since,
               c.over_at AS cause, false AS extended,
               CASE c.purpose WHEN 'processing' THEN c.over_by
               ELSE 'publication_withdrawn' END AS trigger
        FROM reg.consent c
        WHERE c.tenant_id = ANY (%(tenants)s) AND {question.known("c")}
          AND (c.purpose = 'processing' OR c.over_by = 'withdrawal')
          AND NOT {_reaches_beyond("c", "c.over_on", question)}
          AND (c.over_by <> 'expiry' OR NOT EXISTS (
            SELECT 1 FROM reg.participant g
            WHERE g.tenant_id = c.tenant_id AND g.person = c.person AND g.left_on < c.over_on
              AND {question.known("g")}))
    """


def _refusals(question: Question) -> str:
    return f"""
        SELECT r.tenant_id, r.person, r.purpose, {NO_CONSENT}, r.since, r.refused_at, false,
               'refused'
        FROM reg.consent_request r
        WHERE r.tenant_id = ANY (%(tenants)s) AND {question.known("r")}
          AND r.status = 'refused' AND r.purpose = 'processing'
          AND NOT {_reaches_beyond("r", "r.since", question)}
    """


def _departures(question: Question) -> str:
    # Whose processing had no ground by then was to be decided about without their leaving.
    beyond = _reaches_beyond("g", "g.left_on + 1", question)
    return f"""
        SELECT g.tenant_id, g.person, g.purpose, {NO_CONSENT}, g.left_on, g.left_at, false, 'left'
        FROM (SELECT p.*, 'processing' AS purpose FROM reg.participant p
              WHERE p.tenant_id = ANY (%(tenants)s) AND {question.known("p")}
                AND p.left_at IS NOT NULL) g
        WHERE {beyond} OR NOT EXISTS (
            SELECT 1 FROM reg.consent c
            WHERE c.tenant_id = g.tenant_id AND c.person = g.person AND c.purpose = g.purpose
              AND c.over_on <= g.left_on AND {question.known("c")}
            UNION ALL
            SELECT 1 FROM reg.consent_request r
            WHERE r.tenant_id = g.tenant_id AND r.person = g.person AND r.purpose = g.purpose
              AND r.status = 'refused' AND r.since <= g.left_on AND {question.known("r")})
    """


def _demands(question: Question) -> str:
    return f"""
        SELECT s.tenant_id, s.person, 'processing', {NO_CONSENT}, s.received_on, s.received_at,
               s.extended_on IS NOT NULL, 'demand_to_stop'
        FROM reg.stop_demand s
        WHERE s.tenant_id = ANY (%(tenants)s) AND {question.known("s")}
          AND NOT EXISTS (
            SELECT 1 FROM reg.consent o
            WHERE o.tenant_id = s.tenant_id AND o.person = s.person AND o.purpose = 'processing'
              AND o.valid_from > s.received_on AND NOT isempty(o.days) AND {question.known("o")})
    """


def _reaches_beyond(row: str, since: str, question: Question) -> str:
    """Return the condition that a consent for the purpose of ``row`` is in force from ``since``."""
    return f"""EXISTS (
        SELECT 1 FROM reg.consent o
        WHERE o.tenant_id = {row}.tenant_id AND o.person = {row}.person
          AND o.purpose = {row}.purpose AND {question.known("o")}
          AND o.days && datemultirange(daterange({since}, NULL)))"""


def _line(ended: _Ended, terms: Terms) -> DecisionLine:
    due_on = terms.due_on(ended.trigger, ended.since, extended=ended.extended)
    return DecisionLine(
        **msgspec.structs.asdict(ended),
        stop_by=terms.stop_by(ended.trigger, ended.since),
        due_on=due_on,
        overdue=due_on < terms.day,
    )


def _place(line: DecisionLine) -> tuple[str, ...]:
    key = (line.school, line.person, line.purpose, f"{line.number:09}", f"{line.cause:019}")
    return line.due_on.isoformat(), *map(str, key)


LISTS = (
    RegisterList(
        name="decisions",
        title="Требуют решения о данных: согласие кончилось, участник выбыл или потребовал",
        line=DecisionLine,
        filter=DecisionFilter,
        fetch=list_decisions,
        holds="people",
        by_day=True,
    ),
)
