"""The district: what it is called and whose days it counts in.

One stream in the district's own log. Its head and curator are named by their accounts, never by
its events, so that no person stands in the log in clear.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, assert_never
from zoneinfo import available_timezones

import msgspec

from domain.aggregate import Aggregate, Command, Decision, Facts, Line
from domain.errors import Conflict, Invalid
from domain.events import Event


class DistrictRegistered(Event, frozen=True, kw_only=True):
    """The district keeps a log from this day; ``time_zone`` is an IANA name."""

    TOPIC: ClassVar[str] = "district.registered"

    name: str
    time_zone: str
    reason: str | None = None


class DistrictRenamed(Event, frozen=True, kw_only=True):
    """From this day the district bears another name."""

    TOPIC: ClassVar[str] = "district.renamed"

    name: str
    reason: str | None = None


DistrictEvent = DistrictRegistered | DistrictRenamed


class District(msgspec.Struct, frozen=True, kw_only=True):
    """The district under the name of its latest renaming, ``named_on``."""

    name: str
    named_on: date
    time_zone: str
    registered_on: date


def evolve(state: District | None, event: DistrictEvent) -> District:
    """Return the state after ``event``; a renaming recorded late does not displace a later one."""
    match event:
        case DistrictRegistered():
            return District(
                name=event.name,
                named_on=event.effective_on,
                time_zone=event.time_zone,
                registered_on=event.effective_on,
            )
        case DistrictRenamed():
            district = _existing(state)
            if event.effective_on < district.named_on:
                return district
            return msgspec.structs.replace(district, name=event.name, named_on=event.effective_on)
        case _:
            assert_never(event)


def _existing(state: District | None) -> District:
    if state is None:
        raise ValueError("a district's stream starts with its registration")
    return state


class RegisterDistrict(Command, frozen=True, kw_only=True):
    """Open the district's log."""

    name: Annotated[Line, msgspec.Meta(title="Наименование района")]
    time_zone: Annotated[
        Line, msgspec.Meta(title="Часовой пояс", examples=["Europe/Moscow", "Asia/Omsk"])
    ] = "Europe/Moscow"


class RenameDistrict(Command, frozen=True, kw_only=True):
    """Record a new name of the district."""

    name: Annotated[Line, msgspec.Meta(title="Наименование района")]


class DistrictAlreadyRegistered(Conflict):
    """The district's log is already open."""

    code = "district_already_registered"
    ru = "Район уже зарегистрирован."
    en = "The district is already registered."


class UnknownTimeZone(Invalid):
    """The time zone is not in the IANA database."""

    code = "unknown_time_zone"
    ru = "Такого часового пояса нет; укажите название из базы IANA, например Europe/Moscow."
    en = "There is no such time zone; give a name of the IANA database, such as Europe/Moscow."


class BeforeDistrictRegistered(Invalid):
    """The day lies before the district's first."""

    code = "before_district_registered"
    ru = "День раньше регистрации района ({first_day})."
    en = "The day lies before the district's registration ({first_day})."


def register(state: District | None, command: RegisterDistrict, facts: Facts) -> list[Event]:
    """Register the district once, in a time zone that exists."""
    if state is not None:
        raise DistrictAlreadyRegistered
    if command.time_zone not in available_timezones():
        raise UnknownTimeZone("/time_zone")
    return [
        DistrictRegistered(
            effective_on=command.effective_on or facts.today,
            name=command.name,
            time_zone=command.time_zone,
            reason=command.reason,
        )
    ]


def rename(state: District, command: RenameDistrict, facts: Facts) -> list[Event]:
    """Rename the district from a day on."""
    day = command.effective_on or facts.today
    if day < state.registered_on:
        raise BeforeDistrictRegistered("/effective_on", first_day=state.registered_on)
    return [DistrictRenamed(effective_on=day, name=command.name, reason=command.reason)]


DISTRICT = Aggregate(
    name="district",
    events=(DistrictRegistered, DistrictRenamed),
    evolve=evolve,
    key_of=lambda _event: (),
    key=lambda _target, _command: (),
    decisions=(
        Decision(RegisterDistrict, register, opens=True),
        Decision(RenameDistrict, rename),
    ),
)
