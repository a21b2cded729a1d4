"""Erasure is decided on when a person takes part in nothing; then nothing more is recorded."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from domain.consent import GiveConsent
from domain.consent_decision import ConsentDecisionTaken
from domain.erasure import (
    AlreadyErased,
    CompleteErasure,
    DataKept,
    ErasureCompleted,
    ErasureRequested,
    PersonErased,
    RequestErasure,
    StillInBase,
    StillInPair,
)
from domain.errors import NotFound
from domain.events import Event
from domain.pair import AnnulPair, SetPlan
from domain.participant import BaseEntered, BaseLeft, EnterBase, StrikeParticipantFact
from domain.school import SchoolClosed, SchoolRegistered
from domain.time import ONE_DAY
from tests.domain.builders import (
    CATALOGUE,
    LONG_AGO,
    MENTEE,
    MENTOR,
    SECOND_MENTEE,
    enrolled,
    registered,
    withdrew,
)
from tests.domain.pair.builders import (
    ENDED_ON,
    PAIR_ID,
    approved,
    completed,
    left,
    paused,
    proposed,
    started,
)
from tests.support.given_when_then import ACTOR, SCHOOL, TODAY, given

REQUEST = RequestErasure(ground="withdrawal")
REQUESTED = ErasureRequested(
    effective_on=TODAY, person=MENTEE, ground="withdrawal", decided_by=ACTOR
)
COMPLETE = CompleteErasure(act="7/1", kinds=("key", "registers"))
COMPLETED = ErasureCompleted(
    effective_on=TODAY, person=MENTEE, act="7/1", kinds=("key", "registers")
)
PEOPLE = (*CATALOGUE, *enrolled(MENTEE, MENTOR, SECOND_MENTEE))
STARTED = (*PEOPLE, proposed(), approved(), started())
IN_BASE = BaseEntered(effective_on=LONG_AGO, person=MENTEE, role="mentee", document="request")
OPENED = SchoolRegistered(
    effective_on=LONG_AGO, school=SCHOOL, name="Школа", short_name="Школа", kind="general"
)
CLOSED = SchoolClosed(effective_on=date(2023, 8, 31), school=SCHOOL)


def kept(until: date) -> ConsentDecisionTaken:
    return ConsentDecisionTaken(
        effective_on=LONG_AGO,
        person=MENTEE,
        purpose="processing",
        number=1,
        decision="keep",
        kept_until=until,
    )


def test_the_request_is_the_decision_to_destroy() -> None:
    given(*PEOPLE, withdrew(MENTEE, TODAY)).when(REQUEST, target=MENTEE).then(REQUESTED)


def test_a_reason_goes_with_it() -> None:
    told = msgspec.structs.replace(REQUEST, reason="заявление")

    given(*PEOPLE).when(told, target=MENTEE).then(
        msgspec.structs.replace(REQUESTED, reason="заявление")
    )


def test_who_is_not_recorded_cannot_be_erased() -> None:
    given(registered(MENTOR)).when(REQUEST, target=MENTEE).then_refused(NotFound)


@pytest.mark.parametrize("pair", [(), (approved(),), (approved(), started())])
@pytest.mark.parametrize("person", [MENTOR, MENTEE])
def test_who_is_in_a_pair_is_not_erased(pair: tuple[Event, ...], person: object) -> None:
    given(*PEOPLE, proposed(), *pair).when(REQUEST, target=person).then_refused(  # type: ignore[arg-type]
        StillInPair
    )


def test_who_is_in_a_paused_pair_is_not_erased() -> None:
    given(*STARTED, paused()).when(REQUEST, target=MENTEE).then_refused(StillInPair)


def test_who_was_in_a_pair_is_erased() -> None:
    given(*STARTED, completed()).when(REQUEST, target=MENTOR).then_accepted()
    given(*STARTED, left(MENTEE, ENDED_ON)).when(REQUEST, target=MENTEE).then_accepted()
    given(*STARTED, left(MENTEE, ENDED_ON)).when(REQUEST, target=MENTOR).then_refused(StillInPair)


def test_who_stands_in_a_base_is_not_erased() -> None:
    out = BaseLeft(effective_on=LONG_AGO, person=MENTEE, role="mentee")

    given(*PEOPLE, IN_BASE).when(REQUEST, target=MENTEE).then_refused(StillInBase)
    given(*PEOPLE, IN_BASE, out).when(REQUEST, target=MENTEE).then_accepted()


def test_a_closed_institution_erases_though_nothing_else_can_be_ended_there() -> None:
    given(*STARTED, IN_BASE, OPENED, CLOSED).when(REQUEST, target=MENTEE).then(REQUESTED)


def test_data_kept_on_a_ground_are_not_erased_before_the_term() -> None:
    given(*PEOPLE, kept(TODAY)).when(REQUEST, target=MENTEE).then_refused(DataKept)
    given(*PEOPLE, kept(TODAY - ONE_DAY)).when(REQUEST, target=MENTEE).then_accepted()


def test_it_is_completed_once() -> None:
    given(*PEOPLE, REQUESTED).when(COMPLETE, target=MENTEE).then(COMPLETED)
    given(*PEOPLE, REQUESTED, COMPLETED).when(COMPLETE, target=MENTEE).then_refused(AlreadyErased)
    given(*PEOPLE).when(COMPLETE, target=MENTEE).then_refused(NotFound)


def test_nothing_more_is_recorded_of_whom_it_concerns() -> None:
    erased = given(*STARTED, completed(), REQUESTED)
    consent = GiveConsent(purpose="processing", signed_by="self", wording="1")

    for command in (
        REQUEST,
        EnterBase(role="mentee"),
        consent,
        StrikeParticipantFact(corrects=1, reason="ошибка"),
    ):
        erased.when(command, target=MENTEE).then_refused(PersonErased)
    erased.when(EnterBase(role="mentee"), target=SECOND_MENTEE).then_accepted()


def test_nor_in_a_record_of_several_people() -> None:
    ended = (*STARTED, completed(), REQUESTED)

    annul = AnnulPair(reason="внесена ошибочно")
    given(*ended).when(annul, target=PAIR_ID).then_refused(PersonErased)


def test_a_group_goes_on_without_whom_it_lost() -> None:
    lost = (*STARTED, left(MENTEE, ENDED_ON), REQUESTED)

    given(*lost).when(SetPlan(plan="план"), target=PAIR_ID).then_accepted()
