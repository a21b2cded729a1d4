"""What backups hold, and files that are refused."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import psycopg
import pytest

from tests.cli.backups.conftest import NAME, Copies, rows
from tests.cli.conftest import Run, runner
from tests.plugins.postgres import TestDatabase


def tables(database: TestDatabase) -> set[str]:
    with psycopg.connect(database.admin_url) as connection:
        found = connection.execute(
            "SELECT schemaname || '.' || tablename FROM pg_tables"
            " WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
        ).fetchall()
    return {name for (name,) in found}


def test_every_table_is_backed_up_or_known_not_to_be(
    copies: Copies, database: TestDatabase
) -> None:
    with ZipFile(copies.log) as archive:
        members = set(archive.namelist())
    left = {name for name in tables(database) if name not in members}

    assert "es.event" in members
    assert "access.account" in members
    apart = ("reg.", "vault.", "public.")
    assert {name for name in left if not name.startswith(apart)} == {"es.installation"}


def test_a_backup_holds_no_name(copies: Copies, database: TestDatabase) -> None:
    with ZipFile(copies.log) as archive:
        content = b"".join(archive.read(name) for name in archive.namelist())

    for spelling in (NAME.encode(), NAME.lower().encode(), NAME.encode().hex().encode()):
        assert spelling not in content
    # The search can fail: the registers hold the name, and its bytes in hexadecimal are looked for.
    assert NAME in "".join(rows(database, "reg.participant"))
    assert "Синтетический район".encode().hex().encode() in content


def test_keys_are_for_their_recipient_alone(
    copies: Copies, empty: TestDatabase, tmp_path: Path, nastavnik: Run
) -> None:
    stranger = tmp_path / "stranger"
    nastavnik("backup-key-pair", str(stranger))
    copies.private = stranger

    refused = runner(empty)(*copies.arguments())

    assert refused.exit_code == 1
    assert "другого получателя" in refused.stderr
    assert rows(empty, "es.tenant") == []
    assert NAME.encode() not in copies.keys.read_bytes()


def test_keys_of_another_master_key_are_refused(copies: Copies, empty: TestDatabase) -> None:
    refused = runner(empty)(*copies.arguments(), NASTAVNIK_MASTER_KEY=bytes(32).hex())

    assert refused.exit_code == 1
    assert "зашифрованы другим" in refused.stderr
    assert rows(empty, "es.tenant") == rows(empty, "vault.subject_key") == []


@pytest.mark.parametrize("damage", ["cut", "changed", "swapped"])
def test_a_damaged_backup_is_refused_and_loads_nothing(
    copies: Copies, empty: TestDatabase, tmp_path: Path, damage: str
) -> None:
    whole = copies.log.read_bytes()
    copies.log = tmp_path / "damaged.zip"
    if damage == "cut":
        copies.log.write_bytes(whole[: len(whole) // 2])
    elif damage == "changed":
        at = len(whole) // 3
        copies.log.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
    else:
        _rewrite(whole, copies.log)

    refused = runner(empty)(*copies.arguments())

    assert refused.exit_code == 1
    assert "опия" in refused.stderr
    assert rows(empty, "es.tenant") == rows(empty, "vault.subject_key") == []


def _rewrite(whole: bytes, path: Path) -> None:
    """Write an archive, sound in itself, in which one event is another than the manifest says."""
    original = path.with_suffix(".original")
    original.write_bytes(whole)
    with ZipFile(original) as archive, ZipFile(path, "w") as changed:
        for name in archive.namelist():
            content = archive.read(name)
            if name == "es.event":
                content = content.replace(b"participant.registered", b"participant.registeret", 1)
            changed.writestr(name, content)
