"""Mentees join a pair that works, and leave it while others remain."""

from __future__ import annotations

from datetime import date

import msgspec

from domain.pair import (
    AlreadyInPair,
    BeforePairStart,
    ConsentNotInForce,
    JoinPair,
    LastMentee,
    LeavePair,
    MentorsThemself,
    NotInPair,
    NotRegisteredHere,
    OnPausedDay,
    PairDatesContradict,
)
from domain.time import ONE_DAY
from tests.domain.builders import (
    MENTEE,
    MENTOR,
    NEWCOMER,
    SECOND_MENTEE,
    STRANGER,
    History,
    consented,
    registered,
)
from tests.domain.pair.builders import (
    PAIR_ID,
    PAUSED_ON,
    STARTED_ON,
    joined,
    left,
    met,
    pair_after,
)
from tests.support.given_when_then import given

LEFT_ON = date(2024, 9, 20)
JOINED_ON = date(2024, 9, 25)


def test_a_newcomer_joins_a_working_pair(started_pair: History) -> None:
    given(*started_pair).when(
        JoinPair(mentee=NEWCOMER, effective_on=JOINED_ON), target=PAIR_ID
    ).then(joined(NEWCOMER, JOINED_ON))


def test_a_newcomer_may_join_on_the_first_day(started_pair: History) -> None:
    given(*started_pair).when(
        JoinPair(mentee=NEWCOMER, effective_on=STARTED_ON), target=PAIR_ID
    ).then(joined(NEWCOMER, STARTED_ON))


def test_nobody_joins_before_the_pair_starts(started_pair: History) -> None:
    given(*started_pair).when(
        JoinPair(mentee=NEWCOMER, effective_on=STARTED_ON - ONE_DAY), target=PAIR_ID
    ).then_refused(BeforePairStart, pointer="/effective_on")


def test_nobody_joins_on_a_paused_day(paused_pair: History) -> None:
    given(*paused_pair).when(
        JoinPair(mentee=NEWCOMER, effective_on=PAUSED_ON), target=PAIR_ID
    ).then_refused(OnPausedDay, pointer="/effective_on")
    given(*paused_pair).when(
        JoinPair(mentee=NEWCOMER, effective_on=PAUSED_ON - ONE_DAY), target=PAIR_ID
    ).then_accepted()


def test_a_mentee_joins_only_once(started_pair: History) -> None:
    given(*started_pair).when(JoinPair(mentee=SECOND_MENTEE), target=PAIR_ID).then_refused(
        AlreadyInPair, pointer="/mentee"
    )


def test_the_mentor_joins_not_as_a_mentee(started_pair: History) -> None:
    given(*started_pair).when(JoinPair(mentee=MENTOR), target=PAIR_ID).then_refused(
        MentorsThemself, pointer="/mentee"
    )


def test_a_person_unknown_here_cannot_join(started_pair: History) -> None:
    given(*started_pair).when(JoinPair(mentee=STRANGER), target=PAIR_ID).then_refused(
        NotRegisteredHere, pointer="/mentee"
    )


def test_a_newcomer_needs_a_consent_that_day(started_pair: History) -> None:
    history = (*started_pair, registered(STRANGER), consented(STRANGER, JOINED_ON))
    too_early = JoinPair(mentee=STRANGER, effective_on=JOINED_ON - ONE_DAY)

    given(*history).when(too_early, target=PAIR_ID).then_refused(
        ConsentNotInForce, pointer="/mentee"
    )
    given(*history).when(msgspec.structs.replace(too_early, imported=True), target=PAIR_ID).then(
        msgspec.structs.replace(joined(STRANGER, JOINED_ON - ONE_DAY), consent_later=True)
    )


def test_a_mentee_leaves_on_their_last_day(started_pair: History) -> None:
    given(*started_pair).when(
        LeavePair(mentee=SECOND_MENTEE, effective_on=LEFT_ON, reason="переезд"), target=PAIR_ID
    ).then(msgspec.structs.replace(left(SECOND_MENTEE, LEFT_ON), reason="переезд"))


def test_a_late_leaving_may_precede_a_meeting(started_pair: History) -> None:
    given(*started_pair, met(JOINED_ON)).when(
        LeavePair(mentee=SECOND_MENTEE, effective_on=LEFT_ON), target=PAIR_ID
    ).then(left(SECOND_MENTEE, LEFT_ON))


def test_nobody_leaves_before_they_joined(started_pair: History) -> None:
    given(*started_pair, joined(NEWCOMER, JOINED_ON)).when(
        LeavePair(mentee=NEWCOMER, effective_on=JOINED_ON - ONE_DAY), target=PAIR_ID
    ).then_refused(PairDatesContradict, pointer="/effective_on")
    given(*started_pair, joined(NEWCOMER, JOINED_ON)).when(
        LeavePair(mentee=NEWCOMER, effective_on=JOINED_ON), target=PAIR_ID
    ).then_accepted()


def test_only_a_mentee_of_the_pair_leaves(started_pair: History) -> None:
    for person in (NEWCOMER, MENTOR):
        given(*started_pair).when(LeavePair(mentee=person), target=PAIR_ID).then_refused(
            NotInPair, pointer="/mentee"
        )


def test_a_mentee_does_not_leave_twice(started_pair: History) -> None:
    given(*started_pair, left(SECOND_MENTEE, LEFT_ON)).when(
        LeavePair(mentee=SECOND_MENTEE), target=PAIR_ID
    ).then_refused(NotInPair, pointer="/mentee")


def test_the_last_mentee_does_not_leave(started_pair: History) -> None:
    given(*started_pair, left(SECOND_MENTEE, LEFT_ON)).when(
        LeavePair(mentee=MENTEE), target=PAIR_ID
    ).then_refused(LastMentee, pointer="/mentee")


def test_a_mentee_who_left_comes_back_later(started_pair: History) -> None:
    history = (*started_pair, left(SECOND_MENTEE, LEFT_ON))

    given(*history).when(
        JoinPair(mentee=SECOND_MENTEE, effective_on=LEFT_ON), target=PAIR_ID
    ).then_refused(PairDatesContradict, pointer="/effective_on")
    given(*history).when(
        JoinPair(mentee=SECOND_MENTEE, effective_on=LEFT_ON + ONE_DAY), target=PAIR_ID
    ).then(joined(SECOND_MENTEE, LEFT_ON + ONE_DAY))


def test_people_of_a_day_are_its_members(started_pair: History) -> None:
    pair = pair_after(*started_pair, left(MENTEE, LEFT_ON), joined(NEWCOMER, JOINED_ON))

    assert pair.people_on(STARTED_ON - ONE_DAY) == (MENTOR, MENTEE, SECOND_MENTEE)
    assert pair.people_on(LEFT_ON) == (MENTOR, MENTEE, SECOND_MENTEE)
    assert pair.people_on(LEFT_ON + ONE_DAY) == (MENTOR, SECOND_MENTEE)
    assert pair.people_on(JOINED_ON) == (MENTOR, SECOND_MENTEE, NEWCOMER)
    assert pair.everyone == (MENTOR, MENTEE, SECOND_MENTEE, NEWCOMER)
