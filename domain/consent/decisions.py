"""When a consent may be recorded, withdrawn or found invalid."""

from __future__ import annotations

from collections.abc import Sequence

from domain.aggregate import Aggregate, Decision, Facts
from domain.consent.commands import (
    FindConsentInvalid,
    GiveConsent,
    StrikeConsentFact,
    WithdrawConsent,
)
from domain.consent.errors import (
    ConsentEndsBeforeStart,
    ConsentOver,
    RepresentativeMissing,
    SignatureTypeMissing,
    WithdrawnBeforeGiven,
    WrongSigner,
)
from domain.consent.events import (
    ConsentEvent,
    ConsentFoundInvalid,
    ConsentGiven,
    ConsentWithdrawn,
)
from domain.consent.state import Consent, ConsentPaper, evolve
from domain.correcting import strike
from domain.errors import NotFound
from domain.events import Event
from domain.participant import PARTICIPANT
from domain.rules import RULES, SigningRule


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
            number=len(state.papers) + 1 if state else 1,
            to_district=command.to_district,
            wording=command.wording,
            signed_by=command.signed_by,
            relation=command.relation,
            medium=command.medium,
            signature_type=command.signature_type,
            valid_until=command.valid_until,
            representative=command.representative,
            document=command.document,
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


def check(events: Sequence[ConsentEvent]) -> None:
    """Refuse a consent that its withdrawal comes before.

    Raises :class:`WithdrawnBeforeGiven`.
    """
    consent = CONSENT.fold(events)
    for paper in consent.papers if consent else ():
        if paper.withdrawn_on is not None and paper.withdrawn_on < paper.valid_from:
            raise WithdrawnBeforeGiven("/effective_on")


def _paper(state: Consent, number: int) -> ConsentPaper:
    for paper in state.papers:
        if paper.number == number:
            return paper
    raise NotFound("/number")


CONSENT = Aggregate(
    name="consent",
    events=(ConsentGiven, ConsentWithdrawn, ConsentFoundInvalid),
    evolve=evolve,
    key_of=lambda event: (event.person, event.purpose),
    key=lambda target, command: (target, command.purpose),
    decisions=(
        Decision(GiveConsent, give, opens=True),
        Decision(WithdrawConsent, withdraw),
        Decision(FindConsentInvalid, find_invalid),
        Decision(StrikeConsentFact, strike),
    ),
    check=check,
)
