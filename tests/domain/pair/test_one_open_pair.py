"""In one institution a mentee works in at most one pair of a form at a time."""

from __future__ import annotations

from uuid import UUID

from domain.events import Event
from domain.pair import JoinPair, MenteeInOpenPair, PairStarted, StartPair
from tests.domain.builders import NEWCOMER, OTHER_MENTOR, SECOND_MENTEE, History
from tests.domain.pair.builders import (
    ENDED_ON,
    OTHER_PAIR_ID,
    PAIR_ID,
    STARTED_ON,
    approved,
    left,
    proposed,
    started_pair_of,
)
from tests.support.given_when_then import given

START = StartPair(effective_on=STARTED_ON)
JOIN = JoinPair(mentee=NEWCOMER, effective_on=STARTED_ON)


def second_pair(pair: UUID = OTHER_PAIR_ID, form: str = "pupil_pupil") -> History:
    """An approved pair of another mentor with a newcomer and the first pair's second mentee."""
    mentees = (NEWCOMER, SECOND_MENTEE)
    return (
        proposed(pair, OTHER_MENTOR, mentees, form),
        approved(pair, (OTHER_MENTOR, *mentees)),
    )


def test_a_mentee_of_a_started_pair_starts_no_other(started_pair: History) -> None:
    given(*started_pair, *second_pair()).when(START, target=OTHER_PAIR_ID).then_refused(
        MenteeInOpenPair, pointer="/mentees/1"
    )


def test_a_mentee_of_a_paused_pair_starts_no_other(paused_pair: History) -> None:
    given(*paused_pair, *second_pair()).when(START, target=OTHER_PAIR_ID).then_refused(
        MenteeInOpenPair, pointer="/mentees/1"
    )


def test_a_pair_of_another_form_may_start(started_pair: History) -> None:
    history = (*started_pair, *second_pair(form="teacher_pupil"))

    given(*history).when(START, target=OTHER_PAIR_ID).then_accepted()


def test_a_mentee_of_an_ended_pair_may_start_again(
    completed_pair: History, discontinued_pair: History, annulled_pair: History
) -> None:
    for history in (completed_pair, discontinued_pair, annulled_pair):
        given(*history, *second_pair()).when(START, target=OTHER_PAIR_ID).then_accepted()


def test_a_pair_only_approved_hinders_nobody(approved_pair: History) -> None:
    given(*approved_pair, *second_pair()).when(START, target=OTHER_PAIR_ID).then_accepted()


def test_a_mentee_who_left_may_start_elsewhere(started_pair: History) -> None:
    history = (*started_pair, left(SECOND_MENTEE, ENDED_ON), *second_pair())

    given(*history).when(START, target=OTHER_PAIR_ID).then_accepted()


def test_a_mentor_elsewhere_may_join_as_mentee(started_pair: History) -> None:
    other = started_pair_of(OTHER_MENTOR, pair=OTHER_PAIR_ID, mentor=NEWCOMER, form="pupil_pupil")

    given(*started_pair, *other).when(JOIN, target=PAIR_ID).then_accepted()


def test_a_mentee_of_an_open_pair_joins_no_other(started_pair: History) -> None:
    other = started_pair_of(NEWCOMER, pair=OTHER_PAIR_ID, mentor=OTHER_MENTOR, form="pupil_pupil")

    given(*started_pair, *other).when(JOIN, target=PAIR_ID).then_refused(
        MenteeInOpenPair, pointer="/mentee"
    )


def test_a_mentee_may_join_under_another_form(started_pair: History) -> None:
    other = started_pair_of(NEWCOMER, pair=OTHER_PAIR_ID, mentor=OTHER_MENTOR, form="teacher_pupil")

    given(*started_pair, *other).when(JOIN, target=PAIR_ID).then_accepted()


def test_twelve_pairs_of_one_mentee_start_once(enrolled_people: History) -> None:
    pairs = [UUID(int=0x1000 + number) for number in range(12)]
    history: list[Event] = [*enrolled_people]
    for pair in pairs:
        history += second_pair(pair)

    for pair in pairs:
        history += given(*history).when(START, target=pair).events

    assert sum(isinstance(event, PairStarted) for event in history) == 1
