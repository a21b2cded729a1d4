"""``seal`` and ``verify`` from the command line, over a database that its owner changes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from adapters.chain import next_link
from adapters.postgres.database import Database
from adapters.postgres.stored import read_log
from adapters.seals import from_file
from service.bootstrap import Application
from tests.cli.conftest import Run, read_json, runner
from tests.plugins.postgres import TestDatabase
from tests.store.logs import append, entry, open_tenant, superuser
from tests.support.district import District
from tests.support.publications import CHILDREN, publish

Connection = psycopg.Connection[Any]


@pytest.fixture
def sealed(nastavnik: Run, tmp_path: Path) -> Run:
    """Run ``nastavnik`` with a data directory of the test's own."""

    def run(*arguments: str, **changes: str) -> Any:
        return nastavnik(*arguments, **{"NASTAVNIK_DATA_DIR": str(tmp_path)} | changes)

    return run


@pytest.fixture
def tenant(application: Application) -> UUID:
    """A log of ten events beside another."""
    tenant, other = open_tenant(application), open_tenant(application)
    append(application, entry(other, versions=(1, 2)))
    append(application, *(entry(tenant, versions=(1, 2)) for _ in range(5)))
    return tenant


@pytest.fixture
def kept(sealed: Run, tenant: UUID, tmp_path: Path) -> str:
    """A seal that is kept elsewhere."""
    file = tmp_path / "kept.json"
    assert sealed("seal", str(file)).exit_code == 0
    return str(file)


def test_a_seal_is_made_shown_and_written(
    sealed: Run, application: Application, tenant: UUID, tmp_path: Path
) -> None:
    first = read_json(sealed("seal", "--json"))
    again = sealed("seal", str(tmp_path / "kept.json"))
    append(application, entry(tenant))
    second = read_json(sealed("seal", "--json"))

    seal = from_file(Path(first["file"]).read_bytes())
    assert (first["number"], first["new"], first["logs"]) == (1, True, 2)
    assert (first["root"], first["public_key"]) == (seal.root.hex(), seal.public_key.hex())
    assert Path(first["file"]).parent == tmp_path / "seals"
    assert "С прошлой печати ничего не записано." in again.stdout
    assert seal.public_key.hex() in again.stdout
    assert from_file((tmp_path / "kept.json").read_bytes()) == seal
    assert (second["number"], second["new"]) == (2, True)


def test_sealing_is_refused_in_words(sealed: Run, application: Application, tmp_path: Path) -> None:
    empty = sealed("seal")
    open_tenant(application)
    (tmp_path / "seal.key").write_text("ключ")
    keyless = sealed("seal")
    elsewhere = sealed(
        "seal", str(tmp_path / "none" / "kept"), NASTAVNIK_SEAL_KEY_FILE=str(tmp_path / "other.key")
    )

    assert [one.exit_code for one in (empty, keyless, elsewhere)] == [1, 1, 1]
    assert "ни одного журнала ещё нет" in empty.stderr
    assert "нет ключа" in keyless.stderr
    assert "Файл не записан" in elsewhere.stderr


def test_untouched_logs_are_verified(
    sealed: Run, application: Application, tenant: UUID, kept: str
) -> None:
    append(application, entry(tenant))
    printed = sealed("verify", "--seal", kept)
    found = read_json(sealed("verify", "--json"))

    assert (printed.exit_code, "Изменений не найдено." in printed.stdout) == (0, True)
    assert "событий: 13, печатей: 1" in printed.stdout
    assert (found["sound"], found["events"], found["faults"]) == (True, 13, [])


