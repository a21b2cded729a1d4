"""Requests that arrive together share a transaction.

Whoever comes while one of the leaders is free leads a transaction at once; whoever comes meanwhile
waits, and the next leader takes all of them along. So a lone request waits for nobody, and a crowd
pays for one commit instead of many.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from threading import Event, Lock
from time import monotonic, sleep

from service.submission import Outcome, Receipt, Submission

BATCH_COMMANDS_MAX = 256

LEADERS_MAX = 2
"""While the database works for one transaction, another decides."""

PATIENCE_S = 0.003
GLANCE_S = 0.0003


class _Turn:
    """A submission that waits; woken without an outcome, it leads the next transaction."""

    __slots__ = ("outcome", "submission", "woken")

    def __init__(self, submission: Submission) -> None:
        self.submission = submission
        self.outcome: Outcome | None = None
        self.woken = Event()


class Gathering:
    """Gathers single submissions into lists for ``execute``."""

    def __init__(
        self,
        execute: Callable[[Sequence[Submission]], list[Outcome]],
        leaders_max: int = LEADERS_MAX,
    ) -> None:
        self._execute = execute
        self._leaders_max = leaders_max
        self._lock = Lock()
        self._waiting: deque[_Turn] = deque()
        self._leaders = 0
        self._last_size = 1
        self._last_end = monotonic()

    def submit(self, submission: Submission) -> Receipt:
        """Carry out one submission and return its receipt; raise its refusal or error."""
        turn = _Turn(submission)
        with self._lock:
            leads = self._leaders < self._leaders_max
            if leads:
                self._leaders += 1
            else:
                self._waiting.append(turn)
        if not leads:
            turn.woken.wait()
        outcome = turn.outcome or self._lead(turn)
        if isinstance(outcome, Receipt):
            return outcome
        raise outcome

    def _lead(self, mine: _Turn) -> Outcome:
        self._wait_for_a_crowd()
        with self._lock:
            size = min(len(self._waiting), BATCH_COMMANDS_MAX - 1)
            others = [self._waiting.popleft() for _ in range(size)]
            self._last_size = size + 1
        outcomes: Sequence[Outcome] = [RuntimeError("the transaction was broken off")] * (size + 1)
        try:
            outcomes = self._execute([mine.submission, *(turn.submission for turn in others)])
        finally:
            for turn, outcome in zip(others, outcomes[1:], strict=True):
                turn.outcome = outcome
                turn.woken.set()
            self._hand_over()
        return outcomes[0]

    def _wait_for_a_crowd(self) -> None:
        # Those who were just answered together come again together, but one after another: without
        # this the first of them would leave alone and make the others wait.
        until = self._last_end + PATIENCE_S
        while len(self._waiting) + 1 < self._last_size and monotonic() < until:
            sleep(GLANCE_S)

    def _hand_over(self) -> None:
        with self._lock:
            self._last_end = monotonic()
            if self._waiting:
                self._waiting.popleft().woken.set()
            else:
                self._leaders -= 1
