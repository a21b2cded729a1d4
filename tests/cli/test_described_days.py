"""A database with rows is migrated, rebuilt, and then knows what was what on which day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec
import psycopg

import adapters.postgres
from domain.school import RenameSchool
from projections.catalogue_lists import SchoolFilter, list_schools
from projections.query import Cut
from service.bootstrap import Application
from tests.cli.conftest import Run, read_json
from tests.plugins.postgres import TestDatabase
from tests.support.district import REASON, District

MIGRATION = "0018.described_days"
RENAMED = date(2020, 9, 1)


def _names(district: District, day: date) -> list[str]:
    question = msgspec.structs.replace(district.question(), on=day)
    with district.application.reading.transaction(question) as reader:
        page = list_schools(reader, question, SchoolFilter(), Cut(limit=9))
    return [line.name for line in page.items]


def test_names_of_the_day_are_there_after_the_migration_and_a_rebuild(
    application: Application, database: TestDatabase, nastavnik: Run
) -> None:
    district = District(application)
    for code in ("01", "02"):
        rename = RenameSchool(
            name=f"Лицей {code}", short_name=code, effective_on=RENAMED, reason=REASON
        )
        district.record(rename, target=district.school(code))
    district.target("children_mentored", 2024, "70.5")
    district.base_count("children", 2020, 10)
    directory = Path(adapters.postgres.__file__).parent / "migrations"
    with psycopg.connect(database.owner_url) as connection:
        connection.execute((directory / f"{MIGRATION}.rollback.sql").read_bytes())
        connection.execute("DELETE FROM _yoyo_migration WHERE migration_id = %s", (MIGRATION,))

    assert read_json(nastavnik("migrate", "--json")) == {"applied": 1, "rebuilds_due": 3}
    before = _names(district, date(2020, 8, 31))
    assert nastavnik("rebuild").exit_code == 0

    assert before == ["Лицей 01", "Лицей 02"]
    assert _names(district, date(2020, 8, 31)) == ["Школа 01", "Школа 02"]
    assert _names(district, RENAMED) == before
    assert nastavnik("doctor", "--drift").exit_code == 0
