"""Whether the facts of a pair still fit together once one of them was corrected or struck."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from domain.correcting import FactIsNeeded
from domain.pair import rules
from domain.pair.errors import PairPeopleFixed, StartBeforeOrder
from domain.pair.events import (
    InterimResult,
    MeetingHeld,
    MenteeJoined,
    MenteeLeft,
    PairCompleted,
    PairDiscontinued,
    PairEvent,
    PairFact,
    PairPaused,
    PairResumed,
    PairStarted,
)
from domain.pair.state import Pair, evolve


def check(events: Sequence[PairEvent]) -> None:
    """Refuse facts of one pair that contradict each other.

    What may follow what is what the commands admit. Raises :class:`FactIsNeeded` where a fact
    lacks the one it follows, :class:`PairPeopleFixed` where later facts name others than the pair
    does, and for a day that contradicts another what a command of that day is refused with.
    """
    pair: Pair | None = None
    for event in events:
        if pair is not None:
            _follows(pair, event)
        pair = evolve(pair, event)
    for event in events:
        if pair is not None and isinstance(event, MeetingHeld):
            rules.on_a_day_in_force(pair, event.effective_on)
        if pair is not None and isinstance(event, InterimResult):
            rules.within_the_period(pair, event.effective_on)


def _follows(pair: Pair, event: PairEvent) -> None:
    if pair.status not in rules.ADMITTED[type(event)]:
        raise FactIsNeeded("/corrects")
    day = event.effective_on
    match event:
        case PairStarted():
            if set(event.people) != set(pair.everyone):
                raise PairPeopleFixed("/mentees")
            if pair.order_date is not None and day < pair.order_date:
                raise StartBeforeOrder("/effective_on", order_date=pair.order_date)
        case MenteeJoined():
            rules.within_the_period(pair, day)
        case MenteeLeft():
            _leaves(pair, event, day)
        case PairResumed():
            paused_on, _ = pair.pauses[-1]
            rules.not_before(day, paused_on)
        case PairPaused() | PairCompleted() | PairDiscontinued():
            rules.not_before(day, pair.changed_on)
        case _:
            pass
    named = event.people if isinstance(event, PairFact) else (event.mentor,)
    if not set(named) <= set(pair.everyone):
        raise PairPeopleFixed("/mentor")


def _leaves(pair: Pair, event: MenteeLeft, day: date) -> None:
    membership = pair.membership(event.mentee)
    if membership is None or not membership.present:
        raise FactIsNeeded("/corrects")
    joined_on, _ = membership.stays.spans[-1]
    rules.not_before(day, joined_on)
