"""What an institution's record admits, one function per command."""

from __future__ import annotations

from datetime import date

from domain.aggregate import Aggregate, Command, Decision, Facts
from domain.errors import NotFound
from domain.events import Event
from domain.inn import WrongInn, inn_is_valid
from domain.school.commands import (
    CloseSchool,
    MergeSchool,
    RecordSchoolInn,
    RegisterSchool,
    RenameSchool,
)
from domain.school.errors import (
    BeforeSchoolRegistered,
    SchoolAlreadyRegistered,
    SchoolNotOpen,
    SuccessorIsItself,
    SuccessorNotOpen,
)
from domain.school.events import (
    SchoolClosed,
    SchoolInnRecorded,
    SchoolMerged,
    SchoolRegistered,
    SchoolRenamed,
)
from domain.school.state import School, evolve


def register(state: School | None, command: RegisterSchool, facts: Facts) -> list[Event]:
    """Register the institution under the id its tenant will have."""
    if state is not None:
        raise SchoolAlreadyRegistered
    _inn_fits(command.inn)
    return [
        SchoolRegistered(
            effective_on=command.effective_on or facts.today,
            school=facts.target,
            name=command.name,
            short_name=command.short_name,
            kind=command.kind,
            code=command.code,
            inn=command.inn,
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


def record_inn(state: School, command: RecordSchoolInn, facts: Facts) -> list[Event]:
    """Record the INN; of an institution that has ended too, for the figures of its years."""
    _inn_fits(command.inn)
    return [
        SchoolInnRecorded(
            effective_on=command.effective_on or facts.today,
            school=state.school,
            inn=command.inn,
            reason=command.reason,
        )
    ]


def _inn_fits(inn: str | None) -> None:
    if inn is not None and not inn_is_valid(inn):
        raise WrongInn("/inn")


def _day_of_open_school(state: School, command: Command, facts: Facts) -> date:
    day = command.effective_on or facts.today
    if state.status != "open":
        raise SchoolNotOpen
    if day < state.registered_on:
        raise BeforeSchoolRegistered("/effective_on", first_day=state.registered_on)
    return day


SCHOOL = Aggregate(
    name="school",
    events=(SchoolRegistered, SchoolRenamed, SchoolMerged, SchoolClosed, SchoolInnRecorded),
    evolve=evolve,
    key_of=lambda event: (event.school,),
    key=lambda target, _command: (target,),
    decisions=(
        Decision(RegisterSchool, register, opens=True),
        Decision(RenameSchool, rename),
        Decision(MergeSchool, merge),
        Decision(CloseSchool, close),
        Decision(RecordSchoolInn, record_inn),
    ),
)
