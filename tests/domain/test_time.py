"""Sets of days obey the laws of sets."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.time import NO_DAYS, ONE_DAY, DaySet, Span, age_on, end_of_day

DAY_ONE = date(2020, 1, 1)
WINDOW = [DAY_ONE + timedelta(days=offset) for offset in range(-3, 44)]

offsets = st.integers(0, 40)


def _span(bounds: tuple[int, int | None]) -> Span:
    start, end = bounds
    return (
        DAY_ONE + timedelta(days=start),
        None if end is None else DAY_ONE + timedelta(days=end),
    )


spans = st.lists(st.tuples(offsets, offsets | st.none()).map(_span), max_size=6)
day_sets = spans.map(DaySet)


def in_window(days: DaySet) -> set[date]:
    return {day for day in WINDOW if day in days}


@given(spans)
def test_a_set_holds_the_days_of_its_spans(given_spans: list[Span]) -> None:
    expected = {
        day
        for day in WINDOW
        for start, end in given_spans
        if start <= day and (end is None or day < end)
    }

    assert expected == in_window(DaySet(given_spans))


@given(day_sets)
def test_spans_are_sorted_apart_and_not_empty(days: DaySet) -> None:
    ends = [end for _, end in days.spans]

    assert None not in ends[:-1]
    assert all(end is None or start < end for start, end in days)
    for end, (next_start, _) in zip(ends[:-1], days.spans[1:], strict=True):
        assert end is not None
        assert end < next_start


@given(day_sets, day_sets)
def test_a_union_holds_the_days_of_either(one: DaySet, other: DaySet) -> None:
    assert in_window(one | other) == in_window(one) | in_window(other)
    assert one | other == other | one


@given(day_sets, day_sets)
def test_an_intersection_holds_the_days_of_both(one: DaySet, other: DaySet) -> None:
    assert in_window(one & other) == in_window(one) & in_window(other)
    assert one & other == other & one


@given(day_sets, day_sets)
def test_a_difference_holds_the_days_of_one_only(one: DaySet, other: DaySet) -> None:
    assert in_window(one - other) == in_window(one) - in_window(other)


@given(day_sets)
def test_a_complement_holds_all_other_days(days: DaySet) -> None:
    assert in_window(days.complement()) == set(WINDOW) - in_window(days)
    assert days.complement().complement() == days


@given(day_sets, day_sets)
def test_equal_sets_have_one_form(one: DaySet, other: DaySet) -> None:
    same = in_window(one) == in_window(other)

    assert (one == other) == same
    if same:
        assert hash(one) == hash(other)


@given(day_sets)
def test_a_set_is_read_as_it_is_written(days: DaySet) -> None:
    assert DaySet.parse(str(days)) == days


@given(day_sets)
def test_the_first_day_is_the_earliest(days: DaySet) -> None:
    assert days.first == min(in_window(days), default=None)
    assert bool(days) == bool(in_window(days))


def test_days_are_written_as_postgresql_writes_them() -> None:
    days = DaySet.between(date(2020, 10, 1), date(2021, 6, 30)) | DaySet.between(date(2021, 9, 1))

    assert str(days) == "{[2020-10-01,2021-07-01),[2021-09-01,)}"
    assert repr(days) == "DaySet({[2020-10-01,2021-07-01),[2021-09-01,)})"
    assert str(NO_DAYS) == "{}"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[2020-01-01,2020-02-01)",
        "{(2020-01-01,2020-02-01]}",
        "{[2020-01-01,2020-02-01]}",
        "{[20200101,20200201)}",
        "{[,2020-02-01)}",
        "{[2020-02-31,)}",
        "{[2020-03-01,2020-02-01)}",
        "{[2020-01-01,2020-02-01),[2020-02-01,)}",
        "{[2020-05-01,2020-06-01),[2020-01-01,2020-02-01)}",
    ],
)
def test_what_postgresql_would_not_write_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        DaySet.parse(text)


def test_both_ends_of_a_period_are_in_it() -> None:
    assert DaySet.between(DAY_ONE, DAY_ONE) == DaySet([(DAY_ONE, DAY_ONE + ONE_DAY)])
    assert DaySet.between(DAY_ONE, DAY_ONE - ONE_DAY) == NO_DAYS
    assert DaySet.of_year(2020) == DaySet.between(DAY_ONE, date(2020, 12, 31))


def test_the_calendars_last_day_means_no_end() -> None:
    assert DaySet.between(DAY_ONE, date.max) == DaySet.between(DAY_ONE)


def test_a_set_of_days_equals_nothing_else() -> None:
    assert NO_DAYS != ()


def test_a_day_ends_where_the_district_lies() -> None:
    omsk = end_of_day(date(2020, 12, 31), ZoneInfo("Asia/Omsk"))

    assert omsk == datetime(2020, 12, 31, 23, 59, 59, 999_999, timezone(timedelta(hours=6)))


def test_a_birthday_completes_a_year_of_age() -> None:
    born = date(2004, 2, 29)

    assert age_on(born, date(2018, 2, 28)) == 13
    assert age_on(born, date(2018, 3, 1)) == 14
    assert age_on(born, date(2020, 2, 29)) == 16
