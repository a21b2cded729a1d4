"""What the log alone says, folded event by event: the facts the registers have to give."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import zip_longest
from uuid import UUID

import msgspec

from domain.consent import CONSENT
from domain.employment import EmploymentEnded, EmploymentStarted, ExperienceRecorded
from domain.enterprise import ENTERPRISE, EnterpriseRegistered
from domain.erasure import ErasureCompleted
from domain.events import Event, Recorded
from domain.figures import (
    CountingFacts,
    DaysByCode,
    Enterprise,
    PaperTotal,
    Participation,
    PersonInSchool,
    PersonKey,
    Response,
)
from domain.pair import PAIR, MeetingHeld, Pair
from domain.paper_total import PAPER_TOTAL, PaperTotalRecorded
from domain.participant import ParticipantRegistered, ResidenceRecorded
from domain.person_link import PersonsMerged, PersonsSplit
from domain.school import SchoolInnRecorded, SchoolRegistered
from domain.standing import standing_records
from domain.survey import ResponseRecorded
from domain.time import NO_DAYS, DaySet
from service.bootstrap import Application
from tests.store.logs import events_of
from tests.support.histories import Written

Stream = list[Recorded[Event]]
Logs = Mapping[UUID, Sequence[Recorded[Event]]]
"""What each tenant recorded, by position."""


def facts_of_the_log(
    application: Application, written: Written, as_of: datetime | None
) -> CountingFacts:
    """Fold the aggregates themselves and ask them for their days."""
    logs = {one: events_of(application, one) for one in (written.district, *written.schools)}
    return facts_told(logs, written, as_of)


def facts_told(logs: Logs, written: Written, as_of: datetime | None) -> CountingFacts:
    """Return the facts that ``logs`` told until ``as_of``, each as it stood then."""
    catalogue = streams_of(logs[written.district], as_of)
    told = [one.event for stream in catalogue for one in stream]
    codes = {event.school: event.code for event in told if isinstance(event, SchoolRegistered)}
    inns = [event.inn for event in told if isinstance(event, SchoolInnRecorded)]
    participations: list[Participation] = []
    people: list[PersonInSchool] = []
    responses: list[Response] = []
    paper_totals: list[PaperTotal] = []
    for school in written.schools:
        streams = streams_of(logs[school], as_of)
        for stream in streams:
            events = [one.event for one in stream]
            pair = PAIR.fold(events) if type(events[0]) in PAIR.events else None
            if pair is not None and pair.started_on is not None:
                code = codes.get(school) or str(school)
                participations += participations_of(pair, events, school, code)
            if isinstance(events[0], ParticipantRegistered):
                people.append(record_of(events, school, streams))
            responses += responses_in(stream, school)
            if isinstance(events[-1], PaperTotalRecorded):
                paper_totals.append(total_of(events, school))
    return CountingFacts(
        participations=tuple(participations),
        people=tuple(people),
        responses=tuple(responses),
        paper_totals=tuple(paper_totals),
        enterprises=tuple(enterprises_in(catalogue)),
        own_inns=frozenset(inns),
        person_keys=tuple(keys_in(catalogue)),
        erased=frozenset(
            (school, one.event.person)
            for school in written.schools
            for one in logs[school]
            if isinstance(one.event, ErasureCompleted)
        ),
    )


def streams_of(log: Sequence[Recorded[Event]], as_of: datetime | None) -> list[Stream]:
    """Return the facts of each stream, as if every one had been told right at once."""
    streams: dict[UUID, Stream] = {}
    for one in log:
        if as_of is None or one.recorded_at <= as_of:
            streams.setdefault(one.stream_id, []).append(one)
    stand = [standing_records(stream) for stream in streams.values()]
    return [[_right_at_once(one) for one in stream] for stream in stand if stream]


def _right_at_once(one: Recorded[Event]) -> Recorded[Event]:
    if one.event.corrects is None:
        return one
    return msgspec.structs.replace(one, event=msgspec.structs.replace(one.event, corrects=None))


def participations_of(
    pair: Pair, events: Iterable[Event], school: UUID, code: str
) -> Iterable[Participation]:
    assert pair.started_on is not None
    met = {person for event in events if isinstance(event, MeetingHeld) for person in event.people}
    for person in pair.everyone:
        membership = pair.membership(person)
        stays = membership.stays if membership else DaySet.between(pair.started_on)
        yield Participation(
            school=school,
            school_code=code,
            person=person,
            role="mentor" if person == pair.mentor else "mentee",
            pair=pair.pair,
            term=stays & DaySet.between(pair.started_on, pair.ended_on),
            in_force=pair.days_of(person),
            met=person in met,
            enterprise_days=named_by(pair) if person == pair.mentor else (),
        )


def named_by(pair: Pair) -> DaysByCode:
    """Return the days on which the pair names each enterprise, in the order of their codes."""
    days: dict[str, DaySet] = {}
    for one, following in zip_longest(pair.enterprises, pair.enterprises[1:]):
        if one.enterprise is not None:
            period = DaySet([(one.since, following.since if following else None)])
            days[one.enterprise] = days.get(one.enterprise, NO_DAYS) | period
    return tuple(sorted(days.items()))


def record_of(events: list[Event], school: UUID, streams: Iterable[Stream]) -> PersonInSchool:
    registered = events[0]
    assert isinstance(registered, ParticipantRegistered)
    consent_days = NO_DAYS
    work: list[Event] = []
    for stream in streams:
        told = [one.event for one in stream]
        if type(told[0]) in CONSENT.events:
            consent = CONSENT.fold(told)
            assert consent is not None
            if (consent.person, consent.purpose) == (registered.person, "processing"):
                consent_days |= consent.days
        if isinstance(told[0], EmploymentStarted | ExperienceRecorded):
            work += [event for event in told if event.person == registered.person]  # type: ignore[attr-defined]
    experience = [event for event in work if isinstance(event, ExperienceRecorded)]
    return PersonInSchool(
        school=school,
        person=registered.person,
        birth_year=registered.birth_year,
        known_birth_year=registered.known_birth_year,
        away_days=away_days([event for event in events if isinstance(event, ResidenceRecorded)]),
        consent_days=consent_days,
        position_days=jobs_among(work, "school"),
        experience_from=experience[-1].experience_from if experience else None,
        enterprise_days=jobs_among(work, "enterprise"),
    )


def away_days(recorded: list[ResidenceRecorded]) -> DaySet:
    """Return the days on which the person is known to live elsewhere, as a calendar of facts.

    From each day on holds what was recorded of it last, until the next day of which anything was.
    """
    by_day = {event.effective_on: event.lives_in_district for event in recorded}
    days = sorted(by_day)
    return DaySet(
        (day, following) for day, following in zip_longest(days, days[1:]) if by_day[day] is False
    )


def jobs_among(work: list[Event], kind: str) -> DaysByCode:
    """Return the days of jobs by position group or enterprise, in the order of their numbers."""
    last: dict[int, date] = {
        event.number: event.effective_on for event in work if isinstance(event, EmploymentEnded)
    }
    return tuple(
        (
            event.position_group or event.enterprise or "",
            DaySet.between(event.effective_on, last.get(event.number)),
        )
        for event in work
        if isinstance(event, EmploymentStarted) and event.kind == kind
    )


def responses_in(stream: Stream, school: UUID) -> Iterable[Response]:
    for one in stream:
        if isinstance(event := one.event, ResponseRecorded):
            yield Response(
                school=school,
                person=event.person,
                role=event.role,
                year=event.year,
                phase=event.phase,
                answered_on=event.effective_on,
                recorded_at=one.recorded_at,
                overall=event.overall,
            )


def total_of(events: list[Event], school: UUID) -> PaperTotal:
    total = PAPER_TOTAL.fold(events)
    assert total is not None
    return PaperTotal(
        school=school,
        role=total.role,
        year=total.year,
        respondents=total.respondents,
        satisfied=total.satisfied,
    )


def keys_in(catalogue: Iterable[Stream]) -> Iterable[PersonKey]:
    for stream in catalogue:
        last = stream[-1].event
        if isinstance(last, PersonsMerged | PersonsSplit) and last.counts_as != last.person:
            yield PersonKey(school=last.school, person=last.person, counts_as=last.counts_as)


def enterprises_in(catalogue: Iterable[Stream]) -> Iterable[Enterprise]:
    for stream in catalogue:
        if isinstance(stream[0].event, EnterpriseRegistered):
            enterprise = ENTERPRISE.fold([one.event for one in stream])
            assert enterprise is not None
            yield Enterprise(
                code=enterprise.enterprise, operating_days=enterprise.standing.operating_days
            )
