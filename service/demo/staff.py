"""The adults of one institution: its teachers, and those whom enterprises send."""

from __future__ import annotations

from datetime import date
from random import Random

from domain.clearance import RecordClearance
from domain.employment import RecordExperience, StartEmployment
from domain.rules import Role
from service.demo.days import at_desk, later
from service.demo.enrolment import Enrolment, Member
from service.demo.journal import Journal
from service.demo.people import People

TEACHER_BORN = (28, 58)
YOUNG_TEACHER_BORN = (22, 25)
EMPLOYEE_BORN = (25, 60)
GRADUATES_AT = 23
FROM_WORK_BOOK = "записано по трудовой книжке"
PROFESSIONS = ("инженер", "технолог", "агроном", "бухгалтер", "мастер участка", "программист")


class Staff:
    """Takes adults in, with their jobs, experience and clearances."""

    def __init__(
        self, journal: Journal, enrolment: Enrolment, people: People, dice: Random
    ) -> None:
        self._journal = journal
        self._enrolment = enrolment
        self._people = people
        self._dice = dice

    def teacher(self, school_year: int) -> Member:
        """Take in a mentor who has taught for years."""
        born = school_year - self._dice.randint(*TEACHER_BORN)
        began = min(born + GRADUATES_AT, school_year - 4)
        return self._teacher(born, date(began, 9, 1), school_year, "mentor")

    def young_teacher(self, school_year: int) -> Member:
        """Take in a mentee who begins to teach in that school year, or began in the last."""
        born = school_year - self._dice.randint(*YOUNG_TEACHER_BORN)
        began = school_year - self._dice.randint(0, 1)
        return self._teacher(born, date(began, 9, 1), school_year, "mentee")

    def employee(self, enterprise: str, school_year: int) -> Member:
        """Take in a mentor whom an enterprise sends; a clearance is still needed."""
        born = school_year - self._dice.randint(*EMPLOYEE_BORN)
        came = date(school_year, 9, 1)
        member = self._enrolment.adult(self._people.teacher(born), came, "mentor", outside=True)
        papers = at_desk(date(school_year, 9, 15))
        job = StartEmployment(
            effective_on=date(school_year - self._dice.randint(1, 6), 2, 1),
            kind="enterprise",
            position=self._dice.choice(PROFESSIONS),
            enterprise=enterprise,
            reason=FROM_WORK_BOOK,
        )
        self._journal.enter(papers, job, member.key)
        return member

    def clear(self, member: Member, school_year: int) -> None:
        """Record a clearance to work with children that expires with the school year."""
        day = at_desk(later(self._dice, date(school_year, 9, 17), 0, 6))
        command = RecordClearance(
            effective_on=day,
            valid_until=date(school_year + 1, 8, 31),
            document=f"справка от {day:%d.%m.%Y}",
        )
        self._journal.enter(day, command, member.key)

    def _teacher(self, born: int, began: date, school_year: int, role: Role) -> Member:
        came = date(school_year, 8, 27)
        member = self._enrolment.adult(self._people.teacher(born), came, role)
        papers = at_desk(date(school_year, 9, 10))
        # A teacher who worked elsewhere before is not known to have: the job is this one.
        job = StartEmployment(
            effective_on=max(began, date(school_year - 3, 9, 1)),
            kind="school",
            position_group="teacher",
            position="учитель",
            reason=FROM_WORK_BOOK,
        )
        self._journal.enter(papers, job, member.key)
        experience = RecordExperience(effective_on=papers, experience_from=began)
        self._journal.enter(papers, experience, member.key)
        return member
