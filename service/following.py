"""Following every log and recording in the district's what has to be known there.

An institution writes only its own log, so whatever the district has to do with an institution's
fact is caused in a transaction of its own, later. A follower reads each log from its checkpoint on
and gives, for every event that :data:`service.reactions.REACTIONS` names, the command it causes.
The command's id is derived from the place of its cause, so whatever was given before the follower
died is answered when it is given again, and nothing is recorded twice: it may stop anywhere.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from threading import Event, Thread
from typing import Protocol
from uuid import UUID, uuid5

import msgspec
from structlog.typing import FilteringBoundLogger

from adapters.postgres.checkpoints import Checkpoints, Stretch
from adapters.postgres.database import Database
from adapters.postgres.log import Log
from domain.errors import DomainError
from domain.events import Event as Fact
from domain.events import Recorded
from service.access import SYSTEM
from service.reactions import REACTIONS, Consequence, Reactions
from service.submission import Outcome, Receipt, Submission

PAGE_CAUSES = 200
POLL_S = 1.0

AN_INSTANT = timedelta(microseconds=1)
"""The least by which an effect comes after its cause."""

Districts = Callable[[], Mapping[UUID, Sequence[UUID]]]
"""Returns every district of the installation with its institutions."""

Execute = Callable[[Sequence[Submission]], list[Outcome]]
Cause = Recorded[Fact]


class Stop(msgspec.Struct, frozen=True, kw_only=True):
    """A cause whose command was not carried out: where it stands, and the code or class of why."""

    tenant: UUID
    position: int
    why: str


class Followed(msgspec.Struct, kw_only=True):
    """What one round did: commands carried out now, those already carried out in an earlier round.

    ``refused`` commands are left behind; a log in which one ``failed`` is read again from there.
    """

    carried_out: int = 0
    known: int = 0
    refused: list[Stop] = []
    failed: list[Stop] = []


def together(rounds: Sequence[Followed]) -> Followed:
    """Return what several rounds did."""
    return Followed(
        carried_out=sum(one.carried_out for one in rounds),
        known=sum(one.known for one in rounds),
        refused=[stop for one in rounds for stop in one.refused],
        failed=[stop for one in rounds for stop in one.failed],
    )


class Round(Protocol):
    """What goes round in the background: each round does what has come up since the last."""

    def run_once(self, stopped: Event | None = None) -> Followed:
        """Do it and say what was done; ``stopped``, once set, ends the round early."""


class Follower:
    """Follows the logs of all districts under one name, which its checkpoints and ids bear.

    ``keeps_time``: what it records bears the time of its cause, an instant later. That is for
    databases which only pretend to be old; any other refuses it.
    """

    def __init__(  # noqa: PLR0913 - the parts it works with, and what makes it this follower
        self,
        database: Database,
        log: Log,
        execute: Execute,
        districts: Districts,
        *,
        keeps_time: bool = False,
        reactions: Reactions = REACTIONS,
        name: str = "district",
    ) -> None:
        self._database = database
        self._log = log
        self._execute = execute
        self._districts = districts
        self._keeps_time = keeps_time
        self._reactions = reactions
        self._topics = sorted(one.TOPIC for one in reactions)
        self._name = name
        self._checkpoints = Checkpoints(database, name)

    def run_once(self, stopped: Event | None = None) -> Followed:
        """Deal with everything recorded until now, each district's causes in the order of time.

        What one institution's log holds never keeps another's waiting: where a command fails, that
        log alone is left until the next round. ``stopped``, once set, ends the round early.
        """
        done = Followed()
        for district, schools in self._districts().items():
            unread = self._checkpoints.unread((district, *schools))
            logs = [self._causes(tenant, one, done) for tenant, one in unread.items()]
            # A log is asked for its next cause when the one before has been dealt with.
            for cause in heapq.merge(*logs, key=lambda one: one.recorded_at):
                if stopped is not None and stopped.is_set():
                    return done
                self._react(district, cause, done)
        return done

    def _causes(self, tenant: UUID, unread: Stretch, done: Followed) -> Iterator[Cause]:
        """Yield the causes in a log, moving its checkpoint after those that were dealt with."""
        after, last = unread.after, unread.last
        while page := self._page(tenant, (after, last)):
            for cause in page:
                yield cause
                if any(stop.tenant == tenant for stop in done.failed):
                    self._checkpoints.reach(tenant, after)
                    return
                after = cause.position
            self._checkpoints.reach(tenant, after)
        self._checkpoints.reach(tenant, last)

    def _page(self, tenant: UUID, positions: tuple[int, int]) -> list[Cause]:
        with self._database.reading((tenant,)) as connection:
            return self._log.of_types(connection, tenant, self._topics, positions, PAGE_CAUSES)

    def _react(self, district: UUID, cause: Cause, done: Followed) -> None:
        try:
            consequences = self._reactions[type(cause.event)](district, cause)
        except Exception as error:  # noqa: BLE001 - of one log; the others go on
            done.failed.append(_stop(cause, type(error).__name__))
            return
        for one in consequences:
            self._give(self._submission(district, cause, one), cause, done)

    def _give(self, submission: Submission, cause: Cause, done: Followed) -> None:
        try:
            (outcome,) = self._execute([submission])
        except Exception as error:  # noqa: BLE001 - of one log; the others go on
            outcome = error
        match outcome:
            case Receipt(replayed=True):
                done.known += 1
            case Receipt():
                done.carried_out += 1
            case DomainError():
                done.refused.append(_stop(cause, outcome.code))
            case _:
                done.failed.append(_stop(cause, type(outcome).__name__))

    def _submission(self, district: UUID, cause: Cause, consequence: Consequence) -> Submission:
        derived = uuid5(cause.tenant_id, f"{self._name}/{cause.position}")
        return Submission(
            tenant_id=consequence.tenant or district,
            district_id=district,
            actor=consequence.actor or SYSTEM,
            command_id=consequence.command_id or derived,
            command=consequence.command,
            target=consequence.target,
            causation=cause.command_id,
            recorded_at=cause.recorded_at + AN_INSTANT if self._keeps_time else None,
        )


def _stop(cause: Cause, why: str) -> Stop:
    return Stop(tenant=cause.tenant_id, position=cause.position, why=why)


@contextmanager
def following(
    rounds: Sequence[Round], log: FilteringBoundLogger, poll_s: float = POLL_S
) -> Iterator[None]:
    """Go through ``rounds`` in a thread of their own, every ``poll_s`` seconds, meanwhile."""
    stopped = Event()

    def go_round() -> None:
        while not stopped.wait(poll_s):
            for one in rounds:
                _go_round(one, stopped, log)

    thread = Thread(target=go_round, name="follower")
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        thread.join()


def _go_round(one: Round, stopped: Event, log: FilteringBoundLogger) -> None:
    try:
        done = one.run_once(stopped)
    except Exception as error:  # noqa: BLE001 - the database may be back for the next round
        # Not the message: it may quote what was being written.
        log.error("following_failed", error=type(error).__name__)  # noqa: TRY400
        return
    for refusal in done.refused:
        log.error("reaction_refused", **msgspec.to_builtins(refusal))
    for failure in done.failed:
        log.error("reaction_failed", **msgspec.to_builtins(failure))
