"""A consent is asked for and refused, and is checked against the original."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from domain.aggregate import Command
from domain.consent import (
    CONSENT,
    AskConsent,
    CheckConsent,
    CheckedBeforeGiven,
    ConsentAsked,
    ConsentChecked,
    ConsentRefused,
    GiveConsent,
    NothingAsked,
    RefuseConsent,
    RefusedBeforeAsked,
)
from domain.errors import DomainError, NotFound
from domain.events import Event
from domain.time import ONE_DAY
from tests.domain.builders import LONG_AGO, MENTEE, MENTOR, consented, registered, withdrew
from tests.support.given_when_then import TODAY, given, state_of

ASKED_ON = date(2024, 10, 1)
ASKED = ConsentAsked(effective_on=ASKED_ON, person=MENTEE, purpose="processing", how="personally")
REFUSED = ConsentRefused(
    effective_on=TODAY, person=MENTEE, purpose="processing", refused_by="representative"
)
ASK = AskConsent(purpose="processing", how="personally", effective_on=ASKED_ON)
REFUSE = RefuseConsent(purpose="processing", refused_by="representative")
WHY = "исправление описки"
GIVE_TODAY = GiveConsent(
    purpose="processing",
    signed_by="both",
    relation="parent",
    representative="Представитель",
    wording="2019-1",
    effective_on=TODAY,
    corrects=1,
    reason=WHY,
)
CHECK = CheckConsent(purpose="processing", number=1, finding="wrong_signer", note="подпись отца")


def test_a_participant_is_asked_for_a_consent() -> None:
    given(registered(MENTEE), registered(MENTOR)).when(ASK, target=MENTEE).then(ASKED)


def test_a_stranger_is_not_asked() -> None:
    given(registered(MENTOR)).when(ASK, target=MENTEE).then_refused(NotFound)


def test_who_did_not_answer_is_asked_again() -> None:
    again = msgspec.structs.replace(ASK, effective_on=TODAY, how="meeting")

    given(registered(MENTEE), ASKED).when(again, target=MENTEE).then(
        msgspec.structs.replace(ASKED, effective_on=TODAY, how="meeting")
    )


def test_a_request_is_refused() -> None:
    given(registered(MENTEE), ASKED).when(REFUSE, target=MENTEE).then(REFUSED)


def test_what_nobody_asked_for_is_not_refused() -> None:
    given(registered(MENTEE), consented(MENTEE)).when(REFUSE, target=MENTEE).then_refused(
        NothingAsked
    )


@pytest.mark.parametrize("answer", [REFUSED, consented(MENTEE, since=TODAY)])
def test_an_answered_request_is_not_refused(answer: ConsentRefused) -> None:
    given(registered(MENTEE), ASKED, answer).when(REFUSE, target=MENTEE).then_refused(NothingAsked)


def test_a_refusal_does_not_come_before_the_request() -> None:
    early = msgspec.structs.replace(REFUSE, effective_on=ASKED_ON - ONE_DAY)
    same_day = msgspec.structs.replace(REFUSE, effective_on=ASKED_ON)

    given(registered(MENTEE), ASKED).when(early, target=MENTEE).then_refused(
        RefusedBeforeAsked, pointer="/effective_on"
    )
    given(registered(MENTEE), ASKED).when(same_day, target=MENTEE).then_accepted()


def test_a_refusal_lasts_until_something_is_asked_or_given() -> None:
    asked_again = msgspec.structs.replace(ASKED, effective_on=TODAY)

    assert state_of(CONSENT, ASKED, REFUSED).refused_on == TODAY
    assert state_of(CONSENT, ASKED, REFUSED, asked_again).refused_on is None
    assert state_of(CONSENT, ASKED, REFUSED, consented(MENTEE)).refused_on is None


def test_a_check_tells_what_was_found_and_ends_nothing() -> None:
    checked = ConsentChecked(
        effective_on=TODAY,
        person=MENTEE,
        purpose="processing",
        number=1,
        finding="wrong_signer",
        note="подпись отца",
    )

    given(registered(MENTEE), consented(MENTEE)).when(CHECK, target=MENTEE).then(checked)
    state = state_of(CONSENT, consented(MENTEE), checked)
    assert state == state_of(CONSENT, consented(MENTEE))


def test_a_consent_that_is_over_is_checked_too() -> None:
    given(registered(MENTEE), consented(MENTEE), withdrew(MENTEE, ASKED_ON)).when(
        CHECK, target=MENTEE
    ).then_accepted()


def test_a_check_of_a_consent_that_is_not_there_is_not_found() -> None:
    other = msgspec.structs.replace(CHECK, number=2)

    given(registered(MENTEE)).when(CHECK, target=MENTEE).then_refused(NotFound)
    given(registered(MENTEE), consented(MENTEE)).when(other, target=MENTEE).then_refused(
        NotFound, pointer="/number"
    )


def test_a_check_does_not_come_before_the_consent() -> None:
    early = msgspec.structs.replace(CHECK, effective_on=LONG_AGO - ONE_DAY)
    same_day = msgspec.structs.replace(CHECK, effective_on=LONG_AGO)

    given(registered(MENTEE), consented(MENTEE)).when(early, target=MENTEE).then_refused(
        CheckedBeforeGiven, pointer="/effective_on"
    )
    given(registered(MENTEE), consented(MENTEE)).when(same_day, target=MENTEE).then_accepted()


@pytest.mark.parametrize(
    ("told", "command", "error"),
    [
        (
            (ASKED, REFUSED),
            AskConsent(
                purpose="processing", how="meeting", effective_on=TODAY, corrects=1, reason=WHY
            ),
            None,
        ),
        (
            (ASKED, msgspec.structs.replace(REFUSED, effective_on=ASKED_ON)),
            msgspec.structs.replace(ASK, effective_on=TODAY, corrects=1, reason=WHY),
            RefusedBeforeAsked,
        ),
        (
            (
                consented(MENTEE, since=ASKED_ON),
                ConsentChecked(
                    effective_on=ASKED_ON,
                    person=MENTEE,
                    purpose="processing",
                    number=1,
                    finding="valid",
                ),
            ),
            GIVE_TODAY,
            CheckedBeforeGiven,
        ),
    ],
)
def test_a_correction_contradicts_nothing_that_was_recorded_since(
    told: tuple[Event, ...], command: Command, error: type[DomainError] | None
) -> None:
    outcome = given(registered(MENTEE), *told).when(command, target=MENTEE)

    if error is None:
        outcome.then_accepted()
    else:
        outcome.then_refused(error, pointer="/effective_on")
