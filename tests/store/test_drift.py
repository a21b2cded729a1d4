"""Registers equal their log, whatever came in which lists: kept up to date, rebuilt, asked as of.

Random lists of commands over two schools and few people, so that one append often touches a row
several times; many are refused. Afterwards every register must be, to the byte, what a rebuild
makes of the log, and as of every moment what a fold of the events recorded until then makes.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC
from random import Random
from uuid import UUID

import msgspec
import pytest

from adapters.postgres.transaction import Transaction
from domain.aggregate import Command
from domain.pair import (
    ApprovePair,
    CompletePair,
    HoldMeeting,
    JoinPair,
    LeavePair,
    PausePair,
    ProposePair,
    ResumePair,
    StartPair,
)
from domain.participant import EnterBase, LeaveBase, RecordResidence, ReviseProfile
from projections.changes import changes_of
from projections.participants import PARTICIPANTS
from projections.register import Row
from projections.registry import REGISTERS
from service.bootstrap import Application
from service.submission import Receipt, Submission, target_of
from tests.plugins.postgres import TestDatabase
from tests.store.logs import DAY, events_of, superuser
from tests.support.district import FORM, District

LISTS = 80
PEOPLE = 8
COMMANDS_PER_LIST_MAX = 12
TABLES = [register.name for register in REGISTERS]


class History:
    """A district in which many things were asked for at random."""

    def __init__(self, application: Application, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311 - not for secrets
        self.district = District(application)
        self.people: dict[UUID, list[UUID]] = {}
        self.pairs: dict[UUID, list[UUID]] = {}
        for code in ("01", "02"):
            school = self.district.school(code)
            self.people[school] = [
                self.district.participant(school, f"Участник{number}") for number in range(PEOPLE)
            ]
            self.pairs[school] = []
        outcomes = [
            outcome
            for _ in range(LISTS)
            for outcome in application.work.execute(self.submissions())
        ]
        self.accepted = sum(isinstance(outcome, Receipt) for outcome in outcomes)
        self.refused = len(outcomes) - self.accepted

    def submissions(self) -> Sequence[Submission]:
        number = self.random.randint(1, COMMANDS_PER_LIST_MAX)
        asked = [self.submission() for _ in range(number)]
        repeated = [one for one in asked if self.random.random() < 0.1]
        return asked + repeated

    def submission(self) -> Submission:
        school = self.random.choice(list(self.people))
        if not self.pairs[school] or self.random.random() < 0.03:
            mentor, mentee, other = self.random.sample(self.people[school], 3)
            propose = ProposePair(mentor=mentor, mentees=(mentee, other), form=FORM)
            proposed = self.district.submission(propose, school)
            self.pairs[school].append(target_of(proposed))
            return proposed
        target, command = self.random.choice((self.about_a_pair, self.about_a_person))(school)
        return self.district.submission(command, school, target)

    def about_a_pair(self, school: UUID) -> tuple[UUID, Command]:
        mentee = self.random.choice(self.people[school])
        likely: dict[Command, int] = {
            ApprovePair(order_number="1", order_date=DAY): 3,
            StartPair(): 4,
            JoinPair(mentee=mentee): 4,
            LeavePair(mentee=mentee): 4,
            HoldMeeting(): 1,
            PausePair(): 1,
            ResumePair(): 3,
            CompletePair(): 1,
        }
        (command,) = self.random.choices(list(likely), list(likely.values()))
        return self.random.choice(self.pairs[school]), command

    def about_a_person(self, school: UUID) -> tuple[UUID, Command]:
        commands: list[Command] = [
            EnterBase(role="mentee"),
            LeaveBase(role="mentee"),
            RecordResidence(lives_in_district=self.random.choice((True, False, None))),
            ReviseProfile(interests=f"Интерес {self.random.random()}"),
        ]
        return self.random.choice(self.people[school]), self.random.choice(commands)

    @property
    def tenants(self) -> tuple[UUID, ...]:
        return (self.district.id, *self.people)


@pytest.fixture(scope="module", params=[1, 2])
def history(application: Application, request: pytest.FixtureRequest) -> History:
    return History(application, request.param)


def stored(database: TestDatabase, tenants: Sequence[UUID]) -> dict[str, list[str]]:
    """Return every register's rows as text: equal rows are equal to the byte."""
    with superuser(database.admin_url) as connection:
        return {
            table: sorted(
                text
                for (text,) in connection.execute(
                    f"SELECT r::text FROM reg.{table} r WHERE tenant_id = ANY (%s)".encode(),
                    (list(tenants),),
                )
            )
            for table in TABLES
        }


