"""When a job or teaching experience may be recorded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from domain.aggregate import Aggregate, Decision, Facts
from domain.correcting import strike
from domain.employment.commands import (
    EndEmployment,
    RecordExperience,
    StartEmployment,
    StrikeEmploymentFact,
)
from domain.employment.errors import (
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
from domain.employment.events import (
    EmploymentEnded,
    EmploymentEvent,
    EmploymentStarted,
    ExperienceRecorded,
)
from domain.employment.state import Employment, evolve
from domain.errors import NotFound
from domain.events import Event
from domain.inn import LEGAL_ENTITY_DIGITS, WrongInn, inn_is_valid
from domain.numbering import number_of
from domain.participant import PARTICIPANT


def start(state: Employment | None, command: StartEmployment, facts: Facts) -> list[Event]:
    """Record a job of a participant; several at a time are no contradiction."""
    if facts.find(PARTICIPANT, facts.target) is None:
        raise NotFound
    _check_employer(command)
    day = command.effective_on or facts.today
    number = number_of(state.numbers if state else (), command, facts)
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
    if command.last_day < day:
        raise EmploymentEndsBeforeStart("/last_day", first_day=day)
    ended = EmploymentEnded(
        effective_on=command.last_day, person=facts.target, number=number, reason=command.reason
    )
    return [started, ended]


def end(state: Employment, command: EndEmployment, facts: Facts) -> list[Event]:
    """Record the last day of a job that goes on."""
    day = command.effective_on or facts.today
    _check_end(state, command.number, day)
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
        raise WrongInn("/enterprise")


def check(events: Sequence[EmploymentEvent]) -> None:
    """Refuse a job that ends before it starts, or twice.

    Raises :class:`EmploymentEndsBeforeStart` and :class:`EmploymentOver`.
    """
    state: Employment | None = None
    for event in events:
        if state is not None and isinstance(event, EmploymentEnded):
            _check_end(state, event.number, event.effective_on)
        state = evolve(state, event)


def _check_end(state: Employment, number: int, day: date) -> None:
    job = next((one for one in state.jobs if one.number == number), None)
    if job is None:
        raise NotFound("/number")
    if job.last_day is not None:
        raise EmploymentOver("/number")
    if day < job.first_day:
        raise EmploymentEndsBeforeStart("/effective_on", first_day=job.first_day)


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
        Decision(StrikeEmploymentFact, strike),
    ),
    check=check,
)
