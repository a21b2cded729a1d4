"""How a decision is written: commands, aggregates and the facts a rule may ask for.

Every aggregate is one module with the same four parts: its events, its state with ``evolve``, one
function per command, and at the end an :class:`Aggregate` that lists them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Annotated, Any, Generic, Protocol, TypeVar
from uuid import UUID, uuid5

import msgspec

from domain.events import Event, Recorded
from domain.standing import standing

TEXT = r"^(?=[\s\S]*\S)[^\u0000-\u0008\u000b\u000c\u000e-\u001f]*$"
"""Lines of text with something in them and no control characters but tabs and line ends."""

Line = Annotated[
    str,
    msgspec.Meta(
        min_length=1,
        max_length=200,
        # The last bracket refuses the final newline that a dollar sign lets pass in Python.
        pattern=r"^[^\u0000-\u001f]*[^\s\u0000-\u001f][^\u0000-\u001f]*$(?!\n)",
    ),
]
"""One line of text with something in it, at most 200 characters."""

Note = Annotated[str, msgspec.Meta(min_length=1, max_length=4000, pattern=TEXT)]
"""Free text of several lines, at most 4000 characters."""


class Command(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a user asks for; it is the body of the request as it arrives.

    ``effective_on`` is the day the fact is true of, today when left out.
    ``reason`` is required when that day lies further back than the district's bound.
    ``corrects`` makes the command a correction: it is given as it should have been, and names the
    version in force of the fact it replaces.
    """

    effective_on: Annotated[
        date | None,
        msgspec.Meta(title="День, с которого действует", examples=["2024-09-02"]),
    ] = None
    reason: Annotated[Note | None, msgspec.Meta(title="Основание, если день давний")] = None
    corrects: Annotated[
        Annotated[int, msgspec.Meta(ge=1)] | None,
        msgspec.Meta(title="Версия исправляемой записи"),
    ] = None


StateT = TypeVar("StateT", bound=msgspec.Struct)


class Facts(Protocol):
    """What a decision may know besides its own aggregate; all of it read under the tenant's lock.

    ``target`` is the id of the thing the command is about: a person key, a pair id, a school id;
    for a command that creates something, the new id. ``identity`` is set for registrations only,
    ``counted``, what the service counted beforehand, for drafts of figures only.
    """

    tenant_id: UUID
    district_id: UUID
    target: UUID
    actor: UUID
    today: date
    identity: Identity | None
    counted: msgspec.Struct | None

    def find(self, aggregate: Aggregate[StateT], *key: object) -> StateT | None:
        """Return the state of one stream of this tenant, ``None`` if it does not exist."""

    def find_in_district(self, aggregate: Aggregate[StateT], *key: object) -> StateT | None:
        """Return the state of one stream of the district's own log."""

    def find_in_school(
        self, school: UUID, aggregate: Aggregate[StateT], *key: object
    ) -> StateT | None:
        """Return the state of one stream of an institution that the decision names beforehand.

        Read without the institution's lock: only what never ceases to be true may rest on it.
        """

    def about(self, aggregate: Aggregate[StateT], person: UUID) -> Sequence[StateT]:
        """Return the states of every stream of this tenant whose events concern ``person``."""

    def told(self) -> Sequence[Recorded[Event]]:
        """Return everything the command's own stream holds, in order from its first version."""

    def where(self, state: msgspec.Struct | None) -> Facts:
        """Return the facts as they would be if the command's own stream stood at ``state``."""

    def day_of(self, moment: datetime) -> date:
        """Return the day of the district that ``moment`` falls on."""


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """What the district's vault says of a person who is being registered.

    ``birth_year`` is the year under which the vault first came to know the person.
    """

    person: UUID
    birth_year: int | None = None


class Decision(msgspec.Struct, frozen=True):
    """One command of an aggregate.

    What it records may lie in several streams of the tenant; an event of the command's own stream
    then stands last.
    ``opens``: the command may be given when the stream does not exist yet; all others answer
    "not found" then. ``people`` names the persons whose streams the decision will ask for, so that
    they are loaded together with those of the other commands. ``schools`` names the institutions
    whose logs a decision of the district looks into.
    """

    command: type[Command]
    decide: Callable[[Any, Any, Facts], list[Event]]
    opens: bool = False
    people: Callable[[Any, Any], Sequence[UUID]] | None = None
    schools: Callable[[Any], Sequence[UUID]] | None = None


class Aggregate(msgspec.Struct, Generic[StateT], frozen=True, eq=False):
    """A kind of stream: what may be recorded in it and how it is decided.

    ``key`` gives, from a target id and a command, what the stream is about; ``key_of`` gives the
    same from any event of the stream. The stream's id is derived from that key and the tenant.
    ``evolve`` holds no rule; it raises ``ValueError`` only for a stream without its first event.
    ``check`` refuses facts of one stream that contradict each other; the decisions see to that as
    facts are recorded, so it is asked only after one of them was corrected.
    """

    name: str
    events: tuple[type[Event], ...]
    evolve: Callable[[StateT | None, Any], StateT]
    decisions: tuple[Decision, ...]
    key_of: Callable[[Any], tuple[object, ...]]
    key: Callable[[UUID, Any], tuple[object, ...]]
    check: Callable[[Sequence[Any]], None] | None = None

    def stream_id(self, tenant_id: UUID, *key: object) -> UUID:
        """Return the id of the stream of ``tenant_id`` that is about ``key``."""
        return uuid5(tenant_id, "/".join((self.name, *map(str, key))))

    def fold(self, events: Sequence[Event]) -> StateT | None:
        """Return the state after the whole stream ``events``; ``None`` if nothing stands of it."""
        return self.fold_facts(events[version - 1] for version in standing(events))

    def fold_facts(self, facts: Iterable[Event]) -> StateT | None:
        """Return the state after ``facts`` as they stand, corrected already and none struck."""
        state: StateT | None = None
        for fact in facts:
            state = self.evolve(state, fact)
        return state