def test_the_history_is_worth_testing(history: History, application: Application) -> None:
    assert history.accepted > 100
    assert history.refused > 100
    topics = {
        one.event.TOPIC for tenant in history.tenants for one in events_of(application, tenant)
    }
    assert {"pair.started", "pair.mentee_joined", "pair.mentee_left", "pair.completed"} <= topics


def test_a_rebuild_makes_the_same_rows(
    history: History, application: Application, database: TestDatabase
) -> None:
    before = stored(database, history.tenants)

    for tenant in history.tenants:
        with application.database.writing(readable=(), writable=(tenant,)) as connection:
            log = application.log.read(connection, tenant)
            application.registers.rebuild(Transaction(connection), tenant, log)

    assert stored(database, history.tenants) == before
    assert before["pair"]
    assert before["participant"]


def test_registers_as_of_any_moment_are_a_fold_of_what_was_recorded(
    history: History, application: Application
) -> None:
    for tenant in history.tenants:
        log = events_of(application, tenant)
        with application.database.reading((tenant,)) as connection:
            kept = {
                register.name: Transaction(connection).rows(
                    f"SELECT * FROM reg.{register.name}", (), register.row
                )
                for register in REGISTERS
            }
        for moment in {one.recorded_at for one in log}:
            heard = [one for one in log if one.recorded_at <= moment]
            for register in REGISTERS:
                known = [
                    row
                    for row in kept[register.name]
                    if row.known_from <= moment and (row.known_to is None or row.known_to > moment)
                ]
                folded = [
                    row for row in register.fold(changes_of(heard), {}) if row.known_to is None
                ]

                assert facts(known) == facts(folded)


def facts(rows: Sequence[Row]) -> list[str]:
    """Return rows without the end that only later events gave them, in an order of their own."""
    utc = [
        msgspec.structs.replace(row, known_from=row.known_from.astimezone(UTC), known_to=None)
        for row in rows
        if row.known_from is not None
    ]
    return sorted(map(repr, utc))


def test_every_append_made_at_most_one_version_of_a_row(
    history: History, database: TestDatabase
) -> None:
    with superuser(database.admin_url) as connection:
        for register in REGISTERS:
            key = ", ".join(("tenant_id", *register.key))
            overlapping = connection.execute(
                f"SELECT 1 FROM (SELECT known_from, lag(known_to) OVER"
                f" (PARTITION BY {key} ORDER BY known_from) AS before, row_number() OVER"
                f" (PARTITION BY {key} ORDER BY known_from) AS number"
                f" FROM reg.{register.name} WHERE tenant_id = ANY (%s)) AS v"
                " WHERE number > 1 AND before IS DISTINCT FROM known_from".encode(),
                (list(history.tenants),),
            ).fetchall()
            assert overlapping == [], register.name


def test_versions_name_the_position_that_made_them(
    history: History, application: Application, database: TestDatabase
) -> None:
    for tenant in history.tenants:
        times = {one.position: one.recorded_at for one in events_of(application, tenant)}
        with superuser(database.admin_url) as connection:
            for table in TABLES:
                rows = connection.execute(
                    f"SELECT from_position, known_from FROM reg.{table}"
                    " WHERE tenant_id = %s".encode(),
                    (tenant,),
                ).fetchall()
                assert all(times[position] == known_from for position, known_from in rows)


def test_the_events_of_one_command_make_one_version_of_a_row(
    history: History, application: Application
) -> None:
    school = history.tenants[1]
    person = history.people[school][0]
    first, *others = [
        one
        for one in events_of(application, school)
        if type(one.event) in PARTICIPANTS.reads and person in one.event.concerns()
    ]
    together = [
        msgspec.structs.replace(one, command_id=first.command_id, recorded_at=first.recorded_at)
        for one in others
    ]

    (row,) = PARTICIPANTS.fold(changes_of([first, *together]), {})

    assert (row.known_from, row.known_to) == (first.recorded_at, None)
    assert row.from_position == others[-1].position > first.position
