"""Enterprises: each registered once, a sole trader's data encrypted."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import msgspec
import pytest

from domain.aggregate import Command
from domain.enterprise import (
    EnterpriseAlreadyRegistered,
    EnterpriseOperating,
    EnterpriseRegistered,
    EnterpriseRevised,
    LeaveProgramme,
    OperationInFuture,
    RecordAgreement,
    RecordOperation,
    RegisterEnterprise,
    ReviseEnterprise,
    StopOperation,
)
from domain.errors import NotFound
from domain.events import personal_fields
from domain.inn import WrongInn
from domain.time import ONE_DAY
from tests.support.given_when_then import given

TODAY = date(2024, 9, 2)
FIRST, LAST = date(2020, 9, 1), date(2022, 5, 31)
INN, OTHER_INN, TRADERS_INN = "7707083893", "7736207543", "500100732259"
KEY = UUID(int=7)
TRADER = str(KEY)

REGISTERED = EnterpriseRegistered(
    effective_on=FIRST, enterprise=INN, key=KEY, sole_trader=False, name="ООО «Пример»"
)
TRADER_REGISTERED = EnterpriseRegistered(
    effective_on=FIRST,
    enterprise=TRADER,
    key=KEY,
    sole_trader=True,
    trader_name="Примеров Пример",
    inn=TRADERS_INN,
)


def test_a_legal_entity_goes_by_its_inn() -> None:
    given().when(
        RegisterEnterprise(
            inn=INN,
            name="ООО «Пример»",
            activity="62.01",
            contact_person="Секретарь",
            contact="8 800",
            reason="по соглашению",
        ),
        target=KEY,
        today=TODAY,
    ).then(
        msgspec.structs.replace(
            REGISTERED,
            effective_on=TODAY,
            activity="62.01",
            contact_person="Секретарь",
            contact="8 800",
            reason="по соглашению",
        )
    )


def test_a_sole_trader_goes_by_the_key_of_the_vault() -> None:
    given().when(
        RegisterEnterprise(inn=TRADERS_INN, name="Примеров Пример", effective_on=FIRST),
        target=KEY,
        today=TODAY,
    ).then(TRADER_REGISTERED)


def test_nothing_of_a_sole_trader_stands_in_clear() -> None:
    hidden = personal_fields(EnterpriseRegistered)
    clear = msgspec.structs.replace(TRADER_REGISTERED, **dict.fromkeys(hidden))

    text = msgspec.json.encode(clear).decode()

    assert set(hidden.values()) == {"key"}
    assert "Пример" not in text
    assert TRADERS_INN not in text


def test_one_command_registers_and_says_since_when_it_operates() -> None:
    command = RegisterEnterprise(
        inn=INN, name="ООО «Пример»", effective_on=FIRST, operates_from=FIRST
    )

    given().when(command, target=KEY, today=TODAY).then(
        REGISTERED, EnterpriseOperating(effective_on=FIRST, enterprise=INN, key=KEY)
    )


@pytest.mark.parametrize("inn", ["7707083894", "500100732258", "0000000000"])
def test_a_wrong_inn_is_refused(inn: str) -> None:
    given().when(
        RegisterEnterprise(inn=inn, name="ООО «Пример»"), target=KEY, today=TODAY
    ).then_refused(WrongInn, pointer="/inn")


@pytest.mark.parametrize("inn", ["77070838931", INN + "\n", "7707O83893", ""])
def test_an_inn_has_ten_or_twelve_digits(inn: str) -> None:
    with pytest.raises(msgspec.ValidationError, match="inn"):
        msgspec.convert({"inn": inn, "name": "ООО «Пример»"}, RegisterEnterprise)


def test_an_enterprise_does_not_operate_from_tomorrow() -> None:
    command = RegisterEnterprise(inn=INN, name="ООО «Пример»", operates_from=TODAY + ONE_DAY)

    given().when(command, target=KEY, today=TODAY).then_refused(
        OperationInFuture, pointer="/operates_from"
    )


@pytest.mark.parametrize(
    ("before", "inn"), [(REGISTERED, INN), (TRADER_REGISTERED, TRADERS_INN)], ids=["llc", "trader"]
)
def test_an_enterprise_is_registered_once(before: EnterpriseRegistered, inn: str) -> None:
    given(before).when(
        RegisterEnterprise(inn=inn, name="Пример"), target=KEY, today=TODAY
    ).then_refused(EnterpriseAlreadyRegistered, pointer="/inn")


def test_another_enterprise_is_another_stream() -> None:
    given(REGISTERED).when(
        RegisterEnterprise(inn=OTHER_INN, name="Пример"), target=UUID(int=8), today=TODAY
    ).then_accepted()


@pytest.mark.parametrize(
    ("before", "clear", "personal"),
    [(REGISTERED, "Пример-2", None), (TRADER_REGISTERED, None, "Пример-2")],
    ids=["llc", "trader"],
)
def test_a_new_name_stands_where_the_old_one_did(
    before: EnterpriseRegistered, clear: str | None, personal: str | None
) -> None:
    command = ReviseEnterprise(
        enterprise=before.enterprise, name="Пример-2", contact="почта", effective_on=LAST
    )

    given(before).when(command, today=TODAY).then(
        EnterpriseRevised(
            effective_on=LAST,
            enterprise=before.enterprise,
            key=KEY,
            name=clear,
            trader_name=personal,
            contact="почта",
        )
    )


@pytest.mark.parametrize(
    "command",
    [
        ReviseEnterprise(enterprise=OTHER_INN, name="Пример"),
        RecordOperation(enterprise=OTHER_INN),
        StopOperation(enterprise=OTHER_INN),
        RecordAgreement(enterprise=OTHER_INN, agreement_number="1", agreed_on=FIRST),
        LeaveProgramme(enterprise=OTHER_INN, reason="закрыт цех"),
    ],
    ids=lambda command: type(command).__name__,
)
def test_nothing_is_recorded_of_an_unknown_enterprise(command: Command) -> None:
    given(REGISTERED).when(command, today=TODAY).then_refused(NotFound)
