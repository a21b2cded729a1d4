"""An empty installation becomes the one that was backed up, but for who was erased."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest

from adapters.postgres.embedded import EmbeddedPostgres
from domain.erasure import RequestErasure
from domain.participant import EnterBase
from projections.registry import REGISTERS
from service.bootstrap import build
from service.erasing import Erasing
from service.submission import Receipt
from tests.cli.backups.conftest import NAME, Copies, rows
from tests.cli.conftest import read_json, runner
from tests.plugins.postgres import MASTER, TestDatabase, copy_of
from tests.support.district import District

LOG = ("tenant", "tenant_head", "event", "subject_event", "command")


def test_everything_is_there_again(
    copies: Copies, database: TestDatabase, empty: TestDatabase
) -> None:
    again = runner(empty)

    done = read_json(again(*copies.arguments("--json", "--no-newer-destroyed")))

    assert done == {**copies.made, "destroyed": 0}
    for table in LOG:
        assert rows(database, f"es.{table}") == rows(empty, f"es.{table}")
    for register in REGISTERS:
        assert rows(database, f"reg.{register.name}") == rows(empty, f"reg.{register.name}")
    assert [one["equal"] for one in read_json(again("figures", "--verify", "--json"))] == [True]
    assert read_json(again("doctor", "--drift", "--json"))["drift"] == []


def test_a_command_of_before_is_known_to_the_restored(
    district: District, database: TestDatabase, empty: TestDatabase, tmp_path: Path
) -> None:
    school = district.schools["01"]
    (person,) = _named(database, school, NAME)
    submission = district.submission(EnterBase(role="mentee"), school, person)
    (receipt,) = district.execute([submission])
    copies = Copies(runner(database), tmp_path / "copies")
    assert runner(empty)(*copies.arguments()).exit_code == 0

    with closing(build(empty.app_url, MASTER)) as restored:
        (again,) = restored.work.execute([submission])

    assert isinstance(again, Receipt)
    assert again.replayed
    assert again.last_position == receipt.last_position


def test_keys_come_back_into_a_database_of_their_own(
    copies: Copies,
    database: TestDatabase,
    empty: TestDatabase,
    server: EmbeddedPostgres,
    template: str,
) -> None:
    with copy_of(server, template) as keys:
        apart = {"NASTAVNIK_VAULT_URL": keys.app_url, "NASTAVNIK_VAULT_OWNER_URL": keys.owner_url}
        restored = runner(empty)(*copies.arguments(), **apart)

        assert restored.exit_code == 0, restored.stderr
        assert rows(keys, "vault.subject_key") == rows(database, "vault.subject_key") != []
        assert rows(empty, "vault.subject_key") == rows(keys, "es.event") == []
        assert runner(empty)("figures", "--verify", **apart).exit_code == 0


def test_a_log_changed_before_it_was_copied_is_not_opened(
    district: District, database: TestDatabase, empty: TestDatabase, tmp_path: Path
) -> None:
    school = district.schools["02"]
    with psycopg.connect(database.admin_url, autocommit=True) as connection:
        connection.execute(
            "UPDATE es.event SET effective_on = effective_on - 1"
            " WHERE tenant_id = %s AND position = 3",
            (school,),
        )

    refused = runner(empty)(*Copies(runner(database), tmp_path / "copies").arguments())

    assert refused.exit_code == 1
    assert f"Журнал {school} в копии изменён с позиции 3" in " ".join(refused.stderr.split())
    assert "не закончено" in runner(empty)("figures", "--year", "2020").stderr


def test_only_an_empty_installation_is_restored_into(
    copies: Copies, database: TestDatabase
) -> None:
    refused = runner(database)(*copies.arguments())

    assert refused.exit_code == 1
    assert "не пуста" in refused.stderr


def test_erased_stays_erased_in_an_older_backup(
    copies: Copies, district: District, database: TestDatabase, empty: TestDatabase, tmp_path: Path
) -> None:
    school, other = district.schools.values()
    (key,) = _named(database, school, NAME)
    newer = _destroy(database, key, [school], tmp_path)

    done = read_json(runner(empty)(*copies.arguments("--destroyed", str(newer), "--json")))

    assert done["destroyed"] == 1
    assert (_named(empty, school, NAME), _named(empty, other, NAME)) == ([], [key])
    assert _links(empty, key) == {school: True, other: False}
    assert len(rows(empty, "vault.identity")) == len(rows(database, "vault.identity"))


def test_with_the_last_key_the_identity_stays_away_too(
    copies: Copies, district: District, database: TestDatabase, empty: TestDatabase, tmp_path: Path
) -> None:
    school = district.schools["01"]
    (key,) = _named(database, school, NAME)
    newer = _destroy(database, key, list(district.schools.values()), tmp_path)

    assert runner(empty)(*copies.arguments("--destroyed", str(newer))).exit_code == 0

    for table in ("identity", "person", "identity_link"):
        kept = rows(empty, f"vault.{table}")
        assert kept == [row for row in rows(database, f"vault.{table}") if str(key) not in row]
        assert kept


@pytest.mark.parametrize("codes", [("01",), ("01", "02")])
def test_who_was_erased_since_is_not_brought_back(
    copies: Copies,
    district: District,
    database: TestDatabase,
    empty: TestDatabase,
    codes: tuple[str, ...],
) -> None:
    (key,) = _named(database, district.schools["01"], NAME)
    for code in codes:
        _erase(district, database, district.schools[code], key)
    newer = copies.destroyed.with_name("newer.json")
    assert runner(database)("destroyed-keys", str(newer)).exit_code == 0

    done = runner(empty)(*copies.arguments("--destroyed", str(newer)))

    assert done.exit_code == 0, done.stderr
    kept = [] if len(codes) == len(district.schools) else [key]
    named = [_named(empty, school, NAME) for school in district.schools.values()]
    assert named == [[], kept]
    for table in ("identity", "person", "identity_link"):
        left = rows(empty, f"vault.{table}")
        assert left == rows(database, f"vault.{table}")
        assert any(str(key) in row for row in left) == bool(kept)
    assert read_json(runner(empty)("doctor", "--drift", "--json"))["drift"] == []


def test_without_the_newer_list_they_would_be_readable_so_it_has_to_be_said(
    copies: Copies, district: District, empty: TestDatabase
) -> None:
    school = district.schools["01"]
    without = [one for one in copies.arguments() if one != "--no-newer-destroyed"]

    assert runner(empty)(*without).exit_code == 2
    done = runner(empty)(*copies.arguments())

    assert done.exit_code == 0
    assert "ничего не известно" in done.stderr
    assert len(_named(empty, school, NAME)) == 1


def test_a_restore_that_broke_off_opens_nothing_and_is_finished_by_the_next(
    copies: Copies, empty: TestDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("service.restoring.rebuild", fail)
        assert runner(empty)(*copies.arguments()).exit_code != 0
    refused = runner(empty)("figures", "--year", "2020")

    assert refused.exit_code == 1
    assert "Восстановление не закончено" in refused.stderr
    assert runner(empty)(*copies.arguments()).exit_code == 0
    assert runner(empty)("figures", "--year", "2020").exit_code == 0


def _erase(district: District, database: TestDatabase, school: UUID, person: UUID) -> None:
    """Let a person's pair end, and the service erase them."""
    with psycopg.connect(database.admin_url) as connection:
        found = connection.execute(
            "SELECT pair FROM reg.pair WHERE tenant_id = %s AND known_to IS NULL", (school,)
        ).fetchall()
    for (pair,) in found:
        district.complete(school, pair, "2021-05-20")
    district.record(RequestErasure(ground="left"), school, person)
    done = Erasing(district.application, lambda: {district.id: (school,)}).run_once()
    assert (done.carried_out, done.failed) == (1, [])


