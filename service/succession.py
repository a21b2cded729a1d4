"""Handing what a merged institution had in hand to its legal successor.

It reads the log of the one and gives commands to the log of the other, each with an id derived from
what it hands over: it may be run twice, or die anywhere and be run again, and repeats nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any, TypeVar
from uuid import UUID, uuid5

import msgspec

from domain.aggregate import Aggregate
from domain.catalogue import aggregate_of
from domain.clearance import CLEARANCE
from domain.consent import CONSENT
from domain.employment import EMPLOYMENT
from domain.errors import Conflict, DomainError
from domain.events import Event, Recorded
from domain.labour_agreement import LABOUR_AGREEMENT
from domain.pair import PAIR
from domain.participant import PARTICIPANT
from domain.school import SCHOOL, SchoolMerged
from domain.standing import standing_records
from domain.succession import (
    ReceiveConsents,
    ReceivePair,
    ReceiveParticipant,
    Takeover,
    concerned,
    events_of_pair,
    numbers_in_force,
)
from domain.succession_work import (
    ReceiveClearances,
    ReceiveEmployment,
    ReceiveLabourAgreements,
    passes,
)
from service.bootstrap import Application
from service.following import Districts, Follower
from service.reactions import Consequence
from service.submission import CommandIdReused, Receipt, Submission

BATCH_COMMANDS = 200

WORK: tuple[tuple[Aggregate[Any], type[Takeover]], ...] = (
    (EMPLOYMENT, ReceiveEmployment),
    (CLEARANCE, ReceiveClearances),
    (LABOUR_AGREEMENT, ReceiveLabourAgreements),
)
"""What passes of the work of those who pass, and by which command."""

Key = tuple[Any, ...]
"""What a stream is about."""

Known = tuple[Event, ...]
"""What stands in a stream."""

TakeoverT = TypeVar("TakeoverT", bound=Takeover)


class SchoolNotMerged(Conflict):
    """The institution was not joined to another."""

    code = "school_not_merged"
    ru = "Учреждение не присоединено к другому: передавать нечего."
    en = "The school was not merged into another: there is nothing to hand over."


class Refusal(msgspec.Struct, frozen=True, kw_only=True):
    """What the successor did not take: kind of record, its id in the merged institution, why."""

    kind: str
    id: str
    code: str


class Succession(msgspec.Struct, frozen=True, kw_only=True):
    """What passed, counted by kind; what had passed before counts too."""

    school: UUID
    successor: UUID
    participants: int
    consents: int
    pairs: int
    refused: tuple[Refusal, ...]


class Merger(msgspec.Struct, frozen=True):
    """What is handed over for: the fact, who recorded it, by which command."""

    event: SchoolMerged
    actor: UUID
    command_id: UUID


class Handover(msgspec.Struct, frozen=True):
    """One stream of the merged institution: what it is about there, how the successor takes it."""

    kind: Aggregate[Any]
    key: Key
    command: Takeover

    @property
    def id(self) -> str:
        """What names the stream within its kind."""
        return "/".join(map(str, self.key))


def take_over(application: Application, district: UUID, school: UUID) -> Succession:
    """Hand everything that holds beyond the last day of a merged ``school`` to its successor.

    Raises :class:`SchoolNotMerged`. What the successor refuses is told in the answer.
    """
    merger = merger_of(application, district, school)
    successor = merger.event.successor
    handovers = _prepared(application, district, merger)
    passed: Counter[str] = Counter()
    refused: list[Refusal] = []
    for start in range(0, len(handovers), BATCH_COMMANDS):
        batch = handovers[start : start + BATCH_COMMANDS]
        outcomes = application.work.execute([submission_of(one, district, merger) for one in batch])
        for one, outcome in zip(batch, outcomes, strict=True):
            # Handed over before, it may have been corrected in the merged log since.
            if isinstance(outcome, Receipt | CommandIdReused):
                passed[one.kind.name] += 1
            elif isinstance(outcome, DomainError):
                refused.append(Refusal(kind=one.kind.name, id=one.id, code=outcome.code))
            else:
                raise outcome
    return Succession(
        school=school,
        successor=successor,
        participants=passed[PARTICIPANT.name],
        consents=passed[CONSENT.name],
        pairs=passed[PAIR.name],
        refused=tuple(refused),
    )


def follower_of_mergers(application: Application, districts: Districts) -> Follower:
    """Make the follower that hands over for every merger the districts record, by itself.

    It gives the same commands as :func:`take_over`, so either may come first. What passed stands
    when the merger is corrected: its day is put right where it stands now.
    """

    def hand_over(district: UUID, cause: Recorded[SchoolMerged]) -> list[Consequence]:
        if cause.event.corrects is not None:
            return []
        merger = merger_of(application, district, cause.event.school)
        given = [
            submission_of(one, district, merger) for one in _prepared(application, district, merger)
        ]
        return [
            Consequence(one.command, one.target, one.command_id, one.tenant_id, one.actor)
            for one in given
        ]

    return Follower(
        application.database,
        application.log,
        application.work.execute,
        districts,
        reactions={SchoolMerged: hand_over},
        name="succession",
    )


def _prepared(application: Application, district: UUID, merger: Merger) -> list[Handover]:
    """Return what is handed over, its people known to the vault as the successor's too."""
    handovers = handing_over(application, merger.event)
    people = [UUID(one.id) for one in handovers if one.kind is PARTICIPANT]
    application.vault.link(district, merger.event.successor, people)
    return handovers


