"""Random histories through the real unit of work, and what holds of every one of them.

Nothing is simulated but people: commands are decided, recorded and folded by PostgreSQL as ever,
the follower follows, and only the clock of the log is set. Many commands are refused.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import Any
from uuid import UUID

import msgspec
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test

from domain.consent import FindConsentInvalid, GiveConsent, StrikeConsentFact, WithdrawConsent
from domain.leaving import LeaveInstitution
from domain.pair import AnnulPair, CompletePair, PausePair, ProposePair, StartPair, StrikePairFact
from domain.participant import RegisterParticipant
from domain.publication import ApproveFigure, DraftFigure, FigurePublished, PublishFigure
from domain.rules import Indicator
from domain.survey import RecordResponse
from projections.registry import REGISTERS
from service.bootstrap import Application
from tests.simulation.checking import (
    differences_lead_on,
    figure_is_the_pure_one,
    published_is_unchanged,
    registers_are_folds,
    restatements_are_the_causes,
)
from tests.simulation.machine import INDICATORS, Life, indicators, years
from tests.simulation.reckoning import Reckoning
from tests.simulation.world import AN_INSTANT, CODES
from tests.store.logs import events_of

HISTORIES = 10
STEPS = 60
MOMENTS_PER_LOOK = 60
LATELY = 12
REGISTERS_COMPARED = 12
MOMENTS_MIN = 1_000
LIVED_THROUGH = {
    RegisterParticipant,
    GiveConsent,
    WithdrawConsent,
    FindConsentInvalid,
    StrikeConsentFact,
    ProposePair,
    StartPair,
    PausePair,
    CompletePair,
    AnnulPair,
    StrikePairFact,
    RecordResponse,
    LeaveInstitution,
}
RARELY_MISSED = 2

scopes = st.integers(-1, len(CODES) - 1)
seeds = st.integers(0, 10_000)


class Lives(Life):
    """A district that lives and is looked at; ``seen`` counts over all of them what was."""

    def __init__(self, application: Application, seen: Counter[object]) -> None:
        super().__init__(application)
        self.seen = seen
        self.published: dict[tuple[object, ...], bytes] = {}
        self.drafts = Counter[tuple[Indicator, int, UUID | None]]()
        self.publish("children_mentored", 2020, -1)

    @rule(indicator=indicators, year=years, scope=scopes)
    def draft(self, indicator: Indicator, year: int, scope: int) -> None:
        school = None if scope < 0 else self.school(scope)
        command = DraftFigure(indicator=indicator, year=year, school=school)
        if self.world.ask(command) is not None:
            self.drafts[indicator, year, school] += 1

    @rule(indicator=indicators, year=years, scope=scopes)
    def publish(self, indicator: Indicator, year: int, scope: int) -> None:
        """Publish the latest draft, be it old or new."""
        school = None if scope < 0 else self.school(scope)
        if not self.drafts[indicator, year, school]:
            self.draft(indicator, year, scope)
        draft = self.drafts[indicator, year, school]
        # What concerns the version before is told before it is superseded.
        self.follow()
        which = msgspec.structs.asdict(DraftFigure(indicator=indicator, year=year, school=school))
        if draft and self.world.ask(ApproveFigure(**which, draft=draft)) is not None:
            self.world.ask(PublishFigure(**which, draft=draft))
        self._keep_what_was_published()

    def _keep_what_was_published(self) -> None:
        for one in events_of(self.world.application, self.world.id):
            event = one.event
            if isinstance(event, FigurePublished):
                scope = event.school or self.world.id
                place = event.indicator, event.year, scope, event.version
                self.published.setdefault(place, msgspec.json.encode(event.frozen))

    @rule(again=st.booleans())
    def follow(self, again: bool = False) -> None:
        """Restate what late facts change; ``again`` by another process."""
        if again:
            self.world.restart()
        self.world.follow()

    @rule(tenant=scopes, seed=seeds)
    def look_back(self, tenant: int, seed: int) -> None:
        self.look_at(self.world.id if tenant < 0 else self.school(tenant), seed, MOMENTS_PER_LOOK)

    @rule(tenant=scopes, seed=seeds)
    def compare(self, tenant: int, seed: int) -> None:
        """Compare some registers at two moments of a log."""
        log_of = self.world.id if tenant < 0 else self.school(tenant)
        some = Random(seed).sample(REGISTERS, REGISTERS_COMPARED)  # noqa: S311 - a test
        differences_lead_on(self.world, log_of, self.moments(log_of, seed, 2), some)
        self.seen["differences"] += 1

    def look_at(self, tenant: UUID, seed: int, number: int) -> None:
        registers_are_folds(self.world, tenant, self.moments(tenant, seed, number))
        self.seen["moments"] += number

    @rule(scope=scopes, seed=seeds)
    def count(self, scope: int, seed: int) -> None:
        """Count a figure of either year as of moments of its own."""
        asked = self.world.id if scope < 0 else self.school(scope)
        moments = self.moments(self.school(seed % len(CODES)), seed, len(INDICATORS))
        reckoning = Reckoning(self.world)
        for indicator, as_of in zip(INDICATORS, moments, strict=True):
            if scope < 0 or indicator != "enterprises_mentoring":
                year = 2021 if seed % 3 == 0 else 2020
                figure_is_the_pure_one(self.world, reckoning, (indicator, year, asked), as_of)
                self.seen["figures"] += 1

    def moments(self, tenant: UUID, seed: int, number: int) -> list[datetime]:
        """Return moments at, just before or just after which a log was written."""
        log, dice = events_of(self.world.application, tenant), Random(seed)  # noqa: S311 - a test
        # Most of a log is how the institution began; what was recorded lately is as interesting.
        return [
            dice.choice(log[-dice.choice((LATELY, len(log))) :]).recorded_at
            + dice.choice((-AN_INSTANT, timedelta(), AN_INSTANT))
            for _ in range(number)
        ]

    def teardown(self) -> None:
        for number, tenant in enumerate(self.world.tenants):
            self.look_at(tenant, number, MOMENTS_PER_LOOK // 4)
            self.count(number - 1, number)
        self.follow()
        published_is_unchanged(self.world, self.published)
        self.seen["restatements"] += restatements_are_the_causes(self.world)
        self.seen["published"] += len(self.published)
        self.seen["refused"] += self.world.refused
        self.seen.update(self.world.carried_out)


def test_what_holds_of_every_history(application: Application) -> None:
    seen = Counter[object]()
    lives: Any = partial(Lives, application, seen)

    run_state_machine_as_test(
        lives,
        settings=settings(
            max_examples=HISTORIES,
            stateful_step_count=STEPS,
            derandomize=True,
            database=None,
            deadline=None,
            # A history takes seconds: to look for a shorter one would take many minutes.
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        ),
    )

    assert seen["moments"] >= MOMENTS_MIN
    assert seen["figures"] > HISTORIES
    assert seen["differences"] > HISTORIES
    assert seen["restatements"] > HISTORIES
    assert seen["published"] > HISTORIES
    assert seen["refused"] > HISTORIES
    # The order of keys, which are drawn anew each time, decides what a step is about: a rare
    # command may be refused throughout.
    assert len(LIVED_THROUGH - seen.keys()) <= RARELY_MISSED
