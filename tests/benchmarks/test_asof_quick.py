"""The benchmark of the past runs and says everything it promises to; how fast is not asked here."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

FIGURES = {
    "asof_over_current",
    "current_over_plain",
    "history_growth",
    "figures_ms",
    "figures_over_scan",
    "explanation_ms",
    "rebuild_ratio_vs_stock",
    "asof_speedup_vs_simple_history",
}
SIDES = {"now", "as_of", "plain", "peer_now", "peer_as_of"}


@pytest.fixture(scope="module")
def figures() -> dict[str, object]:
    command = ["-m", "benchmarks.asof", "--quick", "--events", "6000", "--json"]
    finished = subprocess.run(
        [sys.executable, "-W", "ignore", *command], capture_output=True, check=True, text=True
    )
    printed: dict[str, object] = json.loads(finished.stdout)
    return printed


def test_every_figure_is_there_and_was_measured(figures: dict[str, object]) -> None:
    assert {name for name in FIGURES if figures.get(name)} == FIGURES


def test_pages_were_read_now_in_the_past_and_by_the_peer(figures: dict[str, object]) -> None:
    pages = figures["pages_ms"]

    assert isinstance(pages, dict)
    assert set(pages["mentees"]) == set(pages["pairs"]) == SIDES
    assert all(time > 0 for page in pages.values() for time in page.values())


def test_six_figures_of_five_years_were_counted_and_one_explained(
    figures: dict[str, object],
) -> None:
    assert figures["figures"] == 30
    assert figures["explained_figure"]


def test_commits_were_durable(figures: dict[str, object]) -> None:
    machine = figures["machine"]

    assert isinstance(machine, dict)
    assert (machine["fsync"], machine["synchronous_commit"]) == ("on", "on")
    assert machine["postgresql"]
    assert "django-simple-history" in str(figures["peer"])


def test_every_target_is_marked_as_reached_or_missed(figures: dict[str, object]) -> None:
    targets = figures["targets"]

    assert isinstance(targets, dict)
    assert set(targets) == {
        "asof_over_current",
        "current_over_plain",
        "history_growth",
        "rebuild_ratio_vs_stock",
        "asof_speedup_vs_simple_history",
    }
    assert all(isinstance(one["reached"], bool) for one in targets.values())
