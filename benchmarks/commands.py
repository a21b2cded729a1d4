"""A real command of the domain through the service's whole path.

A mentee joins a group and leaves it again, by turns: either command writes exactly two register
rows, the pair's and the mentee's membership. Joining reads the mentee's registration, consent and
other pairs; both read the pair's stream. A reason comes with each, because the days lie further
back than the district lets pass without one; it is encrypted under the pair's key.
"""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

import msgspec

from benchmarks.rounds import Client, Operation
from domain.aggregate import Command
from domain.consent import GiveConsent
from domain.district import RegisterDistrict
from domain.form import AddForm
from domain.pair import ApprovePair, JoinPair, LeavePair, ProposePair, StartPair
from domain.participant import RegisterParticipant
from domain.rules import AdoptRules, RuleSet
from domain.school import RegisterSchool
from service.bootstrap import Application, Place, build
from service.submission import Outcome, Receipt, Submission

SCHOOLS = 64
FIRST_DAY = date(2010, 9, 1)
BORN = date(1990, 3, 5)
REASON = "Записано по журналу учёта наставнических пар за прошлый учебный год."
GOAL = "Подготовка к муниципальному этапу олимпиады по математике."
SETUP_BATCH_COMMANDS = 200


class Group(msgspec.Struct):
    """A group that works, and the mentee who joins and leaves it; ``day`` of the next command."""

    school: UUID
    pair: UUID
    mentee: UUID
    day: date = FIRST_DAY
    joined: bool = False

    def next_command(self) -> Command:
        """Return the command whose turn it is."""
        self.joined = not self.joined
        if self.joined:
            self.day += timedelta(days=1)
            return JoinPair(mentee=self.mentee, effective_on=self.day, reason=REASON)
        return LeavePair(mentee=self.mentee, effective_on=self.day, reason=REASON)


class OurCommands:
    """A district with its schools, and groups in which something can happen."""

    def __init__(self, place: Place, groups_per_school: int) -> None:
        self._application: Application = build(place.app_url, place.master)
        self._district = uuid4()
        self._actor = uuid4()
        self._found_district()
        self._schools = self._register_schools()
        self.groups = self._form_groups(groups_per_school)

    def client(self, clients: int) -> Client:
        """Submit single commands, each client to groups of its own."""

        def of(number: int) -> Operation:
            mine = self.groups[number::clients]
            turn = 0

            def operation() -> None:
                nonlocal turn
                group = mine[turn % len(mine)]
                turn += 1
                self._application.gathering.submit(
                    self._submission(group.school, group.next_command(), group.pair)
                )

            return operation

        return of

    def close(self) -> None:
        """Close the connections."""
        self._application.close()

    def _submission(self, tenant: UUID, command: Command, target: UUID | None = None) -> Submission:
        return Submission(
            tenant_id=tenant,
            district_id=self._district,
            actor=self._actor,
            command_id=uuid4(),
            command=command,
            target=target,
        )

    def _execute(self, submissions: list[Submission]) -> list[UUID]:
        made: list[UUID] = []
        for start in range(0, len(submissions), SETUP_BATCH_COMMANDS):
            batch = submissions[start : start + SETUP_BATCH_COMMANDS]
            made += [_made(outcome) for outcome in self._application.work.execute(batch)]
        return made

    def _found_district(self) -> None:
        commands: list[Command] = [
            RegisterDistrict(name="Район", effective_on=FIRST_DAY),
            AdoptRules(rules=RuleSet(code="order/1", indicators=()), effective_on=FIRST_DAY),
            AddForm(
                code="pupil_pupil",
                title="ученик – ученик",
                mentor_kinds=("pupil",),
                mentee_kinds=("pupil",),
                effective_on=FIRST_DAY,
            ),
        ]
        for command in commands:
            submission = self._submission(self._district, command)
            for outcome in self._application.work.execute([submission]):
                if isinstance(outcome, Exception):
                    raise outcome

    def _register_schools(self) -> list[UUID]:
        return self._execute(
            [
                self._submission(
                    self._district,
                    RegisterSchool(
                        name=f"Школа № {number}",
                        short_name=f"№ {number}",
                        code=f"{number:02}",
                        effective_on=FIRST_DAY,
                    ),
                )
                for number in range(1, SCHOOLS + 1)
            ]
        )

    def _form_groups(self, groups_per_school: int) -> list[Group]:
        schools = self._schools * groups_per_school
        mentors = self._register(self._schools, "Наставник") * groups_per_school
        mentees = self._register(schools, "Первый")
        joining = self._register(schools, "Второй")
        pairs = self._execute(
            [
                self._submission(
                    school,
                    ProposePair(
                        mentor=mentor,
                        mentees=(mentee,),
                        form="pupil_pupil",
                        goal=GOAL,
                        effective_on=FIRST_DAY,
                        reason=REASON,
                    ),
                )
                for school, mentor, mentee in zip(schools, mentors, mentees, strict=True)
            ]
        )
        approve = ApprovePair(
            order_number="1-од", order_date=FIRST_DAY, effective_on=FIRST_DAY, reason=REASON
        )
        start = StartPair(effective_on=FIRST_DAY, reason=REASON)
        for command in (approve, start):
            self._execute(
                [
                    self._submission(school, command, pair)
                    for school, pair in zip(schools, pairs, strict=True)
                ]
            )
        return [
            Group(school, pair, mentee)
            for school, pair, mentee in zip(schools, pairs, joining, strict=True)
        ]

    def _register(self, schools: list[UUID], last_name: str) -> list[UUID]:
        people = self._execute(
            [
                self._submission(
                    school,
                    RegisterParticipant(
                        last_name=last_name,
                        first_name=f"{number}",
                        birth_date=BORN,
                        effective_on=FIRST_DAY,
                        reason=REASON,
                    ),
                )
                for number, school in enumerate(schools)
            ]
        )
        consent = GiveConsent(
            purpose="processing",
            signed_by="self",
            wording="2010-1",
            effective_on=FIRST_DAY,
            reason=REASON,
        )
        self._execute(
            [
                self._submission(school, consent, person)
                for school, person in zip(schools, people, strict=True)
            ]
        )
        return people


def _made(outcome: Outcome) -> UUID:
    if isinstance(outcome, Receipt):
        return UUID(outcome.id.split("/")[0])
    raise outcome
