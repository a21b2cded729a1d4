"""The questions of many figures as the first tables of one query.

``asked`` has a line for each figure. ``period`` has a line for each year: on which days somebody
was in a pair is worked out once for all indicators.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec

from domain.figures import Question as Asked
from domain.time import DaySet


class _Period(msgspec.Struct, frozen=True, kw_only=True):
    """What figures share: a year up to a day, the consent condition."""

    year: int
    as_of_day: date
    consent_required: bool


def _period(asked: Asked) -> _Period:
    return _Period(
        year=asked.year,
        as_of_day=asked.as_of_day,
        consent_required=asked.rules.consent_required,
    )


def params_of(asked: Sequence[Asked]) -> dict[str, Any]:
    """Return the parameters of :data:`ASKED`; figures are numbered from 1 in the given order."""
    numbers: dict[_Period, int] = {}
    in_period = [numbers.setdefault(_period(one), len(numbers) + 1) for one in asked]
    return {
        "in_period": in_period,
        "role": [one.rule.role for one in asked],
        "counts": [one.rule.counts for one in asked],
        "wanted_births": [_births(one) for one in asked],
        "resident": [one.rule.resident for one in asked],
        "positions": [_positions(one) for one in asked],
        "experience": [one.rule.young and one.rule.young.experience_years_below for one in asked],
        "score": [one.rule.satisfied and one.rule.satisfied.score_at_least for one in asked],
        "phases": [_phases(one) for one in asked],
        "year": [one.year for one in numbers],
        "as_of_day": [one.as_of_day for one in numbers],
        "consent_required": [one.consent_required for one in numbers],
        "year_days": [str(DaySet.of_year(one.year)) for one in numbers],
    }


def _births(asked: Asked) -> str | None:
    """Return the years of birth, as a range, of those who are of the rule's age in its year."""
    if asked.rule.ages is None:
        return None
    youngest, oldest = asked.rule.ages
    return f"[{asked.year - oldest},{asked.year - youngest}]"


def _positions(asked: Asked) -> str | None:
    young = asked.rule.young
    return None if young is None else msgspec.json.encode(young.positions).decode()


def _phases(asked: Asked) -> str | None:
    satisfied = asked.rule.satisfied
    return None if satisfied is None else msgspec.json.encode(satisfied.phases).decode()


ASKED = """
    period AS MATERIALIZED (
        SELECT p.*, make_date(p.year, 1, 1) AS first_day, make_date(p.year, 12, 31) AS last_day,
               p.year_days * datemultirange(daterange(NULL, p.as_of_day, '[]')) AS period_days
        FROM unnest(
            %(year)s::integer[], %(as_of_day)s::date[], %(consent_required)s::boolean[],
            %(year_days)s::datemultirange[]
        ) WITH ORDINALITY AS p (year, as_of_day, consent_required, year_days, period)
    ), asked AS MATERIALIZED (
        SELECT a.*, p.year, p.as_of_day
        FROM unnest(
            %(in_period)s::bigint[], %(role)s::text[], %(counts)s::text[],
            %(wanted_births)s::int8range[], %(resident)s::boolean[], %(positions)s::jsonb[],
            %(experience)s::integer[], %(score)s::integer[], %(phases)s::jsonb[]
        ) WITH ORDINALITY AS a (
            period, role, counts, wanted_births, resident, positions, experience, score, phases,
            number
        ) JOIN period p USING (period)
    )"""
