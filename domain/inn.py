"""INN, the taxpayer number by which enterprises are told apart.

The 10 digits of a legal entity are public; the 12 of a sole trader are personal data of theirs, so
in clear such an enterprise goes by the id under which the district registered it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import msgspec

from domain.errors import Invalid

EnterpriseCode = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^([0-9]{10}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$(?!\n)",
        examples=["7707083893"],
    ),
]
"""What an enterprise is called in clear: its INN of 10 digits, or a sole trader's id."""

LEGAL_ENTITY_DIGITS = 10
SOLE_TRADER_DIGITS = 12

_WEIGHTS = (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)
"""Those of a sole trader's last digit; every other control digit takes its row from the end."""


class WrongInn(Invalid):
    """The control digits of an INN do not fit the others."""

    code = "wrong_inn"
    ru = "В ИНН ошибка: не сходятся контрольные цифры."
    en = "The INN is wrong: its control digits do not fit."


def inn_is_valid(inn: str) -> bool:
    """Check the control digits of an INN of 10 digits (legal entity) or 12 (sole trader).

    Anything else is refused, zeros too: they pass the check, but are what people type who do not
    know the number. Source: приказ ФНС № ММВ-7-6/435@ от 29.06.2012, приложение, names the control
    digits; the weights are those commonly published for them.
    """
    if not (inn.isascii() and inn.isdigit()) or not inn.strip("0"):
        return False
    digits = [int(char) for char in inn]
    if len(digits) == LEGAL_ENTITY_DIGITS:
        return _ends_in_its_control_digit(digits)
    if len(digits) == SOLE_TRADER_DIGITS:
        return _ends_in_its_control_digit(digits[:-1]) and _ends_in_its_control_digit(digits)
    return False


def _ends_in_its_control_digit(digits: Sequence[int]) -> bool:
    *before, control = digits
    weights = _WEIGHTS[-len(before) :]
    total = sum(digit * weight for digit, weight in zip(before, weights, strict=True))
    return control == total % 11 % 10
