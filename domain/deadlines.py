"""How soon something must be done after what started it: the rule table of deadlines.

Source: 152-ФЗ, ст. 21; where the law speaks of days it means calendar days, else working days.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Literal, get_args

import msgspec

from domain.errors import Invalid
from domain.time import ONE_DAY

SATURDAY = 5

Trigger = Literal[
    "withdrawal",
    "expiry",
    "purpose_reached",
    "left",
    "refused",
    "demand_to_stop",
    "unlawful",
    "publication_withdrawn",
]

Days = Annotated[int, msgspec.Meta(ge=1, le=366)]


class DeadlineRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is due after ``trigger``, counted from the day it was received.

    ``days``: within so many days the data are destroyed or it is decided to keep them.
    ``stop_days``: within so many the processing has stopped, where that is due earlier.
    ``extension_days``: by so many the term may be prolonged with a reasoned notice.
    All of them are days of the calendar or working days, as ``counted`` says.
    """

    trigger: Trigger
    days: Days
    counted: Literal["calendar", "working"] = "calendar"
    stop_days: Days | None = None
    extension_days: Days | None = None


DEADLINES: tuple[DeadlineRule, ...] = (
    DeadlineRule(trigger="withdrawal", days=30),
    DeadlineRule(trigger="expiry", days=30),
    DeadlineRule(trigger="purpose_reached", days=30),
    DeadlineRule(trigger="left", days=30),
    DeadlineRule(trigger="refused", days=30),
    DeadlineRule(trigger="demand_to_stop", days=10, counted="working", extension_days=5),
    DeadlineRule(trigger="unlawful", days=10, counted="working", stop_days=3),
    DeadlineRule(trigger="publication_withdrawn", days=3, counted="working"),
)
"""What the law asks; a district's rule set may be stricter."""


class DeadlineTwice(Invalid):
    """The rule set says twice how soon something is due."""

    code = "deadline_twice"
    ru = "Срок для этого события указан дважды."
    en = "The rule set names a trigger twice."


class DeadlineMissing(Invalid):
    """The rule set leaves out a term that the law sets."""

    code = "deadline_missing"
    ru = "Не указан срок для события: {trigger}."
    en = "The rule set has no deadline for the trigger {trigger}."


class StopsTooLate(Invalid):
    """Processing would have to stop only after the data are destroyed."""

    code = "stops_too_late"
    ru = "Срок прекращения обработки больше срока уничтожения."
    en = "Processing would stop later than the data are destroyed."


def check_deadlines(deadlines: tuple[DeadlineRule, ...]) -> None:
    """Refuse a rule table that names a trigger twice or not at all, or contradicts itself."""
    seen: set[Trigger] = set()
    for index, rule in enumerate(deadlines):
        if rule.trigger in seen:
            raise DeadlineTwice(f"/rules/deadlines/{index}/trigger")
        if rule.stop_days is not None and rule.stop_days > rule.days:
            raise StopsTooLate(f"/rules/deadlines/{index}/stop_days")
        seen.add(rule.trigger)
    for trigger in get_args(Trigger):
        if trigger not in seen:
            raise DeadlineMissing("/rules/deadlines", trigger=trigger)


class WorkDays(msgspec.Struct, frozen=True):
    """The working days: Monday to Friday but for the days ``off``, and the weekends ``worked``."""

    off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()

    def is_working(self, day: date) -> bool:
        """Say whether work is done on ``day``."""
        return day not in self.off and (day.weekday() < SATURDAY or day in self.worked)

    def after(self, day: date, count: int) -> date:
        """Return the ``count``-th working day after ``day``, which does not count itself."""
        while count:
            day += ONE_DAY
            count -= self.is_working(day)
        return day


def due_on(
    received: date, deadline: DeadlineRule, calendar: WorkDays, *, extended: bool = False
) -> date:
    """Return the last day on which ``deadline`` is kept; ``extended``: its term was prolonged.

    The day of receipt itself does not count (ГК РФ, ст. 191). A term in calendar days that ends on
    a day off is not moved to the next working day: the stricter reading.
    """
    more = deadline.extension_days if extended else None
    return _after(received, deadline.days + (more or 0), deadline, calendar)


def stop_by(received: date, deadline: DeadlineRule, calendar: WorkDays) -> date | None:
    """Return the last day by which processing has to stop, ``None`` if that is no term apart."""
    if deadline.stop_days is None:
        return None
    return _after(received, deadline.stop_days, deadline, calendar)


def _after(day: date, days: int, deadline: DeadlineRule, calendar: WorkDays) -> date:
    if deadline.counted == "calendar":
        return day + timedelta(days=days)
    return calendar.after(day, days)
