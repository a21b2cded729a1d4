"""``export log``: the bytes of a log, as they are stored."""

from __future__ import annotations

from base64 import b64decode
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import pytest

from adapters.seals import EPOCH
from service.bootstrap import Application
from tests.cli.conftest import Run, read_json
from tests.plugins.postgres import TestDatabase
from tests.store.logs import stored_rows, superuser
from tests.support.district import District


@pytest.fixture
def district(application: Application) -> District:
    """Two schools that registered somebody."""
    district = District(application)
    for code in ("01", "02"):
        district.participant(district.school(code), "Ученикова")
    return district


def lines(file: Path) -> list[dict[str, Any]]:
    return [msgspec.json.decode(line) for line in file.read_bytes().splitlines()]


def as_stored(line: dict[str, Any]) -> tuple[Any, ...]:
    """Return an exported line as the database's own reader gives it."""
    return (
        *(UUID(line["tenant_id"]), line["position"], UUID(line["stream_id"]), line["version"]),
        line["type"],
        EPOCH + timedelta(microseconds=line["recorded_at"]),
        date(2000, 1, 1) + timedelta(days=line["effective_on"]),
        *(UUID(line["actor"]), UUID(line["command_id"])),
        line["causation"] and UUID(line["causation"]),
        b64decode(line["payload"]),
        line["encrypted"] and b64decode(line["encrypted"]),
        bytes.fromhex(line["chain"]),
    )


def test_every_log_is_exported_byte_for_byte_to_a_file_of_its_own(
    nastavnik: Run, district: District, database: TestDatabase, tmp_path: Path
) -> None:
    told = read_json(nastavnik("export", "log", str(tmp_path / "logs"), "--json"))

    tenants = {district.id, *district.schools.values()}
    assert {file.stem for file in (tmp_path / "logs").iterdir()} == {str(one) for one in tenants}
    events = 0
    for tenant in tenants:
        stored = [tuple(row) for row in stored_rows(database.admin_url, tenant)]
        exported = [as_stored(one) for one in lines(tmp_path / "logs" / f"{tenant}.jsonl")]
        assert exported == stored
        events += len(stored)
    assert (told["logs"], told["events"]) == (3, events)


def test_one_file_holds_all_logs_or_one_schools(
    nastavnik: Run, district: District, tmp_path: Path
) -> None:
    every, one = tmp_path / "all.jsonl", tmp_path / "one.jsonl"
    for _ in range(2):
        assert nastavnik("export", "log", str(every)).exit_code == 0
    told = nastavnik("export", "log", str(one), "--school", "02")
    whole = nastavnik("export", "log", str(every), "--district", str(district.id))

    first, second = (str(district.schools[code]) for code in ("01", "02"))
    assert (told.exit_code, whole.exit_code) == (0, 0)
    assert {line["tenant_id"] for line in lines(every)} == {str(district.id), first, second}
    positions = [line["position"] for line in lines(every) if line["tenant_id"] == first]
    assert positions == [*range(1, len(positions) + 1)]
    assert {line["tenant_id"] for line in lines(one)} == {second}
    assert f"Журналов: 1, событий: {len(lines(one))}" in told.stdout


def test_what_cannot_be_written_or_read_is_said(
    nastavnik: Run, district: District, database: TestDatabase, tmp_path: Path
) -> None:
    nowhere = nastavnik("export", "log", str(tmp_path / "none" / "all.jsonl"))
    with superuser(database.admin_url) as connection:
        connection.execute("UPDATE es.event SET chain = ''")
    damaged = nastavnik("export", "log", str(tmp_path / "all.jsonl"))

    assert (nowhere.exit_code, damaged.exit_code) == (1, 1)
    assert "Файл не записан" in nowhere.stderr
    assert f"Журнал {district.id} повреждён" in damaged.stderr
