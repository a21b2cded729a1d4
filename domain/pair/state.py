"""On which days a pair and everyone in it is in force."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal, assert_never
from uuid import UUID

import msgspec

from domain.pair.events import (
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
    PeriodEvent,
    PlanSet,
)
from domain.time import NO_DAYS, ONE_DAY, DaySet, Span

Status = Literal[
    "proposed", "approved", "started", "paused", "completed", "discontinued", "annulled"
]


class Membership(msgspec.Struct, frozen=True, kw_only=True):
    """A mentee of the pair.

    ``stays``: from each joining to the day of leaving, both included, whatever happens to the pair
    meanwhile; none before the pair starts.
    """

    mentee: UUID
    stays: DaySet = NO_DAYS

    @property
    def present(self) -> bool:
        """Whether the mentee has joined and not left."""
        return bool(self.stays) and self.stays.spans[-1][1] is None

    @property
    def left_on(self) -> date | None:
        """The last day of a mentee who has left and not come back."""
        first_day_after = self.stays.spans[-1][1] if self.stays else None
        return None if first_day_after is None else first_day_after - ONE_DAY


class EnterpriseNamed(msgspec.Struct, frozen=True, kw_only=True):
    """Who gives the mentor from the day ``since`` until the next one named; ``None``: nobody."""

    since: date
    enterprise: str | None


def named_after(
    named: tuple[EnterpriseNamed, ...], since: date, enterprise: str | None
) -> tuple[EnterpriseNamed, ...]:
    """Return by day who gives the mentor once ``enterprise`` is named from ``since`` on.

    What is recorded late of an earlier day holds until the next day of which more is known.
    """
    others = [one for one in named if one.since != since]
    one = EnterpriseNamed(since=since, enterprise=enterprise)
    return tuple(sorted((*others, one), key=lambda each: each.since))


class Pair(msgspec.Struct, frozen=True, kw_only=True):
    """A pair or group: one mentor, one or more mentees, a form and a period.

    ``memberships`` in order of naming; ``enterprises`` in order of days, the first since the
    beginning of time; ``pauses`` from the day of each pause to the day of its
    resumption, which is in force again; ``ended_on`` is the last day. ``changed_on`` is the latest
    day on which the pair started, was paused or resumed, or a mentee joined or left.
    """

    pair: UUID
    mentor: UUID
    memberships: tuple[Membership, ...]
    form: str
    enterprises: tuple[EnterpriseNamed, ...]
    status: Status = "proposed"
    order_date: date | None = None
    started_on: date | None = None
    ended_on: date | None = None
    pauses: tuple[Span, ...] = ()
    changed_on: date | None = None
    last_meeting_on: date | None = None

    @property
    def days(self) -> DaySet:
        """The days on which the pair is in force.

        First and last day are; the days of a pause are not; an annulled pair never was.
        """
        if self.started_on is None or self.status == "annulled":
            return NO_DAYS
        return DaySet.between(self.started_on, self.ended_on) - DaySet(self.pauses)

    def days_of(self, person: UUID) -> DaySet:
        """Return the days on which the pair and the person's membership in it are in force."""
        if person == self.mentor:
            return self.days
        membership = self.membership(person)
        return self.days & membership.stays if membership else NO_DAYS

    def membership(self, mentee: UUID) -> Membership | None:
        """Return the membership of a mentee the pair has or had."""
        return next((one for one in self.memberships if one.mentee == mentee), None)

    def enterprise_on(self, day: date) -> str | None:
        """Return the code of the enterprise that gives the mentor on ``day``."""
        return [one.enterprise for one in self.enterprises if one.since <= day][-1]

    @property
    def is_open(self) -> bool:
        """Whether the pair has started and not ended."""
        return self.status in ("started", "paused")

    def is_joined_by(self, person: UUID) -> bool:
        """Whether the person is in the pair, and it has not ended."""
        if self.status not in ("proposed", "approved", "started", "paused"):
            return False
        membership = self.membership(person)
        return membership is None or self.started_on is None or membership.present

    @property
    def everyone(self) -> tuple[UUID, ...]:
        """The mentor and every mentee the pair has or had."""
        return (self.mentor, *(one.mentee for one in self.memberships))

    def people_on(self, day: date) -> tuple[UUID, ...]:
        """Return the mentor and the mentees who are members on ``day``.

        Before the start they are those with whom the pair is to start, or started.
        """
        if self.started_on is None:
            return self.everyone
        day = max(day, self.started_on)
        return (self.mentor, *(one.mentee for one in self.memberships if day in one.stays))


