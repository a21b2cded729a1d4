"""What the rules need to know of a person's jobs."""

from __future__ import annotations

from datetime import date
from typing import assert_never
from uuid import UUID

import msgspec

from domain.employment.events import (
    EmploymentEnded,
    EmploymentEvent,
    EmploymentStarted,
    ExperienceRecorded,
)


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """One numbered job; both days are worked, no ``last_day``: it goes on."""

    number: int
    first_day: date
    last_day: date | None = None


class Employment(msgspec.Struct, frozen=True, kw_only=True):
    """Every job of a person that one institution recorded, in order of their numbers."""

    person: UUID
    jobs: tuple[Job, ...] = ()

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of the jobs."""
        return tuple(job.number for job in self.jobs)


def evolve(state: Employment | None, event: EmploymentEvent) -> Employment:
    """Return the state after ``event``."""
    if state is None:
        state = Employment(person=event.person)
    match event:
        case EmploymentStarted():
            job = Job(number=event.number, first_day=event.effective_on)
            return msgspec.structs.replace(state, jobs=(*state.jobs, job))
        case EmploymentEnded():
            jobs = tuple(
                msgspec.structs.replace(job, last_day=event.effective_on)
                if job.number == event.number
                else job
                for job in state.jobs
            )
            return msgspec.structs.replace(state, jobs=jobs)
        case ExperienceRecorded():
            return state
        case _:
            assert_never(event)
