"""Demands of a person that the institution stop processing their data.

One stream per person; the demands in it are numbered. A demand ends no consent by itself: what
becomes of the data is decided within ten working days, or fifteen where the person was sent a
notice that says why. For a publication the demand is the withdrawal of that consent.
Source: 152-ФЗ, ст. 21 ч. 5.1; for publications ст. 10.1 ч. 12–13.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, ClassVar, Literal, assert_never
from uuid import UUID

import msgspec

from domain.aggregate import Aggregate, Command, Decision, Facts, Line, Note
from domain.correcting import StrikeFact, strike
from domain.deadlines import DEADLINES, DeadlineRule, WorkDays, due_on
from domain.errors import Conflict, Invalid, NotFound, RuleBroken
from domain.events import Event, personal
from domain.numbering import number_of
from domain.participant import PARTICIPANT
from domain.rules import RULES
from domain.work_calendar import WORK_CALENDAR

Demander = Literal["self", "representative"]


class StopDemanded(Event, frozen=True, kw_only=True):
    """On this day the institution received the demand; from it the term runs."""

    TOPIC: ClassVar[str] = "stop_demand.received"
    CONCERNS: ClassVar = ("person",)

    person: UUID
    number: int
    demanded_by: Demander
    document: Annotated[str | None, personal("person")] = None
    reason: Annotated[str | None, personal("person")] = None


class StopTermExtended(Event, frozen=True, kw_only=True):
    """On this day a notice was sent that says why the term of the demand is prolonged."""

    TOPIC: ClassVar[str] = "stop_demand.extended"
    CONCERNS: ClassVar = ("person",)

    person: UUID
    number: int
    why: Annotated[str | None, personal("person")] = None
    notice: Annotated[str | None, personal("person")] = None
    reason: Annotated[str | None, personal("person")] = None


StopDemandEvent = StopDemanded | StopTermExtended


class StopDemand(msgspec.Struct, frozen=True, kw_only=True):
    """One demand; ``extended_on`` is the day of the notice that prolongs its term."""

    number: int
    received_on: date
    extended_on: date | None = None


class StopDemands(msgspec.Struct, frozen=True, kw_only=True):
    """The demands of one person."""

    person: UUID
    demands: tuple[StopDemand, ...] = ()

    def demand(self, number: int) -> StopDemand | None:
        """Return the demand of that number, ``None`` if there is none."""
        return next((one for one in self.demands if one.number == number), None)


def evolve(state: StopDemands | None, event: StopDemandEvent) -> StopDemands:
    """Return the state after ``event``."""
    state = state or StopDemands(person=event.person)
    day = event.effective_on
    match event:
        case StopDemanded():
            demand = StopDemand(number=event.number, received_on=day)
            return msgspec.structs.replace(state, demands=(*state.demands, demand))
        case StopTermExtended():
            demands = tuple(
                msgspec.structs.replace(one, extended_on=day) if one.number == event.number else one
                for one in state.demands
            )
            return msgspec.structs.replace(state, demands=demands)
        case _:
            assert_never(event)


class DemandStop(Command, frozen=True, kw_only=True):
    """Record that a demand to stop processing was received."""

    demanded_by: Annotated[Demander, msgspec.Meta(title="Кто потребовал")]
    document: Annotated[
        Line | None, msgspec.Meta(title="Документ", examples=["вх. № 15 от 02.09.2024"])
    ] = None


class ExtendStopTerm(Command, frozen=True, kw_only=True):
    """Record that the person was sent a notice that says why the term is prolonged."""

    number: Annotated[int, msgspec.Meta(title="Номер требования", ge=1)]
    why: Annotated[Note, msgspec.Meta(title="Причины продления, указанные в уведомлении")]
    notice: Annotated[
        Line | None, msgspec.Meta(title="Уведомление", examples=["исх. № 9 от 12.09.2024"])
    ] = None


class StrikeStopDemandFact(StrikeFact, frozen=True, kw_only=True):
    """Say that something recorded of the participant's demands never was."""