def _destroy(database: TestDatabase, key: UUID, schools: list[UUID], directory: Path) -> Path:
    """Destroy a person's keys in some schools and return a list that says so."""
    with psycopg.connect(database.admin_url, autocommit=True) as connection:
        connection.execute(
            "UPDATE vault.subject_key SET wrapped = NULL, destroyed_at = now()"
            " WHERE subject = %s AND tenant_id = ANY (%s)",
            (key, schools),
        )
    newer = directory / "newer.json"
    listed = read_json(runner(database)("destroyed-keys", str(newer), "--json"))
    assert listed == {"destroyed": len(schools)}
    return newer


def _links(database: TestDatabase, person: UUID) -> dict[UUID, bool]:
    """Return which institutions are linked with a person, and whether they erased them."""
    with psycopg.connect(database.admin_url) as connection:
        return dict(
            connection.execute(
                "SELECT institution, erased FROM vault.identity_link WHERE person = %s", (person,)
            ).fetchall()
        )


def _named(database: TestDatabase, school: UUID, name: str) -> list[UUID]:
    with psycopg.connect(database.admin_url) as connection:
        found = connection.execute(
            "SELECT DISTINCT person FROM reg.participant WHERE tenant_id = %s AND last_name = %s",
            (school, name),
        ).fetchall()
    return [person for (person,) in found]
