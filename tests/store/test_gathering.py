"""Requests that arrive together share a transaction, and each gets its own answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Event, Lock
from time import monotonic, sleep
from uuid import UUID

import pytest

from domain.participant import EnterBase, LeaveBase, NotInBase
from service.bootstrap import Application
from service.gathering import BATCH_COMMANDS_MAX, Gathering
from service.submission import Outcome, Receipt, Submission
from tests.support.district import District

THREADS = 50
WAIT_SECONDS = 10
RECEIPT = Receipt(
    id="",
    version=1,
    first_position=1,
    last_position=1,
    recorded_at=datetime(2024, 9, 2, tzinfo=UTC),
)


class Watched:
    """``execute`` that notes what it was given and can be held up once."""

    def __init__(self, execute: Callable[[Sequence[Submission]], list[Outcome]]) -> None:
        self._execute = execute
        self._lock = Lock()
        self.sizes: list[int] = []
        self.entered = Event()
        self.go_on = Event()

    def __call__(self, submissions: Sequence[Submission]) -> list[Outcome]:
        with self._lock:
            self.sizes.append(len(submissions))
        self.entered.set()
        assert self.go_on.wait(WAIT_SECONDS)
        return self._execute(submissions)


class Crowd:
    """Fifty people, a command for each, and threads to submit them."""

    def __init__(self, application: Application) -> None:
        self.district = District(application)
        self.school = self.district.school("01")
        self.people = [
            self.district.participant(self.school, f"Участник{number}", consent=None)
            for number in range(THREADS)
        ]

    def submissions(self) -> list[Submission]:
        # Every fifth is refused.
        return [
            self.district.submission(
                LeaveBase(role="mentee") if number % 5 == 0 else EnterBase(role="mentor"),
                self.school,
                person,
            )
            for number, person in enumerate(self.people)
        ]


@pytest.fixture(scope="module")
def crowd(application: Application) -> Crowd:
    return Crowd(application)


def wait_until_waiting(gathering: Gathering, number: int) -> None:
    deadline = monotonic() + WAIT_SECONDS
    while len(gathering._waiting) < number:  # noqa: SLF001 - no other sign that all have come
        assert monotonic() < deadline
        sleep(0.001)


def test_fifty_threads_share_two_transactions_and_each_gets_its_answer(
    application: Application, crowd: Crowd
) -> None:
    watched = Watched(application.work.execute)
    gathering = Gathering(watched, leaders_max=1)
    submissions = crowd.submissions()

    with ThreadPoolExecutor(THREADS) as pool:
        answers: list[Future[Receipt]] = [pool.submit(gathering.submit, submissions[0])]
        assert watched.entered.wait(WAIT_SECONDS)
        answers += [pool.submit(gathering.submit, one) for one in submissions[1:]]
        wait_until_waiting(gathering, THREADS - 1)
        watched.go_on.set()

    assert watched.sizes == [1, THREADS - 1]
    for number, (person, answer) in enumerate(zip(crowd.people, answers, strict=True)):
        if number % 5 == 0:
            assert type(answer.exception()) is NotInBase
        else:
            assert UUID(answer.result().id) == person


def test_fifty_threads_that_repeat_themselves_change_nothing_twice(
    application: Application, crowd: Crowd
) -> None:
    submission = crowd.district.submission(EnterBase(role="mentee"), crowd.school, crowd.people[1])

    with ThreadPoolExecutor(THREADS) as pool:
        receipts = list(pool.map(application.gathering.submit, [submission] * THREADS))

    assert len({one.first_position for one in receipts}) == 1
    assert [one.replayed for one in receipts].count(False) == 1


def test_a_lone_request_waits_for_nobody(crowd: Crowd) -> None:
    watched = Watched(lambda submissions: [RECEIPT] * len(submissions))
    watched.go_on.set()
    gathering = Gathering(watched, leaders_max=1)

    for submission in crowd.submissions()[:3]:
        assert gathering.submit(submission) is RECEIPT

    assert watched.sizes == [1, 1, 1]


def test_a_crowd_is_cut_into_transactions_of_a_bounded_size(crowd: Crowd) -> None:
    number = BATCH_COMMANDS_MAX + 3
    watched = Watched(lambda submissions: [RECEIPT] * len(submissions))
    gathering = Gathering(watched, leaders_max=1)
    submission = crowd.submissions()[0]

    with ThreadPoolExecutor(number + 1) as pool:
        answers = [pool.submit(gathering.submit, submission)]
        assert watched.entered.wait(WAIT_SECONDS)
        answers += [pool.submit(gathering.submit, submission) for _ in range(number)]
        wait_until_waiting(gathering, number)
        watched.go_on.set()

    assert all(answer.result() is RECEIPT for answer in answers)
    assert watched.sizes == [1, BATCH_COMMANDS_MAX, 3]


def test_a_leader_that_is_struck_down_leaves_nobody_waiting(
    application: Application, crowd: Crowd
) -> None:
    class StruckDown(BaseException):
        pass

    lists = 0

    def execute(submissions: Sequence[Submission]) -> list[Outcome]:
        nonlocal lists
        lists += 1
        if lists == 2:
            raise StruckDown
        return application.work.execute(submissions)

    watched = Watched(execute)
    gathering = Gathering(watched, leaders_max=1)
    same = crowd.district.submission(EnterBase(role="mentee"), crowd.school, crowd.people[2])
    with ThreadPoolExecutor(4) as pool:
        answers = [pool.submit(gathering.submit, same)]
        assert watched.entered.wait(WAIT_SECONDS)
        answers += [pool.submit(gathering.submit, same) for _ in range(3)]
        wait_until_waiting(gathering, 3)
        watched.go_on.set()

    errors = [type(answer.exception()) for answer in answers]
    assert errors[0] is type(None)
    assert sorted(errors[1:], key=repr) == sorted(
        [StruckDown, RuntimeError, RuntimeError], key=repr
    )
    assert gathering.submit(same).replayed
