"""Seminars of a district and enrolments in them, made by real commands."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import msgspec

from domain.enrolment import MakeEnrolment, WithdrawEnrolment
from domain.participant import EnterBase
from domain.seminar import (
    AttachMaterial,
    CancelSeminar,
    HoldSeminar,
    IssueCertificate,
    RecordAttendance,
    RescheduleSeminar,
    ScheduleSeminar,
)
from service.bootstrap import Application
from tests.support.awards import follow
from tests.support.district import REASON, District


def two_schools(application: Application) -> District:
    """Found a district with the schools 01 and 02, in the autumn of 2020."""
    district = District(application, clock="2020-10-01")
    for code in ("01", "02"):
        district.school(code)
    return district


def schedule(
    district: District, title: str, decided_on: str, held_on: str, *, capacity: int | None = None
) -> UUID:
    """Announce a seminar."""
    command = ScheduleSeminar(
        title=title,
        held_on=date.fromisoformat(held_on),
        begins_at="14:30",
        place="Центр мониторинга",
        programme="Как начать и чем закончить первую встречу",
        hours=4,
        capacity=capacity,
        effective_on=date.fromisoformat(decided_on),
    )
    return UUID(district.record(command).id)


def mentor(district: District, school: UUID, name: str, *, born: int = 1980) -> UUID:
    """Register a consenting person who stands in the base of mentors."""
    person = district.participant(school, name, born=born)
    entered = EnterBase(role="mentor", effective_on=date(2019, 9, 1), reason=REASON)
    district.record(entered, school, person)
    return person


def enrol(district: District, school: UUID, seminar: UUID, person: UUID, day: str) -> UUID:
    """Let an institution enrol one of its mentors."""
    command = MakeEnrolment(
        seminar=seminar, person=person, effective_on=date.fromisoformat(day), reason=REASON
    )
    return UUID(district.record(command, school).id)


def withdraw(district: District, school: UUID, enrolment: UUID, day: str) -> None:
    """Let an institution withdraw an enrolment."""
    command = WithdrawEnrolment(effective_on=date.fromisoformat(day), reason=REASON)
    district.record(command, school, enrolment)


class BusySeminars(msgspec.Struct, frozen=True):
    """One seminar that was held and one that was called off; people by the school's code."""

    held: UUID
    cancelled: UUID
    first: dict[str, UUID]
    second: dict[str, UUID]


def busy_seminars(district: District) -> BusySeminars:
    """Two schools with two mentors each, for three places in a seminar.

    The first of school 01 attends and is given a certificate, the second withdraws; of school 02
    both attend. Both schools had sent their first to the other seminar too.
    """
    district.clock = "2020-10-01"
    held = schedule(district, "Первая встреча", "2020-09-01", "2020-10-20", capacity=3)
    cancelled = schedule(district, "Последняя встреча", "2020-09-02", "2020-12-01")
    first, second, enrolments = {}, {}, {}
    for code, school in district.schools.items():
        first[code] = mentor(district, school, f"Первов{code}", born=1981)
        second[code] = mentor(district, school, f"Вторых{code}", born=1982)
        for person in (first[code], second[code]):
            enrolments[person] = enrol(district, school, held, person, "2020-09-15")
        enrol(district, school, cancelled, first[code], "2020-09-16")
        follow(district)
    district.clock = "2020-10-15"
    withdraw(district, district.schools["01"], enrolments[second["01"]], "2020-10-15")
    follow(district)
    district.clock = "2020-11-01"
    day = date(2020, 10, 22)
    moved = RescheduleSeminar(
        held_on=day, place="Школа № 1", begins_at="10:00", effective_on=date(2020, 10, 16)
    )
    link = "https://example.ru/first.pdf"
    district.record(moved, target=held)
    district.record(AttachMaterial(title="Памятка", link=link, effective_on=day), target=held)
    district.record(HoldSeminar(hours=5, effective_on=day), target=held)
    came = {"01": (first["01"],), "02": (first["02"], second["02"])}
    for code, attendees in came.items():
        district.record(
            RecordAttendance(school=district.schools[code], attendees=attendees), target=held
        )
    certificate = IssueCertificate(
        school=district.schools["01"],
        person=first["01"],
        certificate_number="2020-17",
        effective_on=date(2020, 10, 25),
    )
    district.record(certificate, target=held)
    off = CancelSeminar(reason="карантин", effective_on=date(2020, 11, 1))
    district.record(off, target=cancelled)
    district.clock = "2020-10-01"
    return BusySeminars(held, cancelled, first, second)
