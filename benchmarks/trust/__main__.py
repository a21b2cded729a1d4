"""What it costs to trust the log.

``python -m benchmarks.trust --json``. One database, made for it and thrown away; sides that are
compared take turns.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from rich.console import Console
from rich.table import Table

from benchmarks.place import machine, temporary_place
from benchmarks.trust import chain, erasing, sealing, verifying
from benchmarks.trust.effort import Effort

MEASURED = (verifying, erasing, chain, sealing)
"""One module for each thing: ``measure(place, effort)`` and the most that its figures may be."""

FULL = Effort(seconds=10, events=200_000, repeats=5, people=4_000, erased=40)
QUICK = Effort(seconds=0.5, events=5_000, repeats=1, people=80, erased=3)


def measure(effort: Effort) -> dict[str, Any]:
    """Measure everything."""
    targets = {name: most for one in MEASURED for name, most in one.TARGETS.items()}
    with temporary_place() as place:
        figures: dict[str, Any] = {}
        for one in MEASURED:
            figures |= one.measure(place, effort)
        return {
            **figures,
            "targets": {
                name: {"wanted": most, "reached": figures[name] <= most}
                for name, most in targets.items()
            },
            "seconds_per_side": effort.seconds,
            "machine": msgspec.to_builtins(machine(place)),
        }


def show(figures: Mapping[str, Any], console: Console) -> None:
    """Print the figures as tables."""
    targets = Table("share", "measured", "target", "")
    for name, target in figures["targets"].items():
        verdict = "[green]reached[/]" if target["reached"] else "[red]missed[/]"
        targets.add_row(name, str(figures[name]), f"≤ {target['wanted']:g}", verdict)
    rest = Table("measured", "")
    for name, value in figures.items():
        if isinstance(value, int | float) and name not in figures["targets"]:
            rest.add_row(name, f"{value:,}")
    for table in (targets, rest):
        console.print(table)
    console.print(" · ".join(f"{name} {value}" for name, value in figures["machine"].items()))


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.add_argument("--quick", action="store_true", help="load little, measure short")
    options = parser.parse_args(arguments)
    figures = measure(QUICK if options.quick else FULL)
    if options.json:
        sys.stdout.write(msgspec.json.format(msgspec.json.encode(figures)).decode() + "\n")
    else:
        show(figures, Console())


if __name__ == "__main__":
    main()
