"""Who is enrolled, who was there and who has a certificate, as the seminar takes it in."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from domain.errors import DomainError
from domain.events import Event
from domain.seminar import (
    AttendanceRecorded,
    AttendeeNamedTwice,
    BeforeSeminarDay,
    CertificateExists,
    CertificateIssued,
    EnrolmentNotReceived,
    EnrolmentReceived,
    EnrolmentRepeated,
    EnrolmentWithdrawalReceived,
    IssueCertificate,
    NotAttended,
    NotEnrolled,
    ReceiveEnrolment,
    ReceiveEnrolmentWithdrawal,
    RecordAttendance,
    SeminarAttended,
    SeminarIsCancelled,
    SeminarIsScheduled,
)
from tests.domain.builders import MENTOR, OTHER_MENTOR
from tests.domain.seminar.builders import (
    CANCELLED,
    ENROLLED_ON,
    ENROLMENT_ID,
    HELD,
    OTHER_SCHOOL,
    SEMINAR_DAY,
    SEMINAR_ID,
    attended,
    certified,
    received,
    scheduled,
    withdrawal_received,
)
from tests.support.given_when_then import SCHOOL, TODAY, given

BEFORE = SEMINAR_DAY - timedelta(days=1)
SECOND_ENROLMENT = UUID(int=0xE2)


def receive(enrolment: UUID = ENROLMENT_ID, person: UUID = MENTOR) -> ReceiveEnrolment:
    return ReceiveEnrolment(
        effective_on=ENROLLED_ON, school=SCHOOL, enrolment=enrolment, person=person, position=7
    )


def receive_withdrawal(
    enrolment: UUID = ENROLMENT_ID, school: UUID = SCHOOL
) -> ReceiveEnrolmentWithdrawal:
    return ReceiveEnrolmentWithdrawal(
        effective_on=SEMINAR_DAY, school=school, enrolment=enrolment, person=MENTOR, position=9
    )


@pytest.mark.parametrize("before", [(), (HELD,), (CANCELLED,)], ids=["open", "held", "cancelled"])
def test_an_enrolment_is_received_whatever_the_seminar_has_become(
    before: tuple[Event, ...],
) -> None:
    given(scheduled(), *before).when(receive(), target=SEMINAR_ID).then(
        EnrolmentReceived(
            effective_on=ENROLLED_ON,
            seminar=SEMINAR_ID,
            school=SCHOOL,
            enrolment=ENROLMENT_ID,
            person=MENTOR,
            position=7,
        )
    )


@pytest.mark.parametrize("later", [(), (withdrawal_received(),)], ids=["in force", "withdrawn"])
def test_an_enrolment_is_received_only_once(later: tuple[Event, ...]) -> None:
    given(scheduled(), received(), *later).when(receive(), target=SEMINAR_ID).then_refused(
        EnrolmentRepeated, "/enrolment"
    )


def test_who_withdrew_may_be_enrolled_again() -> None:
    given(scheduled(), received(), withdrawal_received()).when(
        receive(SECOND_ENROLMENT), target=SEMINAR_ID
    ).then(received(enrolment=SECOND_ENROLMENT))


def test_a_withdrawal_is_received() -> None:
    given(scheduled(), received()).when(receive_withdrawal(), target=SEMINAR_ID).then(
        EnrolmentWithdrawalReceived(
            effective_on=SEMINAR_DAY,
            seminar=SEMINAR_ID,
            school=SCHOOL,
            enrolment=ENROLMENT_ID,
            person=MENTOR,
            position=9,
        )
    )


@pytest.mark.parametrize(
    ("before", "command"),
    [
        ((), receive_withdrawal()),
        ((received(),), receive_withdrawal(SECOND_ENROLMENT)),
        ((received(),), receive_withdrawal(school=OTHER_SCHOOL)),
        ((received(), withdrawal_received()), receive_withdrawal()),
    ],
    ids=["never enrolled", "another enrolment", "another school", "twice"],
)
def test_a_withdrawal_names_an_enrolment_in_force(
    before: tuple[Event, ...], command: ReceiveEnrolmentWithdrawal
) -> None:
    given(scheduled(), *before).when(command, target=SEMINAR_ID).then_refused(
        EnrolmentNotReceived, "/enrolment"
    )


def test_a_late_withdrawal_does_not_undo_attendance() -> None:
    given(scheduled(), received(), HELD, attended(MENTOR), withdrawal_received()).when(
        IssueCertificate(school=SCHOOL, person=MENTOR, certificate_number="17"), target=SEMINAR_ID
    ).then_accepted()


def test_attendance_is_of_the_seminars_day_unless_another_is_given() -> None:
    history = (scheduled(), received(), received(OTHER_MENTOR, enrolment=SECOND_ENROLMENT), HELD)
    both = (MENTOR, OTHER_MENTOR)

    given(*history).when(RecordAttendance(school=SCHOOL, attendees=both), target=SEMINAR_ID).then(
        SeminarAttended(effective_on=SEMINAR_DAY, seminar=SEMINAR_ID, school=SCHOOL, attendees=both)
    )


@pytest.mark.parametrize(
    ("ending", "refusal"), [((), SeminarIsScheduled), ((CANCELLED,), SeminarIsCancelled)]
)
def test_nobody_attends_a_seminar_that_was_not_held(
    ending: tuple[Event, ...], refusal: type[DomainError]
) -> None:
    given(scheduled(), received(), *ending).when(
        RecordAttendance(school=SCHOOL, attendees=(MENTOR,)), target=SEMINAR_ID
    ).then_refused(refusal)


@pytest.mark.parametrize(
    ("history", "attendees", "refusal", "place"),
    [
        ((received(),), (MENTOR, OTHER_MENTOR), NotEnrolled, "/attendees/1"),
        ((received(), withdrawal_received()), (MENTOR,), NotEnrolled, "/attendees/0"),
        ((received(school=OTHER_SCHOOL),), (MENTOR,), NotEnrolled, "/attendees/0"),
        ((received(),), (MENTOR, MENTOR), AttendeeNamedTwice, "/attendees/1"),
        ((received(), attended(MENTOR)), (MENTOR,), AttendanceRecorded, "/attendees/0"),
    ],
    ids=["stranger", "withdrew", "enrolled elsewhere", "twice in a list", "recorded before"],
)
def test_attendance_is_recorded_once_of_who_is_enrolled(
    history: tuple[Event, ...], attendees: tuple[UUID, ...], refusal: type[DomainError], place: str
) -> None:
    given(scheduled(), HELD, *history).when(
        RecordAttendance(school=SCHOOL, attendees=attendees), target=SEMINAR_ID
    ).then_refused(refusal, place)


def test_who_is_enrolled_by_two_schools_attends_once() -> None:
    elsewhere = received(school=OTHER_SCHOOL, enrolment=SECOND_ENROLMENT)
    there = attended(MENTOR, school=OTHER_SCHOOL)

    given(scheduled(), received(), elsewhere, HELD, there).when(
        RecordAttendance(school=SCHOOL, attendees=(MENTOR,)), target=SEMINAR_ID
    ).then_refused(AttendanceRecorded, "/attendees/0")


def test_nobody_attends_before_the_seminars_day() -> None:
    given(scheduled(), received(), HELD).when(
        RecordAttendance(school=SCHOOL, attendees=(MENTOR,), effective_on=BEFORE),
        target=SEMINAR_ID,
    ).then_refused(BeforeSeminarDay, "/effective_on")


def test_who_attended_gets_a_certificate() -> None:
    given(scheduled(), received(), HELD, attended(MENTOR)).when(
        IssueCertificate(school=SCHOOL, person=MENTOR, certificate_number="17"), target=SEMINAR_ID
    ).then(
        CertificateIssued(
            effective_on=TODAY,
            seminar=SEMINAR_ID,
            school=SCHOOL,
            person=MENTOR,
            certificate_number="17",
        )
    )


@pytest.mark.parametrize(
    "people",
    [(), (received(),), (received(), attended(OTHER_MENTOR))],
    ids=["stranger", "stayed away", "another came"],
)
def test_who_did_not_attend_gets_no_certificate(people: tuple[Event, ...]) -> None:
    given(scheduled(), HELD, *people).when(
        IssueCertificate(school=SCHOOL, person=MENTOR, certificate_number="17"), target=SEMINAR_ID
    ).then_refused(NotAttended, "/person")


def test_nobody_gets_a_second_certificate() -> None:
    given(scheduled(), received(), HELD, attended(MENTOR), certified()).when(
        IssueCertificate(school=SCHOOL, person=MENTOR, certificate_number="18"), target=SEMINAR_ID
    ).then_refused(CertificateExists, "/person")


def test_no_certificate_is_of_a_day_before_the_seminar() -> None:
    given(scheduled(), received(), HELD, attended(MENTOR)).when(
        IssueCertificate(
            school=SCHOOL, person=MENTOR, certificate_number="17", effective_on=BEFORE
        ),
        target=SEMINAR_ID,
    ).then_refused(BeforeSeminarDay, "/effective_on")


def test_no_certificate_is_issued_before_the_seminar_was_held() -> None:
    given(scheduled(), received()).when(
        IssueCertificate(school=SCHOOL, person=MENTOR, certificate_number="17"), target=SEMINAR_ID
    ).then_refused(SeminarIsScheduled)
