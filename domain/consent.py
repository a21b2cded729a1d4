"""Consent of a person to something one institution does with their data.

One stream per person and purpose; the consents in it are numbered. Source: 152-ФЗ, ст. 9; who
signs is the district's signing rule, which is data (see :mod:`domain.rules`).
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Literal, assert_never
from uuid import UUID

import msgspec

from domain.aggregate import Aggregate, Command, Decision, Facts, Line, Note
from domain.errors import Conflict, Invalid, NotFound, RuleBroken
from domain.events import Event, personal
from domain.participant import PARTICIPANT
from domain.rules import RULES, Signers
from domain.time import NO_DAYS, DaySet

Purpose = Literal["processing", "publication"]
Relation = Literal["parent", "adopter", "guardian", "institution"]
Medium = Literal["paper", "electronic"]


class ConsentGiven(Event, frozen=True, kw_only=True):
    """A signed consent, in force from ``effective_on`` to ``valid_until`` (both included)."""

    TOPIC: ClassVar[str] = "consent.given"
    CONCERNS: ClassVar = ("person",)

    person: UUID
    purpose: Purpose
    number: int
    to_district: bool
    wording: str
    signed_by: Signers
    relation: Relation | None = None
    medium: Medium = "paper"
    signature_type: str | None = None
    valid_until: date | None = None
    representative: Annotated[str | None, personal("person")] = None
    document: Annotated[str | None, personal("person")] = None
    reason: Annotated[str | None, personal("person")] = None


class ConsentWithdrawn(Event, frozen=True, kw_only=True):
    """The consent ends before the day of this event; the day itself is no longer covered."""

    TOPIC: ClassVar[str] = "consent.withdrawn"
    CONCERNS: ClassVar = ("person",)

    person: UUID
    purpose: Purpose
    number: int
    withdrawn_by: Literal["self", "representative"]
    reason: Annotated[str | None, personal("person")] = None


class ConsentFoundInvalid(Event, frozen=True, kw_only=True):
    """The consent was never in force."""

    TOPIC: ClassVar[str] = "consent.found_invalid"
    CONCERNS: ClassVar = ("person",)

    person: UUID
    purpose: Purpose
    number: int
    reason: Annotated[str | None, personal("person")] = None


ConsentEvent = ConsentGiven | ConsentWithdrawn | ConsentFoundInvalid


class ConsentPaper(msgspec.Struct, frozen=True, kw_only=True):
    """One numbered consent of the stream."""

    number: int
    valid_from: date
    valid_until: date | None
    withdrawn_on: date | None = None
    invalid: bool = False

    @property
    def days(self) -> DaySet:
        """The days on which this consent is in force."""
        if self.invalid:
            return NO_DAYS
        days = DaySet.between(self.valid_from, self.valid_until)
        if self.withdrawn_on is None:
            return days
        return days - DaySet.between(self.withdrawn_on)


class Consent(msgspec.Struct, frozen=True, kw_only=True):
    """Everything one person consented to for one purpose in one institution."""

    person: UUID
    purpose: Purpose
    papers: tuple[ConsentPaper, ...] = ()

    @property
    def days(self) -> DaySet:
        """The days on which any consent of the stream is in force."""
        days = NO_DAYS
        for paper in self.papers:
            days |= paper.days
        return days


def evolve(state: Consent | None, event: ConsentEvent) -> Consent:
    """Return the state after ``event``."""
    if state is None:
        state = Consent(person=event.person, purpose=event.purpose)
    match event:
        case ConsentGiven():
            paper = ConsentPaper(
                number=event.number, valid_from=event.effective_on, valid_until=event.valid_until
            )
            papers = (*state.papers, paper)
        case ConsentWithdrawn():
            papers = _changed(state, event.number, withdrawn_on=event.effective_on)
        case ConsentFoundInvalid():
            papers = _changed(state, event.number, invalid=True)
        case _:
            assert_never(event)
    return msgspec.structs.replace(state, papers=papers)


def _changed(state: Consent, number: int, **changes: object) -> tuple[ConsentPaper, ...]:
    return tuple(
        msgspec.structs.replace(paper, **changes) if paper.number == number else paper
        for paper in state.papers
    )


class GiveConsent(Command, frozen=True, kw_only=True):
    """Record a signed consent of a participant."""

    purpose: Annotated[Purpose, msgspec.Meta(title="Цель")]
    signed_by: Annotated[Signers, msgspec.Meta(title="Кто подписал")]
    wording: Annotated[Line, msgspec.Meta(title="Редакция текста согласия", examples=["2024-1"])]
    to_district: Annotated[bool, msgspec.Meta(title="Управление образования – получатель")] = False
    relation: Annotated[Relation | None, msgspec.Meta(title="Кем приходится представитель")] = None
    representative: Annotated[Line | None, msgspec.Meta(title="Представитель")] = None
    document: Annotated[Line | None, msgspec.Meta(title="Документ представителя")] = None
    medium: Annotated[Medium, msgspec.Meta(title="На чём подписано")] = "paper"
    signature_type: Annotated[Line | None, msgspec.Meta(title="Вид электронной подписи")] = None
    valid_until: Annotated[date | None, msgspec.Meta(title="Действует по (включительно)")] = None


class WithdrawConsent(Command, frozen=True, kw_only=True):
    """Record that a consent was withdrawn; for one signed by both, either suffices."""

    purpose: Annotated[Purpose, msgspec.Meta(title="Цель")]
    number: Annotated[int, msgspec.Meta(title="Номер согласия", ge=1)]
    withdrawn_by: Annotated[Literal["self", "representative"], msgspec.Meta(title="Кто отозвал")]


class FindConsentInvalid(Command, frozen=True, kw_only=True):
    """Record that a consent was never valid."""

    purpose: Annotated[Purpose, msgspec.Meta(title="Цель")]
    number: Annotated[int, msgspec.Meta(title="Номер согласия", ge=1)]
    finding: Annotated[Note, msgspec.Meta(title="Почему недействительно")]


class WrongSigner(RuleBroken):
    """The signature is not the one the signing rule asks for at this age."""

    code = "wrong_signer"
    ru = "Согласие должно быть подписано так: {required}."
    en = "The consent has to be signed by: {required}."


class RepresentativeMissing(Invalid):
    """A representative signed, but who and by what right is not said."""

    code = "representative_missing"
    ru = "Укажите представителя и кем он приходится."
    en = "Name the representative and the relation."


class SignatureTypeMissing(Invalid):
    """An electronic consent without a named kind of signature."""

    code = "signature_type_missing"
    ru = "Для электронного согласия укажите вид подписи."
    en = "An electronic consent needs a named signature type."


class ConsentEndsBeforeStart(Invalid):
    """The last day lies before the first."""

    code = "consent_ends_before_start"
    ru = "Срок согласия кончается раньше, чем начинается."
    en = "The consent ends before it starts."


class ConsentOver(Conflict):
    """The consent was already withdrawn or found invalid."""

    code = "consent_over"
    ru = "Это согласие уже отозвано или признано недействительным."
    en = "This consent was already withdrawn or found invalid."


class WithdrawnBeforeGiven(Invalid):
    """The withdrawal is dated before the consent."""

    code = "withdrawn_before_given"
    ru = "Отзыв датирован раньше согласия."
    en = "The withdrawal is dated before the consent."


def give(state: Consent | None, command: GiveConsent, facts: Facts) -> list[Event]:
    """Record a consent signed as the district's signing rule asks on that day."""
    participant = facts.find(PARTICIPANT, facts.target)
    if participant is None:
        raise NotFound
    day = command.effective_on or facts.today
    rules = facts.find_in_district(RULES)
    if rules is not None:
        required = rules.signing.required(participant.birth_date, participant.birth_year, day)
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
    ),
)
