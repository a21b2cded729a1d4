"""The years of one institution: who comes each autumn, who works with whom, who goes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from uuid import UUID

import msgspec

from service.demo.amends import Amends
from service.demo.days import at_desk, between, later
from service.demo.enrolment import Enrolment, Member
from service.demo.groups import Group, Groups
from service.demo.journal import Journal
from service.demo.people import People, Persona
from service.demo.staff import Staff
from service.demo.surveys import Surveys

RETURNS_SHARE = 0.8
COMES_IN_WINTER_SHARE = 0.12
TRANSFERS_SHARE = 0.02
MOVES_AWAY_SHARE = 0.012
STAYS_IN_BASE_ONLY_SHARE = 0.06
TWO_YEARS_SHARE = 0.3
MISTAKE_SHARE = 0.25
GROUPS_PER_TEACHER_MAX = 2
GROUP_SIZES = ((1, 2, 3, 4, 5), (22, 20, 26, 20, 12))
TEEN_GROUP_SIZES = ((1, 2, 3), (40, 40, 20))
TEEN_MENTOR_AGES = range(15, 18)

BY_TEACHER, BY_PUPIL, FOR_TEACHER = "teacher_pupil", "pupil_pupil", "teacher_teacher"
BY_EMPLOYEE = "employer_pupil"

Source = Callable[[int, int], list[Persona]]
"""Gives the children who come in a school year: ``(school year, how many)``."""


class Quota(msgspec.Struct, frozen=True):
    """How many take part in a school year; ``enterprises`` send a mentor each."""

    mentees: int
    teen_mentors: int = 0
    young_teachers: int = 0
    enterprises: tuple[str, ...] = ()


class Ways(msgspec.Struct, frozen=True, kw_only=True):
    """What is peculiar to an institution.

    ``number``: which it is. ``transfers_to``: another one, to which some of its pupils go.

    ``last_day`` and ``ends_because``: its end. ``confidential``: so are its surveys of mentors.
    ``eventful``: faults that elsewhere happen by chance happen here for sure.
    """

    number: int
    last_day: date | None = None
    ends_because: str | None = None
    transfers_to: UUID | None = None
    confidential: bool = False
    eventful: bool = False


class InstitutionYears:
    """Plans the school years of one institution one after another."""

    def __init__(
        self, journal: Journal, dice: Random, people: People, source: Source, ways: Ways
    ) -> None:
        self.pupils: list[Member] = []
        self.transferred: list[Persona] = []
        self.teachers_in: dict[int, list[Member]] = {}
        self.settled_in: dict[int, list[Member]] = {}
        self._dice = dice
        self._people = people
        self._source = source
        self._ways = ways
        self._enrolment = Enrolment(journal, dice)
        self._groups = Groups(journal, self._enrolment, dice)
        self._staff = Staff(journal, self._enrolment, people, dice)
        self._surveys = Surveys(
            journal,
            Random(f"surveys {ways.number}"),  # noqa: S311 - made-up answers
            binding="confidential" if ways.confidential else "named",
            peculiar=ways.eventful,
        )
        self._amends = Amends(journal, self._enrolment, people, dice)
        self._employees: dict[str, Member] = {}
        self._teachers: list[Member] = []
        self._working: list[Group] = []

    def plan(self, school_year: int, quota: Quota) -> None:
        """Plan one school year, from September to the next June."""
        self._renew(school_year)
        mentors = self._teen_mentors(school_year, quota.teen_mentors)
        in_autumn, in_winter = self._mentees(school_year, quota, mentors)
        groups = self._group(school_year, quota, mentors, in_autumn)
        self._working = [one for one in self._working if one.course.last.year > school_year]
        self._working += groups
        self.teachers_in[school_year] = [one.mentor for one in groups if one.form == BY_TEACHER]
        smooth = (one.mentees for one in groups if one.course.smooth)
        self.settled_in[school_year] = list(next(smooth, ()))
        joined = self._join(school_year, in_winter)
        if self._ways.eventful or self._dice.random() < MISTAKE_SHARE:
            self._mistake(school_year)
        for number in range(quota.young_teachers):
            self._working.append(self._young_teacher(school_year, number))
        if self._ways.eventful:
            self._amends.plan(school_year, groups)
        self._surveys.ask(school_year, self._working, joined)
        self._summer(school_year)

    def pupils_in(self, school_year: int) -> list[Member]:
        """Return the pupils who are there in a school year."""
        return [one for one in self.pupils if one.stays_in(school_year)]

    def _renew(self, school_year: int) -> None:
        for one in self.pupils_in(school_year):
            day = later(self._dice, date(school_year, 9, 3), 0, 10)
            self._enrolment.profile(one, school_year, day)
            if one.consent_until is not None and one.consent_until < day:
                self._enrolment.consent(one, day)
            if self._dice.random() < MOVES_AWAY_SHARE:
                self._enrolment.move_away(one, day)

    def _teen_mentors(self, school_year: int, wanted: int) -> list[Member]:
        able = [
            one
            for one in self.pupils_in(school_year)
            if one.persona.age_in(school_year) in TEEN_MENTOR_AGES
        ]
        chosen = sorted(able, key=lambda one: "mentor" not in one.roles)[:wanted]
        born = [school_year - self._dice.choice((15, 15, 16)) for _ in range(wanted - len(chosen))]
        chosen += [
            self._admit(self._people.child(year), school_year, date(school_year, 9, 1))
            for year in born
        ]
        for one in chosen:
            self._enrolment.enter_base(one, "mentor", date(school_year, 9, 24))
        return chosen

    def _mentees(
        self, school_year: int, quota: Quota, mentors: list[Member]
    ) -> tuple[list[Member], list[Member]]:
        """Return those who are to work with a mentor from autumn and from winter on."""
        begins = date(school_year, 9, 15)
        here = [one for one in self.pupils_in(school_year) if one not in mentors]
        wanted = max(0, quota.mentees - sum(one.busy_until > begins for one in here))
        free = [
            one for one in here if one.busy_until <= begins and self._dice.random() < RETURNS_SHARE
        ]
        mentees = free[:wanted]
        for one in mentees:
            self._enrolment.enter_base(one, "mentee", date(school_year, 9, 24))
        in_winter: list[Member] = []
        for persona in self._source(school_year, wanted - len(mentees)):
            if self._working and self._dice.random() < COMES_IN_WINTER_SHARE:
                in_winter.append(self._mentee(persona, school_year, date(school_year + 1, 1, 12)))
            else:
                mentees.append(self._mentee(persona, school_year, date(school_year, 9, 1)))
        only_in_base = round(wanted * STAYS_IN_BASE_ONLY_SHARE) + self._ways.eventful
        for persona in self._source(school_year, only_in_base):
            self._mentee(persona, school_year, date(school_year, 9, 1))
        return mentees, in_winter

    def _mentee(self, persona: Persona, school_year: int, day: date) -> Member:
        member = self._admit(persona, school_year, day)
        self._enrolment.enter_base(member, "mentee", day + timedelta(days=24))
        return member

    def _admit(self, persona: Persona, school_year: int, day: date) -> Member:
        member = self._enrolment.pupil(persona, school_year, day)
        self.pupils.append(member)
        return member

    def _group(
        self, school_year: int, quota: Quota, teens: list[Member], mentees: list[Member]
    ) -> list[Group]:
        waiting = sorted(mentees, key=lambda one: one.persona.born)
        groups = []
        for teen in teens:
            size = self._dice.choices(*TEEN_GROUP_SIZES)[0]
            youngest = [waiting.pop() for _ in range(min(size, len(waiting)))]
            if youngest:
                groups.append(self._live(BY_PUPIL, teen, youngest, school_year))
        self._dice.shuffle(waiting)
        for code in quota.enterprises:
            size = self._dice.choices(*TEEN_GROUP_SIZES)[0]
            together = [waiting.pop() for _ in range(min(size, len(waiting)))]
            if together:
                groups.append(self._with_employee(code, together, school_year))
        teachers: list[Member] = []
        while waiting:
            size = self._dice.choices(*GROUP_SIZES)[0]
            together = [waiting.pop() for _ in range(min(size, len(waiting)))]
            if not teachers:
                teachers = self._teachers_of(school_year, 1 + len(waiting) // 6)
            groups.append(self._live(BY_TEACHER, teachers.pop(), together, school_year))
        return groups

    def _live(self, form: str, mentor: Member, mentees: list[Member], school_year: int) -> Group:
        last, because = self._until(school_year + 1), None
        stay = all(one.stays_in(school_year + 1) and one.consent_until is None for one in mentees)
        if form == BY_TEACHER and stay and self._dice.random() < TWO_YEARS_SHARE:
            last = self._until(school_year + 2)
            if self._ways.last_day is not None and last > self._ways.last_day:
                last = self._ways.last_day - timedelta(days=12)
                because = self._ways.ends_because
        first = date(school_year, 9, 28)
        return self._groups.live(form, mentor, mentees, first, last, broken_off=because)

    def _with_employee(self, code: str, mentees: list[Member], school_year: int) -> Group:
        mentor = self._employees.get(code) or self._staff.employee(code, school_year)
        self._employees[code] = mentor
        self._staff.clear(mentor, school_year)
        first, last = date(school_year, 9, 28), self._until(school_year + 1)
        return self._groups.live(BY_EMPLOYEE, mentor, mentees, first, last, enterprise=code)

    def _until(self, year: int) -> date:
        return date(year, 5, 28)

    def _teachers_of(self, school_year: int, wanted: int) -> list[Member]:
        rested = [one for one in self._teachers if one.busy_until < date(school_year, 9, 1)]
        chosen = rested[:wanted]
        for _ in range(wanted - len(chosen)):
            chosen.append(self._staff.teacher(school_year))
        self._teachers += [one for one in chosen if one not in self._teachers]
        for one in chosen:
            one.busy_until = date(school_year + 1, 6, 20)
        return chosen * GROUPS_PER_TEACHER_MAX

    def _join(self, school_year: int, in_winter: list[Member]) -> list[Member]:
        open_groups = [
            one
            for one in self._working
            if one.course.smooth
            and one.course.last.year == school_year + 1
            and len(one.mentees) < max(GROUP_SIZES[0])
        ]
        if not open_groups:
            return []
        first, last = date(school_year + 1, 2, 10), date(school_year + 1, 2, 18)
        for one in in_winter:
            group = self._dice.choice(open_groups)
            self._groups.join(group, one, between(self._dice, first, last))
        return in_winter

    def _mistake(self, school_year: int) -> None:
        first = at_desk(date(school_year, 10, 28))
        idle = [
            one
            for one in self.pupils_in(school_year)
            if one.since < first and one.busy_until < first and one.roles == {"mentee"}
        ]
        if idle and self._teachers:
            mentor = self._dice.choice(self._teachers)
            self._groups.enter_by_mistake(BY_TEACHER, mentor, self._dice.choice(idle), first)

    def _young_teacher(self, school_year: int, number: int) -> Group:
        if not self._teachers:
            self._teachers.append(self._staff.teacher(school_year))
        mentor = self._teachers[number % len(self._teachers)]
        young = self._staff.young_teacher(school_year)
        first, last = date(school_year, 9, 28), self._until(school_year + 1)
        return self._groups.live(FOR_TEACHER, mentor, [young], first, last)

    def _summer(self, school_year: int) -> None:
        ends = self._ways.last_day
        over = ends is not None and ends.year == school_year + 1
        for one in self.pupils:
            finishes = one.last_school_year == school_year
            if not one.gone and finishes and not over:
                day = later(self._dice, date(school_year + 1, 6, 22), 0, 8)
                self._enrolment.leave(one, day)
        if self._ways.transfers_to is not None:
            self._transfer(school_year, self._ways.transfers_to)

    def _transfer(self, school_year: int, school: UUID) -> None:
        day = date(school_year + 1, 7, 2)
        for one in self.pupils_in(school_year + 1):
            idle = one.busy_until < day and one.since < date(school_year + 1, 1, 1)
            if idle and self._dice.random() < TRANSFERS_SHARE:
                self._enrolment.transfer(one, school, day)
                self.transferred.append(one.persona)
