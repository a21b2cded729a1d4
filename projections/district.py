"""What the district's own log adds up to: the district under its names, its institutions."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar, assert_never
from uuid import UUID

import msgspec

from domain.district import DISTRICT, DistrictRegistered, DistrictRenamed
from domain.events import Recorded
from domain.school import (
    SCHOOL,
    SchoolClosed,
    SchoolEvent,
    SchoolInnRecorded,
    SchoolKind,
    SchoolMerged,
    SchoolRegistered,
    SchoolRenamed,
    SchoolStatus,
)
from projections.course import Since, described_after
from projections.register import Key, Register, Row

RowT = TypeVar("RowT", bound=Row)


class DistrictNamed(Since, frozen=True, kw_only=True):
    """The district's name from a day on."""

    name: str


class DistrictRow(Row, frozen=True, kw_only=True):
    """The district itself; ``name`` is the last of its names, ``course`` are all of them by day."""

    district: UUID
    version: int
    name: str
    time_zone: str
    course: tuple[DistrictNamed, ...]


def apply_to_district(
    row: DistrictRow | None, recorded: Recorded[DistrictRegistered | DistrictRenamed], _key: Key
) -> DistrictRow:
    """Return the district after an event."""
    event = recorded.event
    named = DistrictNamed(since=event.effective_on, name=event.name)
    if isinstance(event, DistrictRegistered):
        return DistrictRow(
            tenant_id=recorded.tenant_id,
            district=recorded.tenant_id,
            version=recorded.version,
            name=event.name,
            time_zone=event.time_zone,
            course=(named,),
        )
    before = _there(row)
    course = described_after(before.course, named)
    return msgspec.structs.replace(
        before, version=recorded.version, name=course[-1].name, course=course
    )


class SchoolNamed(Since, frozen=True, kw_only=True):
    """The names of an institution from a day on."""

    name: str
    short_name: str


class SchoolRow(Row, frozen=True, kw_only=True):
    """An institution of the district; ``last_day`` is that of a merged or closed one.

    One without a code is ordered by its id. It bears the last of its names; ``course`` are all of
    them by day.
    """

    school: UUID
    version: int
    code: str
    name: str
    short_name: str
    kind: SchoolKind
    status: SchoolStatus
    registered_on: date
    last_day: date | None = None
    successor: UUID | None = None
    inn: str | None = None
    course: tuple[SchoolNamed, ...]


def apply_to_school(row: SchoolRow | None, recorded: Recorded[SchoolEvent], _key: Key) -> SchoolRow:
    """Return the institution after an event."""
    event = recorded.event
    changes: dict[str, Any]
    match event:
        case SchoolRegistered():
            return SchoolRow(
                tenant_id=recorded.tenant_id,
                school=event.school,
                version=recorded.version,
                code=event.code or str(event.school),
                name=event.name,
                short_name=event.short_name,
                kind=event.kind,
                status="open",
                registered_on=event.effective_on,
                inn=event.inn,
                course=(_named(event),),
            )
        case SchoolRenamed():
            course = described_after(_there(row).course, _named(event))
            last = course[-1]
            changes = {"name": last.name, "short_name": last.short_name, "course": course}
        case SchoolMerged():
            changes = {
                "status": "merged",
                "last_day": event.effective_on,
                "successor": event.successor,
            }
        case SchoolClosed():
            changes = {"status": "closed", "last_day": event.effective_on}
        case SchoolInnRecorded():
            changes = {"inn": event.inn}
        case _:
            assert_never(event)
    return msgspec.structs.replace(_there(row), version=recorded.version, **changes)


def _named(event: SchoolRegistered | SchoolRenamed) -> SchoolNamed:
    return SchoolNamed(since=event.effective_on, name=event.name, short_name=event.short_name)


def _there(row: RowT | None) -> RowT:
    if row is None:
        raise LookupError("the log does not begin with the registration")
    return row


DISTRICTS = Register(
    name="district",
    row=DistrictRow,
    key=("district",),
    keys=lambda recorded: ((recorded.tenant_id,),),
    apply=apply_to_district,
    reads=frozenset(DISTRICT.events),
)
SCHOOLS = Register(
    name="school",
    row=SchoolRow,
    key=("school",),
    keys=lambda recorded: ((recorded.event.school,),),
    apply=apply_to_school,
    reads=frozenset(SCHOOL.events),
)
