"""``keys rotate-master`` and ``keys rotate-tenant``, and a database of keys of their own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from adapters.postgres.embedded import EmbeddedPostgres
from tests.cli.conftest import Run, read_json
from tests.plugins.postgres import MASTER, TestDatabase, copy_of


@pytest.fixture
def keys(server: EmbeddedPostgres, template: str) -> Iterator[TestDatabase]:
    with copy_of(server, template) as database:
        yield database


def register(nastavnik: Run, **settings: str) -> None:
    made = nastavnik("district", "register", "--name", "Тихий район", "--json", **settings)
    assert made.exit_code == 0, made.output


def test_after_rotation_the_service_works_with_the_new_key_file_only(
    nastavnik: Run, tmp_path: Path
) -> None:
    register(nastavnik)
    path = tmp_path / "new.key"

    turned = read_json(nastavnik("keys", "rotate-master", "--new-key-file", str(path), "--json"))
    with_old = nastavnik("figures")
    new = {"NASTAVNIK_MASTER_KEY": "", "NASTAVNIK_MASTER_KEY_FILE": str(path)}

    assert turned == {"tenants": 1}
    assert path.stat().st_mode & 0o777 == 0o600
    assert with_old.exit_code == 1
    assert "Ключ установки не тот" in with_old.stderr
    assert MASTER.hex() not in with_old.output
    assert nastavnik("figures", **new).exit_code == 0
    assert "новые: " in nastavnik("keys", "rotate-tenant", **new).stdout
    assert nastavnik("figures", **new).exit_code == 0


@pytest.mark.parametrize(
    ("text", "why"), [("00", "не читается"), (MASTER.hex(), "совпадает")], ids=["short", "same"]
)
def test_a_new_key_that_is_none_is_refused(
    nastavnik: Run, tmp_path: Path, text: str, why: str
) -> None:
    register(nastavnik)
    path = tmp_path / "new.key"
    path.write_text(text)

    refused = nastavnik("keys", "rotate-master", "--new-key-file", str(path))

    assert refused.exit_code == 1
    assert why in refused.stderr
    assert nastavnik("figures").exit_code == 0


def test_one_tenant_or_all_of_the_district(nastavnik: Run) -> None:
    register(nastavnik)

    assert read_json(nastavnik("keys", "rotate-tenant", "--json"))["tenants"] == 1
    assert "код" in nastavnik("keys", "rotate-tenant", "--school", "99").stderr.lower()


def test_keys_in_a_database_of_their_own(
    nastavnik: Run, database: TestDatabase, keys: TestDatabase
) -> None:
    apart = {"NASTAVNIK_VAULT_URL": keys.app_url, "NASTAVNIK_VAULT_OWNER_URL": keys.owner_url}
    register(nastavnik, **apart)

    found = read_json(nastavnik("doctor", "--json", **apart))
    shown = nastavnik("doctor", **apart).stdout
    turned = nastavnik("keys", "rotate-tenant", **apart)

    assert found["sound"]
    assert found["vault"] == {
        "purpose": "test",
        "missing_migrations": 0,
        "knows_russian": True,
        "role_bound": True,
        "restoring": False,
    }
    assert "база ключей: схема соответствует программе" in shown
    assert turned.exit_code == 0, turned.output
    with psycopg.connect(database.admin_url) as main, psycopg.connect(keys.admin_url) as vault:
        count = "SELECT count(*) FROM vault.tenant_key"
        assert main.execute(count).fetchone() == (0,)
        assert vault.execute(count).fetchone() == (1,)


def test_a_vault_that_does_not_hold_the_keys_is_refused(
    nastavnik: Run, database: TestDatabase, keys: TestDatabase
) -> None:
    apart = {"NASTAVNIK_VAULT_URL": keys.app_url, "NASTAVNIK_VAULT_OWNER_URL": keys.owner_url}
    register(nastavnik)

    found = nastavnik("doctor", "--json", **apart)

    assert found.exit_code == 1
    assert '"keys_missing": 1' in found.stdout
    assert "НЕТ  у каждого журнала есть ключ" in nastavnik("doctor", **apart).stdout
    assert "doctor" in nastavnik("figures", **apart).stderr
    assert nastavnik("figures").exit_code == 0


def test_migrate_makes_both_databases(nastavnik: Run, server: EmbeddedPostgres) -> None:
    urls: dict[str, str] = {}
    for name, app, owner in (
        ("empty_main", "DATABASE_URL", "OWNER_URL"),
        ("empty_keys", "VAULT_URL", "VAULT_OWNER_URL"),
    ):
        server.create(name, owner="nastavnik_owner", app="nastavnik_app", backup="nastavnik_backup")
        urls |= {
            f"NASTAVNIK_{app}": server.url("nastavnik_app", name),
            f"NASTAVNIK_{owner}": server.url("nastavnik_owner", name),
        }
    main_alone = urls | {"NASTAVNIK_VAULT_URL": "", "NASTAVNIK_VAULT_OWNER_URL": ""}

    nastavnik("migrate", **main_alone)
    half = nastavnik("figures", **urls)
    applied = read_json(nastavnik("migrate", "--json", **urls))["applied"]

    assert half.exit_code == 1
    assert "migrate" in half.stderr
    assert applied > 0
    assert read_json(nastavnik("doctor", "--json", **urls))["sound"]


@pytest.mark.parametrize("missing", ["NASTAVNIK_VAULT_OWNER_URL", "NASTAVNIK_DATABASE_URL"])
def test_half_an_address_of_the_keys_is_an_error_of_usage(
    nastavnik: Run, keys: TestDatabase, missing: str
) -> None:
    apart = {"NASTAVNIK_VAULT_URL": keys.app_url, "NASTAVNIK_VAULT_OWNER_URL": keys.owner_url}

    result = nastavnik("doctor", **(apart | {missing: ""}))

    assert result.exit_code == 2
    assert missing in result.stderr