def evolve(state: Pair | None, event: PairEvent) -> Pair:
    """Return the state after ``event``."""
    if isinstance(event, PairProposed):
        return Pair(
            pair=event.pair,
            mentor=event.mentor,
            memberships=tuple(Membership(mentee=mentee) for mentee in event.mentees),
            form=event.form,
            enterprises=named_after((), date.min, event.enterprise),
        )
    if state is None:
        raise ValueError("a pair's stream starts with its proposal")
    changes: dict[str, Any]
    match event:
        case PairApproved():
            changes = {"status": "approved", "order_date": event.order_date}
        case MenteeJoined():
            changes = _joined(state, event)
        case MenteeLeft():
            changes = _left(state, event)
        case MeetingHeld():
            held_before = state.last_meeting_on or event.effective_on
            changes = {"last_meeting_on": max(held_before, event.effective_on)}
        case PairEnterpriseSet():
            named = named_after(state.enterprises, event.effective_on, event.enterprise)
            changes = {"enterprises": named}
        case PlanSet() | InterimResult():
            changes = {}
        case _:
            changes = _moved(state, event)
    return msgspec.structs.replace(state, **changes)


def _joined(state: Pair, event: MenteeJoined) -> dict[str, Any]:
    stay = DaySet.between(event.effective_on)
    membership = state.membership(event.mentee)
    if membership is None:
        joined = Membership(mentee=event.mentee, stays=stay)
        memberships = (*state.memberships, joined)
    else:
        memberships = _replaced(state, event.mentee, membership.stays | stay)
    return {"memberships": memberships, "changed_on": _latest_change(state, event.effective_on)}


def _left(state: Pair, event: MenteeLeft) -> dict[str, Any]:
    membership = state.membership(event.mentee)
    stays = membership.stays if membership else NO_DAYS
    return {
        "memberships": _replaced(
            state, event.mentee, stays - DaySet.between(event.effective_on + ONE_DAY)
        ),
        "changed_on": _latest_change(state, event.effective_on),
    }


def _replaced(state: Pair, mentee: UUID, stays: DaySet) -> tuple[Membership, ...]:
    return tuple(
        msgspec.structs.replace(one, stays=stays) if one.mentee == mentee else one
        for one in state.memberships
    )


def _moved(state: Pair, event: PeriodEvent) -> dict[str, Any]:
    day = event.effective_on
    changed = {"changed_on": _latest_change(state, day)}
    match event:
        case PairStarted():
            memberships = tuple(
                msgspec.structs.replace(one, stays=DaySet.between(day)) for one in state.memberships
            )
            return changed | {"status": "started", "started_on": day, "memberships": memberships}
        case PairPaused():
            return changed | {"status": "paused", "pauses": (*state.pauses, (day, None))}
        case PairResumed():
            pause_began, _ = state.pauses[-1]
            pauses = (*state.pauses[:-1], (pause_began, day))
            return changed | {"status": "started", "pauses": pauses}
        case PairCompleted():
            return {"status": "completed", "ended_on": day}
        case PairDiscontinued():
            return {"status": "discontinued", "ended_on": day}
        case PairAnnulled():
            return {"status": "annulled"}
        case _:
            assert_never(event)


def _latest_change(state: Pair, day: date) -> date:
    return max(state.changed_on or day, day)
