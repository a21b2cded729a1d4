"""Whether a pair may be proposed, approved, started and joined; and all that pairs can do."""

from __future__ import annotations

from uuid import UUID

from domain.aggregate import Aggregate, Decision, Facts
from domain.correcting import strike
from domain.events import Event
from domain.pair import rules, running
from domain.pair.checking import check
from domain.pair.commands import (
    AnnulPair,
    ApprovePair,
    CompletePair,
    DiscontinuePair,
    HoldMeeting,
    JoinPair,
    LeavePair,
    PausePair,
    ProposePair,
    RecordInterimResult,
    ResumePair,
    SetPairEnterprise,
    SetPlan,
    StartPair,
    StrikePairFact,
)
from domain.pair.errors import (
    AlreadyInPair,
    MenteeInOpenPair,
    MentorsThemself,
    OrderDateInFuture,
    PairExists,
    StartBeforeOrder,
)
from domain.pair.events import (
    InterimResult,
    MeetingHeld,
    MenteeJoined,
    MenteeLeft,
    PairAnnulled,
    PairApproved,
    PairCompleted,
    PairDiscontinued,
    PairEnterpriseSet,
    PairPaused,
    PairProposed,
    PairResumed,
    PairStarted,
    PlanSet,
)
from domain.pair.state import Pair, evolve


def propose(state: Pair | None, command: ProposePair, facts: Facts) -> list[Event]:
    """Propose a pair of people registered here, under a form of the catalogue."""
    if state is not None:
        raise PairExists
    rules.nobody_mentors_themself(command.mentor, command.mentees)
    day = rules.day_of(command, facts)
    rules.form_allows(command.form, command.enterprise, facts)
    rules.enterprise_takes_part(command.enterprise, day, facts)
    rules.everyone_is_here(rules.places(command.mentor, command.mentees), command, facts)
    return [
        PairProposed(
            effective_on=day,
            pair=facts.target,
            mentor=command.mentor,
            mentees=command.mentees,
            form=command.form,
            enterprise=command.enterprise,
            goal=command.goal,
            reason=command.reason,
        )
    ]


def approve(state: Pair, command: ApprovePair, facts: Facts) -> list[Event]:
    """Approve a proposed pair by an order that already exists."""
    rules.only_when_admitted(state, PairApproved)
    if command.order_date > facts.today:
        raise OrderDateInFuture("/order_date")
    return [
        PairApproved(
            effective_on=rules.day_of(command, facts),
            pair=state.pair,
            people=state.everyone,
            order_number=command.order_number,
            order_date=command.order_date,
            reason=command.reason,
        )
    ]


def start(state: Pair, command: StartPair, facts: Facts) -> list[Event]:
    """Start an approved pair: on this day everything the programme and its form ask for holds."""
    rules.only_when_admitted(state, PairStarted)
    day = rules.day_of(command, facts)
    if state.order_date is not None and day < state.order_date:
        raise StartBeforeOrder("/effective_on", order_date=state.order_date)
    people = rules.places_on(state, day)
    enterprise = state.enterprise_on(day)
    rules.form_allows(state.form, enterprise, facts)
    rules.enterprise_takes_part(enterprise, day, facts)
    rules.everyone_is_here(people, command, facts)
    rules.form_is_satisfied(state.form, people, day, facts, later_allowed=command.imported)
    consent_later = rules.everyone_consents(people, day, facts, later_allowed=command.imported)
    for index, one in enumerate(state.memberships):
        if rules.works_in_an_open_pair(one.mentee, state.form, facts.about(PAIR, one.mentee)):
            raise MenteeInOpenPair(f"/mentees/{index}")
    return [
        PairStarted(
            effective_on=day,
            pair=state.pair,
            people=state.everyone,
            consent_later=consent_later,
            reason=command.reason,
        )
    ]


def join(state: Pair, command: JoinPair, facts: Facts) -> list[Event]:
    """Let a mentee join on a day on which the pair works and its form admits them.

    Who left may come back on a later day.
    """
    rules.only_when_admitted(state, MenteeJoined)
    if command.mentee == state.mentor:
        raise MentorsThemself("/mentee")
    day = rules.day_of(command, facts)
    rules.on_a_day_in_force(state, day)
    membership = state.membership(command.mentee)
    if membership is not None:
        if membership.present:
            raise AlreadyInPair("/mentee")
        rules.only_after(day, membership.left_on)
    place = {"/mentee": command.mentee}
    rules.everyone_is_here(place, command, facts)
    people = place | {rules.MENTOR: state.mentor}
    rules.form_is_satisfied(state.form, people, day, facts, later_allowed=command.imported)
    consent_later = rules.everyone_consents(place, day, facts, later_allowed=command.imported)
    if rules.works_in_an_open_pair(command.mentee, state.form, facts.about(PAIR, command.mentee)):
        raise MenteeInOpenPair("/mentee")
    return [
        MenteeJoined(
            effective_on=day,
            pair=state.pair,
            mentor=state.mentor,
            mentee=command.mentee,
            consent_later=consent_later,
            reason=command.reason,
        )
    ]


def _people(state: Pair | None, _command: object) -> tuple[UUID, ...]:
    return state.everyone if state else ()


def _mentor_and_newcomer(state: Pair | None, command: JoinPair) -> tuple[UUID, ...]:
    return (state.mentor, command.mentee) if state else ()


PAIR = Aggregate(
    name="pair",
    events=(
        PairProposed,
        PairApproved,
        PairStarted,
        MenteeJoined,
        MenteeLeft,
        PlanSet,
        PairEnterpriseSet,
        MeetingHeld,
        PairPaused,
        PairResumed,
        InterimResult,
        PairCompleted,
        PairDiscontinued,
        PairAnnulled,
    ),
    evolve=evolve,
    key_of=lambda event: (event.pair,),
    key=lambda target, _command: (target,),
    decisions=(
        Decision(
            ProposePair,
            propose,
            opens=True,
            people=lambda _state, command: (command.mentor, *command.mentees),
        ),
        Decision(ApprovePair, approve),
        Decision(StartPair, start, people=_people),
        Decision(JoinPair, join, people=_mentor_and_newcomer),
        Decision(LeavePair, running.leave),
        Decision(SetPlan, running.set_plan),
        Decision(SetPairEnterprise, running.set_enterprise),
        Decision(HoldMeeting, running.hold_meeting, people=_people),
        Decision(PausePair, running.pause),
        Decision(ResumePair, running.resume),
        Decision(RecordInterimResult, running.record_interim_result),
        Decision(CompletePair, running.complete),
        Decision(DiscontinuePair, running.discontinue),
        Decision(AnnulPair, running.annul),
        Decision(StrikePairFact, strike),
    ),
    check=check,
)
