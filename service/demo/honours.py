"""Seminars and awards for mentors: what schools ask for in October and the district does then.

Everything that the district has to learn from the schools lies between the first of October and
the day of the seminar, and what the district does about it lies later: see
:attr:`service.demo.plan.Plan.terms`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from random import Random
from uuid import UUID

import msgspec

from domain.award import ApproveAward, ConferAward, DeclineAward
from domain.award_kind import AddAwardKind
from domain.enrolment import MakeEnrolment, WithdrawEnrolment
from domain.nomination import Nominate, WithdrawNomination
from domain.seminar import (
    AttachMaterial,
    HoldSeminar,
    IssueCertificate,
    RecordAttendance,
    ScheduleSeminar,
)
from service.demo.days import at_desk, between
from service.demo.enrolment import Member
from service.demo.journal import Journal
from service.demo.size import SCHOOL_YEARS

AWARD = "best_mentor"
ADDED_ON = date(2020, 5, 25)
HOURS = 6
ENROLLED_MAX = 2
NOMINATED_SHARE = 0.4
ATTENDS_SHARE = 0.85
APPROVED_SHARE = 0.6
GROUNDS = "наставляемые достигли поставленных целей, группа работала весь год без перерывов"
DECLINED_BECAUSE = "в этом году наставник ведёт группу менее двух месяцев"


class _Enrolled(msgspec.Struct, frozen=True):
    enrolment: UUID
    mentor: Member


class Honours:
    """Plans the seminar and the awards of each year, in the district's journal and the schools'."""

    def __init__(self, district: Journal) -> None:
        self._district = district
        self._dice = Random("nastavnik honours")  # noqa: S311 - a made-up district
        kind = AddAwardKind(effective_on=ADDED_ON, code=AWARD, title="Лучший наставник района")
        district.enter(ADDED_ON, kind)

    def plan(self, year: int, mentors: Sequence[tuple[Journal, Sequence[Member]]]) -> None:
        """Plan the autumn of a year; ``mentors`` are those of each institution that takes part."""
        asked = [(journal, list(dict.fromkeys(some))) for journal, some in mentors if some]
        self._seminar(year, asked)
        self._awards(year, asked)

    def _seminar(self, year: int, asked: Sequence[tuple[Journal, list[Member]]]) -> None:
        enter = self._district.enter
        decided, held = at_desk(date(year, 9, 14)), at_desk(date(year, 10, 26))
        schedule = ScheduleSeminar(
            effective_on=decided,
            title=f"Школа наставника – {year}",
            held_on=held,
            begins_at="14:00",
            place="районный методический кабинет",
            programme="формы наставничества; первая встреча; обратная связь; мониторинг",
            hours=HOURS,
            capacity=40,
        )
        seminar = enter(decided, schedule)
        enter(held, HoldSeminar(effective_on=held, hours=HOURS), seminar)
        nth = 0
        for number, (journal, mentors) in enumerate(asked):
            sample = self._dice.sample(mentors, min(ENROLLED_MAX, len(mentors)))
            enrolled = [_Enrolled(self._enrol(journal, seminar, one, year), one) for one in sample]
            if number == len(asked) - 1:
                self._takes_back(journal, enrolled.pop(), year)
            there = [one.mentor.key for one in enrolled if self._dice.random() < ATTENDS_SHARE]
            if not there:
                continue
            noted = at_desk(date(year, 10, 28))
            attendance = RecordAttendance(
                effective_on=held, school=journal.tenant, attendees=tuple(there)
            )
            enter(noted, attendance, seminar)
            for person in there:
                nth += 1
                certificate = IssueCertificate(
                    effective_on=noted,
                    school=journal.tenant,
                    person=person,
                    certificate_number=f"{year}-{nth:03d}",
                )
                enter(noted, certificate, seminar)
        attached = at_desk(date(year, 11, 5))
        link = "https://example.org/mentoring/first-meeting.pdf"
        material = AttachMaterial(effective_on=attached, title="Памятка наставника", link=link)
        enter(attached, material, seminar)

    def _enrol(self, journal: Journal, seminar: UUID, mentor: Member, year: int) -> UUID:
        day = at_desk(between(self._dice, date(year, 10, 8), date(year, 10, 15)))
        command = MakeEnrolment(effective_on=day, seminar=seminar, person=mentor.key)
        return journal.enter(day, command)

    def _takes_back(self, journal: Journal, enrolled: _Enrolled, year: int) -> None:
        day = at_desk(date(year, 10, 20))
        command = WithdrawEnrolment(effective_on=day, reason="уроки в день семинара")
        journal.enter(day, command, enrolled.enrolment)

    def _awards(self, year: int, asked: Sequence[tuple[Journal, list[Member]]]) -> None:
        nominated = 0
        for number, (journal, mentors) in enumerate(asked):
            if number and self._dice.random() >= NOMINATED_SHARE:
                continue
            day = at_desk(between(self._dice, date(year, 10, 12), date(year, 10, 19)))
            command = Nominate(
                effective_on=day,
                person=self._dice.choice(mentors).key,
                kind=AWARD,
                year=year,
                grounds=GROUNDS,
            )
            nomination = journal.enter(day, command)
            nominated += 1
            if number == 1:
                day = at_desk(date(year, 10, 21))
                back = WithdrawNomination(effective_on=day, reason="представлен другой наставник")
                journal.enter(day, back, nomination)
            else:
                self._decide(year, journal.tenant, nomination, surely=nominated == 1)

    def _decide(self, year: int, school: UUID, nomination: UUID, *, surely: bool) -> None:
        decided, ceremony = at_desk(date(year, 11, 16)), at_desk(date(year, 12, 11))
        if not surely and self._dice.random() >= APPROVED_SHARE:
            decline = DeclineAward(
                effective_on=decided,
                school=school,
                nomination=nomination,
                reason=DECLINED_BECAUSE,
            )
            self._district.enter(decided, decline)
            return
        approve = ApproveAward(effective_on=decided, school=school, nomination=nomination)
        self._district.enter(decided, approve)
        confer = ConferAward(
            effective_on=ceremony,
            school=school,
            nomination=nomination,
            order_number=f"{190 + year - SCHOOL_YEARS[0]}-од",
            order_date=at_desk(date(year, 12, 1)),
            ceremony="районный праздник наставников",
        )
        self._district.enter(ceremony, confer)
