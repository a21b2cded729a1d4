"""A person's clearance to work with children (допуск), by the paper that shows it.

One stream per person; the clearances in it are numbered. Source: ТК РФ, ст. 351.1. Only that there
is one is recorded: a refused clearance never is, nor is what a certificate says.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, ClassVar, assert_never
from uuid import UUID

import msgspec

from domain.aggregate import Aggregate, Command, Decision, Facts, Line
from domain.correcting import StrikeFact, strike
from domain.errors import NotFound
from domain.events import Event, personal
from domain.numbering import number_of
from domain.paper import Papers, check_end, check_term
from domain.participant import PARTICIPANT


class ClearanceRecorded(Event, frozen=True, kw_only=True):
    """A clearance, in force from ``effective_on`` to ``valid_until``, both included.

    ``received_from`` is the merged institution whose successor took it over.
    """

    TOPIC: ClassVar[str] = "clearance.recorded"
    CONCERNS: ClassVar = ("person",)

    person: UUID
    number: int
    valid_until: date | None = None
    received_from: UUID | None = None
    document: Annotated[str | None, personal("person")] = None
    reason: Annotated[str | None, personal("person")] = None


class ClearanceRevoked(Event, frozen=True, kw_only=True):
    """The clearance ends before the day of this event; the day itself is no longer covered."""

    TOPIC: ClassVar[str] = "clearance.revoked"
    CONCERNS: ClassVar = ("person",)

    person: UUID
    number: int
    reason: Annotated[str | None, personal("person")] = None


ClearanceEvent = ClearanceRecorded | ClearanceRevoked


def evolve(state: Papers | None, event: ClearanceEvent) -> Papers:
    """Return the state after ``event``."""
    state = state or Papers(person=event.person)
    match event:
        case ClearanceRecorded():
            return state.with_paper(event.number, event.effective_on, event.valid_until)
        case ClearanceRevoked():
            return state.with_end(event.number, event.effective_on)
        case _:
            assert_never(event)


class RecordClearance(Command, frozen=True, kw_only=True):
    """Record the paper that shows a person's clearance to work with children."""

    document: Annotated[
        Line, msgspec.Meta(title="Документ о допуске", examples=["справка № 7 от 02.09.2024"])
    ]
    valid_until: Annotated[date | None, msgspec.Meta(title="Действует по (включительно)")] = None


class RevokeClearance(Command, frozen=True, kw_only=True):
    """Record the first day on which a person is no longer cleared."""

    number: Annotated[int, msgspec.Meta(title="Номер допуска", ge=1)]


class StrikeClearanceFact(StrikeFact, frozen=True, kw_only=True):
    """Say that something recorded of the participant's clearances never was."""


def record(state: Papers | None, command: RecordClearance, facts: Facts) -> list[Event]:
    """Record a clearance of a participant."""
    if facts.find(PARTICIPANT, facts.target) is None:
        raise NotFound
    day = command.effective_on or facts.today
    check_term(day, command.valid_until)
    return [
        ClearanceRecorded(
            effective_on=day,
            person=facts.target,
            number=number_of(state.numbers if state else (), command, facts),
            valid_until=command.valid_until,
            document=command.document,
            reason=command.reason,
        )
    ]


def revoke(state: Papers, command: RevokeClearance, facts: Facts) -> list[Event]:
    """End a clearance from a day on."""
    day = command.effective_on or facts.today
    check_end(state, command.number, day)
    return [
        ClearanceRevoked(
            effective_on=day, person=state.person, number=command.number, reason=command.reason
        )
    ]


def check(events: Sequence[ClearanceEvent]) -> None:
    """Refuse a paper that ends before it begins, or twice.

    Raises :class:`domain.paper.PaperEndsBeforeStart` and :class:`domain.paper.PaperOver`.
    """
    state: Papers | None = None
    for event in events:
        if state is not None and isinstance(event, ClearanceRevoked):
            check_end(state, event.number, event.effective_on)
        state = evolve(state, event)


CLEARANCE = Aggregate(
    name="clearance",
    events=(ClearanceRecorded, ClearanceRevoked),
    evolve=evolve,
    key_of=lambda event: (event.person,),
    key=lambda target, _command: (target,),
    decisions=(
        Decision(RecordClearance, record, opens=True),
        Decision(RevokeClearance, revoke),
        Decision(StrikeClearanceFact, strike),
    ),
    check=check,
)
