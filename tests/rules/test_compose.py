"""The compose file is checked by the tool that reads it, where that is installed."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def has_compose() -> bool:
    if shutil.which("docker") is None:
        return False
    found = subprocess.run(["docker", "compose", "version"], capture_output=True, check=False)
    return found.returncode == 0


@pytest.mark.skipif(not has_compose(), reason="docker compose is not installed here")
def test_compose_file_is_valid() -> None:
    variables = {
        "POSTGRES_PASSWORD": "one",
        "NASTAVNIK_APP_PASSWORD": "two",
        "NASTAVNIK_OWNER_PASSWORD": "three",
        "NASTAVNIK_MASTER_KEY_FILE": "./master.key",
    }
    result = subprocess.run(
        ["docker", "compose", "--file", "docker-compose.yml", "config"],
        cwd=ROOT,
        env=os.environ | variables,
        capture_output=True,
        text=True,
        check=False,
    )

    assert result.returncode == 0, result.stderr
    for part in ("postgres:18", "nastavnik_app:two@postgres", "service_completed_successfully"):
        assert part in result.stdout
