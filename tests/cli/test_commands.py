import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from uuid import UUID, uuid4

import httpx
import pytest

from adapters.postgres.embedded import EmbeddedPostgres
from service.bootstrap import APP_ROLE, BACKUP_ROLE, OWNER_ROLE, Application
from tests.cli.conftest import Run, read_json, settings_of
from tests.plugins.postgres import TestDatabase
from tests.store.logs import open_tenant
from tests.support.district import District

STARTS_WITHIN_SECONDS = 30


def registered(nastavnik: Run, name: str = "Тихий район") -> UUID:
    return UUID(read_json(nastavnik("district", "register", "--name", name, "--json"))["district"])


def test_help_is_russian_and_names_every_command() -> None:
    result = subprocess.run(
        [sys.executable, "-m", "service.cli", "--help"], capture_output=True, text=True, check=True
    )

    assert "программ наставничества" in result.stdout
    assert "Показать эту справку" in result.stdout
    for name in (
        "serve",
        "demo",
        "migrate",
        "figures",
        "explain",
        "history",
        "rebuild",
        "follow",
        "doctor",
        "keys",
        "seal",
        "verify",
        "export",
    ):
        assert name in result.stdout


def test_district_is_founded_with_accounts_that_work(
    nastavnik: Run, application: Application
) -> None:
    made = read_json(nastavnik("district", "register", "--name", "Тихий район", "--json"))
    holders = [application.accounts.resolve(one["token"]) for one in made["tokens"]]
    figures = read_json(nastavnik("figures", "--json"))

    assert [holder.role for holder in holders if holder] == ["district_curator", "administrator"]
    assert {str(holder.district_id) for holder in holders if holder} == {made["district"]}
    assert {one["year"] for one in figures} == {2020, 2024}
    assert {one["state"] for one in figures} == {"no_data"}


def test_bare_district_has_no_catalogue(nastavnik: Run) -> None:
    assert nastavnik("district", "register", "--name", "Пустой район", "--bare").exit_code == 0
    result = nastavnik("figures")

    assert result.exit_code == 1
    assert "--year" in result.stderr


@pytest.mark.parametrize(
    ("option", "value", "code"), [("--time-zone", "Марс", 1), ("--name", "а" * 201, 2)]
)
def test_district_that_cannot_be_is_refused(
    option: str, value: str, code: int, nastavnik: Run
) -> None:
    result = nastavnik("district", "register", "--name", "Район", option, value)

    assert result.exit_code == code
    assert "Ошибка" in result.stderr
    assert nastavnik("figures").exit_code == 1


def test_one_of_several_districts_has_to_be_named(nastavnik: Run) -> None:
    first, second = registered(nastavnik), registered(nastavnik, "Другой район")
    unnamed = nastavnik("figures", "--json")
    named = nastavnik("figures", "--district", str(second), "--json")
    unknown = nastavnik("figures", "--district", str(uuid4()))

    assert unnamed.exit_code == 1
    assert str(first) in unnamed.stderr
    assert read_json(named)
    assert unknown.exit_code == 1


def test_account_is_added_once_and_gets_tokens(nastavnik: Run, application: Application) -> None:
    district = registered(nastavnik)
    add = ("user", "add", "auditor", "--title", "Проверяющий", "--role", "auditor")
    made = read_json(nastavnik(*add, "--json"))
    token = read_json(nastavnik("token", "auditor", "--days", "1", "--json"))["token"]
    plain = nastavnik("token", "auditor").stdout.strip()
    holder = application.accounts.resolve(token)

    assert made["tenant"] == str(district)
    assert holder is not None
    assert str(holder.account_id) == made["account"]
    assert holder.role == "auditor"
    assert application.accounts.resolve(plain) == holder
    assert nastavnik(*add).exit_code == 1
    assert nastavnik("token", "nobody").exit_code == 1


def test_account_of_a_school_is_added_by_its_code(nastavnik: Run, application: Application) -> None:
    district = District(application)
    school = district.school("07")
    add = ("user", "add", "c", "--title", "Куратор", "--role", "school_curator")

    made = read_json(nastavnik(*add, "--school", "07", "--json"))

    assert made["tenant"] == str(school)
    assert nastavnik("token", "c", "--school", "07").exit_code == 0
    assert nastavnik("token", "c").exit_code == 1
    assert nastavnik(*add, "--school", "08").exit_code == 1
    assert nastavnik(*add).exit_code == 1


def test_history_hides_from_the_district_what_it_may_not_read(
    nastavnik: Run, application: Application
) -> None:
    district = District(application)
    person = str(district.participant(district.school("01"), "Скрытная"))

    assert "Скрытная" not in nastavnik("history", person).stdout
    assert "Скрытная" in nastavnik("history", person, "--school", "01").stdout
    nobody = nastavnik("history", str(uuid4()))
    assert nobody.exit_code == 1
    assert "ничего не записано" in nobody.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("figures", "--as-of", "31.12.2021"),
        ("figures", "--as-of", "2021-12-31T10:00:00"),
        ("figures", "--year", "прошлый"),
        ("history", "Иванов"),
        ("nothing",),
        ("user", "add", "x", "--title", "X", "--role", "king"),
    ],
    ids=" ".join,
)
def test_misuse_ends_with_two(arguments: tuple[str, ...], nastavnik: Run) -> None:
    assert nastavnik(*arguments).exit_code == 2


