"""A participant leaves the institution: every open membership ends on that day.

Nor can a participant never have been registered of whom more is told than that. Pairs know
participants and not the other way round, so what concerns both stands here. Each membership ends by
the events of its own pair, as if it had been ended by hand, and under the same rules. Neither the
order № 119-ОД nor Р-145 says how a pair ends when someone leaves: this is ours.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, get_args
from uuid import UUID

import msgspec

from domain.aggregate import Aggregate, Command, Decision, Facts
from domain.consent import CONSENT
from domain.correcting import FactIsNeeded, strike
from domain.employment import EMPLOYMENT
from domain.errors import NotFound
from domain.events import Event
from domain.pair import PAIR, AnnulPair, DiscontinuePair, LeavePair, Pair, rules, running
from domain.participant import (
    PARTICIPANT,
    HasLeft,
    LeaveBase,
    LeavesBeforeArrival,
    LeavesForItself,
    Participant,
    ParticipantLeft,
    ParticipantRegistered,
    StrikeParticipantFact,
    leave_base,
)
from domain.rules import Role
from domain.school import SCHOOL

LEFT = "выбыл из учреждения"
MENTOR_LEFT = f"наставник {LEFT}"
MENTEE_LEFT = f"наставляемый {LEFT}"


class LeaveInstitution(Command, frozen=True, kw_only=True):
    """Record a participant's last day in the institution."""

    to_school: Annotated[
        UUID | None, msgspec.Meta(title="Учреждение района, в которое переходит участник")
    ] = None


def leave(state: Participant, command: LeaveInstitution, facts: Facts) -> list[Event]:
    """End a participant's pairs, then their places in the bases, then their time here.

    What is recorded as of a later day must be put right first: then this refuses as ending that
    pair or leaving that base on this day would. A pair that has not started cannot end; it is
    annulled.
    """
    if state.left_on is not None:
        raise HasLeft(left_on=state.left_on)
    day = command.effective_on or facts.today
    if day < state.arrived_on:
        raise LeavesBeforeArrival("/effective_on", arrived_on=state.arrived_on)
    if command.to_school == facts.tenant_id:
        raise LeavesForItself("/to_school")
    if command.to_school and facts.find_in_district(SCHOOL, command.to_school) is None:
        raise NotFound("/to_school")
    events: list[Event] = []
    for pair in sorted(facts.about(PAIR, state.person), key=lambda pair: pair.pair):
        events += _end_membership(pair, state.person, day, facts)
    for role in _bases(state):
        events += leave_base(state, LeaveBase(role=role, effective_on=day, reason=LEFT), facts)
    return [
        *events,
        ParticipantLeft(
            effective_on=day,
            person=state.person,
            to_school=command.to_school,
            reason=command.reason,
        ),
    ]


def _bases(state: Participant) -> Iterator[Role]:
    return (role for role in get_args(Role) if state.in_base(role))


def _end_membership(pair: Pair, person: UUID, day: date, facts: Facts) -> list[Event]:
    why = MENTOR_LEFT if person == pair.mentor else MENTEE_LEFT
    if pair.status in ("proposed", "approved"):
        return running.annul(pair, AnnulPair(effective_on=day, reason=why), facts)
    if pair.status == "annulled":
        return []
    membership = pair.membership(person)
    if membership is not None and not membership.present:
        rules.not_before(day, membership.left_on)
        return []
    if not pair.is_open:
        rules.not_before(day, pair.ended_on)
        return []
    if membership is not None and sum(one.present for one in pair.memberships) > 1:
        leaving = LeavePair(mentee=person, effective_on=day, reason=why)
        return running.leave(pair, leaving, facts)
    return running.discontinue(pair, DiscontinuePair(effective_on=day, reason=why), facts)


def strike_fact(
    state: Participant | None, command: StrikeParticipantFact, facts: Facts
) -> list[Event]:
    """Strike a fact of a participant; a registration only of who has no pair, consent or job.

    Raises :class:`FactIsNeeded`: a figure could not say of someone in a pair who they are.
    """
    (event,) = strike(state, command, facts)
    if isinstance(event, ParticipantRegistered):
        others: tuple[Aggregate[Any], ...] = (PAIR, CONSENT, EMPLOYMENT)
        if any(facts.about(one, event.person) for one in others):
            raise FactIsNeeded("/corrects")
    return [event]


def _people(state: Participant | None, _command: Command) -> tuple[UUID, ...]:
    return (state.person,) if state else ()


LEAVING: tuple[tuple[Aggregate[Any], Decision], ...] = (
    (PARTICIPANT, Decision(LeaveInstitution, leave, people=_people)),
    (PARTICIPANT, Decision(StrikeParticipantFact, strike_fact, people=_people)),
)
