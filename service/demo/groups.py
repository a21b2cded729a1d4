"""The life of one pair or group, from its proposal to its end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from uuid import UUID

import msgspec

from domain.pair import (
    AnnulPair,
    ApprovePair,
    CompletePair,
    DiscontinuePair,
    HoldMeeting,
    JoinPair,
    LeavePair,
    MeetingKind,
    PausePair,
    ProposePair,
    RecordInterimResult,
    ResumePair,
    SetPlan,
    StartPair,
)
from service.demo.days import at_desk, between, entered, later
from service.demo.enrolment import Enrolment, Member
from service.demo.journal import Journal

PAUSED_SHARE = 0.04
DISCONTINUED_SHARE = 0.05
NEVER_MET_SHARE = 0.03
WITHDRAWN_SHARE = 0.03
CONSENT_INVALID_SHARE = 0.02
MEETING_LATE_SHARE = 0.03
PLAN_SHARE = 0.5
INTERIM_SHARE = 0.3
MEETINGS_APART_DAYS = (35, 70)
HOLIDAY_MONTHS = (7, 8)
AROUND_TROUBLE = (timedelta(days=7), timedelta(days=14))
"""Nothing is planned that near to a day on which somebody's consent changed."""

GOALS = (
    "подготовить и защитить исследовательский проект",
    "выбрать профиль обучения в старших классах",
    "повысить успеваемость по трём предметам",
    "войти в школьную команду",
    "освоиться в новом коллективе",
)
RESULTS = (
    "проект защищён на школьной конференции",
    "профиль обучения выбран, подготовка продолжается самостоятельно",
    "успеваемость повысилась, цель достигнута",
    "наставляемые участвуют в жизни школы, сами готовы помогать младшим",
)
BREAK_OFF_REASONS = (
    "наставник перешёл на другую работу",
    "расписания наставника и наставляемых не совпадают",
    "наставляемые отказались от продолжения",
)


WITHDRAWN_REASON = "отозвано согласие на обработку персональных данных"


class Course(msgspec.Struct, frozen=True, kw_only=True):
    """What becomes of a group: its days in force and what goes wrong meanwhile.

    ``broken_off`` says why it does not reach its end.
    """

    first: date
    last: date
    broken_off: str | None = None
    paused: tuple[date, date] | None = None
    withdrawn: tuple[Member, date] | None = None
    invalid: tuple[Member, date] | None = None
    meets: bool = True

    def quiet(self, day: date) -> bool:
        """Say whether nothing can be planned on ``day``."""
        troubles = [(at, at) for _, at in filter(None, (self.withdrawn, self.invalid))]
        if self.paused is not None:
            troubles.append(self.paused)
        before, after = AROUND_TROUBLE
        return any(first - before <= day <= last + after for first, last in troubles)

    @property
    def smooth(self) -> bool:
        """Whether nothing goes wrong, so that others may join and meetings be entered late."""
        return not (self.paused or self.withdrawn or self.invalid or self.broken_off)


class Group(msgspec.Struct, frozen=True):
    """A planned group, for those who join it later."""

    pair: UUID
    form: str
    mentor: Member
    mentees: tuple[Member, ...]
    course: Course


