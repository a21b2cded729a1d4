"""The script of docs/, which shares nothing with us, finds what we find in exported logs."""

from __future__ import annotations

import ast
import json
import shutil
import subprocess
import sys
from pathlib import Path
from random import Random
from uuid import UUID

import msgspec
import pytest

from adapters.seals import to_file
from service.log_export import line_of
from tests.store.tampering import (
    MUTATIONS,
    Log,
    Stored,
    flip_head,
    mutated,
    rewrite,
)

SCRIPT = Path(__file__).parents[2] / "docs" / "verify_log.py"
# An exported log has no head.
IN_EXPORTED_ROWS = [
    number
    for number in range(2 * len(MUTATIONS))
    if MUTATIONS[number % len(MUTATIONS)] is not flip_head
]


class Exported:
    """A directory with the script, a seal and exported logs, and nothing of ours on its path."""

    def __init__(self, directory: Path, stored: Stored) -> None:
        self.directory = directory
        shutil.copy(SCRIPT, directory)
        (directory / "seal.json").write_bytes(to_file(stored.kept))
        (directory / "logs").mkdir()
        for log in stored.logs.values():
            self.write(log)

    def write(self, log: Log) -> None:
        lines = b"".join(msgspec.json.encode(line_of(log.tenant, row)) + b"\n" for row in log.rows)
        (self.directory / "logs" / f"{log.tenant}.jsonl").write_bytes(lines)

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-I", SCRIPT.name, *(arguments or ("seal.json", "logs"))],
            cwd=self.directory,
            env={},
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def exported(stored: Stored, tmp_path: Path) -> Exported:
    return Exported(tmp_path, stored)


def test_the_script_is_short_and_imports_nothing_of_ours() -> None:
    text = SCRIPT.read_text()
    imported = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            imported |= {one.name.partition(".")[0] for one in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add((node.module or "").partition(".")[0])

    assert len(text.splitlines()) < 200
    assert imported - sys.stdlib_module_names == {"cryptography"}


def test_the_script_finds_untouched_logs_as_sealed(exported: Exported, stored: Stored) -> None:
    result = exported.run()

    events = sum(len(log.rows) for log in stored.logs.values())
    after = events - sum(leaf.position for leaf in stored.kept.leaves)
    assert result.returncode == 0, result.stderr
    assert f"{events} events, {after} of them after the seal" in result.stdout
    assert exported.run("seal.json", "logs", "--public-key", "00").returncode == 1
    key = stored.kept.public_key.hex()
    assert exported.run("seal.json", "logs", "--public-key", key).returncode == 0


@pytest.mark.parametrize("number", IN_EXPORTED_ROWS)
def test_the_script_finds_mutations(exported: Exported, stored: Stored, number: int) -> None:
    _, _, after = mutated(stored, number)
    exported.write(after)

    result = exported.run()

    assert result.returncode == 1
    assert result.stderr.startswith("CHANGED: ")


def test_the_script_finds_a_missing_log_unless_told_that_it_is_left_out(
    exported: Exported, stored: Stored
) -> None:
    tenant = stored.kept.leaves[0].tenant
    (exported.directory / "logs" / f"{tenant}.jsonl").unlink()

    assert f"CHANGED: {tenant}: sealed up to" in exported.run().stderr
    assert exported.run("seal.json", "logs", "--partial").returncode == 0


@pytest.mark.parametrize("field", ["number", "sealed_at", "previous", "root", "signature", "chain"])
def test_the_script_finds_a_changed_seal(exported: Exported, stored: Stored, field: str) -> None:
    seal = json.loads(to_file(stored.kept))
    target = seal["leaves"][0] if field == "chain" else seal
    if field == "number":
        target[field] += 1
    elif field == "sealed_at":
        target[field] = "2020-01-01T00:00:00Z"
    else:
        target[field] = "00" + target[field][2:] if target[field][:2] != "00" else "11" * 32
    (exported.directory / "seal.json").write_text(json.dumps(seal))

    result = exported.run()

    assert (result.returncode, result.stderr[:9]) == (1, "CHANGED: ")


def test_the_script_finds_a_seal_made_to_fit_a_rewritten_log(
    exported: Exported, stored: Stored
) -> None:
    seal = json.loads(to_file(stored.kept))
    leaf = max(seal["leaves"], key=lambda one: int(one["position"]))
    after = stored.logs[UUID(leaf["tenant"])].copy()
    rewrite(after, leaf["position"], Random(1))  # noqa: S311 - nothing is kept secret by it
    exported.write(after)
    leaf["chain"] = after.rows[leaf["position"] - 1][7].hex()
    (exported.directory / "seal.json").write_text(json.dumps(seal))

    assert "the root of the seal is not that of the logs it names" in exported.run().stderr
