"""When an enterprise operates in the district and from when to when it takes part."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import msgspec
import pytest

from domain.aggregate import Command
from domain.enterprise import (
    ENTERPRISE,
    AgreementEndsBeforeItBegins,
    AgreementInFuture,
    AgreementRecorded,
    Enterprise,
    EnterpriseAlreadyLeft,
    EnterpriseAlreadyOperating,
    EnterpriseNotOperating,
    EnterpriseOperating,
    EnterpriseStopped,
    LeaveProgramme,
    LeavingReasonMissing,
    OperationEndsBeforeItBegins,
    RecordAgreement,
    RecordOperation,
    StopOperation,
)
from domain.errors import DomainError, NotFound
from domain.events import Event
from domain.school import SchoolRegistered
from domain.time import ONE_DAY, DaySet
from tests.domain.builders import INN, TRADER_KEY, enterprise
from tests.domain.builders import enterprise_left as left
from tests.support.given_when_then import given, state_of

TODAY = date(2024, 9, 2)
FIRST, LAST = date(2020, 9, 1), date(2022, 5, 31)
SCHOOL_ID = UUID(int=1)

REGISTERED = enterprise(INN)
SCHOOL = SchoolRegistered(
    effective_on=FIRST, school=SCHOOL_ID, name="Школа", short_name="Школа", kind="general"
)


def operating(first: date = FIRST, last: date | None = None) -> EnterpriseOperating:
    return EnterpriseOperating(effective_on=first, enterprise=INN, key=TRADER_KEY, until=last)


def stopped(day: date = LAST) -> EnterpriseStopped:
    return EnterpriseStopped(effective_on=day, enterprise=INN, key=TRADER_KEY)


def agreed(day: date = FIRST) -> AgreementRecorded:
    return AgreementRecorded(
        effective_on=day, enterprise=INN, key=TRADER_KEY, agreement_number="14/2020", agreed_on=day
    )


def after(*events: Event) -> Enterprise:
    return state_of(ENTERPRISE, REGISTERED, *events)


def test_a_period_of_operation_is_recorded() -> None:
    command = RecordOperation(enterprise=INN, until=LAST, effective_on=FIRST, reason="выписка")

    given(REGISTERED).when(command, today=TODAY).then(
        msgspec.structs.replace(operating(FIRST, LAST), reason="выписка")
    )


def test_operation_ends_and_its_last_day_counts() -> None:
    given(REGISTERED, operating()).when(
        StopOperation(enterprise=INN, effective_on=LAST), today=TODAY
    ).then(stopped())

    assert after(operating(), stopped()).standing.operating_days == DaySet.between(FIRST, LAST)


def test_an_enterprise_may_operate_in_several_periods() -> None:
    again = date(2023, 1, 10)

    several = after(operating(), stopped(), operating(again))

    assert several.standing.operating_days == (DaySet.between(FIRST, LAST) | DaySet.between(again))


def test_a_stop_recorded_late_leaves_a_later_period_alone() -> None:
    again = date(2023, 1, 10)

    late = after(operating(FIRST, date(2022, 11, 1)), operating(again), stopped())

    assert late.standing.operating_days == DaySet.between(FIRST, LAST) | DaySet.between(again)


def test_a_stop_on_another_day_changes_nothing() -> None:
    assert after(stopped()).standing.operating_days == DaySet()


def test_an_agreement_is_made_with_an_institution_of_the_district() -> None:
    command = RecordAgreement(
        enterprise=INN,
        agreement_number="14/2020",
        agreed_on=FIRST,
        valid_until=LAST,
        school=SCHOOL_ID,
        effective_on=FIRST,
        reason="скан",
    )

    given(SCHOOL, REGISTERED).when(command, today=TODAY).then(
        msgspec.structs.replace(agreed(), valid_until=LAST, school=SCHOOL_ID, reason="скан")
    )


def test_an_enterprise_leaves_from_a_day_on() -> None:
    given(REGISTERED).when(
        LeaveProgramme(enterprise=INN, effective_on=LAST, reason="закрыт цех"), today=TODAY
    ).then(left(LAST))

    gone = after(left(LAST))
    assert gone.takes_part_on(LAST - ONE_DAY)
    assert not gone.takes_part_on(LAST)


@pytest.mark.parametrize("agreed_on", [LAST, LAST + ONE_DAY])
def test_a_later_agreement_brings_it_back(agreed_on: date) -> None:
    for events in ((left(LAST), agreed(agreed_on)), (agreed(agreed_on), left(LAST))):
        assert after(*events).takes_part_on(TODAY)


def test_an_agreement_of_before_does_not() -> None:
    for events in ((left(LAST), agreed()), (agreed(), left(LAST))):
        assert not after(*events).takes_part_on(TODAY)


@pytest.mark.parametrize(
    ("before", "command", "error", "pointer"),
    [
        (
            (),
            RecordOperation(enterprise=INN, effective_on=LAST, until=FIRST),
            OperationEndsBeforeItBegins,
            "/until",
        ),
        (
            (operating(FIRST, LAST),),
            RecordOperation(enterprise=INN, effective_on=LAST),
            EnterpriseAlreadyOperating,
            "",
        ),
        (
            (operating(LAST),),
            RecordOperation(enterprise=INN, effective_on=FIRST),
            EnterpriseAlreadyOperating,
            "",
        ),
        (
            (operating(LAST),),
            StopOperation(enterprise=INN, effective_on=FIRST),
            EnterpriseNotOperating,
            "/effective_on",
        ),
        (
            (),
            RecordAgreement(enterprise=INN, agreement_number="1", agreed_on=TODAY + ONE_DAY),
            AgreementInFuture,
            "/agreed_on",
        ),
        (
            (),
            RecordAgreement(
                enterprise=INN, agreement_number="1", agreed_on=LAST, valid_until=FIRST
            ),
            AgreementEndsBeforeItBegins,
            "/valid_until",
        ),
        (
            (),
            RecordAgreement(
                enterprise=INN, agreement_number="1", agreed_on=FIRST, school=SCHOOL_ID
            ),
            NotFound,
            "/school",
        ),
        (
            (left(LAST),),
            LeaveProgramme(enterprise=INN, reason="закрыт цех"),
            EnterpriseAlreadyLeft,
            "",
        ),
        ((), LeaveProgramme(enterprise=INN), LeavingReasonMissing, "/reason"),
    ],
)
def test_what_cannot_be_is_refused(
    before: tuple[Event, ...], command: Command, error: type[DomainError], pointer: str
) -> None:
    given(REGISTERED, *before).when(command, today=TODAY).then_refused(error, pointer)


def test_the_day_after_a_period_begins_another() -> None:
    given(REGISTERED, operating(FIRST, LAST)).when(
        RecordOperation(enterprise=INN, effective_on=LAST + ONE_DAY), today=TODAY
    ).then(operating(LAST + ONE_DAY))
