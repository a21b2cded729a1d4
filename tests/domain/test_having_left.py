"""Who has left enters nothing here, may come back, and departures are corrected."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import msgspec
import pytest

from domain.correcting import FactIsNeeded
from domain.leaving import LeaveInstitution
from domain.pair import (
    AfterPairEnd,
    HoldMeeting,
    JoinPair,
    MeetingHeld,
    PairDatesContradict,
    PairDiscontinued,
    PairProposed,
    ProposePair,
    StartPair,
)
from domain.participant import (
    BaseEntered,
    EnterBase,
    HasLeft,
    HasNotLeft,
    LeavesBeforeArrival,
    ParticipantLeft,
    ParticipantReturned,
    RegisterParticipant,
    ReturnParticipant,
    ReturnsBeforeLeaving,
    StrikeParticipantFact,
)
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
)
from tests.domain.pair.builders import (
    PAIR_ID,
    STARTED_ON,
    approved,
    proposed,
    started,
    started_pair_of,
)
from tests.support.given_when_then import TODAY, given

LAST_DAY = date(2024, 10, 5)
LEAVE = LeaveInstitution(effective_on=LAST_DAY)
ENROLLED: History = (
    *CATALOGUE,
    *enrolled(MENTOR, OTHER_MENTOR, MENTEE, SECOND_MENTEE, NEWCOMER),
)
ALONE: History = (
    *ENROLLED,
    *started_pair_of(MENTEE, pair=PAIR_ID, mentor=MENTOR, form="pupil_pupil"),
)


def gone(person: UUID, day: date = LAST_DAY) -> ParticipantLeft:
    return ParticipantLeft(effective_on=day, person=person)


def entered(role: str, day: date = STARTED_ON, person: UUID = MENTEE) -> BaseEntered:
    return msgspec.convert(
        {"effective_on": day, "person": person, "role": role, "document": "request"}, BaseEntered
    )


def test_who_has_left_enters_no_base_and_no_pair() -> None:
    history = (*ENROLLED, gone(MENTEE))
    group = (proposed(mentees=(SECOND_MENTEE, NEWCOMER)), approved(), started())

    given(*history).when(EnterBase(role="mentee"), target=MENTEE).then_refused(HasLeft)
    given(*history).when(
        ProposePair(mentor=MENTOR, mentees=(NEWCOMER, MENTEE), form="pupil_pupil"), target=PAIR_ID
    ).then_refused(HasLeft, pointer="/mentees/1")
    given(*history).when(
        ProposePair(mentor=MENTEE, mentees=(NEWCOMER,), form="pupil_pupil"), target=PAIR_ID
    ).then_refused(HasLeft, pointer="/mentor")
    given(*history, *group).when(JoinPair(mentee=MENTEE), target=PAIR_ID).then_refused(
        HasLeft, pointer="/mentee"
    )
    given(*history, proposed(), approved()).when(StartPair(), target=PAIR_ID).then_refused(
        HasLeft, pointer="/mentees/0"
    )


def test_who_has_left_comes_back_on_a_later_day() -> None:
    history = (*ENROLLED, gone(MENTEE))
    back = ParticipantReturned(effective_on=LAST_DAY + ONE_DAY, person=MENTEE, reason="вернулся")

    given(*history).when(ReturnParticipant(effective_on=LAST_DAY), target=MENTEE).then_refused(
        ReturnsBeforeLeaving, pointer="/effective_on"
    )
    given(*history).when(
        ReturnParticipant(effective_on=LAST_DAY + ONE_DAY, reason="вернулся"), target=MENTEE
    ).then(back)


def test_only_who_has_left_comes_back() -> None:
    back = ParticipantReturned(effective_on=TODAY, person=MENTEE)

    given(*ENROLLED).when(ReturnParticipant(), target=MENTEE).then_refused(HasNotLeft)
    given(*ENROLLED, gone(MENTEE), back).when(ReturnParticipant(), target=MENTEE).then_refused(
        HasNotLeft
    )


def test_who_is_back_enters_bases_and_pairs_again() -> None:
    history = (*ENROLLED, gone(MENTEE), ParticipantReturned(effective_on=TODAY, person=MENTEE))

    given(*history).when(EnterBase(role="mentee"), target=MENTEE).then_accepted()
    given(*history).when(
        ProposePair(mentor=MENTOR, mentees=(MENTEE,), form="pupil_pupil"), target=PAIR_ID
    ).then(
        PairProposed(
            effective_on=TODAY, pair=PAIR_ID, mentor=MENTOR, mentees=(MENTEE,), form="pupil_pupil"
        )
    )


def test_meetings_held_before_the_departure_can_still_be_written_down() -> None:
    departed = given(*ALONE).when(LEAVE, target=MENTEE).events

    assert [type(one) for one in departed] == [PairDiscontinued, ParticipantLeft]
    after = given(*ALONE, *departed)
    after.when(HoldMeeting(effective_on=LAST_DAY), target=PAIR_ID).then(
        MeetingHeld(effective_on=LAST_DAY, pair=PAIR_ID, people=(MENTOR, MENTEE), kind="regular")
    )
    after.when(HoldMeeting(effective_on=LAST_DAY + ONE_DAY), target=PAIR_ID).then_refused(
        AfterPairEnd, pointer="/effective_on"
    )


LEFT_BY: History = (*ENROLLED, gone(MENTEE))


def test_a_departure_is_corrected_and_struck() -> None:
    place = 2
    later = LeaveInstitution(effective_on=TODAY, corrects=place, reason="приказ позже")

    given(*LEFT_BY).when(later, target=MENTEE).then(
        msgspec.structs.replace(gone(MENTEE, TODAY), corrects=place, reason="приказ позже")
    )
    given(*LEFT_BY).when(
        StrikeParticipantFact(corrects=place, reason="не выбывал"), target=MENTEE
    ).then(msgspec.structs.replace(gone(MENTEE), corrects=place, struck=True, reason="не выбывал"))


def test_a_corrected_departure_fits_the_return_and_the_pairs() -> None:
    back = ParticipantReturned(effective_on=TODAY, person=MENTEE)
    pair = given(*ALONE).when(LEAVE, target=MENTEE).events

    def corrected(day: date) -> LeaveInstitution:
        return LeaveInstitution(effective_on=day, corrects=2, reason="приказ")

    given(*LEFT_BY, back).when(corrected(TODAY), target=MENTEE).then_refused(
        ReturnsBeforeLeaving, pointer="/effective_on"
    )
    given(*LEFT_BY).when(corrected(LONG_AGO - ONE_DAY), target=MENTEE).then_refused(
        LeavesBeforeArrival, pointer="/effective_on"
    )
    given(*ALONE, *pair).when(corrected(LAST_DAY - ONE_DAY), target=MENTEE).then_refused(
        PairDatesContradict, pointer="/effective_on"
    )


BACK = ParticipantReturned(effective_on=LAST_DAY + ONE_DAY, person=MENTEE)


@pytest.mark.parametrize(
    ("struck", "moves"),
    [
        (2, (gone(MENTEE), BACK)),
        (3, (gone(MENTEE), BACK, gone(MENTEE, TODAY))),
        (3, (gone(MENTEE), BACK, entered("mentee", TODAY))),
    ],
    ids=["return", "departure", "base"],
)
def test_what_builds_on_a_departure_or_return_keeps_it(struck: int, moves: History) -> None:
    given(*ENROLLED, *moves).when(
        StrikeParticipantFact(corrects=struck, reason="ошибка"), target=MENTEE
    ).then_refused(FactIsNeeded, pointer="/corrects")


def test_a_corrected_registration_comes_before_the_departure() -> None:
    command = RegisterParticipant(
        last_name="Ф", first_name="И", effective_on=TODAY, corrects=1, reason="приказ"
    )

    given(*LEFT_BY).when(command, target=MENTEE).then_refused(
        LeavesBeforeArrival, pointer="/effective_on"
    )


def test_pairs_of_who_has_left_are_corrected() -> None:
    pair = given(*ALONE).when(LEAVE, target=MENTEE).events
    command = ProposePair(
        mentor=MENTOR, mentees=(MENTEE,), form="teacher_pupil", corrects=1, reason="ошибка"
    )

    given(*ALONE, *pair).when(command, target=PAIR_ID).then_accepted()
