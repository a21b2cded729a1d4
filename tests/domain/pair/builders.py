"""One pair of a mentor and two mentees: proposed, approved, started, paused and ended."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from domain.events import Event
from domain.pair import (
    PAIR,
    MeetingHeld,
    MenteeJoined,
    MenteeLeft,
    Pair,
    PairApproved,
    PairCompleted,
    PairPaused,
    PairProposed,
    PairResumed,
    PairStarted,
)
from tests.domain.builders import MENTEE, MENTOR, SECOND_MENTEE, History
from tests.support.given_when_then import state_of

PAIR_ID = UUID(int=0x100)
OTHER_PAIR_ID = UUID(int=0x200)

PROPOSED_ON = date(2024, 9, 2)
ORDER_DATE = date(2024, 9, 5)
STARTED_ON = date(2024, 9, 10)
PAUSED_ON = date(2024, 10, 1)
ENDED_ON = date(2024, 10, 10)
ALL = (MENTOR, MENTEE, SECOND_MENTEE)


def proposed(
    pair: UUID = PAIR_ID,
    mentor: UUID = MENTOR,
    mentees: tuple[UUID, ...] = (MENTEE, SECOND_MENTEE),
    form: str = "pupil_pupil",
    enterprise: str | None = None,
) -> PairProposed:
    return PairProposed(
        effective_on=PROPOSED_ON,
        pair=pair,
        mentor=mentor,
        mentees=mentees,
        form=form,
        enterprise=enterprise,
    )


def approved(pair: UUID = PAIR_ID, people: tuple[UUID, ...] = ALL) -> PairApproved:
    return PairApproved(
        effective_on=ORDER_DATE,
        pair=pair,
        people=people,
        order_number="12-од",
        order_date=ORDER_DATE,
    )


def started(
    day: date = STARTED_ON, pair: UUID = PAIR_ID, people: tuple[UUID, ...] = ALL
) -> PairStarted:
    return PairStarted(effective_on=day, pair=pair, people=people)


def paused(day: date = PAUSED_ON) -> PairPaused:
    return PairPaused(effective_on=day, pair=PAIR_ID, people=ALL)


def resumed(day: date) -> PairResumed:
    return PairResumed(effective_on=day, pair=PAIR_ID, people=ALL)


def joined(mentee: UUID, day: date) -> MenteeJoined:
    return MenteeJoined(effective_on=day, pair=PAIR_ID, mentor=MENTOR, mentee=mentee)


def left(mentee: UUID, day: date) -> MenteeLeft:
    return MenteeLeft(effective_on=day, pair=PAIR_ID, mentor=MENTOR, mentee=mentee)


def met(day: date) -> MeetingHeld:
    return MeetingHeld(effective_on=day, pair=PAIR_ID, people=ALL, kind="regular")


def completed(day: date = ENDED_ON) -> PairCompleted:
    return PairCompleted(effective_on=day, pair=PAIR_ID, people=ALL)


def started_pair_of(mentee: UUID, *, pair: UUID, mentor: UUID, form: str) -> History:
    """A one-to-one pair that works since :data:`STARTED_ON`."""
    people = (mentor, mentee)
    return (
        proposed(pair, mentor, (mentee,), form),
        approved(pair, people),
        started(pair=pair, people=people),
    )


def pair_after(*events: Event) -> Pair:
    """The state of the pair that ``events`` tell of."""
    return state_of(PAIR, *events)
