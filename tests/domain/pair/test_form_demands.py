"""What a form asks of the people in a pair, on the day they begin to work in it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import msgspec
import pytest

from domain.aggregate import Aggregate
from domain.clearance import CLEARANCE, ClearanceRecorded, ClearanceRevoked
from domain.errors import DomainError
from domain.events import Event
from domain.form import FormChanged
from domain.labour_agreement import (
    LABOUR_AGREEMENT,
    LabourAgreementEnded,
    LabourAgreementRecorded,
)
from domain.pair import (
    ClearanceNotInForce,
    JoinPair,
    LabourAgreementNotInForce,
    NotOfThisInstitution,
    StartPair,
)
from domain.paper import Papers
from domain.participant import ParticipantRegistered
from domain.time import ONE_DAY
from tests.domain.builders import (
    CATALOGUE,
    LONG_AGO,
    MENTEE,
    MENTOR,
    NEWCOMER,
    PUPIL_PUPIL,
    SECOND_MENTEE,
    History,
    consented,
    enrolled,
    registered,
)
from tests.domain.pair.builders import PAIR_ID, STARTED_ON, approved, joined, proposed, started
from tests.support.given_when_then import given

START = StartPair(effective_on=STARTED_ON)
START_IMPORTED = StartPair(effective_on=STARTED_ON, imported=True)
JOINED_ON = date(2024, 9, 20)
JOIN = JoinPair(mentee=NEWCOMER, effective_on=JOINED_ON)
JOIN_IMPORTED = JoinPair(mentee=NEWCOMER, effective_on=JOINED_ON, imported=True)
PLACES = {MENTOR: "/mentor", MENTEE: "/mentees/0", SECOND_MENTEE: "/mentees/1"}


def asking(**demands: bool) -> FormChanged:
    """The pairs' form, from long ago on with exactly these demands."""
    none = {"same_institution": False}
    return FormChanged(**{**msgspec.structs.asdict(PUPIL_PUPIL), **none, **demands})


class Demand(msgspec.Struct, frozen=True):
    """A paper that a form may ask of the mentor."""

    form: FormChanged
    paper: type[ClearanceRecorded | LabourAgreementRecorded]
    over: Event
    """The paper is ended, so that STARTED_ON is the first day without it."""
    refusal: type[DomainError]
    aggregate: Aggregate[Papers]

    def held(self, since: date = LONG_AGO, until: date | None = None) -> Event:
        return self.paper(effective_on=since, person=MENTOR, number=1, valid_until=until)


DEMANDS = (
    Demand(
        asking(clearance_required=True),
        ClearanceRecorded,
        ClearanceRevoked(effective_on=STARTED_ON, person=MENTOR, number=1),
        ClearanceNotInForce,
        CLEARANCE,
    ),
    Demand(
        asking(labour_agreement_required=True),
        LabourAgreementRecorded,
        LabourAgreementEnded(
            effective_on=STARTED_ON - ONE_DAY, person=MENTOR, number=1, ended_by="employer"
        ),
        LabourAgreementNotInForce,
        LABOUR_AGREEMENT,
    ),
)
each_demand = pytest.mark.parametrize("demand", DEMANDS, ids=lambda one: one.aggregate.name)


@each_demand
def test_a_pair_starts_with_what_its_form_asks_of_the_mentor(
    demand: Demand, approved_pair: History
) -> None:
    history = (*approved_pair, demand.form)

    for paper in (demand.held(), demand.held(STARTED_ON), demand.held(until=STARTED_ON)):
        given(*history, paper).when(START, target=PAIR_ID).then(started())
    given(*history).when(START, target=PAIR_ID).then_refused(demand.refusal, pointer="/mentor")


@each_demand
def test_a_paper_not_in_force_that_day_does_not_do(demand: Demand, approved_pair: History) -> None:
    history = (*approved_pair, demand.form)
    missed: tuple[History, ...] = (
        (demand.held(until=STARTED_ON - ONE_DAY),),
        (demand.held(STARTED_ON + ONE_DAY),),
        (demand.held(), demand.over),
    )

    for papers in missed:
        given(*history, *papers).when(START, target=PAIR_ID).then_refused(
            demand.refusal, pointer="/mentor"
        )