def rewrite(connection: Connection, database: TestDatabase, tenant: UUID) -> None:
    """Change the fourth event and compute the chain and the head anew."""
    change = 'UPDATE es.event SET payload = \'{"name":"Южный"}\' WHERE tenant_id = %s'
    connection.execute(change + " AND position = 4", (tenant,))
    reading = Database(database.app_url)
    reading.open()
    with reading.reading((tenant,)) as reader:
        rows = list(read_log(reader, tenant))
    reading.close()
    chain = rows[2][7]
    for row in rows[3:]:
        chain = next_link(chain, tenant.bytes, row)
        connection.execute(
            "UPDATE es.event SET chain = %s WHERE tenant_id = %s AND position = %s",
            (chain, tenant, row[0]),
        )
    connection.execute("UPDATE es.tenant_head SET chain = %s WHERE tenant_id = %s", (chain, tenant))


def by(*statements: str) -> Callable[[Connection, TestDatabase, UUID], None]:
    def change(connection: Connection, database: TestDatabase, tenant: UUID) -> None:
        for statement in statements:
            connection.execute(statement.encode(), {"tenant": tenant})

    return change


MINE = "WHERE tenant_id = %(tenant)s AND position"
CHANGES = {
    "a bit": ("link", 3, by(f"UPDATE es.event SET payload = set_bit(payload, 9, 1 -"
                            f" get_bit(payload, 9)) {MINE} = 3")),
    "a swap": ("link", 5, by(f"UPDATE es.event SET position = position + 100 {MINE} IN (5, 6)",
                             f"UPDATE es.event SET position = 111 - position {MINE} > 100")),
    "a row less": ("position", 7, by(f"DELETE FROM es.event {MINE} = 7")),
    "a row of no length": ("unreadable", 2, by(f"UPDATE es.event SET chain = '' {MINE} = 2")),
    "a time beyond ours": ("link", 9, by(
        f"UPDATE es.event SET recorded_at = '290000-01-01' {MINE} = 9")),
    "a cut tail": ("cut", 9, by(
        f"DELETE FROM es.event {MINE} > 8",
        "UPDATE es.tenant_head h SET position = e.position, chain = e.chain,"
        " recorded_at = e.recorded_at FROM es.event e WHERE e.tenant_id = h.tenant_id"
        " AND h.tenant_id = %(tenant)s AND e.position = 8")),
    "a log less": ("cut", 1, by(
        *(f"DELETE FROM es.{table} WHERE tenant_id = %(tenant)s"
          for table in ("event", "tenant_head", "tenant")))),
    "a head less": ("missing", 10, by(
        "DELETE FROM es.tenant_head WHERE tenant_id = %(tenant)s")),
    "a head elsewhere": ("head", 10, by(
        "UPDATE es.tenant_head SET position = 9 WHERE tenant_id = %(tenant)s")),
    "a rewrite": ("rewritten", 10, rewrite),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGES)
def test_changes_in_the_database_are_found(
    sealed: Run, database: TestDatabase, tenant: UUID, kept: str, name: str
) -> None:
    kind, position, change = CHANGES[name]
    with superuser(database.admin_url) as connection:
        change(connection, database, tenant)

    printed = sealed("verify", "--seal", kept)
    found = sealed("verify", "--seal", kept, "--json")

    assert (printed.exit_code, found.exit_code) == (1, 1)
    assert f"Журнал {tenant}, позиция {position}: " in printed.stdout
    assert "ИСТОРИЯ ИЗМЕНЕНА." in printed.stdout
    facts = json.loads(found.stdout)["faults"]
    assert [(one["tenant"], one["fault"]["kind"], one["fault"]["position"]) for one in facts] == [
        (str(tenant), kind, position)
    ]


def test_the_owner_who_lifts_row_security_is_found_too(
    sealed: Run, database: TestDatabase, tenant: UUID, kept: str
) -> None:
    with psycopg.connect(database.owner_url, autocommit=True) as connection:
        connection.execute("ALTER TABLE es.event NO FORCE ROW LEVEL SECURITY")
        connection.execute("UPDATE es.event SET effective_on = effective_on - 1 WHERE version = 2")
        connection.execute("ALTER TABLE es.event FORCE ROW LEVEL SECURITY")

    assert "позиция 2: запись изменена" in sealed("verify", "--seal", kept).stdout


