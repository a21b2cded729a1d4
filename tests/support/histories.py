"""Random histories of a small district, written straight into the log.

Only what the counting rules see is random; nothing is decided, so that also those histories occur
that take years and several people to come about: conflicting birth years, consents found invalid,
facts recorded long after their day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid4, uuid5

import msgspec
from hypothesis import strategies as st

from adapters.postgres.log import Entry, NewEvent
from adapters.postgres.transaction import Transaction
from domain.catalogue import aggregate_of
from domain.consent import ConsentFoundInvalid, ConsentGiven, ConsentWithdrawn
from domain.events import Event, Recorded
from domain.pair import (
    MeetingHeld,
    MenteeJoined,
    MenteeLeft,
    PairAnnulled,
    PairApproved,
    PairCompleted,
    PairPaused,
    PairProposed,
    PairResumed,
    PairStarted,
)
from domain.participant import ParticipantRegistered, ResidenceRecorded
from domain.school import SchoolRegistered, SchoolRenamed
from service.bootstrap import Application

YEARS = (2020, 2021)
PEOPLE = tuple(uuid5(NAMESPACE_OID, f"person {name}") for name in "abcd")
BEGIN = datetime(2019, 12, 20, 9, tzinfo=UTC)
STEP = timedelta(days=12)
STEPS_MAX = 40

# Days near the turns of the year are where mistakes are.
days = st.one_of(
    st.sampled_from([date(2019, 12, 31), date(2020, 1, 1), date(2020, 12, 31), date(2021, 1, 1)]),
    st.sampled_from([date(2020, month, 15) for month in range(1, 13)]),
    st.dates(date(2019, 12, 20), date(2021, 2, 10)),
)
early = st.just(date(2019, 9, 1))
nothing = st.none()
birth_years = st.sampled_from([2005] * 8 + [2003, 2001, 2010, 2000, 2011, None])
moments = st.none() | st.integers(-1, STEPS_MAX).map(lambda step: BEGIN + step * STEP)

Steps = list[tuple[int, tuple[Event, ...]]]
"""What one institution recorded: after how many steps of time, and the events of the command."""


class History(msgspec.Struct, frozen=True):
    """What the institutions of a district recorded; ``codes`` are theirs, not always distinct."""

    codes: tuple[str | None, ...]
    steps: tuple[Steps, ...]


class Written(msgspec.Struct, frozen=True):
    """The tenants whose logs hold a history."""

    district: UUID
    schools: tuple[UUID, ...]


@st.composite
def histories(draw: st.DrawFn) -> History:
    codes = draw(st.lists(st.sampled_from(["01", "01", "02", None]), min_size=1, max_size=3))
    steps = [draw(_school(number)) for number in range(len(codes))]
    return History(tuple(codes), tuple(steps))


@st.composite
def _school(draw: st.DrawFn, number: int) -> Steps:
    people = draw(st.lists(st.sampled_from(PEOPLE), min_size=2, unique=True))
    known_since = {person: draw(st.sampled_from([0, 0, 0, 10, 20])) for person in people}
    steps: Steps = []
    for person in people:
        own = draw(_person(person))
        steps += [(max(time, known_since[person]), events) for time, events in own]
    for index in range(draw(st.integers(1, 3))):
        pair = uuid5(NAMESPACE_OID, f"pair {number} {index}")
        members = draw(st.permutations(people))[: draw(st.integers(2, 3))]
        since = max(known_since[person] for person in members)
        steps += [(max(time, since), events) for time, events in draw(_pair(pair, members))]
    return sorted(steps, key=lambda step: step[0])


@st.composite
def _person(draw: st.DrawFn, person: UUID) -> Steps:
    registered = ParticipantRegistered(
        effective_on=date(2019, 9, 1),
        person=person,
        birth_year=draw(birth_years),
        known_birth_year=draw(st.sampled_from([None] * 6 + [2005, 2000])),
    )
    steps: Steps = [(0, (registered,))]
    moves = [
        ResidenceRecorded(effective_on=day, person=person, lives_in_district=lives)
        for day, lives in draw(
            st.lists(st.tuples(early | days, st.sampled_from([True, False, None])), max_size=2)
        )
    ]
    steps += _in_time(draw, moves)
    papers: list[Event] = []
    for number in range(1, draw(st.sampled_from([0, 1, 1, 1, 2])) + 1):
        papers += draw(_paper(person, number))
    return steps + _in_time(draw, papers)


@st.composite
def _paper(draw: st.DrawFn, person: UUID, number: int) -> list[Event]:
    first, until = draw(early | early | early | days), draw(nothing | nothing | nothing | days)
    purpose = draw(st.sampled_from(["processing", "processing", "processing", "publication"]))
    same: dict[str, Any] = {"person": person, "purpose": purpose, "number": number}
    events: list[Event] = [
        ConsentGiven(
            effective_on=first,
            valid_until=max(first, until) if until else None,
            to_district=False,
            wording="1",
            signed_by="both",
            **same,
        )
    ]
    if draw(st.integers(0, 2)) == 0:
        day = max(first, draw(days))
        events.append(ConsentWithdrawn(effective_on=day, withdrawn_by="self", **same))
    if draw(st.integers(0, 5)) == 0:
        events.append(ConsentFoundInvalid(effective_on=first, **same))
    return events


@st.composite
def _pair(draw: st.DrawFn, pair: UUID, people: Sequence[UUID]) -> Steps:
    mentor, *mentees = everyone = tuple(people)
    day = draw(days)
    same: dict[str, Any] = {"pair": pair, "people": everyone}
    events: list[Event] = [
        PairProposed(
            effective_on=day, pair=pair, mentor=mentor, mentees=tuple(mentees), form="pupil_pupil"
        ),
        PairApproved(effective_on=day, order_number="1", order_date=day, **same),
        PairStarted(effective_on=day, **same),
    ]
    away: UUID | None = None
    paused = False
    for move in draw(st.lists(st.sampled_from(["pause", "member", "meet"]), max_size=4)):
        day = max(day, draw(days))
        if move == "meet":
            met = tuple(draw(st.lists(st.sampled_from(everyone), min_size=1, unique=True)))
            events.append(MeetingHeld(effective_on=day, pair=pair, people=met, kind="regular"))
        elif move == "pause":
            events.append((PairResumed if paused else PairPaused)(effective_on=day, **same))
            paused = not paused
        elif away is None:
            away = mentees[0]
            events.append(MenteeLeft(effective_on=day, pair=pair, mentor=mentor, mentee=away))
        else:
            day += timedelta(days=1)
            events.append(MenteeJoined(effective_on=day, pair=pair, mentor=mentor, mentee=away))
            away = None
    end = draw(st.sampled_from([None, PairCompleted, PairCompleted, PairAnnulled]))
    if end is not None:
        events.append(end(effective_on=max(day, draw(days)), **same))
    # A pair may stop at any of these; what one command does is recorded at one moment.
    known = events[: draw(st.integers(max(1, len(events) - 1), len(events)))]
    at_once = draw(st.integers(1, len(known)))
    return _in_time(draw, [tuple(known[:at_once]), *((event,) for event in known[at_once:])])


def _in_time(draw: st.DrawFn, events: Sequence[Event | tuple[Event, ...]]) -> Steps:
    count = len(events)
    times = sorted(draw(st.lists(st.integers(0, STEPS_MAX), min_size=count, max_size=count)))
    return [
        (time, event if isinstance(event, tuple) else (event,))
        for time, event in zip(times, events, strict=True)
    ]


def write(application: Application, history: History) -> Written:
    """Write ``history`` into the logs of new tenants and fold it into the registers."""
    district, schools = uuid4(), tuple(uuid4() for _ in history.codes)
    tenants = sorted({district, *schools})
    catalogue: Steps = []
    for school, code in zip(schools, history.codes, strict=True):
        catalogue += [(-1, (_registration(school, code),)), (STEPS_MAX // 2, (_renaming(school),))]
    entries = list(_entries(district, catalogue))
    for school, steps in zip(schools, history.steps, strict=True):
        entries += _entries(school, steps)
    with application.database.writing(readable=(), writable=tenants) as connection:
        for tenant in tenants:
            application.log.open_tenant(connection, tenant, district)
        places = application.log.append(connection, entries)
        recorded = [
            Recorded(
                tenant_id=entry.tenant_id,
                position=position,
                stream_id=new.stream_id,
                version=new.version,
                recorded_at=place.recorded_at,
                actor=entry.actor,
                command_id=entry.command_id,
                event=new.event,
            )
            for entry, place in zip(entries, places, strict=True)
            for position, new in enumerate(entry.events, place.first_position)
        ]
        application.registers.fold(Transaction(connection), recorded)
    return Written(district, schools)


def _registration(school: UUID, code: str | None) -> SchoolRegistered:
    return SchoolRegistered(
        effective_on=date(2019, 1, 1),
        school=school,
        name="Школа",
        short_name="Школа",
        kind="general",
        code=code,
    )


def _renaming(school: UUID) -> SchoolRenamed:
    return SchoolRenamed(
        effective_on=date(2020, 9, 1), school=school, name="Лицей", short_name="Лицей"
    )


def _entries(tenant: UUID, steps: Steps) -> Iterable[Entry]:
    versions = Counter[UUID]()
    for time, events in steps:
        placed = []
        for event in events:
            aggregate = aggregate_of(type(event))
            stream = aggregate.stream_id(tenant, *aggregate.key_of(event))
            versions[stream] += 1
            placed.append(NewEvent(stream, versions[stream], event))
        yield Entry(
            tenant_id=tenant,
            command_id=uuid4(),
            request_mac=b"",
            actor=tenant,
            recorded_at=BEGIN + time * STEP,
            events=tuple(placed),
        )
