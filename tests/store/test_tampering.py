"""Whatever is changed in stored history is found by a seal that was kept elsewhere."""

from __future__ import annotations

import ast
import json
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random
from uuid import UUID

import msgspec
import pytest

from adapters.chain import Row, check_log, next_link
from adapters.postgres.embedded import EmbeddedPostgres
from adapters.postgres.stored import read_head, read_log
from adapters.seals import Seal, to_file
from domain.participant import EnterBase
from service.bootstrap import Application, build
from service.log_export import line_of
from service.sealing import Sealing
from tests.plugins.postgres import MASTER, copy_of
from tests.store.tampering import (
    MUTATIONS,
    UNSEEN_WITHOUT_A_SEAL,
    Log,
    Mutation,
    check,
    cut,
    flip_head,
    rewrite,
)
from tests.support.district import District

MUTATIONS_IN_ALL = 2_000
SCRIPT = Path(__file__).parents[2] / "docs" / "verify_log.py"


class Stored(msgspec.Struct):
    """The logs of a district, the seal kept of them, and the logs and seals of every stage."""

    logs: dict[UUID, Log]
    kept: Seal
    stages: list[tuple[dict[UUID, Log], Seal]]

    def sealed(self, tenant: UUID) -> int:
        return {leaf.tenant: leaf.position for leaf in self.kept.leaves}[tenant]


@pytest.fixture(scope="module")
def stored(
    server: EmbeddedPostgres, template: str, tmp_path_factory: pytest.TempPathFactory
) -> Stored:
    """A district that goes on recording after each of its seals; the last but one is kept."""
    directory = tmp_path_factory.mktemp("seals")
    with copy_of(server, template) as database:
        application = build(database.app_url, MASTER)
        sealing = Sealing(database.owner_url, directory / "seal.key", directory)
        district = District(application)
        stages: list[tuple[dict[UUID, Log], Seal]] = []
        for number in range(4):
            school = district.school(f"0{number}")
            mentor = district.participant(school, "Наставников")
            for name in ("Ученикова", "Соучеников"):
                mentee = district.participant(school, name, born=2010)
                district.record(EnterBase(role="mentee"), school, mentee)
                district.pair(school, mentor, [mentee], "2020-09-10")
            closed = sealing.close_interval()
            assert closed is not None
            stages.append((read(application, district), closed.seal))
        application.close()
    return Stored(stages[-1][0], stages[-2][1], stages)


def read(application: Application, district: District) -> dict[UUID, Log]:
    logs = {}
    for tenant in (district.id, *district.schools.values()):
        with application.database.reading((tenant,), snapshot=True) as connection:
            head = read_head(connection, tenant)
            assert head is not None
            with closing(read_log(connection, tenant)) as rows:
                logs[tenant] = Log(tenant, list(rows), head)
    return logs


def mutated(stored: Stored, number: int) -> tuple[Mutation, Log, Log]:
    """Return the mutation of a number, and a log before and after it."""
    random = Random(number)  # noqa: S311 - nothing is kept secret by it
    mutation = MUTATIONS[number % len(MUTATIONS)]
    before = stored.logs[random.choice([leaf.tenant for leaf in stored.kept.leaves])]
    after = before.copy()
    mutation(after, stored.sealed(before.tenant), random)
    return mutation, before, after


def test_every_mutation_of_sealed_history_is_found_by_the_kept_seal(stored: Stored) -> None:
    found: Counter[str] = Counter()
    missed = []
    for number in range(MUTATIONS_IN_ALL):
        mutation, before, after = mutated(stored, number)
        assert (before.rows, before.head) != (after.rows, after.head), number
        fault = check(after, stored.kept).fault
        if fault is None:
            missed.append((number, mutation.__name__))
        else:
            found[fault.kind] += 1

    assert missed == []
    assert sum(found.values()) == MUTATIONS_IN_ALL
    assert found.keys() >= {"position", "link", "cut", "rewritten", "head"}


def test_without_the_kept_seal_a_cut_and_a_rewrite_are_not_found(stored: Stored) -> None:
    # The control: it shows what the seal is for, and that the mutations are made well.
    unseen: Counter[bool] = Counter()
    for number in range(MUTATIONS_IN_ALL):
        mutation, _, after = mutated(stored, number)
        fault = check(after, None).fault
        if mutation in UNSEEN_WITHOUT_A_SEAL:
            unseen[fault is None] += 1

    assert unseen == {True: MUTATIONS_IN_ALL * len(UNSEEN_WITHOUT_A_SEAL) // len(MUTATIONS)}


def test_what_was_recorded_after_the_seal_is_not_protected_by_it(stored: Stored) -> None:
    # The bound of the promise: the newest school's log is not in the kept seal.
    (tenant,) = stored.logs.keys() - {leaf.tenant for leaf in stored.kept.leaves}
    for mutation in (cut, rewrite):
        after = stored.logs[tenant].copy()
        mutation(after, len(after.rows), Random(1))  # noqa: S311 - nothing is kept secret by it

        assert check(after, stored.kept).fault is None


def test_untouched_logs_raise_no_alarm_whichever_seal_was_kept(stored: Stored) -> None:
    checked = 0
    for at, (logs, _) in enumerate(stored.stages):
        for _, kept in stored.stages[: at + 1]:
            for log in logs.values():
                assert check(log, kept).fault is None
                checked += 1

    assert checked == 2 * 1 + 3 * 2 + 4 * 3 + 5 * 4


def test_a_log_that_is_longer_in_the_seal_than_stored_was_cut(stored: Stored) -> None:
    logs, _ = stored.stages[0]
    _, later = stored.stages[-1]
    (short,) = (log for log in logs.values() if len(log.rows) < len(stored.logs[log.tenant].rows))

    fault = check(short, later).fault

    assert fault is not None
    assert (fault.kind, fault.position) == ("cut", len(short.rows) + 1)


def test_a_log_made_up_in_another_order_is_found_without_any_seal(stored: Stored) -> None:
    # Chained anew and given a head, but not what es.append would ever write.
    log = max(stored.logs.values(), key=lambda one: len(one.rows))
    made_up: dict[str, Callable[[Row], Row]] = {
        "version": lambda row: (*row[:2], row[2] + 1, *row[3:]),
        "time": lambda row: (*row[:3], 0, *row[4:]),
        "command": lambda row: (*row[:5], log.rows[0][5], *row[6:]),
        "causation": lambda row: (*row[:8], bytes(16), row[9]),
    }
    for kind, change in made_up.items():
        after = log.copy()
        after.rows[-1] = change(after.rows[-1])
        after.compute_again(len(after.rows) - 1)
        fault = check_log(after.tenant, after.rows, after.head).fault

        assert fault is not None
        assert (fault.kind, fault.position) == (kind, len(after.rows))


def test_a_gap_is_found_though_the_chain_goes_over_it(stored: Stored) -> None:
    after = max(stored.logs.values(), key=lambda one: len(one.rows)).copy()
    *_, before, last = after.rows
    moved = (last[0] + 1, *last[1:])
    chain = next_link(before[7], after.tenant.bytes, moved)
    after.rows[-1] = (*moved[:7], chain, *moved[8:])

    fault = check(after, None).fault

    assert fault is not None
    assert (fault.kind, fault.position) == ("position", last[0])


# The script of docs/ that shares nothing with us. What it is given has no heads.

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
