"""A worker's written agreement to the extra duty of mentoring.

One stream per person; the agreements in it are numbered. It is not a consent to anything done with
data. Source: ТК РФ, ст. 351.8: mentoring needs the worker's written agreement, and either side may
end it before its term.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, ClassVar, Literal, assert_never
from uuid import UUID

import msgspec

from domain.aggregate import Aggregate, Command, Decision, Facts, Line
from domain.correcting import StrikeFact, strike
from domain.errors import NotFound
from domain.events import Event, personal
from domain.numbering import number_of
from domain.paper import Papers, check_end, check_term
from domain.participant import PARTICIPANT
from domain.time import ONE_DAY

Side = Literal["worker", "employer"]


class LabourAgreementRecorded(Event, frozen=True, kw_only=True):
    """An agreement, in force from ``effective_on`` to ``valid_until``, both included.

    ``received_from`` is the merged institution whose successor took it over.
    """

    TOPIC: ClassVar[str] = "labour_agreement.recorded"
    CONCERNS: ClassVar = ("person",)

    person: UUID
    number: int
    valid_until: date | None = None
    received_from: UUID | None = None
    document: Annotated[str | None, personal("person")] = None
    reason: Annotated[str | None, personal("person")] = None


class LabourAgreementEnded(Event, frozen=True, kw_only=True):
    """The last day of an agreement that one side ended before its term."""

    TOPIC: ClassVar[str] = "labour_agreement.ended"
    CONCERNS: ClassVar = ("person",)

    person: UUID
    number: int
    ended_by: Side
    reason: Annotated[str | None, personal("person")] = None


LabourAgreementEvent = LabourAgreementRecorded | LabourAgreementEnded


def evolve(state: Papers | None, event: LabourAgreementEvent) -> Papers:
    """Return the state after ``event``."""
    state = state or Papers(person=event.person)
    match event:
        case LabourAgreementRecorded():
            return state.with_paper(event.number, event.effective_on, event.valid_until)
        case LabourAgreementEnded():
            return state.with_end(event.number, event.effective_on + ONE_DAY)
        case _:
            assert_never(event)


class RecordLabourAgreement(Command, frozen=True, kw_only=True):
    """Record a worker's written agreement to be a mentor."""

    document: Annotated[
        Line,
        msgspec.Meta(
            title="Согласие работника (ТК, ст. 351.8)",
            examples=["дополнительное соглашение № 3 от 02.09.2024"],
        ),
    ]
    valid_until: Annotated[date | None, msgspec.Meta(title="Действует по (включительно)")] = None


class EndLabourAgreement(Command, frozen=True, kw_only=True):
    """Record the last day of an agreement that ends before its term."""

    number: Annotated[int, msgspec.Meta(title="Номер согласия работника", ge=1)]
    ended_by: Annotated[Side, msgspec.Meta(title="Кто отказался")]


class StrikeLabourAgreementFact(StrikeFact, frozen=True, kw_only=True):
    """Say that something recorded of the participant's labour agreements never was."""


def record(state: Papers | None, command: RecordLabourAgreement, facts: Facts) -> list[Event]:
    """Record an agreement of a participant."""
    if facts.find(PARTICIPANT, facts.target) is None:
        raise NotFound
    day = command.effective_on or facts.today
    check_term(day, command.valid_until)
    return [
        LabourAgreementRecorded(
            effective_on=day,
            person=facts.target,
            number=number_of(state.numbers if state else (), command, facts),
            valid_until=command.valid_until,
            document=command.document,
            reason=command.reason,
        )
    ]


def end(state: Papers, command: EndLabourAgreement, facts: Facts) -> list[Event]:
    """End an agreement; the day is its last."""
    day = command.effective_on or facts.today
    check_end(state, command.number, day)
    return [
        LabourAgreementEnded(
            effective_on=day,
            person=state.person,
            number=command.number,
            ended_by=command.ended_by,
            reason=command.reason,
        )
    ]


def check(events: Sequence[LabourAgreementEvent]) -> None:
    """Refuse a paper that ends before it begins, or twice.

    Raises :class:`domain.paper.PaperEndsBeforeStart` and :class:`domain.paper.PaperOver`.
    """
    state: Papers | None = None
    for event in events:
        if state is not None and isinstance(event, LabourAgreementEnded):
            check_end(state, event.number, event.effective_on)
        state = evolve(state, event)


LABOUR_AGREEMENT = Aggregate(
    name="labour_agreement",
    events=(LabourAgreementRecorded, LabourAgreementEnded),
    evolve=evolve,
    key_of=lambda event: (event.person,),
    key=lambda target, _command: (target,),
    decisions=(
        Decision(RecordLabourAgreement, record, opens=True),
        Decision(EndLabourAgreement, end),
        Decision(StrikeLabourAgreementFact, strike),
    ),
    check=check,
)
