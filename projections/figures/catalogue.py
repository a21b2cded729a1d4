"""What the district's catalogue says of its figures: rule set, base counts, targets, scope."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from domain.errors import NotFound
from domain.figures import Denominator, Scope
from domain.figures import Question as Asked
from domain.ports import Reader
from domain.rules import BaseKind, Indicator, IndicatorRule, RuleSet
from projections.query import Question


class Basis(msgspec.Struct, frozen=True, kw_only=True):
    """By which rule set figures are counted, and up to which day of the district."""

    rules: RuleSet
    as_of_day: date

    def ask(self, rule: IndicatorRule, year: int) -> Asked:
        """Return the question of one figure."""
        return Asked(rules=self.rules, rule=rule, year=year, as_of_day=self.as_of_day)

    def ask_one(self, indicator: Indicator, year: int, scope: Scope) -> Asked | None:
        """Return the question of one figure; ``None`` if the rule set does not count it there."""
        asked = self.ask_all((year,), scope)
        return next((one for one in asked if one.rule.indicator == indicator), None)

    def ask_all(self, years: Iterable[int], scope: Scope) -> list[Asked]:
        """Return the questions of all figures: by indicator in the rule set's order, then year.

        Enterprises are counted in the district alone.
        """
        in_order = sorted(set(years))
        return [
            self.ask(rule, year)
            for rule in self.rules.indicators
            if scope == "district" or rule.counts != "enterprises"
            for year in in_order
        ]


class _Adopted(msgspec.Struct, frozen=True):
    rules: RuleSet
    time_zone: str


class _BaseCount(Denominator, frozen=True, kw_only=True):
    kind: BaseKind
    year: int
    scope: UUID


class _Days(msgspec.Struct, frozen=True):
    school: UUID
    registered_on: date
    last_day: date | None

    def hold(self, day: date) -> bool:
        return self.registered_on <= day and (self.last_day is None or day <= self.last_day)


class _Target(msgspec.Struct, frozen=True):
    indicator: Indicator
    year: int
    value: Decimal


def basis_of(
    reader: Reader, question: Question, today: date, rule_code: str | None = None
) -> Basis | None:
    """Return the rule set ``rule_code``, or else the one in force as known then.

    ``None``: no rule set was adopted yet. A code names one unchanging rule set, so that a past
    figure may also be counted by one adopted since. The day is that of ``as_of`` in the
    district's time zone, ``today`` when the question is about now, and not after ``on``. The zone
    is what days mean, so the one known now reads the past too.

    Raises :class:`NotFound` for a code that was never adopted.
    """
    sql = f"""
        SELECT r.rules, coalesce((
                SELECT d.time_zone FROM reg.district d
                WHERE d.tenant_id = %(district)s AND d.known_to IS NULL
            ), 'UTC') AS time_zone
        FROM reg.rule_set r
        WHERE r.tenant_id = %(district)s
          AND {question.known("r") if rule_code is None else "r.code = %(code)s"}
        ORDER BY r.version DESC
        LIMIT 1
    """
    adopted = reader.rows(sql, question.params() | {"code": rule_code}, _Adopted)
    if not adopted:
        if rule_code is not None:
            raise NotFound
        return None
    as_of_day = today
    if question.as_of is not None:
        as_of_day = question.as_of.astimezone(ZoneInfo(adopted[0].time_zone)).date()
    if question.on is not None:
        as_of_day = min(as_of_day, question.on)
    return Basis(rules=adopted[0].rules, as_of_day=as_of_day)


def narrowed(question: Question, scope: UUID) -> Question:
    """Return ``question`` about the institutions of ``scope`` alone.

    ``scope`` is the district's id for all of them, or one of them, with those that are merged into
    it if they stand under its name. Raises :class:`NotFound` for any other.
    """
    if scope == question.district:
        return question
    if scope not in (tenants := question.of(scope)):
        raise NotFound
    return msgspec.structs.replace(question, tenants=tenants)


def denominators(
    reader: Reader, question: Question, scope: UUID, years: Sequence[int]
) -> dict[tuple[BaseKind | None, int], Denominator]:
    """Return the base counts of ``scope`` by kind and year, as known then; none without a kind.

    Of an institution under whose name others stand it is the sum over all that worked on the day
    of its own statistic; where one of them has no count of that day, there is none.
    """
    group = (scope,) if scope == question.district else question.of(scope)
    sql = f"""
        SELECT b.kind, b.year, b.value, b.counted_on, b.source, b.scope FROM reg.base_count b
        WHERE b.tenant_id = %(district)s AND b.scope = ANY (%(scopes)s) AND b.year = ANY (%(years)s)
          AND {question.known("b")}
    """
    params = question.params() | {"scopes": list(group), "years": list(years)}
    found: dict[tuple[BaseKind | None, int], dict[UUID, _BaseCount]] = {}
    for count in reader.rows(sql, params, _BaseCount):
        found.setdefault((count.kind, count.year), {})[count.scope] = count
    worked = _days_of(reader, question, group) if len(group) > 1 else {}
    summed = {key: _sum(counts, scope, worked) for key, counts in found.items()}
    return {key: count for key, count in summed.items() if count is not None}


def _sum(
    counts: Mapping[UUID, _BaseCount], scope: UUID, worked: Mapping[UUID, _Days]
) -> Denominator | None:
    own = counts.get(scope)
    if own is None:
        return None
    parts = [own]
    for school, days in worked.items():
        if school == scope or not days.hold(own.counted_on):
            continue
        part = counts.get(school)
        if part is None or part.counted_on != own.counted_on:
            return None
        parts.append(part)
    return Denominator(
        value=sum(one.value for one in parts),
        counted_on=own.counted_on,
        source="; ".join(dict.fromkeys(one.source for one in parts)),
    )


def _days_of(reader: Reader, question: Question, schools: Sequence[UUID]) -> dict[UUID, _Days]:
    sql = f"""
        SELECT s.school, s.registered_on, s.last_day FROM reg.school s
        WHERE s.tenant_id = %(district)s AND s.school = ANY (%(schools)s) AND {question.known("s")}
    """
    rows = reader.rows(sql, question.params() | {"schools": list(schools)}, _Days)
    return {row.school: row for row in rows}


def targets(
    reader: Reader, question: Question, years: Sequence[int]
) -> dict[tuple[Indicator, int], Decimal]:
    """Return the targets by indicator and year, in per cent, as known then."""
    sql = f"""
        SELECT t.indicator, t.year, t.value FROM reg.target t
        WHERE t.tenant_id = %(district)s AND t.year = ANY (%(years)s) AND {question.known("t")}
    """
    rows = reader.rows(sql, question.params() | {"years": list(years)}, _Target)
    return {(row.indicator, row.year): row.value for row in rows}