class TermExtended(Conflict):
    """The term of a demand is prolonged once."""

    code = "term_extended"
    ru = "Срок по этому требованию уже продлён."
    en = "The term of this demand was prolonged already."


class TermNotExtendable(RuleBroken):
    """The district's rules let no term be prolonged."""

    code = "term_not_extendable"
    ru = "Правила района не позволяют продлить этот срок."
    en = "The rules of the district do not let this term be prolonged."


class ExtendedBeforeDemanded(Invalid):
    """The notice is dated before the demand."""

    code = "extended_before_demanded"
    ru = "Уведомление о продлении датировано раньше требования ({received_on})."
    en = "The notice is dated before the demand ({received_on})."


class TermIsOver(RuleBroken):
    """The notice was sent after the term had run out."""

    code = "term_is_over"
    ru = "Срок по требованию истёк {due_on}: продлить его уже нельзя."
    en = "The term of the demand ran out on {due_on} and can no longer be prolonged."


def demand(state: StopDemands | None, command: DemandStop, facts: Facts) -> list[Event]:
    """Record a demand of a participant; each has a term of its own."""
    if facts.find(PARTICIPANT, facts.target) is None:
        raise NotFound
    numbers = (one.number for one in state.demands) if state else ()
    return [
        StopDemanded(
            effective_on=command.effective_on or facts.today,
            person=facts.target,
            number=number_of(numbers, command, facts),
            demanded_by=command.demanded_by,
            document=command.document,
            reason=command.reason,
        )
    ]


def extend(state: StopDemands, command: ExtendStopTerm, facts: Facts) -> list[Event]:
    """Prolong the term of a demand once, while it runs; by how much is rule data."""
    told = state.demand(command.number)
    if told is None:
        raise NotFound("/number")
    if told.extended_on is not None:
        raise TermExtended
    day = command.effective_on or facts.today
    if day < told.received_on:
        raise ExtendedBeforeDemanded("/effective_on", received_on=told.received_on)
    rule = _rule(facts)
    if rule.extension_days is None:
        raise TermNotExtendable
    due = due_on(told.received_on, rule, _work_days(told.received_on, facts))
    if day > due:
        raise TermIsOver("/effective_on", due_on=due)
    return [
        StopTermExtended(
            effective_on=day,
            person=state.person,
            number=command.number,
            why=command.why,
            notice=command.notice,
            reason=command.reason,
        )
    ]


def _rule(facts: Facts) -> DeadlineRule:
    rules = facts.find_in_district(RULES)
    deadlines = rules.current.deadlines if rules else DEADLINES
    return next(one for one in deadlines if one.trigger == "demand_to_stop")


def _work_days(received: date, facts: Facts) -> WorkDays:
    # The longest term there may be is 366 working days.
    years = range(received.year, received.year + 3)
    adopted = [facts.find_in_district(WORK_CALENDAR, year) for year in years]
    return WorkDays(
        off=frozenset(day for one in adopted if one for day in one.non_working),
        worked=frozenset(day for one in adopted if one for day in one.working),
    )


def check(events: Sequence[StopDemandEvent]) -> None:
    """Refuse a notice before its demand; raises :class:`ExtendedBeforeDemanded`."""
    state: StopDemands | None = None
    for event in events:
        state = evolve(state, event)
    for one in state.demands if state else ():
        if one.extended_on is not None and one.extended_on < one.received_on:
            raise ExtendedBeforeDemanded("/effective_on", received_on=one.received_on)


STOP_DEMAND = Aggregate(
    name="stop_demand",
    events=(StopDemanded, StopTermExtended),
    evolve=evolve,
    key_of=lambda event: (event.person,),
    key=lambda target, _command: (target,),
    decisions=(
        Decision(DemandStop, demand, opens=True),
        Decision(ExtendStopTerm, extend),
        Decision(StrikeStopDemandFact, strike),
    ),
    check=check,
)
