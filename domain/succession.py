"""What passes to the legal successor of a merged institution, and in which words of its own log.

Each institution writes only its own log: the successor records, from the day after the merger, what
still holds then. Open pairs pass, and whoever is in one of them or in a base, and their consents;
what passes of their work is in :mod:`domain.succession_work`.
The commands are given by the system, which reads the merged institution's log; nobody decides
anew, so no rule is asked that asks about a decision: a mentee in two open pairs of one form, a form
no longer in use, a consent withdrawn are facts and pass as such. A merger is often recorded late:
what the merged institution recorded of days after its last follows as it was.
Source: the rulings of order-119-od/1, 10; ГК РФ, ст. 58 (rights and duties pass to the successor).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Annotated, Any, TypeVar
from uuid import UUID

import msgspec

from domain.aggregate import Aggregate, Command, Decision, Facts
from domain.consent import CONSENT, Consent, ConsentGiven, ConsentWithdrawn, Purpose
from domain.errors import NotFound, RuleBroken
from domain.events import Event
from domain.pair import (
    PAIR,
    NotRegisteredHere,
    Pair,
    PairApproved,
    PairExists,
    PairPaused,
    PairProposed,
    PairStarted,
    PlanSet,
)
from domain.participant import (
    PARTICIPANT,
    BaseEntered,
    BaseStatus,
    BaseStatusChanged,
    Participant,
    ParticipantLeft,
    ParticipantReceived,
    ParticipantRegistered,
    ParticipantReturned,
    ProfileRevised,
    ResidenceRecorded,
)
from domain.rules import Role
from domain.time import ONE_DAY, DaySet

EventT = TypeVar("EventT", bound=Event)


class Takeover(Command, frozen=True, kw_only=True):
    """Take over one stream of a merged institution; ``known`` is what stands in it, in order."""

    from_school: Annotated[UUID, msgspec.Meta(title="Присоединённое учреждение")]
    last_day: Annotated[date, msgspec.Meta(title="Последний день присоединённого учреждения")]
    known: Annotated[tuple[Event, ...], msgspec.Meta(title="Записи присоединённого учреждения")]

    @property
    def first_day(self) -> date:
        """The first day on which the successor answers for what passed to it."""
        return self.last_day + ONE_DAY


class ReceiveParticipant(Takeover, frozen=True, kw_only=True):
    """Take over a participant with their profile, residence and places in the bases."""


class ReceiveConsents(Takeover, frozen=True, kw_only=True):
    """Take over a participant's consents for one purpose that are in force."""

    purpose: Annotated[Purpose, msgspec.Meta(title="Цель")]


class ReceivePair(Takeover, frozen=True, kw_only=True):
    """Take over a pair that works."""


class NothingToReceive(RuleBroken):
    """Nothing in the stream reaches beyond the merged institution's last day."""

    code = "nothing_to_receive"
    ru = "Передавать нечего: после последнего дня учреждения ничего не действует."
    en = "There is nothing to receive: nothing holds after the institution's last day."


def receive_participant(
    state: Participant | None, command: ReceiveParticipant, facts: Facts
) -> list[Event]:
    """Register the person, or let who is known here already enter the bases they are not in.

    Who left the successor before is here again; who left it since stays away. Of who is known here
    the successor's own profile and residence stand.
    """
    there = PARTICIPANT.fold(command.known)
    if there is None:
        raise NothingToReceive
    events: list[Event] = []
    if state is None:
        events += _registration(command)
    elif state.left_on is not None and state.left_on < command.first_day:
        events.append(ParticipantReturned(effective_on=command.first_day, person=facts.target))
    for role, status in there.bases.items():
        if status != "left" and not _known_here(state, role, command.first_day):
            events += _place_in_base(command, role, status)
    if state is None and there.left_on is not None:
        left = _all(command.known, ParticipantLeft)[-1]
        events += [left] if left.to_school != facts.tenant_id else []
    received = ParticipantReceived(
        effective_on=command.first_day, person=facts.target, from_school=command.from_school
    )
    return [*events, received]


def _registration(command: ReceiveParticipant) -> list[Event]:
    registered = _all(command.known, ParticipantRegistered)[-1]
    return [
        _restated(registered, command.first_day),
        *_all(command.known, ResidenceRecorded),
        *_all(command.known, ProfileRevised)[-1:],
    ]


def _known_here(state: Participant | None, role: Role, day: date) -> bool:
    """Say whether the successor itself knows if the person stands in a base from ``day`` on."""
    if state is None:
        return False
    if state.left_on is not None and state.left_on >= day:
        return True
    return state.in_base(role) or state.bases_since.get(role, date.min) >= day


