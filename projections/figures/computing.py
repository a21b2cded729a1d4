"""The figures of a district or of one school, computed when they are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from domain.figures import Figure, Scope, Verdict, figure, tally
from domain.figures import Question as Asked
from domain.ports import Reader
from projections.figures.catalogue import basis_of, denominators, narrowed, targets
from projections.figures.counting import tallies, verdicts
from projections.figures.facts import facts_beside
from projections.query import Question


def compute(  # noqa: PLR0913, PLR0917 - each is a part of the question
    reader: Reader,
    question: Question,
    scope: UUID,
    years: Sequence[int],
    today: date,
    rule_code: str | None = None,
) -> list[Figure]:
    """Return the figures of ``years``: by indicator in the rule set's order, then by year.

    ``scope`` is the district's id, then ``question.tenants`` are the institutions it counts, or
    one of these; a school is divided by its own base counts and measured by the district's
    targets, and has no figure of enterprises. ``today`` is the district's day, up to which a
    question about now counts. None are returned while no rule set was adopted.

    Raises :class:`domain.errors.NotFound` for a rule set that was never adopted and for a scope
    that is not among the tenants.
    """
    narrowed(question, scope)
    basis = basis_of(reader, question, today, rule_code)
    if basis is None:
        return []
    whose: Scope = "district" if scope == question.district else "school"
    asked = basis.ask_all(years, whose)
    bases = denominators(reader, question, scope, years)
    aims = targets(reader, question, years)
    counted = tallies(reader, question, scope, asked)
    return [
        figure(
            one,
            numbers,
            bases.get((one.rule.base_count, one.year)),
            aims.get((one.rule.indicator, one.year)),
            whose,
        )
        for one, numbers in zip(asked, counted, strict=True)
    ]


def count(
    reader: Reader, question: Question, scope: UUID, asked: Asked
) -> tuple[Figure, tuple[Verdict, ...]]:
    """Return one figure and the verdict on every candidate behind it.

    Raises :class:`domain.errors.NotFound` for a scope that is not among the tenants.
    """
    whose: Scope = "district" if scope == question.district else "school"
    years = (asked.year,)
    judged = verdicts(reader, question, scope, asked)
    base_count, indicator = asked.rule.base_count, asked.rule.indicator
    counted = figure(
        asked,
        tally(judged, facts_beside(reader, question, scope, asked), asked),
        denominators(reader, question, scope, years).get((base_count, asked.year)),
        targets(reader, question, years).get((indicator, asked.year)),
        whose,
    )
    return counted, judged
