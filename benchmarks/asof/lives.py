"""What the institutions of a large made-up district record of people, pairs and surveys.

The events are those that the API's commands would make, in such an order and with such days. They
are not decided, because a million decisions would take most of an hour. A pair meets as often as in
the demonstration. Nothing is corrected in these histories.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain, count
from random import Random
from uuid import UUID

import msgspec

from adapters.postgres.log import Entry, NewEvent
from benchmarks.asof.people import Diary, Fact, Person, new_uuid
from domain.catalogue import aggregate_of
from domain.pair import (
    InterimResult,
    MeetingHeld,
    MeetingKind,
    PairApproved,
    PairCompleted,
    PairProposed,
    PairStarted,
    PlanSet,
)
from domain.rules import Role
from domain.survey import LinkIssued, ResponseRecorded, SurveyOpened

YEARS = range(2020, 2025)
MENTEES_PER_MENTOR = 3
SECOND_PAIR_SHARE = 0.5
MEETINGS_APART_DAYS = (35, 70)
KINDS: tuple[MeetingKind, ...] = ("first", "planning", "regular")


class School(msgspec.Struct, frozen=True):
    """An institution and how many events it is to record, about."""

    tenant: UUID
    number: int
    events: int


def lives(school: School) -> list[Fact]:
    """Return what ``school`` records over five years, in the order of recording."""
    dice = Random(school.number)  # noqa: S311 - nothing is kept secret by it
    surveys = _Surveys(dice)
    facts: list[Fact] = list(surveys.opened())
    while len(facts) + surveys.facts < school.events:
        facts += _circle(dice, surveys)
    return sorted(chain(facts, surveys.answered()), key=lambda fact: fact.at)


def entries(tenant: UUID, facts: Iterable[Fact], dice: Random) -> Iterator[Entry]:
    """Put facts into the form in which the log takes them."""
    versions = Counter[UUID]()
    for fact in facts:
        placed = []
        for event in fact.events:
            aggregate = aggregate_of(type(event))
            stream = aggregate.stream_id(tenant, *aggregate.key_of(event))
            versions[stream] += 1
            placed.append(NewEvent(stream, versions[stream], event))
        yield Entry(
            tenant_id=tenant,
            command_id=new_uuid(dice),
            request_mac=dice.randbytes(32),
            actor=tenant,
            recorded_at=fact.at,
            events=tuple(placed),
        )


class _Surveys:
    """A survey of each role and year, and who is asked in it."""

    def __init__(self, dice: Random) -> None:
        self._dice = dice
        self._asked: dict[tuple[Role, int], dict[UUID, None]] = {}
        self._ids = {(role, year): new_uuid(dice) for role in _ROLES for year in YEARS}

    @property
    def facts(self) -> int:
        """How many facts the answers will make."""
        return 2 * sum(len(people) for people in self._asked.values())

    def ask(self, person: UUID, role: Role, year: int) -> None:
        if year in YEARS:
            self._asked.setdefault((role, year), {})[person] = None

    def opened(self) -> Iterator[Fact]:
        for (role, year), survey in self._ids.items():
            event = SurveyOpened(
                effective_on=date(year, 11, 1),
                survey=survey,
                role=role,
                form=None,
                phase="after",
                year=year,
                questionnaire=role,
                questionnaire_number=1,
                binding="confidential",
                closes_on=date(year, 12, 20),
            )
            yield Fact(datetime(year, 11, 1, 6, tzinfo=UTC), (event,))

    def answered(self) -> Iterator[Fact]:
        for (role, year), people in self._asked.items():
            survey = self._ids[role, year]
            for number, person in enumerate(people, 1):
                day = date(year, 11, 5) + timedelta(days=self._dice.randrange(40))
                at = datetime.combine(day, time(7), UTC) + timedelta(seconds=number)
                issued = LinkIssued(
                    effective_on=day, survey=survey, link=number, person=person, subject=person
                )
                answer = ResponseRecorded(
                    effective_on=day,
                    survey=survey,
                    number=number,
                    link=number,
                    person=person,
                    subject=person,
                    role=role,
                    phase="after",
                    year=year,
                    binding="confidential",
                    overall=self._dice.choice((5, 7, 8, 9, 10)),
                )
                yield Fact(at, (issued,))
                yield Fact(at + timedelta(hours=5), (answer,))


_ROLES: tuple[Role, ...] = ("mentee", "mentor")


def _circle(dice: Random, surveys: _Surveys) -> list[Fact]:
    """Return what is recorded of one mentor, the mentees and their pairs."""
    year = dice.choice(YEARS)
    day = date(year, 1, 10) + timedelta(days=dice.randrange(270))
    mentor = Person(dice, "mentor", day)
    facts = mentor.facts
    for _ in range(MENTEES_PER_MENTOR):
        mentee = Person(dice, "mentee", day)
        facts += mentee.facts
        known = max(mentor.known, mentee.known)
        for following in range(1 + (dice.random() < SECOND_PAIR_SHARE)):
            first_day = known + timedelta(days=1 + 365 * following)
            facts += _pair(dice, first_day, mentor, mentee.id)
            surveys.ask(mentee.id, "mentee", first_day.year)
            surveys.ask(mentor.id, "mentor", first_day.year)
    return facts


def _pair(dice: Random, first_day: date, mentor: Person, mentee: UUID) -> list[Fact]:
    pair, people = new_uuid(dice), (mentor.id, mentee)
    diary = Diary(dice)
    day = first_day
    diary.write(
        PairProposed(
            effective_on=day,
            pair=pair,
            mentor=mentor.id,
            mentees=(mentee,),
            form="employer_pupil" if mentor.enterprise else "pupil_pupil",
            enterprise=mentor.enterprise,
            goal="Подготовка к муниципальному этапу олимпиады по математике.",
        )
    )
    diary.write(
        PairApproved(
            effective_on=day,
            pair=pair,
            people=people,
            order_number=f"{dice.randrange(1, 90)}-од",
            order_date=day,
        )
    )
    diary.write(PairStarted(effective_on=day, pair=pair, people=people))
    diary.write(PlanSet(effective_on=day, pair=pair, people=people, plan="Встречи раз в месяц."))
    last_day = day + timedelta(days=dice.randrange(230, 300))
    for number in count():
        day += timedelta(days=dice.randint(*MEETINGS_APART_DAYS))
        if day >= last_day:
            break
        kind = KINDS[min(number, len(KINDS) - 1)]
        diary.write(
            MeetingHeld(effective_on=day, pair=pair, people=people, kind=kind, duration_minutes=45)
        )
        if number == 2:
            result = "Решены задачи двух лет."
            diary.write(InterimResult(effective_on=day, pair=pair, people=people, result=result))
    done = "Цель достигнута: призёр муниципального этапа."
    diary.write(PairCompleted(effective_on=last_day, pair=pair, people=people, result=done))
    return diary.facts
