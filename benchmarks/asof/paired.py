"""Operations timed in turns, so that whatever else the machine does meets every side alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from statistics import median
from time import perf_counter

import msgspec

Operation = Callable[[], object]


class Paired(msgspec.Struct, frozen=True):
    """For each side the median duration of every round, in seconds, in the order of the rounds."""

    rounds: dict[str, list[float]]

    def ms(self, side: str) -> float:
        """Return the median of the rounds, in milliseconds."""
        return median(self.rounds[side]) * 1000

    def ratio(self, side: str, to: str) -> float:
        """Return the median of how much longer ``side`` took than ``to`` in the same round."""
        pairs = zip(self.rounds[side], self.rounds[to], strict=True)
        return median(one / other for one, other in pairs)


def take_turns(sides: Mapping[str, Operation], rounds: int, repeats: int = 1) -> Paired:
    """Run every side once to warm up, then ``rounds`` times ``repeats`` times, side by side."""
    for operation in sides.values():
        operation()
    taken: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(rounds):
        durations: dict[str, list[float]] = {name: [] for name in sides}
        for _ in range(repeats):
            for name, operation in sides.items():
                before = perf_counter()
                operation()
                durations[name].append(perf_counter() - before)
        for name, of_side in durations.items():
            taken[name].append(median(of_side))
    return Paired(taken)
