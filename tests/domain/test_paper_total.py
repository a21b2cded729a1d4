"""Totals from paper: recorded whole, corrected by a later record."""

from __future__ import annotations

from datetime import date

import msgspec

from domain.paper_total import (
    PAPER_TOTAL,
    MoreSatisfiedThanAnswered,
    PaperTotalRecorded,
    RecordPaperTotal,
)
from tests.support.given_when_then import SCHOOL, TODAY, given

TOTAL = PaperTotalRecorded(
    effective_on=TODAY,
    school=SCHOOL,
    role="mentee",
    year=2024,
    respondents=20,
    satisfied=15,
    source="сводка по анкетам",
)


def record(respondents: int, satisfied: int) -> RecordPaperTotal:
    return RecordPaperTotal(
        role="mentee",
        year=2024,
        respondents=respondents,
        satisfied=satisfied,
        source="сводка по анкетам",
    )


def test_a_total_says_how_many_answered_and_were_satisfied() -> None:
    given().when(record(20, 15)).then(TOTAL)


def test_everybody_may_be_satisfied_and_nobody_have_answered() -> None:
    given().when(record(20, 20)).then_accepted()
    given().when(record(0, 0)).then_accepted()


def test_no_more_are_satisfied_than_have_answered() -> None:
    given().when(record(20, 21)).then_refused(MoreSatisfiedThanAnswered, pointer="/satisfied")


def test_a_later_record_corrects_the_total() -> None:
    corrected = msgspec.structs.replace(TOTAL, respondents=22)

    given(TOTAL).when(record(22, 15)).then(corrected)
    state = PAPER_TOTAL.fold([TOTAL, corrected])

    assert state is not None
    assert (state.respondents, state.satisfied, state.counted_on) == (22, 15, TODAY)


def test_roles_and_years_are_counted_apart() -> None:
    command = record(1, 1)
    others = [
        msgspec.structs.replace(command, role="mentor"),
        msgspec.structs.replace(command, year=2023, effective_on=date(2024, 1, 9)),
    ]
    keys = {PAPER_TOTAL.key(SCHOOL, one) for one in (command, *others)}

    assert len(keys) == 3
    assert PAPER_TOTAL.key_of(TOTAL) == PAPER_TOTAL.key(SCHOOL, command)
