"""Supervision of a mentor by the institution: a day, and what was found.

One stream per person; what was found is numbered. Source: the target model of mentoring
(распоряжение Минпросвещения № Р-145 от 25.12.2019) has the curator follow the mentors' work.
"""

from __future__ import annotations

from typing import Annotated, ClassVar
from uuid import UUID

import msgspec

from domain.aggregate import Aggregate, Command, Decision, Facts, Note
from domain.correcting import StrikeFact, strike
from domain.errors import NotFound
from domain.events import Event, personal
from domain.numbering import number_of
from domain.participant import PARTICIPANT


class SupervisionRecorded(Event, frozen=True, kw_only=True):
    """On this day the mentor's work was looked at."""

    TOPIC: ClassVar[str] = "supervision.recorded"
    CONCERNS: ClassVar = ("person",)

    person: UUID
    number: int
    finding: Annotated[str | None, personal("person")] = None
    reason: Annotated[str | None, personal("person")] = None


class Supervision(msgspec.Struct, frozen=True, kw_only=True):
    """Under which numbers findings of one mentor are recorded."""

    person: UUID
    numbers: tuple[int, ...] = ()


def evolve(state: Supervision | None, event: SupervisionRecorded) -> Supervision:
    """Return the state after ``event``."""
    state = state or Supervision(person=event.person)
    return msgspec.structs.replace(state, numbers=(*state.numbers, event.number))


class RecordSupervision(Command, frozen=True, kw_only=True):
    """Record that a mentor's work was looked at, and what was found."""

    finding: Annotated[Note, msgspec.Meta(title="Что выявлено")]


class StrikeSupervisionFact(StrikeFact, frozen=True, kw_only=True):
    """Say that a supervision that was recorded never was."""


def record(state: Supervision | None, command: RecordSupervision, facts: Facts) -> list[Event]:
    """Record the supervision of a participant."""
    if facts.find(PARTICIPANT, facts.target) is None:
        raise NotFound
    return [
        SupervisionRecorded(
            effective_on=command.effective_on or facts.today,
            person=facts.target,
            number=number_of(state.numbers if state else (), command, facts),
            finding=command.finding,
            reason=command.reason,
        )
    ]


SUPERVISION = Aggregate(
    name="supervision",
    events=(SupervisionRecorded,),
    evolve=evolve,
    key_of=lambda event: (event.person,),
    key=lambda target, _command: (target,),
    decisions=(
        Decision(RecordSupervision, record, opens=True),
        Decision(StrikeSupervisionFact, strike),
    ),
)
