"""When a job or teaching experience may be recorded."""

from __future__ import annotations

from datetime import date

from domain.aggregate import Aggregate, Decision, Facts
from domain.employment.commands import EndEmployment, RecordExperience, StartEmployment
from domain.employment.errors import (
    EmployerInnWrong,
    EmployerMissing,
    EmploymentEndsBeforeStart,
    EmploymentEndsInFuture,
    EmploymentOver,
    ExperienceBeforeBirth,
    ExperienceInFuture,
    PositionGroupMissing,
    PositionGroupOutsideSchool,
    SchoolJobWithEmployer,
)
from domain.employment.events import EmploymentEnded, EmploymentStarted, ExperienceRecorded
from domain.employment.state import Employment, Job, evolve
from domain.errors import NotFound
from domain.events import Event
from domain.inn import LEGAL_ENTITY_DIGITS, inn_is_valid
from domain.participant import PARTICIPANT


def start(state: Employment | None, command: StartEmployment, facts: Facts) -> list[Event]:
    """Record a job of a participant; several at a time are no contradiction."""
    if facts.find(PARTICIPANT, facts.target) is None:
        raise NotFound
    _check_employer(command)
    day = command.effective_on or facts.today
    number = len(state.jobs) + 1 if state else 1
    started = EmploymentStarted(
        effective_on=day,
        person=facts.target,
        number=number,
        kind=command.kind,
        position_group=command.position_group,
        enterprise=command.enterprise,
        position=command.position,
        reason=command.reason,
    )
    if command.last_day is None:
        return [started]
    if command.last_day > facts.today:
        raise EmploymentEndsInFuture("/last_day")
    _check_order(day, command.last_day, "/last_day")
    ended = EmploymentEnded(
        effective_on=command.last_day, person=facts.target, number=number, reason=command.reason
    )
    return [started, ended]


def end(state: Employment, command: EndEmployment, facts: Facts) -> list[Event]:
    """Record the last day of a job that goes on."""
    job = _job(state, command.number)
    if job.last_day is not None:
        raise EmploymentOver("/number")
    day = command.effective_on or facts.today
    _check_order(job.first_day, day, "/effective_on")
    return [
        EmploymentEnded(
            effective_on=day, person=state.person, number=command.number, reason=command.reason
        )
    ]


def record_experience(
    _state: Employment | None, command: RecordExperience, facts: Facts
) -> list[Event]:
    """Record since when a participant teaches; it replaces what was recorded before."""
    participant = facts.find(PARTICIPANT, facts.target)
    if participant is None:
        raise NotFound
    day = command.effective_on or facts.today
    if command.experience_from > day:
        raise ExperienceInFuture("/experience_from")
    birth_year = participant.birth_year
    if birth_year is not None and command.experience_from.year <= birth_year:
        raise ExperienceBeforeBirth("/experience_from")
    return [
        ExperienceRecorded(
            effective_on=day,
            person=facts.target,
            experience_from=command.experience_from,
            reason=command.reason,
        )
    ]


def _check_employer(command: StartEmployment) -> None:
    if command.kind == "school":
        if command.enterprise is not None:
            raise SchoolJobWithEmployer("/enterprise")
        if command.position_group is None:
            raise PositionGroupMissing("/position_group")
        return
    if command.position_group is not None:
        raise PositionGroupOutsideSchool("/position_group")
    if command.enterprise is None:
        raise EmployerMissing("/enterprise")
    if len(command.enterprise) == LEGAL_ENTITY_DIGITS and not inn_is_valid(command.enterprise):
        raise EmployerInnWrong("/enterprise")


def _check_order(first_day: date, last_day: date, pointer: str) -> None:
    if last_day < first_day:
        raise EmploymentEndsBeforeStart(pointer, first_day=first_day)


def _job(state: Employment, number: int) -> Job:
    for job in state.jobs:
        if job.number == number:
            return job
    raise NotFound("/number")


EMPLOYMENT = Aggregate(
    name="employment",
    events=(EmploymentStarted, EmploymentEnded, ExperienceRecorded),
    evolve=evolve,
    key_of=lambda event: (event.person,),
    key=lambda target, _command: (target,),
    decisions=(
        Decision(StartEmployment, start, opens=True),
        Decision(EndEmployment, end),
        Decision(RecordExperience, record_experience, opens=True),
    ),
)
