"""What an event is: the stored contract that every aggregate's events share.

An event is a frozen struct with a topic of its own. Its fields are a published format: new fields
have defaults, nothing is renamed or retyped, and one stored sample of every version is kept as a
test for ever. Fields marked :func:`personal` are encrypted under a person's key and read as
``None`` once that key is destroyed, so no rule and no counting rule may depend on one being there.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from typing import Annotated, Any, ClassVar, Generic, TypeVar, get_args, get_origin, get_type_hints
from uuid import UUID

import msgspec

PERSONAL = "personal"


def personal(subject: str) -> msgspec.Meta:
    """Mark a field as personal data of the subject whose id stands in the field ``subject``.

    Use as ``Annotated[str | None, personal("person")]``; the field must default to ``None``.
    """
    return msgspec.Meta(extra={PERSONAL: subject})


class Event(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A fact of the programme.

    ``effective_on`` is the day the fact is true of in the world; it is stored in its own column.
    ``corrects``: this is what an earlier fact of the same stream should have said; it names the
    version in force of that fact, which is its place in the stream. ``struck``: it never was.
    ``CONCERNS`` names the fields that hold the ids (UUID or a tuple of them) of the persons the
    event is about: that is what makes it appear in their history.
    Python's collector of cycles leaves events alone, which contain none: it would go through all
    that a long log holds, again and again.
    """

    TOPIC: ClassVar[str]
    CONCERNS: ClassVar[tuple[str, ...]] = ()

    effective_on: date
    corrects: int | None = None
    struck: bool = False

    def concerns(self) -> tuple[UUID, ...]:
        """Return the keys of the persons this event is about, each once, in order of naming."""
        people: dict[UUID, None] = {}
        for name in self.CONCERNS:
            value = getattr(self, name)
            people.update(dict.fromkeys((value,) if isinstance(value, UUID) else value or ()))
        return tuple(people)


EventT_co = TypeVar("EventT_co", bound=Event, covariant=True)


class Recorded(msgspec.Struct, Generic[EventT_co], frozen=True, kw_only=True, gc=False):
    """An event with everything the store knows of it.

    ``position`` is dense per tenant, ``version`` dense per stream; ``recorded_at`` is the store's
    clock, equal for the events of one command and strictly increasing from command to command.
    ``destroyed`` holds the subjects whose personal fields can no longer be read.
    """

    tenant_id: UUID
    position: int
    stream_id: UUID
    version: int
    recorded_at: datetime
    actor: UUID
    command_id: UUID
    causation: UUID | None = None
    destroyed: frozenset[UUID] = frozenset()
    event: EventT_co

    @property
    def effective_on(self) -> date:
        """The day the fact is true of."""
        return self.event.effective_on


@cache
def personal_fields(event_type: type[Event]) -> dict[str, str]:
    """Return ``{personal field: field that holds its subject}`` of an event type."""
    hints: dict[str, Any] = get_type_hints(event_type, include_extras=True)
    found: dict[str, str] = {}
    for name, hint in hints.items():
        if get_origin(hint) is not Annotated:
            continue
        for meta in get_args(hint)[1:]:
            if isinstance(meta, msgspec.Meta) and meta.extra and PERSONAL in meta.extra:
                found[name] = meta.extra[PERSONAL]
    return found
