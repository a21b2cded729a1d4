"""A mentor whom the school nominated, and the award as the district's log has it."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from domain.award import (
    AwardApproved,
    AwardConferred,
    AwardDeclined,
    AwardRevoked,
    NominationReceived,
    NominationWithdrawalReceived,
)
from domain.award_kind import AwardKindAdded
from domain.nomination import NominationMade, NominationWithdrawn
from domain.participant import BaseEntered
from tests.domain.builders import LONG_AGO, MENTOR, History, enrolled
from tests.support.given_when_then import SCHOOL

NOMINATION_ID = UUID(int=0x300)
OTHER_NOMINATION_ID = UUID(int=0x400)
MADE_ON = date(2024, 9, 20)
DECIDED_ON = date(2024, 9, 25)
CONFERRED_ON = date(2024, 10, 4)
REVOKED_ON = date(2024, 10, 10)
KIND = "best_mentor"

KINDS: History = (
    AwardKindAdded(effective_on=LONG_AGO, code=KIND, title="Лучший наставник", active=True),
    AwardKindAdded(effective_on=LONG_AGO, code="debut", title="Дебют года", active=True),
    AwardKindAdded(effective_on=LONG_AGO, code="outdated", title="Прежняя", active=False),
)


def in_base(person: UUID = MENTOR, role: Any = "mentor") -> BaseEntered:
    return BaseEntered(effective_on=LONG_AGO, person=person, role=role, document="questionnaire")


MENTOR_HERE: History = (*KINDS, *enrolled(MENTOR), in_base())


def made(
    nomination: UUID = NOMINATION_ID, person: UUID = MENTOR, kind: str = KIND, year: int = 2024
) -> NominationMade:
    return NominationMade(
        effective_on=MADE_ON,
        nomination=nomination,
        person=person,
        kind=kind,
        year=year,
        grounds="довёл группу до олимпиады",
    )


def taken_back(nomination: UUID = NOMINATION_ID) -> NominationWithdrawn:
    return NominationWithdrawn(effective_on=DECIDED_ON, nomination=nomination, person=MENTOR)


def _of(nomination: UUID) -> dict[str, Any]:
    return {"school": SCHOOL, "nomination": nomination, "person": MENTOR}


def received(nomination: UUID = NOMINATION_ID, kind: str = KIND) -> NominationReceived:
    return NominationReceived(
        effective_on=MADE_ON, position=7, kind=kind, year=2024, **_of(nomination)
    )


def withdrawal_received(nomination: UUID = NOMINATION_ID) -> NominationWithdrawalReceived:
    return NominationWithdrawalReceived(effective_on=DECIDED_ON, position=9, **_of(nomination))


def approved(nomination: UUID = NOMINATION_ID) -> AwardApproved:
    return AwardApproved(effective_on=DECIDED_ON, **_of(nomination))


def declined(nomination: UUID = NOMINATION_ID) -> AwardDeclined:
    return AwardDeclined(effective_on=DECIDED_ON, reason="стаж мал", **_of(nomination))


def conferred(nomination: UUID = NOMINATION_ID) -> AwardConferred:
    return AwardConferred(
        effective_on=CONFERRED_ON,
        order_number="77-од",
        order_date=DECIDED_ON,
        ceremony="День учителя",
        **_of(nomination),
    )


def revoked(nomination: UUID = NOMINATION_ID) -> AwardRevoked:
    return AwardRevoked(effective_on=REVOKED_ON, reason="ошибка в данных", **_of(nomination))


AWARDS: dict[str, History] = {
    "received": (received(),),
    "withdrawn": (received(), withdrawal_received()),
    "approved": (received(), approved()),
    "declined": (received(), declined()),
    "conferred": (received(), approved(), conferred()),
    "revoked": (received(), approved(), conferred(), revoked()),
}
"""The award in every status, by its name."""
