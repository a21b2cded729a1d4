"""How fast the past, the figures and a rebuild are, beside what others would use for them.

``python -m benchmarks.asof --json``. One run, one server, one data set: a made-up district of 22
institutions whose logs hold a million events. Ratios are medians over rounds in which the sides
take turns. The data set is kept in ``benchmarks/.data`` for the next run of the same code.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from rich.console import Console
from rich.table import Table

try:
    from benchmarks.asof.measuring import TARGETS, Effort, measure
except ModuleNotFoundError as missing:
    sys.exit(f"{missing}: `make bench` installs what the benchmark needs besides the service.")

FULL = Effort(events=1_000_000, rounds=9, repeats=5, rebuild_events_min=4_000, keep=True)
QUICK = Effort(events=20_000, rounds=3, repeats=3, rebuild_events_min=600, keep=False)


def show(figures: Mapping[str, Any], console: Console) -> None:
    """Print the figures as tables."""
    targets = Table("ratio", "measured", "target", "", title=f"{figures['events']:,} events")
    for name, target in TARGETS.items():
        verdict = "[green]reached[/]" if figures["targets"][name]["reached"] else "[red]missed[/]"
        targets.add_row(name, str(figures[name]), str(target), verdict)
    pages = Table("first page", *figures["pages_ms"]["mentees"], title="milliseconds")
    for name, sides in figures["pages_ms"].items():
        pages.add_row(name, *(str(value) for value in sides.values()))
    rest = Table("measured", "", title="the rest")
    for name, value in figures.items():
        if isinstance(value, int | float) and name not in TARGETS:
            rest.add_row(name, f"{value:,}")
    for table in (targets, pages, rest):
        console.print(table)
    console.print(" · ".join(f"{name} {value}" for name, value in figures["machine"].items()))


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--events", type=int, help="how many to load, about")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.add_argument("--quick", action="store_true", help="load little, measure short")
    options = parser.parse_args(arguments)
    effort = QUICK if options.quick else FULL
    if options.events:
        effort = msgspec.structs.replace(effort, events=options.events)
    figures = measure(effort)
    if options.json:
        sys.stdout.write(msgspec.json.format(msgspec.json.encode(figures)).decode() + "\n")
    else:
        show(figures, Console())


if __name__ == "__main__":
    main()
