"""The ``eventsourcing`` library's own test cases, run against a tenant's log.

Two of its cases cannot apply. ``AggregateRecorderTestCase`` expects that appending returns no
positions, and here every event has one. ``InfrastructureFactoryTestCase`` builds recorders from an
environment that names no tenant, and here no recorder exists without one.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

import pytest
from eventsourcing.application import AggregateNotFoundError, Application
from eventsourcing.domain import Aggregate
from eventsourcing.persistence import IntegrityError, NotSupportedError, StoredEvent
from eventsourcing.tests.application import ApplicationTestCase, ExampleApplicationTestCase
from eventsourcing.tests.persistence import (
    ApplicationRecorderTestCase,
    NonInterleavingNotificationIDsBaseCase,
)

from adapters.postgres.database import RolledBackError
from adapters.postgres.library import TENANT, TenantFactory, TenantRecorder
from adapters.postgres.versions import TenantApplication
from domain.participant import PARTICIPANT, ChangeBaseStatus, EnterBase
from service import bootstrap
from tests.plugins.postgres import TestDatabase
from tests.store.logs import open_tenant, rolled_back
from tests.support.district import District


@pytest.fixture
def tenant(application: bootstrap.Application) -> UUID:
    return open_tenant(application)


@pytest.fixture
def recorder(application: bootstrap.Application, tenant: UUID) -> TenantRecorder:
    return TenantRecorder(application.database, tenant)


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, database: TestDatabase, tenant: UUID) -> None:
    """What a user of the library sets to work on one tenant's log."""
    monkeypatch.setenv("PERSISTENCE_MODULE", "adapters.postgres.library")
    monkeypatch.setenv("DATABASE_URL", database.app_url)
    monkeypatch.setenv(TENANT, str(tenant))


class TestRecorder(ApplicationRecorderTestCase[TenantRecorder]):
    @pytest.fixture(autouse=True)
    def _use(self, recorder: TenantRecorder) -> None:
        self.recorder = recorder

    def create_recorder(self) -> TenantRecorder:
        return self.recorder


class TestNonInterleaving(NonInterleavingNotificationIDsBaseCase):
    @pytest.fixture(autouse=True)
    def _use(self, recorder: TenantRecorder) -> None:
        self.recorder = recorder

    def create_recorder(self) -> TenantRecorder:
        return self.recorder


@pytest.mark.usefixtures("environment")
class TestExampleApplication(ExampleApplicationTestCase):
    expected_factory_topic = "adapters.postgres.library:TenantFactory"


# One case looks for a warning, which would be an error here.
@pytest.mark.filterwarnings("default::DeprecationWarning")
@pytest.mark.usefixtures("environment")
class TestApplication(ApplicationTestCase):
    pass


# The imported cases are bases, not tests of this module.
del ApplicationRecorderTestCase, NonInterleavingNotificationIDsBaseCase
del ExampleApplicationTestCase, ApplicationTestCase


def stored(stream: UUID, version: int = 1) -> StoredEvent:
    return StoredEvent(stream, version, "topic", b"state")


def test_two_tenants_have_two_logs(application: bootstrap.Application) -> None:
    one, other = (TenantRecorder(application.database, open_tenant(application)) for _ in range(2))
    stream = uuid4()

    assert one.insert_events([stored(stream)]) == [1]
    assert other.insert_events([stored(stream)]) == [1]
    assert [stream] == [one.originator_id for one in other.select_events(stream)]
    assert one.max_notification_id() == 1


def test_a_stream_has_no_gaps(recorder: TenantRecorder) -> None:
    stream = uuid4()
    recorder.insert_events([stored(stream)])

    with pytest.raises(IntegrityError):
        recorder.insert_events([stored(stream, 3)])


def test_a_command_id_is_used_once(recorder: TenantRecorder) -> None:
    command = uuid4()
    recorder.insert_events([stored(uuid4())], command_id=command)

    with pytest.raises(IntegrityError):
        recorder.insert_events([stored(uuid4())], command_id=command)

    assert recorder.max_notification_id() == 1


