"""Naming the facts that change what was published.

For every fact recorded after a published figure was counted, that figure is judged twice: by what
was known just before the fact, and with it. Where the two differ the fact restates the figure. A
fact that lies between the counting of a draft and its publication is found when it is published.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from uuid import UUID, uuid5

from adapters.postgres.database import Connection, Database
from adapters.postgres.log import Log
from adapters.postgres.transaction import Transaction
from domain.base_count import BaseCountRecorded
from domain.consent import CONSENT, ConsentAsked, ConsentChecked, ConsentRefused
from domain.employment import EMPLOYMENT
from domain.enterprise import ENTERPRISE, AgreementRecorded, EnterpriseRevised
from domain.events import Event, Recorded
from domain.figures import Figure, Verdict
from domain.pair import PAIR, InterimResult, MeetingHeld, PlanSet
from domain.participant import (
    PARTICIPANT,
    BaseEntered,
    BaseLeft,
    BaseStatusChanged,
    ProfileRevised,
)
from domain.person_link import PERSON_LINK, PersonsMerged, PersonsSplit
from domain.publication import FigurePublished, Frozen, Kind, RestateFigure, digest_of
from domain.rules import RulesAdopted
from domain.school import SchoolClosed, SchoolInnRecorded, SchoolMerged
from domain.survey import ResponseRecorded, SurveyOpened
from domain.target import TARGET
from projections.published import Published, published_versions
from projections.query import Question
from service.concerning import may_change
from service.reactions import Consequence, Reactions
from service.recounting import Difference, Told, differences, lines_of, numbers_of

AN_INSTANT = timedelta(microseconds=1)
PAGE_FACTS = 500

_CHANGES_NO_COUNT: frozenset[type[Event]] = frozenset(
    {
        ProfileRevised,
        BaseEntered,
        BaseStatusChanged,
        BaseLeft,
        ConsentAsked,
        ConsentRefused,
        ConsentChecked,
        MeetingHeld,
        PlanSet,
        InterimResult,
        EnterpriseRevised,
        AgreementRecorded,
    }
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
            SchoolInnRecorded,
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
        return self._restatements(district, self._published[district], fact)

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
            for consequence in self._restatements(district, [one], fact)
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

    def _restatements(
        self, district: UUID, published: Sequence[Published], fact: Fact
    ) -> list[Consequence]:
        published = [
            one
            for one in published
            if may_change(one, district, fact.event) and _counted_before(one.frozen, fact)
        ]
        if not published:
            return []
        tenants = {head.tenant for one in published for head in one.frozen.heads}
        question = Question(asker=district, district=district, tenants=())
        with self._database.reading(tenants, snapshot=True) as connection:
            reader = Transaction(connection)
            told = Told(
                tenant=fact.tenant_id,
                people=self._people(connection, fact),
                before=fact.recorded_at - AN_INSTANT,
                after=fact.recorded_at,
            )
            found = differences(reader, question, published, told)
            return [
                _consequence(district, one, fact, difference)
                for one, difference in zip(published, found, strict=True)
                if difference is not None
            ]

    def _people(self, connection: Connection, fact: Fact) -> tuple[UUID, ...]:
        """Return the persons whom a fact is about: of a correction those of what it replaces too.

        The whole stream is asked, because a correction may replace one of a correction. Nobody of
        a fact that says whose records are: it changes who the persons are.
        """
        told: Sequence[Fact] = (fact,)
        if isinstance(fact.event, PersonsMerged | PersonsSplit):
            return ()
        if fact.event.corrects is not None:
            told = self._log.streams(connection, {(fact.tenant_id, fact.stream_id): 0})
        return tuple(
            {person: None for one in told[: fact.version] for person in one.event.concerns()}
        )


def _counted_before(frozen: Frozen, fact: Fact) -> bool:
    """Say whether a figure was counted from the log of ``fact``, and before it was recorded."""
    return any(
        head.tenant == fact.tenant_id and head.position < fact.position for head in frozen.heads
    )


def _consequence(
    district: UUID, published: Published, fact: Fact, difference: Difference
) -> Consequence:
    figure, verdicts = difference.counted
    command = RestateFigure(
        indicator=published.indicator,
        year=published.year,
        school=None if published.scope == district else published.scope,
        version=published.number,
        tenant=fact.tenant_id,
        position=fact.position,
        recorded_at=fact.recorded_at,
        kind=_kind(published.frozen, figure, verdicts, fact),
        entered=difference.entered,
        gone=difference.gone,
        moved=difference.moved,
        numerator=figure.numerator,
        denominator=figure.denominator,
        value=figure.value,
        target=figure.target,
        state=figure.state,
    )
    return Consequence(command, command_id=_command_id(published, fact))


def _command_id(published: Published, fact: Fact) -> UUID:
    """Return the same id whenever the fact is found to restate that version."""
    figure = f"{published.indicator}/{published.year}/{published.scope}/{published.number}"
    return uuid5(fact.tenant_id, f"restates {figure}/{fact.position}")


def _kind(frozen: Frozen, figure: Figure, verdicts: Sequence[Verdict], fact: Fact) -> Kind:
    published = frozen.figure
    if isinstance(fact.event, RulesAdopted):
        return "method"
    if (figure.numerator, figure.denominator) != (published.numerator, published.denominator):
        return "value"
    if digest_of(lines_of(verdicts)) != frozen.digest:
        return "composition"
    return "restored" if numbers_of(figure) == numbers_of(published) else "state"
