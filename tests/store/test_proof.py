"""Nothing is lost, doubled or out of order, and a rule over two streams holds under a crowd.

Each proof runs beside a control that does the same in the way that is known to fail. A control
that did not fail would mean that the load proves nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from psycopg_pool import ConnectionPool

from adapters.postgres.database import Connection
from adapters.postgres.log import Entry, NewEvent
from domain.deciding import decide
from domain.pair import PAIR, ApprovePair, MenteeInOpenPair, ProposePair, StartPair
from domain.participant import RegisterParticipant
from service.bootstrap import Application
from service.stream_cache import StreamCache
from service.streams import StreamFacts, Streams
from service.submission import Receipt
from tests.plugins.postgres import TestDatabase
from tests.store.load import READERS, WRITERS, IdentityColumn, Load, OurLog
from tests.store.logs import ACTOR, events_of, superuser
from tests.support.district import FORM, District

THREADS = 12
WAIT_SECONDS = 20


def test_followers_of_the_log_miss_and_repeat_nothing(application: Application) -> None:
    log = OurLog(application)
    load = Load(log)

    load.run()

    assert load.lost() == 0
    assert load.invented() == 0
    assert load.rolled_back
    for seen in load.followed:
        for tenant, events in seen.items():
            assert [one.number for one in events] == list(range(1, len(events) + 1))
            assert events == log.after(tenant, 0)
    for tenant in log.tenants:
        times = [one.recorded_at for one in events_of(application, tenant)]
        assert times == sorted(set(times))


def test_followers_of_an_identity_column_lose_events(database: TestDatabase) -> None:
    with ConnectionPool[Connection](
        database.admin_url,
        kwargs={"autocommit": True},
        min_size=WRITERS,
        max_size=WRITERS + READERS,
    ) as pool:
        load = Load(IdentityColumn(pool))
        load.run()
    with superuser(database.admin_url) as connection:
        connection.execute("DROP TABLE public.naive")

    assert load.lost() > 0
    assert load.invented() == 0


def connect(application: Application) -> None:
    """Make the pool open a connection per thread, for they come one by one and late."""
    barrier = Barrier(THREADS)

    def hold(_: int) -> None:
        with application.database.reading(()):
            barrier.wait(WAIT_SECONDS)

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(hold, range(THREADS)))


class Wanted:
    """One mentee whom twelve approved pairs of one form wait for."""

    def __init__(self, application: Application) -> None:
        self.application = application
        self.district = District(application)
        self.school = self.district.school("01")
        mentee = self.district.participant(self.school, "Ученикова", born=2010)
        mentors = [
            self.district.participant(self.school, f"Наставников{number}")
            for number in range(THREADS)
        ]
        propose = [
            self.district.submission(
                ProposePair(mentor=mentor, mentees=(mentee,), form=FORM), self.school
            )
            for mentor in mentors
        ]
        self.pairs = [UUID(receipt.id) for receipt in self.district.execute(propose)]
        approve = ApprovePair(order_number="1", order_date=date(2024, 9, 2))
        self.district.execute(
            [self.district.submission(approve, self.school, pair) for pair in self.pairs]
        )

    def at_once(self, start: Callable[[UUID, Barrier], object]) -> list[object]:
        connect(self.application)
        barrier = Barrier(THREADS)
        with ThreadPoolExecutor(THREADS) as pool:
            return list(pool.map(lambda pair: start(pair, barrier), self.pairs))

    def started(self) -> int:
        topics = [one.event.TOPIC for one in events_of(self.application, self.school)]
        return topics.count("pair.started")


@pytest.fixture
def wanted(application: Application) -> Wanted:
    return Wanted(application)


def test_one_of_twelve_threads_starts_the_pair(wanted: Wanted) -> None:
    def start(pair: UUID, barrier: Barrier) -> object:
        submission = wanted.district.submission(StartPair(), wanted.school, pair)
        barrier.wait(WAIT_SECONDS)
        return wanted.application.work.execute([submission])[0]

    outcomes = wanted.at_once(start)

    assert Counter(map(type, outcomes)) == {Receipt: 1, MenteeInOpenPair: THREADS - 1}
    assert wanted.started() == 1


def test_deciding_before_the_lock_would_start_twelve(wanted: Wanted) -> None:
    # The same decision and the same append with all their checks; only the lock comes too late.
    database, log = wanted.application.database, wanted.application.log

    def start(pair: UUID, barrier: Barrier) -> None:
        with database.reading((wanted.school, wanted.district.id)) as connection:
            streams = Streams(log, StreamCache(wanted.application.vault), connection)
            stream_id = PAIR.stream_id(wanted.school, pair)
            stream = streams.at(wanted.school, stream_id)
            facts = StreamFacts(
                streams,
                tenant_id=wanted.school,
                district_id=wanted.district.id,
                target=pair,
                actor=ACTOR,
                today=date(2024, 9, 2),
                identity=None,
                stream_id=stream_id,
            )
            decided = decide(stream.state, StartPair(), facts)
            first = stream.version + 1
        barrier.wait(WAIT_SECONDS)
        events = tuple(NewEvent(stream_id, first + one, event) for one, event in enumerate(decided))
        with database.writing(readable=(), writable=(wanted.school,)) as connection:
            log.begin_work(connection, (wanted.school,), ())
            command = Entry(
                tenant_id=wanted.school,
                command_id=uuid4(),
                request_mac=b"",
                actor=ACTOR,
                events=events,
            )
            log.append(connection, [command])

    wanted.at_once(start)

    assert wanted.started() == THREADS


def test_one_of_twelve_threads_carries_out_a_command(application: Application) -> None:
    district = District(application)
    school = district.school("01")
    command = RegisterParticipant(last_name="Ученикова", first_name="Участник")
    submission = district.submission(command, school)
    connect(application)
    barrier = Barrier(THREADS)

    def submit(_: int) -> object:
        barrier.wait(WAIT_SECONDS)
        return application.work.execute([submission])[0]

    with ThreadPoolExecutor(THREADS) as pool:
        outcomes = list(pool.map(submit, range(THREADS)))

    receipts = [outcome for outcome in outcomes if isinstance(outcome, Receipt)]
    assert len(receipts) == THREADS
    assert len({(one.id, one.first_position, one.recorded_at) for one in receipts}) == 1
    assert [one.replayed for one in receipts].count(False) == 1
    assert len(events_of(application, school)) == 1
