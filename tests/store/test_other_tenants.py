"""Whatever is done to one tenant's data leaves those of all others as they lie, to the byte."""

from __future__ import annotations

from uuid import UUID

import pytest

from domain.erasure import RequestErasure
from projections.registry import REGISTERS
from service.bootstrap import Application
from service.erasing import Erasing
from service.rebuilding import rebuild
from service.verifying import verify
from tests.plugins.postgres import TestDatabase
from tests.projections.test_canary import who_was_annulled
from tests.projections.test_registers import make_busy
from tests.store.logs import superuser
from tests.support.district import District

Place = tuple[str, UUID | None]
"""A table and whose its rows are; ``None``: no tenant's."""


def lying(database: TestDatabase) -> dict[Place, list[str]]:
    """Return every row of every table with the place where it lies and who wrote it there."""
    found: dict[Place, list[str]] = {}
    with superuser(database.admin_url) as connection:
        tables = connection.execute(
            "SELECT c.oid::regclass::text, EXISTS (SELECT FROM pg_attribute a"
            " WHERE a.attrelid = c.oid AND a.attname = 'tenant_id')"
            " FROM pg_class c WHERE c.relkind IN ('r', 'm', 'p')"
            " AND c.relnamespace::regnamespace::text !~ '^(pg_|information_schema)'"
        ).fetchall()
        for table, has_tenant in tables:
            tenant = "t.tenant_id" if has_tenant else "NULL::uuid"
            rows = connection.execute(
                f"SELECT {tenant}, t.ctid::text, t.xmin::text, t::text FROM {table} t"
                " ORDER BY t.ctid".encode()
            ).fetchall()
            for whose, *row in rows:
                found.setdefault((table, whose), []).append(" ".join(row))
    return found


def changed(before: dict[Place, list[str]], after: dict[Place, list[str]]) -> set[Place]:
    """Return where something is not as it was."""
    return {place for place in {*before, *after} if before.get(place) != after.get(place)}


@pytest.fixture
def district(application: Application) -> District:
    """Two schools in which much happened, beside another district with a school of its own."""
    neighbour = District(application, clock="2020-10-01")
    neighbour.participant(neighbour.school("01"), "Соседова", born=2010)
    return make_busy(application)


def test_rebuilding_one_touches_no_other(
    application: Application, database: TestDatabase, district: District
) -> None:
    registers = {f"reg.{register.name}" for register in REGISTERS}
    for tenant in (*district.schools.values(), district.id):
        before = lying(database)

        rebuild(application, tenant)

        places = changed(before, lying(database))
        assert {whose for _, whose in places} == {tenant}
        # Its own rows lie elsewhere now, so the comparison can see it.
        assert {table for table, _ in places} & registers


def test_verifying_touches_nobody(
    application: Application, database: TestDatabase, district: District
) -> None:
    before = lying(database)

    found = verify(application.database, database.owner_url)

    assert found.sound
    assert {one.tenant for one in found.logs} == {
        tenant for table, tenant in before if table == "es.tenant_head"
    }
    assert changed(before, lying(database)) == set()


def test_erasing_in_one_touches_of_others_only_the_districts_link(
    application: Application, database: TestDatabase, district: District
) -> None:
    _, school = district.schools.values()
    person, _ = who_was_annulled(application, school)
    district.clock = "2020-12-01"
    district.record(RequestErasure(ground="withdrawal"), school, person)
    before = lying(database)

    done = Erasing(application, lambda: {district.id: (school,)}).run_once()

    assert (done.carried_out, done.failed) == (1, [])
    places = changed(before, lying(database))
    assert {one for one in places if one[1] != school} == {("vault.identity_link", district.id)}
    assert ("vault.subject_key", school) in places
