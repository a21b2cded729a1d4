"""One seminar of the district: announced in spring, held on a day of October."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from domain.enrolment import EnrolmentMade
from domain.seminar import (
    CertificateIssued,
    EnrolmentReceived,
    EnrolmentWithdrawalReceived,
    SeminarAttended,
    SeminarCancelled,
    SeminarHeld,
    SeminarScheduled,
)
from tests.domain.builders import MENTOR
from tests.support.given_when_then import SCHOOL

SEMINAR_ID = UUID(int=0x5E)
ENROLMENT_ID = UUID(int=0xE1)
OTHER_SCHOOL = UUID("00000000-0000-4000-8000-000000005c02")

DECIDED_ON = date(2024, 9, 2)
ENROLLED_ON = date(2024, 9, 20)
SEMINAR_DAY = date(2024, 10, 10)
TITLE = "Первая встреча наставника"


def scheduled(held_on: date = SEMINAR_DAY) -> SeminarScheduled:
    return SeminarScheduled(
        effective_on=DECIDED_ON,
        seminar=SEMINAR_ID,
        title=TITLE,
        held_on=held_on,
        place="Центр мониторинга",
        programme="Как начать и чем закончить первую встречу",
        hours=4,
    )


def received(
    person: UUID = MENTOR, school: UUID = SCHOOL, enrolment: UUID = ENROLMENT_ID, position: int = 7
) -> EnrolmentReceived:
    return EnrolmentReceived(
        effective_on=ENROLLED_ON,
        seminar=SEMINAR_ID,
        school=school,
        enrolment=enrolment,
        person=person,
        position=position,
    )


def withdrawal_received(person: UUID = MENTOR) -> EnrolmentWithdrawalReceived:
    return EnrolmentWithdrawalReceived(
        effective_on=SEMINAR_DAY,
        seminar=SEMINAR_ID,
        school=SCHOOL,
        enrolment=ENROLMENT_ID,
        person=person,
        position=9,
    )


HELD = SeminarHeld(effective_on=SEMINAR_DAY, seminar=SEMINAR_ID, hours=4)
CANCELLED = SeminarCancelled(effective_on=SEMINAR_DAY, seminar=SEMINAR_ID, reason="карантин")


def attended(*people: UUID, school: UUID = SCHOOL) -> SeminarAttended:
    return SeminarAttended(
        effective_on=SEMINAR_DAY, seminar=SEMINAR_ID, school=school, attendees=people
    )


def certified(person: UUID = MENTOR, school: UUID = SCHOOL) -> CertificateIssued:
    return CertificateIssued(
        effective_on=SEMINAR_DAY,
        seminar=SEMINAR_ID,
        school=school,
        person=person,
        certificate_number="17",
    )


def made(
    person: UUID = MENTOR, seminar: UUID = SEMINAR_ID, enrolment: UUID = ENROLMENT_ID
) -> EnrolmentMade:
    return EnrolmentMade(
        effective_on=ENROLLED_ON, enrolment=enrolment, seminar=seminar, person=person, title=TITLE
    )
