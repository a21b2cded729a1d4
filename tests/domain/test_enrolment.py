"""An institution enrols its mentors in a seminar of the district, in its own log."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest

from domain.enrolment import (
    AfterSeminarDay,
    AlreadyEnrolled,
    EnrolmentExists,
    EnrolmentIsTakenIn,
    EnrolmentIsWithdrawn,
    EnrolmentMade,
    EnrolmentWithdrawn,
    MakeEnrolment,
    NotAMentor,
    SeminarUnknown,
    WithdrawEnrolment,
    WithdrawnBeforeMade,
)
from domain.errors import DomainError
from domain.events import Event
from domain.pair import ConsentNotInForce, NotRegisteredHere
from domain.participant import BaseEntered, BaseLeft, HasLeft, ParticipantLeft
from domain.seminar import BeforeSeminarScheduled, SeminarIsCancelled, SeminarIsHeld
from tests.domain.builders import (
    LONG_AGO,
    MENTEE,
    MENTOR,
    NEWCOMER,
    OTHER_MENTOR,
    consented,
    enrolled,
    registered,
    withdrew,
)
from tests.domain.pair.builders import PAIR_ID, completed, started_pair_of
from tests.domain.seminar.builders import (
    CANCELLED,
    DECIDED_ON,
    ENROLLED_ON,
    ENROLMENT_ID,
    HELD,
    SEMINAR_DAY,
    SEMINAR_ID,
    TITLE,
    made,
    scheduled,
)
from tests.support.given_when_then import TODAY, given

ONE_DAY = timedelta(days=1)
OTHER_ID = UUID(int=0xE2)
WITHDRAWN = EnrolmentWithdrawn(
    effective_on=SEMINAR_DAY,
    enrolment=ENROLMENT_ID,
    seminar=SEMINAR_ID,
    person=MENTOR,
    title=TITLE,
)


def in_base(person: UUID) -> BaseEntered:
    return BaseEntered(effective_on=LONG_AGO, person=person, role="mentor", document="request")


def enrol(person: UUID = MENTOR, day: date = ENROLLED_ON) -> MakeEnrolment:
    return MakeEnrolment(seminar=SEMINAR_ID, person=person, effective_on=day)


MENTOR_HERE = (*enrolled(MENTOR), in_base(MENTOR))


def test_a_mentor_of_the_base_is_enrolled() -> None:
    given(scheduled(), *MENTOR_HERE).when(enrol(), target=ENROLMENT_ID).then(
        EnrolmentMade(
            effective_on=ENROLLED_ON,
            enrolment=ENROLMENT_ID,
            seminar=SEMINAR_ID,
            person=MENTOR,
            title=TITLE,
        )
    )


def test_the_mentor_of_an_open_pair_needs_no_base() -> None:
    pair = started_pair_of(MENTEE, pair=PAIR_ID, mentor=OTHER_MENTOR, form="pupil_pupil")

    given(scheduled(), *enrolled(OTHER_MENTOR, MENTEE), *pair).when(
        enrol(OTHER_MENTOR), target=ENROLMENT_ID
    ).then(made(OTHER_MENTOR))


@pytest.mark.parametrize(
    ("person", "history"),
    [
        (NEWCOMER, ()),
        (
            NEWCOMER,
            (in_base(NEWCOMER), BaseLeft(effective_on=TODAY, person=NEWCOMER, role="mentor")),
        ),
        (
            MENTEE,
            started_pair_of(MENTEE, pair=PAIR_ID, mentor=OTHER_MENTOR, form="pupil_pupil"),
        ),
        (
            OTHER_MENTOR,
            (
                *started_pair_of(MENTEE, pair=PAIR_ID, mentor=OTHER_MENTOR, form="pupil_pupil"),
                completed(),
            ),
        ),
    ],
    ids=["nothing", "left the base", "mentee of a pair", "mentor of a pair that ended"],
)
def test_who_is_no_mentor_is_not_enrolled(person: UUID, history: tuple[Event, ...]) -> None:
    given(scheduled(), *enrolled(NEWCOMER, OTHER_MENTOR, MENTEE), *history).when(
        enrol(person), target=ENROLMENT_ID
    ).then_refused(NotAMentor, "/person")


def test_a_stranger_is_not_enrolled() -> None:
    given(scheduled()).when(enrol(), target=ENROLMENT_ID).then_refused(NotRegisteredHere, "/person")


def test_who_has_left_the_institution_is_not_enrolled() -> None:
    gone = ParticipantLeft(effective_on=ENROLLED_ON, person=MENTOR)

    given(scheduled(), *MENTOR_HERE, gone).when(enrol(), target=ENROLMENT_ID).then_refused(
        HasLeft, "/person"
    )


@pytest.mark.parametrize(
    "papers",
    [
        (),
        (consented(MENTOR, since=ENROLLED_ON + ONE_DAY),),
        (consented(MENTOR), withdrew(MENTOR, ENROLLED_ON)),
    ],
    ids=["none", "later", "withdrawn"],
)
def test_nobody_is_enrolled_without_consent_that_day(papers: tuple[Event, ...]) -> None:
    given(scheduled(), registered(MENTOR), in_base(MENTOR), *papers).when(
        enrol(), target=ENROLMENT_ID
    ).then_refused(ConsentNotInForce, "/person")


def test_nobody_is_enrolled_in_a_seminar_the_district_does_not_know() -> None:
    given(*MENTOR_HERE).when(enrol(), target=ENROLMENT_ID).then_refused(SeminarUnknown, "/seminar")


@pytest.mark.parametrize(
    ("ending", "refusal"), [(HELD, SeminarIsHeld), (CANCELLED, SeminarIsCancelled)]
)
def test_nobody_is_enrolled_in_a_seminar_that_is_over(
    ending: Event, refusal: type[DomainError]
) -> None:
    given(scheduled(), ending, *MENTOR_HERE).when(enrol(), target=ENROLMENT_ID).then_refused(
        refusal
    )


@pytest.mark.parametrize(
    ("day", "refusal"),
    [
        (DECIDED_ON - ONE_DAY, BeforeSeminarScheduled),
        (DECIDED_ON, None),
        (SEMINAR_DAY, None),
        (SEMINAR_DAY + ONE_DAY, AfterSeminarDay),
    ],
)
def test_people_are_enrolled_from_the_decision_to_the_day(
    day: date, refusal: type[DomainError] | None
) -> None:
    outcome = given(scheduled(), *MENTOR_HERE).when(enrol(day=day), target=ENROLMENT_ID)

    if refusal is None:
        outcome.then_accepted()
    else:
        outcome.then_refused(refusal, "/effective_on")


def test_nobody_is_enrolled_twice() -> None:
    given(scheduled(), *MENTOR_HERE, made()).when(enrol(), target=OTHER_ID).then_refused(
        AlreadyEnrolled, "/person"
    )


def test_an_enrolment_in_another_seminar_is_no_hindrance() -> None:
    given(scheduled(), *MENTOR_HERE, made(seminar=UUID(int=0x5F), enrolment=OTHER_ID)).when(
        enrol(), target=ENROLMENT_ID
    ).then(made())


def test_an_enrolment_is_made_only_once() -> None:
    given(scheduled(), *MENTOR_HERE, made()).when(enrol(), target=ENROLMENT_ID).then_refused(
        EnrolmentExists
    )


def test_who_withdrew_is_enrolled_again() -> None:
    given(scheduled(), *MENTOR_HERE, made(), WITHDRAWN).when(enrol(), target=OTHER_ID).then(
        made(enrolment=OTHER_ID)
    )


def test_an_enrolment_is_withdrawn() -> None:
    given(scheduled(), *MENTOR_HERE, made()).when(
        WithdrawEnrolment(effective_on=SEMINAR_DAY), target=ENROLMENT_ID
    ).then(WITHDRAWN)


def test_an_enrolment_is_withdrawn_only_once() -> None:
    given(scheduled(), *MENTOR_HERE, made(), WITHDRAWN).when(
        WithdrawEnrolment(effective_on=SEMINAR_DAY), target=ENROLMENT_ID
    ).then_refused(EnrolmentIsWithdrawn)


@pytest.mark.parametrize(
    ("ending", "refusal"), [(HELD, SeminarIsHeld), (CANCELLED, SeminarIsCancelled)]
)
def test_an_enrolment_in_a_seminar_that_is_over_stays(
    ending: Event, refusal: type[DomainError]
) -> None:
    given(scheduled(), ending, *MENTOR_HERE, made()).when(
        WithdrawEnrolment(), target=ENROLMENT_ID
    ).then_refused(refusal)


@pytest.mark.parametrize(
    ("day", "refusal"),
    [(ENROLLED_ON - ONE_DAY, WithdrawnBeforeMade), (SEMINAR_DAY + ONE_DAY, AfterSeminarDay)],
)
def test_an_enrolment_is_withdrawn_between_its_day_and_the_seminars(
    day: date, refusal: type[DomainError]
) -> None:
    given(scheduled(), *MENTOR_HERE, made()).when(
        WithdrawEnrolment(effective_on=day), target=ENROLMENT_ID
    ).then_refused(refusal, "/effective_on")


def test_what_the_district_has_taken_in_is_not_corrected() -> None:
    given(scheduled(), *MENTOR_HERE, made(), WITHDRAWN).when(
        WithdrawEnrolment(effective_on=ENROLLED_ON, corrects=2, reason="опечатка"),
        target=ENROLMENT_ID,
    ).then_refused(EnrolmentIsTakenIn, "/corrects")