def test_save_passes_command_actor_and_causation(
    environment: None, application: bootstrap.Application, tenant: UUID
) -> None:
    command, actor, causation = uuid4(), uuid4(), uuid4()
    with Application[UUID]() as library:
        library.save(Aggregate(), command_id=command, actor=actor, causation=causation)

    with application.database.reading((tenant,)) as connection:
        row = connection.execute(
            "SELECT command_id, actor, causation FROM es.event WHERE tenant_id = %s", (tenant,)
        ).fetchone()
    assert row == (command, actor, causation)


def test_recorder_joins_the_threads_transaction(
    application: bootstrap.Application, tenant: UUID, recorder: TenantRecorder
) -> None:
    stream = uuid4()

    with rolled_back(application, tenant):
        recorder.insert_events([stored(stream)])
        assert len(recorder.select_events(stream)) == 1

    assert recorder.select_events(stream) == []
    assert recorder.max_notification_id() is None


def test_recorder_leaves_a_transaction_of_another_tenant_alone(
    application: bootstrap.Application, recorder: TenantRecorder
) -> None:
    other = open_tenant(application)

    with rolled_back(application, other):
        recorder.insert_events([stored(uuid4())])

    assert recorder.max_notification_id() == 1


def test_a_transaction_whose_conflict_was_swallowed_does_not_pass_for_committed(
    application: bootstrap.Application, tenant: UUID, recorder: TenantRecorder
) -> None:
    def swallow_a_conflict() -> None:
        with application.database.writing(readable=(), writable=(tenant,)):
            recorder.insert_events([stored(uuid4())])
            with pytest.raises(IntegrityError):
                recorder.insert_events([stored(uuid4(), 2)])

    with pytest.raises(RolledBackError):
        swallow_a_conflict()


@pytest.fixture
def trained(application: bootstrap.Application) -> tuple[TenantApplication, UUID]:
    """A participant of whom three events are recorded."""
    district = District(application)
    school = district.school("01")
    person = district.participant(school, "Иванова", consent=None)
    district.record(EnterBase(role="mentor"), school, person)
    district.record(ChangeBaseStatus(role="mentor", status="trained"), school, person)
    return TenantApplication(application.database, application.log, school), person


def test_a_stream_of_the_domain_is_loaded_whole(
    trained: tuple[TenantApplication, UUID],
) -> None:
    library, person = trained

    found = library.at_version(PARTICIPANT, person)

    assert found.version == 3
    assert found.state.bases == {"mentor": "trained"}


def test_a_stream_of_the_domain_is_loaded_at_a_version(
    trained: tuple[TenantApplication, UUID],
) -> None:
    library, person = trained

    found = [library.at_version(PARTICIPANT, person, version=version) for version in (1, 2, 3)]

    assert [one.version for one in found] == [1, 2, 3]
    assert [one.state.bases for one in found] == [{}, {"mentor": "entered"}, {"mentor": "trained"}]
    assert all(one.state.birth_date == date(1980, 3, 1) for one in found)


@pytest.mark.parametrize("version", [None, 4])
def test_what_is_not_there_is_not_found(
    trained: tuple[TenantApplication, UUID], version: int | None
) -> None:
    library, person = trained

    with pytest.raises(AggregateNotFoundError):
        library.at_version(PARTICIPANT, person if version else uuid4(), version=version)


def test_events_of_the_domain_are_not_appended_past_the_registers(
    trained: tuple[TenantApplication, UUID],
) -> None:
    library, person = trained
    stream = PARTICIPANT.stream_id(library.tenant, person)
    (last,) = library.events.get(stream, desc=True, limit=1)

    with pytest.raises(NotSupportedError):
        library.events.put([last])


@pytest.mark.usefixtures("environment")
def test_nothing_is_tracked_and_nobody_is_notified() -> None:
    with TenantFactory(Application[UUID]().env) as factory:
        with pytest.raises(NotSupportedError):
            factory.tracking_recorder()
        with pytest.raises(NotSupportedError):
            factory.process_recorder()
        with pytest.raises(NotSupportedError):
            factory.application_recorder().subscribe()
        factory.close()
