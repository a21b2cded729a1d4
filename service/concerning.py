"""Which published figures a fact can change at all, told from the fact alone.

Most facts recorded after a publication are of later days, and counting a figure again for each of
them would cost more than recording it did. What is left out here would be found to change nothing.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from domain.base_count import BaseCountRecorded
from domain.consent import ConsentGiven, ConsentWithdrawn
from domain.enterprise import EnterpriseStopped
from domain.events import Event
from domain.pair import (
    MenteeJoined,
    MenteeLeft,
    PairApproved,
    PairCompleted,
    PairDiscontinued,
    PairPaused,
    PairProposed,
    PairResumed,
    PairStarted,
)
from domain.participant import ResidenceRecorded
from domain.publication import Frozen
from domain.school import SchoolClosed, SchoolMerged
from domain.survey import ResponseRecorded, SurveyOpened
from domain.target import TargetRevised, TargetSet
from projections.published import Published

_FROM_ITS_DAY: frozenset[type[Event]] = frozenset(
    {
        ConsentGiven,
        ConsentWithdrawn,
        EnterpriseStopped,
        MenteeJoined,
        MenteeLeft,
        PairApproved,
        PairCompleted,
        PairDiscontinued,
        PairPaused,
        PairProposed,
        PairResumed,
        PairStarted,
        ResidenceRecorded,
        ResponseRecorded,
        SchoolClosed,
        SchoolMerged,
    }
)
"""The types of events that say nothing of the days before ``effective_on``."""


def may_change(one: Published, district: UUID, event: Event) -> bool:
    """Say whether ``event`` may change a figure published before it was recorded."""
    match event:
        case BaseCountRecorded():
            return (event.year, event.school or district) == (one.year, one.scope)
        case TargetSet() | TargetRevised():
            return (event.year, event.indicator) == (one.year, one.indicator)
        case SurveyOpened(corrects=None):
            # Nobody has answered it yet.
            return False
        case _ if type(event) in _FROM_ITS_DAY and event.corrects is None:
            return event.effective_on <= _last_day(one.frozen)
        case _:
            return True


def _last_day(frozen: Frozen) -> date:
    """Return the last day that counts, or that tells who only comes after the days that do."""
    figure = frozen.figure
    return max(figure.as_of_day, date(figure.year, 12, 31))
