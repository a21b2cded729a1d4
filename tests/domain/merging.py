"""A merger in the middle of the works of :mod:`tests.domain.builders`."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import msgspec

from domain.events import Event
from domain.time import ONE_DAY

MERGED = UUID(int=0x5C99)
LAST_DAY = date(2024, 10, 5)
FIRST_DAY = LAST_DAY + ONE_DAY


def as_of_then(event: Event, **changes: object) -> Event:
    """The same fact, of the first day on which the successor answers for it."""
    return msgspec.structs.replace(event, effective_on=FIRST_DAY, **changes)
