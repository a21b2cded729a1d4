from __future__ import annotations

from datetime import date

from domain.district import (
    BeforeDistrictRegistered,
    DistrictAlreadyRegistered,
    DistrictRegistered,
    DistrictRenamed,
    RegisterDistrict,
    RenameDistrict,
    UnknownTimeZone,
    evolve,
)
from tests.support.given_when_then import DISTRICT, given

TODAY = date(2024, 9, 2)
REGISTERED = DistrictRegistered(
    effective_on=date(2020, 3, 16), name="Озёрный район", time_zone="Europe/Moscow"
)


def test_a_district_is_registered_in_moscow_time_by_default() -> None:
    given().when(RegisterDistrict(name="Озёрный район"), target=DISTRICT, today=TODAY).then(
        DistrictRegistered(effective_on=TODAY, name="Озёрный район", time_zone="Europe/Moscow")
    )


def test_a_district_may_live_in_another_time_zone() -> None:
    given().when(
        RegisterDistrict(name="Степной район", time_zone="Asia/Omsk"), target=DISTRICT, today=TODAY
    ).then(DistrictRegistered(effective_on=TODAY, name="Степной район", time_zone="Asia/Omsk"))


def test_a_time_zone_that_does_not_exist_is_refused() -> None:
    for name in ("Europe/Kasimov", "../../etc/passwd", "Europe"):
        given().when(
            RegisterDistrict(name="Озёрный район", time_zone=name), target=DISTRICT, today=TODAY
        ).then_refused(UnknownTimeZone, pointer="/time_zone")


def test_a_district_is_registered_only_once() -> None:
    given(REGISTERED).when(
        RegisterDistrict(name="Другой район"), target=DISTRICT, today=TODAY
    ).then_refused(DistrictAlreadyRegistered)


def test_a_district_is_renamed_from_a_day_on() -> None:
    day = date(2023, 1, 1)

    given(REGISTERED).when(
        RenameDistrict(name="Озёрный округ", effective_on=day, reason="закон области"),
        target=DISTRICT,
        today=TODAY,
    ).then(DistrictRenamed(effective_on=day, name="Озёрный округ", reason="закон области"))


def test_a_district_is_not_renamed_before_it_began() -> None:
    given(REGISTERED).when(
        RenameDistrict(name="Озёрный округ", effective_on=date(2020, 3, 15)),
        target=DISTRICT,
        today=TODAY,
    ).then_refused(BeforeDistrictRegistered, pointer="/effective_on")


def test_a_renaming_recorded_late_keeps_the_later_name() -> None:
    state = None
    for event in (
        REGISTERED,
        DistrictRenamed(effective_on=date(2023, 1, 1), name="Озёрный округ"),
        DistrictRenamed(effective_on=date(2021, 1, 1), name="Приозёрный район"),
    ):
        state = evolve(state, event)

    assert state is not None
    assert (state.name, state.named_on) == ("Озёрный округ", date(2023, 1, 1))
    assert state.time_zone == "Europe/Moscow"
