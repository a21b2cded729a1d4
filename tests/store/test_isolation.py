"""No tenant can read or write anything of another: over every table, found in the catalogue.

Two districts with the same people and the same papers, one beside the other. Every table that
names a tenant must hold rows of the second district (else there would be nothing to protect), and
a transaction of the first must neither see nor change one of them, nor slip one of its own under.
A table added by a migration is tested from then on; fill it in :func:`inhabited`.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg import sql
from psycopg.errors import InsufficientPrivilege

from adapters.postgres.database import Database
from adapters.postgres.read_log import Shown
from domain.erasure import RequestErasure
from domain.participant import EnterBase
from domain.person_link import SplitRecords
from domain.work_calendar import AdoptCalendar
from service.bootstrap import Application
from service.erasing import Erasing
from tests.plugins.postgres import TestDatabase
from tests.store.logs import superuser
from tests.support import surveys
from tests.support.awards import busy_awards
from tests.support.consents import live_consents
from tests.support.district import District
from tests.support.mentors import admit
from tests.support.publications import busy_publications
from tests.support.seminars import enrol, schedule

Scope = tuple[UUID, ...]


class Neighbours:
    """Two districts in one database."""

    def __init__(self, application: Application) -> None:
        self.mine = inhabited(application)
        self.theirs = inhabited(application)


def inhabited(application: Application) -> Scope:
    """Make a district and a school with a row in every table; return their tenants."""
    district = District(application)
    school = district.school("01")
    mentor = district.participant(school, "Наставников")
    mentee = district.participant(school, "Учеников", born=2010)
    other = district.participant(school, "Соучеников", born=2011)
    district.record(EnterBase(role="mentee"), school, mentee)
    district.pair(school, mentor, [mentee, other], "2020-09-10")
    district.target("children_mentored", 2024, "70")
    district.enterprise("7707083893")
    district.base_count("children_10_19", 2024, 100, day="2024-12-31")
    enrol(
        district,
        school,
        schedule(district, "Семинар", "2024-09-02", "2099-10-10"),
        mentor,
        "2024-09-10",
    )
    for tenant in (district.id, school):
        account = application.accounts.create(tenant, "login", "title", "school_curator")
        application.accounts.issue(tenant, account, timedelta(days=1))
        application.read_log.write(
            Shown(
                account_id=account,
                title="title",
                asker=tenant,
                operation="listMentees",
                whose={tenant: [mentee]},
            )
        )
    busy_awards(district)
    admit(district, school, mentor, "2024-09-02")
    surveys.adopt(district)
    surveys.busy_surveys(district, school, [mentee, other])
    district.withdraw(school, mentee, "2024-11-15")
    live_consents(district, school, mentee, other, kept_until=date(2099, 1, 1))
    district.record(AdoptCalendar(year=2024))
    district.record(SplitRecords(school=school), target=other)
    busy_publications(district)
    gone = district.participant(school, "Уничтожаев")
    district.record(RequestErasure(ground="left"), school, gone)
    Erasing(application, lambda: {district.id: (school,)}).run_once()
    with application.database.writing(readable=(), writable=(school,)) as connection:
        connection.execute("INSERT INTO fol.rebuild_due VALUES (%b)", (school,))
    return district.id, school


@pytest.fixture(scope="module")
def neighbours(application: Application) -> Neighbours:
    return Neighbours(application)


def query(text: str, table: str) -> sql.Composed:
    return sql.SQL(text).format(table=sql.Identifier(*table.split(".")))


def test_every_table_holds_rows_of_the_neighbour(
    database: TestDatabase, guarded: list[str], neighbours: Neighbours
) -> None:
    with superuser(database.admin_url) as connection:
        empty = [table for table in guarded if not count(connection, table, neighbours.theirs)]

    assert empty == []


def count(connection: psycopg.Connection[Any], table: str, tenants: Collection[UUID]) -> int:
    text = "SELECT count(*) FROM {table} WHERE tenant_id = ANY (%s)"
    row = connection.execute(query(text, table), (list(tenants),)).fetchone()
    return int(row[0]) if row else 0


def test_without_a_setting_there_are_no_rows(
    database: TestDatabase, guarded: list[str], neighbours: Neighbours
) -> None:
    with psycopg.connect(database.app_url, autocommit=True) as connection:
        seen = {table: count(connection, table, neighbours.theirs) for table in guarded}

    assert seen == dict.fromkeys(guarded, 0)


def test_a_scope_ends_with_its_transaction(
    database: TestDatabase, guarded: list[str], neighbours: Neighbours
) -> None:
    narrow = Database(database.app_url, connections_max=1)
    narrow.open()
    try:
        with narrow.writing(readable=(), writable=neighbours.mine) as connection:
            assert count(connection, "es.event", neighbours.mine) > 0
        left_over = connection  # the pool's only connection, as the next user would find it
        seen = {table: count(left_over, table, neighbours.mine) for table in guarded}
    finally:
        narrow.close()

    assert seen == dict.fromkeys(guarded, 0)


def test_nothing_of_the_neighbour_is_read(
    application: Application, guarded: list[str], neighbours: Neighbours
) -> None:
    with application.database.writing(readable=(), writable=neighbours.mine) as connection:
        seen = {table: count(connection, table, neighbours.theirs) for table in guarded}
        own = {table: count(connection, table, neighbours.mine) for table in guarded}

    assert seen == dict.fromkeys(guarded, 0)
    assert all(own.values())


@pytest.mark.parametrize(
    "text",
    [
        "DELETE FROM {table} WHERE tenant_id = ANY (%(theirs)s)",
        "DELETE FROM {table} WHERE NOT tenant_id = ANY (%(mine)s)",
        "UPDATE {table} SET tenant_id = %(own)s WHERE tenant_id = ANY (%(theirs)s)",
    ],
)
def test_nothing_of_the_neighbour_is_changed(
    application: Application,
    database: TestDatabase,
    guarded: list[str],
    neighbours: Neighbours,
    text: str,
) -> None:
    params: dict[str, Any] = {
        "theirs": list(neighbours.theirs),
        "mine": list(neighbours.mine),
        "own": neighbours.mine[0],
    }
    before = {table: everything(database, table, neighbours.theirs) for table in guarded}

    for table in guarded:
        # Reading everything does not mean writing anything.
        with application.database.writing(
            readable=neighbours.theirs, writable=neighbours.mine
        ) as connection:
            try:
                with connection.transaction():
                    changed = connection.execute(query(text, table), params).rowcount
            except InsufficientPrivilege:
                changed = 0
            assert changed == 0, table

    assert before == {table: everything(database, table, neighbours.theirs) for table in guarded}


def everything(database: TestDatabase, table: str, tenants: Collection[UUID]) -> list[str]:
    with superuser(database.admin_url) as connection:
        rows = connection.execute(
            query("SELECT t::text FROM {table} t WHERE tenant_id = ANY (%s)", table),
            (list(tenants),),
        ).fetchall()
    return sorted(text for (text,) in rows)


def test_no_row_can_be_put_among_those_of_the_neighbour(
    application: Application, database: TestDatabase, guarded: list[str], neighbours: Neighbours
) -> None:
    # A row of our own, given to a tenant that has none yet: no key can be what refuses it.
    stranger = uuid4()
    refused = []
    for table in guarded:
        columns = columns_of(database, table)
        text = sql.SQL(
            "INSERT INTO {table} ({columns}) SELECT {values} FROM {table} LIMIT 1"
        ).format(
            table=sql.Identifier(*table.split(".")),
            columns=sql.SQL(", ").join(map(sql.Identifier, columns)),
            values=sql.SQL(", ").join(
                sql.Literal(stranger) if name == "tenant_id" else sql.Identifier(name)
                for name in columns
            ),
        )
        with application.database.writing(
            readable=(stranger,), writable=neighbours.mine
        ) as connection:
            try:
                with connection.transaction():
                    connection.execute(text)
            except InsufficientPrivilege:
                refused.append(table)

    assert refused == guarded


def test_rows_of_ones_own_cannot_be_given_away(
    application: Application, guarded: list[str], neighbours: Neighbours
) -> None:
    refused = []
    for table in guarded:
        with application.database.writing(readable=(), writable=neighbours.mine) as connection:
            try:
                with connection.transaction():
                    connection.execute(
                        query("UPDATE {table} SET tenant_id = %s", table), (uuid4(),)
                    )
            except InsufficientPrivilege:
                refused.append(table)

    assert refused == guarded


def columns_of(database: TestDatabase, table: str) -> list[str]:
    with superuser(database.admin_url) as connection:
        rows = connection.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass"
            " AND attnum > 0 AND NOT attisdropped AND attgenerated = ''",
            (table,),
        ).fetchall()
    return [name for (name,) in rows]


def test_the_owner_is_bound_too(database: TestDatabase, neighbours: Neighbours) -> None:
    with superuser(database.owner_url) as connection:
        assert count(connection, "es.event", neighbours.mine) == 0
        assert count(connection, "reg.participant", neighbours.mine) == 0
