"""Threads that repeat an operation for a while, in short rounds that take turns.

Whatever else the machine does meanwhile then slows every side alike.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from statistics import median
from threading import Barrier, Thread
from time import perf_counter

import msgspec

ROUND_S = 0.5
WARM_UP_S = 0.3

Operation = Callable[[], None]
Client = Callable[[int], Operation]
"""Gives the operation that the client of a number repeats."""


class Side(msgspec.Struct, frozen=True):
    """What is measured: an operation, by how many clients, and how many things each does."""

    client: Client
    clients: int
    things_per_operation: int = 1


class Measured(msgspec.Struct):
    """Durations of single operations in seconds, and for how long they were repeated.

    ``rounds_per_s``: things done in a second by all clients together, round by round.
    """

    latencies_s: list[float]
    seconds: float
    things_per_operation: int
    rounds_per_s: list[float] = []

    @property
    def per_s(self) -> float:
        """Things done in a second by all clients together."""
        return len(self.latencies_s) * self.things_per_operation / self.seconds

    def percentile_ms(self, percent: int) -> float:
        """Return the latency that ``percent`` of the operations did not exceed."""
        ordered = sorted(self.latencies_s)
        return ordered[min(len(ordered) * percent // 100, len(ordered) - 1)] * 1000


def share_of_time(slower: Measured, faster: Measured) -> float:
    """Return which share of its time the slower side spends on being slower.

    The median over rounds that ran one after the other: what else the machine does comes and goes.
    """
    pairs = zip(slower.rounds_per_s, faster.rounds_per_s, strict=True)
    return round(median(1 - one / other for one, other in pairs), 3)


def take_turns(
    sides: Mapping[str, Side], seconds: float, round_s: float = ROUND_S
) -> dict[str, Measured]:
    """Measure each side for ``seconds`` in alternating rounds, after a warm-up of each.

    Every other round goes backwards, so that none always runs after the same one.
    """
    operations = {
        name: [side.client(number) for number in range(side.clients)]
        for name, side in sides.items()
    }
    measured = {name: Measured([], 0.0, side.things_per_operation) for name, side in sides.items()}
    for of_side in operations.values():
        _repeat(of_side, min(WARM_UP_S, seconds))
    rounds = max(1, round(seconds / round_s))
    for number in range(rounds):
        turn = list(operations.items())
        for name, of_side in reversed(turn) if number % 2 else turn:
            latencies, took = _repeat(of_side, seconds / rounds)
            measured[name].latencies_s += latencies
            measured[name].seconds += took
            done = len(latencies) * sides[name].things_per_operation
            measured[name].rounds_per_s.append(done / took)
    return measured


def _repeat(operations: Sequence[Operation], seconds: float) -> tuple[list[float], float]:
    latencies: list[list[float]] = [[] for _ in operations]
    errors: list[BaseException] = []
    barrier = Barrier(len(operations) + 1)

    def client(number: int) -> None:
        operation, mine = operations[number], latencies[number]
        barrier.wait()
        try:
            before = perf_counter()
            end = before + seconds
            while before < end:
                operation()
                after = perf_counter()
                mine.append(after - before)
                before = after
        except BaseException as error:  # noqa: BLE001 - raised again by the thread that waits
            errors.append(error)

    threads = [Thread(target=client, args=(number,)) for number in range(len(operations))]
    for thread in threads:
        thread.start()
    barrier.wait()
    start = perf_counter()
    for thread in threads:
        thread.join()
    took = perf_counter() - start
    if errors:
        raise errors[0]
    return [one for mine in latencies for one in mine], took
