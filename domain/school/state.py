"""An institution as its stream tells of it."""

from __future__ import annotations

from datetime import date
from typing import Literal, assert_never
from uuid import UUID

import msgspec

from domain.school.events import (
    SchoolClosed,
    SchoolEvent,
    SchoolInnRecorded,
    SchoolKind,
    SchoolMerged,
    SchoolRegistered,
    SchoolRenamed,
)
from domain.time import DaySet

SchoolStatus = Literal["open", "merged", "closed"]


class School(msgspec.Struct, frozen=True, kw_only=True):
    """An institution under the name of its latest renaming, ``named_on``.

    ``last_day`` is included in its time; ``None`` while it is open.
    """

    school: UUID
    name: str
    short_name: str
    named_on: date
    kind: SchoolKind
    code: str | None
    registered_on: date
    status: SchoolStatus = "open"
    last_day: date | None = None
    successor: UUID | None = None

    @property
    def days(self) -> DaySet:
        """The days on which the institution exists."""
        return DaySet.between(self.registered_on, self.last_day)


def evolve(state: School | None, event: SchoolEvent) -> School:
    """Return the state after ``event``; a renaming recorded late does not displace a later one."""
    match event:
        case SchoolRegistered():
            return School(
                school=event.school,
                name=event.name,
                short_name=event.short_name,
                named_on=event.effective_on,
                kind=event.kind,
                code=event.code,
                registered_on=event.effective_on,
            )
        case SchoolRenamed():
            school = _existing(state)
            if event.effective_on < school.named_on:
                return school
            return msgspec.structs.replace(
                school,
                name=event.name,
                short_name=event.short_name,
                named_on=event.effective_on,
            )
        case SchoolMerged():
            return msgspec.structs.replace(
                _existing(state),
                status="merged",
                last_day=event.effective_on,
                successor=event.successor,
            )
        case SchoolClosed():
            return msgspec.structs.replace(
                _existing(state), status="closed", last_day=event.effective_on
            )
        case SchoolInnRecorded():
            return _existing(state)
        case _:
            assert_never(event)


def _existing(state: School | None) -> School:
    if state is None:
        raise ValueError("a school's stream starts with its registration")
    return state
