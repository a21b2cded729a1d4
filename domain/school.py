"""An institution of the district: when it opened, what it is called, how it ended.

The streams lie in the district's own log. The school's id is the id of its tenant, so everything
an institution records hangs on this stream.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Literal, assert_never
from uuid import UUID

import msgspec

from domain.aggregate import TEXT, Aggregate, Command, Decision, Facts, Line
from domain.errors import Conflict, Invalid, NotFound, RuleBroken
from domain.events import Event
from domain.time import DaySet

SchoolKind = Literal["general", "supplementary"]
SchoolStatus = Literal["open", "merged", "closed"]

OfficialName = Annotated[str, msgspec.Meta(min_length=1, max_length=500, pattern=TEXT)]
"""A name as the charter has it; those of schools pass 200 characters."""

SchoolCode = Annotated[str, msgspec.Meta(pattern=r"^[0-9A-Za-z-]{1,20}$(?!\n)")]


class SchoolRegistered(Event, frozen=True, kw_only=True):
    """The institution works in the district from this day.

    ``code`` is its number in the district's own list: the order in which figures assign a person
    who took part in several institutions on one day.
    """

    TOPIC: ClassVar[str] = "school.registered"

    school: UUID
    name: str
    short_name: str
    kind: SchoolKind
    code: str | None = None
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


SchoolEvent = SchoolRegistered | SchoolRenamed | SchoolMerged | SchoolClosed


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
        case _:
            assert_never(event)


def _existing(state: School | None) -> School:
    if state is None:
        raise ValueError("a school's stream starts with its registration")
    return state


class RegisterSchool(Command, frozen=True, kw_only=True):
    """Take an institution into the district."""

    name: Annotated[OfficialName, msgspec.Meta(title="Полное наименование")]
    short_name: Annotated[Line, msgspec.Meta(title="Краткое наименование")]
    kind: Annotated[SchoolKind, msgspec.Meta(title="Вид учреждения")] = "general"
    code: Annotated[SchoolCode | None, msgspec.Meta(title="Код учреждения", examples=["07"])] = None


class RenameSchool(Command, frozen=True, kw_only=True):
    """Record new names of an institution."""

    name: Annotated[OfficialName, msgspec.Meta(title="Полное наименование")]
    short_name: Annotated[Line, msgspec.Meta(title="Краткое наименование")]


class MergeSchool(Command, frozen=True, kw_only=True):
    """Join an institution to its legal successor."""

    successor: Annotated[UUID, msgspec.Meta(title="Правопреемник")]


class CloseSchool(Command, frozen=True, kw_only=True):
    """Record that an institution ended without a successor."""


class SchoolAlreadyRegistered(Conflict):
    """The institution is already in the district."""

    code = "school_already_registered"
    ru = "Учреждение уже зарегистрировано."
    en = "The school is already registered."


class SchoolNotOpen(Conflict):
    """The institution has already ended."""

    code = "school_not_open"
    ru = "Учреждение уже закрыто или присоединено к другому."
    en = "The school is already closed or merged."


class BeforeSchoolRegistered(Invalid):
    """The day lies before the institution's first."""

    code = "before_school_registered"
    ru = "День раньше регистрации учреждения ({first_day})."
    en = "The day lies before the school's registration ({first_day})."


class SuccessorIsItself(Invalid):
    """An institution cannot succeed itself."""

    code = "successor_is_itself"
    ru = "Учреждение не может быть собственным правопреемником."
    en = "A school cannot be its own successor."


class SuccessorNotOpen(RuleBroken):
    """The successor does not exist on the day of the merger or has ended."""

    code = "successor_not_open"
    ru = "Правопреемник в этот день ещё не открыт или уже закрыт."
    en = "The successor is not open on that day."


def register(state: School | None, command: RegisterSchool, facts: Facts) -> list[Event]:
    """Register the institution under the id its tenant will have."""
    if state is not None:
        raise SchoolAlreadyRegistered
    return [
        SchoolRegistered(
            effective_on=command.effective_on or facts.today,
            school=facts.target,
            name=command.name,
            short_name=command.short_name,
            kind=command.kind,
            code=command.code,
            reason=command.reason,
        )
    ]


def rename(state: School, command: RenameSchool, facts: Facts) -> list[Event]:
    """Rename an open institution from a day on."""
    return [
        SchoolRenamed(
            effective_on=_day_of_open_school(state, command, facts),
            school=state.school,
            name=command.name,
            short_name=command.short_name,
            reason=command.reason,
        )
    ]


def merge(state: School, command: MergeSchool, facts: Facts) -> list[Event]:
    """End an open institution in favour of another that is open on that day."""
    day = _day_of_open_school(state, command, facts)
    if command.successor == state.school:
        raise SuccessorIsItself("/successor")
    successor = facts.find(SCHOOL, command.successor)
    if successor is None:
        raise NotFound("/successor")
    if successor.status != "open" or day not in successor.days:
        raise SuccessorNotOpen("/successor")
    return [
        SchoolMerged(
            effective_on=day,
            school=state.school,
            successor=command.successor,
            reason=command.reason,
        )
    ]


def close(state: School, command: CloseSchool, facts: Facts) -> list[Event]:
    """End an open institution without a successor."""
    day = _day_of_open_school(state, command, facts)
    return [SchoolClosed(effective_on=day, school=state.school, reason=command.reason)]


def _day_of_open_school(state: School, command: Command, facts: Facts) -> date:
    day = command.effective_on or facts.today
    if state.status != "open":
        raise SchoolNotOpen
    if day < state.registered_on:
        raise BeforeSchoolRegistered("/effective_on", first_day=state.registered_on)
    return day


SCHOOL = Aggregate(
    name="school",
    events=(SchoolRegistered, SchoolRenamed, SchoolMerged, SchoolClosed),
    evolve=evolve,
    key_of=lambda event: (event.school,),
    key=lambda target, _command: (target,),
    decisions=(
        Decision(RegisterSchool, register, opens=True),
        Decision(RenameSchool, rename),
        Decision(MergeSchool, merge),
        Decision(CloseSchool, close),
    ),
)
