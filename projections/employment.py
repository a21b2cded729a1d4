"""Jobs of people by period, and since when they teach."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated, assert_never
from uuid import UUID

import msgspec

from domain.employment import (
    EMPLOYMENT,
    EmploymentEnded,
    EmploymentStarted,
    ExperienceRecorded,
    JobKind,
)
from domain.events import Recorded
from domain.time import DaySet
from projections.register import Key, Register, Row, kept_for


class EmploymentRow(Row, frozen=True, kw_only=True):
    """One numbered job; ``days`` are those from its first to its last, both included."""

    person: UUID
    number: int
    version: int
    kind: JobKind
    position_group: str | None
    position: Annotated[str | None, kept_for("person")]
    enterprise: str | None
    first_day: date
    last_day: date | None = None
    days: DaySet


JobEvent = EmploymentStarted | EmploymentEnded


def keys(recorded: Recorded[JobEvent]) -> Iterable[Key]:
    """Return the row an event touches."""
    return ((recorded.event.person, recorded.event.number),)


def apply(row: EmploymentRow | None, recorded: Recorded[JobEvent], _key: Key) -> EmploymentRow:
    """Return the job after an event."""
    event = recorded.event
    match event:
        case EmploymentStarted():
            return EmploymentRow(
                tenant_id=recorded.tenant_id,
                person=event.person,
                number=event.number,
                version=recorded.version,
                kind=event.kind,
                position_group=event.position_group,
                position=event.position,
                enterprise=event.enterprise,
                first_day=event.effective_on,
                days=DaySet.between(event.effective_on),
            )
        case EmploymentEnded():
            if row is None:
                raise LookupError("the end of a job that never started")
            return msgspec.structs.replace(
                row,
                version=recorded.version,
                last_day=event.effective_on,
                days=DaySet.between(row.first_day, event.effective_on),
            )
        case _:
            assert_never(event)


class ExperienceRow(Row, frozen=True, kw_only=True):
    """The first day of a person's teaching experience, as it was last recorded."""

    person: UUID
    version: int
    experience_from: date


def apply_to_experience(
    _row: ExperienceRow | None, recorded: Recorded[ExperienceRecorded], _key: Key
) -> ExperienceRow:
    """Return the experience that was recorded."""
    return ExperienceRow(
        tenant_id=recorded.tenant_id,
        person=recorded.event.person,
        version=recorded.version,
        experience_from=recorded.event.experience_from,
    )


EMPLOYMENTS = Register(
    name="employment",
    row=EmploymentRow,
    key=("person", "number"),
    keys=keys,
    apply=apply,
    reads=frozenset({EmploymentStarted, EmploymentEnded}),
    ignores=frozenset({ExperienceRecorded}),
)
EXPERIENCES = Register(
    name="experience",
    row=ExperienceRow,
    key=("person",),
    keys=lambda recorded: ((recorded.event.person,),),
    apply=apply_to_experience,
    reads=frozenset({ExperienceRecorded}),
    ignores=frozenset(EMPLOYMENT.events) - {ExperienceRecorded},
)
