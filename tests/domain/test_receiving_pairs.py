"""The successor of a merged institution takes over the pairs that work."""

from __future__ import annotations

from uuid import UUID

import msgspec
import pytest

from domain.events import Event
from domain.pair import (
    MeetingHeld,
    MenteeLeft,
    NotRegisteredHere,
    PairAnnulled,
    PairEnterpriseSet,
    PairExists,
    PairProposed,
    PairStarted,
    PlanSet,
    ProposePair,
)
from domain.succession import NothingToReceive, ReceivePair
from domain.time import ONE_DAY
from tests.domain.builders import (
    CATALOGUE,
    INN,
    MENTEE,
    MENTOR,
    NEWCOMER,
    OTHER_INN,
    SECOND_MENTEE,
    History,
    registered,
)
from tests.domain.merging import FIRST_DAY, LAST_DAY, MERGED, as_of_then
from tests.domain.pair.builders import (
    ALL,
    ENDED_ON,
    OTHER_PAIR_ID,
    PAIR_ID,
    STARTED_ON,
    approved,
    completed,
    joined,
    left,
    met,
    paused,
    proposed,
    resumed,
    started,
    started_pair_of,
)
from tests.support.given_when_then import given

PAIR: History = (proposed(), approved(), started())
HERE: History = tuple(registered(one) for one in (*ALL, NEWCOMER))


def pair(*known: Event) -> ReceivePair:
    return ReceivePair(from_school=MERGED, last_day=LAST_DAY, known=known)


def opening(*mentees: UUID) -> tuple[Event, ...]:
    people = (MENTOR, *mentees)
    return (
        as_of_then(
            proposed(OTHER_PAIR_ID), mentees=mentees, received_from=MERGED, received_pair=PAIR_ID
        ),
        as_of_then(approved(OTHER_PAIR_ID, people)),
    )


def start(*mentees: UUID) -> PairStarted:
    return PairStarted(effective_on=FIRST_DAY, pair=OTHER_PAIR_ID, people=(MENTOR, *mentees))


def moved(event: Event) -> Event:
    return msgspec.structs.replace(event, pair=OTHER_PAIR_ID)


def test_a_pair_goes_on_the_day_after() -> None:
    given(*HERE).when(pair(*PAIR, met(STARTED_ON)), target=OTHER_PAIR_ID).then(
        *opening(MENTEE, SECOND_MENTEE), start(MENTEE, SECOND_MENTEE)
    )


def test_a_pair_passes_with_those_who_are_in_it() -> None:
    known = (*PAIR, left(MENTEE, LAST_DAY), joined(NEWCOMER, LAST_DAY))

    given(*HERE).when(pair(*known), target=OTHER_PAIR_ID).then(
        *opening(SECOND_MENTEE, NEWCOMER), start(SECOND_MENTEE, NEWCOMER)
    )


def test_a_paused_pair_stays_paused_and_keeps_its_plan() -> None:
    plans = [
        PlanSet(effective_on=STARTED_ON, pair=PAIR_ID, people=ALL, plan=plan)
        for plan in ("первый", "второй")
    ]

    outcome = given(*HERE).when(pair(*PAIR, *plans, paused()), target=OTHER_PAIR_ID)

    outcome.then(
        *opening(MENTEE, SECOND_MENTEE),
        as_of_then(plans[1], pair=OTHER_PAIR_ID),
        start(MENTEE, SECOND_MENTEE),
        as_of_then(moved(paused())),
    )


def test_a_pair_keeps_the_enterprise_that_gives_its_mentor() -> None:
    named, later = (
        PairEnterpriseSet(effective_on=day, pair=PAIR_ID, people=ALL, enterprise=code)
        for day, code in ((LAST_DAY, INN), (FIRST_DAY, OTHER_INN))
    )

    events = given(*HERE).when(pair(*PAIR, later, named), target=OTHER_PAIR_ID).events

    (proposal, *_) = events
    assert isinstance(proposal, PairProposed)
    assert proposal.enterprise == INN
    assert moved(later) in events


def test_what_was_recorded_of_later_days_follows() -> None:
    meeting = MeetingHeld(
        effective_on=FIRST_DAY, pair=PAIR_ID, people=(MENTOR, NEWCOMER), kind="regular"
    )
    later = (
        resumed(FIRST_DAY),
        joined(NEWCOMER, FIRST_DAY),
        MenteeLeft(effective_on=FIRST_DAY, pair=PAIR_ID, mentor=MENTOR, mentee=MENTEE),
        meeting,
        completed(ENDED_ON),
    )
    members = (MENTEE, SECOND_MENTEE)

    given(*HERE).when(pair(*PAIR, paused(), *later), target=OTHER_PAIR_ID).then(
        *opening(*members), start(*members), as_of_then(moved(paused())), *map(moved, later)
    )


def test_a_pair_that_began_after_the_last_day_begins_here() -> None:
    late = started(FIRST_DAY + ONE_DAY)

    given(*HERE).when(pair(proposed(), approved(), late), target=OTHER_PAIR_ID).then(
        *opening(MENTEE, SECOND_MENTEE), moved(late)
    )


def test_a_proposal_may_be_written_down_after_the_start() -> None:
    late = as_of_then(proposed())

    given(*HERE).when(pair(late, *PAIR[1:]), target=OTHER_PAIR_ID).then(
        *opening(MENTEE, SECOND_MENTEE), start(MENTEE, SECOND_MENTEE)
    )


@pytest.mark.parametrize(
    "known",
    [
        (),
        (proposed(),),
        (proposed(), approved()),
        (*PAIR, completed(LAST_DAY)),
        (*PAIR, PairAnnulled(effective_on=FIRST_DAY, pair=PAIR_ID, people=ALL, reason="ошибка")),
    ],
    ids=["nothing", "proposed", "approved", "completed", "annulled"],
)
def test_a_pair_that_does_not_work_does_not_pass(known: History) -> None:
    given(*HERE).when(pair(*known), target=OTHER_PAIR_ID).then_refused(NothingToReceive)


def test_a_mentee_in_an_open_pair_of_the_form_is_received_all_the_same() -> None:
    other = started_pair_of(MENTEE, pair=UUID(int=0x300), mentor=NEWCOMER, form="pupil_pupil")

    given(*HERE, *other).when(pair(*PAIR), target=OTHER_PAIR_ID).then_accepted()


def test_a_pair_passes_only_with_people_who_are_registered() -> None:
    given(registered(MENTOR), registered(MENTEE)).when(
        pair(*PAIR), target=OTHER_PAIR_ID
    ).then_refused(NotRegisteredHere, pointer="/known")


def test_a_pair_is_received_once() -> None:
    given(*HERE, proposed(OTHER_PAIR_ID)).when(pair(*PAIR), target=OTHER_PAIR_ID).then_refused(
        PairExists
    )


def test_a_correction_keeps_where_a_pair_passed_from() -> None:
    proposal, _ = opening(MENTEE, SECOND_MENTEE)
    propose = ProposePair(
        mentor=MENTOR,
        mentees=(MENTEE, SECOND_MENTEE),
        form="teacher_pupil",
        effective_on=FIRST_DAY,
        corrects=1,
        reason="форма",
    )

    given(*CATALOGUE, *HERE, proposal).when(propose, target=OTHER_PAIR_ID).then(
        msgspec.structs.replace(proposal, form="teacher_pupil", corrects=1, reason="форма")
    )