def merger_of(application: Application, district: UUID, school: UUID) -> Merger:
    """Return the merger of ``school`` as it stands. Raises :class:`SchoolNotMerged`."""
    place = district, SCHOOL.stream_id(district, school)
    with application.database.reading((district,)) as connection:
        told = application.log.streams(connection, {place: 0})
    for one in standing_records(told):
        if isinstance(one.event, SchoolMerged):
            return Merger(one.event, one.actor, one.command_id)
    raise SchoolNotMerged


def handing_over(application: Application, merged: SchoolMerged) -> list[Handover]:
    """Return what is handed over: the people first, then what concerns them.

    Open pairs pass, whoever is in one of them or in a base, their consents, jobs, experience,
    clearances and labour agreements; not who was erased.
    """
    streams = _streams(application, merged.school)

    def received(command: type[TakeoverT], known: Known, **more: Any) -> TakeoverT:
        return command(from_school=merged.school, last_day=merged.effective_on, known=known, **more)

    pairs: list[Handover] = []
    members: set[object] = set()
    for key, known in streams[PAIR].items():
        pair = received(ReceivePair, known)
        passing = events_of_pair(pair, merged.school)
        if passing:
            members |= concerned(passing)
            pairs.append(Handover(PAIR, key, pair))
    people = [
        Handover(PARTICIPANT, key, received(ReceiveParticipant, known))
        for key, known in streams[PARTICIPANT].items()
        if key[0] in members or _stands_in_a_base(known)
    ]
    keys = {one.key[0] for one in people}
    consents = [
        Handover(CONSENT, (person, purpose), received(ReceiveConsents, known, purpose=purpose))
        for (person, purpose), known in streams[CONSENT].items()
        if person in keys
    ]
    in_force = [one for one in consents if numbers_in_force(one.command)]
    work = [
        Handover(aggregate, key, received(command, known))
        for aggregate, command in WORK
        for key, known in streams[aggregate].items()
        if key[0] in keys
    ]
    of_work = [one for one in work if passes(one.kind, one.command)]
    return [*people, *in_force, *of_work, *pairs]


def submission_of(one: Handover, district: UUID, merger: Merger) -> Submission:
    """Put a handover in its envelope: the act of whoever merged the institutions."""
    return Submission(
        tenant_id=merger.event.successor,
        district_id=district,
        actor=merger.actor,
        command_id=uuid5(merger.event.school, f"{one.kind.name}/{one.id}"),
        command=one.command,
        target=None if one.kind is PAIR else UUID(str(one.key[0])),
        causation=merger.command_id,
    )


def _streams(application: Application, school: UUID) -> dict[Aggregate[Any], dict[Key, Known]]:
    """Return what stands in the streams of an institution, without those about the erased."""
    told: dict[UUID, list[Recorded[Event]]] = {}
    with application.database.reading((school,)) as connection:
        for batch in application.log.read(connection, school):
            for one in batch:
                told.setdefault(one.stream_id, []).append(one)
    streams: dict[Aggregate[Any], dict[Key, Known]] = defaultdict(dict)
    for records in told.values():
        stands = standing_records(records)
        aggregate = aggregate_of(type(records[0].event))
        key = aggregate.key_of(records[0].event)
        if stands and not any(key[0] in one.destroyed for one in stands):
            # As they stand none corrects another.
            streams[aggregate][key] = tuple(
                msgspec.structs.replace(one.event, corrects=None) for one in stands
            )
    return streams


def _stands_in_a_base(known: Known) -> bool:
    person = PARTICIPANT.fold(known)
    return person is not None and any(person.in_base(role) for role in person.bases)
