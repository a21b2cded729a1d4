"""The unit of work: one transaction for a list of commands, an answer of its own for each."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from uuid import UUID, uuid4

import msgspec
import pytest

from domain.aggregate import Command
from domain.pair import ApprovePair, PairIsApproved, ProposePair, StartPair
from domain.participant import (
    AlreadyInBase,
    ChangeBaseStatus,
    EnterBase,
    LeaveBase,
    NotInBase,
    RegisterParticipant,
)
from service.bootstrap import Application, build
from service.submission import CommandIdReused, Outcome, Receipt, StaleRecord, Submission, target_of
from tests.plugins.postgres import MASTER, TestDatabase
from tests.store.logs import events_of
from tests.support.district import FORM, District

DAY = date(2024, 9, 2)
ENTER = EnterBase(role="mentee")


@pytest.fixture(scope="module")
def district(application: Application) -> District:
    return District(application)


@pytest.fixture
def school(district: District) -> UUID:
    return district.school(uuid4().hex[:8])


@pytest.fixture
def person(district: District, school: UUID) -> UUID:
    return district.participant(school, uuid4().hex, consent=None)


def words(outcomes: list[Outcome]) -> list[type]:
    return [type(outcome) for outcome in outcomes]


def topics(application: Application, tenant: UUID) -> list[str]:
    return [one.event.TOPIC.rpartition(".")[2] for one in events_of(application, tenant)]


def test_a_refusal_touches_no_other_command(
    application: Application, district: District, school: UUID, person: UUID
) -> None:
    commands: list[Command] = [LeaveBase(role="mentee"), ENTER, ENTER, EnterBase(role="mentor")]
    submissions = [district.submission(command, school, person) for command in commands]

    outcomes = application.work.execute(submissions)

    assert words(outcomes) == [NotInBase, Receipt, AlreadyInBase, Receipt]
    assert topics(application, school) == ["registered", "base_entered", "base_entered"]


def test_each_command_sees_what_earlier_ones_of_the_list_did(
    application: Application, district: District, school: UUID
) -> None:
    # Known from another institution, the person has a key before being registered here.
    name = uuid4().hex
    child = district.participant(district.school(uuid4().hex[:8]), name, born=2010, consent=None)
    register = RegisterParticipant(
        last_name=name, first_name="Участник", birth_date=date(2010, 3, 1)
    )

    outcomes = application.work.execute(
        [
            district.submission(register, school),
            district.submission(ENTER, school, child),
            district.submission(ChangeBaseStatus(role="mentee", status="trained"), school, child),
        ]
    )

    assert words(outcomes) == [Receipt] * 3
    assert [(one.id, one.version) for one in outcomes if isinstance(one, Receipt)] == [
        (str(child), 1),
        (str(child), 2),
        (str(child), 3),
    ]


def test_a_pair_is_proposed_approved_and_started_in_one_list(
    application: Application, district: District, school: UUID
) -> None:
    mentor, mentee = (district.participant(school, uuid4().hex) for _ in range(2))
    propose = district.submission(ProposePair(mentor=mentor, mentees=(mentee,), form=FORM), school)
    pair = target_of(propose)
    approve = ApprovePair(order_number="1", order_date=DAY)

    outcomes = application.work.execute(
        [
            propose,
            district.submission(approve, school, pair),
            district.submission(approve, school, pair),
            district.submission(StartPair(), school, pair),
        ]
    )

    assert words(outcomes) == [Receipt, Receipt, PairIsApproved, Receipt]


def test_commands_of_several_tenants_share_a_transaction(
    application: Application, district: District
) -> None:
    schools = [district.school(uuid4().hex[:8]) for _ in range(3)]
    people = [district.participant(school, uuid4().hex, consent=None) for school in schools]

    outcomes = application.work.execute(
        [
            district.submission(EnterBase(role=role), school, person)
            for role in ("mentee", "mentor")
            for school, person in zip(schools, people, strict=True)
        ]
    )

    assert [one.first_position for one in outcomes if isinstance(one, Receipt)] == [2] * 3 + [3] * 3


def test_a_retry_is_answered_as_before_whatever_happened_since(
    application: Application, district: District, school: UUID, person: UUID
) -> None:
    submission = msgspec.structs.replace(
        district.submission(ENTER, school, person), expected_version=1
    )
    (first,) = district.execute([submission])
    district.record(LeaveBase(role="mentee"), school, person)

    (again,) = application.work.execute([submission])

    assert again == msgspec.structs.replace(first, replayed=True)
    assert first.replayed is False
    assert topics(application, school) == ["registered", "base_entered", "base_left"]


def test_a_refused_command_may_succeed_later(
    application: Application, district: District, school: UUID, person: UUID
) -> None:
    submission = district.submission(LeaveBase(role="mentee"), school, person)
    assert words(application.work.execute([submission])) == [NotInBase]
    district.record(ENTER, school, person)

    assert words(application.work.execute([submission])) == [Receipt]


@pytest.mark.parametrize("together", [True, False])
def test_a_command_id_stands_for_one_request(
    application: Application, district: District, school: UUID, person: UUID, together: bool
) -> None:
    submission = district.submission(ENTER, school, person)
    other = msgspec.structs.replace(submission, command=EnterBase(role="mentor"))
    lists = [[submission, other]] if together else [[submission], [other]]

    outcomes = [outcome for one in lists for outcome in application.work.execute(one)]

    assert words(outcomes) == [Receipt, CommandIdReused]


def test_a_command_id_stands_for_one_target(
    application: Application, district: District, school: UUID, person: UUID
) -> None:
    other = district.participant(school, uuid4().hex, consent=None)
    submission = district.submission(ENTER, school, person)
    district.execute([submission])

    outcomes = application.work.execute([msgspec.structs.replace(submission, target=other)])

    assert words(outcomes) == [CommandIdReused]


def test_a_command_id_is_the_tenants_own(application: Application, district: District) -> None:
    command_id = uuid4()
    submissions = []
    for _ in range(2):
        school = district.school(uuid4().hex[:8])
        submission = district.submission(
            ENTER, school, district.participant(school, uuid4().hex, consent=None)
        )
        submissions.append(msgspec.structs.replace(submission, command_id=command_id))

    assert words(application.work.execute(submissions)) == [Receipt, Receipt]


def test_a_command_that_stands_twice_in_a_list_is_carried_out_once(
    application: Application, district: District, school: UUID, person: UUID
) -> None:
    submission = district.submission(ENTER, school, person)
    refused = district.submission(ENTER, school, person)

    outcomes = application.work.execute([submission, refused, submission, refused])

    first, refusal, second, again = outcomes
    assert isinstance(first, Receipt)
    assert second == msgspec.structs.replace(first, replayed=True)
    assert words([refusal, again]) == [AlreadyInBase] * 2
    assert topics(application, school) == ["registered", "base_entered"]


def test_an_expected_version_is_held_against_the_stream(
    application: Application, district: District, school: UUID, person: UUID
) -> None:
    submissions = [
        msgspec.structs.replace(district.submission(ENTER, school, person), expected_version=one)
        for one in (0, 2, 1)
    ]

    assert words(application.work.execute(submissions)) == [StaleRecord, StaleRecord, Receipt]


def test_an_expected_version_sees_the_list_too(
    application: Application, district: District, school: UUID, person: UUID
) -> None:
    both = [
        msgspec.structs.replace(district.submission(command, school, person), expected_version=1)
        for command in (ENTER, EnterBase(role="mentor"))
    ]

    assert words(application.work.execute(both)) == [Receipt, StaleRecord]


def test_a_transaction_that_fails_is_tried_again_command_by_command(
    application: Application, district: District, school: UUID, person: UUID
) -> None:
    unknown = district.submission(ENTER, uuid4(), person)
    good: list[Submission] = [
        district.submission(EnterBase(role=role), school, person) for role in ("mentee", "mentor")
    ]

    outcomes = application.work.execute([good[0], unknown, good[1]])

    assert [isinstance(one, Receipt) for one in outcomes] == [True, False, True]
    assert isinstance(outcomes[1], Exception)
    assert topics(application, school) == ["registered", "base_entered", "base_entered"]


def test_more_threads_than_connections_do_not_wait_for_each_other_for_ever(
    database: TestDatabase, district: District
) -> None:
    # Each holds a connection to the log while it makes a key for a new person.
    narrow = build(database.app_url, MASTER, connections_max=2)
    schools = [district.school(uuid4().hex[:8]) for _ in range(8)]

    def register(school: UUID) -> Outcome:
        command = RegisterParticipant(last_name=uuid4().hex, first_name="Участник")
        return narrow.work.execute([district.submission(command, school)])[0]

    try:
        with ThreadPoolExecutor(len(schools)) as pool:
            outcomes = list(pool.map(register, schools))
    finally:
        narrow.close()

    assert words(outcomes) == [Receipt] * len(schools)
