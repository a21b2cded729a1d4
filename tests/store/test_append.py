"""What ``es.append`` promises: positions, versions, clock, chain, and who may call it."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import msgspec
import psycopg
import pytest
from psycopg import sql

from adapters.postgres.database import Database, UnsafeRoleError
from adapters.postgres.embedded import EmbeddedPostgres
from adapters.postgres.log import OutOfScopeError, StaleVersionError
from adapters.postgres.migrate import migrate
from domain.participant import EnterBase, RegisterParticipant
from service.bootstrap import APP_ROLE, BACKUP_ROLE, OWNER_ROLE, Application, build
from service.submission import Receipt
from tests.plugins.postgres import MASTER, TestDatabase, copy_of
from tests.store.logs import append, entry, events_of, open_tenant, stored_rows, superuser
from tests.support.district import District

LOG_PAGE = Path(__file__).parent.parent.parent / "docs" / "log.md"


def verifier_of_the_page() -> dict[str, Any]:
    """Return what the Python of docs/log.md defines: the test trusts the page, not our code."""
    (code,) = re.findall(r"```python\n(.*?)```", LOG_PAGE.read_text(encoding="utf-8"), re.DOTALL)
    defined: dict[str, Any] = {}
    exec(code, defined)  # noqa: S102 - it is our own documentation
    return defined


@pytest.fixture
def tenant(application: Application) -> UUID:
    return open_tenant(application)


def test_positions_are_dense_over_commands_streams_and_transactions(
    application: Application, tenant: UUID
) -> None:
    stream = uuid4()

    first = append(application, entry(tenant, stream, (1, 2)), entry(tenant))
    (second,) = append(application, entry(tenant, stream, (3, 4, 5)))

    placed = [(one.first_position, one.last_position) for one in [*first, second]]
    assert placed == [(1, 2), (3, 3), (4, 6)]
    assert [one.position for one in events_of(application, tenant)] == [1, 2, 3, 4, 5, 6]


def test_a_rolled_back_append_leaves_no_gap(application: Application, tenant: UUID) -> None:
    append(application, entry(tenant))
    with pytest.raises(StaleVersionError):
        append(application, entry(tenant), entry(tenant, versions=(7,)))

    (appended,) = append(application, entry(tenant))

    assert appended.first_position == 2


@pytest.mark.parametrize("versions", [(1,), (2,), (1, 2), (4,), (3, 5), (4, 3)], ids=str)
def test_a_version_that_exists_or_leaves_a_gap_is_refused(
    application: Application, tenant: UUID, versions: tuple[int, ...]
) -> None:
    stream = uuid4()
    append(application, entry(tenant, stream, (1, 2)))

    with pytest.raises(StaleVersionError):
        append(application, entry(tenant, stream, versions))

    assert [one.version for one in events_of(application, tenant)] == [1, 2]


def test_one_stream_id_in_two_tenants_is_two_streams(application: Application) -> None:
    stream = uuid4()
    tenants = sorted(open_tenant(application) for _ in range(2))

    append(application, *(entry(tenant, stream) for tenant in tenants))

    assert [len(events_of(application, tenant)) for tenant in tenants] == [1, 1]


def test_time_is_one_within_a_command_and_rises_from_command_to_command(
    application: Application, tenant: UUID
) -> None:
    for _ in range(20):
        append(application, *(entry(tenant, versions=(1, 2)) for _ in range(3)))

    times: dict[UUID, set[datetime]] = defaultdict(set)
    for event in events_of(application, tenant):
        times[event.command_id].add(event.recorded_at)
    assert {len(moments) for moments in times.values()} == {1}
    in_order = [moments.pop() for moments in times.values()]
    assert all(earlier < later for earlier, later in pairwise(in_order))


def test_time_rises_even_if_the_clock_stands_still_or_goes_back(
    application: Application, tenant: UUID
) -> None:
    noon = datetime(2020, 10, 1, 12, tzinfo=UTC)
    given = (noon, noon, noon - timedelta(days=1))

    appended = append(application, *(entry(tenant, recorded_at=moment) for moment in given))

    step = timedelta(microseconds=1)
    assert [one.recorded_at for one in appended] == [
        noon,
        noon + step,
        noon + 2 * step,
    ]


def test_the_servers_clock_is_taken(application: Application, tenant: UUID) -> None:
    before = datetime.now(UTC)

    (appended,) = append(application, entry(tenant))

    assert before <= appended.recorded_at <= datetime.now(UTC)


def test_the_chain_is_the_one_the_page_describes(
    application: Application, database: TestDatabase
) -> None:
    # With personal data and without, with a cause and without, before the year 2000 and after.
    district = District(application)
    school = district.school("01")
    person = district.participant(school, "Ёлкина")
    district.residence(school, person, "1999-12-31", here=True)
    district.record(EnterBase(role="mentee"), school, person)
    caused = district.submission(RegisterParticipant(last_name="Я", first_name="Я"), school)
    (outcome,) = application.work.execute([msgspec.structs.replace(caused, causation=uuid4())])
    assert isinstance(outcome, Receipt)

    page = verifier_of_the_page()
    rows = stored_rows(database.admin_url, school)
    link = page["first_link"](school)
    for row in rows:
        link = page["next_link"](link, row)

        assert row.chain == link
    assert {row.encrypted is None for row in rows} == {True, False}
    assert {row.causation is None for row in rows} == {True, False}
    assert min(row.effective_on for row in rows) < date(2000, 1, 1)
    with superuser(database.admin_url) as connection:
        head = connection.execute(
            "SELECT position, chain, recorded_at FROM es.tenant_head WHERE tenant_id = %s",
            (school,),
        ).fetchone()
    assert head == (len(rows), link, rows[-1].recorded_at)


@pytest.mark.parametrize(
    ("column", "changed"),
    [
        ("stream_id", "gen_random_uuid()"),
        ("version", "version + 100"),
        ("type", "type || ' '"),
        ("recorded_at", "recorded_at + interval '1 microsecond'"),
        ("effective_on", "effective_on + 1"),
        ("actor", "gen_random_uuid()"),
        ("command_id", "gen_random_uuid()"),
        ("causation", "gen_random_uuid()"),
        ("payload", "payload || ' '::bytea"),
        ("encrypted", "''::bytea"),
    ],
)
def test_a_change_of_any_column_breaks_the_chain(
    application: Application, database: TestDatabase, tenant: UUID, column: str, changed: str
) -> None:
    append(application, entry(tenant))
    with superuser(database.admin_url) as connection:
        connection.execute(
            sql.SQL("UPDATE es.event SET {} = {} WHERE tenant_id = %s").format(
                sql.Identifier(column), sql.SQL(changed)
            ),
            (tenant,),
        )

    page = verifier_of_the_page()
    (row,) = stored_rows(database.admin_url, tenant)

    assert row.chain != page["next_link"](page["first_link"](tenant), row)


def test_the_chain_begins_with_the_tenant(database: TestDatabase, tenant: UUID) -> None:
    with superuser(database.admin_url) as connection:
        row = connection.execute(
            "SELECT position, chain FROM es.tenant_head WHERE tenant_id = %s", (tenant,)
        ).fetchone()

    assert row == (0, hashlib.sha256(tenant.bytes).digest())


def test_a_tenant_out_of_scope_is_refused(application: Application, tenant: UUID) -> None:
    other = open_tenant(application)
    with (
        pytest.raises(OutOfScopeError),
        application.database.writing(readable=(other,), writable=(tenant,)) as connection,
    ):
        application.log.append(connection, [entry(other)])
    assert events_of(application, other) == []


@pytest.mark.parametrize("writable", [False, True], ids=["readable", "unknown"])
def test_heads_out_of_scope_are_not_locked(
    application: Application, tenant: UUID, writable: bool
) -> None:
    asked = uuid4() if writable else tenant
    scope = (asked,) if writable else ()
    with (
        pytest.raises(OutOfScopeError),
        application.database.writing(readable=(tenant,), writable=scope) as connection,
    ):
        application.log.begin_work(connection, (asked,), ())


def test_a_log_is_opened_by_its_district_only(application: Application, tenant: UUID) -> None:
    with (
        pytest.raises(psycopg.DatabaseError) as refused,
        application.database.writing(readable=(), writable=(tenant,)) as connection,
    ):
        application.log.open_tenant(connection, tenant, uuid4())
    assert refused.value.sqlstate == "NS002"


@pytest.fixture(scope="module")
def production(server: EmbeddedPostgres) -> str:
    """The owner's URL of a database that is used in earnest."""
    name = f"production_{uuid4().hex[:12]}"
    server.create(name, owner=OWNER_ROLE, app=APP_ROLE, backup=BACKUP_ROLE)
    migrate(server.url(OWNER_ROLE, name), APP_ROLE, "production")
    return name


