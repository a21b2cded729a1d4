from __future__ import annotations

from datetime import date
from uuid import UUID

import msgspec
import pytest

from domain.base_count import BASE_COUNT, BaseCountRecorded, CountDayMissing, RecordBaseCount
from domain.errors import NotFound
from domain.school import SchoolRegistered
from tests.support.given_when_then import DISTRICT, given

TODAY = date(2024, 9, 2)
NEW_YEAR = date(2021, 1, 1)
SCHOOL_ID = UUID(int=1)
COUNTED = BaseCountRecorded(
    effective_on=NEW_YEAR,
    kind="children_10_19",
    year=2020,
    school=None,
    value=1600,
    source="Росстат",
)


def record(value: int, day: date | None = NEW_YEAR, school: UUID | None = None) -> RecordBaseCount:
    return RecordBaseCount(
        kind="children_10_19",
        year=2020,
        school=school,
        value=value,
        source="Росстат",
        effective_on=day,
    )


def test_a_count_of_a_past_day_needs_no_reason() -> None:
    given().when(record(1600), target=DISTRICT, today=TODAY).then(COUNTED)


def test_a_count_has_to_name_its_day() -> None:
    given().when(record(1600, day=None), target=DISTRICT, today=TODAY).then_refused(
        CountDayMissing, pointer="/effective_on"
    )


def test_a_later_record_corrects_the_count() -> None:
    corrected = msgspec.structs.replace(COUNTED, value=1602, effective_on=date(2020, 12, 31))

    given(COUNTED).when(record(1602, day=date(2020, 12, 31)), target=DISTRICT, today=TODAY).then(
        corrected
    )
    state = BASE_COUNT.fold([COUNTED, corrected])

    assert state is not None
    assert (state.value, state.counted_on) == (1602, date(2020, 12, 31))


def test_a_school_may_have_a_count_of_its_own() -> None:
    school = SchoolRegistered(
        effective_on=date(2020, 3, 16),
        school=SCHOOL_ID,
        name="Лесная школа",
        short_name="Лесная",
        kind="general",
    )

    given(school, COUNTED).when(record(40, school=SCHOOL_ID), target=DISTRICT, today=TODAY).then(
        msgspec.structs.replace(COUNTED, school=SCHOOL_ID, value=40)
    )


def test_a_count_of_an_unknown_school_is_refused() -> None:
    given(COUNTED).when(record(40, school=SCHOOL_ID), target=DISTRICT, today=TODAY).then_refused(
        NotFound, pointer="/school"
    )


def test_nobody_at_all_is_a_count_too() -> None:
    given().when(record(0), target=DISTRICT, today=TODAY).then(
        msgspec.structs.replace(COUNTED, value=0)
    )


def test_a_count_is_never_negative() -> None:
    body = {"kind": "children", "year": 2020, "value": -1, "source": "Росстат"}

    with pytest.raises(msgspec.ValidationError, match=r"\$\.value"):
        msgspec.convert(body, RecordBaseCount)


def test_the_district_and_each_school_are_counted_apart() -> None:
    tenant = UUID(int=9)
    own, all_of_them = record(40, school=SCHOOL_ID), record(1600)
    streams = {
        BASE_COUNT.stream_id(tenant, *BASE_COUNT.key(tenant, command))
        for command in (own, all_of_them, msgspec.structs.replace(own, year=2021))
    }

    assert len(streams) == 3
    assert BASE_COUNT.key_of(COUNTED) == BASE_COUNT.key(tenant, all_of_them)
