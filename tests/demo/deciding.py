"""Deciding a whole plan in memory, as the unit of work would, without a store."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from copy import copy
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

import msgspec

from domain.aggregate import Aggregate, Identity
from domain.catalogue import decision_of
from domain.deciding import decide
from domain.events import Event, Recorded
from domain.publication.commands import FigureCommand
from service.access import SYSTEM
from service.demo.plan import Plan
from service.following import AN_INSTANT
from service.reactions import REACTIONS
from service.submission import Submission, target_of

StateT = TypeVar("StateT", bound=msgspec.Struct)
Key = tuple[UUID, str, tuple[str, ...]]

ZONE = ZoneInfo("Europe/Moscow")


class Ledger:
    """The states of every stream, and which streams concern whom.

    What is published is counted by the store, so that nothing of figures is decided here.
    """

    def __init__(self) -> None:
        self.states: dict[Key, Any] = {}
        self.told: dict[Key, list[Recorded[Event]]] = defaultdict(list)
        self.about: dict[tuple[UUID, UUID], dict[Key, None]] = defaultdict(dict)
        self.positions: Counter[UUID] = Counter()
        self.causes: list[tuple[UUID, Recorded[Event]]] = []

    def carry_out(self, submissions: Iterable[Submission]) -> int:
        """Decide one after another; return how many events there were. Refusals come through."""
        events = 0
        for one in submissions:
            if isinstance(one.command, FigureCommand):
                continue
            aggregate, _ = decision_of(type(one.command))
            target = target_of(one)
            key = _key(one.tenant_id, aggregate, aggregate.key(target, one.command))
            decided = decide(self.states.get(key), one.command, Facts(self, one, target, key))
            told = self.told[key]
            for event in decided:
                self.positions[one.tenant_id] += 1
                place = (self.positions[one.tenant_id], len(told) + 1)
                told.append(_recorded(one, event, place))
                if type(event) in REACTIONS:
                    self.causes.append((one.district_id, told[-1]))
                if event.corrects is None:
                    self.states[key] = aggregate.evolve(self.states.get(key), event)
                else:
                    self.states[key] = aggregate.fold([heard.event for heard in told])
                for person in event.concerns():
                    self.about[one.tenant_id, person][key] = None
            events += len(decided)
        return events

    def carry_out_all(self, plan: Plan) -> int:
        """Decide a whole plan in the order in which it is loaded; return how many events."""
        events = self.carry_out(plan.foundation)
        for term in plan.terms:
            for part in (*term.schools, term.centre):
                events += self.carry_out(part)
            events += self.follow()
            events += self.carry_out(term.closing)
        return events

    def follow(self) -> int:
        """Let the districts learn what the institutions did; return how many events."""
        causes, self.causes = self.causes, []
        causes.sort(key=lambda one: one[1].recorded_at)
        return self.carry_out(_effect(district, cause) for district, cause in causes)


class Facts:
    """:class:`domain.aggregate.Facts` over a ledger; every person registered is a new one."""

    def __init__(self, ledger: Ledger, submission: Submission, target: UUID, own: Key) -> None:
        assert submission.recorded_at is not None
        self._ledger = ledger
        self._own = own
        self.instead: dict[Key, Any] = {}
        self.actor = submission.actor
        self.tenant_id = submission.tenant_id
        self.district_id = submission.district_id
        self.target = target
        self.today: date = submission.recorded_at.astimezone(ZONE).date()
        self.identity: Identity | None = Identity(person=target)
        self.counted = submission.counted

    def find(self, aggregate: Aggregate[StateT], *key: object) -> StateT | None:
        state: StateT | None = self._state(_key(self.tenant_id, aggregate, key))
        return state

    def find_in_school(
        self, school: UUID, aggregate: Aggregate[StateT], *key: object
    ) -> StateT | None:
        state: StateT | None = self._state(_key(school, aggregate, key))
        return state

    def find_in_district(self, aggregate: Aggregate[StateT], *key: object) -> StateT | None:
        state: StateT | None = self._state(_key(self.district_id, aggregate, key))
        return state

    def about(self, aggregate: Aggregate[StateT], person: UUID) -> Sequence[StateT]:
        keys = self._ledger.about[self.tenant_id, person]
        states = [self._state(key) for key in keys if key[1] == aggregate.name]
        return [state for state in states if state is not None]

    def told(self) -> Sequence[Recorded[Event]]:
        return self._ledger.told[self._own]

    def where(self, state: msgspec.Struct | None) -> "Facts":
        other = copy(self)
        other.instead = {self._own: state}
        return other

    def day_of(self, moment: datetime) -> date:
        return moment.astimezone(ZONE).date()

    def _state(self, key: Key) -> Any:
        return self.instead[key] if key in self.instead else self._ledger.states.get(key)


def _effect(district: UUID, cause: Recorded[Event]) -> Submission:
    (consequence,) = REACTIONS[type(cause.event)](district, cause)
    return Submission(
        tenant_id=district,
        district_id=district,
        actor=SYSTEM,
        command_id=uuid5(cause.tenant_id, f"district/{cause.position}"),
        command=consequence.command,
        target=consequence.target,
        causation=cause.command_id,
        recorded_at=cause.recorded_at + AN_INSTANT,
    )


def _recorded(submission: Submission, event: Event, place: tuple[int, int]) -> Recorded[Event]:
    position, version = place
    assert submission.recorded_at is not None
    return Recorded(
        tenant_id=submission.tenant_id,
        position=position,
        stream_id=submission.tenant_id,
        version=version,
        recorded_at=submission.recorded_at,
        actor=submission.actor,
        command_id=submission.command_id,
        event=event,
    )


def _key(tenant: UUID, aggregate: Aggregate[Any], key: Iterable[object]) -> Key:
    return tenant, aggregate.name, tuple(map(str, key))
