"""A consent is signed by whom the signing rule asks for."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from domain.consent import (
    CONSENT,
    ConsentEndsBeforeStart,
    ConsentGiven,
    GiveConsent,
    RepresentativeMissing,
    SignatureTypeMissing,
    WrongSigner,
)
from domain.errors import NotFound
from domain.events import personal_fields
from domain.rules import RulesAdopted, RuleSet, Signers, SigningRule
from domain.time import ONE_DAY, DaySet
from tests.domain.builders import LONG_AGO, MENTEE, MENTOR, consented, registered
from tests.support.given_when_then import TODAY, given, state_of

BORN = {
    "child": date(TODAY.year - 14, TODAY.month, TODAY.day) + ONE_DAY,
    "teenager": date(TODAY.year - 14, TODAY.month, TODAY.day),
    "nearly grown": date(TODAY.year - 18, TODAY.month, TODAY.day) + ONE_DAY,
    "adult": date(TODAY.year - 18, TODAY.month, TODAY.day),
    "unknown": None,
}
STRICTER = RulesAdopted(
    effective_on=LONG_AGO,
    rules=RuleSet(code="stricter", indicators=(), signing=SigningRule(both_from=10, self_from=21)),
)


def give(signed_by: Signers = "both") -> GiveConsent:
    return GiveConsent(
        purpose="processing",
        signed_by=signed_by,
        wording="2024-1",
        to_district=True,
        relation="parent",
        representative="Представитель",
        document="Свидетельство о рождении",
    )


def test_a_consent_is_recorded_with_its_signers() -> None:
    command = msgspec.structs.replace(
        give(), medium="electronic", signature_type="УКЭП", valid_until=date(2025, 8, 31)
    )

    given(registered(MENTEE), registered(MENTOR)).when(command, target=MENTEE).then(
        ConsentGiven(
            effective_on=TODAY,
            person=MENTEE,
            purpose="processing",
            number=1,
            to_district=True,
            wording="2024-1",
            signed_by="both",
            relation="parent",
            medium="electronic",
            signature_type="УКЭП",
            valid_until=date(2025, 8, 31),
            representative="Представитель",
            document="Свидетельство о рождении",
        )
    )


def test_consents_of_a_person_are_numbered() -> None:
    history = (registered(MENTEE), registered(MENTOR), consented(MENTEE), consented(MENTOR))

    (event,) = given(*history, consented(MENTEE, number=2)).when(give(), target=MENTEE).events

    assert isinstance(event, ConsentGiven)
    assert event.number == 3


@pytest.mark.parametrize(
    ("age", "accepted"),
    [
        ("child", {"representative", "both"}),
        ("teenager", {"both"}),
        ("nearly grown", {"both"}),
        ("adult", {"self", "both"}),
        ("unknown", {"both"}),
    ],
)
@pytest.mark.parametrize("signed_by", ["self", "representative", "both"])
def test_the_default_rule_asks_by_age(age: str, accepted: set[str], signed_by: Signers) -> None:
    person = registered(MENTEE, birth_date=BORN[age])

    outcome = given(person).when(give(signed_by), target=MENTEE)

    assert outcome.word == ("consent.given" if signed_by in accepted else WrongSigner.code)


def test_the_districts_rule_replaces_the_default() -> None:
    adult = registered(MENTEE, birth_date=BORN["adult"])

    given(adult).when(give("self"), target=MENTEE).then_accepted()
    given(STRICTER, adult).when(give("self"), target=MENTEE).then_refused(
        WrongSigner, pointer="/signed_by"
    )


def test_a_wrong_signer_is_told_in_words() -> None:
    refusal = WrongSigner("/signed_by", required="representative")

    assert refusal.text("ru") == "Согласие в этом возрасте подписывает законный представитель."
    assert refusal.text("en") == "At this age the consent is signed by the legal representative."


def test_a_consent_of_a_stranger_is_not_found() -> None:
    given(registered(MENTOR)).when(give(), target=MENTEE).then_refused(NotFound)


@pytest.mark.parametrize("missing", ["relation", "representative"])
def test_a_representative_is_named_with_the_relation(missing: str) -> None:
    command = msgspec.structs.replace(give(), **{missing: None})

    given(registered(MENTEE)).when(command, target=MENTEE).then_refused(
        RepresentativeMissing, pointer="/representative"
    )


def test_an_adult_needs_no_representative() -> None:
    command = GiveConsent(purpose="processing", signed_by="self", wording="2024-1")
    adult = registered(MENTOR, birth_date=BORN["adult"])

    given(adult).when(command, target=MENTOR).then_accepted()


def test_an_electronic_consent_names_its_signature() -> None:
    command = msgspec.structs.replace(give(), medium="electronic")

    given(registered(MENTEE)).when(command, target=MENTEE).then_refused(
        SignatureTypeMissing, pointer="/signature_type"
    )


def test_a_consent_of_one_day_is_the_shortest() -> None:
    one_day = msgspec.structs.replace(give(), valid_until=TODAY)
    no_day = msgspec.structs.replace(give(), valid_until=TODAY - ONE_DAY)

    given(registered(MENTEE)).when(one_day, target=MENTEE).then_accepted()
    given(registered(MENTEE)).when(no_day, target=MENTEE).then_refused(
        ConsentEndsBeforeStart, pointer="/valid_until"
    )


def test_a_consent_until_the_calendars_end_is_endless() -> None:
    state = state_of(CONSENT, consented(MENTEE, until=date.max))

    assert state.days == DaySet.between(LONG_AGO)


def test_other_recipients_are_named_in_the_consent() -> None:
    named = msgspec.structs.replace(give(), recipients=("МУ ДО «РЦДО»", "ООО «Завод»"))

    (event,) = given(registered(MENTEE)).when(named, target=MENTEE).events
    (without,) = given(registered(MENTEE)).when(give(), target=MENTEE).events

    assert isinstance(event, ConsentGiven)
    assert isinstance(without, ConsentGiven)
    assert event.recipients == ("МУ ДО «РЦДО»", "ООО «Завод»")
    assert without.recipients is None
    assert "recipients" in personal_fields(ConsentGiven)
