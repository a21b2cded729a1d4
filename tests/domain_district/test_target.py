from __future__ import annotations

from datetime import date
from decimal import Decimal

import msgspec
import pytest

from domain.errors import NotFound
from domain.target import (
    TARGET,
    ReviseTarget,
    SetTarget,
    TargetAlreadySet,
    TargetOutOfRange,
    TargetRevised,
    TargetSet,
)
from tests.support.given_when_then import DISTRICT, given

TODAY = date(2024, 9, 2)
ORDER_DAY = date(2020, 3, 16)
ORDER = "Приказ № 1"
SET = TargetSet(
    effective_on=ORDER_DAY,
    indicator="children_mentored",
    year=2020,
    value=Decimal(10),
    document=ORDER,
)


def test_a_target_is_set_by_an_order_of_the_past() -> None:
    given().when(
        SetTarget(
            indicator="children_mentored",
            year=2020,
            value=Decimal(10),
            document=ORDER,
            effective_on=ORDER_DAY,
        ),
        target=DISTRICT,
        today=TODAY,
    ).then(SET)


def test_a_target_is_set_only_once() -> None:
    given(SET).when(
        SetTarget(indicator="children_mentored", year=2020, value=Decimal(11)),
        target=DISTRICT,
        today=TODAY,
    ).then_refused(TargetAlreadySet)


def test_each_indicator_and_year_has_its_own_target() -> None:
    for indicator, year in (("children_mentored", 2024), ("teen_mentors", 2020)):
        command = msgspec.convert({"indicator": indicator, "year": year, "value": "70"}, SetTarget)

        given(SET).when(command, target=DISTRICT, today=TODAY).then(
            msgspec.convert(
                {"effective_on": TODAY, "indicator": indicator, "year": year, "value": "70"},
                TargetSet,
            )
        )


def test_a_target_is_revised_from_a_day_on() -> None:
    given(SET).when(
        ReviseTarget(indicator="children_mentored", year=2020, value=Decimal("12.5")),
        target=DISTRICT,
        today=TODAY,
    ).then(
        TargetRevised(
            effective_on=TODAY, indicator="children_mentored", year=2020, value=Decimal("12.5")
        )
    )


def test_a_target_never_set_cannot_be_revised() -> None:
    given(SET).when(
        ReviseTarget(indicator="children_mentored", year=2021, value=Decimal(20)),
        target=DISTRICT,
        today=TODAY,
    ).then_refused(NotFound)


@pytest.mark.parametrize("value", ["-0.01", "100.01", "12.345", "NaN", "sNaN", "Infinity", "1E-9"])
def test_a_target_is_a_percentage_with_two_decimals(value: str) -> None:
    given().when(
        SetTarget(indicator="children_mentored", year=2020, value=Decimal(value)),
        target=DISTRICT,
        today=TODAY,
    ).then_refused(TargetOutOfRange, pointer="/value")
    given(SET).when(
        ReviseTarget(indicator="children_mentored", year=2020, value=Decimal(value)),
        target=DISTRICT,
        today=TODAY,
    ).then_refused(TargetOutOfRange, pointer="/value")


@pytest.mark.parametrize("value", ["0", "100", "99.99"])
def test_the_bounds_of_a_target_are_allowed(value: str) -> None:
    given().when(
        SetTarget(indicator="children_mentored", year=2020, value=Decimal(value)),
        target=DISTRICT,
        today=TODAY,
    ).then(
        TargetSet(
            effective_on=TODAY, indicator="children_mentored", year=2020, value=Decimal(value)
        )
    )


def test_the_last_value_is_the_target() -> None:
    revised = TargetRevised(
        effective_on=ORDER_DAY, indicator="children_mentored", year=2020, value=Decimal(15)
    )

    state = TARGET.fold([SET, revised])

    assert state is not None
    assert state.value == Decimal(15)
