"""Clearances and labour agreements: papers with a term that may end before it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
import pytest

from domain.aggregate import Aggregate, Command
from domain.clearance import (
    CLEARANCE,
    ClearanceRecorded,
    ClearanceRevoked,
    RecordClearance,
    RevokeClearance,
    StrikeClearanceFact,
)
from domain.correcting import StrikeFact
from domain.errors import NotFound
from domain.events import Event
from domain.labour_agreement import (
    LABOUR_AGREEMENT,
    EndLabourAgreement,
    LabourAgreementEnded,
    LabourAgreementRecorded,
    RecordLabourAgreement,
    StrikeLabourAgreementFact,
)
from domain.paper import PaperEndsBeforeStart, PaperOver
from domain.time import ONE_DAY, DaySet
from tests.domain.builders import MENTOR, OTHER_MENTOR, STRANGER, registered
from tests.support.given_when_then import TODAY, given, state_of

FIRST_DAY = date(2024, 9, 2)
UNTIL = date(2025, 5, 31)
END = date(2024, 10, 1)


class Kind(msgspec.Struct, frozen=True):
    """One kind of paper: how it is recorded and ended, and its last day of one ended on END."""

    aggregate: Aggregate[Any]
    record: Callable[..., Command]
    recorded: Callable[..., Event]
    end: Callable[..., Command]
    ended: Callable[..., Event]
    strike: Callable[..., StrikeFact]
    more: dict[str, str]
    last_day: date

    def paper(
        self,
        number: int = 1,
        *,
        person: UUID = MENTOR,
        since: date = FIRST_DAY,
        until: date | None = UNTIL,
    ) -> Event:
        return self.recorded(
            effective_on=since, person=person, number=number, valid_until=until, document="№ 7"
        )

    def to_end(self, number: int = 1, day: date | None = END) -> Command:
        return self.end(number=number, effective_on=day, **self.more)

    def over(self, number: int = 1, day: date = END) -> Event:
        return self.ended(effective_on=day, person=MENTOR, number=number, **self.more)

    def to_record(self, **fields: Any) -> Command:
        return self.record(**({"document": "№ 7", "valid_until": UNTIL} | fields))


KINDS = (
    Kind(
        CLEARANCE,
        RecordClearance,
        ClearanceRecorded,
        RevokeClearance,
        ClearanceRevoked,
        StrikeClearanceFact,
        {},
        END - ONE_DAY,
    ),
    Kind(
        LABOUR_AGREEMENT,
        RecordLabourAgreement,
        LabourAgreementRecorded,
        EndLabourAgreement,
        LabourAgreementEnded,
        StrikeLabourAgreementFact,
        {"ended_by": "worker"},
        END,
    ),
)
pytestmark = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.aggregate.name)


def test_a_paper_is_recorded_with_its_term(kind: Kind) -> None:
    command = kind.to_record(effective_on=FIRST_DAY)

    given(registered(MENTOR)).when(command, target=MENTOR).then(kind.paper())


def test_a_paper_without_days_holds_from_today_on(kind: Kind) -> None:
    command = kind.to_record(valid_until=None)

    given(registered(MENTOR)).when(command, target=MENTOR).then(kind.paper(since=TODAY, until=None))


def test_papers_of_a_person_are_numbered(kind: Kind) -> None:
    history = (registered(MENTOR), kind.paper(), kind.paper(2), kind.over(2))
    others = (registered(OTHER_MENTOR), kind.paper(person=OTHER_MENTOR))

    given(*history, *others).when(kind.to_record(), target=MENTOR).then(kind.paper(3, since=TODAY))


def test_a_paper_of_a_stranger_is_not_found(kind: Kind) -> None:
    given(registered(MENTOR)).when(kind.to_record(), target=STRANGER).then_refused(NotFound)


def test_a_term_of_one_day_is_the_shortest(kind: Kind) -> None:
    one_day, no_day = (kind.to_record(valid_until=day) for day in (TODAY, TODAY - ONE_DAY))

    given(registered(MENTOR)).when(one_day, target=MENTOR).then_accepted()
    given(registered(MENTOR)).when(no_day, target=MENTOR).then_refused(
        PaperEndsBeforeStart, pointer="/valid_until"
    )


def test_a_paper_is_ended_before_its_term(kind: Kind) -> None:
    history = (registered(MENTOR), kind.paper(), kind.paper(2))

    given(*history).when(kind.to_end(2), target=MENTOR).then(kind.over(2))
    given(*history).when(kind.to_end(1, day=None), target=MENTOR).then(kind.over(1, TODAY))


def test_a_paper_ends_once(kind: Kind) -> None:
    history = (registered(MENTOR), kind.paper(), kind.over())

    given(*history).when(kind.to_end(), target=MENTOR).then_refused(PaperOver, pointer="/number")


def test_a_paper_does_not_end_before_it_begins(kind: Kind) -> None:
    history = (registered(MENTOR), kind.paper())

    given(*history).when(kind.to_end(day=FIRST_DAY), target=MENTOR).then_accepted()
    given(*history).when(kind.to_end(day=FIRST_DAY - ONE_DAY), target=MENTOR).then_refused(
        PaperEndsBeforeStart, pointer="/effective_on"
    )


def test_a_paper_of_another_number_is_not_found(kind: Kind) -> None:
    history = (registered(MENTOR), kind.paper())

    given(*history).when(kind.to_end(2), target=MENTOR).then_refused(NotFound, pointer="/number")
    given(registered(MENTOR)).when(kind.to_end(), target=MENTOR).then_refused(NotFound)


def test_days_in_force_are_those_of_any_paper(kind: Kind) -> None:
    second = kind.paper(2, since=date(2025, 5, 1), until=date(2025, 12, 31))

    both = state_of(kind.aggregate, kind.paper(), second)
    first_ended = state_of(kind.aggregate, kind.paper(), second, kind.over())

    assert both.days == DaySet.between(FIRST_DAY, date(2025, 12, 31))
    assert first_ended.days == DaySet.between(FIRST_DAY, kind.last_day) | DaySet.between(
        date(2025, 5, 1), date(2025, 12, 31)
    )


def test_a_paper_without_a_term_holds_until_it_is_ended(kind: Kind) -> None:
    endless = kind.paper(until=None)

    assert state_of(kind.aggregate, endless).days == DaySet.between(FIRST_DAY)
    assert state_of(kind.aggregate, endless, kind.over()).days == DaySet.between(
        FIRST_DAY, kind.last_day
    )


WHY = "опечатка"


def test_a_paper_is_corrected_under_its_number(kind: Kind) -> None:
    struck = msgspec.structs.replace(kind.paper(2), corrects=2, struck=True)
    told = (registered(MENTOR), kind.paper(), kind.paper(2), kind.paper(3), struck)
    command = kind.to_record(valid_until=None, effective_on=FIRST_DAY, corrects=3, reason=WHY)

    given(*told).when(command, target=MENTOR).then(
        msgspec.structs.replace(kind.paper(3, until=None), corrects=3, reason=WHY)
    )
    given(*told).when(kind.to_record(), target=MENTOR).then(kind.paper(4, since=TODAY))


def test_a_corrected_paper_still_begins_before_its_end(kind: Kind) -> None:
    told = (registered(MENTOR), kind.paper(), kind.over())
    late, in_time = (
        kind.to_record(effective_on=day, corrects=1, reason=WHY) for day in (END + ONE_DAY, END)
    )

    given(*told).when(in_time, target=MENTOR).then_accepted()
    given(*told).when(late, target=MENTOR).then_refused(
        PaperEndsBeforeStart, pointer="/effective_on"
    )


def test_a_corrected_end_ends_no_paper_twice(kind: Kind) -> None:
    told = (registered(MENTOR), kind.paper(), kind.paper(2), kind.over(), kind.over(2))
    command = msgspec.structs.replace(kind.to_end(2), corrects=3, reason=WHY)

    given(*told).when(command, target=MENTOR).then_refused(PaperOver, pointer="/number")


def test_a_struck_end_leaves_the_paper_in_force(kind: Kind) -> None:
    told = (registered(MENTOR), kind.paper(), kind.over())
    command = kind.strike(corrects=2, reason=WHY)

    events = given(*told).when(command, target=MENTOR).events

    assert state_of(kind.aggregate, *told, *events).days == DaySet.between(FIRST_DAY, UNTIL)
