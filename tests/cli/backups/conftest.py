"""One backup of a small district, and an empty database beside."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from adapters.postgres.embedded import EmbeddedPostgres
from service.bootstrap import Application
from tests.cli.conftest import Run, read_json, runner
from tests.plugins.postgres import TestDatabase, copy_of
from tests.support.district import District
from tests.support.publications import CHILDREN, publish

NAME = "Тайноватова"


@pytest.fixture
def district(application: Application) -> District:
    """Two schools with a pair each, and a published figure."""
    district = District(application)
    for code in ("01", "02"):
        school = district.school(code)
        mentor = district.participant(school, f"Наставников{code}")
        mentee = district.participant(school, NAME, born=2010)
        district.pair(school, mentor, [mentee], "2020-10-01")
    publish(district, 1, **CHILDREN)
    return district


@pytest.fixture
def empty(server: EmbeddedPostgres, template: str) -> Iterator[TestDatabase]:
    """Another database, in which nothing was ever recorded."""
    with copy_of(server, template) as database:
        yield database


class Copies:
    """The files of one backup, in a directory of their own."""

    def __init__(self, nastavnik: Run, directory: Path) -> None:
        directory.mkdir()
        self.log, self.keys = directory / "log.zip", directory / "keys"
        self.private, self.destroyed = directory / "private", directory / "destroyed.json"
        assert nastavnik("backup-key-pair", str(self.private)).exit_code == 0
        self.made = read_json(nastavnik("backup", str(self.log), "--json"))
        public = f"{self.private}.pub"
        read_json(nastavnik("backup-keys", str(self.keys), "--recipient", public, "--json"))
        read_json(nastavnik("destroyed-keys", str(self.destroyed), "--json"))

    def arguments(self, *more: str) -> list[str]:
        files = ["--keys", str(self.keys), "--identity", str(self.private)]
        return ["restore", str(self.log), *files, *(more or ("--no-newer-destroyed",))]


@pytest.fixture
def copies(district: District, database: TestDatabase, tmp_path: Path) -> Copies:
    assert district.schools
    return Copies(runner(database), tmp_path / "copies")


def rows(database: TestDatabase, table: str) -> list[str]:
    with psycopg.connect(database.admin_url) as connection:
        found = connection.execute(f"SELECT r::text FROM {table} r").fetchall()
    return sorted(row[0] for row in found)
