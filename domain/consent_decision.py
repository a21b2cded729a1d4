"""What is decided of a person's data once a consent is over: destroy them, or keep them.

One stream per consent: person, purpose and number. Number 0 stands for what is about no consent of
a number: a refusal, and as to processing a departure or a demand to stop.
Source: 152-ФЗ, ст. 21: after the term the data are destroyed unless another ground of ст. 6 stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated, ClassVar, Literal
from uuid import UUID

import msgspec

from domain.aggregate import Aggregate, Command, Decision, Facts, Note
from domain.consent import CONSENT, Consent, Purpose
from domain.correcting import StrikeFact, strike
from domain.errors import Conflict, Invalid, NotFound
from domain.events import Event, personal
from domain.participant import PARTICIPANT
from domain.stop_demand import STOP_DEMAND

Fate = Literal["destroy", "keep"]
NO_CONSENT = 0
"""The number under which a refusal, a departure and a demand to stop are decided about."""
NUMBER = "Номер согласия; 0 – отказ, выбытие или требование прекратить обработку"


class ConsentDecisionTaken(Event, frozen=True, kw_only=True):
    """The data are destroyed, or kept until ``kept_until`` (included) on a legal ground."""

    TOPIC: ClassVar[str] = "consent_decision.taken"
    CONCERNS: ClassVar = ("person",)

    person: UUID
    purpose: Purpose
    number: int
    decision: Fate
    kept_until: date | None = None
    ground: Annotated[str | None, personal("person")] = None
    reason: Annotated[str | None, personal("person")] = None


class ConsentDecision(msgspec.Struct, frozen=True, kw_only=True):
    """The decision as last taken."""

    decided_on: date
    decision: Fate
    kept_until: date | None


def evolve(_state: ConsentDecision | None, event: ConsentDecisionTaken) -> ConsentDecision:
    """Return the state after ``event``."""
    return ConsentDecision(
        decided_on=event.effective_on, decision=event.decision, kept_until=event.kept_until
    )


class TakeConsentDecision(Command, frozen=True, kw_only=True):
    """Record what is decided of the data after a consent is over or its purpose is gone."""

    purpose: Annotated[Purpose, msgspec.Meta(title="Цель")]
    number: Annotated[int, msgspec.Meta(title=NUMBER, ge=0)]
    decision: Annotated[Fate, msgspec.Meta(title="Решение")]
    ground: Annotated[Note | None, msgspec.Meta(title="Законное основание хранения")] = None
    kept_until: Annotated[date | None, msgspec.Meta(title="Хранить по (включительно)")] = None


class StrikeConsentDecision(StrikeFact, frozen=True, kw_only=True):
    """Say that a decision about the data was never taken."""

    purpose: Annotated[Purpose, msgspec.Meta(title="Цель")]
    number: Annotated[int, msgspec.Meta(title=NUMBER, ge=0)]


class NothingToDecide(Conflict):
    """The consent, or another one for the same purpose, was in force on that day.

    Nor had the person left or demanded to stop, where that is what is decided about.
    """

    code = "nothing_to_decide"
    ru = "В этот день согласие для этой цели действует: решать нечего."
    en = "A consent for this purpose is in force on that day: there is nothing to decide."


class DecidedToDestroy(Conflict):
    """It is decided already, since what was to be decided about, that the data are destroyed."""

    code = "decided_to_destroy"
    ru = "Уже решено уничтожить данные."
    en = "It is decided already that the data are destroyed."


class GroundMissing(Invalid):
    """Data are kept on a legal ground only."""

    code = "ground_missing"
    ru = "Укажите законное основание хранения."
    en = "Name the legal ground on which the data are kept."


class KeptUntilMissing(Invalid):
    """Data are kept for a term only."""

    code = "kept_until_missing"
    ru = "Укажите, по какой день хранятся данные."
    en = "Give the day until which the data are kept."


class KeptUntilPast(Invalid):
    """The term of keeping ends before the decision."""

    code = "kept_until_past"
    ru = "Срок хранения кончается раньше дня решения."
    en = "The data would be kept until a day before the decision."


class NothingIsKept(Invalid):
    """A decision to destroy has neither ground nor term of keeping."""

    code = "nothing_is_kept"
    ru = "При уничтожении основание и срок хранения не указывают."
    en = "With a decision to destroy there is neither ground nor term of keeping."


def take(state: ConsentDecision | None, command: TakeConsentDecision, facts: Facts) -> list[Event]:
    """Decide about a consent that is over, who left, a demand to stop, on that day or later.

    A decision to keep may be followed by another, one to destroy only for a later cause.
    """
    day = command.effective_on or facts.today
    since = max((one for one in _causes(command, day, facts) if one <= day), default=None)
    if since is None:
        raise NothingToDecide
    if state is not None and state.decision == "destroy" and state.decided_on >= since:
        raise DecidedToDestroy
    _check_keeping(command, day)
    return [
        ConsentDecisionTaken(
            effective_on=day,
            person=facts.target,
            purpose=command.purpose,
            number=command.number,
            decision=command.decision,
            kept_until=command.kept_until,
            ground=command.ground,
            reason=command.reason,
        )
    ]


def _causes(command: TakeConsentDecision, day: date, facts: Facts) -> Iterator[date]:
    """Return the days from which something is to be decided under the command's number."""
    consent = facts.find(CONSENT, facts.target, command.purpose)
    participant = facts.find(PARTICIPANT, facts.target)
    if participant is None or (consent is None and command.number != NO_CONSENT):
        raise NotFound
    over_on = _over_on(consent, command.number) if consent else None
    if consent and over_on and day not in consent.days:
        yield over_on
    if command.number != NO_CONSENT or command.purpose != "processing":
        return
    if participant.left_on is not None:
        yield participant.left_on
    demands = facts.find(STOP_DEMAND, facts.target)
    for one in demands.demands if demands else ():
        yield one.received_on


def _over_on(consent: Consent, number: int) -> date | None:
    if number == NO_CONSENT:
        return consent.refused_on
    paper = consent.paper(number)
    if paper is None:
        raise NotFound("/number")
    return paper.end[0] if paper.end else None


def _check_keeping(command: TakeConsentDecision, day: date) -> None:
    if command.decision == "destroy":
        for name in ("ground", "kept_until"):
            if getattr(command, name) is not None:
                raise NothingIsKept(f"/{name}")
        return
    if command.ground is None:
        raise GroundMissing("/ground")
    if command.kept_until is None:
        raise KeptUntilMissing("/kept_until")
    if command.kept_until < day:
        raise KeptUntilPast("/kept_until")


def check(events: Sequence[ConsentDecisionTaken]) -> None:
    """Refuse a decision after the one to destroy; raises :class:`DecidedToDestroy`."""
    if any(event.decision == "destroy" for event in events[:-1]):
        raise DecidedToDestroy


CONSENT_DECISION = Aggregate(
    name="consent_decision",
    events=(ConsentDecisionTaken,),
    evolve=evolve,
    key_of=lambda event: (event.person, event.purpose, event.number),
    key=lambda target, command: (target, command.purpose, command.number),
    decisions=(
        Decision(TakeConsentDecision, take, opens=True),
        Decision(StrikeConsentDecision, strike),
    ),
    check=check,
)
