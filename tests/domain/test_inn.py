"""An INN is told from a mistyped one by its control digits."""

from __future__ import annotations

import msgspec
import pytest

from domain.inn import EnterpriseCode, inn_is_valid

LEGAL_ENTITY = "7707083893"
SOLE_TRADER = "500100732259"
TRADERS_ID = "0f0e0d0c-0b0a-4908-8706-050403020100"


@pytest.mark.parametrize("inn", [LEGAL_ENTITY, "7710140679", "7736207543", SOLE_TRADER])
def test_a_true_number_is_valid(inn: str) -> None:
    assert inn_is_valid(inn)


@pytest.mark.parametrize("inn", [LEGAL_ENTITY, SOLE_TRADER])
def test_any_one_wrong_digit_is_noticed(inn: str) -> None:
    mistyped = [
        inn[:place] + digit + inn[place + 1 :]
        for place in range(len(inn))
        for digit in "0123456789"
        if digit != inn[place]
    ]

    noticed = [one for one in mistyped if not inn_is_valid(one)]

    # A remainder of ten is written as zero like a remainder of zero: the few that hide so pass.
    assert len(noticed) > len(mistyped) * 0.9
    assert all(not inn_is_valid(inn[:-1] + digit) for digit in "0123456789" if digit != inn[-1])


@pytest.mark.parametrize(
    "inn",
    ["", "0" * 10, "0" * 12, LEGAL_ENTITY[:-1], LEGAL_ENTITY + "0", "77070838З3", "٧٧٠٧٠٨٣٨٩٣"],
)
def test_what_is_no_number_is_refused(inn: str) -> None:
    assert not inn_is_valid(inn)


@pytest.mark.parametrize("code", [LEGAL_ENTITY, TRADERS_ID])
def test_a_code_is_an_inn_of_ten_digits_or_an_id(code: str) -> None:
    assert msgspec.convert(code, EnterpriseCode) == code


@pytest.mark.parametrize(
    "code", [SOLE_TRADER, LEGAL_ENTITY + "\n", TRADERS_ID.upper(), TRADERS_ID + "\n", "", "лицей"]
)
def test_twelve_digits_never_stand_in_clear(code: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(code, EnterpriseCode)
