"""The log of reads: added to, kept for its time, and changed by nobody."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from threading import Event
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from adapters.postgres.read_log import ReadRow, ReadWanted, Shown, list_reads
from adapters.postgres.transaction import Transaction
from service.bootstrap import Application
from service.forgetting import Forgetting
from tests.plugins.postgres import TestDatabase
from tests.store.logs import superuser
from tests.support.district import District

REASON = "ребёнок не вернулся домой после занятия"
YEAR = 365


@pytest.fixture
def district(application: Application) -> District:
    district = District(application)
    for code in ("01", "02"):
        district.school(code)
    return district


def shown(district: District, *people: UUID, **more: Any) -> Shown:
    """Return an answer to an account of the district that shows ``people`` of both schools."""
    return Shown(
        account_id=more.pop("account", uuid4()),
        title="проверяющий",
        asker=district.id,
        operation="listMentees",
        whose=dict.fromkeys(district.schools.values(), people),
        **more,
    )


def reads(district: District, *tenants: UUID, **wanted: Any) -> list[ReadRow]:
    tenants = tenants or tuple(district.schools.values())
    with district.application.database.reading(tenants) as connection:
        asked = ReadWanted(tenants=tenants, **wanted)
        return list_reads(Transaction(connection), asked, 100, None)


def age(district: District, database: TestDatabase, days: int) -> None:
    """Make all that is logged of the district's people ``days`` older."""
    with superuser(database.admin_url) as connection:
        connection.execute(
            "UPDATE audit.read SET read_at = read_at - %s * interval '1 day'"
            " WHERE tenant_id = ANY (%s)",
            (days, list(district.schools.values())),
        )


def test_an_answer_is_a_row_in_each_institution_whose_people_it_shows(
    district: District, application: Application
) -> None:
    one, other = sorted([uuid4(), uuid4()])
    application.read_log.write(shown(district, other, one))
    application.read_log.write(shown(district, one, account=district.id))

    found = reads(district)
    assert len(found) == 4
    assert {row.tenant_id for row in found} == set(district.schools.values())
    assert len({row.read_id for row in found}) == 2
    assert found[0].read_at > found[-1].read_at
    assert found[-1].persons == (one, other)
    (first, _) = district.schools.values()
    assert {row.tenant_id for row in reads(district, first)} == {first}
    assert len(reads(district, person=other)) == 2
    assert len(reads(district, account=district.id)) == 2
    assert reads(district, person=uuid4()) == []
    assert len(reads(district, until=found[0].read_at)) == 2
    assert len(reads(district, since=found[0].read_at)) == 2
    assert len(reads(district, as_of=found[-1].read_at)) == 2


def test_an_answer_that_shows_nobody_leaves_nothing(
    district: District, application: Application
) -> None:
    application.read_log.write(
        Shown(
            account_id=uuid4(), title="кто-то", asker=district.id, operation="listPairs", whose={}
        )
    )
    assert reads(district) == []


def test_pages_of_the_log_walk_every_row_once(district: District, application: Application) -> None:
    for _ in range(3):
        application.read_log.write(shown(district, uuid4()))
    tenants = tuple(district.schools.values())
    seen: list[ReadRow] = []
    with application.database.reading(tenants) as connection:
        reader, wanted = Transaction(connection), ReadWanted(tenants=tenants)
        while page := list_reads(
            reader,
            wanted,
            2,
            (seen[-1].read_at, seen[-1].tenant_id, seen[-1].read_id) if seen else None,
        ):
            seen += page
    assert seen == reads(district)
    assert len(seen) == 6


