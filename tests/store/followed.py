"""A district in which institutions record causes, and what its log should hold because of them.

``python -m tests.store.followed URL DISTRICT SCHOOL…`` follows it, telling of each command that was
carried out, so that whoever started it knows when to kill it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest

from adapters.postgres.checkpoints import Checkpoints
from domain.base_count import BaseCountRecorded, RecordBaseCount
from domain.events import Recorded
from domain.participant import RecordResidence, ResidenceRecorded
from service.bootstrap import Application, build
from service.following import Execute, Follower
from service.reactions import Consequence, Reaction
from service.submission import Outcome, Submission
from tests.plugins.postgres import MASTER
from tests.store.logs import events_of
from tests.support.district import District

Place = tuple[UUID, int]


def count(_: UUID, recorded: Recorded[ResidenceRecorded]) -> tuple[Consequence]:
    """Say in the district's log where the cause stands."""
    command = RecordBaseCount(
        kind="children_10_19",
        year=2024,
        school=recorded.tenant_id,
        value=recorded.position,
        source="журнал",
        effective_on=date(2024, 9, 2),
    )
    return (Consequence(command),)


class Followed:
    """Schools with causes in turn: one in each, then the next in each."""

    def __init__(self, application: Application, *, schools: int = 2, causes: int = 5) -> None:
        self.application = application
        self.district = District(application)
        self.schools = [self.district.school(uuid4().hex[:8]) for _ in range(schools)]
        people = [self.district.participant(one, "Причинов", consent=None) for one in self.schools]
        self.causes: list[Place] = []
        for number in range(causes):
            for school, person in zip(self.schools, people, strict=True):
                command = RecordResidence(lives_in_district=number % 2 == 0)
                receipt = self.district.record(command, school, person)
                self.causes.append((school, receipt.first_position))

    def follower(
        self,
        *,
        execute: Execute | None = None,
        made_by: Callable[..., Follower] = Follower,
        reaction: Reaction = count,
        **options: Any,
    ) -> Follower:
        """Make a follower of this district alone."""
        return made_by(
            self.application.database,
            self.application.log,
            execute or self.application.work.execute,
            lambda: {self.district.id: self.schools},
            reactions={ResidenceRecorded: reaction},
            **options,
        )

    @property
    def reactions(self) -> list[Recorded[BaseCountRecorded]]:
        """What the district's log holds because of the causes, in its order."""
        log: Sequence[Any] = events_of(self.application, self.district.id)
        return [one for one in log if isinstance(one.event, BaseCountRecorded)]

    @property
    def told(self) -> list[Place | None]:
        """The places of the causes as the reactions tell them, in the order of the log."""
        events = [one.event for one in self.reactions]
        return [(event.school, event.value) if event.school else None for event in events]


class Killed(BaseException):
    """The process ended here: nothing handles it."""


class Life:
    """A follower's life, which ends at a step: before or after a command or a checkpoint."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, last_step: int) -> None:
        self.steps = 0
        self.last_step = last_step
        reach = Checkpoints.reach

        def reach_or_die(checkpoints: Checkpoints, tenant: UUID, position: int) -> None:
            self.surrounded(lambda: reach(checkpoints, tenant, position))

        monkeypatch.setattr(Checkpoints, "reach", reach_or_die)

    def surrounded(self, act: Callable[[], Any]) -> Any:
        self._step()
        done = act()
        self._step()
        return done

    def _step(self) -> None:
        if self.steps == self.last_step:
            raise Killed
        self.steps += 1

    def run(self, followed: Followed, **options: Any) -> bool:
        """Follow; say whether the follower came to the end."""
        carry_out = followed.application.work.execute
        follower = followed.follower(
            execute=lambda asked: self.surrounded(lambda: carry_out(asked)), **options
        )
        try:
            follower.run_once()
        except Killed:
            return False
        return True


class Forgetful(Follower):
    """A follower that does not know a command it gave before."""

    def _submission(self, district: UUID, cause: Any, consequence: Consequence) -> Submission:
        submission = super()._submission(district, cause, consequence)
        return msgspec.structs.replace(submission, command_id=uuid4())


def _follow(url: str, district: UUID, schools: Sequence[UUID]) -> None:
    with closing(build(url, MASTER)) as application:

        def execute(submissions: Sequence[Submission]) -> list[Outcome]:
            outcomes = application.work.execute(submissions)
            sys.stdout.write("carried out\n")
            sys.stdout.flush()
            return outcomes

        Follower(
            application.database,
            application.log,
            execute,
            lambda: {district: schools},
            reactions={ResidenceRecorded: count},
        ).run_once()


if __name__ == "__main__":
    _follow(sys.argv[1], UUID(sys.argv[2]), [UUID(one) for one in sys.argv[3:]])
