"""A small district whose clock the test sets: who asks for what, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from domain.aggregate import Command
from domain.catalogue import decision_of
from domain.consent import StrikeConsentFact
from domain.correcting import StrikeFact
from domain.employment import StartEmployment, StrikeEmploymentFact
from domain.errors import DomainError
from domain.events import Event, Recorded
from domain.pair import JoinPair, StrikePairFact
from domain.participant import StrikeParticipantFact
from domain.survey import StrikeSurveyFact
from service.bootstrap import Application
from service.following import Followed, Follower
from service.reference_data import forms
from service.restating import Restating
from service.submission import Receipt, Submission
from tests.store.logs import events_of
from tests.support.district import REASON, District
from tests.support.mentors import admit, experienced, teaches
from tests.support.surveys import adopt, open_survey

START = datetime(2021, 1, 11, 6, tzinfo=UTC)
TICK = timedelta(seconds=7)
AN_INSTANT = timedelta(microseconds=1)
CODES = ("01", "02", "03")
EMPLOYERS = "employer_pupil"
INN = "6226000003"
STRIKES: dict[str, type[StrikeFact]] = {
    "participant": StrikeParticipantFact,
    "employment": StrikeEmploymentFact,
    "pair": StrikePairFact,
    "survey": StrikeSurveyFact,
}


class Given(msgspec.Struct, frozen=True):
    """A command that was carried out, and the version of the fact in its stream."""

    command: Command
    tenant: UUID
    target: UUID
    version: int


class World(District):
    """Three institutions, a handful of people in each, and whatever is asked of them later.

    No two commands are recorded in the same instant, whichever log they go to. A child of the first
    institution is a child of the second too.
    """

    def __init__(self, application: Application) -> None:
        self.now = START
        self.people: dict[UUID, list[UUID]] = {}
        self.pairs: dict[UUID, list[UUID]] = {}
        self.surveys: dict[UUID, UUID] = {}
        self.given: list[Given] = []
        self.carried_out: set[type[Command]] = set()
        self.refused = 0
        super().__init__(application)
        self.record(next(form for form in forms() if form.code == EMPLOYERS))
        self.enterprise(INN, "2019-09-01")
        adopt(self)
        for number, code in enumerate(CODES):
            self._populate(self.school(code), code, shared=number < 2)
        self.base_count("children_10_19", 2020, 9)
        self.target("children_mentored", 2020, "40")
        self.restart()

    def _populate(self, school: UUID, code: str, *, shared: bool) -> None:
        self.people[school] = []
        mentor = self.participant(school, f"Наставников{code}")
        admit(self, school, mentor, "2019-09-02")
        job = StartEmployment(
            kind="enterprise", enterprise=INN, effective_on=date(2019, 9, 2), reason=REASON
        )
        self.record(job, school, mentor)
        teen = self.participant(school, f"Юношев{code}", born=2004)
        teacher = self.participant(school, f"Педагогова{code}", born=1996)
        teaches(self, school, teacher, "2019-09-02")
        experienced(self, school, teacher, "2019-09-02")
        child = self.participant(school, f"Учеников{code}", born=2010)
        other = self.participant(school, "Общая" if shared else "Отдельная", born=2009)
        newcomer = self.participant(school, f"Новенький{code}", born=2011, consent=None)
        joins = self.participant(school, f"Поздняя{code}", born=2008)
        spare = self.participant(school, f"Запасной{code}", born=2008)
        for away in (child, other) if not shared else ():
            self.residence(school, away, "2020-01-01", here=False)
        self.people[school] += [mentor, teen, teacher, child, other, newcomer, joins, spare]
        self.pairs[school] = [
            self.pair(school, mentor, [child, teacher], "2020-09-10"),
            self.pair(school, teen, [other], "2020-10-01", met=False),
        ]
        join = JoinPair(mentee=joins, effective_on=date(2020, 10, 15), reason=REASON)
        self.record(join, school, self.pairs[school][1])
        self.surveys[school] = open_survey(self, school, "2020-11-02")

    @property
    def tenants(self) -> tuple[UUID, ...]:
        return (self.id, *self.people)

    def submission(
        self, command: Command, tenant: UUID | None = None, target: UUID | None = None
    ) -> Submission:
        self.now += TICK
        return msgspec.structs.replace(
            super().submission(command, tenant, target), recorded_at=self.now
        )

    def ask(
        self, command: Command, tenant: UUID | None = None, target: UUID | None = None
    ) -> Receipt | None:
        """Ask for something that may be refused; a refusal changes no log."""
        before = self.heads()
        (outcome,) = self.application.work.execute([self.submission(command, tenant, target)])
        if isinstance(outcome, DomainError):
            assert self.heads() == before
            self.refused += 1
            return None
        if not isinstance(outcome, Receipt):
            raise outcome
        self.carried_out.add(type(command))
        self._remember(command, tenant, target, outcome)
        return outcome

    def execute(self, submissions: Sequence[Submission]) -> list[Receipt]:
        receipts = super().execute(submissions)
        for one, receipt in zip(submissions, receipts, strict=True):
            self._remember(one.command, one.tenant_id, one.target, receipt)
        return receipts

    def _remember(
        self, command: Command, tenant: UUID | None, target: UUID | None, receipt: Receipt
    ) -> None:
        if tenant is not None and tenant in self.people and not isinstance(command, StrikeFact):
            about = target or UUID(receipt.id)
            self.given.append(Given(command, tenant, about, receipt.version))

    def correct(self, number: int, day: date) -> None:
        """Say of which day something was."""
        given = self._given(number)
        corrected = {"corrects": given.version, "effective_on": day, "reason": "опечатка"}
        command = msgspec.structs.replace(given.command, **corrected)
        self.ask(command, given.tenant, given.target)

    def correct_mentee(self, number: int, person: int) -> None:
        """Say that somebody else, by their number, joined a pair."""
        joined = {one.target: one for one in self.given if isinstance(one.command, JoinPair)}
        given = list(joined.values())[number % len(joined)]
        people = self.people[given.tenant]
        mentee = people[person % len(people)]
        corrected = {"corrects": given.version, "mentee": mentee, "reason": "не тот"}
        command = msgspec.structs.replace(given.command, **corrected)
        self.ask(command, given.tenant, given.target)

    def strike(self, number: int) -> None:
        """Say of something asked for that it never was."""
        given = self._given(number)
        aggregate, _ = decision_of(type(given.command))
        corrects: dict[str, Any] = {"corrects": given.version, "reason": "внесено ошибочно"}
        if (purpose := getattr(given.command, "purpose", None)) is not None:
            self.ask(StrikeConsentFact(purpose=purpose, **corrects), given.tenant, given.target)
        elif aggregate.name in STRIKES:
            self.ask(STRIKES[aggregate.name](**corrects), given.tenant, given.target)

    def _given(self, number: int) -> Given:
        # What was recorded lately is what is put right most.
        return self.given[-1 - number % min(len(self.given), 40)]

    def restart(self) -> None:
        """Let another process follow the logs from the checkpoints on."""
        restating = Restating(self.application.database, self.application.log)
        self._follower = Follower(
            self.application.database,
            self.application.log,
            self.application.work.execute,
            lambda: {self.id: tuple(self.people)},
            keeps_time=True,
            reactions=restating.reactions,
            name="restatement",
        )

    def follow(self) -> Followed:
        """Let the follower go round once; nothing is refused to it."""
        followed = self._follower.run_once()
        assert not [*followed.refused, *followed.failed]
        return followed

    def heads(self) -> dict[UUID, int]:
        """Return the position of every log's last event."""
        with self.application.database.reading(self.tenants) as connection:
            return {one: self.application.log.position(connection, one) for one in self.tenants}

    def logs(self) -> dict[UUID, Sequence[Recorded[Event]]]:
        """Read all logs."""
        return {one: events_of(self.application, one) for one in self.tenants}
