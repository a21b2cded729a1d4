"""Participants of an institution: the one fold behind the bases of mentees and of mentors."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any, assert_never
from uuid import UUID

import msgspec

from domain.events import Recorded
from domain.participant import (
    PARTICIPANT,
    BaseEntered,
    BaseLeft,
    BaseStatus,
    BaseStatusChanged,
    ParticipantChange,
    ParticipantEvent,
    ParticipantLeft,
    ParticipantReceived,
    ParticipantRegistered,
    ParticipantReturned,
    ProfileRevised,
    ResidenceRecorded,
)
from domain.time import NO_DAYS, ONE_DAY, DaySet
from projections.register import Key, Register, Row, kept_for, sort_key


class BaseStep(msgspec.Struct, frozen=True, kw_only=True):
    """What a person is in a base from the day ``since`` on, until the next step.

    ``entered_on`` is the day they had entered it for the last time.
    """

    since: date
    status: BaseStatus
    entered_on: date


class ParticipantRow(Row, frozen=True, kw_only=True):
    """A participant as one institution knows them.

    ``home_days`` and ``away_days`` are the days on which they are recorded as living in the
    district and as not living there; on all others it is not known; ``residence_from`` are the
    days from which either was recorded. ``…_since`` is the day they entered the base of that role
    for the last time; ``…_steps`` say, in order of days, what they were in it on which. ``left_on``
    is the last day here of a person who has left and not come back, ``left_at`` the position of the
    departure in the log, ``to_school`` the institution of the district they went to.
    ``received_from`` is the institution merged into this one from which they passed.
    """

    person: UUID
    version: int
    registered_on: date
    last_name: Annotated[str | None, kept_for("person")]
    first_name: Annotated[str | None, kept_for("person")]
    middle_name: Annotated[str | None, kept_for("person")]
    sort_key: Annotated[str, kept_for("nobody")]
    birth_date: Annotated[date | None, kept_for("person")]
    birth_year: int | None
    known_birth_year: int | None
    outside: bool
    home_days: DaySet = NO_DAYS
    away_days: DaySet = NO_DAYS
    residence_from: tuple[date, ...] = ()
    school_year: str | None = None
    class_name: Annotated[str | None, kept_for("person")] = None
    contact: Annotated[str | None, kept_for("person")] = None
    contact_person: Annotated[str | None, kept_for("person")] = None
    request: Annotated[str | None, kept_for("person")] = None
    competencies: Annotated[str | None, kept_for("person")] = None
    achievements: Annotated[str | None, kept_for("person")] = None
    interests: Annotated[str | None, kept_for("person")] = None
    preferred_age: Annotated[str | None, kept_for("person")] = None
    time_resource: Annotated[str | None, kept_for("person")] = None
    mentee_status: BaseStatus | None = None
    mentee_since: date | None = None
    mentee_steps: tuple[BaseStep, ...] = ()
    mentor_status: BaseStatus | None = None
    mentor_since: date | None = None
    mentor_steps: tuple[BaseStep, ...] = ()
    left_on: date | None = None
    left_at: int | None = None
    to_school: UUID | None = None
    received_from: UUID | None = None


def keys(recorded: Recorded[ParticipantEvent]) -> Iterable[Key]:
    """Return the row an event touches."""
    return ((recorded.event.person,),)


def apply(
    row: ParticipantRow | None, recorded: Recorded[ParticipantEvent], _key: Key
) -> ParticipantRow:
    """Return the participant after an event."""
    event = recorded.event
    if isinstance(event, ParticipantRegistered):
        return ParticipantRow(
            tenant_id=recorded.tenant_id,
            person=event.person,
            version=recorded.version,
            registered_on=event.effective_on,
            last_name=event.last_name,
            first_name=event.first_name,
            middle_name=event.middle_name,
            sort_key=sort_key(event.last_name, event.first_name, event.middle_name),
            birth_date=event.birth_date,
            birth_year=event.birth_year,
            known_birth_year=event.known_birth_year,
            outside=event.outside,
        )
    if row is None:
        raise LookupError("an event of a participant who was never registered")
    changes = _changes(row, event)
    if isinstance(event, ParticipantLeft):
        changes["left_at"] = recorded.position
    return msgspec.structs.replace(row, version=recorded.version, **changes)


def _changes(row: ParticipantRow, event: ParticipantChange) -> dict[str, Any]:
    changes: dict[str, Any]
    match event:
        case ProfileRevised():
            changes = {
                "school_year": event.school_year,
                "class_name": event.class_name,
                "contact": event.contact,
                "contact_person": event.contact_person,
                "request": event.request,
                "competencies": event.competencies,
                "achievements": event.achievements,
                "interests": event.interests,
                "preferred_age": event.preferred_age,
                "time_resource": event.time_resource,
            }
        case ResidenceRecorded():
            changes = _residence(row, event)
        case BaseEntered() | BaseStatusChanged() | BaseLeft():
            changes = _base(row, event)
        case ParticipantLeft():
            changes = {"left_on": event.effective_on, "to_school": event.to_school}
        case ParticipantReturned():
            changes = {"left_on": None, "left_at": None, "to_school": None}
        case ParticipantReceived():
            changes = {"received_from": event.from_school}
        case _:
            assert_never(event)
    return changes


def _residence(row: ParticipantRow, event: ResidenceRecorded) -> dict[str, Any]:
    # What is recorded late of an earlier day holds only until the next day of which more is known.
    later = [day for day in row.residence_from if day > event.effective_on]
    days = DaySet([(event.effective_on, min(later, default=None))])
    home, away = row.home_days - days, row.away_days - days
    if event.lives_in_district is True:
        home |= days
    elif event.lives_in_district is False:
        away |= days
    return {
        "home_days": home,
        "away_days": away,
        "residence_from": tuple(sorted({*row.residence_from, event.effective_on})),
    }


def _base(row: ParticipantRow, event: BaseEntered | BaseStatusChanged | BaseLeft) -> dict[str, Any]:
    # The days of a base never go back, so a step takes the place of what was told of its day.
    steps: tuple[BaseStep, ...] = getattr(row, f"{event.role}_steps")
    since = event.effective_on
    entered_on = steps[-1].entered_on if steps else since
    status: BaseStatus
    match event:
        case BaseEntered():
            status, entered_on = "entered", since
        case BaseStatusChanged():
            status = event.status
        case BaseLeft():
            # The day on which somebody leaves is the last in the base.
            status, since = "left", since + ONE_DAY
        case _:
            assert_never(event)
    step = BaseStep(since=since, status=status, entered_on=entered_on)
    return {
        f"{event.role}_status": status,
        f"{event.role}_since": entered_on,
        f"{event.role}_steps": (*(one for one in steps if one.since < since), step),
    }


PARTICIPANTS = Register(
    name="participant",
    row=ParticipantRow,
    key=("person",),
    keys=keys,
    apply=apply,
    reads=frozenset(PARTICIPANT.events),
)
