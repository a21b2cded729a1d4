"""How much is loaded and how long is measured."""

from __future__ import annotations

import msgspec


class Effort(msgspec.Struct, frozen=True):
    """Seconds for each side, and events to be verified, ``repeats`` times."""

    seconds: float
    events: int
    repeats: int
