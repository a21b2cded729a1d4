"""What sealing costs those who append meanwhile.

One of the clients of the one side also seals, every half second instead of every hour.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from time import monotonic
from typing import Any

from adapters.postgres.database import Database
from benchmarks.rounds import Client, Operation, Side, share_of_time, take_turns
from benchmarks.trust.chain import CLIENTS, SHORT_ROUND_S, Appends
from benchmarks.trust.effort import Effort
from service.bootstrap import Place
from service.sealing import Sealing

SEAL_EVERY_S = 0.5
TARGETS: dict[str, float] = {}


def measure(place: Place, effort: Effort) -> dict[str, Any]:
    """Append one event at a time, with and without somebody who seals."""
    database = Database(place.app_url, connections_max=CLIENTS + 4)
    database.open()
    try:
        with tempfile.TemporaryDirectory() as directory:
            sealing = Sealing(place.owner_url, Path(directory, "seal.key"), Path(directory))
            append = Appends(database, "es").client(1)
            sides = {
                "alone": Side(append, CLIENTS),
                "beside": Side(_and_seal(append, sealing), CLIENTS),
            }
            measured = take_turns(sides, effort.seconds, SHORT_ROUND_S)
            closed = sealing.close_interval()
    finally:
        database.close()
    return {
        "sealing_cost": share_of_time(measured["beside"], measured["alone"]),
        "appends_beside_sealing_per_s": round(measured["beside"].per_s),
        "seals": closed.seal.number if closed else 0,
    }


def _and_seal(append: Client, sealing: Sealing) -> Client:
    def of(number: int) -> Operation:
        operation = append(number)
        due = monotonic()

        def operation_and_seal() -> None:
            nonlocal due
            operation()
            if monotonic() >= due:
                sealing.close_interval()
                due = monotonic() + SEAL_EVERY_S

        return operation_and_seal if number == 0 else operation

    return of
