"""Erasure of a person in one institution: decided, then carried out by the service.

One stream per person, and nothing personal in it that is not destroyed by it. The request is the
decision to destroy; from then on nothing more is recorded of the person in this institution.
Source: 152-ФЗ, ст. 21; приказ Роскомнадзора от 28.10.2022 № 179 for the act.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated, ClassVar, Literal
from uuid import UUID

import msgspec

from domain.aggregate import Aggregate, Command, Decision, Facts, Line
from domain.consent_decision import CONSENT_DECISION
from domain.errors import Conflict, Gone, NotFound
from domain.events import Event, personal
from domain.pair import PAIR
from domain.participant import PARTICIPANT, Participant
from domain.school import SCHOOL

ErasureGround = Literal[
    "withdrawal",
    "expiry",
    "refused",
    "left",
    "purpose_reached",
    "demand_to_stop",
    "unlawful",
]
"""Why personal data are destroyed, in the words of the rule table of deadlines."""

Kind = Literal["key", "texts", "link", "identity", "registers"]
"""What was destroyed: the person's key, keys of texts about them with others, the institution's
link to them, all by which they were recognised in the district, what registers held in clear."""


class ErasureRequested(Event, frozen=True, kw_only=True):
    """It was decided to destroy the person's data; ``decided_by`` is the account that says so.

    ``reason`` goes into the act and is destroyed with the rest.
    """

    TOPIC: ClassVar[str] = "erasure.requested"
    CONCERNS: ClassVar = ("person",)

    person: UUID
    ground: ErasureGround
    decided_by: UUID
    reason: Annotated[str | None, personal("person")] = None


class ErasureCompleted(Event, frozen=True, kw_only=True):
    """The data were destroyed; ``act`` is the number of the act of destruction."""

    TOPIC: ClassVar[str] = "erasure.completed"
    CONCERNS: ClassVar = ("person",)

    person: UUID
    act: str
    kinds: tuple[Kind, ...]


ErasureEvent = ErasureRequested | ErasureCompleted


class Erasure(msgspec.Struct, frozen=True, kw_only=True):
    """An erasure; ``completed_on`` is ``None`` until it was carried out."""

    requested_on: date
    completed_on: date | None = None


def evolve(state: Erasure | None, event: ErasureEvent) -> Erasure:
    """Return the state after ``event``."""
    if isinstance(event, ErasureRequested):
        return Erasure(requested_on=event.effective_on)
    if state is None:
        raise ValueError("an erasure's stream starts with its request")
    return msgspec.structs.replace(state, completed_on=event.effective_on)


class RequestErasure(Command, frozen=True, kw_only=True):
    """Decide that a participant's personal data are destroyed."""

    ground: Annotated[ErasureGround, msgspec.Meta(title="Основание уничтожения")]


class CompleteErasure(Command, frozen=True, kw_only=True):
    """Record that the data were destroyed."""

    act: Annotated[Line, msgspec.Meta(title="Номер акта")]
    kinds: Annotated[tuple[Kind, ...], msgspec.Meta(title="Что уничтожено", max_length=5)]


class PersonErased(Gone):
    """The person's data were destroyed, or are to be: nothing more is recorded of them."""

    code = "person_erased"
    ru = "Персональные данные участника уничтожены: новые записи о нём не принимаются."
    en = "The participant's personal data were destroyed: nothing more is recorded of them."


class StillInPair(Conflict):
    """The person is in a pair that has not ended."""

    code = "still_in_pair"
    ru = "Участник состоит в паре: сначала завершите её или исключите участника."
    en = "The participant is in a pair: end it or the membership first."


class StillInBase(Conflict):
    """The person stands in a base."""

    code = "still_in_base"
    ru = "Участник состоит в базе: сначала исключите его из базы."
    en = "The participant stands in a base: record first that they left it."


class DataKept(Conflict):
    """It was decided to keep the data on a legal ground, and the term has not run out."""

    code = "data_kept"
    ru = "Решено хранить данные по {kept_until} на законном основании."
    en = "It is decided to keep the data until {kept_until} on a legal ground."


class AlreadyErased(Conflict):
    """The erasure was carried out and recorded before."""

    code = "already_erased"
    ru = "Уничтожение уже записано."
    en = "The erasure is recorded already."


def refuse_erased(facts: Facts, people: Iterable[UUID]) -> None:
    """Raise :class:`PersonErased` if the institution erased, or is to erase, one of ``people``."""
    if any(facts.find(ERASURE, person) is not None for person in people):
        raise PersonErased


def request(_state: Erasure | None, command: RequestErasure, facts: Facts) -> list[Event]:
    """Decide to destroy the data of a participant who takes part in nothing any more."""
    person = facts.target
    participant = facts.find(PARTICIPANT, person)
    if participant is None:
        raise NotFound
    institution = facts.find_in_district(SCHOOL, facts.tenant_id)
    if institution is None or institution.status == "open":
        _check_taking_part(participant, facts)
    kept = [one.kept_until for one in facts.about(CONSENT_DECISION, person) if one.kept_until]
    if any(until >= facts.today for until in kept):
        raise DataKept(kept_until=max(kept))
    return [
        ErasureRequested(
            effective_on=command.effective_on or facts.today,
            person=person,
            ground=command.ground,
            decided_by=facts.actor,
            reason=command.reason,
        )
    ]


def _check_taking_part(participant: Participant, facts: Facts) -> None:
    # Of an institution that works no more the successor goes on with pairs and bases.
    if participant.in_base("mentee") or participant.in_base("mentor"):
        raise StillInBase
    person = participant.person
    if any(pair.is_joined_by(person) for pair in facts.about(PAIR, person)):
        raise StillInPair


def complete(state: Erasure, command: CompleteErasure, facts: Facts) -> list[Event]:
    """Record once that an erasure was carried out."""
    if state.completed_on is not None:
        raise AlreadyErased
    return [
        ErasureCompleted(
            effective_on=command.effective_on or facts.today,
            person=facts.target,
            act=command.act,
            kinds=command.kinds,
        )
    ]


ERASURE = Aggregate(
    name="erasure",
    events=(ErasureRequested, ErasureCompleted),
    evolve=evolve,
    key_of=lambda event: (event.person,),
    key=lambda target, _: (target,),
    decisions=(
        Decision(RequestErasure, request, opens=True),
        Decision(CompleteErasure, complete),
    ),
)
