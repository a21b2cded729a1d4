"""A withdrawal of consent that was told late: when the figure it changes was published already."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import msgspec

from domain.consent import WithdrawConsent
from domain.consent_decision import TakeConsentDecision
from domain.pair import JoinPair, LeavePair
from service.demo.enrolment import Enrolment
from service.demo.groups import Group
from service.demo.journal import Journal
from service.demo.people import People

SCHOOL_YEAR = 2023
AGE = 12
CAME, JOINED = date(2023, 9, 1), date(2023, 11, 7)
TOLD, DECIDED = date(2024, 2, 6), date(2024, 2, 20)


def plan_withdrawal(journal: Journal, group: Group) -> None:
    """Let a pupil join ``group`` whose parent had withdrawn the consent the day before.

    Nothing of anybody else is drawn for it, so everyone else's years are the same without.
    """
    dice = Random("nastavnik late")  # noqa: S311 - a made-up pupil
    enrolment = Enrolment(journal, dice)
    pupil = People("nastavnik late").child(SCHOOL_YEAR - AGE, "date")
    # The numbers of these people begin where those of everybody else do.
    pupil = msgspec.structs.replace(pupil, snils=None)
    member = enrolment.pupil(pupil, SCHOOL_YEAR, CAME)
    enrolment.enter_base(member, "mentee", CAME + timedelta(days=24))
    journal.enter(JOINED, JoinPair(effective_on=JOINED, mentee=member.key), group.pair)
    withdraw = WithdrawConsent(
        effective_on=JOINED - timedelta(days=1),
        purpose="processing",
        number=member.consents,
        withdrawn_by="representative",
        reason="письмо родителя лежало у классного руководителя",
    )
    journal.enter(TOLD, withdraw, member.key)
    journal.enter(TOLD, LeavePair(effective_on=TOLD, mentee=member.key), group.pair)
    decide = TakeConsentDecision(
        effective_on=DECIDED,
        purpose="processing",
        number=member.consents,
        decision="destroy",
    )
    journal.enter(DECIDED, decide, member.key)
