"""What is described anew from a day on: every description by its day, and the one of a day.

A row version holds all that was known then, so that the day is asked of what was known then.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

import msgspec


class Since(msgspec.Struct, frozen=True, kw_only=True):
    """A description that holds from the day ``since`` on, until the next one."""

    since: date


SinceT = TypeVar("SinceT", bound=Since)


def described_after(course: Sequence[SinceT], one: SinceT) -> tuple[SinceT, ...]:
    """Return the descriptions by day once ``one`` is known.

    It takes the place of one of the same day; recorded late of an earlier day, it holds until the
    next day of which more is known.
    """
    others = (each for each in course if each.since != one.since)
    return tuple(sorted((*others, one), key=lambda each: each.since))


def of_day(course: Sequence[SinceT], day: date) -> SinceT | None:
    """Return the description that holds on ``day``, ``None`` before the first."""
    return next((one for one in reversed(course) if one.since <= day), None)
