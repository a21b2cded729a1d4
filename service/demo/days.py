"""Days of the demonstration: when a curator sits at the desk, and when something happened."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

HOLIDAYS_LAST_DAY = 8
SATURDAY = 5


def at_desk(day: date) -> date:
    """Return ``day`` or the next one on which anything is entered: no weekend, no New Year."""
    if day.month == 1 and day.day <= HOLIDAYS_LAST_DAY:
        day = day.replace(day=HOLIDAYS_LAST_DAY + 1)
    if day.weekday() >= SATURDAY:
        day += timedelta(days=7 - day.weekday())
    return day


def later(dice: Random, day: date, least: int, most: int) -> date:
    """Return a day from ``least`` to ``most`` days after ``day``."""
    return day + timedelta(days=dice.randint(least, most))


def between(dice: Random, first: date, last: date) -> date:
    """Return a day from ``first`` to ``last``, both included."""
    return later(dice, first, 0, max(0, (last - first).days))


def entered(dice: Random, day: date, most: int = 3) -> date:
    """Return the day on which a fact of ``day`` is entered: then or a few days after."""
    return at_desk(later(dice, day, 0, most))
