"""The benchmark of trust runs and says everything it promises to; how fast is not asked here."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

FIGURES = {
    "erase_ms",
    "erased_persons",
    "chain_cost",
    "chain_cost_in_batches",
    "sealing_cost",
    "verify_events_per_s",
    "chained_events_per_s",
    "unchained_events_per_s",
    "chained_batch_events_per_s",
    "unchained_batch_events_per_s",
    "appends_beside_sealing_per_s",
}


@pytest.fixture(scope="module")
def figures() -> dict[str, object]:
    command = ["-m", "benchmarks.trust", "--quick", "--json"]
    finished = subprocess.run(
        [sys.executable, "-W", "ignore", *command], capture_output=True, check=True, text=True
    )
    printed: dict[str, object] = json.loads(finished.stdout)
    return printed


def test_every_figure_is_there_and_was_measured(figures: dict[str, object]) -> None:
    rates = {name for name in FIGURES if name.endswith("_per_s")}

    assert figures.keys() >= FIGURES
    assert all(isinstance(figures[name], int) and figures[name] for name in rates)


def test_whole_logs_were_verified_and_seals_made_meanwhile(figures: dict[str, object]) -> None:
    assert (figures["verified_events"], figures["verified_logs"]) == (4992, 64)
    assert isinstance(figures["seals"], int)
    assert figures["seals"] > 2


def test_persons_were_erased_in_a_district(figures: dict[str, object]) -> None:
    assert (figures["erased_persons"], figures["erasing_people"]) == (3, 80)
    assert isinstance(figures["erase_ms"], float)
    assert figures["erase_ms"] > 0
    assert isinstance(figures["erasing_events"], int)
    assert figures["erasing_events"] > 80 * 8


def test_commits_were_durable(figures: dict[str, object]) -> None:
    machine = figures["machine"]

    assert isinstance(machine, dict)
    assert (machine["fsync"], machine["synchronous_commit"]) == ("on", "on")


def test_every_target_is_marked_as_reached_or_missed(figures: dict[str, object]) -> None:
    targets = figures["targets"]

    assert isinstance(targets, dict)
    assert set(targets) == {"chain_cost"}
    assert all(isinstance(one["reached"], bool) for one in targets.values())
