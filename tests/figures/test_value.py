from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.figures import (
    FLAG_WORDS,
    REASON_WORDS,
    STATE_WORDS,
    Denominator,
    Flag,
    Reason,
    State,
    flags_of,
    is_hidden_outside,
    percentage,
    state_of,
)
from tests.figures.builders import figure_of, mentee, school, together


@pytest.mark.parametrize(
    ("numerator", "denominator", "shown"),
    [
        (1, 16, "6.3"),
        (1, 80, "1.3"),
        (1399, 2000, "70.0"),
        (21, 20, "105.0"),
        (0, 20, "0.0"),
        (1, 3, "33.3"),
        (2, 3, "66.7"),
        (1, 2001, "0.0"),
        (1, 2000, "0.1"),
    ],
)
def test_value_has_one_decimal_rounded_half_up(
    numerator: int, denominator: int, shown: str
) -> None:
    assert str(percentage(numerator, denominator)) == shown


@given(st.integers(0, 10**30), st.integers(1, 10**30))
def test_value_is_the_nearest_tenth_and_the_upper_of_two(numerator: int, denominator: int) -> None:
    value = percentage(numerator, denominator)
    assert value is not None
    off = Fraction(value) - Fraction(100 * numerator, denominator)
    assert -Fraction(1, 20) < off <= Fraction(1, 20)


@pytest.mark.parametrize("denominator", [None, 0])
def test_nothing_to_divide_by_is_no_data(denominator: int | None) -> None:
    assert percentage(3, denominator) is None
    assert state_of(3, denominator, Decimal(10)) == "no_data"
    assert state_of(3, denominator, None) == "no_data"


@pytest.mark.parametrize(
    ("numerator", "denominator", "target", "state"),
    [
        (1399, 2000, "70", "not_reached"),
        (1400, 2000, "70", "reached"),
        (1, 3, "33.3", "reached"),
        (1, 3, "33.4", "not_reached"),
        (0, 20, "0", "reached"),
        (21, 20, "100", "reached"),
        (5, 20, None, "no_target"),
    ],
)
def test_target_is_compared_with_the_exact_fraction(
    numerator: int, denominator: int, target: str | None, state: State
) -> None:
    exact = None if target is None else Decimal(target)
    assert state_of(numerator, denominator, exact) == state


@pytest.mark.parametrize(
    ("counted_on", "flags"),
    [
        (date(2020, 12, 31), ()),
        (date(2021, 1, 1), ()),
        (date(2020, 1, 1), ("other_date",)),
        (date(2020, 12, 30), ("other_date",)),
        (date(2021, 1, 2), ("other_date",)),
        (date(2021, 12, 31), ("other_date",)),
    ],
)
def test_statistic_of_another_day_is_marked(counted_on: date, flags: tuple[Flag, ...]) -> None:
    assert flags_of(1, Denominator(value=20, counted_on=counted_on, source="s"), 2020) == flags


def test_more_than_the_base_counts_is_marked() -> None:
    new_year = date(2021, 1, 1)
    assert flags_of(20, Denominator(value=20, counted_on=new_year, source="s"), 2020) == ()
    assert flags_of(21, Denominator(value=20, counted_on=new_year, source="s"), 2020) == (
        "over_100",
    )
    assert flags_of(21, Denominator(value=0, counted_on=new_year, source="s"), 2020) == ()
    assert flags_of(21, None, 2020) == ()


def test_both_marks_stand_side_by_side() -> None:
    facts = together(*(mentee(name) for name in ("a", "b", "c")))
    figure = figure_of(facts, 2020, d=2, on="2020-09-01", target="10")
    assert figure.flags == ("over_100", "other_date")
    assert (figure.value, figure.state) == (Decimal("150.0"), "reached")


def test_school_is_measured_against_its_own_base_count() -> None:
    facts = together(mentee("a"), mentee("b", at="02"), mentee("c", at="02"))
    own = facts.of_school(school("02"))

    with_base = figure_of(own, 2020, d=8, target="25", scope="school")
    assert (with_base.scope, figure_of(facts, 2020).scope) == ("school", "district")
    assert (with_base.numerator, with_base.value, with_base.state) == (
        2,
        Decimal("25.0"),
        "reached",
    )
    without_base = figure_of(own, 2020, target="25")
    assert (without_base.numerator, without_base.denominator) == (2, None)
    assert (without_base.value, without_base.state) == (None, "no_data")


def test_figure_says_by_which_rules_and_as_of_when_it_was_counted() -> None:
    figure = figure_of(mentee("a"), 2020, d=8, target="10.5", as_of="2021-01-20")
    assert (figure.indicator, figure.rule_set) == ("children_mentored", "order-119-od/1")
    assert (figure.year, figure.as_of_day) == (2020, date(2021, 1, 20))
    assert figure.target == Decimal("10.5")
    assert (figure.denominator, figure.counted_on) == (8, date(2020, 12, 31))
    assert figure.source == "statistics"


@pytest.mark.parametrize(
    ("numerator", "denominator", "hidden"),
    [
        (5, 10, False),
        (4, 10, True),
        (6, 10, True),
        (0, 10, True),
        (5, 4, True),
        (11, 10, True),
        (5, None, False),
        (4, None, True),
    ],
)
def test_small_numbers_are_hidden_outside(
    numerator: int, denominator: int | None, hidden: bool
) -> None:
    assert is_hidden_outside(numerator, denominator, 5) is hidden


def test_every_code_has_russian_words() -> None:
    for words, codes in (
        (STATE_WORDS, State),
        (FLAG_WORDS, Flag),
        (REASON_WORDS, Reason),
    ):
        assert set(words) == set(get_args(codes))
