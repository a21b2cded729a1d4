"""Naming the facts that change what was published.

For every fact recorded after a published figure was counted, that figure is counted twice: by what
was known just before the fact, and with it. Where the two differ the fact restates the figure. A
fact that lies between the counting of a draft and its publication is found when it is published.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from uuid import UUID, uuid5

from adapters.postgres.database import Database
from adapters.postgres.log import Log
from adapters.postgres.transaction import Transaction
from domain.base_count import BaseCountRecorded
from domain.consent import CONSENT
from domain.employment import EMPLOYMENT
from domain.enterprise import ENTERPRISE
from domain.events import Event, Recorded
from domain.figures import Figure, Verdict
from domain.pair import PAIR, InterimResult, MeetingHeld, PlanSet
from domain.participant import PARTICIPANT, ProfileRevised
from domain.person_link import PERSON_LINK
from domain.publication import FigurePublished, Frozen, Kind, RestateFigure, digest_of
from domain.rules import RulesAdopted
from domain.school import SchoolClosed, SchoolMerged
from domain.survey import ResponseRecorded, SurveyOpened
from domain.target import TARGET
from projections.figures.person_keys import counted_as
from projections.published import Published, published_versions
from projections.query import Question
from service.publishing import lines_of, recount
from service.reactions import Consequence, Reactions

AN_INSTANT = timedelta(microseconds=1)
PAGE_FACTS = 500

_CHANGES_NO_COUNT: frozenset[type[Event]] = frozenset(
    {ProfileRevised, MeetingHeld, PlanSet, InterimResult}
)
FACTS: frozenset[type[Event]] = (
    frozenset[type[Event]](
        (
            *PARTICIPANT.events,
            *CONSENT.events,
            *PAIR.events,
            *EMPLOYMENT.events,
            *PERSON_LINK.events,
            ResponseRecorded,
            SurveyOpened,
            *ENTERPRISE.events,
            *TARGET.events,
            BaseCountRecorded,
            RulesAdopted,
            SchoolClosed,
            SchoolMerged,
        )
    )
    - _CHANGES_NO_COUNT
)
"""The types of events that a figure can depend on."""

Fact = Recorded[Event]


class Restating:
    """Finds out which published figures a fact changes, and how."""

    def __init__(self, database: Database, log: Log) -> None:
        self._database = database
        self._log = log
        self._published: dict[UUID, list[Published]] = {}

    @property
    def reactions(self) -> Reactions:
        """What follows from each type of event."""
        return {**dict.fromkeys(FACTS, self.restate), FigurePublished: self.catch_up}

    def restate(self, district: UUID, fact: Fact) -> list[Consequence]:
        """Return the restatements of published figures that ``fact`` makes."""
        if district not in self._published:
            self._read(district)
        return [
            consequence
            for one in self._published[district]
            for consequence in self._restatement(district, one, fact)
        ]

    def catch_up(self, district: UUID, publication: Recorded[FigurePublished]) -> list[Consequence]:
        """Return the restatements by facts recorded while the figure was on its way."""
        self._read(district)
        event = publication.event
        scope = event.school or district
        figures = [
            one
            for one in self._published[district]
            if (one.indicator, one.year, one.scope) == (event.indicator, event.year, scope)
        ]
        return [
            consequence
            for one in figures
            for head in one.frozen.heads
            for fact in self._facts(head.tenant, head.position)
            if fact.recorded_at <= publication.recorded_at
            for consequence in self._restatement(district, one, fact)
        ]

    def _read(self, district: UUID) -> None:
        question = Question(asker=district, district=district, tenants=())
        with self._database.reading((district,)) as connection:
            reader = Transaction(connection)
            self._published[district] = published_versions(reader, question, latest=True)

    def _facts(self, tenant: UUID, after: int) -> Iterator[Fact]:
        topics = sorted(one.TOPIC for one in FACTS)
        while True:
            with self._database.reading((tenant,)) as connection:
                last = self._log.position(connection, tenant)
                page = self._log.of_types(connection, tenant, topics, (after, last), PAGE_FACTS)
            yield from page
            if not page:
                return
            after = page[-1].position

    def _restatement(
        self, district: UUID, published: Published, fact: Fact
    ) -> Iterator[Consequence]:
        heads = {head.tenant: head.position for head in published.frozen.heads}
        if fact.position <= heads.get(fact.tenant_id, fact.position):
            return
        question = Question(asker=district, district=district, tenants=())
        with self._database.reading(heads, snapshot=True) as connection:
            reader = Transaction(connection)
            before, after = (
                recount(reader, question, published.scope, published.frozen, moment)
                for moment in (fact.recorded_at - AN_INSTANT, fact.recorded_at)
            )
            people = counted_as(reader, question, fact.event.concerns())
        if before is None or after is None:
            return
        entered, gone, moved = _compared(before[1], after[1], people)
        figure = after[0]
        if not (entered or gone or moved) and _numbers(before[0]) == _numbers(figure):
            return
        command = RestateFigure(
            indicator=published.indicator,
            year=published.year,
            school=None if published.scope == district else published.scope,
            version=published.number,
            tenant=fact.tenant_id,
            position=fact.position,
            recorded_at=fact.recorded_at,
            kind=_kind(published.frozen, after, fact),
            entered=entered,
            gone=gone,
            moved=moved,
            numerator=figure.numerator,
            denominator=figure.denominator,
            value=figure.value,
            target=figure.target,
            state=figure.state,
        )
        yield Consequence(command, command_id=_command_id(published, fact))


def _command_id(published: Published, fact: Fact) -> UUID:
    """Return the same id whenever the fact is found to restate that version."""
    figure = f"{published.indicator}/{published.year}/{published.scope}/{published.number}"
    return uuid5(fact.tenant_id, f"restates {figure}/{fact.position}")


def _compared(
    before: Sequence[Verdict], after: Sequence[Verdict], concerned: frozenset[UUID]
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Return who is counted now, who no longer is, and who is not for another reason.

    Of a fact about persons only these are looked at: another log may have told something of others
    in the same instant. Enterprises may change by what is told of anyone.
    """
    people = frozenset(map(str, concerned))
    was, now = _outcomes(before, people), _outcomes(after, people)
    counted = ("counted", "counted")
    changed = sorted(key for key in {*was, *now} if was.get(key) != now.get(key))
    entered = tuple(key for key in changed if now.get(key) == counted)
    gone = tuple(key for key in changed if was.get(key) == counted)
    moved = tuple(key for key in changed if key not in entered and key not in gone)
    return entered, gone, moved


def _outcomes(verdicts: Sequence[Verdict], people: frozenset[str]) -> dict[str, tuple[str, str]]:
    concerned = [
        one
        for one in verdicts
        if one.enterprise is not None or not people or str(one.person) in people
    ]
    return {key: (outcome, reason) for key, outcome, reason in lines_of(concerned)}


def _numbers(figure: Figure) -> tuple[object, ...]:
    return figure.numerator, figure.denominator, figure.target, figure.state


def _kind(frozen: Frozen, counted: tuple[Figure, Sequence[Verdict]], fact: Fact) -> Kind:
    figure, verdicts = counted
    published = frozen.figure
    if isinstance(fact.event, RulesAdopted):
        return "method"
    if (figure.numerator, figure.denominator) != (published.numerator, published.denominator):
        return "value"
    if digest_of(lines_of(verdicts)) != frozen.digest:
        return "composition"
    return "restored" if _numbers(figure) == _numbers(published) else "state"
