"""Rebuilding the registers of one institution: by the service, and by the library's runner."""

from __future__ import annotations

from contextlib import closing
from statistics import median
from time import perf_counter
from typing import Any

import psycopg

from benchmarks.asof.loading import District, scoped
from benchmarks.asof.places import Databases
from benchmarks.asof.stock import Stock
from projections.registry import REGISTERS
from service.bootstrap import build
from service.rebuilding import rebuild

ROUNDS = 3

_COUNTS = "SELECT " + ", ".join(f"(SELECT count(*) FROM reg.{one.name})" for one in REGISTERS)


class UnequalRowsError(Exception):
    """The two sides did not fold the same events into the same rows."""


class Rebuilds:
    """Both sides, with the same events of the same institution."""

    def __init__(self, databases: Databases, district: District, events_min: int) -> None:
        self._place = databases.full
        self._stock_place = databases.stock
        self._stock = Stock(databases.stock)
        by_size = sorted(district.schools, key=lambda school: school.events)
        large = [school for school in by_size if school.events >= events_min]
        self._school = large[0] if large else by_size[-1]

    def load(self) -> None:
        """Give the library the events of the institution."""
        tenant = self._school.tenant
        with (
            closing(build(self._place.app_url, self._place.master)) as application,
            application.database.reading((tenant,)) as connection,
        ):
            log = [one for batch in application.log.read(connection, tenant) for one in batch]
        self._stock.store(log)

    def measure(self) -> dict[str, Any]:
        """Rebuild by the library once, by the service before, after and after that."""
        ours = [self._rebuild()]
        stock = self._stock.rebuild()
        ours += [self._rebuild() for _ in range(ROUNDS - 1)]
        self._compare()
        events = self._school.events
        return {
            "rebuild_events": events,
            "rebuild_events_per_s": round(events / median(ours)),
            "stock_rebuild_events_per_s": round(events / stock),
            "rebuild_ratio_vs_stock": round(stock / median(ours), 1),
        }

    def _rebuild(self) -> float:
        # No key is at hand when a rebuild begins, as in a process that does nothing else.
        with closing(build(self._place.app_url, self._place.master)) as application:
            before = perf_counter()
            rebuild(application, self._school.tenant)
            return perf_counter() - before

    def _compare(self) -> None:
        with scoped(self._place, (self._school.tenant,)) as connection:
            ours = connection.execute(_COUNTS.encode()).fetchone()
        with psycopg.connect(self._stock_place.owner_url) as connection:
            stock = connection.execute(_COUNTS.encode()).fetchone()
        if ours != stock:
            raise UnequalRowsError
