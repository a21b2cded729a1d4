"""Whether what is recorded of an enterprise still fits together after a correction."""

from __future__ import annotations

from collections.abc import Sequence

from domain.correcting import FactIsNeeded
from domain.enterprise.errors import EnterpriseAlreadyLeft, EnterpriseAlreadyOperating
from domain.enterprise.events import (
    EnterpriseEvent,
    EnterpriseLeft,
    EnterpriseOperating,
    EnterpriseStopped,
)
from domain.enterprise.state import Enterprise, evolve
from domain.time import DaySet


def check(events: Sequence[EnterpriseEvent]) -> None:
    """Refuse facts of an enterprise that contradict each other.

    Raises :class:`FactIsNeeded` for the end of a period of operation that is not there then,
    :class:`EnterpriseAlreadyOperating` and :class:`EnterpriseAlreadyLeft`.
    """
    enterprise: Enterprise | None = None
    for event in events:
        if enterprise is not None:
            _follows(enterprise, event)
        enterprise = evolve(enterprise, event)


def _follows(enterprise: Enterprise, event: EnterpriseEvent) -> None:
    standing = enterprise.standing
    match event:
        case EnterpriseOperating():
            if DaySet.between(event.effective_on, event.until) & standing.operating_days:
                raise EnterpriseAlreadyOperating
        case EnterpriseStopped():
            if event.effective_on not in standing.operating_days:
                raise FactIsNeeded("/corrects")
        case EnterpriseLeft():
            if standing.left_on is not None:
                raise EnterpriseAlreadyLeft
        case _:
            pass
