"""Registers over two schools and two persons each: folded, repeated, asked of the past, rebuilt."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import msgspec
import psycopg
import pytest

from adapters.postgres.transaction import Transaction
from domain.erasure import CompleteErasure, RequestErasure
from domain.events import Event, Recorded
from domain.leaving import LeaveInstitution
from domain.participant import ChangeBaseStatus, EnterBase, LeaveBase, ReturnParticipant
from domain.school import MergeSchool, RenameSchool
from domain.time import DaySet
from domain.work_calendar import AdoptCalendar
from projections.changes import changes_of
from projections.register import Register
from projections.registry import REGISTERS
from service.bootstrap import Application, build
from service.rebuilding import rebuild
from service.succession import take_over
from tests.plugins.postgres import MASTER, TestDatabase
from tests.support import surveys
from tests.support.awards import busy_awards
from tests.support.consents import live_consents
from tests.support.district import District
from tests.support.mentors import admit, release
from tests.support.person_links import busy_links
from tests.support.publications import busy_publications
from tests.support.seminars import busy_seminars

LEGAL_ENTITY, SOLE_TRADER = "7707083893", "500100732259"
TABLES = [register.name for register in REGISTERS]


@pytest.fixture
def busy_district(application: Application) -> District:
    """A district in which every register has rows."""
    return make_busy(application)


def make_busy(application: Application) -> District:
    """Two schools with a pair each, one paused, one annulled, a withdrawal, a departure."""
    district = District(application, clock="2020-10-01")
    surveys.adopt(district)
    surveys.adopt(district)
    enterprises = [district.enterprise(inn, "2020-01-01") for inn in (LEGAL_ENTITY, SOLE_TRADER)]
    for code in ("01", "02"):
        school = district.school(code)
        mentor = district.participant(school, f"Наставников{code}")
        mentee = district.participant(school, "Ученикова", born=2010)
        other = district.participant(school, "Учеников", born=2011)
        district.record(EnterBase(role="mentee"), school, mentee)
        district.record(EnterBase(role="mentor"), school, mentor)
        gone = district.participant(school, "Переехала", born=2010)
        district.pair(school, mentor, [gone], "2020-09-10")
        admit(district, school, mentor, "2020-09-01")
        first = district.pair(school, mentor, [mentee, other], "2020-09-10")
        for enterprise, day in zip(enterprises, ("2020-09-15", "2020-09-20"), strict=True):
            district.set_enterprise(school, first, enterprise, day)
        district.clock = "2020-11-01"
        district.record(LeaveInstitution(), school, gone)
        district.pause(school, first, "2020-10-20", "2020-10-25")
        district.record(ChangeBaseStatus(role="mentor", status="trained"), school, mentor)
        surveys.busy_surveys(district, school, [mentee, other])
        _forget(district, school, code)
        district.withdraw(school, mentee, "2020-11-15")
        if code == "02":
            release(district, school, mentor, "2020-11-20")
            district.annul(school, first, "2020-12-01")
            district.record(LeaveBase(role="mentee"), school, mentee)
            district.residence(school, other, "2020-10-10", here=False)
            district.record(ReturnParticipant(), school, gone)
        live_consents(district, school, mentee, other)
        district.clock = "2020-10-01"
    rename = RenameSchool(name="Лицей", short_name="Л", effective_on=date(2020, 9, 1), reason="да")
    for code, since in (("01", "2020-09-01"), ("02", "2020-09-01"), ("01", "2020-02-01")):
        named = msgspec.structs.replace(rename, effective_on=date.fromisoformat(since))
        district.record(named, target=district.schools[code])
    for since in ("2020-09-01", "2020-01-01"):
        district.base_count("children", 2020, 100, day=since)
        district.base_count("young_teachers", 2020, 10, day=since)
    district.target("children_mentored", 2020, "10")
    district.target("teen_mentors", 2020, "10")
    for year in (2020, 2021, 2020):
        district.record(AdoptCalendar(year=year, working=(date(year, 2, 20),)))
    busy_awards(district)
    busy_seminars(district)
    busy_publications(district)
    busy_links(district)
    merged = district.school("03")
    mentor = district.participant(merged, "Наставников03")
    passing = district.participant(merged, "Ученикова", born=2010)
    district.pair(merged, mentor, [passing], "2020-09-10")
    merge = MergeSchool(successor=district.schools["01"], effective_on=date(2020, 9, 30))
    district.record(merge, target=district.schools.pop("03"))
    assert take_over(application, district.id, merged).pairs == 1
    return district


def _forget(district: District, school: UUID, code: str) -> None:
    """Erase somebody as far as the log tells; time goes on meanwhile."""
    forgotten = district.participant(school, f"Забытых{code}", born=2011)
    district.record(RequestErasure(ground="left"), school, forgotten)
    district.clock = "2020-12-01"
    done = CompleteErasure(act=f"2020-{code}", kinds=("key", "registers"))
    district.record(done, school, forgotten)


def stored(database: TestDatabase, table: str, tenant: UUID | None = None) -> list[str]:
    """Return a table's rows as text, sorted, so that equal rows are equal to the byte."""
    condition = f"WHERE tenant_id = '{tenant}'" if tenant else ""
    with psycopg.connect(database.admin_url) as connection:
        rows = connection.execute(f"SELECT r::text FROM reg.{table} r {condition}").fetchall()
    return sorted(row[0] for row in rows)


