"""The catalogue of awards for mentors: what a mentor can be nominated for.

Source: the district's order № 119-ОД asks every year for ceremonies at which the best mentors are
awarded (дорожная карта); which awards there are it leaves open, so they are entries of the
district's log.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, ClassVar
from uuid import UUID

import msgspec

from domain.aggregate import Aggregate, Command, Decision, Facts, Line
from domain.errors import Conflict, Invalid
from domain.events import Event

AwardKindCode = Annotated[
    str, msgspec.Meta(min_length=1, max_length=60, pattern=r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$(?!\n)")
]


class AwardKindDescribed(Event, frozen=True, kw_only=True):
    """What a kind of award is from this day on; ``active``: mentors can be nominated for it."""

    code: str
    title: str
    active: bool
    reason: str | None = None


class AwardKindAdded(AwardKindDescribed, frozen=True, kw_only=True):
    """A kind of award stands in the catalogue from this day."""

    TOPIC: ClassVar[str] = "award_kind.added"


class AwardKindChanged(AwardKindDescribed, frozen=True, kw_only=True):
    """All attributes of a kind as they are from this day; what they were before stays true."""

    TOPIC: ClassVar[str] = "award_kind.changed"


class AwardKind(msgspec.Struct, frozen=True, kw_only=True):
    """The kind as it was last described, on ``described_on``; attributes as in the event."""

    code: str
    title: str
    active: bool
    described_on: date


def evolve(_state: AwardKind | None, event: AwardKindDescribed) -> AwardKind:
    """Return the state after ``event``."""
    return AwardKind(
        code=event.code,
        title=event.title,
        active=event.active,
        described_on=event.effective_on,
    )


class DescribeAwardKind(Command, frozen=True, kw_only=True):
    """The attributes a kind of award has from a day on."""

    code: Annotated[AwardKindCode, msgspec.Meta(title="Обозначение", examples=["best_mentor"])]
    title: Annotated[Line, msgspec.Meta(title="Название", examples=["Лучший наставник"])]
    active: Annotated[bool, msgspec.Meta(title="Присуждается")] = True


class AddAwardKind(DescribeAwardKind, frozen=True, kw_only=True):
    """Add a kind of award to the catalogue."""


class ChangeAwardKind(DescribeAwardKind, frozen=True, kw_only=True):
    """Replace all attributes of a kind of award from a day on."""


class AwardKindAlreadyAdded(Conflict):
    """An award of that code stands in the catalogue."""

    code = "award_kind_already_added"
    ru = "Награда с таким обозначением уже есть в перечне."
    en = "An award of this code is already in the catalogue."


class AwardKindDescribedLater(Invalid):
    """The kind was already described as of a later day."""

    code = "award_kind_described_later"
    ru = "Награда уже описана с более позднего дня ({described_on})."
    en = "The award is already described as of a later day ({described_on})."


def add(state: AwardKind | None, command: AddAwardKind, facts: Facts) -> list[Event]:
    """Add a kind under a code that is not in use."""
    if state is not None:
        raise AwardKindAlreadyAdded("/code")
    return [AwardKindAdded(**_attributes(command, facts))]


def change(state: AwardKind, command: ChangeAwardKind, facts: Facts) -> list[Event]:
    """Describe a kind anew, not earlier than its last description."""
    if (command.effective_on or facts.today) < state.described_on:
        raise AwardKindDescribedLater("/effective_on", described_on=state.described_on)
    return [AwardKindChanged(**_attributes(command, facts))]


def _attributes(command: DescribeAwardKind, facts: Facts) -> dict[str, Any]:
    return {
        **msgspec.structs.asdict(command),
        "effective_on": command.effective_on or facts.today,
    }


def _key(_target: UUID, command: DescribeAwardKind) -> tuple[str]:
    return (command.code,)


AWARD_KIND = Aggregate(
    name="award_kind",
    events=(AwardKindAdded, AwardKindChanged),
    evolve=evolve,
    key_of=lambda event: (event.code,),
    key=_key,
    decisions=(Decision(AddAwardKind, add, opens=True), Decision(ChangeAwardKind, change)),
)
