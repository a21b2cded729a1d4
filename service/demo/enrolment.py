"""How a person comes into an institution's records, stays in them and goes."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from uuid import UUID

from domain.consent import FindConsentInvalid, GiveConsent, WithdrawConsent
from domain.consent_decision import TakeConsentDecision
from domain.leaving import LeaveInstitution
from domain.participant import (
    ChangeBaseStatus,
    EnterBase,
    LeaveBase,
    RecordResidence,
    RegisterParticipant,
    ReviseProfile,
)
from domain.rules import Role, SigningRule
from service.demo.days import at_desk, between, entered, later
from service.demo.journal import Journal
from service.demo.people import Persona

KEPT_SHARE = 0.2
GROUND = "журнал консультаций хранится по номенклатуре дел учреждения"
WORDING = "2020-1"
ELSEWHERE_SHARE = 0.035
RESIDENCE_UNKNOWN_SHARE = 0.06
DISTRICT_NAMED_SHARE = 0.88
CONSENT_OF_ONE_YEAR_SHARE = 0.08
LEAVES_AFTER_NINTH_SHARE = 0.3
FIRST_GRADE_AGE = 6
NINTH_GRADE, LAST_GRADE = 9, 11
REQUESTS = (
    "подготовка к олимпиаде",
    "выбор профессии",
    "помощь по математике",
    "адаптация в новом классе",
    "участие в исследовательском проекте",
    "подготовка к соревнованиям",
)
COMPETENCIES = (
    "физика, проектная работа",
    "русский язык и литература",
    "программирование",
    "краеведение, туризм",
    "вокал, сценическая речь",
    "лёгкая атлетика",
)


class Member:
    """A person in one institution: what the plan has to remember of them.

    ``since`` is about the day they came; ``busy_until`` is the day by which the end of the last
    pair is entered; ``last_school_year`` is given by the year in which it begins; ``gone`` is who
    withdrew or left for good.
    """

    def __init__(self, persona: Persona, key: UUID, since: date, last_school_year: int) -> None:
        self.persona = persona
        self.key = key
        self.since = since
        self.last_school_year = last_school_year
        self.busy_until = date.min
        self.consents = 0
        self.consent_until: date | None = None
        self.roles: set[Role] = set()
        self.gone = False

    def stays_in(self, school_year: int) -> bool:
        """Say whether the person is still there in that school year."""
        return not self.gone and school_year <= self.last_school_year


class Enrolment:
    """Enters persons in one institution's journal."""

    def __init__(self, journal: Journal, dice: Random) -> None:
        self._journal = journal
        self._dice = dice

    def register_pupil(self, persona: Persona, school_year: int, day: date) -> Member:
        """Enter that a pupil came, and nothing more."""
        return self._register(persona, day, school_year)

    def pupil(self, persona: Persona, school_year: int, day: date) -> Member:
        """Take a pupil in around ``day``: registered first, the rest some two weeks later."""
        ends = persona.born.year + FIRST_GRADE_AGE + LAST_GRADE
        if self._dice.random() < LEAVES_AFTER_NINTH_SHARE:
            ninth = persona.born.year + FIRST_GRADE_AGE + NINTH_GRADE
            ends = ninth if ninth >= school_year else ends
        member = self._register(persona, day, max(ends, school_year))
        papers = day + timedelta(days=13)
        self.profile(member, school_year, papers)
        self._residence(member, day, papers)
        self.consent(member, later(self._dice, papers, 0, 8), school_year=school_year)
        return member

    def adult(self, persona: Persona, day: date, role: Role, *, outside: bool = False) -> Member:
        """Take an adult in, in a role; ``outside``: of another organisation."""
        member = self._register(persona, day, school_year=9999, outside=outside)
        papers = day + timedelta(days=13)
        profile = ReviseProfile(
            effective_on=at_desk(papers), competencies=self._dice.choice(COMPETENCIES)
        )
        self._journal.enter(papers, profile, member.key)
        self.consent(member, later(self._dice, papers, 0, 5))
        self.enter_base(member, role, papers + timedelta(days=8))
        return member

    def profile(self, member: Member, school_year: int, day: date) -> None:
        """Write the pupil's profile of a school year."""
        day = at_desk(day)
        grade = max(1, member.persona.age_in(school_year) - FIRST_GRADE_AGE)
        profile = ReviseProfile(
            effective_on=day,
            school_year=f"{school_year}/{school_year + 1}",
            class_name=str(min(grade, LAST_GRADE)),
            request=self._dice.choice(REQUESTS),
            contact_person=member.persona.representative,
        )
        self._journal.enter(day, profile, member.key)

    def consent(self, member: Member, day: date, school_year: int | None = None) -> None:
        """Enter a processing consent signed on ``day`` as the rule asks at that age.

        With a school year it may be one that ends with it.
        """
        persona = member.persona
        signed_by = SigningRule().required(
            persona.birth_date, None if persona.known == "nothing" else persona.born.year, day
        )
        represented = signed_by != "self"
        until = None
        if school_year is not None and self._dice.random() < CONSENT_OF_ONE_YEAR_SHARE:
            until = date(school_year + 1, 8, 31)
        command = GiveConsent(
            effective_on=day,
            purpose="processing",
            signed_by=signed_by,
            wording=WORDING,
            to_district=self._dice.random() < DISTRICT_NAMED_SHARE,
            relation="parent" if represented else None,
            representative=persona.representative if represented else None,
            valid_until=until,
        )
        self._journal.enter(entered(self._dice, day, 4), command, member.key)
        member.consents += 1
        member.consent_until = until

    def withdraw(self, member: Member, day: date) -> None:
        """Enter that the last consent was withdrawn on ``day``; the person takes no part again."""
        adult = member.persona.age_in(day.year) > 18
        command = WithdrawConsent(
            effective_on=day,
            purpose="processing",
            number=member.consents,
            withdrawn_by="self" if adult else "representative",
        )
        self._journal.enter(entered(self._dice, day, 2), command, member.key)
        member.gone = True
        self._decide(member, at_desk(later(self._dice, day, 6, 20)))

    def _decide(self, member: Member, day: date) -> None:
        keeps = self._dice.random() < KEPT_SHARE
        command = TakeConsentDecision(
            effective_on=day,
            purpose="processing",
            number=member.consents,
            decision="keep" if keeps else "destroy",
            ground=GROUND if keeps else None,
            kept_until=day.replace(year=day.year + 3, day=1) if keeps else None,
        )
        self._journal.enter(day, command, member.key)

    def find_invalid(self, member: Member, day: date) -> None:
        """Enter that the last consent was never valid and, the same day, a good one."""
        day = at_desk(day)
        command = FindConsentInvalid(
            effective_on=day,
            purpose="processing",
            number=member.consents,
            finding="подпись поставил не законный представитель",
        )
        self._journal.enter(day, command, member.key)
        self.consent(member, day)

    def enter_base(self, member: Member, role: Role, day: date) -> None:
        """Enter the person in a base; mentors are selected and trained then."""
        if role in member.roles:
            return
        member.roles.add(role)
        day = at_desk(day)
        entry = EnterBase(
            effective_on=day,
            role=role,
            document="request" if role == "mentee" else "questionnaire",
        )
        self._journal.enter(day, entry, member.key)
        if role == "mentor":
            trained = at_desk(later(self._dice, day, 3, 9))
            command = ChangeBaseStatus(effective_on=trained, role=role, status="trained")
            self._journal.enter(trained, command, member.key)

    def move_away(self, member: Member, day: date) -> None:
        """Enter that the person lives in another district from ``day`` on."""
        command = RecordResidence(effective_on=day, lives_in_district=False)
        self._journal.enter(entered(self._dice, day, 10), command, member.key)

    def transfer(self, member: Member, school: UUID, day: date) -> None:
        """Enter that the person left for another institution; nothing of theirs goes on."""
        day = at_desk(day)
        command = LeaveInstitution(effective_on=day, to_school=school)
        self._journal.enter(day, command, member.key)
        member.roles.clear()
        member.gone = True

    def leave(self, member: Member, day: date) -> None:
        """Take the person out of every base."""
        for role in sorted(member.roles):
            self._journal.enter(day, LeaveBase(effective_on=at_desk(day), role=role), member.key)
        member.roles.clear()
        member.gone = True

    def _register(
        self, persona: Persona, day: date, school_year: int, *, outside: bool = False
    ) -> Member:
        known = between(self._dice, day, day + timedelta(days=9))
        command = RegisterParticipant(
            effective_on=known,
            last_name=persona.last_name,
            first_name=persona.first_name,
            middle_name=persona.middle_name,
            birth_date=persona.birth_date,
            birth_year=persona.birth_year,
            snils=persona.snils,
            outside=outside,
        )
        key = self._journal.enter(entered(self._dice, known, 1), command)
        return Member(persona, key, day, school_year)

    def _residence(self, member: Member, since: date, day: date) -> None:
        drawn = self._dice.random()
        lives: bool | None = drawn >= ELSEWHERE_SHARE
        if ELSEWHERE_SHARE <= drawn < ELSEWHERE_SHARE + RESIDENCE_UNKNOWN_SHARE:
            lives = None
        command = RecordResidence(effective_on=since, lives_in_district=lives)
        self._journal.enter(day, command, member.key)
