"""One transaction of the unit of work: everything between the lock and the commit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from adapters.postgres.log import Entry, Known, Log, NewEvent
from adapters.postgres.transaction import Transaction
from adapters.vault import Vault
from domain.catalogue import aggregate_of, decision_of
from domain.deciding import decide
from domain.erasure import ERASURE
from domain.errors import DomainError
from domain.events import Event, Recorded
from domain.school import RegisterSchool
from projections.tables import RegisterTables
from service.identifying import identify, traits_of
from service.recording import recorded_entry
from service.stream_cache import Place, Stream
from service.streams import StreamFacts, Streams, common_places
from service.submission import (
    CommandIdReused,
    Outcome,
    Plan,
    Receipt,
    StaleRecord,
    Submission,
    id_of,
    stream_of,
    target_of,
)


class Unit:
    """One transaction over some tenants."""

    def __init__(self, log: Log, vault: Vault, registers: RegisterTables, streams: Streams) -> None:
        self._log = log
        self._vault = vault
        self._registers = registers
        self._connection = streams.connection
        self._streams = streams

    def carry_out(self, submissions: Sequence[Submission], tenants: list[UUID]) -> list[Outcome]:
        """Answer each submission in its place; the caller commits."""
        plans = [self._plan(one) for one in submissions]
        expected = self._streams.expect(_places(plans))
        commands = [(one.tenant_id, one.command_id) for one in submissions]
        begun = self._log.begin_unit(self._connection, tenants, commands, expected)
        self._streams.take(expected, begun.events)
        outcomes: dict[int, Outcome] = {}
        self._answer_known(plans, begun.known, outcomes)
        fresh = {number: plan for number, plan in enumerate(plans) if number not in outcomes}
        repeats = _repeats(fresh)
        decidable = {number: plan for number, plan in fresh.items() if number not in repeats}
        self._identify(list(decidable.values()), begun.now)
        self._load(list(decidable.values()))
        for number, plan in decidable.items():
            try:
                self._decide(plan, begun.now)
            except DomainError as refusal:
                outcomes[number] = refusal
        self._append(decidable, outcomes)
        for number, first in repeats.items():
            outcomes[number] = _replayed(outcomes[first])
        return [outcomes[number] for number in range(len(plans))]

    def _plan(self, submission: Submission) -> Plan:
        aggregate, decision = decision_of(type(submission.command))
        message = msgspec.json.encode(
            (type(submission.command).__name__, submission.target, submission.command)
        )
        target = target_of(submission)
        return Plan(
            submission=submission,
            aggregate=aggregate,
            decision=decision,
            request_mac=self._vault.mac(submission.tenant_id, b"request", message),
            target=target,
            stream_id=stream_of(aggregate, target, submission),
        )

    def _answer_known(
        self, plans: Sequence[Plan], known: Sequence[Known], outcomes: dict[int, Outcome]
    ) -> None:
        if not known:
            return
        answers = {(one.tenant_id, one.command_id): one for one in known}
        last = self._log.at(self._connection, [(one.tenant_id, one.last_position) for one in known])
        events = {(one.tenant_id, one.command_id): one for one in last}
        for number, plan in enumerate(plans):
            place = plan.submission.tenant_id, plan.submission.command_id
            answer = answers.get(place)
            if answer is None:
                continue
            if bytes.fromhex(answer.request_mac) != plan.request_mac:
                outcomes[number] = CommandIdReused()
                continue
            event = events[place]
            outcomes[number] = Receipt(
                id=id_of(event.event),
                version=event.version,
                first_position=answer.first_position,
                last_position=answer.last_position,
                recorded_at=event.recorded_at,
                replayed=True,
            )

    def _identify(self, plans: Sequence[Plan], now: datetime) -> None:
        """Find out who the persons to be registered are.

        Of a registration that is refused whoever it is about the vault is not told: what it once
        heard of a person it keeps, mistyped numbers and dates too.
        """
        told = []
        for plan in plans:
            submission = plan.submission
            traits = traits_of(submission.command, submission.tenant_id)
            if traits is None:
                continue
            try:
                decide(None, submission.command, self._facts(plan, now))
            except DomainError:
                continue
            told.append((plan, (submission.district_id, traits)))
        identities = identify(self._vault, [asked for _, asked in told])
        for (plan, _), identity in zip(told, identities, strict=True):
            plan.identity, plan.target = identity, identity.person
            plan.stream_id = stream_of(plan.aggregate, plan.target, plan.submission)

    def _load(self, plans: Sequence[Plan]) -> None:
        self._streams.load(place for plan in plans for place in _own_places(plan))
        people = {
            (plan.submission.tenant_id, person)
            for plan in plans
            if plan.decision.people is not None
            for person in plan.decision.people(self._stream(plan).state, plan.submission.command)
        }
        self._streams.load_people(people)
        self._streams.load((tenant, ERASURE.stream_id(tenant, one)) for tenant, one in people)

    def _decide(self, plan: Plan, now: datetime) -> None:
        submission, stream = plan.submission, self._stream(plan)
        expected = submission.expected_version
        if expected is not None and stream.version not in (0, expected):
            raise StaleRecord(version=stream.version)
        events = decide(stream.state, submission.command, self._facts(plan, now))
        decided = [self._file(submission, event, now) for event in events]
        plan.entry = Entry(
            tenant_id=submission.tenant_id,
            command_id=submission.command_id,
            request_mac=plan.request_mac,
            actor=submission.actor,
            causation=submission.causation,
            recorded_at=submission.recorded_at,
            events=tuple(NewEvent(one.stream_id, one.version, one.event) for one in decided),
        )

    def _file(self, submission: Submission, event: Event, now: datetime) -> Recorded[Event]:
        """Put an event at the end of the stream of its own aggregate and key.

        It has no position yet, but later commands of the unit see it.
        """
        tenant, aggregate = submission.tenant_id, aggregate_of(type(event))
        stream_id = aggregate.stream_id(tenant, *aggregate.key_of(event))
        decided = Recorded(
            tenant_id=tenant,
            position=0,
            stream_id=stream_id,
            version=self._streams.at(tenant, stream_id).version + 1,
            recorded_at=submission.recorded_at or now,
            actor=submission.actor,
            command_id=submission.command_id,
            event=event,
        )
        self._streams.record(decided)
        return decided

    def _facts(self, plan: Plan, now: datetime) -> StreamFacts:
        submission = plan.submission
        return StreamFacts(
            self._streams,
            tenant_id=submission.tenant_id,
            district_id=submission.district_id,
            target=plan.target,
            actor=submission.actor,
            today=self._streams.today(submission.district_id, submission.recorded_at or now),
            identity=plan.identity,
            counted=submission.counted,
            stream_id=plan.stream_id,
        )

    def _append(self, plans: dict[int, Plan], outcomes: dict[int, Outcome]) -> None:
        decided = sorted(
            ((number, plan.entry) for number, plan in plans.items() if plan.entry is not None),
            key=lambda item: (item[1].tenant_id, item[0]),
        )
        if not decided:
            return
        for number, _ in decided:
            submission = plans[number].submission
            if isinstance(submission.command, RegisterSchool):
                self._log.open_tenant(
                    self._connection, plans[number].target, submission.district_id
                )
        entries = [entry for _, entry in decided]
        appended = self._log.append(self._connection, entries)
        recorded = [
            one
            for entry, place in zip(entries, appended, strict=True)
            for one in recorded_entry(entry, place)
        ]
        self._registers.fold(Transaction(self._connection), recorded, self._earlier(recorded))
        for (number, entry), place in zip(decided, appended, strict=True):
            outcomes[number] = Receipt(
                id=id_of(entry.events[-1].event),
                version=entry.events[-1].version,
                first_position=place.first_position,
                last_position=place.last_position,
                recorded_at=place.recorded_at,
            )

    def _earlier(self, recorded: Iterable[Recorded[Event]]) -> dict[Place, list[Recorded[Event]]]:
        """Return what the streams that ``recorded`` corrects held before this transaction."""
        corrected = {(one.tenant_id, one.stream_id) for one in recorded if one.event.corrects}
        return {
            place: [one for one in self._streams.told(place) if one.position] for place in corrected
        }

    def _stream(self, plan: Plan) -> Stream:
        return self._streams.at(plan.submission.tenant_id, plan.stream_id)


def _places(plans: Iterable[Plan]) -> set[Place]:
    asked = {(plan.submission.district_id, plan.submission.tenant_id) for plan in plans}
    common = {place for one in asked for place in common_places(*one)}
    return common | {place for plan in plans for place in _own_places(plan)}


def _own_places(plan: Plan) -> tuple[Place, Place]:
    """Return the command's stream, and that of the erasure of whom it is about."""
    tenant = plan.submission.tenant_id
    return (tenant, plan.stream_id), (tenant, ERASURE.stream_id(tenant, plan.target))


def _repeats(plans: dict[int, Plan]) -> dict[int, int]:
    """Return ``{number: number of the same command earlier in the list}``."""
    first: dict[tuple[UUID, UUID, bytes], int] = {}
    repeats: dict[int, int] = {}
    for number, plan in plans.items():
        same = plan.submission.tenant_id, plan.submission.command_id, plan.request_mac
        if first.setdefault(same, number) != number:
            repeats[number] = first[same]
    return repeats


def _replayed(outcome: Outcome) -> Outcome:
    if isinstance(outcome, Receipt):
        return msgspec.structs.replace(outcome, replayed=True)
    return outcome
