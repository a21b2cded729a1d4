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
from typing import Literal
from uuid import UUID

import msgspec

from adapters.postgres.log import Entry, NewEvent
from domain.catalogue import aggregate_of
from domain.consent import ConsentGiven, ConsentWithdrawn, Purpose
from domain.events import Event
from domain.pair import (
    InterimResult,
    MeetingHeld,
    PairApproved,
    PairCompleted,
    PairProposed,
    PairStarted,
    PlanSet,
)
from domain.participant import (
    BaseEntered,
    BaseStatusChanged,
    ParticipantRegistered,
    ProfileRevised,
    ResidenceRecorded,
)
from domain.rules import Role
from domain.survey import LinkIssued, ResponseRecorded, SurveyOpened

YEARS = range(2020, 2025)
MENTEES_PER_MENTOR = 3
SECOND_PAIR_SHARE = 0.5
ADULT_SHARE = 0.3
WITHDRAWN_SHARE = 0.03
PUBLICATION_SHARE = 0.4
ELSEWHERE_SHARE = 0.04
TO_DISTRICT_SHARE = 0.5
MEETINGS_APART_DAYS = (35, 70)
LATE_DAYS_MAX = 20

LAST_NAMES = "Журавлёв Синицын Дроздов Соловьёв Скворцов Лебедев Орлов Чижов Зимин Летов".split()
FIRST_NAMES = "Агата Борис Вера Глеб Дарья Егор Жанна Захар Инна Кирилл Лидия Марк".split()
MIDDLE_NAMES = "Артёмович Богданович Викторович Глебович Денисович Егорович".split()


Document = Literal["request", "questionnaire"]


class Fact(msgspec.Struct, frozen=True):
    """What one command records, and when."""

    at: datetime
    events: tuple[Event, ...]


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
            command_id=_uuid(dice),
            request_mac=dice.randbytes(32),
            actor=tenant,
            recorded_at=fact.at,
            events=tuple(placed),
        )


class _Diary:
    """Facts one after another; each is recorded some days late and never before the last one."""

    def __init__(self, dice: Random) -> None:
        self.facts: list[Fact] = []
        self._dice = dice

    def write(self, *events: Event) -> None:
        day = events[0].effective_on + timedelta(days=self._dice.randrange(LATE_DAYS_MAX))
        seconds = self._dice.randrange(6 * 3600, 16 * 3600)
        at = datetime.combine(day, time(), UTC) + timedelta(seconds=seconds)
        if self.facts:
            at = max(at, self.facts[-1].at + timedelta(minutes=1))
        self.facts.append(Fact(at, events))


class _Surveys:
    """A survey of each role and year, and who is asked in it."""

    def __init__(self, dice: Random) -> None:
        self._dice = dice
        self._asked: dict[tuple[Role, int], dict[UUID, None]] = {}
        self._ids = {(role, year): _uuid(dice) for role in _ROLES for year in YEARS}

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
    mentor = _Person(dice, "mentor", day)
    facts = mentor.facts
    for _ in range(MENTEES_PER_MENTOR):
        mentee = _Person(dice, "mentee", day)
        facts += mentee.facts
        known = max(mentor.known, mentee.known)
        for following in range(1 + (dice.random() < SECOND_PAIR_SHARE)):
            first_day = known + timedelta(days=1 + 365 * following)
            facts += _pair(dice, first_day, mentor.id, mentee.id)
            surveys.ask(mentee.id, "mentee", first_day.year)
            surveys.ask(mentor.id, "mentor", first_day.year)
    return facts