def test_only_the_kept_seal_shows_that_history_and_seals_were_rewritten(
    sealed: Run, database: TestDatabase, tenant: UUID, kept: str
) -> None:
    with superuser(database.admin_url) as connection:
        rewrite(connection, database, tenant)
        with_seals = sealed("verify")
        connection.execute("DELETE FROM es.seal")

    anew = sealed("seal")
    without = sealed("verify")
    found = sealed("verify", "--seal", kept)

    assert (with_seals.exit_code, anew.exit_code, without.exit_code) == (1, 0, 0)
    assert "иначе свидетельствует печать № 1" in with_seals.stdout
    assert found.exit_code == 1
    assert "Сохранённая печать № 1: в базе под этим номером другая печать" in found.stdout
    assert "журнал переписан; иначе свидетельствует сохранённая печать № 1" in found.stdout


def test_seals_of_another_key_are_believed_only_if_it_is_named(
    sealed: Run, tenant: UUID, kept: str, tmp_path: Path
) -> None:
    other = Ed25519PrivateKey.generate().private_bytes_raw().hex()
    (tmp_path / "other.key").write_text(other)
    public = from_file(Path(kept).read_bytes()).public_key.hex()
    setting = {"NASTAVNIK_SEAL_KEY_FILE": str(tmp_path / "other.key")}

    refused = sealed("verify", **setting)
    named = sealed("verify", "--public-key", public, **setting)
    unknown = sealed("verify", NASTAVNIK_SEAL_KEY_FILE=str(tmp_path / "none"))

    assert "Печать № 1: подписана ключом, которому здесь не доверяют" in refused.stdout
    assert [one.exit_code for one in (refused, named, unknown)] == [1, 0, 0]
    assert not (tmp_path / "none").exists()
    assert sealed("verify", "--public-key", "ключ").exit_code == 2


def test_what_is_no_seal_file_is_refused(sealed: Run, tenant: UUID, tmp_path: Path) -> None:
    (tmp_path / "no.json").write_text("{}")
    (tmp_path / "seal.key").write_text("")

    no_seal = sealed("verify", "--seal", str(tmp_path / "no.json"))
    no_key = sealed("verify")

    assert (no_seal.exit_code, no_key.exit_code) == (1, 1)
    assert "Это не файл печати" in no_seal.stderr
    assert "нет ключа" in no_key.stderr


def test_what_is_derived_may_not_be_ahead_of_its_log(
    application: Application, database: TestDatabase, sealed: Run
) -> None:
    district = District(application)
    school = district.school("01")
    district.participant(school, "Ученикова")
    with superuser(database.admin_url) as connection:
        connection.execute("UPDATE reg.participant SET from_position = 900")
        connection.execute("INSERT INTO fol.checkpoint VALUES (%s, 'district', 901)", (school,))

    found = sealed("verify")

    assert found.exit_code == 1
    assert f"Журнал {school}: таблица reg.participant знает позицию 900" in found.stdout
    assert f"Журнал {school}: таблица fol.checkpoint знает позицию 901" in found.stdout


def test_published_figures_are_witnesses_too(
    application: Application, database: TestDatabase, sealed: Run
) -> None:
    district = District(application)
    school = district.school("01")
    mentor = district.participant(school, "Наставников")
    mentee = district.participant(school, "Ученикова", born=2010)
    district.pair(school, mentor, [mentee], "2020-10-01")
    publish(district, 1, **CHILDREN)
    assert runner(database)("verify").exit_code == 0

    with superuser(database.admin_url) as connection:
        rewrite(connection, database, school)
    found = sealed("verify")

    assert found.exit_code == 1
    assert f"Журнал {school}, позиция" in found.stdout
    assert "свидетельствует опубликованное значение «Наставляемые 10–19 лет»" in found.stdout
