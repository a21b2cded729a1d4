"""What may happen to a pair once it works, up to its end, one function per command."""

from __future__ import annotations

from domain.aggregate import Facts
from domain.events import Event
from domain.form import FORM
from domain.pair import rules
from domain.pair.commands import (
    AnnulPair,
    CompletePair,
    DiscontinuePair,
    HoldMeeting,
    LeavePair,
    PausePair,
    RecordInterimResult,
    ResumePair,
    SetPairEnterprise,
    SetPlan,
)
from domain.pair.errors import EnterpriseMissing, LastMentee, NotInPair
from domain.pair.events import (
    InterimResult,
    MeetingHeld,
    MenteeLeft,
    PairAnnulled,
    PairCompleted,
    PairDiscontinued,
    PairEnterpriseSet,
    PairPaused,
    PairResumed,
    PlanSet,
)
from domain.pair.state import Pair


def leave(state: Pair, command: LeavePair, facts: Facts) -> list[Event]:
    """Let a mentee leave a group in which others remain.

    A meeting already recorded on a later day is no hindrance: leaving is often written down late,
    and a wrong last day would count in the figures.
    """
    rules.only_when_admitted(state, MenteeLeft)
    membership = state.membership(command.mentee)
    if membership is None or not membership.present:
        raise NotInPair("/mentee")
    if sum(one.present for one in state.memberships) == 1:
        raise LastMentee("/mentee")
    day = rules.day_of(command, facts)
    joined_on, _ = membership.stays.spans[-1]
    rules.not_before(day, joined_on)
    return [
        MenteeLeft(
            effective_on=day,
            pair=state.pair,
            mentor=state.mentor,
            mentee=command.mentee,
            reason=command.reason,
        )
    ]


def set_plan(state: Pair, command: SetPlan, facts: Facts) -> list[Event]:
    """Set the plan of a pair that has not ended; the order that approves it may hold the plan."""
    rules.only_when_admitted(state, PlanSet)
    day = rules.day_of(command, facts)
    return [
        PlanSet(
            effective_on=day,
            pair=state.pair,
            people=state.people_on(day),
            plan=command.plan,
            reason=command.reason,
        )
    ]


def set_enterprise(state: Pair, command: SetPairEnterprise, facts: Facts) -> list[Event]:
    """Name who gives the mentor from a day on; the form may ask for somebody who does."""
    rules.only_when_admitted(state, PairEnterpriseSet)
    form = facts.find_in_district(FORM, state.form)
    if command.enterprise is None and form is not None and form.enterprise_required:
        raise EnterpriseMissing("/enterprise")
    day = rules.day_of(command, facts)
    rules.enterprise_takes_part(command.enterprise, day, facts)
    return [
        PairEnterpriseSet(
            effective_on=day,
            pair=state.pair,
            people=state.people_on(day),
            enterprise=command.enterprise,
            reason=command.reason,
        )
    ]


def hold_meeting(state: Pair, command: HoldMeeting, facts: Facts) -> list[Event]:
    """Record a meeting on a day in force, also after the pair has ended.

    Everyone who is a member that day has a consent in force: after a withdrawal nothing more is
    collected about the person.
    """
    rules.only_when_admitted(state, MeetingHeld)
    day = rules.day_of(command, facts)
    rules.on_a_day_in_force(state, day)
    rules.everyone_consents(rules.places_on(state, day), day, facts)
    return [
        MeetingHeld(
            effective_on=day,
            pair=state.pair,
            people=state.people_on(day),
            kind=command.kind,
            duration_minutes=command.duration_minutes,
            note=command.note,
            reason=command.reason,
        )
    ]


def record_interim_result(state: Pair, command: RecordInterimResult, facts: Facts) -> list[Event]:
    """Record what was reached by a day of the pair's period, also after the pair has ended."""
    rules.only_when_admitted(state, InterimResult)
    day = rules.day_of(command, facts)
    rules.within_the_period(state, day)
    return [
        InterimResult(
            effective_on=day,
            pair=state.pair,
            people=state.people_on(day),
            result=command.result,
            reason=command.reason,
        )
    ]


def pause(state: Pair, command: PausePair, facts: Facts) -> list[Event]:
    """Pause a pair from a day after its last meeting on."""
    rules.only_when_admitted(state, PairPaused)
    day = rules.day_of(command, facts)
    rules.not_before(day, state.changed_on)
    rules.only_after(day, state.last_meeting_on)
    return [
        PairPaused(
            effective_on=day,
            pair=state.pair,
            people=state.people_on(day),
            reason=command.reason,
        )
    ]


def resume(state: Pair, command: ResumePair, facts: Facts) -> list[Event]:
    """Resume a paused pair; the day itself is in force again."""
    rules.only_when_admitted(state, PairResumed)
    day = rules.day_of(command, facts)
    paused_on, _ = state.pauses[-1]
    rules.not_before(day, paused_on)
    return [
        PairResumed(
            effective_on=day,
            pair=state.pair,
            people=state.people_on(day),
            reason=command.reason,
        )
    ]


def complete(state: Pair, command: CompletePair, facts: Facts) -> list[Event]:
    """End a pair that reached its end; the day is its last."""
    rules.only_when_admitted(state, PairCompleted)
    day = rules.day_of(command, facts)
    rules.not_before(day, state.changed_on)
    rules.not_before(day, state.last_meeting_on)
    return [
        PairCompleted(
            effective_on=day,
            pair=state.pair,
            people=state.people_on(day),
            result=command.result,
            case_link=command.case_link,
            reason=command.reason,
        )
    ]


def discontinue(state: Pair, command: DiscontinuePair, facts: Facts) -> list[Event]:
    """End a pair that broke off, saying why; the day is its last."""
    rules.only_when_admitted(state, PairDiscontinued)
    reason = rules.says_why(command)
    day = rules.day_of(command, facts)
    rules.not_before(day, state.changed_on)
    rules.not_before(day, state.last_meeting_on)
    return [
        PairDiscontinued(
            effective_on=day, pair=state.pair, people=state.people_on(day), reason=reason
        )
    ]


def annul(state: Pair, command: AnnulPair, facts: Facts) -> list[Event]:
    """Say of a pair in any status that it never was, and why it was entered."""
    rules.only_when_admitted(state, PairAnnulled)
    return [
        PairAnnulled(
            effective_on=rules.day_of(command, facts),
            pair=state.pair,
            people=state.everyone,
            reason=rules.says_why(command),
        )
    ]