class Groups:
    """Enters pairs and groups in one institution's journal."""

    def __init__(self, journal: Journal, enrolment: Enrolment, dice: Random) -> None:
        self._journal = journal
        self._enrolment = enrolment
        self._dice = dice
        self._orders = 0

    def live(  # noqa: PLR0913 - who, how and when
        self,
        form: str,
        mentor: Member,
        mentees: Sequence[Member],
        first: date,
        last: date,
        *,
        broken_off: str | None = None,
        enterprise: str | None = None,
    ) -> Group:
        """Enter a group's whole life, proposed after ``first`` and ended by ``last``.

        ``enterprise`` is the one that gives the mentor.
        """
        course = self._course(mentees, first, last, broken_off)
        pair = self._begin(form, mentor, mentees, course.first, enterprise)
        if course.meets:
            self._meetings(pair, course)
        self._troubles(pair, mentees, course)
        if self._dice.random() < INTERIM_SHARE:
            self._interim(pair, course)
        end = self._end(pair, course)
        for one in mentees:
            one.busy_until = max(one.busy_until, end)
        return Group(pair, form, mentor, tuple(mentees), course)

    def enter_by_mistake(self, form: str, mentor: Member, mentee: Member, first: date) -> UUID:
        """Enter a pair that never was: a namesake was chosen; it is annulled days later."""
        pair = self._begin(form, mentor, [mentee], first)
        found = at_desk(later(self._dice, first, 9, 20))
        command = AnnulPair(
            effective_on=found, reason="внесена ошибочно: выбран однофамилец наставляемого"
        )
        self._journal.enter(found, command, pair)
        return pair

    def join(self, group: Group, mentee: Member, day: date) -> None:
        """Let a mentee join a group that works, until its end."""
        joined = at_desk(day)
        self._journal.enter(joined, JoinPair(effective_on=joined, mentee=mentee.key), group.pair)
        mentee.busy_until = max(mentee.busy_until, group.course.last + timedelta(days=20))

    def _course(
        self, mentees: Sequence[Member], first: date, last: date, broken_off: str | None
    ) -> Course:
        dice = self._dice
        started = at_desk(later(dice, first, 11, 24))
        ended = at_desk(between(dice, last - timedelta(days=10), last))
        plain = Course(
            first=started,
            last=ended,
            broken_off=broken_off,
            meets=dice.random() >= NEVER_MET_SHARE,
        )
        middle = between(dice, date(started.year, 11, 25), date(started.year, 12, 15))
        drawn = dice.random()
        if drawn < PAUSED_SHARE:
            pause = (date(started.year + 1, 1, 15), date(started.year + 1, 3, 1))
            return msgspec.structs.replace(plain, paused=pause)
        drawn -= PAUSED_SHARE
        if drawn < DISCONTINUED_SHARE:
            day = between(dice, date(started.year + 1, 2, 5), date(started.year + 1, 4, 10))
            return msgspec.structs.replace(
                plain, last=at_desk(day), broken_off=dice.choice(BREAK_OFF_REASONS)
            )
        drawn -= DISCONTINUED_SHARE
        if drawn < WITHDRAWN_SHARE:
            withdrawn = msgspec.structs.replace(plain, withdrawn=(mentees[0], middle))
            if len(mentees) > 1:
                return withdrawn
            return msgspec.structs.replace(withdrawn, last=middle, broken_off=WITHDRAWN_REASON)
        drawn -= WITHDRAWN_SHARE
        if drawn < CONSENT_INVALID_SHARE:
            return msgspec.structs.replace(plain, invalid=(mentees[-1], middle))
        return plain

    def _begin(
        self,
        form: str,
        mentor: Member,
        mentees: Sequence[Member],
        started: date,
        enterprise: str | None = None,
    ) -> UUID:
        proposed = at_desk(started - timedelta(days=self._dice.randint(8, 11)))
        propose = ProposePair(
            effective_on=proposed,
            mentor=mentor.key,
            mentees=tuple(one.key for one in mentees),
            form=form,
            enterprise=enterprise,
            goal=self._dice.choice(GOALS),
        )
        pair = self._journal.enter(proposed, propose)
        self._orders += 1
        ordered = at_desk(started - timedelta(days=self._dice.randint(3, 6)))
        approve = ApprovePair(
            effective_on=ordered, order_number=f"{self._orders}-н", order_date=ordered
        )
        self._journal.enter(ordered, approve, pair)
        if self._dice.random() < PLAN_SHARE:
            plan = SetPlan(effective_on=ordered, plan="встречи раз в месяц, итог – в мае")
            self._journal.enter(ordered, plan, pair)
        self._journal.enter(entered(self._dice, started), StartPair(effective_on=started), pair)
        return pair

    def _meetings(self, pair: UUID, course: Course) -> None:
        day = at_desk(later(self._dice, course.first, 5, 12))
        kinds: list[MeetingKind] = ["first", "planning"]
        last_possible = course.last - timedelta(days=2)
        while day <= last_possible:
            following = at_desk(later(self._dice, day, *MEETINGS_APART_DAYS))
            if not course.quiet(day) and day.month not in HOLIDAY_MONTHS:
                usual: MeetingKind = "final" if following > last_possible else "regular"
                kind = kinds.pop(0) if kinds else usual
                self._meeting(pair, day, kind, late=course.smooth)
            day = following

    def _meeting(self, pair: UUID, day: date, kind: MeetingKind, *, late: bool) -> None:
        noted = entered(self._dice, day, 2)
        if late and self._dice.random() < MEETING_LATE_SHARE:
            noted = later(self._dice, day, 35, 80)
        command = HoldMeeting(
            effective_on=day, kind=kind, duration_minutes=self._dice.choice((30, 40, 45, 60, 90))
        )
        self._journal.enter(noted, command, pair)

    def _troubles(self, pair: UUID, mentees: Sequence[Member], course: Course) -> None:
        if course.paused is not None:
            first, resumed = course.paused
            self._journal.enter(entered(self._dice, first, 2), PausePair(effective_on=first), pair)
            self._journal.enter(
                entered(self._dice, resumed, 2), ResumePair(effective_on=resumed), pair
            )
        if course.invalid is not None:
            self._enrolment.find_invalid(*course.invalid)
        if course.withdrawn is not None:
            member, day = course.withdrawn
            self._enrolment.withdraw(member, day)
            if len(mentees) > 1:
                command = LeavePair(effective_on=day, mentee=member.key)
                self._journal.enter(
                    entered(self._dice, later(self._dice, day, 3, 5)), command, pair
                )

    def _interim(self, pair: UUID, course: Course) -> None:
        day = date(course.first.year, 12, 22)
        if course.first < day < course.last:
            command = RecordInterimResult(
                effective_on=day, result="план выполняется, встречи проходят по графику"
            )
            self._journal.enter(entered(self._dice, day), command, pair)

    def _end(self, pair: UUID, course: Course) -> date:
        ended = entered(self._dice, later(self._dice, course.last, 4, 6), 2)
        if course.broken_off is None:
            complete = CompletePair(effective_on=course.last, result=self._dice.choice(RESULTS))
            self._journal.enter(ended, complete, pair)
        else:
            discontinue = DiscontinuePair(effective_on=course.last, reason=course.broken_off)
            self._journal.enter(ended, discontinue, pair)
        return ended
