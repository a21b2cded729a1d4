"""What is recorded of an institution."""

from __future__ import annotations

from typing import ClassVar, Literal
from uuid import UUID

from domain.events import Event

SchoolKind = Literal["general", "supplementary"]


class SchoolRegistered(Event, frozen=True, kw_only=True):
    """The institution works in the district from this day.

    ``code`` is its number in the district's own list: the order in which figures assign a person
    who took part in several institutions on one day. ``inn`` has 10 digits; by it figures know
    the district's own institutions from enterprises.
    """

    TOPIC: ClassVar[str] = "school.registered"

    school: UUID
    name: str
    short_name: str
    kind: SchoolKind
    code: str | None = None
    inn: str | None = None
    reason: str | None = None


class SchoolRenamed(Event, frozen=True, kw_only=True):
    """From this day the institution bears another name."""

    TOPIC: ClassVar[str] = "school.renamed"

    school: UUID
    name: str
    short_name: str
    reason: str | None = None


class SchoolMerged(Event, frozen=True, kw_only=True):
    """The institution was joined to its legal successor; this day is its last."""

    TOPIC: ClassVar[str] = "school.merged"

    school: UUID
    successor: UUID
    reason: str | None = None


class SchoolClosed(Event, frozen=True, kw_only=True):
    """The institution ended without a successor; this day is its last."""

    TOPIC: ClassVar[str] = "school.closed"

    school: UUID
    reason: str | None = None


class SchoolInnRecorded(Event, frozen=True, kw_only=True):
    """The institution's INN became known; it was this from the first day."""

    TOPIC: ClassVar[str] = "school.inn_recorded"

    school: UUID
    inn: str
    reason: str | None = None


SchoolEvent = SchoolRegistered | SchoolRenamed | SchoolMerged | SchoolClosed | SchoolInnRecorded
