"""A consent ends by its term, by withdrawal, or was never in force."""

from __future__ import annotations

from datetime import date

from domain.consent import (
    CONSENT,
    ConsentFoundInvalid,
    ConsentOver,
    ConsentWithdrawn,
    FindConsentInvalid,
    WithdrawConsent,
    WithdrawnBeforeGiven,
)
from domain.errors import NotFound
from domain.time import NO_DAYS, ONE_DAY, DaySet
from tests.domain.builders import LONG_AGO, MENTEE, MENTOR, consented, registered, withdrew
from tests.support.given_when_then import TODAY, given, state_of

WITHDRAWN_ON = date(2024, 9, 25)
UNTIL = date(2024, 12, 31)
WITHDRAW = WithdrawConsent(
    purpose="processing", number=1, withdrawn_by="self", effective_on=WITHDRAWN_ON
)
FIND_INVALID = FindConsentInvalid(purpose="processing", number=1, finding="Подпись не та")
INVALID = ConsentFoundInvalid(
    effective_on=TODAY, person=MENTEE, purpose="processing", number=1, reason="Подпись не та"
)
TWO_PEOPLE = (registered(MENTEE), registered(MENTOR), consented(MENTEE), consented(MENTOR))


def test_a_consent_is_withdrawn_from_a_day() -> None:
    given(*TWO_PEOPLE).when(WITHDRAW, target=MENTEE).then(
        ConsentWithdrawn(
            effective_on=WITHDRAWN_ON,
            person=MENTEE,
            purpose="processing",
            number=1,
            withdrawn_by="self",
        )
    )


def test_a_consent_ends_with_its_last_day() -> None:
    state = state_of(CONSENT, consented(MENTEE, until=UNTIL))

    assert state.days == DaySet.between(LONG_AGO, UNTIL)


def test_the_day_of_withdrawal_is_not_covered() -> None:
    state = state_of(CONSENT, consented(MENTEE, until=UNTIL), withdrew(MENTEE, WITHDRAWN_ON))

    assert state.days == DaySet.between(LONG_AGO, WITHDRAWN_ON - ONE_DAY)


def test_a_withdrawal_after_the_term_prolongs_nothing() -> None:
    state = state_of(CONSENT, consented(MENTEE, until=WITHDRAWN_ON), withdrew(MENTEE, UNTIL))

    assert state.days == DaySet.between(LONG_AGO, WITHDRAWN_ON)


def test_an_invalid_consent_was_never_in_force() -> None:
    assert state_of(CONSENT, consented(MENTEE), INVALID).days == NO_DAYS


def test_another_consent_outlives_the_withdrawn_one() -> None:
    second = consented(MENTEE, since=UNTIL, number=2)
    state = state_of(CONSENT, consented(MENTEE), second, withdrew(MENTEE, WITHDRAWN_ON))

    assert state.days == DaySet.between(LONG_AGO, WITHDRAWN_ON - ONE_DAY) | DaySet.between(UNTIL)


def test_a_consent_is_not_withdrawn_before_its_day() -> None:
    given(registered(MENTEE), consented(MENTEE, since=WITHDRAWN_ON + ONE_DAY)).when(
        WITHDRAW, target=MENTEE
    ).then_refused(WithdrawnBeforeGiven, pointer="/effective_on")
    given(registered(MENTEE), consented(MENTEE, since=WITHDRAWN_ON)).when(
        WITHDRAW, target=MENTEE
    ).then_accepted()


def test_a_consent_is_withdrawn_only_once() -> None:
    for ended in (withdrew(MENTEE, WITHDRAWN_ON), INVALID):
        given(*TWO_PEOPLE, ended).when(WITHDRAW, target=MENTEE).then_refused(ConsentOver)


def test_a_consent_is_found_invalid_only_once() -> None:
    given(*TWO_PEOPLE).when(FIND_INVALID, target=MENTEE).then(INVALID)
    given(*TWO_PEOPLE, INVALID).when(FIND_INVALID, target=MENTEE).then_refused(ConsentOver)


def test_a_withdrawn_consent_may_prove_invalid() -> None:
    history = (*TWO_PEOPLE, withdrew(MENTEE, WITHDRAWN_ON))

    given(*history).when(FIND_INVALID, target=MENTEE).then(INVALID)


def test_only_a_consent_that_exists_ends() -> None:
    second = WithdrawConsent(purpose="processing", number=2, withdrawn_by="self")
    other_purpose = WithdrawConsent(purpose="publication", number=1, withdrawn_by="self")

    given(*TWO_PEOPLE).when(second, target=MENTEE).then_refused(NotFound, pointer="/number")
    given(*TWO_PEOPLE).when(other_purpose, target=MENTEE).then_refused(NotFound)
