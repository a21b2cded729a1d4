"""How much is loaded and how long is measured."""

from __future__ import annotations

import msgspec


class Effort(msgspec.Struct, frozen=True):
    """Seconds for each side, and events to be verified, ``repeats`` times.

    ``people`` live in the district out of which ``erased`` of them are erased, one by one.
    """

    seconds: float
    events: int
    repeats: int
    people: int
    erased: int
