"""How fast everything stored is read again from the beginning and computed anew.

To be measured before the chain is: logs without one are in no order.
"""

from __future__ import annotations

import tempfile
from contextlib import closing
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from benchmarks.appends import OurAppends
from benchmarks.place import analyse
from benchmarks.trust.effort import Effort
from service.bootstrap import Place
from service.sealing import Sealing
from service.verifying import verify

TARGETS: dict[str, float] = {}


def measure(place: Place, effort: Effort) -> dict[str, Any]:
    """Verify all logs against a kept seal; nothing may be found."""
    with closing(OurAppends(place)) as ours, tempfile.TemporaryDirectory() as directory:
        ours.preload(effort.events)
        analyse(place, ("es.event", "es.tenant_head"))
        sealing = Sealing(place.owner_url, Path(directory, "seal.key"), Path(directory))
        closed = sealing.close_interval()
        taken = []
        for _ in range(effort.repeats):
            before = perf_counter()
            found = verify(ours.database, place.owner_url, closed.seal if closed else None)
            taken.append(found.events / (perf_counter() - before))
            if not found.sound:
                raise AssertionError("untouched logs were called changed")
    return {
        "verify_events_per_s": round(median(taken)),
        "verified_events": found.events,
        "verified_logs": len(found.logs),
    }
