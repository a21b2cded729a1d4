"""Demands to stop processing: received, their term prolonged once by a notice, corrected."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest

from domain.correcting import FactIsNeeded
from domain.deadlines import DEADLINES
from domain.errors import DomainError, NotFound
from domain.events import Event
from domain.rules import RulesAdopted, RuleSet
from domain.stop_demand import (
    STOP_DEMAND,
    DemandStop,
    ExtendedBeforeDemanded,
    ExtendStopTerm,
    StopDemanded,
    StopTermExtended,
    StrikeStopDemandFact,
    TermExtended,
    TermIsOver,
    TermNotExtendable,
)
from domain.time import ONE_DAY
from domain.work_calendar import CalendarAdopted
from tests.domain.builders import LONG_AGO, MENTEE, MENTOR, consented, registered
from tests.support.given_when_then import TODAY, given, state_of

WHY = "опечатка"
RECEIVED = date(2024, 10, 1)
"""A Tuesday: ten working days later it is 15 October, today."""
PEOPLE = (registered(MENTEE), registered(MENTOR))
DEMAND = DemandStop(demanded_by="representative", document="вх. № 15")
EXTEND = ExtendStopTerm(number=1, why="запрошен архив", notice="исх. № 9")


def demanded(day: date = RECEIVED, number: int = 1) -> StopDemanded:
    return StopDemanded(
        effective_on=day,
        person=MENTEE,
        number=number,
        demanded_by="representative",
        document="вх. № 15",
    )


def extended(day: date = TODAY, number: int = 1) -> StopTermExtended:
    return StopTermExtended(
        effective_on=day, person=MENTEE, number=number, why="запрошен архив", notice="исх. № 9"
    )


def rules(**changes: Any) -> RulesAdopted:
    """The rules of a district that has its own about demands."""
    deadlines = tuple(
        msgspec.structs.replace(one, **changes) if one.trigger == "demand_to_stop" else one
        for one in DEADLINES
    )
    adopted = RuleSet(code="own", indicators=(), deadlines=deadlines)
    return RulesAdopted(effective_on=LONG_AGO, rules=adopted)


def test_a_demand_is_received_and_ends_no_consent() -> None:
    given(*PEOPLE, consented(MENTEE)).when(DEMAND, target=MENTEE).then(demanded(TODAY))


def test_each_demand_has_a_number() -> None:
    given(*PEOPLE, demanded()).when(DEMAND, target=MENTEE).then(demanded(TODAY, 2))


def test_a_stranger_demands_nothing() -> None:
    given(registered(MENTOR)).when(DEMAND, target=MENTEE).then_refused(NotFound)


def test_its_term_is_prolonged_until_its_last_day() -> None:
    given(*PEOPLE, demanded()).when(EXTEND, target=MENTEE).then(extended())
    same_day = msgspec.structs.replace(EXTEND, effective_on=RECEIVED)
    given(*PEOPLE, demanded()).when(same_day, target=MENTEE).then(extended(RECEIVED))


@pytest.mark.parametrize(
    ("told", "changes", "error", "pointer"),
    [
        ((), {}, NotFound, ""),
        ((demanded(),), {"number": 2}, NotFound, "/number"),
        ((demanded(), extended(RECEIVED)), {}, TermExtended, ""),
        (
            (demanded(),),
            {"effective_on": RECEIVED - ONE_DAY},
            ExtendedBeforeDemanded,
            "/effective_on",
        ),
        ((demanded(RECEIVED - ONE_DAY),), {}, TermIsOver, "/effective_on"),
        ((demanded(), rules(extension_days=None)), {}, TermNotExtendable, ""),
        ((demanded(), rules(days=9)), {}, TermIsOver, "/effective_on"),
    ],
)
def test_a_term_that_does_not_run_is_not_prolonged(
    told: tuple[Event, ...], changes: dict[str, Any], error: type[DomainError], pointer: str
) -> None:
    command = msgspec.structs.replace(EXTEND, **changes)

    given(*PEOPLE, *told).when(command, target=MENTEE).then_refused(error, pointer=pointer)


def test_the_term_runs_in_working_days_of_the_districts_calendar() -> None:
    calendar = CalendarAdopted(
        effective_on=LONG_AGO,
        year=2024,
        non_working=(date(2024, 10, 2),),
        working=(),
    )
    earlier = demanded(RECEIVED - ONE_DAY)
    worked = msgspec.structs.replace(calendar, non_working=(), working=(date(2024, 10, 5),))

    given(*PEOPLE, earlier, calendar).when(EXTEND, target=MENTEE).then_accepted()
    given(*PEOPLE, demanded(), worked).when(EXTEND, target=MENTEE).then_refused(
        TermIsOver, pointer="/effective_on"
    )


def test_another_demand_has_a_term_of_its_own() -> None:
    told = (demanded(), demanded(TODAY, 2), extended(RECEIVED))
    second = msgspec.structs.replace(EXTEND, number=2)

    given(*PEOPLE, *told).when(second, target=MENTEE).then(extended(number=2))
    first, other = state_of(STOP_DEMAND, *told).demands
    assert (first.extended_on, other.extended_on) == (RECEIVED, None)


def test_a_corrected_demand_keeps_its_number_and_stays_before_its_notice() -> None:
    told = (*PEOPLE, demanded(), demanded(TODAY, 2), extended(RECEIVED))
    correct = msgspec.structs.replace(
        DEMAND, document="вх. № 16", effective_on=RECEIVED, corrects=1, reason=WHY
    )
    later = msgspec.structs.replace(correct, effective_on=RECEIVED + ONE_DAY)

    given(*told).when(correct, target=MENTEE).then(
        msgspec.structs.replace(demanded(), document="вх. № 16", corrects=1, reason=WHY)
    )
    given(*told).when(later, target=MENTEE).then_refused(
        ExtendedBeforeDemanded, pointer="/effective_on"
    )


def test_a_demand_is_struck_after_its_notice() -> None:
    told = (*PEOPLE, demanded(), extended())
    of_demand, of_notice = (StrikeStopDemandFact(corrects=at, reason=WHY) for at in (1, 2))

    given(*told).when(of_demand, target=MENTEE).then_refused(FactIsNeeded, pointer="/corrects")
    struck = msgspec.structs.replace(extended(), struck=True, corrects=2, reason=WHY)
    given(*told).when(of_notice, target=MENTEE).then(struck)
    given(*told, struck).when(of_demand, target=MENTEE).then_accepted()
    assert state_of(STOP_DEMAND, demanded(), extended(), struck).demands[0].extended_on is None
