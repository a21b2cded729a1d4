"""After a migration of a database with rows, doctor asks for a rebuild until all logs had one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import psycopg
import pytest

import adapters.postgres
from domain.participant import ChangeBaseStatus, EnterBase
from projections.bases import BaseFilter, list_mentees
from projections.query import Cut
from service.bootstrap import Application
from tests.cli.conftest import Run, read_json
from tests.plugins.postgres import TestDatabase
from tests.support.district import REASON, District

MIGRATION = "0016.base_days"
FIRST, SELECTED = date(2020, 9, 1), date(2020, 9, 10)


@pytest.fixture
def migrated(application: Application, database: TestDatabase, nastavnik: Run) -> District:
    """A district of two schools, a mentee selected in each, that the migration found there."""
    district = District(application)
    for code in ("01", "02"):
        school = district.school(code)
        person = district.participant(school, f"Учеников{code}")
        for command in (
            EnterBase(role="mentee", effective_on=FIRST, reason=REASON),
            ChangeBaseStatus(
                role="mentee", status="selected", effective_on=SELECTED, reason=REASON
            ),
        ):
            district.record(command, school, person)
    directory = Path(adapters.postgres.__file__).parent / "migrations"
    with psycopg.connect(database.owner_url) as connection:
        connection.execute((directory / f"{MIGRATION}.rollback.sql").read_bytes())
        connection.execute("DELETE FROM _yoyo_migration WHERE migration_id = %s", (MIGRATION,))
    assert read_json(nastavnik("migrate", "--json")) == {"applied": 1, "rebuilds_due": 3}
    return district


def test_doctor_and_migrate_ask_for_a_rebuild(migrated: District, nastavnik: Run) -> None:
    found = nastavnik("doctor", "--json")
    shown = nastavnik("doctor")
    again = nastavnik("migrate")
    drift = nastavnik("doctor", "--drift")

    assert (found.exit_code, shown.exit_code, drift.exit_code) == (1, 1, 1)
    assert '"rebuilds_due": 3' in found.stdout
    assert '"sound": true' in found.stdout
    assert "НЕТ  реестры собраны этой версией программы" in shown.stdout
    assert "nastavnik rebuild" in again.stdout
    assert drift.stdout.count("расходится: participant") == len(migrated.schools)


def test_until_then_the_last_step_is_known(migrated: District, application: Application) -> None:
    with application.reading.transaction(migrated.question()) as reader:
        lines = list_mentees(reader, migrated.question(), BaseFilter(), Cut(limit=10)).items

    assert [(line.status, line.since) for line in lines] == [("selected", FIRST)] * 2


@pytest.mark.usefixtures("migrated")
def test_rebuilding_a_school_leaves_the_others_due(nastavnik: Run) -> None:
    nastavnik("rebuild", "--school", "01")
    one = nastavnik("doctor", "--json")
    nastavnik("rebuild")

    assert '"rebuilds_due": 2' in one.stdout
    assert read_json(nastavnik("doctor", "--json"))["rebuilds_due"] == 0
    assert "соответствуют" in nastavnik("doctor", "--drift").stdout
    assert "nastavnik rebuild" not in nastavnik("migrate").stdout
