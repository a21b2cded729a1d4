"""The domain's streams through the ``eventsourcing`` library: a state now or at an earlier version.

They are read here and appended by the unit of work alone, because that folds them into the
registers in the same transaction.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Generic, NoReturn, TypeVar
from uuid import UUID

import msgspec
from eventsourcing.application import AggregateNotFoundError, Application
from eventsourcing.persistence import (
    InfrastructureFactory,
    JSONTranscoder,
    Mapper,
    NotSupportedError,
    StoredEvent,
)
from eventsourcing.utils import Environment

from adapters.postgres.database import Database
from adapters.postgres.library import TENANT, LogNotification, TenantFactory
from adapters.postgres.log import Log
from domain.aggregate import Aggregate
from domain.events import Event, Recorded

StateT = TypeVar("StateT", bound=msgspec.Struct)


class DomainEvent(msgspec.Struct, frozen=True):
    """A recorded event of the domain under the names the library asks for."""

    recorded: Recorded[Event]

    @property
    def originator_id(self) -> UUID:
        """The stream."""
        return self.recorded.stream_id

    @property
    def originator_version(self) -> int:
        """The event's place in its stream."""
        return self.recorded.version


class DomainMapper(Mapper[UUID]):
    """Builds the domain's events, decrypting what is personal."""

    def __init__(self, log: Log) -> None:
        super().__init__(JSONTranscoder())
        self._log = log

    def to_domain_event(self, stored_event: StoredEvent) -> DomainEvent:
        """Decode an event that was selected from the log."""
        if not isinstance(stored_event, LogNotification):
            raise NotSupportedError("an event of the domain is more than its state")
        (recorded,) = self._log.decode([stored_event.row])
        return DomainEvent(recorded)

    def to_stored_event(self, domain_event: object) -> NoReturn:  # noqa: ARG002
        """Refuse: the unit of work appends, and folds the registers with it."""
        raise NotSupportedError("events of the domain are appended by the unit of work")


class AtVersion(msgspec.Struct, Generic[StateT], frozen=True):
    """The state of stream ``id`` after its event number ``version``, recorded at that moment."""

    id: UUID
    state: StateT
    version: int
    recorded_at: datetime


class TenantApplication(Application[UUID]):
    """The library's application over the domain's streams of one tenant."""

    def __init__(self, database: Database, log: Log, tenant: UUID) -> None:
        self._database = database
        self._log = log
        self.tenant = tenant
        super().__init__({TENANT: str(tenant)})

    def construct_factory(self, env: Environment) -> InfrastructureFactory:
        """Build on the service's database instead of one from the environment."""
        return TenantFactory(env, self._database)

    def construct_mapper(self) -> Mapper[UUID]:
        """Read the events of the domain."""
        return DomainMapper(self._log)

    def at_version(
        self, aggregate: Aggregate[StateT], *key: object, version: int | None = None
    ) -> AtVersion[StateT]:
        """Return the state of the stream that is about ``key``, now or after ``version`` events.

        Raises ``AggregateNotFoundError`` if there is no such stream or it has not come so far.
        """

        def project(
            _initial: AtVersion[StateT] | None, events: Iterable[DomainEvent]
        ) -> AtVersion[StateT] | None:
            recorded = [one.recorded for one in events]
            state = aggregate.fold([one.event for one in recorded])
            if state is None:
                return None
            last = recorded[-1]
            return AtVersion(last.stream_id, state, last.version, last.recorded_at)

        stream = aggregate.stream_id(self.tenant, *key)
        found: AtVersion[StateT] = self.repository.get(
            stream, version=version, projector_func=project
        )
        if version is not None and found.version != version:
            raise AggregateNotFoundError(version)
        return found
