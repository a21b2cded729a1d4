"""Seminars, who is in them and what each school enrolled: rows of two schools."""

from __future__ import annotations

from datetime import date
from typing import TypeVar
from uuid import UUID

import pytest

from domain.enrolment import EnrolmentMade, EnrolmentWithdrawn
from domain.seminar import (
    EnrolmentReceived,
    EnrolmentWithdrawalReceived,
    HoldSeminar,
    RecordAttendance,
    StrikeSeminarFact,
)
from projections.register import Register, Row
from projections.seminars import ATTENDANCES, ENROLMENTS, SEMINARS, Material
from service.bootstrap import Application
from tests.store.logs import events_of
from tests.support.awards import follow
from tests.support.district import District
from tests.support.seminars import (
    BusySeminars,
    busy_seminars,
    enrol,
    mentor,
    schedule,
    two_schools,
    withdraw,
)

RowT = TypeVar("RowT", bound=Row)
SEMINAR_DAY = date(2020, 10, 22)
TAKEN_IN_AS = {
    EnrolmentMade: EnrolmentReceived,
    EnrolmentWithdrawn: EnrolmentWithdrawalReceived,
}


@pytest.fixture
def district(application: Application) -> District:
    """Two schools."""
    return two_schools(application)


@pytest.fixture
def seminars(district: District) -> BusySeminars:
    """A seminar that was held and one that was called off, with people of both schools."""
    return busy_seminars(district)


def rows_now(district: District, register: Register[RowT], tenant: UUID) -> list[RowT]:
    question = district.question()
    with district.application.reading.transaction(question) as reader:
        return reader.rows(
            f"SELECT * FROM reg.{register.name} WHERE tenant_id = %(tenant)s AND known_to IS NULL",
            {"tenant": tenant},
            register.row,
        )


def test_rows_of_seminars_tell_what_became_of_them(
    district: District, seminars: BusySeminars
) -> None:
    rows = {row.seminar: row for row in rows_now(district, SEMINARS, district.id)}

    held, cancelled = rows[seminars.held], rows[seminars.cancelled]
    assert (held.status, held.held_on, held.hours) == ("held", SEMINAR_DAY, 5)
    assert (held.begins_at, held.place, held.capacity) == ("10:00", "Школа № 1", 3)
    assert held.materials == (
        Material(
            number=1,
            title="Памятка",
            link="https://example.ru/first.pdf",
            attached_on=SEMINAR_DAY,
        ),
    )
    assert (cancelled.status, cancelled.cancelled_why) == ("cancelled", "карантин")
    assert (cancelled.held_on, cancelled.materials) == (date(2020, 12, 1), ())


def test_rows_of_attendance_join_both_schools_to_the_seminar(
    district: District, seminars: BusySeminars
) -> None:
    rows = {
        (row.school, row.person): row
        for row in rows_now(district, ATTENDANCES, district.id)
        if row.seminar == seminars.held
    }

    one, other = district.schools.values()
    assert {place: row.status for place, row in rows.items()} == {
        (one, seminars.first["01"]): "attended",
        (one, seminars.second["01"]): "withdrawn",
        (other, seminars.first["02"]): "attended",
        (other, seminars.second["02"]): "attended",
    }
    certified = rows[one, seminars.first["01"]]
    assert (certified.enrolled_on, certified.attended_on) == (date(2020, 9, 15), SEMINAR_DAY)
    assert (certified.certificate_number, certified.certificate_on) == (
        "2020-17",
        date(2020, 10, 25),
    )
    gone = rows[one, seminars.second["01"]]
    assert (gone.withdrawn_on, gone.attended_on) == (date(2020, 10, 15), None)


def test_a_struck_certificate_leaves_the_row_of_who_attended(
    district: District, seminars: BusySeminars
) -> None:
    district.clock = "2020-12-01"
    of_certificate = 1 + 4 + 1 + 3 + 2 + 1
    strike = StrikeSeminarFact(corrects=of_certificate, reason="не тому участнику")

    receipt = district.record(strike, target=seminars.held)

    (row,) = (
        row
        for row in rows_now(district, ATTENDANCES, district.id)
        if (row.seminar, row.person) == (seminars.held, seminars.first["01"])
    )
    assert (row.status, row.certificate_number, row.certificate_on) == ("attended", None, None)
    assert row.version == receipt.version == of_certificate + 1


def test_rows_of_enrolments_stand_in_the_school_that_made_them(
    district: District, seminars: BusySeminars
) -> None:
    for code, school in district.schools.items():
        rows = {(row.seminar, row.person): row for row in rows_now(district, ENROLMENTS, school)}
        first, second = seminars.first[code], seminars.second[code]
        assert set(rows) == {
            (seminars.held, first),
            (seminars.held, second),
            (seminars.cancelled, first),
        }
        gone = date(2020, 10, 15) if code == "01" else None
        assert rows[seminars.held, second].withdrawn_on == gone
        assert rows[seminars.cancelled, first].title == "Последняя встреча"


def test_the_district_takes_in_what_each_school_recorded_once(
    district: District, seminars: BusySeminars
) -> None:
    again = follow(district)

    received = [
        (one.event.school, one.event.position, type(one.event), one.causation)
        for one in events_of(district.application, district.id)
        if isinstance(one.event, EnrolmentReceived | EnrolmentWithdrawalReceived)
    ]
    causes = [
        (school, one.position, TAKEN_IN_AS[type(one.event)], one.command_id)
        for school in district.schools.values()
        for one in events_of(district.application, school)
        if type(one.event) in TAKEN_IN_AS
    ]
    assert (again.carried_out, again.refused, again.failed) == (0, [], [])
    assert len(causes) == 2 * 3 + 1
    assert sorted(received, key=str) == sorted(causes, key=str)


def test_who_attended_stays_so_whatever_the_school_withdraws_later(
    district: District, application: Application
) -> None:
    school = district.schools["01"]
    seminar = schedule(district, "Семинар", "2020-09-01", "2020-09-20")
    person = mentor(district, school, "Упорнов")
    enrolment = enrol(district, school, seminar, person, "2020-09-10")
    follow(district)
    withdraw(district, school, enrolment, "2020-09-15")
    district.record(HoldSeminar(hours=4, effective_on=date(2020, 9, 20)), target=seminar)
    district.record(RecordAttendance(school=school, attendees=(person,)), target=seminar)

    done = follow(district)

    (row,) = rows_now(district, ATTENDANCES, district.id)
    assert (done.carried_out, done.refused) == (1, [])
    assert (row.status, row.withdrawn_on) == ("attended", date(2020, 9, 15))
