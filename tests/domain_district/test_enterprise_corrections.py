"""Corrections of an enterprise have to fit what was recorded since."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from domain.aggregate import Command
from domain.correcting import FactIsNeeded
from domain.enterprise import (
    EnterpriseAlreadyLeft,
    EnterpriseAlreadyOperating,
    EnterpriseOperating,
    EnterpriseStopped,
    LeaveProgramme,
    RecordAgreement,
    RecordOperation,
    RegisterEnterprise,
    StopOperation,
    StrikeEnterpriseFact,
)
from domain.errors import DomainError
from domain.events import Event
from domain.time import ONE_DAY
from tests.domain.builders import INN, TRADER_KEY, enterprise, enterprise_left
from tests.support.given_when_then import given

TODAY = date(2024, 9, 2)
FIRST, LAST, AGAIN = date(2020, 9, 1), date(2022, 5, 31), date(2023, 1, 10)
WHY = "опечатка"
REGISTERED = enterprise(INN)
OPERATING = EnterpriseOperating(effective_on=FIRST, enterprise=INN, key=TRADER_KEY)
STOPPED = EnterpriseStopped(effective_on=LAST, enterprise=INN, key=TRADER_KEY)
BACK = EnterpriseOperating(effective_on=AGAIN, enterprise=INN, key=TRADER_KEY)
PERIODS = (REGISTERED, OPERATING, STOPPED, BACK)


def test_a_first_day_is_corrected_though_the_period_ended_meanwhile() -> None:
    command = RecordOperation(enterprise=INN, effective_on=FIRST - ONE_DAY, corrects=2, reason=WHY)

    given(*PERIODS).when(command, today=TODAY).then(
        msgspec.structs.replace(OPERATING, effective_on=FIRST - ONE_DAY, corrects=2, reason=WHY)
    )


def test_a_corrected_registration_keeps_its_key() -> None:
    command = RegisterEnterprise(inn=INN, name="АО «Пример»", corrects=1, reason=WHY)

    given(*PERIODS).when(command, today=TODAY).then(
        msgspec.structs.replace(
            REGISTERED, effective_on=TODAY, name="АО «Пример»", corrects=1, reason=WHY
        )
    )


@pytest.mark.parametrize(
    ("before", "command", "error", "pointer"),
    [
        (
            PERIODS,
            RecordOperation(enterprise=INN, effective_on=LAST + ONE_DAY, corrects=2, reason=WHY),
            FactIsNeeded,
            "/corrects",
        ),
        (
            PERIODS,
            StrikeEnterpriseFact(enterprise=INN, corrects=2, reason=WHY),
            FactIsNeeded,
            "/corrects",
        ),
        (
            PERIODS,
            StopOperation(enterprise=INN, effective_on=AGAIN, corrects=3, reason=WHY),
            EnterpriseAlreadyOperating,
            "",
        ),
        (
            PERIODS,
            StrikeEnterpriseFact(enterprise=INN, corrects=3, reason=WHY),
            EnterpriseAlreadyOperating,
            "",
        ),
        (
            PERIODS,
            StrikeEnterpriseFact(enterprise=INN, corrects=1, reason=WHY),
            FactIsNeeded,
            "/corrects",
        ),
    ],
)
def test_a_correction_that_contradicts_what_came_since_is_refused(
    before: tuple[Event, ...], command: Command, error: type[DomainError], pointer: str
) -> None:
    given(*before).when(command, today=TODAY).then_refused(error, pointer)


def test_a_return_is_not_struck_while_a_second_leaving_builds_on_it() -> None:
    agreement = RecordAgreement(
        enterprise=INN, agreement_number="1", agreed_on=LAST, effective_on=LAST
    )
    gone = (REGISTERED, enterprise_left(LAST))
    (agreed,) = given(*gone).when(agreement, today=TODAY).events
    leave = LeaveProgramme(enterprise=INN, effective_on=AGAIN, reason=WHY)
    (left,) = given(*gone, agreed).when(leave, today=TODAY).events

    given(*gone, agreed, left).when(
        StrikeEnterpriseFact(enterprise=INN, corrects=3, reason=WHY), today=TODAY
    ).then_refused(EnterpriseAlreadyLeft)
