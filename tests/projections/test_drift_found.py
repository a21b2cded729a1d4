"""What was changed in a register behind the log's back is found; what was not, is not accused."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import msgspec
import psycopg
import pytest

from service.bootstrap import Application
from service.rebuilding import drift, rebuild
from tests.cli.conftest import read_json, runner
from tests.plugins.postgres import TestDatabase
from tests.projections.test_registers import busy_district
from tests.support.district import District

__all__ = ["busy_district"]

Change = Callable[[str], None]


@pytest.fixture
def change(database: TestDatabase) -> Change:
    """Change registers as somebody with the database's password would."""

    def run(sql: str) -> None:
        with psycopg.connect(database.admin_url, autocommit=True) as connection:
            connection.execute(sql.encode())

    return run


def everywhere(district: District) -> list[UUID]:
    return [district.id, *district.schools.values()]


def test_registers_that_were_left_alone_have_not_drifted(
    busy_district: District, application: Application
) -> None:
    assert [one for tenant in everywhere(busy_district) for one in drift(application, tenant)] == []


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("UPDATE reg.pair SET meetings = meetings + 1", ("different", ("meetings",))),
        ("UPDATE reg.pair SET from_position = 1", ("different", ("from_position",))),
        ("DELETE FROM reg.pair", ("missing", ())),
        ("UPDATE reg.pair SET pair = gen_random_uuid()", ("surplus", ())),
    ],
)
def test_a_changed_row_is_named_and_a_rebuild_mends_it(
    busy_district: District,
    application: Application,
    change: Change,
    sql: str,
    told: tuple[str, tuple[str, ...]],
) -> None:
    one, other = busy_district.schools.values()
    change(f"{sql} WHERE tenant_id = '{one}' AND known_to IS NULL")

    found = drift(application, one)

    assert found
    assert {(each.register, each.tenant) for each in found} == {("pair", one)}
    assert told in {(each.kind, each.columns) for each in found}
    assert drift(application, other) == []
    rebuild(application, one)
    assert drift(application, one) == []


def test_doctor_reports_drift_without_names(
    busy_district: District, database: TestDatabase, change: Change
) -> None:
    nastavnik = runner(database)
    assert read_json(nastavnik("doctor", "--drift", "--json"))["drift"] == []
    assert "Реестры соответствуют журналам." in nastavnik("doctor", "--drift").stdout
    school = busy_district.schools["01"]
    change(f"UPDATE reg.participant SET last_name = 'Подменова' WHERE tenant_id = '{school}'")

    result = nastavnik("doctor", "--drift", "--json")

    assert result.exit_code == 1
    found = msgspec.json.decode(result.stdout)["drift"]
    assert {(one["register"], tuple(one["columns"])) for one in found} == {
        ("participant", ("last_name",))
    }
    assert "Подменова" not in result.output
    assert "расходится: participant" in nastavnik("doctor", "--drift").stdout


def test_doctor_compares_as_many_logs_as_it_is_told(
    busy_district: District, database: TestDatabase, change: Change
) -> None:
    change("UPDATE reg.school SET name = 'другая'")
    change("UPDATE reg.pair SET meetings = meetings + 1")
    found = msgspec.json.decode(
        runner(database)("doctor", "--drift", "--sample", "1", "--json").stdout
    )["drift"]

    assert len({one["tenant"] for one in found}) == 1
