"""An institution confirms that its data of a year are complete, or takes that back.

One stream per year in the institution's own log. A figure published before an institution of its
scope confirmed says so (ruling 9 of ``order-119-od/1``).
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, assert_never

import msgspec

from domain.aggregate import Aggregate, Command, Decision, Facts
from domain.correcting import StrikeFact, strike
from domain.errors import Conflict, Invalid, RuleBroken
from domain.events import Event
from domain.rules import CalendarYear


class ConfirmationGiven(Event, frozen=True, kw_only=True):
    """The institution's data of the year are complete as they stand."""

    TOPIC: ClassVar[str] = "confirmation.given"

    year: int
    reason: str | None = None


class ConfirmationReopened(Event, frozen=True, kw_only=True):
    """The data of the year are being worked on again; ``reason`` says why."""

    TOPIC: ClassVar[str] = "confirmation.reopened"

    year: int
    reason: str | None = None


ConfirmationEvent = ConfirmationGiven | ConfirmationReopened


class Confirmation(msgspec.Struct, frozen=True, kw_only=True):
    """Whether the data of a year are confirmed, and since when they are or are not."""

    year: int
    confirmed: bool
    since: date


def evolve(_state: Confirmation | None, event: ConfirmationEvent) -> Confirmation:
    """Return the state after ``event``."""
    match event:
        case ConfirmationGiven():
            confirmed = True
        case ConfirmationReopened():
            confirmed = False
        case _:
            assert_never(event)
    return Confirmation(year=event.year, confirmed=confirmed, since=event.effective_on)


class ConfirmData(Command, frozen=True, kw_only=True):
    """Confirm that the institution's data of a year are complete."""

    year: Annotated[CalendarYear, msgspec.Meta(title="Год")]


class ReopenData(Command, frozen=True, kw_only=True):
    """Take the confirmation back to work on the data; ``reason`` says why."""

    year: Annotated[CalendarYear, msgspec.Meta(title="Год")]


class StrikeConfirmation(StrikeFact, frozen=True, kw_only=True):
    """Say that a confirmation or its taking back was entered by mistake."""

    year: Annotated[CalendarYear, msgspec.Meta(title="Год")]


class YearNotBegun(Invalid):
    """The year has not begun: there is nothing to confirm."""

    code = "year_not_begun"
    ru = "Этот год ещё не начался."
    en = "The year has not begun yet."


class DataConfirmed(Conflict):
    """The data of the year are confirmed already."""

    code = "data_confirmed"
    ru = "Данные за этот год уже подтверждены."
    en = "The data of this year are confirmed already."


class DataOpen(Conflict):
    """The data of the year are open already."""

    code = "data_open"
    ru = "Данные за этот год и так открыты."
    en = "The data of this year are open as it is."


class ReopeningReasonMissing(RuleBroken):
    """A confirmation is taken back for a reason."""

    code = "reopening_reason_missing"
    ru = "Укажите, почему данные открываются снова."
    en = "Say why the data are opened again."


def confirm(state: Confirmation | None, command: ConfirmData, facts: Facts) -> list[Event]:
    """Confirm the data of a year that has begun and is not confirmed."""
    day = command.effective_on or facts.today
    if command.year > day.year:
        raise YearNotBegun("/year")
    if state is not None and state.confirmed:
        raise DataConfirmed
    return [ConfirmationGiven(effective_on=day, year=command.year, reason=command.reason)]


def reopen(state: Confirmation, command: ReopenData, facts: Facts) -> list[Event]:
    """Take back the confirmation in force."""
    if not state.confirmed:
        raise DataOpen
    if command.reason is None:
        raise ReopeningReasonMissing("/reason")
    return [
        ConfirmationReopened(
            effective_on=command.effective_on or facts.today,
            year=command.year,
            reason=command.reason,
        )
    ]


CONFIRMATION = Aggregate(
    name="confirmation",
    events=(ConfirmationGiven, ConfirmationReopened),
    evolve=evolve,
    key_of=lambda event: (event.year,),
    key=lambda _target, command: (command.year,),
    decisions=(
        Decision(ConfirmData, confirm, opens=True),
        Decision(ReopenData, reopen),
        Decision(StrikeConfirmation, strike),
    ),
)
