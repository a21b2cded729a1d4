"""Correcting and striking consents, which are numbered."""

from __future__ import annotations

from datetime import date

from domain.consent import (
    CONSENT,
    ConsentGiven,
    GiveConsent,
    StrikeConsentFact,
    WithdrawnBeforeGiven,
)
from domain.correcting import (
    FactIsNeeded,
)
from tests.domain.builders import MENTEE, consented, registered, withdrew
from tests.support.given_when_then import TODAY, given, state_of

SEPTEMBER, OCTOBER = date(2024, 9, 2), date(2024, 10, 1)
WHY = "опечатка"


def test_a_consent_is_corrected_under_its_number() -> None:
    told = (registered(MENTEE), consented(MENTEE), consented(MENTEE, number=2))
    command = GiveConsent(
        purpose="processing",
        signed_by="both",
        relation="parent",
        representative="Представитель",
        wording="2024-2",
        effective_on=SEPTEMBER,
        corrects=1,
        reason=WHY,
    )

    (event,) = given(*told).when(command, target=MENTEE).events

    assert isinstance(event, ConsentGiven)
    assert (event.number, event.wording, event.corrects) == (1, "2024-2", 1)


def test_a_consent_stays_before_its_withdrawal() -> None:
    told = (registered(MENTEE), consented(MENTEE), withdrew(MENTEE, SEPTEMBER))
    later = GiveConsent(
        purpose="processing",
        signed_by="both",
        relation="parent",
        representative="Представитель",
        wording="2024-2",
        effective_on=OCTOBER,
        corrects=1,
        reason=WHY,
    )

    given(*told).when(later, target=MENTEE).then_refused(WithdrawnBeforeGiven, "/effective_on")
    given(*told).when(
        StrikeConsentFact(purpose="processing", corrects=1, reason=WHY), target=MENTEE
    ).then_refused(FactIsNeeded, "/corrects")


def test_a_consent_gets_a_number_that_none_ever_had() -> None:
    told = [registered(MENTEE), *(consented(MENTEE, number=number) for number in (1, 2, 3))]
    struck = given(*told).when(
        StrikeConsentFact(purpose="processing", corrects=2, reason=WHY), target=MENTEE
    )
    command = GiveConsent(
        purpose="processing",
        signed_by="both",
        relation="parent",
        representative="Представитель",
        wording="2024-2",
    )

    (event,) = given(*told, *struck.events).when(command, target=MENTEE).events

    assert isinstance(event, ConsentGiven)
    assert event.number == 4


def test_the_first_of_several_consents_is_struck() -> None:
    told = [registered(MENTEE), *(consented(MENTEE, number=number) for number in (1, 2))]
    command = StrikeConsentFact(purpose="processing", corrects=1, reason=WHY)

    given(*told).when(command, target=MENTEE).then_accepted()


def test_striking_a_withdrawal_leaves_the_consent_in_force() -> None:
    told = (registered(MENTEE), consented(MENTEE), withdrew(MENTEE, SEPTEMBER))
    command = StrikeConsentFact(purpose="processing", corrects=2, reason=WHY)

    events = given(*told).when(command, target=MENTEE).events

    assert TODAY in state_of(CONSENT, *told, *events).days
