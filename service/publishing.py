"""Figures frozen to be published, and published figures counted again.

What is published is counted from logs that stand still for that moment, and keeps the place where
each of them stood. So it can be counted again by what was known then, and its logs be checked.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import msgspec

from adapters.postgres.database import Database
from adapters.postgres.holding import chains, hold
from adapters.postgres.transaction import Transaction
from domain.figures import Figure, Scope, Verdict
from domain.ports import Reader
from domain.publication import DraftFigure, Frozen, digest_of
from domain.rules import Indicator
from projections.figures import basis_of, count
from projections.published import institutions, published_versions, unconfirmed
from projections.query import Question
from service.recounting import destroyed_in, lines_of, recount
from service.submission import Submission


class Verified(msgspec.Struct, frozen=True, kw_only=True):
    """A published version counted again by what was known when it was counted first.

    ``differs`` names what is not as it was published: fields of the figure, ``verdicts`` for who
    is counted and why, ``log of …`` for a log that is not what it was up to that moment.
    ``destroyed``: so many persons were erased since of whom nothing is kept to count, so it stands
    as published and only its logs are checked.
    """

    indicator: Indicator
    year: int
    school: UUID | None
    number: int
    equal: bool
    differs: tuple[str, ...]
    destroyed: int = 0


class Publishing:
    """Counts figures that are published."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def freeze(self, submission: Submission, command: DraftFigure) -> Frozen | None:
        """Count the figure a draft is asked for; ``None`` where there is none to count.

        Until it is counted nothing is appended to any log it is counted from.
        """
        district, scope = submission.district_id, command.school or submission.district_id
        schools = self._institutions(district)
        if command.school is not None:
            schools = tuple(one for one in schools if one == command.school)
        if not schools:
            return None
        tenants = sorted({district, *schools})
        with self._database.holding(tenants) as connection:
            held = hold(connection, tenants)
            reader = Transaction(connection)
            moment = max(submission.recorded_at or held.now, held.latest)
            question = Question(asker=district, district=district, tenants=schools, as_of=moment)
            counted = count_by(reader, question, scope, command.indicator, command.year)
            if counted is None:
                return None
            figure, verdicts = counted
            return Frozen(
                figure=figure,
                as_of=moment,
                heads=tuple(held.heads),
                digest=digest_of(lines_of(verdicts)),
                unconfirmed=unconfirmed(reader, question, command.year),
            )

    def verify(self, district: UUID) -> list[Verified]:
        """Count every published version again, and check the logs it was counted from."""
        tenants = {district, *self._institutions(district)}
        with self._database.reading(tenants, snapshot=True) as connection:
            reader = Transaction(connection)
            now = Question(asker=district, district=district, tenants=())
            found: list[Verified] = []
            for one in published_versions(reader, now):
                destroyed = destroyed_in(reader, now, one.scope, one.frozen)
                differs = [] if destroyed else _differences(reader, now, one.scope, one.frozen)
                heads = one.frozen.heads
                found_chains = chains(connection, [(one.tenant, one.position) for one in heads])
                differs += [
                    f"log of {head.tenant}"
                    for head, chain in zip(heads, found_chains, strict=True)
                    if chain != head.chain
                ]
                found.append(
                    Verified(
                        indicator=one.indicator,
                        year=one.year,
                        school=None if one.scope == district else one.scope,
                        number=one.number,
                        equal=not differs,
                        differs=tuple(differs),
                        destroyed=destroyed,
                    )
                )
        return found

    def _institutions(self, district: UUID) -> tuple[UUID, ...]:
        question = Question(asker=district, district=district, tenants=())
        with self._database.reading((district,)) as connection:
            return institutions(Transaction(connection), question)


def count_by(
    reader: Reader, question: Question, scope: UUID, indicator: Indicator, year: int
) -> tuple[Figure, Sequence[Verdict]] | None:
    """Count one figure by the rule set in force as known at ``question.as_of``, up to its day.

    ``None`` if no rule set counts it, or the scope is a school and schools have no such figure.
    """
    if question.as_of is None:
        raise ValueError("a figure is frozen as of a moment")
    whose: Scope = "district" if scope == question.district else "school"
    # The day is that of as_of in the district; the one given here serves questions about now.
    basis = basis_of(reader, question, question.as_of.date())
    asked = basis.ask_one(indicator, year, whose) if basis else None
    return count(reader, question, scope, asked) if asked else None


def _differences(reader: Reader, question: Question, scope: UUID, frozen: Frozen) -> list[str]:
    again = recount(reader, question, scope, frozen, frozen.as_of)
    if again is None:
        return ["rule_set"]
    figure, verdicts = again
    differs = [
        name
        for name in figure.__struct_fields__
        if getattr(figure, name) != getattr(frozen.figure, name)
    ]
    if digest_of(lines_of(verdicts)) != frozen.digest:
        differs.append("verdicts")
    return differs