@pytest.mark.parametrize(
    "changes",
    [
        {"NASTAVNIK_PORT": "много"},
        {"NASTAVNIK_COLOUR": "red"},
        {"NASTAVNIK_MASTER_KEY": "00"},
        {"NASTAVNIK_OWNER_URL": ""},
    ],
    ids=str,
)
def test_wrong_settings_end_with_two_and_are_named(changes: dict[str, str], nastavnik: Run) -> None:
    result = nastavnik("doctor", **changes)

    assert result.exit_code == 2
    assert "Настройки" in result.stderr


def test_doctor_finds_a_sound_database_and_counts(nastavnik: Run) -> None:
    registered(nastavnik)
    found = read_json(nastavnik("doctor", "--json"))
    shown = nastavnik("doctor").stdout

    assert found == {
        "sound": True,
        "purpose": "test",
        "missing_migrations": 0,
        "knows_russian": True,
        "role_bound": True,
        "rebuilds_due": 0,
        "restoring": False,
        "keys_missing": 0,
        "vault": None,
        "districts": 1,
        "schools": 0,
        "events": found["events"],
    }
    assert found["events"] > 1
    assert "НЕТ" not in shown


def test_doctor_names_a_role_that_is_not_bound(nastavnik: Run, database: TestDatabase) -> None:
    result = nastavnik("doctor", "--json", NASTAVNIK_DATABASE_URL=database.admin_url)

    assert result.exit_code == 1
    assert '"role_bound": false' in result.stdout
    refused = nastavnik("figures", NASTAVNIK_DATABASE_URL=database.admin_url)
    assert refused.exit_code == 1
    assert "doctor" in refused.stderr


def test_database_that_is_not_there_is_refused(nastavnik: Run) -> None:
    result = nastavnik("figures", NASTAVNIK_DATABASE_URL="postgresql://nobody@localhost:1/none")

    assert result.exit_code == 1
    assert "недоступна" in result.stderr


def test_migrate_makes_an_empty_database_usable(nastavnik: Run, server: EmbeddedPostgres) -> None:
    name = f"empty_{uuid4().hex[:8]}"
    server.create(name, owner=OWNER_ROLE, app=APP_ROLE, backup=BACKUP_ROLE)
    urls = {
        "NASTAVNIK_DATABASE_URL": server.url(APP_ROLE, name),
        "NASTAVNIK_OWNER_URL": server.url(OWNER_ROLE, name),
    }

    before = nastavnik("doctor", "--json", **urls)
    refused = nastavnik("figures", **urls)
    demo = nastavnik("--demo", "figures", **urls)
    applied = read_json(nastavnik("migrate", "--json", **urls))["applied"]
    again = nastavnik("migrate", **urls).stdout
    after = read_json(nastavnik("doctor", "--json", **urls))

    assert before.exit_code == refused.exit_code == demo.exit_code == 1
    assert "migrate" in refused.stderr
    assert "nastavnik demo" in demo.stderr
    assert applied > 0
    assert "миграций: 0" in again
    assert after["sound"]
    assert after["purpose"] == "production"


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_service_answers_and_seals_until_it_is_ended(
    end: signal.Signals, application: Application, database: TestDatabase, tmp_path: Path
) -> None:
    open_tenant(application)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    changes = {"NASTAVNIK_PORT": str(port), "NASTAVNIK_SEAL_DIR": str(tmp_path / "seals")}
    environment = os.environ | settings_of(database) | changes
    with subprocess.Popen(
        [sys.executable, "-m", "service.cli", "serve"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as service:
        try:
            assert _answers(f"http://127.0.0.1:{port}/health/ready")
            assert _sealed(tmp_path / "seals")
            service.send_signal(end)
            shown, _ = service.communicate(timeout=STARTS_WITHIN_SECONDS)
        finally:
            service.kill()

    assert service.returncode == 0
    assert f"http://127.0.0.1:{port}".encode() in shown


def _sealed(directory: Path) -> bool:
    deadline = time.monotonic() + STARTS_WITHIN_SECONDS
    while time.monotonic() < deadline:
        if list(directory.glob("seal-00000001-*.json")):
            return True
        time.sleep(0.1)
    return False


def _answers(address: str) -> bool:
    deadline = time.monotonic() + STARTS_WITHIN_SECONDS
    while time.monotonic() < deadline:
        try:
            return httpx.get(address).status_code == 200
        except httpx.TransportError:
            time.sleep(0.1)
    return False
