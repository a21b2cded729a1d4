"""What passes to the legal successor of a merged institution of its people's work.

Jobs that go on, the teaching experience, and the clearances and labour agreements in force, each
from the day after the merger with the same content and term. So a young teacher stays one, and a
mentor stays an enterprise's, on every day the successor answers for.
Source: ТК РФ, ст. 75 (a reorganisation ends no employment); the rulings of order-119-od/1, 10.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import msgspec

from domain.aggregate import Aggregate, Decision, Facts
from domain.clearance import CLEARANCE
from domain.employment import EMPLOYMENT, Employment, ExperienceRecorded
from domain.errors import NotFound
from domain.events import Event
from domain.labour_agreement import LABOUR_AGREEMENT
from domain.paper import Papers
from domain.participant import PARTICIPANT
from domain.standing import standing_records
from domain.succession import NothingToReceive, Takeover
from domain.time import DaySet


class ReceiveEmployment(Takeover, frozen=True, kw_only=True):
    """Take over a participant's jobs that go on, and since when they teach."""


class ReceiveClearances(Takeover, frozen=True, kw_only=True):
    """Take over a participant's clearances that are in force."""


class ReceiveLabourAgreements(Takeover, frozen=True, kw_only=True):
    """Take over a participant's labour agreements that are in force."""


def receive_employment(
    state: Employment | None, command: ReceiveEmployment, facts: Facts
) -> list[Event]:
    """Record each job that goes on after the last day, under a new number.

    The experience is recorded too, unless the successor recorded one itself.
    """
    events = _passing(command, jobs_in_force(command), state.numbers if state else (), facts)
    known = [one.event for one in standing_records(facts.told())]
    if not any(isinstance(one, ExperienceRecorded) for one in known):
        events += _experience(command)
    return _something(events)


def receive_clearances(
    state: Papers | None, command: ReceiveClearances, facts: Facts
) -> list[Event]:
    """Record each clearance that reaches beyond the last day, under a new number."""
    numbers = papers_in_force(CLEARANCE, command)
    return _something(_passing(command, numbers, state.numbers if state else (), facts))


def receive_labour_agreements(
    state: Papers | None, command: ReceiveLabourAgreements, facts: Facts
) -> list[Event]:
    """Record each labour agreement that reaches beyond the last day, under a new number."""
    numbers = papers_in_force(LABOUR_AGREEMENT, command)
    return _something(_passing(command, numbers, state.numbers if state else (), facts))


def passes(aggregate: Aggregate[Any], command: Takeover) -> bool:
    """Say whether anything of a stream of ``aggregate`` reaches beyond the last day."""
    if aggregate is EMPLOYMENT:
        return bool(jobs_in_force(command) or _experience(command))
    return bool(papers_in_force(aggregate, command))


def jobs_in_force(command: Takeover) -> list[int]:
    """Return the numbers of the jobs that go on after the last day."""
    there = EMPLOYMENT.fold(command.known)
    return [
        job.number
        for job in (there.jobs if there else ())
        if job.last_day is None or job.last_day > command.last_day
    ]


def papers_in_force(aggregate: Aggregate[Papers], command: Takeover) -> list[int]:
    """Return the numbers of the papers that reach beyond the last day."""
    there = aggregate.fold(command.known)
    return [
        paper.number
        for paper in (there.papers if there else ())
        if paper.days & DaySet.between(command.first_day)
    ]


def _passing(
    command: Takeover, in_force: Iterable[int], taken: Collection[int], facts: Facts
) -> list[Event]:
    """Return all that is known of the numbered things in force, as the successor's own."""
    if facts.find(PARTICIPANT, facts.target) is None:
        raise NotFound
    numbers = {old: new for new, old in enumerate(in_force, max(taken, default=0) + 1)}
    return [
        _as_ours(one, command, number=numbers[number])
        for one in command.known
        if (number := getattr(one, "number", None)) in numbers
    ]


def _experience(command: Takeover) -> list[Event]:
    recorded = [one for one in command.known if isinstance(one, ExperienceRecorded)]
    return [_as_ours(one, command) for one in recorded[-1:]]


def _as_ours(event: Event, command: Takeover, **changes: object) -> Event:
    day = max(event.effective_on, command.first_day)
    if "received_from" in event.__struct_fields__:
        changes["received_from"] = command.from_school
    return msgspec.structs.replace(event, effective_on=day, **changes)


def _something(events: list[Event]) -> list[Event]:
    if not events:
        raise NothingToReceive
    return events


SUCCESSION_OF_WORK: tuple[tuple[Aggregate[Any], Decision], ...] = (
    (EMPLOYMENT, Decision(ReceiveEmployment, receive_employment, opens=True)),
    (CLEARANCE, Decision(ReceiveClearances, receive_clearances, opens=True)),
    (LABOUR_AGREEMENT, Decision(ReceiveLabourAgreements, receive_labour_agreements, opens=True)),
)
