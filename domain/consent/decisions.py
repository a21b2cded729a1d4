"""When a consent may be asked for, refused, given, withdrawn, found invalid or checked."""

from __future__ import annotations

from collections.abc import Sequence

from domain.aggregate import Aggregate, Decision, Facts
from domain.consent.commands import (
    AskConsent,
    CheckConsent,
    FindConsentInvalid,
    GiveConsent,
    RefuseConsent,
    StrikeConsentFact,
    WithdrawConsent,
)
from domain.consent.errors import (
    CheckedBeforeGiven,
    ConsentEndsBeforeStart,
    ConsentOver,
    NothingAsked,
    RefusedBeforeAsked,
    RepresentativeMissing,
    SignatureTypeMissing,
    WithdrawnBeforeGiven,
    WrongSigner,
)
from domain.consent.events import (
    ConsentAsked,
    ConsentChecked,
    ConsentEvent,
    ConsentFoundInvalid,
    ConsentGiven,
    ConsentRefused,
    ConsentWithdrawn,
)
from domain.consent.state import Consent, ConsentPaper, evolve
from domain.correcting import strike
from domain.errors import NotFound
from domain.events import Event
from domain.numbering import number_of
from domain.participant import PARTICIPANT
from domain.rules import RULES, SigningRule


def ask(_state: Consent | None, command: AskConsent, facts: Facts) -> list[Event]:
    """Ask a participant for a consent; who did not answer may be asked again."""
    if facts.find(PARTICIPANT, facts.target) is None:
        raise NotFound
    return [
        ConsentAsked(
            effective_on=command.effective_on or facts.today,
            person=facts.target,
            purpose=command.purpose,
            how=command.how,
            reason=command.reason,
        )
    ]


def refuse(state: Consent, command: RefuseConsent, facts: Facts) -> list[Event]:
    """Answer an open request with a no; a consent in force is withdrawn instead."""
    day = command.effective_on or facts.today
    if state.asked_on is None:
        raise NothingAsked
    if day < state.asked_on:
        raise RefusedBeforeAsked("/effective_on", asked_on=state.asked_on)
    return [
        ConsentRefused(
            effective_on=day,
            person=state.person,
            purpose=state.purpose,
            refused_by=command.refused_by,
            reason=command.reason,
        )
    ]


def give(state: Consent | None, command: GiveConsent, facts: Facts) -> list[Event]:
    """Record a consent signed as the signing rule asks on that day.

    Until the district adopts rules of its own, the default signing rule holds.
    """
    participant = facts.find(PARTICIPANT, facts.target)
    if participant is None:
        raise NotFound
    day = command.effective_on or facts.today
    rules = facts.find_in_district(RULES)
    signing = rules.signing if rules else SigningRule()
    required = signing.required(participant.birth_date, participant.birth_year, day)
    if command.signed_by not in (required, "both"):
        raise WrongSigner("/signed_by", required=required)
    if command.signed_by != "self" and not (command.relation and command.representative):
        raise RepresentativeMissing("/representative")
    if command.medium == "electronic" and command.signature_type is None:
        raise SignatureTypeMissing("/signature_type")
    if command.valid_until is not None and command.valid_until < day:
        raise ConsentEndsBeforeStart("/valid_until")
    return [
        ConsentGiven(
            effective_on=day,
            person=facts.target,
            purpose=command.purpose,
            number=number_of((one.number for one in state.papers) if state else (), command, facts),
            to_district=command.to_district,
            wording=command.wording,
            signed_by=command.signed_by,
            relation=command.relation,
            medium=command.medium,
            signature_type=command.signature_type,
            valid_until=command.valid_until,
            representative=command.representative,
            document=command.document,
            recipients=command.recipients or None,
            reason=command.reason,
        )
    ]


def withdraw(state: Consent, command: WithdrawConsent, facts: Facts) -> list[Event]:
    """End a consent; from the day of the withdrawal on it is not in force."""
    paper = _paper(state, command.number)
    day = command.effective_on or facts.today
    if paper.withdrawn_on is not None or paper.invalid:
        raise ConsentOver
    if day < paper.valid_from:
        raise WithdrawnBeforeGiven("/effective_on")
    return [
        ConsentWithdrawn(
            effective_on=day,
            person=state.person,
            purpose=state.purpose,
            number=command.number,
            withdrawn_by=command.withdrawn_by,
            reason=command.reason,
        )
    ]


def find_invalid(state: Consent, command: FindConsentInvalid, facts: Facts) -> list[Event]:
    """Say that a consent was never in force."""
    paper = _paper(state, command.number)
    if paper.invalid:
        raise ConsentOver
    return [
        ConsentFoundInvalid(
            effective_on=command.effective_on or facts.today,
            person=state.person,
            purpose=state.purpose,
            number=command.number,
            reason=command.finding,
        )
    ]


def check_original(state: Consent, command: CheckConsent, facts: Facts) -> list[Event]:
    """Record what a check against the original found; it ends no consent by itself."""
    paper = _paper(state, command.number)
    day = command.effective_on or facts.today
    if day < paper.valid_from:
        raise CheckedBeforeGiven("/effective_on")
    return [
        ConsentChecked(
            effective_on=day,
            person=state.person,
            purpose=state.purpose,
            number=command.number,
            finding=command.finding,
            note=command.note,
            reason=command.reason,
        )
    ]


def check(events: Sequence[ConsentEvent]) -> None:
    """Refuse what comes before the consent or the request it is about.

    Raises :class:`WithdrawnBeforeGiven`, :class:`CheckedBeforeGiven`, :class:`RefusedBeforeAsked`.
    """
    state: Consent | None = None
    for event in events:
        day, known = event.effective_on, state
        state = evolve(state, event)
        if isinstance(event, ConsentRefused) and known and known.asked_on and day < known.asked_on:
            raise RefusedBeforeAsked("/effective_on", asked_on=known.asked_on)
        if isinstance(event, ConsentChecked) and day < _paper(state, event.number).valid_from:
            raise CheckedBeforeGiven("/effective_on")
    for paper in state.papers if state else ():
        if paper.withdrawn_on is not None and paper.withdrawn_on < paper.valid_from:
            raise WithdrawnBeforeGiven("/effective_on")


def _paper(state: Consent, number: int) -> ConsentPaper:
    paper = state.paper(number)
    if paper is None:
        raise NotFound("/number")
    return paper


CONSENT = Aggregate(
    name="consent",
    events=(
        ConsentAsked,
        ConsentRefused,
        ConsentGiven,
        ConsentWithdrawn,
        ConsentFoundInvalid,
        ConsentChecked,
    ),
    evolve=evolve,
    key_of=lambda event: (event.person, event.purpose),
    key=lambda target, command: (target, command.purpose),
    decisions=(
        Decision(AskConsent, ask, opens=True),
        Decision(RefuseConsent, refuse),
        Decision(GiveConsent, give, opens=True),
        Decision(WithdrawConsent, withdraw),
        Decision(FindConsentInvalid, find_invalid),
        Decision(CheckConsent, check_original),
        Decision(StrikeConsentFact, strike),
    ),
    check=check,
)
