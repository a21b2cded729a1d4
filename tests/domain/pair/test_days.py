"""On which days a pair, and everyone in it, is in force."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, strategies

from domain.events import Event
from domain.pair import Pair, PairAnnulled, PairDiscontinued
from domain.time import NO_DAYS, ONE_DAY, DaySet
from tests.domain.builders import MENTEE, MENTOR, NEWCOMER, SECOND_MENTEE
from tests.domain.pair.builders import (
    ALL,
    PAIR_ID,
    approved,
    completed,
    joined,
    left,
    pair_after,
    paused,
    proposed,
    resumed,
    started,
)

FIRST, LAST = date(2020, 10, 1), date(2021, 6, 30)
PAUSE, RESUMPTION = date(2020, 11, 1), date(2022, 3, 1)


def pair(*events: Event) -> Pair:
    return pair_after(proposed(), approved(), started(FIRST), *events)


def test_a_pair_never_started_is_never_in_force() -> None:
    approved_pair = pair_after(proposed(), approved())

    assert approved_pair.days == NO_DAYS
    assert approved_pair.days_of(MENTEE) == NO_DAYS


def test_an_open_pair_is_in_force_without_end() -> None:
    assert pair().days == DaySet.between(FIRST)


def test_the_first_and_the_last_day_count() -> None:
    broken_off = PairDiscontinued(effective_on=LAST, pair=PAIR_ID, people=ALL)

    assert pair(completed(LAST)).days == DaySet.between(FIRST, LAST)
    assert pair(broken_off).days == DaySet.between(FIRST, LAST)


def test_a_pause_ends_the_day_before_resumption() -> None:
    rested = pair(paused(PAUSE), resumed(RESUMPTION))

    assert rested.days == DaySet.between(FIRST, PAUSE - ONE_DAY) | DaySet.between(RESUMPTION)
    assert not rested.days & DaySet.of_year(2021)


def test_a_pair_ended_in_a_pause_stays_paused() -> None:
    assert pair(paused(PAUSE), completed(LAST)).days == DaySet.between(FIRST, PAUSE - ONE_DAY)


def test_a_pause_of_no_day_changes_nothing() -> None:
    assert pair(paused(PAUSE), resumed(PAUSE)).days == DaySet.between(FIRST)


def test_an_annulled_pair_was_never_in_force() -> None:
    annulled = PairAnnulled(effective_on=LAST, pair=PAIR_ID, people=ALL)

    assert pair(annulled).days == NO_DAYS
    assert pair(completed(LAST), annulled).days_of(MENTOR) == NO_DAYS


def test_members_count_from_joining_to_leaving() -> None:
    group = pair(
        joined(NEWCOMER, PAUSE), left(SECOND_MENTEE, PAUSE), left(NEWCOMER, LAST), completed(LAST)
    )

    assert group.days_of(MENTOR) == DaySet.between(FIRST, LAST)
    assert group.days_of(MENTEE) == DaySet.between(FIRST, LAST)
    assert group.days_of(SECOND_MENTEE) == DaySet.between(FIRST, PAUSE)
    assert group.days_of(NEWCOMER) == DaySet.between(PAUSE, LAST)


def test_a_member_rests_while_the_pair_does() -> None:
    rested = pair(left(MENTEE, PAUSE), paused(PAUSE), resumed(RESUMPTION))

    assert rested.days_of(MENTEE) == DaySet.between(FIRST, PAUSE - ONE_DAY)


def test_a_member_who_came_back_has_two_stays() -> None:
    back = pair(left(MENTEE, PAUSE), joined(MENTEE, RESUMPTION))

    assert back.days_of(MENTEE) == DaySet.between(FIRST, PAUSE) | DaySet.between(RESUMPTION)
    assert back.everyone == ALL


def test_a_stranger_is_in_force_never() -> None:
    assert pair().days_of(NEWCOMER) == NO_DAYS


@given(strategies.lists(strategies.integers(0, 12), max_size=8), strategies.integers(0, 5))
def test_days_equal_a_count_day_by_day(steps: list[int], until_end: int) -> None:
    day, rests, in_force = FIRST, False, set()
    events: list[Event] = []
    for step in [*steps, until_end]:
        if not rests:
            in_force |= {day + timedelta(days=passed) for passed in range(step)}
        day += timedelta(days=step)
        rests = not rests
        events.append(paused(day) if rests else resumed(day))
    events[-1] = completed(day)
    if rests:
        in_force.add(day)

    days = pair(*events).days

    around = [FIRST + timedelta(days=passed - 2) for passed in range(120)]
    assert [one in in_force for one in around] == [one in days for one in around]
