"""From a numerator and a denominator to a published figure: value, state, flags.

Everything is decided on the exact fraction; nothing is interpolated.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

import msgspec

from domain.figures.counting import Tally
from domain.figures.facts import Question
from domain.rules import Indicator

State = Literal["reached", "not_reached", "no_target", "no_data"]
Flag = Literal["over_100", "other_date"]
Scope = Literal["district", "school"]
"""Whose people are counted, and by whose base count they are divided."""


class Denominator(msgspec.Struct, frozen=True, kw_only=True):
    """A base count: how many there were on the day of a statistic, and whose statistic it is."""

    value: int
    counted_on: date
    source: str


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """One indicator of one year, in the district or in one school.

    ``value`` is in per cent with one decimal, ``None`` when the denominator is missing or 0;
    ``target`` is in per cent. ``scope`` says whose denominator it is, so that a school's figure is
    not taken for a part of the district's; ``counted_on`` is the day the denominator's statistic
    speaks of, ``source`` whose statistic it is, both ``None`` where it is divided by everyone who
    took part. ``rule_set`` is the code of the rule set it was counted by. ``left_out_for_consent``
    and ``without_meeting`` are those of :class:`domain.figures.Tally`, and so are the last four,
    ``None`` unless the figure is about satisfaction: ``respondents`` are part of the denominator,
    the others stand beside.
    """

    indicator: Indicator
    rule_set: str
    scope: Scope
    year: int
    as_of_day: date
    numerator: int
    denominator: int | None
    counted_on: date | None
    source: str | None
    target: Decimal | None
    value: Decimal | None
    state: State
    flags: tuple[Flag, ...]
    left_out_for_consent: int
    without_meeting: int
    respondents: int | None
    anonymous: int | None
    paper_respondents: int | None
    paper_satisfied: int | None


def figure(
    question: Question,
    tally: Tally,
    base: Denominator | None,
    target: Decimal | None,
    scope: Scope = "district",
) -> Figure:
    """Return the figure that answers ``question``.

    ``base`` is the base count of the same scope: the district's, or the school's own. A figure
    about satisfaction has none, it is divided by everyone who took part.
    """
    opinions = tally.opinions
    denominator = opinions.took_part if opinions else base.value if base else None
    return Figure(
        indicator=question.rule.indicator,
        rule_set=question.rules.code,
        scope=scope,
        year=question.year,
        as_of_day=question.as_of_day,
        numerator=tally.numerator,
        denominator=denominator,
        counted_on=base.counted_on if base else None,
        source=base.source if base else None,
        target=target,
        value=percentage(tally.numerator, denominator),
        state=state_of(tally.numerator, denominator, target),
        flags=flags_of(tally.numerator, base, question.year),
        left_out_for_consent=tally.left_out_for_consent,
        without_meeting=tally.without_meeting,
        respondents=opinions.respondents if opinions else None,
        anonymous=opinions.anonymous if opinions else None,
        paper_respondents=opinions.paper_respondents if opinions else None,
        paper_satisfied=opinions.paper_satisfied if opinions else None,
    )


def percentage(numerator: int, denominator: int | None) -> Decimal | None:
    """Return 100·n/d with one decimal, half up; ``None`` if there is nothing to divide by."""
    if not denominator:
        return None
    tenths = (2000 * numerator + denominator) // (2 * denominator)
    return Decimal(f"{tenths // 10}.{tenths % 10}")


def state_of(numerator: int, denominator: int | None, target: Decimal | None) -> State:
    """Compare the exact fraction, not the rounded value, with the target (in per cent)."""
    if not denominator:
        return "no_data"
    if target is None:
        return "no_target"
    reached = Fraction(100 * numerator, denominator) >= Fraction(target)
    return "reached" if reached else "not_reached"


def flags_of(numerator: int, base: Denominator | None, year: int) -> tuple[Flag, ...]:
    """Say what to check: more persons than the base counts, or a base of an unexpected day.

    The age is that of 31 December, so a statistic of that day or of the following 1 January
    matches.
    """
    if base is None:
        return ()
    flags: list[Flag] = []
    if 0 < base.value < numerator:
        flags.append("over_100")
    if base.counted_on not in (date(year, 12, 31), date(year + 1, 1, 1)):
        flags.append("other_date")
    return tuple(flags)


def is_hidden_outside(numerator: int, denominator: int | None, min_cell: int) -> bool:
    """Say whether a figure is hidden outside school and district.

    It is when n, d or d−n is below ``min_cell``: so few could be recognised. The same pairs are
    asked of what stands with a figure about satisfaction: satisfied of the respondents, satisfied
    of those who answered on paper.
    """
    if denominator is None:
        return numerator < min_cell
    return min(numerator, denominator, denominator - numerator) < min_cell
