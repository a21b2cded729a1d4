"""People of the made-up district, and what institutions record of each before and after a pair."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Literal
from uuid import UUID

import msgspec

from domain.consent import ConsentGiven, ConsentWithdrawn, Purpose
from domain.employment import EmploymentStarted, ExperienceRecorded
from domain.events import Event
from domain.inn import inn_is_valid
from domain.participant import (
    BaseEntered,
    BaseStatusChanged,
    ParticipantRegistered,
    ProfileRevised,
    ResidenceRecorded,
)
from domain.rules import Role

ADULTS_AMONG = {"mentor": 0.3, "mentee": 0.1}
"""Mentors whom an enterprise gives, and mentees who are teachers."""
ENTERPRISES = [inn for inn in (f"77{number:08}" for number in range(400)) if inn_is_valid(inn)]
WITHDRAWN_SHARE = 0.03
PUBLICATION_SHARE = 0.4
ELSEWHERE_SHARE = 0.04
TO_DISTRICT_SHARE = 0.5
LATE_DAYS_MAX = 20

LAST_NAMES = [
    "Журавлёв",
    "Синицын",
    "Дроздов",
    "Соловьёв",
    "Скворцов",
    "Лебедев",
    "Орлов",
    "Чижов",
    "Зимин",
    "Летов",
]
FIRST_NAMES = [
    "Агата",
    "Борис",
    "Вера",
    "Глеб",
    "Дарья",
    "Егор",
    "Жанна",
    "Захар",
    "Инна",
    "Кирилл",
    "Лидия",
    "Марк",
]
MIDDLE_NAMES = ["Артёмович", "Богданович", "Викторович", "Глебович", "Денисович", "Егорович"]

Document = Literal["request", "questionnaire"]


class Fact(msgspec.Struct, frozen=True):
    """What one command records, and when."""

    at: datetime
    events: tuple[Event, ...]


class Diary:
    """Facts one after another; each is recorded some days late and never before the last one."""

    def __init__(self, dice: Random) -> None:
        self.facts: list[Fact] = []
        self._dice = dice

    def write(self, *events: Event) -> None:
        """Record what one command makes."""
        day = events[0].effective_on + timedelta(days=self._dice.randrange(LATE_DAYS_MAX))
        seconds = self._dice.randrange(6 * 3600, 16 * 3600)
        at = datetime.combine(day, time(), UTC) + timedelta(seconds=seconds)
        if self.facts:
            at = max(at, self.facts[-1].at + timedelta(minutes=1))
        self.facts.append(Fact(at, events))


class Person:
    """Someone whose records are complete for a first pair on the day ``known``."""

    def __init__(self, dice: Random, role: Role, day: date) -> None:
        self.id = new_uuid(dice)
        self._dice = dice
        self._adult = dice.random() < ADULTS_AMONG[role]
        self.enterprise = dice.choice(ENTERPRISES) if self._adult and role == "mentor" else None
        self._parent = f"{dice.choice(LAST_NAMES)}а Прасковья Ильинична"
        diary = Diary(dice)
        diary.write(self._registered(day, role))
        lives_here = dice.random() >= ELSEWHERE_SHARE
        diary.write(
            ResidenceRecorded(effective_on=day, person=self.id, lives_in_district=lives_here)
        )
        diary.write(self._consent(day, "processing"))
        if dice.random() < PUBLICATION_SHARE:
            diary.write(self._consent(day, "publication"))
        if self._adult:
            self._take_job(diary, day)
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

    def _take_job(self, diary: Diary, day: date) -> None:
        since = day - timedelta(days=self._dice.randrange(300, 3_000))
        diary.write(
            EmploymentStarted(
                effective_on=since,
                person=self.id,
                number=1,
                kind="enterprise" if self.enterprise else "school",
                enterprise=self.enterprise,
                position_group=None if self.enterprise else "teacher",
            )
        )
        if self.enterprise is None:
            diary.write(
                ExperienceRecorded(effective_on=since, person=self.id, experience_from=since)
            )

    def _enter_base(self, diary: Diary, day: date, role: Role) -> None:
        document: Document = "request" if role == "mentee" else "questionnaire"
        diary.write(BaseEntered(effective_on=day, person=self.id, role=role, document=document))
        diary.write(self._profile(day))
        status = BaseStatusChanged(effective_on=day, person=self.id, role=role, status="selected")
        diary.write(status)
        if role == "mentor":
            diary.write(msgspec.structs.replace(status, status="trained"))

    def _go_on(self, diary: Diary, day: date) -> None:
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


def new_uuid(dice: Random) -> UUID:
    """Return a random id that is the same in every run."""
    return UUID(int=dice.getrandbits(128), version=4)
