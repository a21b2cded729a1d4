"""What deadlines are counted by, as known then: the day asked about, the rules, the calendar."""

from __future__ import annotations

from datetime import date

import msgspec

from domain.deadlines import Trigger, WorkDays, due_on, stop_by
from domain.ports import Reader
from domain.rules import RuleSet
from projections.query import TODAY, Question

DAY = (
    "coalesce(%(on)s::date,"
    " (SELECT (%(as_of)s::timestamptz AT TIME ZONE d.time_zone)::date FROM reg.district d"
    f" WHERE d.tenant_id = %(district)s AND d.known_to IS NULL), {TODAY})"
)
"""The day a question is about: the one it names, else that of ``as_of``, else today."""

NONE_ADOPTED = RuleSet(code="-", indicators=())
"""What holds until the district adopts rules of its own."""


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """The day asked about and everything a deadline depends on."""

    day: date
    rules: RuleSet
    calendar: WorkDays

    def due_on(self, trigger: Trigger, received: date, *, extended: bool = False) -> date:
        """Return the last day on which the deadline of ``trigger``, prolonged or not, is kept."""
        return due_on(received, self.rules.deadline(trigger), self.calendar, extended=extended)

    def stop_by(self, trigger: Trigger, received: date) -> date | None:
        """Return the last day by which processing stops, ``None`` if that is no term apart."""
        return stop_by(received, self.rules.deadline(trigger), self.calendar)


class _Found(msgspec.Struct, frozen=True, kw_only=True):
    day: date
    rules: RuleSet | None
    off: frozenset[date]
    worked: frozenset[date]


def terms_of(reader: Reader, question: Question) -> Terms | None:
    """Return what deadlines are counted by, ``None`` while there is no district."""

    def days(kind: str) -> str:
        return (
            f"ARRAY(SELECT unnest(k.{kind}) FROM reg.work_calendar k"
            f" WHERE k.tenant_id = %(district)s AND {question.known('k')})"
        )

    sql = f"""
        SELECT day, {days("non_working")} AS off, {days("working")} AS worked,
               (SELECT r.rules FROM reg.rule_set r
                WHERE r.tenant_id = %(district)s AND {question.known("r")}
                ORDER BY r.version DESC LIMIT 1) AS rules
        FROM (SELECT {DAY} AS day) AS asked WHERE day IS NOT NULL
    """
    for found in reader.rows(sql, question.params(), _Found):
        return Terms(
            day=found.day,
            rules=found.rules or NONE_ADOPTED,
            calendar=WorkDays(off=found.off, worked=found.worked),
        )
    return None