def test_a_production_database_takes_its_own_time(
    server: EmbeddedPostgres, production: str
) -> None:
    application = build(server.url(APP_ROLE, production), MASTER)
    try:
        tenant = open_tenant(application)
        with pytest.raises(psycopg.DatabaseError) as refused:
            append(application, entry(tenant, recorded_at=datetime(2020, 1, 1, tzinfo=UTC)))
        append(application, entry(tenant))

        assert refused.value.sqlstate == "NS003"
        assert len(events_of(application, tenant)) == 1
    finally:
        application.close()


def test_a_purpose_is_written_once(server: EmbeddedPostgres, production: str) -> None:
    migrate(server.url(OWNER_ROLE, production), APP_ROLE, "test")

    with superuser(server.admin_url(production)) as connection:
        rows = connection.execute("SELECT purpose FROM es.installation").fetchall()
        assert rows == [("production",)]


def test_a_database_that_lost_its_purpose_takes_its_own_time(
    server: EmbeddedPostgres, template: str
) -> None:
    with copy_of(server, template) as database:
        with superuser(database.admin_url) as connection:
            connection.execute("DELETE FROM es.installation")
        application = build(database.app_url, MASTER)
        tenant = open_tenant(application)
        try:
            with pytest.raises(psycopg.DatabaseError) as refused:
                append(application, entry(tenant, recorded_at=datetime(2020, 1, 1, tzinfo=UTC)))
        finally:
            application.close()
        assert refused.value.sqlstate == "NS003"


@pytest.mark.parametrize("role", ["admin_url", "backup_url"])
def test_a_role_that_row_security_does_not_bind_is_refused(
    database: TestDatabase, role: str
) -> None:
    with pytest.raises(UnsafeRoleError):
        Database(getattr(database, role)).open()
