"""The database counts as the pure rulings do, over facts that are those of the log."""

from collections.abc import Iterable
from datetime import date, datetime
from itertools import zip_longest
from typing import Any
from uuid import UUID

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.consent import CONSENT
from domain.events import Event
from domain.figures import CountingFacts, Participation, PersonInSchool, judge, tally
from domain.figures import Question as Asked
from domain.pair import PAIR, MeetingHeld, Pair
from domain.participant import PARTICIPANT, ParticipantRegistered, ResidenceRecorded
from domain.rules import IndicatorRule, RuleSet
from domain.school import SchoolRegistered
from domain.time import NO_DAYS, DaySet
from projections.figures import counting_facts, tallies, verdicts
from projections.query import Question
from service.bootstrap import Application
from tests.figures.builders import CHILDREN, RULES, RULES_WITHOUT_CONSENT, TEENS
from tests.support.histories import YEARS, History, Written, days, histories, moments, write

EVERYONE = IndicatorRule(
    indicator="young_teachers_mentored", role="mentee", base_count="young_teachers"
)
RULE_SETS = [RULES, RULES_WITHOUT_CONSENT]
INDICATORS = [CHILDREN, TEENS, EVERYONE]

over_one_database = settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def question(written: Written, as_of: datetime | None) -> Question:
    return Question(
        asker=written.district, district=written.district, tenants=written.schools, as_of=as_of
    )


def scope_of(written: Written, number: int) -> UUID:
    """The district for 0, else one of its schools."""
    return (written.district, *written.schools)[number % (len(written.schools) + 1)]


def ask_everything(as_of_day: date, rules: RuleSet) -> list[Asked]:
    return [
        Asked(rules=rules, rule=rule, year=year, as_of_day=as_of_day)
        for rule in INDICATORS
        for year in YEARS
    ]


scopes = st.integers(0, 3)
late = st.just(date(2026, 1, 1))
questions = st.builds(ask_everything, late | late | late | days, st.sampled_from(RULE_SETS))


@settings(over_one_database, max_examples=150)
@given(histories(), moments, questions, scopes)
def test_database_judges_as_the_rulings_do(
    application: Application,
    history: History,
    as_of: datetime | None,
    asked: list[Asked],
    number: int,
) -> None:
    written = write(application, history)
    scope = scope_of(written, number)
    wanted = question(written, as_of)
    with application.reading.transaction(wanted) as reader:
        facts = counting_facts(reader, wanted, scope)
        judged = [verdicts(reader, wanted, scope, one) for one in asked]
        counted = tallies(reader, wanted, scope, asked)

    expected = [judge(facts, one) for one in asked]
    assert judged == expected
    assert counted == [tally(found, facts, one) for found, one in zip(expected, asked, strict=True)]


@settings(over_one_database, max_examples=100)
@given(histories(), moments)
def test_facts_of_the_registers_are_those_of_the_log(
    application: Application, history: History, as_of: datetime | None
) -> None:
    written = write(application, history)
    wanted = question(written, as_of)
    with application.reading.transaction(wanted) as reader:
        facts = counting_facts(reader, wanted, written.district)

    assert sorted_facts(facts) == sorted_facts(facts_of_the_log(application, written, as_of))


def facts_of_the_log(
    application: Application, written: Written, as_of: datetime | None
) -> CountingFacts:
    """Fold the aggregates themselves and ask them for their days."""
    participations: list[Participation] = []
    people: list[PersonInSchool] = []
    codes = {
        event.school: event.code
        for events in streams_of(application, written.district, as_of)
        for event in events
        if isinstance(event, SchoolRegistered)
    }
    for school in written.schools:
        code = codes.get(school)
        streams = streams_of(application, school, as_of)
        for events in streams:
            pair = PAIR.fold(events) if type(events[0]) in PAIR.events else None
            if pair is not None and pair.started_on is not None:
                participations += participations_of(pair, events, school, code or str(school))
            if isinstance(events[0], ParticipantRegistered):
                people.append(record_of(events, school, streams))
    return CountingFacts(participations=tuple(participations), people=tuple(people))


def streams_of(application: Application, tenant: UUID, as_of: datetime | None) -> list[list[Event]]:
    streams: dict[UUID, list[Event]] = {}
    with application.database.reading((tenant,)) as connection:
        for batch in application.log.read(connection, tenant):
            for one in batch:
                if as_of is None or one.recorded_at <= as_of:
                    streams.setdefault(one.stream_id, []).append(one.event)
    return list(streams.values())


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
        )


def record_of(events: list[Event], school: UUID, streams: Iterable[list[Event]]) -> PersonInSchool:
    registered = events[0]
    assert isinstance(registered, ParticipantRegistered)
    assert type(registered) in PARTICIPANT.events
    consent_days = NO_DAYS
    for stream in streams:
        if type(stream[0]) in CONSENT.events:
            consent = CONSENT.fold(stream)
            assert consent is not None
            if (consent.person, consent.purpose) == (registered.person, "processing"):
                consent_days |= consent.days
    return PersonInSchool(
        school=school,
        person=registered.person,
        birth_year=registered.birth_year,
        known_birth_year=registered.known_birth_year,
        away_days=away_days([event for event in events if isinstance(event, ResidenceRecorded)]),
        consent_days=consent_days,
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


def sorted_facts(facts: CountingFacts) -> Any:
    return sorted(map(msgspec.structs.astuple, facts.participations), key=str), sorted(
        map(msgspec.structs.astuple, facts.people), key=str
    )