class _Person:
    """Someone whose records are complete for a first pair on the day ``known``."""

    def __init__(self, dice: Random, role: Role, day: date) -> None:
        self.id = _uuid(dice)
        self._dice = dice
        self._adult = role == "mentor" and dice.random() < ADULT_SHARE
        self._parent = f"{dice.choice(LAST_NAMES)}а Прасковья Ильинична"
        diary = _Diary(dice)
        diary.write(self._registered(day, role))
        lives_here = dice.random() >= ELSEWHERE_SHARE
        diary.write(
            ResidenceRecorded(effective_on=day, person=self.id, lives_in_district=lives_here)
        )
        diary.write(self._consent(day, "processing"))
        if dice.random() < PUBLICATION_SHARE:
            diary.write(self._consent(day, "publication"))
        self._enter_base(diary, day, role)
        self.known = diary.facts[-1].at.date()
        self._go_on(diary, day + timedelta(days=dice.randrange(300, 400)))
        self.facts = diary.facts

    def _registered(self, day: date, role: Role) -> ParticipantRegistered:
        dice = self._dice
        ages = (24, 60) if self._adult else (14 if role == "mentor" else 10, 19)
        born = date(day.year - dice.randrange(*ages), dice.randrange(1, 13), dice.randrange(1, 29))
        return ParticipantRegistered(
            effective_on=day,
            person=self.id,
            birth_year=born.year,
            birth_date=born,
            last_name=f"{dice.choice(LAST_NAMES)}-{dice.choice(LAST_NAMES)}",
            first_name=dice.choice(FIRST_NAMES),
            middle_name=dice.choice(MIDDLE_NAMES),
        )

    def _consent(self, day: date, purpose: Purpose) -> ConsentGiven:
        return ConsentGiven(
            effective_on=day,
            person=self.id,
            purpose=purpose,
            number=1,
            to_district=self._dice.random() < TO_DISTRICT_SHARE,
            wording="2020-1",
            signed_by="self" if self._adult else "both",
            relation=None if self._adult else "parent",
            representative=None if self._adult else self._parent,
        )

    def _enter_base(self, diary: _Diary, day: date, role: Role) -> None:
        document: Document = "request" if role == "mentee" else "questionnaire"
        diary.write(
            BaseEntered(effective_on=day, person=self.id, role=role, document=document)
        )
        diary.write(self._profile(day))
        status = BaseStatusChanged(
            effective_on=day, person=self.id, role=role, status="selected"
        )
        diary.write(status)
        if role == "mentor":
            diary.write(msgspec.structs.replace(status, status="trained"))

    def _go_on(self, diary: _Diary, day: date) -> None:
        diary.write(self._profile(day))
        if self._dice.random() < WITHDRAWN_SHARE:
            diary.write(
                ConsentWithdrawn(
                    effective_on=day,
                    person=self.id,
                    purpose="processing",
                    number=1,
                    withdrawn_by="representative",
                )
            )

    def _profile(self, day: date) -> ProfileRevised:
        dice = self._dice
        return ProfileRevised(
            effective_on=day,
            person=self.id,
            school_year=f"{day.year}/{day.year + 1}",
            class_name=f"{dice.randrange(5, 12)}{dice.choice('АБВ')}",
            contact=f"+7 900 {dice.randrange(10**7):07}",
            contact_person=self._parent,
            request="Подготовка к муниципальному этапу олимпиады",
            interests="математика, шахматы, плавание",
            time_resource="2 часа в неделю",
        )


def _pair(dice: Random, first_day: date, mentor: UUID, mentee: UUID) -> list[Fact]:
    pair, people = _uuid(dice), (mentor, mentee)
    diary = _Diary(dice)
    day = first_day
    diary.write(
        PairProposed(
            effective_on=day,
            pair=pair,
            mentor=mentor,
            mentees=(mentee,),
            form="pupil_pupil",
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
        kind = ("first", "planning")[number] if number < 2 else "regular"  # type: ignore[misc]
        diary.write(
            MeetingHeld(
                effective_on=day, pair=pair, people=people, kind=kind, duration_minutes=45
            )
        )
        if number == 2:
            result = "Решены задачи двух лет."
            diary.write(InterimResult(effective_on=day, pair=pair, people=people, result=result))
    done = "Цель достигнута: призёр муниципального этапа."
    diary.write(PairCompleted(effective_on=last_day, pair=pair, people=people, result=done))
    return diary.facts


def _uuid(dice: Random) -> UUID:
    return UUID(int=dice.getrandbits(128), version=4)