@each_demand
def test_the_mentees_need_no_such_paper_and_have_none_for_the_mentor(
    demand: Demand, approved_pair: History
) -> None:
    of_a_mentee = msgspec.structs.replace(demand.held(), person=MENTEE)

    given(*approved_pair, demand.form, of_a_mentee).when(START, target=PAIR_ID).then_refused(
        demand.refusal, pointer="/mentor"
    )


@each_demand
def test_a_later_paper_is_accepted_in_imports_only(demand: Demand, approved_pair: History) -> None:
    history = (*approved_pair, demand.form, demand.held(STARTED_ON + ONE_DAY))

    given(*history).when(START, target=PAIR_ID).then_refused(demand.refusal, pointer="/mentor")
    given(*history).when(START_IMPORTED, target=PAIR_ID).then(started())


@each_demand
def test_an_import_needs_the_paper_all_the_same(demand: Demand, approved_pair: History) -> None:
    history = (*approved_pair, demand.form)

    for papers in ((), (demand.held(), demand.over)):
        given(*history, *papers).when(START_IMPORTED, target=PAIR_ID).then_refused(
            demand.refusal, pointer="/mentor"
        )


@each_demand
def test_a_mentee_joins_while_the_mentors_paper_holds(
    demand: Demand, started_pair: History
) -> None:
    history = (*started_pair, demand.form)

    given(*history, demand.held(until=JOINED_ON)).when(JOIN, target=PAIR_ID).then(
        joined(NEWCOMER, JOINED_ON)
    )
    given(*history, demand.held(until=JOINED_ON - ONE_DAY)).when(JOIN, target=PAIR_ID).then_refused(
        demand.refusal, pointer="/mentor"
    )


@each_demand
def test_a_mentee_of_an_import_joins_with_a_later_paper(
    demand: Demand, started_pair: History
) -> None:
    history = (*started_pair, demand.form, demand.held(JOINED_ON + ONE_DAY))

    given(*history).when(JOIN, target=PAIR_ID).then_refused(demand.refusal, pointer="/mentor")
    given(*history).when(JOIN_IMPORTED, target=PAIR_ID).then(joined(NEWCOMER, JOINED_ON))


def test_a_form_that_asks_for_nothing_gets_nothing(approved_pair: History) -> None:
    given(*approved_pair, asking()).when(START, target=PAIR_ID).then(started())


def outsider(person: UUID) -> ParticipantRegistered:
    return msgspec.structs.replace(registered(person), outside=True)


@pytest.mark.parametrize("person", PLACES)
def test_a_form_of_one_institution_starts_with_nobody_from_outside(person: UUID) -> None:
    others = enrolled(*(one for one in PLACES if one != person))
    guest = (outsider(person), consented(person))
    history = (*CATALOGUE, *others, *guest, proposed(), approved())

    given(*history).when(START, target=PAIR_ID).then_refused(
        NotOfThisInstitution, pointer=PLACES[person]
    )
    given(*history).when(START_IMPORTED, target=PAIR_ID).then_refused(
        NotOfThisInstitution, pointer=PLACES[person]
    )
    given(*history, asking()).when(START, target=PAIR_ID).then(started())


def test_nobody_from_outside_joins_a_form_of_one_institution(started_pair: History) -> None:
    without_newcomer = tuple(event for event in started_pair if NEWCOMER not in event.concerns())
    history = (*without_newcomer, outsider(NEWCOMER), consented(NEWCOMER))

    given(*history).when(JOIN, target=PAIR_ID).then_refused(NotOfThisInstitution, pointer="/mentee")
    given(*history, asking()).when(JOIN, target=PAIR_ID).then(joined(NEWCOMER, JOINED_ON))
