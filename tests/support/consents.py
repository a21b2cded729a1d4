"""What becomes of consents, made by real commands."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import msgspec

from domain.consent import AskConsent, CheckConsent, RefuseConsent
from domain.consent_check import RecordConsentCheck
from domain.consent_decision import TakeConsentDecision
from domain.reminder import RaiseReminder
from domain.stop_demand import DemandStop, ExtendStopTerm
from tests.support.district import District


def live_consents(
    district: District,
    school: UUID,
    withdrew: UUID,
    other: UUID,
    *,
    kept_until: date = date(2021, 1, 1),
) -> None:
    """Ask, refuse, check, decide, demand, remind; twice where a record may follow another."""
    ask = AskConsent(purpose="publication", how="personally")
    look = RecordConsentCheck(
        school=school, person=other, purpose="processing", number=1, finding="absent", note="нет"
    )
    for person in (withdrew, other):
        district.record(ask, school, person)
    refuse = RefuseConsent(purpose="publication", refused_by="self")
    district.record(refuse, school, other)
    check = CheckConsent(purpose="processing", number=1, finding="absent", note="подпись")
    for again in (False, True):
        district.record(check, school, other)
        district.record(msgspec.structs.replace(look, finding="valid") if again else look)
    keep = TakeConsentDecision(
        purpose="processing",
        number=1,
        decision="keep",
        ground="договор",
        kept_until=kept_until,
    )
    district.record(keep, school, withdrew)
    destroy = TakeConsentDecision(purpose="processing", number=1, decision="destroy")
    district.record(destroy, school, withdrew)
    district.record(DemandStop(demanded_by="self", document="вх. № 1"), school, other)
    notice = ExtendStopTerm(number=1, why="запрошен архив", notice="исх. № 2")
    district.record(notice, school, other)
    for cause in (1, 2):
        remind = RaiseReminder(
            kind="check", purpose="processing", number=1, cause=cause, due_on=date(2020, 10, 31)
        )
        district.record(remind, school, other)
