"""The command line over a fresh database, run as a user runs it."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner, Result

from service.cli import main
from tests.plugins.postgres import MASTER, TestDatabase

Run = Callable[..., Result]


def settings_of(database: TestDatabase) -> dict[str, str]:
    return {
        "NASTAVNIK_DATA_DIR": str(Path(os.environ["PYTEST_DEBUG_TEMPROOT"]) / database.name),
        "NASTAVNIK_DATABASE_URL": database.app_url,
        "NASTAVNIK_OWNER_URL": database.owner_url,
        "NASTAVNIK_MASTER_KEY": MASTER.hex(),
        "COLUMNS": "160",
    }


def read_json(result: Result) -> Any:
    """Return the one JSON value a command printed."""
    assert result.exit_code == 0, result.output
    return msgspec.json.decode(result.stdout)


def runner(database: TestDatabase) -> Run:
    """Return what runs ``nastavnik`` with arguments; keywords are settings that differ."""

    def run(*arguments: str, **changes: str) -> Result:
        environment = settings_of(database) | changes
        return CliRunner().invoke(main, arguments, prog_name="nastavnik", env=environment)

    return run


@pytest.fixture
def nastavnik(database: TestDatabase) -> Run:
    """Run ``nastavnik`` over a fresh database."""
    return runner(database)