def test_rebuilt_rows_are_equal_to_the_byte(
    busy_district: District, application: Application, database: TestDatabase
) -> None:
    before = {table: stored(database, table) for table in TABLES}

    for tenant in (busy_district.id, *busy_district.schools.values()):
        rebuild(application, tenant)

    assert before == {table: stored(database, table) for table in TABLES}
    assert all(before[table] for table in TABLES)


def test_rebuilding_one_school_leaves_the_other_alone(
    busy_district: District, application: Application, database: TestDatabase
) -> None:
    one, other = busy_district.schools.values()
    with psycopg.connect(database.admin_url, autocommit=True) as connection:
        connection.execute("DELETE FROM reg.participant")

    rebuild(application, one)

    assert len(stored(database, "participant", one)) > 0
    assert stored(database, "participant", other) == []


@pytest.mark.parametrize("register", REGISTERS, ids=lambda register: register.name)
def test_register_as_of_any_moment_is_a_fold_of_what_was_recorded(
    register: Register[Any], busy_district: District, application: Application
) -> None:
    tenants = (busy_district.id, *busy_district.schools.values())
    for tenant in tenants:
        log = _log(application, tenant)
        for moment in {one.recorded_at for one in log}:
            heard = [one for one in log if one.recorded_at <= moment]
            folded = [row for row in register.fold(changes_of(heard), {}) if row.known_to is None]
            question = busy_district.question(as_of=moment)
            with application.reading.transaction(question) as reader:
                rows = reader.rows(
                    f"SELECT * FROM reg.{register.name} r"
                    f" WHERE r.tenant_id = %(tenant)s AND {question.known('r')}",
                    question.params() | {"tenant": tenant},
                    register.row,
                )

            assert _facts(folded) == _facts(rows)


def test_a_repeated_command_changes_no_row(
    busy_district: District, application: Application, database: TestDatabase
) -> None:
    school = busy_district.schools["01"]
    person = busy_district.participant(school, "Повторов", born=2009)
    submission = busy_district.submission(EnterBase(role="mentee"), school, person)
    busy_district.execute([submission])
    before = {table: stored(database, table) for table in TABLES}

    (again,) = busy_district.execute([submission])

    assert again.replayed
    assert before == {table: stored(database, table) for table in TABLES}


def test_residence_recorded_late_holds_until_more_is_known(
    busy_district: District, application: Application
) -> None:
    school = busy_district.schools["01"]
    person = busy_district.participant(school, "Переездов", born=2009)
    for day, here in (("2020-01-10", True), ("2020-06-01", False), ("2020-03-01", None)):
        busy_district.residence(school, person, day, here=here)

    with application.reading.transaction(busy_district.question()) as reader:
        row = _participant(reader, school, person)

    assert DaySet.between(date(2020, 1, 10), date(2020, 2, 29)) == row.home_days
    assert DaySet.between(date(2020, 6, 1)) == row.away_days


def _participant(reader: Transaction, school: UUID, person: UUID) -> Any:
    register = next(one for one in REGISTERS if one.name == "participant")
    (row,) = reader.rows(
        "SELECT * FROM reg.participant WHERE tenant_id = %(school)s AND person = %(person)s"
        " AND known_to IS NULL",
        {"school": school, "person": person},
        register.row,
    )
    return row


def _log(application: Application, tenant: UUID) -> list[Recorded[Event]]:
    with application.database.reading((tenant,)) as connection:
        return [one for batch in application.log.read(connection, tenant) for one in batch]


def _facts(rows: list[Any]) -> set[bytes]:
    """Return rows without their end, which a fold of the past cannot know."""
    return {
        msgspec.json.encode(
            [_in_utc(getattr(row, name)) for name in row.__struct_fields__ if name != "known_to"]
        )
        for row in rows
    }


def _in_utc(value: object) -> str:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else str(value)


def test_readers_that_hold_every_connection_still_reach_the_keys(
    busy_district: District, database: TestDatabase
) -> None:
    school = busy_district.schools["01"]
    with (
        closing(build(database.app_url, MASTER, connections_max=1)) as narrow,
        narrow.database.reading((school,)) as connection,
    ):
        recorded = [one for batch in narrow.log.read(connection, school) for one in batch]

    assert recorded
    assert not any(one.destroyed for one in recorded)
