"""An institution confirms its data of a year and may take that back."""

from __future__ import annotations

from datetime import date

from domain.confirmation import (
    ConfirmationGiven,
    ConfirmationReopened,
    ConfirmData,
    DataConfirmed,
    DataOpen,
    ReopenData,
    ReopeningReasonMissing,
    StrikeConfirmation,
    YearNotBegun,
)
from domain.errors import NotFound
from tests.support.given_when_then import TODAY, given

GIVEN = ConfirmationGiven(effective_on=date(2024, 2, 1), year=2023)
OTHER_YEAR = ConfirmationGiven(effective_on=date(2023, 2, 1), year=2022)
REOPENED = ConfirmationReopened(effective_on=date(2024, 3, 1), year=2023, reason="найден журнал")


def test_data_are_confirmed_year_by_year() -> None:
    given(OTHER_YEAR).when(ConfirmData(year=2023)).then(
        ConfirmationGiven(effective_on=TODAY, year=2023)
    )


def test_what_is_confirmed_is_not_confirmed_again() -> None:
    given(GIVEN).when(ConfirmData(year=2023)).then_refused(DataConfirmed)
    given(GIVEN, REOPENED).when(ConfirmData(year=2023)).then_accepted()


def test_a_year_that_has_not_begun_is_not_confirmed() -> None:
    given().when(ConfirmData(year=2025)).then_refused(YearNotBegun, "/year")
    given().when(ConfirmData(year=2024)).then_accepted()


def test_a_confirmation_is_taken_back_with_a_reason() -> None:
    given(GIVEN).when(ReopenData(year=2023, reason="найден журнал")).then(
        ConfirmationReopened(effective_on=TODAY, year=2023, reason="найден журнал")
    )
    given(GIVEN).when(ReopenData(year=2023)).then_refused(ReopeningReasonMissing, "/reason")


def test_only_what_is_confirmed_is_taken_back() -> None:
    given(OTHER_YEAR).when(ReopenData(year=2023, reason="ошибка")).then_refused(NotFound)
    given(GIVEN, REOPENED).when(ReopenData(year=2023, reason="ошибка")).then_refused(DataOpen)


def test_a_confirmation_entered_by_mistake_is_struck() -> None:
    strike = StrikeConfirmation(year=2023, corrects=1, reason="не тот год")

    given(GIVEN).when(strike).then(
        ConfirmationGiven(
            effective_on=GIVEN.effective_on,
            year=2023,
            corrects=1,
            struck=True,
            reason="не тот год",
        )
    )
    given(GIVEN, REOPENED).when(strike).then_accepted()