def _place_in_base(command: ReceiveParticipant, role: Role, status: BaseStatus) -> list[Event]:
    entered = [one for one in _all(command.known, BaseEntered) if one.role == role]
    changed = [one for one in _all(command.known, BaseStatusChanged) if one.role == role]
    place = [*entered[-1:], *(changed[-1:] if status != "entered" else ())]
    return [_restated(one, max(one.effective_on, command.first_day)) for one in place]


def receive_consents(state: Consent | None, command: ReceiveConsents, facts: Facts) -> list[Event]:
    """Record each consent that reaches beyond the last day: same content, same term, a new number.

    One that was withdrawn on a later day passes together with its withdrawal.
    """
    if facts.find(PARTICIPANT, facts.target) is None:
        raise NotFound
    taken = max((paper.number for paper in state.papers), default=0) if state else 0
    numbers = {old: new for new, old in enumerate(numbers_in_force(command), taken + 1)}
    if not numbers:
        raise NothingToReceive
    events: list[Event] = []
    for one in command.known:
        match one:
            case ConsentGiven(number=old) if old in numbers:
                received = {"received_from": command.from_school, "received_number": old}
                day = max(one.effective_on, command.first_day)
                events.append(_restated(one, day, number=numbers[old], **received))
            case ConsentWithdrawn(number=old) if old in numbers:
                events.append(_restated(one, one.effective_on, number=numbers[old]))
    return events


def numbers_in_force(command: Takeover) -> list[int]:
    """Return the numbers of the consents that reach beyond the last day."""
    there = CONSENT.fold(command.known)
    return [
        paper.number
        for paper in (there.papers if there else ())
        if paper.days & DaySet.between(command.first_day)
    ]


def receive_pair(state: Pair | None, command: ReceivePair, facts: Facts) -> list[Event]:
    """Let the pair begin at once with those who were in it; everyone is registered here by now."""
    if state is not None:
        raise PairExists
    events = events_of_pair(command, facts.target)
    if not events:
        raise NothingToReceive
    if any(facts.find(PARTICIPANT, person) is None for person in concerned(events)):
        raise NotRegisteredHere("/known")
    return events


def events_of_pair(command: ReceivePair, pair: UUID) -> list[Event]:
    """Return what the successor records as ``pair``: nothing of one that was over by the last day.

    Whatever day they were written down for, the proposal and the order came before the start.
    """
    before: list[Event] = []
    later: list[Event] = []
    for one in command.known:
        opening = isinstance(one, PairProposed | PairApproved)
        (before if opening or one.effective_on <= command.last_day else later).append(one)
    then, since = PAIR.fold(before), PAIR.fold(command.known)
    if then is None or since is None or since.status == "annulled":
        return []
    if not then.is_open and (then.ended_on or since.started_on is None):
        return []
    return [
        *_opening(command, pair, then, before),
        *(_restated(one, one.effective_on, pair=pair) for one in later),
    ]


def _opening(
    command: ReceivePair, pair: UUID, then: Pair, before: Sequence[Event]
) -> Iterator[Event]:
    day, people = command.first_day, then.people_on(command.first_day)
    received = {"received_from": command.from_school, "received_pair": then.pair}
    named = then.enterprise_on(day)
    for proposed in _all(before, PairProposed)[-1:]:
        yield _restated(proposed, day, pair=pair, mentees=people[1:], enterprise=named, **received)
    for fact in (*_all(before, PairApproved)[-1:], *_all(before, PlanSet)[-1:]):
        yield _restated(fact, day, pair=pair, people=people)
    if then.is_open:
        yield PairStarted(effective_on=day, pair=pair, people=people)
    if then.status == "paused":
        yield PairPaused(effective_on=day, pair=pair, people=people)


def concerned(events: Iterable[Event]) -> frozenset[UUID]:
    """Return the keys of everyone the events are about."""
    return frozenset(person for event in events for person in event.concerns())


def _all(events: Iterable[Event], kind: type[EventT]) -> list[EventT]:
    return [one for one in events if isinstance(one, kind)]


def _restated(event: EventT, day: date, **changes: Any) -> EventT:
    """Return the same fact of ``day``, as the successor's own."""
    return msgspec.structs.replace(event, effective_on=day, **changes)


SUCCESSION: tuple[tuple[Aggregate[Any], Decision], ...] = (
    (PARTICIPANT, Decision(ReceiveParticipant, receive_participant, opens=True)),
    (CONSENT, Decision(ReceiveConsents, receive_consents, opens=True)),
    (
        PAIR,
        Decision(
            ReceivePair,
            receive_pair,
            opens=True,
            people=lambda _state, command: tuple(concerned(command.known)),
        ),
    ),
)
