"""The value an indicator has to reach in a year.

Source: the district's order sets values for single years (Приложение № 2: 2020 and 2024); a year
without one has no target, nothing is interpolated.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, ClassVar

import msgspec

from domain.aggregate import Aggregate, Command, Decision, Facts, Line
from domain.correcting import StrikeFact, strike
from domain.errors import Conflict, Invalid
from domain.events import Event
from domain.rules import CalendarYear, Indicator


class TargetSet(Event, frozen=True, kw_only=True):
    """The target of an indicator for a calendar year, in percent."""

    TOPIC: ClassVar[str] = "target.set"

    indicator: Indicator
    year: int
    value: Decimal
    document: str | None = None
    reason: str | None = None


class TargetRevised(Event, frozen=True, kw_only=True):
    """Another target, in percent, in place of the one before."""

    TOPIC: ClassVar[str] = "target.revised"

    indicator: Indicator
    year: int
    value: Decimal
    document: str | None = None
    reason: str | None = None


TargetEvent = TargetSet | TargetRevised


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """The target as it stands now, in percent."""

    indicator: Indicator
    year: int
    value: Decimal


def evolve(state: Target | None, event: TargetEvent) -> Target:
    """Return the state after ``event``."""
    if state is None and isinstance(event, TargetRevised):
        raise ValueError("a target's stream starts with its setting")
    return Target(indicator=event.indicator, year=event.year, value=event.value)


class SetTarget(Command, frozen=True, kw_only=True):
    """Set the target of an indicator for a year that has none."""

    indicator: Annotated[Indicator, msgspec.Meta(title="Показатель")]
    year: Annotated[CalendarYear, msgspec.Meta(title="Год")]
    value: Annotated[Decimal, msgspec.Meta(title="Целевое значение, %", examples=["12.5"])]
    document: Annotated[Line | None, msgspec.Meta(title="Документ")] = None


class ReviseTarget(Command, frozen=True, kw_only=True):
    """Replace the target of an indicator for a year."""

    indicator: Annotated[Indicator, msgspec.Meta(title="Показатель")]
    year: Annotated[CalendarYear, msgspec.Meta(title="Год")]
    value: Annotated[Decimal, msgspec.Meta(title="Целевое значение, %", examples=["12.5"])]
    document: Annotated[Line | None, msgspec.Meta(title="Документ")] = None


class StrikeTarget(StrikeFact, frozen=True, kw_only=True):
    """Say that a target was never set or revised as recorded; the value before it holds again."""

    indicator: Annotated[Indicator, msgspec.Meta(title="Показатель")]
    year: Annotated[CalendarYear, msgspec.Meta(title="Год")]


class TargetAlreadySet(Conflict):
    """The indicator has a target for that year; it can be revised."""

    code = "target_already_set"
    ru = "Целевое значение на этот год уже установлено; его можно пересмотреть."
    en = "The target for this year is already set; it can be revised."


class TargetOutOfRange(Invalid):
    """The target is not a percentage from 0 to 100 with at most two decimals."""

    code = "target_out_of_range"
    ru = "Целевое значение – от 0 до 100 %, не более двух знаков после запятой."
    en = "A target lies between 0 and 100 per cent and has at most two decimals."


def set_target(state: Target | None, command: SetTarget, facts: Facts) -> list[Event]:
    """Set the first target of the year."""
    if state is not None:
        raise TargetAlreadySet
    return [
        TargetSet(
            effective_on=command.effective_on or facts.today,
            indicator=command.indicator,
            year=command.year,
            value=_percentage(command.value),
            document=command.document,
            reason=command.reason,
        )
    ]


def revise(state: Target, command: ReviseTarget, facts: Facts) -> list[Event]:
    """Replace the target; the earlier value stays in the log."""
    return [
        TargetRevised(
            effective_on=command.effective_on or facts.today,
            indicator=state.indicator,
            year=state.year,
            value=_percentage(command.value),
            document=command.document,
            reason=command.reason,
        )
    ]


def _percentage(value: Decimal) -> Decimal:
    if not (value.is_finite() and 0 <= value <= 100 and value == round(value, 2)):
        raise TargetOutOfRange("/value")
    return value


TARGET = Aggregate(
    name="target",
    events=(TargetSet, TargetRevised),
    evolve=evolve,
    key_of=lambda event: (event.indicator, event.year),
    key=lambda _target, command: (command.indicator, command.year),
    decisions=(
        Decision(SetTarget, set_target, opens=True),
        Decision(ReviseTarget, revise),
        Decision(StrikeTarget, strike),
    ),
)
