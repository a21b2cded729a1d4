"""Deciding a whole plan in memory, as the unit of work would, without a store."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from domain.aggregate import Aggregate, Identity
from domain.catalogue import decision_of
from domain.deciding import decide
from service.unit import Submission, target_of

StateT = TypeVar("StateT", bound=msgspec.Struct)
Key = tuple[UUID, str, tuple[str, ...]]

ZONE = ZoneInfo("Europe/Moscow")


class Ledger:
    """The states of every stream, and which streams concern whom."""

    def __init__(self) -> None:
        self.states: dict[Key, Any] = {}
        self.about: dict[tuple[UUID, UUID], dict[Key, None]] = defaultdict(dict)

    def carry_out(self, submissions: Iterable[Submission]) -> int:
        """Decide one after another; return how many events there were. Refusals come through."""
        events = 0
        for one in submissions:
            aggregate, _ = decision_of(type(one.command))
            target = target_of(one)
            key = _key(one.tenant_id, aggregate, aggregate.key(target, one.command))
            decided = decide(self.states.get(key), one.command, Facts(self, one, target))
            for event in decided:
                self.states[key] = aggregate.evolve(self.states.get(key), event)
                for person in event.concerns():
                    self.about[one.tenant_id, person][key] = None
            events += len(decided)
        return events


class Facts:
    """:class:`domain.aggregate.Facts` over a ledger; every person registered is a new one."""

    def __init__(self, ledger: Ledger, submission: Submission, target: UUID) -> None:
        assert submission.recorded_at is not None
        self._ledger = ledger
        self.tenant_id = submission.tenant_id
        self.district_id = submission.district_id
        self.target = target
        self.today: date = submission.recorded_at.astimezone(ZONE).date()
        self.identity: Identity | None = Identity(person=target)

    def find(self, aggregate: Aggregate[StateT], *key: object) -> StateT | None:
        return self._ledger.states.get(_key(self.tenant_id, aggregate, key))

    def find_in_district(self, aggregate: Aggregate[StateT], *key: object) -> StateT | None:
        return self._ledger.states.get(_key(self.district_id, aggregate, key))

    def about(self, aggregate: Aggregate[StateT], person: UUID) -> Sequence[StateT]:
        keys = self._ledger.about[self.tenant_id, person]
        return [self._ledger.states[key] for key in keys if key[1] == aggregate.name]


def _key(tenant: UUID, aggregate: Aggregate[Any], key: Iterable[object]) -> Key:
    return tenant, aggregate.name, tuple(map(str, key))
