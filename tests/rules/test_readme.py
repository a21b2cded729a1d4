"""The README is true: its commands run, its paths exist; so is the page of promises."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.postgres.embedded import EmbeddedPostgres
from service.settings import Settings

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()
COMMANDS = [
    line
    for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    for line in block.splitlines()
    if line
]
TARGETS = [command for command in COMMANDS if command.startswith("make ")]
CALLS = [command for command in COMMANDS if re.match(r"(NASTAVNIK_\w+=\S+ )*nastavnik ", command)]
SMALL = "nastavnik demo --no-serve --json --schools 2 --children 40"


def run(command: str, directory: Path) -> subprocess.CompletedProcess[str]:
    """Run a command as it is written, in a directory of its own."""
    environment = {name: value for name, value in os.environ.items() if "NASTAVNIK" not in name}
    before, _, arguments = command.partition("nastavnik ")
    given = dict(one.split("=", 1) for one in before.split())
    return subprocess.run(
        [Path(sys.executable).parent / "nastavnik", *shlex.split(arguments)],
        cwd=directory,
        env=environment | given,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def working_directory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A directory to work in, with a small demonstration, its server kept running meanwhile."""
    directory = tmp_path_factory.mktemp("readme")
    server = EmbeddedPostgres(directory / ".nastavnik" / "postgres")
    loaded = run(SMALL, directory)
    assert loaded.returncode == 0, loaded.stderr
    yield directory
    server.stop()


def test_every_command_of_the_readme_is_one_of_ours() -> None:
    assert sorted(COMMANDS) == sorted(TARGETS + CALLS)
    assert {"make demo", "make test"} <= set(TARGETS)


@pytest.mark.parametrize("command", TARGETS)
def test_make_knows_the_target(command: str) -> None:
    result = subprocess.run(
        [*shlex.split(command), "--dry-run"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert result.returncode == 0, result.stderr


def test_commands_run_as_the_readme_gives_them(working_directory: Path) -> None:
    for command in CALLS:
        result = run(command, working_directory)

        assert result.returncode == 0, f"{command}: {result.stderr}"
        assert result.stdout.strip()


def test_every_path_the_readme_names_exists() -> None:
    named = re.findall(r"`((?:domain|projections|adapters|service|tests|docs)/[\w./-]*)`", README)
    missing = [path for path in named if not (ROOT / path).exists()]

    assert named
    assert not missing


def test_every_setting_the_readme_names_is_one_and_all_are_named() -> None:
    named = {name.lower() for name in re.findall(r"`NASTAVNIK_(\w+)`", README)}

    assert set(Settings.__struct_fields__) == named


def test_every_test_the_promises_name_exists() -> None:
    page = (ROOT / "docs" / "promises.md").read_text()
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", page)
    missing = [name for path, name in named if f"def {name}(" not in (ROOT / path).read_text()]

    assert len(named) > 10
    assert not missing
