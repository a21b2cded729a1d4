"""Pairs and groups, and who belonged to them on which days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any, assert_never
from uuid import UUID

import msgspec

from domain.events import Event, Recorded
from domain.pair import (
    PAIR,
    EnterpriseNamed,
    InterimResult,
    MeetingHeld,
    MenteeJoined,
    MenteeLeft,
    PairAnnulled,
    PairApproved,
    PairCompleted,
    PairDiscontinued,
    PairEnterpriseSet,
    PairEvent,
    PairPaused,
    PairProposed,
    PairResumed,
    PairStarted,
    PlanSet,
    Status,
    named_after,
)
from domain.rules import Role
from domain.time import NO_DAYS, ONE_DAY, DaySet
from projections.register import Key, Register, Row, kept_for


class PairRow(Row, frozen=True, kw_only=True):
    """A pair or group.

    ``days`` are those on which it is in force; ``pauses`` those on which it rests. ``meetings``
    counts the meetings held, ``met_on`` is the day of the latest. ``enterprise`` is the last of
    those named by day in ``enterprises``. ``received_from`` is the institution merged into this one
    in which the pair worked before.
    """

    pair: UUID
    version: int
    mentor: UUID
    form: str
    enterprise: str | None
    enterprises: tuple[EnterpriseNamed, ...]
    status: Status
    proposed_on: date
    goal: Annotated[str | None, kept_for("pair")]
    received_from: UUID | None = None
    order_number: str | None = None
    order_date: date | None = None
    started_on: date | None = None
    ended_on: date | None = None
    pauses: DaySet = NO_DAYS
    days: DaySet = NO_DAYS
    consent_later: bool = False
    plan: Annotated[str | None, kept_for("pair")] = None
    meetings: int = 0
    met_on: date | None = None
    result: Annotated[str | None, kept_for("pair")] = None
    case_link: Annotated[str | None, kept_for("pair")] = None


def pair_keys(recorded: Recorded[PairEvent]) -> Iterable[Key]:
    """Return the row an event touches."""
    return ((recorded.event.pair,),)


def apply_to_pair(row: PairRow | None, recorded: Recorded[PairEvent], _key: Key) -> PairRow:
    """Return the pair after an event."""
    event = recorded.event
    if isinstance(event, PairProposed):
        return PairRow(
            tenant_id=recorded.tenant_id,
            pair=event.pair,
            version=recorded.version,
            mentor=event.mentor,
            form=event.form,
            enterprise=event.enterprise,
            enterprises=named_after((), date.min, event.enterprise),
            status="proposed",
            proposed_on=event.effective_on,
            goal=event.goal,
            received_from=event.received_from,
        )
    if row is None:
        raise LookupError("an event of a pair that was never proposed")
    row = msgspec.structs.replace(row, version=recorded.version, **_changes(row, event))
    if row.started_on is None or row.status == "annulled":
        return msgspec.structs.replace(row, days=NO_DAYS)
    days = DaySet.between(row.started_on, row.ended_on) - row.pauses
    return msgspec.structs.replace(row, days=days)


def _changes(row: PairRow, event: PairEvent) -> dict[str, Any]:
    day = event.effective_on
    changes: dict[str, Any] = {}
    match event:
        case PairApproved():
            changes = {
                "status": "approved",
                "order_number": event.order_number,
                "order_date": event.order_date,
            }
        case PairStarted():
            later = event.consent_later
            changes = {"status": "started", "started_on": day, "consent_later": later}
        case PairPaused() | PairResumed():
            changes = _rest(row, event)
        case MeetingHeld():
            changes = {"meetings": row.meetings + 1, "met_on": max(row.met_on or day, day)}
        case PlanSet():
            changes = {"plan": event.plan}
        case PairEnterpriseSet():
            named = named_after(row.enterprises, day, event.enterprise)
            changes = {"enterprises": named, "enterprise": named[-1].enterprise}
        case InterimResult():
            changes = {"result": event.result}
        case PairCompleted() | PairDiscontinued() | PairAnnulled():
            changes = _end(event)
        case MenteeJoined():
            changes = {"consent_later": row.consent_later or event.consent_later}
        case _:
            pass
    return changes


def _rest(row: PairRow, event: PairPaused | PairResumed) -> dict[str, Any]:
    days = DaySet.between(event.effective_on)
    if isinstance(event, PairPaused):
        return {"status": "paused", "pauses": row.pauses | days}
    return {"status": "started", "pauses": row.pauses - days}


def _end(event: PairCompleted | PairDiscontinued | PairAnnulled) -> dict[str, Any]:
    match event:
        case PairCompleted():
            return {
                "status": "completed",
                "ended_on": event.effective_on,
                "result": event.result,
                "case_link": event.case_link,
            }
        case PairDiscontinued():
            return {"status": "discontinued", "ended_on": event.effective_on}
        case PairAnnulled():
            return {"status": "annulled"}
        case _:
            assert_never(event)


class MembershipRow(Row, frozen=True, kw_only=True):
    """A person's place in a pair.

    ``stays`` are the days from joining to leaving, whatever becomes of the pair; the membership is
    in force on those of them on which the pair is.
    """

    pair: UUID
    person: UUID
    role: Role
    stays: DaySet = NO_DAYS
    meetings: int = 0


MembershipEvent = PairProposed | PairStarted | MenteeJoined | MenteeLeft | MeetingHeld


def membership_keys(recorded: Recorded[MembershipEvent]) -> Iterable[Key]:
    """Return the rows an event touches."""
    event = recorded.event
    match event:
        case PairProposed():
            people: tuple[UUID, ...] = (event.mentor, *event.mentees)
        case MenteeJoined() | MenteeLeft():
            people = (event.mentee,)
        case _:
            people = event.people
    return tuple((event.pair, person) for person in people)


def apply_to_membership(
    row: MembershipRow | None, recorded: Recorded[MembershipEvent], key: Key
) -> MembershipRow:
    """Return one member's place after an event."""
    event = recorded.event
    if row is None:
        person = key[1]
        role: Role = "mentee"
        if isinstance(event, PairProposed) and person == event.mentor:
            role = "mentor"
        if not isinstance(person, UUID):
            raise TypeError("a membership is of a person")
        row = MembershipRow(tenant_id=recorded.tenant_id, pair=event.pair, person=person, role=role)
    day = event.effective_on
    match event:
        case PairStarted() | MenteeJoined():
            return msgspec.structs.replace(row, stays=row.stays | DaySet.between(day))
        case MenteeLeft():
            return msgspec.structs.replace(row, stays=row.stays - DaySet.between(day + ONE_DAY))
        case MeetingHeld():
            return msgspec.structs.replace(row, meetings=row.meetings + 1)
        case _:
            return row


PAIRS = Register(
    name="pair",
    row=PairRow,
    key=("pair",),
    keys=pair_keys,
    apply=apply_to_pair,
    reads=frozenset(PAIR.events),
)

_OF_MEMBERS: frozenset[type[Event]] = frozenset(
    {PairProposed, PairStarted, MenteeJoined, MenteeLeft, MeetingHeld}
)

MEMBERSHIPS = Register(
    name="membership",
    row=MembershipRow,
    key=("pair", "person"),
    keys=membership_keys,
    apply=apply_to_membership,
    reads=_OF_MEMBERS,
    ignores=frozenset(PAIR.events) - _OF_MEMBERS,
)
