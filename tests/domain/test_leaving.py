"""Who leaves the institution leaves their pairs and bases on that day, and may come back."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import msgspec
import pytest

from domain.errors import DomainError, NotFound
from domain.events import Event
from domain.leaving import LEFT, MENTEE_LEFT, MENTOR_LEFT, LeaveInstitution
from domain.pair import (
    PairAnnulled,
    PairDatesContradict,
    PairDiscontinued,
)
from domain.participant import (
    BaseDatesContradict,
    BaseEntered,
    BaseLeft,
    HasLeft,
    LeavesBeforeArrival,
    LeavesForItself,
    ParticipantLeft,
    ParticipantReturned,
)
from domain.school import SchoolRegistered
from domain.time import ONE_DAY
from tests.domain.builders import (
    CATALOGUE,
    LONG_AGO,
    MENTEE,
    MENTOR,
    NEWCOMER,
    OTHER_MENTOR,
    SECOND_MENTEE,
    History,
    enrolled,
    registered,
)
from tests.domain.pair.builders import (
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
    started,
    started_pair_of,
)
from tests.support.given_when_then import SCHOOL, TODAY, given

LAST_DAY = date(2024, 10, 5)
ELSEWHERE = UUID(int=0x5C02)
LEAVE = LeaveInstitution(effective_on=LAST_DAY)
ENROLLED: History = (
    *CATALOGUE,
    *enrolled(MENTOR, OTHER_MENTOR, MENTEE, SECOND_MENTEE, NEWCOMER),
)
GROUP: History = (*ENROLLED, proposed(), approved(), started())
ALONE: History = (
    *ENROLLED,
    *started_pair_of(MENTEE, pair=PAIR_ID, mentor=MENTOR, form="pupil_pupil"),
)


def gone(person: UUID, day: date = LAST_DAY) -> ParticipantLeft:
    return ParticipantLeft(effective_on=day, person=person)


def broken_off(*mentees: UUID, why: str, pair: UUID = PAIR_ID) -> PairDiscontinued:
    return PairDiscontinued(effective_on=LAST_DAY, pair=pair, people=(MENTOR, *mentees), reason=why)


def entered(role: str, day: date = STARTED_ON, person: UUID = MENTEE) -> BaseEntered:
    return msgspec.convert(
        {"effective_on": day, "person": person, "role": role, "document": "request"}, BaseEntered
    )


def test_a_mentee_leaves_a_group_that_goes_on() -> None:
    given(*GROUP).when(LEAVE, target=MENTEE).then(
        msgspec.structs.replace(left(MENTEE, LAST_DAY), reason=MENTEE_LEFT), gone(MENTEE)
    )


def test_a_pair_of_one_mentee_breaks_off() -> None:
    given(*ALONE).when(LEAVE, target=MENTEE).then(broken_off(MENTEE, why=MENTEE_LEFT), gone(MENTEE))


def test_a_group_breaks_off_with_the_last_mentee_in_it() -> None:
    given(*GROUP, left(SECOND_MENTEE, STARTED_ON)).when(LEAVE, target=MENTEE).then(
        broken_off(MENTEE, why=MENTEE_LEFT), gone(MENTEE)
    )


def test_a_paused_pair_breaks_off_too() -> None:
    given(*ALONE, paused()).when(LEAVE, target=MENTEE).then(
        broken_off(MENTEE, why=MENTEE_LEFT), gone(MENTEE)
    )


def test_pairs_of_a_mentor_break_off() -> None:
    other = started_pair_of(NEWCOMER, pair=OTHER_PAIR_ID, mentor=MENTOR, form="pupil_pupil")

    given(*GROUP, *other).when(LEAVE, target=MENTOR).then(
        broken_off(MENTEE, SECOND_MENTEE, why=MENTOR_LEFT),
        broken_off(NEWCOMER, why=MENTOR_LEFT, pair=OTHER_PAIR_ID),
        gone(MENTOR),
    )


@pytest.mark.parametrize("order", [(), (approved(),)], ids=["proposed", "approved"])
@pytest.mark.parametrize(("person", "why"), [(MENTOR, MENTOR_LEFT), (MENTEE, MENTEE_LEFT)])
def test_a_pair_that_has_not_started_is_annulled(
    order: tuple[Event, ...], person: UUID, why: str
) -> None:
    annulled = PairAnnulled(
        effective_on=LAST_DAY, pair=PAIR_ID, people=(MENTOR, MENTEE, SECOND_MENTEE), reason=why
    )

    given(*ENROLLED, proposed(), *order).when(LEAVE, target=person).then(annulled, gone(person))


@pytest.mark.parametrize(
    "ended",
    [
        completed(LAST_DAY),
        PairDiscontinued(effective_on=LAST_DAY, pair=PAIR_ID, people=(MENTOR,), reason="переезд"),
        PairAnnulled(effective_on=TODAY, pair=PAIR_ID, people=(MENTOR,), reason="ошибка"),
    ],
    ids=["completed", "discontinued", "annulled"],
)
def test_pairs_that_are_over_stay_as_they_ended(ended: Event) -> None:
    for person in (MENTOR, MENTEE):
        given(*GROUP, ended).when(LEAVE, target=person).then(gone(person))


def test_a_group_left_before_stays_as_it_was() -> None:
    given(*GROUP, left(MENTEE, LAST_DAY)).when(LEAVE, target=MENTEE).then(gone(MENTEE))


def test_places_in_the_bases_end_that_day() -> None:
    history = (*ENROLLED, entered("mentee"), entered("mentor"))

    given(*history).when(LEAVE, target=MENTEE).then(
        BaseLeft(effective_on=LAST_DAY, person=MENTEE, role="mentee", reason=LEFT),
        BaseLeft(effective_on=LAST_DAY, person=MENTEE, role="mentor", reason=LEFT),
        gone(MENTEE),
    )


def test_a_base_left_before_is_left_once() -> None:
    before = BaseLeft(effective_on=STARTED_ON, person=MENTEE, role="mentee")

    given(*ENROLLED, entered("mentee"), before).when(LEAVE, target=MENTEE).then(gone(MENTEE))


def test_others_keep_their_pairs_and_bases() -> None:
    given(*GROUP, entered("mentee", person=NEWCOMER)).when(LEAVE, target=OTHER_MENTOR).then(
        gone(OTHER_MENTOR)
    )


def test_the_institution_they_go_to_and_the_reason_are_kept() -> None:
    other = SchoolRegistered(
        effective_on=LONG_AGO, school=ELSEWHERE, name="Школа", short_name="Школа", kind="general"
    )
    command = LeaveInstitution(to_school=ELSEWHERE, reason="переезд семьи")

    given(*ENROLLED, other).when(command, target=MENTEE).then(
        ParticipantLeft(
            effective_on=TODAY, person=MENTEE, to_school=ELSEWHERE, reason="переезд семьи"
        )
    )


def test_an_institution_the_district_does_not_know_is_not_found() -> None:
    given(*ENROLLED).when(LeaveInstitution(to_school=ELSEWHERE), target=MENTEE).then_refused(
        NotFound, pointer="/to_school"
    )


def test_nobody_leaves_for_where_they_are() -> None:
    given(*ENROLLED).when(LeaveInstitution(to_school=SCHOOL), target=MENTEE).then_refused(
        LeavesForItself, pointer="/to_school"
    )


def test_who_is_not_registered_does_not_leave() -> None:
    given(registered(MENTOR)).when(LEAVE, target=MENTEE).then_refused(NotFound)


def test_nobody_leaves_twice() -> None:
    given(*ENROLLED, gone(MENTEE)).when(LEAVE, target=MENTEE).then_refused(HasLeft)


def test_nobody_leaves_before_they_came() -> None:
    too_early = LeaveInstitution(effective_on=LONG_AGO - ONE_DAY)
    back = ParticipantReturned(effective_on=TODAY, person=MENTEE)

    given(*ENROLLED).when(too_early, target=MENTEE).then_refused(
        LeavesBeforeArrival, pointer="/effective_on"
    )
    given(*ENROLLED, gone(MENTEE), back).when(
        LeaveInstitution(effective_on=TODAY - ONE_DAY), target=MENTEE
    ).then_refused(LeavesBeforeArrival, pointer="/effective_on")
    given(*ENROLLED).when(LeaveInstitution(effective_on=LONG_AGO), target=MENTEE).then_accepted()


@pytest.mark.parametrize(
    ("later", "error"),
    [
        ((*ALONE, met(LAST_DAY + ONE_DAY)), PairDatesContradict),
        ((*ALONE, paused(LAST_DAY + ONE_DAY)), PairDatesContradict),
        ((*ALONE, completed(LAST_DAY + ONE_DAY)), PairDatesContradict),
        ((*GROUP, left(MENTEE, LAST_DAY + ONE_DAY)), PairDatesContradict),
        (
            (*GROUP, left(MENTEE, STARTED_ON), joined(MENTEE, LAST_DAY + ONE_DAY)),
            PairDatesContradict,
        ),
        ((*ENROLLED, entered("mentee", LAST_DAY + ONE_DAY)), BaseDatesContradict),
    ],
    ids=["meeting", "pause", "end", "departure", "joining", "base"],
)
def test_what_is_recorded_of_a_later_day_is_not_contradicted(
    later: History, error: type[DomainError]
) -> None:
    given(*later).when(LEAVE, target=MENTEE).then_refused(error, pointer="/effective_on")
    given(*later).when(LeaveInstitution(effective_on=TODAY), target=MENTEE).then_accepted()


def test_a_group_may_meet_after_a_departure_written_down_late() -> None:
    given(*GROUP, met(TODAY)).when(LEAVE, target=MENTEE).then_accepted()
