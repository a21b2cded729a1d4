"""The compose file is checked by the tool that reads it, where that is installed."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from service.bootstrap import APP_ROLE, BACKUP_ROLE, OWNER_ROLE
from service.settings import read_settings

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


def test_compose_file_sets_only_settings_the_service_knows() -> None:
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    for name in ("migrate", "service"):
        environment = compose["services"][name]["environment"]
        read_settings(dict.fromkeys(environment, "1"))

    roles = compose["configs"]["roles"]["content"]
    for role in (OWNER_ROLE, APP_ROLE, BACKUP_ROLE):
        assert f"CREATE ROLE {role} " in roles
    for database in ("nastavnik", "nastavnik_vault"):
        assert f"CREATE DATABASE {database} OWNER {OWNER_ROLE};" in roles
    for name, role, database in (
        ("DATABASE_URL", APP_ROLE, "nastavnik"),
        ("OWNER_URL", OWNER_ROLE, "nastavnik"),
        ("VAULT_URL", APP_ROLE, "nastavnik_vault"),
        ("VAULT_OWNER_URL", OWNER_ROLE, "nastavnik_vault"),
    ):
        url = compose["x-image"]["environment"][f"NASTAVNIK_{name}"]
        assert url.startswith(f"postgresql://{role}:")
        assert url.endswith(f"/{database}")
