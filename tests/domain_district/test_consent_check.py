"""The district checks consents that lie in its schools' logs."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import msgspec

from domain.consent import CheckedBeforeGiven
from domain.consent_check import CONSENT_CHECK, ConsentCheckRecorded, RecordConsentCheck
from domain.errors import NotFound
from domain.school import SchoolRegistered
from domain.time import ONE_DAY
from tests.domain.builders import LONG_AGO, MENTEE, MENTOR, enrolled
from tests.support.given_when_then import SCHOOL, TODAY, given, state_of

OTHER = UUID(int=0x5C02)


def school(tenant: UUID) -> SchoolRegistered:
    return SchoolRegistered(
        effective_on=LONG_AGO, school=tenant, name="Школа", short_name="Школа", kind="general"
    )


CHECK = RecordConsentCheck(
    school=SCHOOL,
    person=MENTEE,
    purpose="processing",
    number=1,
    finding="wrong_wording",
    note="старый бланк",
)
CHECKED = ConsentCheckRecorded(
    effective_on=TODAY,
    school=SCHOOL,
    person=MENTEE,
    purpose="processing",
    number=1,
    finding="wrong_wording",
    note="старый бланк",
)
KEPT = (school(SCHOOL), school(OTHER), *enrolled(MENTEE, MENTOR))


def test_the_district_records_what_it_found() -> None:
    given(*KEPT).when(CHECK).then(CHECKED)


def test_it_may_check_again() -> None:
    again = msgspec.structs.replace(CHECK, finding="valid", note=None)

    given(*KEPT, CHECKED).when(again).then(
        msgspec.structs.replace(CHECKED, finding="valid", note=None)
    )
    assert state_of(CONSENT_CHECK, CHECKED).finding == "wrong_wording"


def test_a_school_outside_the_district_is_not_found() -> None:
    given(*KEPT[1:]).when(CHECK).then_refused(NotFound, pointer="/school")


def test_a_consent_the_school_does_not_keep_is_not_found() -> None:
    for changes in ({"school": OTHER}, {"number": 2}, {"purpose": "publication"}):
        command = msgspec.structs.replace(CHECK, **changes)
        given(*KEPT).when(command).then_refused(NotFound, pointer="/number")


def test_a_check_does_not_come_before_the_consent() -> None:
    early = msgspec.structs.replace(CHECK, effective_on=LONG_AGO - ONE_DAY)
    same_day = msgspec.structs.replace(CHECK, effective_on=date(2019, 9, 1))

    given(*KEPT).when(early).then_refused(CheckedBeforeGiven, pointer="/effective_on")
    given(*KEPT).when(same_day).then_accepted()