def test_a_reason_is_read_by_its_institution_and_stands_nowhere_in_clear(
    district: District, application: Application, database: TestDatabase
) -> None:
    application.read_log.write(shown(district, uuid4(), reason=REASON))

    assert [application.read_log.reason(row) for row in reads(district)] == [REASON, REASON]
    assert [row.break_glass for row in reads(district, break_glass=True)] == [True, True]
    with superuser(database.admin_url) as connection:
        rows = connection.execute(
            "SELECT r::text, reason FROM audit.read r WHERE asker = %s", (district.id,)
        ).fetchall()
    assert len(rows) == 2
    for text, sealed in rows:
        assert REASON not in text
        assert REASON.encode() not in sealed


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit.read SET persons = '{}'",
        "DELETE FROM audit.read",
        "TRUNCATE audit.read",
        "DROP TABLE audit.read",
        "ALTER TABLE audit.read DISABLE ROW LEVEL SECURITY",
        "INSERT INTO audit.read SELECT * FROM audit.read",
        "INSERT INTO audit.read (tenant_id, read_at) VALUES (gen_random_uuid(), now())",
    ],
)
def test_the_service_can_neither_change_nor_predate_what_it_logged(
    district: District, application: Application, statement: str
) -> None:
    application.read_log.write(shown(district, uuid4()))
    tenants = tuple(district.schools.values())
    before = reads(district)

    with (
        pytest.raises(psycopg.errors.InsufficientPrivilege),
        application.database.writing(readable=(), writable=tenants) as connection,
    ):
        connection.execute(statement.encode())

    assert reads(district) == before


def test_a_transaction_logs_only_for_the_tenants_it_names(
    district: District, application: Application
) -> None:
    one, other = district.schools.values()
    with (
        pytest.raises(psycopg.errors.InsufficientPrivilege),
        application.database.writing(readable=(other,), writable=(one,)) as connection,
    ):
        connection.execute(
            "INSERT INTO audit.read (tenant_id, read_id, account_id, title, asker, operation,"
            " persons, break_glass) VALUES (%s, %s, %s, '', %s, '', '{}', false)",
            (other, uuid4(), uuid4(), one),
        )


@pytest.mark.parametrize(("days", "kept"), [(YEAR - 1, 2), (2 * YEAR, 2), (1097, 0)])
def test_what_was_kept_for_its_time_is_removed(
    district: District,
    application: Application,
    database: TestDatabase,
    days: int,
    kept: int,
) -> None:
    application.read_log.write(shown(district, uuid4()))
    age(district, database, days)

    schools = tuple(district.schools.values())
    done = Forgetting(application, lambda: {district.id: schools}, 1096).run_once()

    assert done.failed == []
    assert len(reads(district)) == kept


def test_nothing_younger_than_a_year_is_removed_whatever_is_asked(
    district: District, application: Application, database: TestDatabase
) -> None:
    one, other = district.schools.values()
    for _ in range(2):
        application.read_log.write(shown(district, uuid4()))
        age(district, database, 300)
    assert application.read_log.forget(one, 0) == 1
    assert application.read_log.forget(one, -1000) == 0

    assert len(reads(district, one)) == 1
    assert len(reads(district, other)) == 2
    assert reads(district, one)[0].read_at > datetime.now(UTC) - timedelta(days=YEAR)


def test_a_tenant_that_fails_is_tried_again_and_the_others_are_not_kept_waiting(
    district: District, application: Application, database: TestDatabase
) -> None:
    application.read_log.write(shown(district, uuid4()))
    age(district, database, 2000)
    one, other = district.schools.values()
    with superuser(database.admin_url) as connection:
        connection.execute(
            "CREATE FUNCTION audit.refuse() RETURNS trigger LANGUAGE plpgsql"
            " AS $$ BEGIN RAISE 'no'; END $$"
        )
        connection.execute(
            "CREATE TRIGGER refuse BEFORE DELETE ON audit.read FOR EACH ROW"
            f" WHEN (OLD.tenant_id = '{one}') EXECUTE FUNCTION audit.refuse()"
        )
    forgetting = Forgetting(application, lambda: {district.id: (one, other)}, 1096)

    assert [stop.tenant for stop in forgetting.run_once().failed] == [one]
    assert [row.tenant_id for row in reads(district)] == [one]
    with superuser(database.admin_url) as connection:
        connection.execute("DROP TRIGGER refuse ON audit.read")
    assert forgetting.run_once().failed == []
    assert reads(district) == []
    application.read_log.write(shown(district, uuid4()))
    age(district, database, 2000)
    forgetting.run_once()
    assert len(reads(district)) == 2


def test_a_round_that_is_stopped_ends_early(
    district: District, application: Application, database: TestDatabase
) -> None:
    application.read_log.write(shown(district, uuid4()))
    age(district, database, 2000)
    schools = tuple(district.schools.values())
    stopped = Event()
    stopped.set()
    forgetting = Forgetting(application, lambda: {district.id: schools}, 1096)
    forgetting.run_once(stopped)
    assert len(reads(district)) == 2
    forgetting.run_once()
    assert reads(district) == []
