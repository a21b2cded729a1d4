"""What is put right in one institution: wrong entries, refusals, checks of papers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from domain.consent import AskConsent, CheckConsent, Finding, RefuseConsent
from domain.consent_decision import TakeConsentDecision
from domain.pair import StartPair
from domain.participant import RegisterParticipant, StrikeParticipantFact
from service.demo import late
from service.demo.days import at_desk
from service.demo.enrolment import Enrolment, Member
from service.demo.groups import Group
from service.demo.journal import Journal
from service.demo.people import People, Persona

AGE = 12
ENTRY_IN_BASE = 4
"""Its version: registration, profile and residence come before it."""

CHECKED = 4


class Amends:
    """Enters mistakes that are corrected later, of people who come for that alone."""

    def __init__(
        self, journal: Journal, enrolment: Enrolment, people: People, dice: Random
    ) -> None:
        self._journal = journal
        self._enrolment = enrolment
        self._people = people
        self._dice = dice

    def plan(self, school_year: int, groups: Sequence[Group]) -> None:
        """Plan one of each in a school year; ``groups`` are those that began in it."""
        self._wrong_birth_date(school_year)
        self._not_in_base(school_year)
        self._refusal(school_year)
        smooth = next((one for one in groups if one.course.smooth), None)
        if smooth is not None:
            self._started_earlier(smooth)
            self._checks(school_year, [smooth.mentor, *smooth.mentees][:CHECKED])
            if school_year == late.SCHOOL_YEAR:
                late.plan_withdrawal(self._journal, smooth)

    def _wrong_birth_date(self, school_year: int) -> None:
        came = date(school_year, 9, 1)
        right = self._child(school_year)
        typed = right.born.replace(day=right.born.day % 28 + 1)
        member = self._enrolment.pupil(right.born_on(typed), school_year, came)
        corrected = at_desk(date(school_year, 11, 9))
        command = RegisterParticipant(
            effective_on=came,
            last_name=right.last_name,
            first_name=right.first_name,
            middle_name=right.middle_name,
            birth_date=right.born,
            birth_year=right.born.year,
            corrects=1,
            reason="дата рождения исправлена по свидетельству о рождении",
        )
        self._journal.enter(corrected, command, member.key)

    def _not_in_base(self, school_year: int) -> None:
        came = date(school_year, 9, 1)
        member = self._enrolment.pupil(self._child(school_year), school_year, came)
        self._enrolment.enter_base(member, "mentee", came + timedelta(days=24))
        command = StrikeParticipantFact(
            corrects=ENTRY_IN_BASE, reason="запрос подавал другой ученик этого класса"
        )
        self._journal.enter(date(school_year, 10, 19), command, member.key)

    def _refusal(self, school_year: int) -> None:
        came = date(school_year, 9, 1)
        member = self._enrolment.register_pupil(self._child(school_year), school_year, came)
        asked, refused = at_desk(date(school_year, 9, 14)), at_desk(date(school_year, 9, 21))
        ask = AskConsent(effective_on=asked, purpose="processing", how="form_sent")
        self._journal.enter(asked, ask, member.key)
        refuse = RefuseConsent(
            effective_on=refused, purpose="processing", refused_by="representative"
        )
        self._journal.enter(refused, refuse, member.key)
        decided = at_desk(date(school_year, 10, 5))
        decide = TakeConsentDecision(
            effective_on=decided, purpose="processing", number=0, decision="destroy"
        )
        self._journal.enter(decided, decide, member.key)

    def _started_earlier(self, group: Group) -> None:
        corrected = at_desk(group.course.first + timedelta(days=50))
        command = StartPair(
            effective_on=group.course.first - timedelta(days=1),
            corrects=self._journal.version_made(group.pair, StartPair),
            reason="первый день исправлен по журналу наставника",
        )
        self._journal.enter(corrected, command, group.pair)

    def _checks(self, school_year: int, members: Sequence[Member]) -> None:
        day = at_desk(date(school_year, 10, 22))
        for number, one in enumerate(members):
            finding: Finding = "valid" if number else "wrong_wording"
            command = CheckConsent(
                effective_on=day, purpose="processing", number=one.consents, finding=finding
            )
            self._journal.enter(day, command, one.key)

    def _child(self, school_year: int) -> Persona:
        return self._people.child(school_year - AGE, "date")
