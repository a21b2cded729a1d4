"""What one log has to learn from another it learns once and in order, wherever the follower dies.

The control does the same with a command id of its own for every attempt, and doubles.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path
from threading import Event
from time import monotonic, sleep
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest

from adapters.postgres.checkpoints import Checkpoints
from adapters.postgres.inspection import pretends
from domain.base_count import RecordBaseCount
from domain.events import Recorded
from domain.participant import RecordResidence
from service import following as module
from service.access import SYSTEM
from service.app import make_logger
from service.bootstrap import Application
from service.following import AN_INSTANT, Follower, following
from service.reactions import Consequence
from service.submission import Outcome, Submission
from tests.plugins.postgres import TestDatabase
from tests.store.followed import Followed, Forgetful, Life, count
from tests.store.logs import events_of, superuser

ROOT = Path(__file__).parents[2]
WAIT_S = 20


def lives(
    application: Application, monkeypatch: pytest.MonkeyPatch, **options: Any
) -> Iterator[Followed]:
    """Yield districts whose follower died at the first step, the second … and was restarted."""
    monkeypatch.setattr(module, "PAGE_CAUSES", 2)
    for last_step in range(1000):
        followed = Followed(application, causes=3)
        with monkeypatch.context() as patch:
            survived = Life(patch, last_step).run(followed, **options)
        followed.follower(**options).run_once()
        yield followed
        if survived:
            assert last_step > 20
            return


def test_a_follower_killed_at_any_step_misses_and_repeats_nothing(
    application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    for followed in lives(application, monkeypatch):
        assert followed.told == followed.causes


def test_a_follower_that_makes_up_its_command_ids_doubles(
    application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    doubled = [
        len(followed.told) > len(followed.causes)
        for followed in lives(application, monkeypatch, made_by=Forgetful)
    ]

    assert any(doubled)


def test_a_process_killed_again_and_again_misses_and_repeats_nothing(
    application: Application, database: TestDatabase
) -> None:
    followed = Followed(application, causes=6)
    arguments = [database.app_url, *map(str, (followed.district.id, *followed.schools))]

    for carried_out in (1, 2, 3, 5, 8):
        with subprocess.Popen(
            [sys.executable, "-m", "tests.store.followed", *arguments],
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
        ) as process:
            assert process.stdout is not None
            for _ in range(carried_out):
                assert process.stdout.readline() == b"carried out\n"
            process.kill()
        assert process.returncode < 0
    followed.follower().run_once()

    assert followed.told == followed.causes


def test_followers_at_once_do_not_double(application: Application) -> None:
    followed = Followed(application, causes=10)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: followed.follower().run_once(), range(4)))

    assert followed.told == followed.causes


def test_what_was_followed_is_not_read_again(application: Application) -> None:
    followed = Followed(application)
    follower = followed.follower()

    first, second = follower.run_once(), follower.run_once()

    assert (first.carried_out, first.known) == (len(followed.causes), 0)
    assert (second.carried_out, second.known) == (0, 0)


def test_a_checkpoint_never_goes_back(application: Application) -> None:
    followed = Followed(application)
    tenant = followed.schools[0]
    checkpoints = Checkpoints(application.database, "someone")
    last = checkpoints.unread([tenant])[tenant].last
    checkpoints.reach(tenant, last)
    checkpoints.reach(tenant, 1)

    assert checkpoints.unread([tenant]) == {}


def test_a_reaction_names_its_cause_and_nobody_as_its_author(application: Application) -> None:
    followed = Followed(application, causes=1)
    followed.follower().run_once()

    for (tenant, position), reaction in zip(followed.causes, followed.reactions, strict=True):
        cause = events_of(application, tenant)[position - 1]
        assert reaction.causation == cause.command_id
        assert reaction.actor == SYSTEM
        assert reaction.recorded_at > cause.recorded_at


def failing_once(followed: Followed, number: int) -> Callable[[Sequence[Submission]], Any]:
    """Carry out commands but for one, which meets a database that is down."""
    numbers = iter(range(100))

    def execute(submissions: Sequence[Submission]) -> list[Outcome]:
        if next(numbers) == number:
            return [ConnectionError()]
        return followed.application.work.execute(submissions)

    return execute


def test_a_failure_stops_its_own_log_and_is_tried_again(application: Application) -> None:
    followed = Followed(application, causes=4)
    school, position = followed.causes[2]
    follower = followed.follower(execute=failing_once(followed, 2))

    done = follower.run_once()
    stopped_at = list(followed.told)
    again = follower.run_once()

    assert [(one.tenant, one.position, one.why) for one in done.failed] == [
        (school, position, "ConnectionError")
    ]
    mine = [one for one in followed.causes if one[0] == school]
    others = [one for one in followed.causes if one[0] != school]
    assert [one for one in stopped_at if one in mine] == mine[:1]
    assert [one for one in stopped_at if one in others] == others
    assert (again.carried_out, again.known, again.failed) == (3, 0, [])
    assert [one for one in followed.told if one in mine] == mine


def test_a_refused_command_is_told_and_left_behind(application: Application) -> None:
    followed = Followed(application, causes=2)
    refused = followed.causes[1]

    def unknown_school(district: UUID, recorded: Recorded[Any]) -> tuple[Consequence]:
        (consequence,) = count(district, recorded)
        assert isinstance(consequence.command, RecordBaseCount)
        if (recorded.tenant_id, recorded.position) != refused:
            return (consequence,)
        return (Consequence(msgspec.structs.replace(consequence.command, school=uuid4())),)

    follower = followed.follower(reaction=unknown_school)
    done, again = follower.run_once(), follower.run_once()

    assert [(one.tenant, one.position, one.why) for one in done.refused] == [
        (*refused, "not_found")
    ]
    assert (done.carried_out, again.carried_out, again.refused) == (3, 0, [])
    assert followed.told == [one for one in followed.causes if one != refused]


@pytest.mark.parametrize("keeps_time", [True, False])
def test_a_database_that_pretends_records_the_reaction_when_its_cause_was(
    application: Application, keeps_time: bool
) -> None:
    followed = Followed(application, causes=0)
    school = followed.schools[0]
    person = followed.district.participant(school, "Прошлов", consent=None)
    moment = datetime(2099, 10, 1, 12, tzinfo=UTC)
    followed.district.clock = moment.date().isoformat()
    command = RecordResidence(lives_in_district=True, effective_on=date(2099, 9, 30))
    followed.district.record(command, school, person)

    followed.follower(keeps_time=keeps_time).run_once()

    (reaction,) = followed.reactions
    assert (reaction.recorded_at == moment + AN_INSTANT) is keeps_time


def test_only_a_working_database_does_not_pretend(
    application: Application, database: TestDatabase
) -> None:
    found = {}
    with superuser(database.admin_url) as connection:
        for purpose in ("production", "demonstration", "test"):
            connection.execute("UPDATE es.installation SET purpose = %s", (purpose,))
            found[purpose] = pretends(application.database)

    assert found == {"production": False, "demonstration": True, "test": True}


def test_a_round_can_be_stopped(application: Application) -> None:
    followed = Followed(application)
    stopped = Event()
    stopped.set()

    assert followed.follower().run_once(stopped).carried_out == 0
    assert followed.told == []


def test_the_thread_follows_what_comes_and_survives_a_round_that_fails(
    application: Application,
) -> None:
    followed = Followed(application, causes=1)
    rounds = iter([ConnectionError()])
    out = StringIO()

    class Shaken(Follower):
        def run_once(self, stopped: Event | None = None) -> Any:
            for error in rounds:
                raise error
            return super().run_once(stopped)

    with following([followed.follower(made_by=Shaken)], make_logger(out), poll_s=0.01):
        until = monotonic() + WAIT_S
        while followed.told != followed.causes and monotonic() < until:
            sleep(0.02)

    assert followed.told == followed.causes
    assert '"error": "ConnectionError"' in out.getvalue()
