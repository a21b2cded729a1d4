"""Everything that one run measures, and what it has to reach."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, closing
from functools import partial
from itertools import cycle
from time import perf_counter
from typing import Any, Literal

import msgspec

from benchmarks.asof import plain
from benchmarks.asof.loading import analyse, load
from benchmarks.asof.paired import Operation, Paired, take_turns
from benchmarks.asof.peer import Peer
from benchmarks.asof.places import Databases, Loaded, directory, opened, remember, remembered
from benchmarks.asof.reads import PAGES, Person, Reads, people, usual_events
from benchmarks.asof.rebuilds import Rebuilds
from benchmarks.place import machine
from service.bootstrap import Application, build
from service.limits import PAGE_LINES_DEFAULT

SMALL_SHARE = 100
SMALL_EVENTS_MIN = 2_000
PEOPLE = 40
PEER_PAGES = ("mentees", "pairs")


class Effort(msgspec.Struct, frozen=True, kw_only=True):
    """How much is loaded and how long it is measured.

    ``rounds`` of ``repeats`` of every read; ``rebuild_events_min``: the institution that both
    sides rebuild is the smallest with at least so many events; ``keep``: the data set is kept for
    the next run.
    """

    events: int
    rounds: int
    repeats: int
    rebuild_events_min: int
    keep: bool


class Target(msgspec.Struct, frozen=True):
    """What a ratio has to reach."""

    sign: Literal["≤", "≥"]
    wanted: float

    def reached_by(self, value: float) -> bool:
        """Say whether ``value`` is good enough."""
        return value <= self.wanted if self.sign == "≤" else value >= self.wanted

    def __str__(self) -> str:
        return f"{self.sign} {self.wanted:g}"


TARGETS = {
    "asof_over_current": Target("≤", 1.5),
    "current_over_plain": Target("≤", 1.3),
    "history_growth": Target("≤", 1.2),
    "rebuild_ratio_vs_stock": Target("≥", 50),
    "asof_speedup_vs_simple_history": Target("≥", 10),
}


class UnequalError(Exception):
    """Two sides answered the same question differently, so their times say nothing."""


def measure(effort: Effort) -> dict[str, Any]:
    """Load the district, or find it loaded, and measure everything on it."""
    began = perf_counter()
    with (
        directory(effort.events, keep=effort.keep) as path,
        opened(path) as databases,
        ExitStack() as stack,
    ):
        found = remembered(path)
        loaded = found or _load(databases, effort.events)
        peer = Peer(databases.full, loaded.full)
        stack.callback(peer.close)
        rebuilds = Rebuilds(databases, loaded.full, effort.rebuild_events_min)
        if found is None:
            plain.load(databases.full, loaded.full)
            peer.load()
            rebuilds.load()
            for place in (databases.full, databases.small, databases.stock):
                analyse(place)
            loaded = msgspec.structs.replace(loaded, seconds=perf_counter() - began)
            remember(path, loaded)
        full, small = (
            stack.enter_context(closing(build(place.app_url, place.master)))
            for place in (databases.full, databases.small)
        )
        run = _Run(databases, loaded, effort, full, small, peer)
        figures = run.pages() | run.history() | run.figures() | rebuilds.measure()
        return {
            "events": loaded.full.events,
            "small_events": loaded.small.events,
            "schools": len(loaded.full.schools),
            "as_of": loaded.full.middle,
            "load_seconds": round(loaded.seconds),
            "loaded_by_this_run": found is None,
            **figures,
            "targets": {
                name: {"wanted": str(target), "reached": target.reached_by(figures[name])}
                for name, target in TARGETS.items()
            },
            "peer": peer.version,
            "seconds": round(perf_counter() - began),
            "machine": msgspec.to_builtins(machine(databases.full)),
        }


def _load(databases: Databases, events: int) -> Loaded:
    small = load(databases.small, max(SMALL_EVENTS_MIN, events // SMALL_SHARE))
    return Loaded(load(databases.full, events), small, 0)


class _Run:
    """The reads, side by side."""

    def __init__(  # noqa: PLR0913, PLR0917 - each is a side
        self,
        databases: Databases,
        loaded: Loaded,
        effort: Effort,
        full: Application,
        small: Application,
        peer: Peer,
    ) -> None:
        self._databases = databases
        self._loaded = loaded
        self._effort = effort
        self._reads = Reads(full, loaded.full)
        self._small = Reads(small, loaded.small)
        self._peer = peer

    def pages(self) -> dict[str, Any]:
        """Read first pages now, in the middle of history, without a past, and by the peer."""
        sides = {name: self._sides(name) for name in PAGES}
        for name, of_page in sides.items():
            _compare(name, of_page)
        timed = {name: self._turns(of_page) for name, of_page in sides.items()}
        return {
            "asof_over_current": _worst(max, (one.ratio("as_of", "now") for one in timed.values())),
            "current_over_plain": _worst(
                max, (one.ratio("now", "plain") for one in timed.values())
            ),
            "asof_speedup_vs_simple_history": _worst(
                min, (timed[name].ratio("peer_as_of", "as_of") for name in PEER_PAGES)
            ),
            "pages_ms": {
                name: {side: round(one.ms(side), 2) for side in one.rounds}
                for name, one in timed.items()
            },
        }

    def history(self) -> dict[str, Any]:
        """Read the history of participants of the usual number of events, in either log.

        Everybody's is read a first time before it is timed: what that costs is mostly the pages of
        a log that nobody had read since the server started, of which a large one has more.
        """
        events = usual_events(self._databases.small, self._loaded.small)
        logs = (
            ("small", self._small, self._databases.small, self._loaded.small),
            ("full", self._reads, self._databases.full, self._loaded.full),
        )
        sides = {}
        for name, reads, place, district in logs:
            turn = cycle(people(place, district, events, PEOPLE))
            sides[name] = partial(_next_history, reads, turn)
        first = take_turns(sides, PEOPLE)
        timed = self._turns(sides)
        return {
            "history_events": events,
            "history_first_small_ms": round(first.ms("small"), 2),
            "history_first_full_ms": round(first.ms("full"), 2),
            "history_small_ms": round(timed.ms("small"), 2),
            "history_full_ms": round(timed.ms("full"), 2),
            "history_growth": round(timed.ratio("full", "small"), 2),
        }

    def figures(self) -> dict[str, Any]:
        """Compute the figures of five years, scan what they are counted from, explain one."""
        timed = self._turns(
            {
                "figures": self._reads.figures,
                "scan": self._reads.scan,
                "as_of": partial(self._reads.figures, self._loaded.full.middle),
                "explanation": self._reads.explanation,
            },
            repeats=1,
        )
        return {
            "figures": self._reads.figures(),
            "figures_ms": round(timed.ms("figures"), 1),
            "figures_as_of_ms": round(timed.ms("as_of"), 1),
            "scan_ms": round(timed.ms("scan"), 1),
            "scan_rows": self._reads.scan(),
            "figures_over_scan": round(timed.ratio("figures", "scan"), 2),
            "explanation_ms": round(timed.ms("explanation"), 1),
            "explained_figure": self._reads.explanation(),
        }

    def _sides(self, name: str) -> dict[str, Callable[[], Any]]:
        middle, limit = self._loaded.full.middle, PAGE_LINES_DEFAULT
        sides: dict[str, Callable[[], Any]] = {
            "now": partial(self._reads.page, name),
            "as_of": partial(self._reads.page, name, middle),
            "plain": partial(self._reads.plain_page, name),
        }
        if name in PEER_PAGES:
            read = partial(self._peer.page, name, today=self._reads.today, limit=limit)
            sides |= {"peer_now": read, "peer_as_of": partial(read, as_of=middle)}
        return sides

    def _turns(self, sides: Mapping[str, Operation], repeats: int | None = None) -> Paired:
        return take_turns(sides, self._effort.rounds, repeats or self._effort.repeats)


def _next_history(reads: Reads, turn: Iterator[Person]) -> int:
    person = next(turn)
    return reads.history(person.school, person.person)


def _worst(pick: Callable[[Iterable[float]], float], ratios: Iterable[float]) -> float:
    return round(pick(ratios), 2)


def _compare(name: str, sides: dict[str, Callable[[], Any]]) -> None:
    """Make sure that all sides of a page give the same lines. Raises :class:`UnequalError`."""
    of = {"mentees": "person", "mentors": "person", "pairs": "pair", "consents": "person"}[name]
    lines = {
        side: answer if isinstance(answer, list) else [getattr(one, of) for one in answer.items]
        for side, answer in ((side, read()) for side, read in sides.items())
    }
    same = (("plain", "now"), ("peer_now", "now"), ("peer_as_of", "as_of"))
    for side, other in same:
        if side in lines and lines[side] != lines[other]:
            raise UnequalError(f"{name}: {side} is not {other}")
