"""Random histories of a small district, written straight into the log.

Only what the counting rules see is random; nothing is decided, so that also those histories occur
that take years and several people to come about: conflicting birth years, consents found invalid,
facts recorded long after their day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from uuid import NAMESPACE_OID, UUID, uuid4, uuid5

import msgspec
from hypothesis import strategies as st

from adapters.postgres.log import Entry, NewEvent
from adapters.postgres.transaction import Transaction
from domain.catalogue import aggregate_of
from domain.erasure import ErasureCompleted, ErasureRequested
from domain.events import Recorded
from domain.person_link import PersonsMerged, PersonsSplit
from domain.school import SchoolInnRecorded, SchoolRegistered, SchoolRenamed
from service.bootstrap import Application
from tests.support.random_facts import (
    INNS,
    PEOPLE,
    STEPS_MAX,
    Steps,
    facts_of_enterprise,
    facts_of_pair,
    facts_of_person,
    facts_of_survey,
    facts_on_paper,
    mostly,
)

BEGIN = datetime(2019, 12, 20, 9, tzinfo=UTC)
STEP = timedelta(days=12)
DAY = date(2020, 1, 1)
SOMEBODY = uuid5(NAMESPACE_OID, "somebody")

some_moment = st.integers(-1, STEPS_MAX).map(lambda step: BEGIN + step * STEP)
moments: st.SearchStrategy[datetime | None] = mostly(st.none(), some_moment)


Link = tuple[int, UUID, int | None, UUID]


class History(msgspec.Struct, frozen=True):
    """What the institutions of a district and the district itself recorded.

    ``codes`` and ``inns`` are the institutions', the former not always distinct. ``links`` say
    after how many steps which key counted as which, in all institutions or in one by its number.
    """

    codes: tuple[str | None, ...]
    inns: tuple[str | None, ...]
    steps: tuple[Steps, ...]
    catalogue: Steps
    links: tuple[Link, ...] = ()


class Written(msgspec.Struct, frozen=True):
    """The tenants whose logs hold a history."""

    district: UUID
    schools: tuple[UUID, ...]


@st.composite
def histories(draw: st.DrawFn) -> History:
    codes = draw(st.lists(st.sampled_from(["01", "01", "02", None]), min_size=1, max_size=3))
    inns = [draw(st.sampled_from([None, None, INNS[1], INNS[2]])) for _ in codes]
    steps = [draw(_school(number)) for number in range(len(codes))]
    catalogue = [step for inn in INNS[:2] for step in draw(facts_of_enterprise(inn))]
    links = draw(st.lists(_links(len(codes)), max_size=3))
    return History(
        tuple(codes), tuple(inns), tuple(steps), catalogue, tuple(sorted(links, key=str))
    )


@st.composite
def _links(draw: st.DrawFn, schools: int) -> Link:
    """One of the first keys counts as one of the others, so that no key leads on; or as itself."""
    person = draw(st.sampled_from(PEOPLE[:2]))
    counts_as = draw(st.sampled_from([*PEOPLE[2:], *PEOPLE[2:], SOMEBODY, person]))
    number = draw(mostly(st.none(), st.integers(0, schools - 1)))
    return draw(st.integers(0, STEPS_MAX)), person, number, counts_as


@st.composite
def _school(draw: st.DrawFn, number: int) -> Steps:
    people = draw(st.lists(st.sampled_from(PEOPLE), min_size=3, unique=True))
    known_since = {person: draw(st.sampled_from([0, 0, 0, 10, 20])) for person in people}
    steps: Steps = []
    for person in people:
        own = draw(facts_of_person(person))
        steps += [(max(time, known_since[person]), events) for time, events in own]
    for index in range(draw(st.integers(2, 4))):
        pair = uuid5(NAMESPACE_OID, f"pair {number} {index}")
        members = draw(st.permutations(people))[: draw(st.integers(2, 3))]
        since = max(known_since[person] for person in members)
        steps += [(max(time, since), events) for time, events in draw(facts_of_pair(pair, members))]
    for index in range(draw(st.integers(1, 3))):
        survey = uuid5(NAMESPACE_OID, f"survey {number} {index}")
        steps += draw(facts_of_survey(survey, people))
    steps += draw(facts_on_paper())
    for person in draw(mostly(st.just([]), st.lists(st.sampled_from(people), unique=True))):
        steps.append((draw(st.integers(known_since[person], STEPS_MAX)), _erasure(person)))
    return sorted(steps, key=lambda step: step[0])


def _erasure(person: UUID) -> tuple[ErasureRequested, ErasureCompleted]:
    return (
        ErasureRequested(effective_on=DAY, person=person, ground="left", decided_by=SOMEBODY),
        ErasureCompleted(effective_on=DAY, person=person, act="1", kinds=("key",)),
    )


def write(application: Application, history: History) -> Written:
    """Write ``history`` into the logs of new tenants and fold it into the registers."""
    district, schools = uuid4(), tuple(uuid4() for _ in history.codes)
    tenants = sorted({district, *schools})
    catalogue: Steps = []
    for school, code, inn in zip(schools, history.codes, history.inns, strict=True):
        catalogue += [(-1, (_registration(school, code),)), (STEPS_MAX // 2, (_renaming(school),))]
        if inn is not None:
            known = SchoolInnRecorded(effective_on=date(2020, 6, 1), school=school, inn=inn)
            catalogue.append((STEPS_MAX // 3, (known,)))
    for time, person, number, counts_as in history.links:
        event = PersonsMerged if person != counts_as else PersonsSplit
        scope = None if number is None else schools[number]
        told = event(effective_on=DAY, person=person, school=scope, counts_as=counts_as)
        catalogue.append((time, (told,)))
    in_time = sorted((*catalogue, *history.catalogue), key=lambda step: step[0])
    entries = list(_entries(district, in_time))
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
