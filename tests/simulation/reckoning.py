"""Figures and their causes reckoned from the log alone, event by event, by the pure rulings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

import msgspec

from domain.base_count import BaseCountRecorded
from domain.events import Event, Recorded
from domain.figures import (
    CountingFacts,
    Denominator,
    Figure,
    Scope,
    Verdict,
    figure,
    judge,
    tally,
)
from domain.figures import Question as Asked
from domain.publication import FigurePublished, FigureRestated, Frozen
from domain.rules import Indicator, RulesAdopted
from domain.target import TargetRevised, TargetSet
from tests.simulation.world import AN_INSTANT, World
from tests.support.facts_of_the_log import facts_told
from tests.support.histories import Written

Numbers = tuple[int, int | None, Decimal | None, str]
Names = frozenset[tuple[str, str]]
"""Who is otherwise judged, and how: ``entered``, ``gone`` or ``moved``."""

Atom = tuple[UUID, datetime]
"""What one command told: the log and when."""


class Cause(msgspec.Struct, frozen=True):
    """What a command changes in a published figure: who, and what its numbers are then."""

    names: Names
    numbers: Numbers


class Reckoning:
    """What the logs of a district come to at any moment."""

    def __init__(self, world: World) -> None:
        self.district = world.id
        self.logs = world.logs()
        self._written = Written(world.id, tuple(world.people))
        self._facts: dict[datetime, CountingFacts] = {}

    def facts(self, as_of: datetime) -> CountingFacts:
        """Return the facts of all institutions as known at ``as_of``."""
        if as_of not in self._facts:
            self._facts[as_of] = facts_told(self.logs, self._written, as_of)
        return self._facts[as_of]

    def ask(self, indicator: Indicator, year: int, as_of: datetime, day: date) -> Asked:
        """Return the question of a figure by the rule set known at ``as_of``."""
        adopted = [event for event in self._of_district(as_of) if isinstance(event, RulesAdopted)]
        rules = adopted[-1].rules
        rule = next(one for one in rules.indicators if one.indicator == indicator)
        return Asked(rules=rules, rule=rule, year=year, as_of_day=day)

    def count(
        self, scope: UUID, asked: Asked, as_of: datetime
    ) -> tuple[Figure, tuple[Verdict, ...]]:
        """Count a figure by what was known at ``as_of``."""
        facts, school = self.facts(as_of), None if scope == self.district else scope
        whose: Scope = "district" if school is None else "school"
        if school is not None:
            facts = facts.of_school(school)
        base, aim = None, None
        for event in self._of_district(as_of):
            match event:
                case BaseCountRecorded() if (event.kind, event.year, event.school) == (
                    asked.rule.base_count,
                    asked.year,
                    school,
                ):
                    base = Denominator(
                        value=event.value, counted_on=event.effective_on, source=event.source
                    )
                case TargetSet() | TargetRevised() if (event.indicator, event.year) == (
                    asked.rule.indicator,
                    asked.year,
                ):
                    aim = event.value
                case _:
                    pass
        verdicts = judge(facts, asked)
        return figure(asked, tally(verdicts, facts, asked), base, aim, whose), verdicts

    def _of_district(self, as_of: datetime) -> Iterator[Event]:
        return (one.event for one in self.logs[self.district] if one.recorded_at <= as_of)

    def published(self) -> list[Recorded[FigurePublished]]:
        """Return every publication."""
        return [
            one  # type: ignore[misc]
            for one in self.logs[self.district]
            if isinstance(one.event, FigurePublished)
        ]

    def causes(self, publication: Recorded[FigurePublished]) -> dict[Atom, Cause]:
        """Return every command by which a published version would be another, and how."""
        event, found = publication.event, dict[Atom, Cause]()
        scope, frozen = event.school or self.district, event.frozen
        superseded = [
            one.recorded_at
            for one in self.published()
            if stream_of(one.event) == stream_of(event) and one.event.version == event.version + 1
        ]
        was: tuple[Numbers, dict[str, str]] | None = None
        for tenant, moment in self._atoms_after(frozen):
            if superseded and moment > superseded[0]:
                break
            before = was or self._judged(scope, frozen, moment - AN_INSTANT)
            now = self._judged(scope, frozen, moment)
            if before != now:
                found[tenant, moment] = Cause(frozenset(_names(before[1], now[1])), now[0])
            was = now
        return found

    def _atoms_after(self, frozen: Frozen) -> list[Atom]:
        atoms = {
            (head.tenant, one.recorded_at)
            for head in frozen.heads
            for one in self.logs[head.tenant][head.position :]
        }
        return sorted(atoms, key=lambda atom: atom[1])

    def _judged(
        self, scope: UUID, frozen: Frozen, as_of: datetime
    ) -> tuple[Numbers, dict[str, str]]:
        first = frozen.figure
        asked = self.ask(first.indicator, first.year, as_of, first.as_of_day)
        counted, verdicts = self.count(scope, asked, as_of)
        return numbers_of(counted), {
            str(one.person or one.enterprise): one.reason
            for one in verdicts
            if one.reason != "after_as_of"
        }

    def told(self, publication: Recorded[FigurePublished]) -> dict[Atom, list[FigureRestated]]:
        """Return the restatements of a version that were recorded, by the command they name."""
        found: dict[Atom, list[FigureRestated]] = {}
        for one in self.logs[self.district]:
            event = one.event
            if isinstance(event, FigureRestated) and (
                (stream_of(event), event.version)
                == (stream_of(publication.event), publication.event.version)
            ):
                found.setdefault((event.tenant, event.recorded_at), []).append(event)
        return found


def stream_of(event: FigurePublished | FigureRestated) -> tuple[str, int, UUID | None]:
    return event.indicator, event.year, event.school


def numbers_of(one: Figure | FigureRestated) -> Numbers:
    return one.numerator, one.denominator, one.target, one.state


def names_in(told: Iterable[FigureRestated]) -> Names:
    """Return everyone whom some restatements name."""
    return frozenset(
        (key, how)
        for one in told
        for how, keys in (("entered", one.entered), ("gone", one.gone), ("moved", one.moved))
        for key in keys
    )


def _names(was: dict[str, str], now: dict[str, str]) -> Iterator[tuple[str, str]]:
    for key in {*was, *now}:
        before, after = was.get(key), now.get(key)
        if before == after:
            continue
        if after == "counted":
            yield key, "entered"
        else:
            yield key, "gone" if before == "counted" else "moved"
