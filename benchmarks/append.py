"""How fast events are appended and commands carried out, beside the ``eventsourcing`` library.

``python -m benchmarks.append --seconds 3 --json``. Everything runs on one database in one run, in
short alternating rounds: 16 threads, 64 tenants, payloads of 300 bytes, every commit durable.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from contextlib import closing
from typing import Any

import msgspec
from rich.console import Console
from rich.table import Table

from benchmarks.appends import BATCH_EVENTS, TENANTS, OurAppends, RawInserts, StockAppends
from benchmarks.commands import SCHOOLS, OurCommands
from benchmarks.place import analyse, machine, temporary_place
from benchmarks.rounds import Measured, Side, take_turns
from benchmarks.stock_commands import StockCommands
from benchmarks.tail import Tail
from service.bootstrap import Place

CLIENTS = 16
CLIENT_COUNTS = (1, 16, 64, 200)
COMMAND = "JoinPair and LeavePair by turns: the pair's row and the mentee's membership"
STOCK_COMMAND = "repository.get, trigger, save; both rows upserted in the recorder's transaction"


class Sizes(msgspec.Struct, frozen=True):
    """What is loaded before anything is measured."""

    events: int
    groups_per_school: int


FULL = Sizes(events=20_000, groups_per_school=20)
QUICK = Sizes(events=2_000, groups_per_school=4)


class Target(msgspec.Struct, frozen=True):
    """What a figure has to reach; ``exactly`` instead of "at least"."""

    wanted: float
    exactly: bool = False

    def reached_by(self, value: float) -> bool:
        """Say whether ``value`` is enough."""
        return value == self.wanted if self.exactly else value >= self.wanted


TARGETS = {
    "ratio_vs_stock": Target(4),
    "ratio_vs_raw_insert": Target(0.5),
    "batch_ratio_vs_stock": Target(40),
    "command_path_vs_stock": Target(2),
    "missed": Target(0, exactly=True),
}


def measure(seconds: float, sizes: Sizes) -> dict[str, Any]:
    """Measure everything on a database of its own, each side for ``seconds``."""
    with temporary_place() as place:
        figures = {
            **_measure_appends(place, seconds, sizes),
            **_measure_commands(place, seconds, sizes),
        }
        return {
            **figures,
            "targets": {
                name: {"wanted": target.wanted, "reached": target.reached_by(figures[name])}
                for name, target in TARGETS.items()
            },
            "clients": CLIENTS,
            "tenants": TENANTS,
            "batch_events": BATCH_EVENTS,
            "seconds_per_side": seconds,
            "command": COMMAND,
            "stock_command": STOCK_COMMAND,
            "machine": msgspec.to_builtins(machine(place)),
        }


def _measure_appends(place: Place, seconds: float, sizes: Sizes) -> dict[str, Any]:
    with (
        closing(StockAppends(place)) as stock,
        closing(RawInserts(place)) as raw,
        closing(OurAppends(place)) as ours,
    ):
        for side in (stock, raw, ours):
            side.preload(sizes.events)
        analyse(
            place, ("stock.stored_events", "raw.event", "es.event", "es.command", "es.tenant_head")
        )
        sides = {
            "stock": Side(stock.client(ours.tenants), CLIENTS),
            "raw": Side(raw.client(ours.tenants), CLIENTS),
            "ours": Side(ours.client(1), CLIENTS),
            "batch": Side(ours.client(BATCH_EVENTS), CLIENTS, BATCH_EVENTS),
        }
        with Tail(ours.database, ours.tenants) as tail:
            measured = take_turns(sides, seconds)
    per_s = {name: one.per_s for name, one in measured.items()}
    return {
        "stock_per_s": round(per_s["stock"]),
        "raw_insert_per_s": round(per_s["raw"]),
        "ours_per_s": round(per_s["ours"]),
        "ours_batch_events_per_s": round(per_s["batch"]),
        "ratio_vs_stock": round(per_s["ours"] / per_s["stock"], 2),
        "ratio_vs_raw_insert": round(per_s["ours"] / per_s["raw"], 2),
        "batch_ratio_vs_stock": round(per_s["batch"] / per_s["stock"], 1),
        "append_latencies_ms": {name: _latencies(one) for name, one in measured.items()},
        "followed": tail.seen,
        "missed": tail.missed,
    }


def _measure_commands(place: Place, seconds: float, sizes: Sizes) -> dict[str, Any]:
    with (
        closing(StockCommands(place, SCHOOLS, sizes.groups_per_school)) as stock,
        closing(OurCommands(place, sizes.groups_per_school)) as ours,
    ):
        analyse(place, ("",))
        beside = {
            "stock": Side(stock.client(CLIENTS), CLIENTS),
            "ours": Side(ours.client(CLIENTS), CLIENTS),
        }
        measured = take_turns(beside, seconds)
        by_clients = take_turns(
            {str(clients): Side(ours.client(clients), clients) for clients in CLIENT_COUNTS},
            seconds,
        )
    ours_per_s, stock_per_s = measured["ours"].per_s, measured["stock"].per_s
    return {
        "command_path_per_s": round(ours_per_s),
        "stock_command_per_s": round(stock_per_s),
        "command_path_vs_stock": round(ours_per_s / stock_per_s, 2),
        "command_path_by_clients": [
            {"clients": int(clients), "per_s": round(one.per_s), **_latencies(one)}
            for clients, one in by_clients.items()
        ],
        "stock_command_latency_ms": _latencies(measured["stock"]),
    }


def _latencies(measured: Measured) -> dict[str, float]:
    return {
        "p50_ms": round(measured.percentile_ms(50), 2),
        "p99_ms": round(measured.percentile_ms(99), 2),
    }


def show(figures: Mapping[str, Any], console: Console) -> None:
    """Print the figures as tables."""
    sides = Table("measured", "per second", title="One run, one database, alternating rounds")
    for name in figures:
        if name.endswith("_per_s"):
            sides.add_row(name, f"{figures[name]:,}")
    targets = Table("ratio", "measured", "target", "")
    for name, target in TARGETS.items():
        sign = "=" if target.exactly else "≥"
        reached = figures["targets"][name]["reached"]
        verdict = "[green]reached[/]" if reached else "[red]missed[/]"
        targets.add_row(name, str(figures[name]), f"{sign} {target.wanted:g}", verdict)
    clients = Table("clients", "commands/s", "p50 ms", "p99 ms", title=figures["command"])
    for one in figures["command_path_by_clients"]:
        clients.add_row(*(str(one[key]) for key in ("clients", "per_s", "p50_ms", "p99_ms")))
    for table in (sides, targets, clients):
        console.print(table)
    console.print(" · ".join(f"{name} {value}" for name, value in figures["machine"].items()))


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--seconds", type=float, default=3.0, help="for each side")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.add_argument("--quick", action="store_true", help="load less before measuring")
    options = parser.parse_args(arguments)
    figures = measure(options.seconds, QUICK if options.quick else FULL)
    if options.json:
        sys.stdout.write(msgspec.json.format(msgspec.json.encode(figures)).decode() + "\n")
    else:
        show(figures, Console())


if __name__ == "__main__":
    main()
