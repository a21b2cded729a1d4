"""Two schools with a group each, for the columns of the bases that come from pairs."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from domain.consent import GiveConsent
from domain.employment import EndEmployment
from domain.pair import CompletePair, JoinPair
from domain.participant import EnterBase, ReviseProfile
from domain.rules import Role
from projections.bases import BaseFilter, BaseLine, list_mentees, list_mentors
from projections.query import Cut, Question
from service.bootstrap import Application
from tests.support.district import REASON, District
from tests.support.mentors import teaches

LINK = "https://school.example/case"


def entered(role: Role) -> EnterBase:
    return EnterBase(role=role, effective_on=date(2020, 9, 1), reason=REASON)


class Base(District):
    """Two schools alike: a teacher and Агапов (until May) and Борисов (joined in February)."""

    def __init__(self, application: Application) -> None:
        super().__init__(application, clock="2021-01-10")
        self.one, self.other = (self._school(code) for code in ("01", "02"))
        self.clock = "2021-03-01"
        for school in (self.one, self.other):
            join = JoinPair(mentee=self.late[school], effective_on=date(2021, 2, 1), reason=REASON)
            self.record(join, school, self.pairs[school])
        self.clock = "2021-06-01"
        for school, mentor in self.mentor.items():
            last = EndEmployment(number=1, effective_on=date(2021, 5, 31))
            self.record(last, school, mentor)
            teaches(self, school, mentor, "2021-06-01", position="завуч")
        done = CompletePair(
            result="Призёр", case_link=LINK, effective_on=date(2021, 5, 20), reason=REASON
        )
        self.record(done, self.one, self.pairs[self.one])
        self.clock = "2021-07-01"

    def _school(self, code: str) -> UUID:
        if code == "01":
            self.mentor: dict[UUID, UUID] = {}
            self.early: dict[UUID, UUID] = {}
            self.late: dict[UUID, UUID] = {}
            self.pairs: dict[UUID, UUID] = {}
        school = self.school(code)
        mentor = self.mentor[school] = self.participant(school, f"Наставник{code}")
        teaches(self, school, mentor, "2019-09-01")
        self.record(entered("mentor"), school, mentor)
        for people, name in ((self.early, "Агапов"), (self.late, "Борисов")):
            person = people[school] = self.participant(school, f"{name}{code}", born=2010)
            self.record(ReviseProfile(class_name="5 «А»"), school, person)
            self.record(entered("mentee"), school, person)
        self.pairs[school] = self.pair(school, mentor, [self.early[school]], "2020-10-01")
        return school

    def to_district(self, school: UUID, person: UUID) -> None:
        consent = GiveConsent(
            purpose="processing",
            signed_by="both",
            relation="parent",
            representative="Представитель",
            wording="2",
            to_district=True,
        )
        self.record(consent, school, person)

    def ask(self, asker: str = "curator", **more: Any) -> Question:
        tenant = None if asker == "district" else self.one
        question = self.question(*(() if tenant is None else (tenant,)), asker=tenant)
        handles = asker == "curator"
        return msgspec.structs.replace(question, handles=handles, reads_people=True, **more)

    def lines(self, fetch: Any, question: Question) -> dict[tuple[UUID, UUID], BaseLine]:
        with self.application.reading.transaction(question) as reader:
            page = fetch(reader, question, BaseFilter(), Cut(limit=100))
        return {(line.school, line.person): line for line in page.items}

    def mentee(self, question: Question, person: UUID | None = None) -> BaseLine:
        return self.lines(list_mentees, question)[self.one, person or self.early[self.one]]

    def mentor_line(self, question: Question) -> BaseLine:
        return self.lines(list_mentors, question)[self.one, self.mentor[self.one]]
