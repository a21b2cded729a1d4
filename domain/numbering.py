"""Numbers of the things one stream holds several of: papers, jobs, findings."""

from __future__ import annotations

from collections.abc import Iterable

from domain.aggregate import Command, Facts


def number_of(given: Iterable[int], command: Command, facts: Facts) -> int:
    """Return the number of what ``command`` records: one more than the highest ``given``.

    A correction keeps the number of what it corrects, whatever was struck before it.
    """
    if command.corrects is None:
        return max(given, default=0) + 1
    corrected = facts.told()[command.corrects - 1].event
    return getattr(corrected, "number", 0)
