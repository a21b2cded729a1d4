"""The benchmark runs and says everything it promises to; how fast is not asked here."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

FIGURES = {
    "stock_per_s",
    "raw_insert_per_s",
    "ours_per_s",
    "ours_batch_events_per_s",
    "command_path_per_s",
    "stock_command_per_s",
    "ratio_vs_stock",
    "ratio_vs_raw_insert",
    "batch_ratio_vs_stock",
    "command_path_vs_stock",
}


@pytest.fixture(scope="module")
def figures() -> dict[str, object]:
    command = ["-m", "benchmarks.append", "--quick", "--seconds", "0.3", "--json"]
    finished = subprocess.run(
        [sys.executable, "-W", "ignore", *command], capture_output=True, check=True, text=True
    )
    printed: dict[str, object] = json.loads(finished.stdout)
    return printed


def test_every_figure_is_there_and_was_measured(figures: dict[str, object]) -> None:
    assert {name for name in FIGURES if figures.get(name)} == FIGURES


def test_the_follower_missed_nothing_of_what_it_followed(figures: dict[str, object]) -> None:
    assert figures["missed"] == 0
    assert figures["followed"]


def test_commands_were_carried_out_by_one_client_and_by_many(figures: dict[str, object]) -> None:
    levels = figures["command_path_by_clients"]

    assert isinstance(levels, list)
    assert [one["clients"] for one in levels] == [1, 16, 64, 200]
    assert all(one["per_s"] > 0 and 0 < one["p50_ms"] <= one["p99_ms"] for one in levels)


def test_commits_were_durable(figures: dict[str, object]) -> None:
    machine = figures["machine"]

    assert isinstance(machine, dict)
    assert machine["cores"]
    assert machine["postgresql"]
    assert (machine["fsync"], machine["synchronous_commit"]) == ("on", "on")


def test_every_target_is_marked_as_reached_or_missed(figures: dict[str, object]) -> None:
    targets = figures["targets"]

    assert isinstance(targets, dict)
    assert set(targets) == {
        "ratio_vs_stock",
        "ratio_vs_raw_insert",
        "batch_ratio_vs_stock",
        "command_path_vs_stock",
        "missed",
    }
    assert all(isinstance(one["reached"], bool) for one in targets.values())
