"""Everything the system can do: every aggregate, and through it every event and command."""

from __future__ import annotations

from typing import Any

from domain.aggregate import Aggregate, Command, Decision
from domain.award import AWARD
from domain.award_kind import AWARD_KIND
from domain.base_count import BASE_COUNT
from domain.clearance import CLEARANCE
from domain.confirmation import CONFIRMATION
from domain.consent import CONSENT
from domain.consent_check import CONSENT_CHECK
from domain.consent_decision import CONSENT_DECISION
from domain.district import DISTRICT
from domain.employment import EMPLOYMENT
from domain.enrolment import ENROLMENT
from domain.enterprise import ENTERPRISE
from domain.erasure import ERASURE
from domain.events import (
    Event,
)
from domain.form import (
    FORM,
)
from domain.labour_agreement import LABOUR_AGREEMENT
from domain.leaving import (
    LEAVING,
)
from domain.nomination import NOMINATION
from domain.pair import PAIR
from domain.paper_total import PAPER_TOTAL
from domain.participant import PARTICIPANT
from domain.person_link import PERSON_LINK
from domain.publication import FIGURE
from domain.questionnaire import QUESTIONNAIRE
from domain.reminder import REMINDER
from domain.rules import RULES
from domain.school import SCHOOL
from domain.seminar import SEMINAR
from domain.stop_demand import STOP_DEMAND
from domain.succession import SUCCESSION
from domain.succession_work import SUCCESSION_OF_WORK
from domain.supervision import SUPERVISION
from domain.survey import SURVEY
from domain.target import TARGET
from domain.work_calendar import WORK_CALENDAR

SCHOOL_AGGREGATES: tuple[Aggregate[Any], ...] = (
    PARTICIPANT,
    CONSENT,
    PAIR,
    SURVEY,
    PAPER_TOTAL,
    NOMINATION,
    ENROLMENT,
    EMPLOYMENT,
    CLEARANCE,
    LABOUR_AGREEMENT,
    SUPERVISION,
    STOP_DEMAND,
    CONSENT_DECISION,
    ERASURE,
    REMINDER,
    CONFIRMATION,
)
"""What an institution records in its own log."""

DISTRICT_AGGREGATES: tuple[Aggregate[Any], ...] = (
    DISTRICT,
    SCHOOL,
    FORM,
    RULES,
    TARGET,
    BASE_COUNT,
    QUESTIONNAIRE,
    AWARD_KIND,
    AWARD,
    SEMINAR,
    ENTERPRISE,
    WORK_CALENDAR,
    CONSENT_CHECK,
    PERSON_LINK,
    FIGURE,
)
"""What the district records in its log."""

AGGREGATES = SCHOOL_AGGREGATES + DISTRICT_AGGREGATES

EVENT_TYPES: dict[str, type[Event]] = {
    event_type.TOPIC: event_type for aggregate in AGGREGATES for event_type in aggregate.events
}
"""Topic to event type; a topic, once stored, never leaves this table."""

_AGGREGATES_BY_EVENT = {
    event_type: aggregate for aggregate in AGGREGATES for event_type in aggregate.events
}

DECISIONS: tuple[tuple[Aggregate[Any], Decision], ...] = (
    *((aggregate, decision) for aggregate in AGGREGATES for decision in aggregate.decisions),
    *LEAVING,
    *SUCCESSION,
    *SUCCESSION_OF_WORK,
)
"""Every decision with the aggregate whose stream its command names.

Those that several aggregates have a say in stand in modules of their own, which know them all.
"""

_DECISIONS = {decision.command: (aggregate, decision) for aggregate, decision in DECISIONS}


def decision_of(command_type: type[Command]) -> tuple[Aggregate[Any], Decision]:
    """Return the aggregate and the decision of a command; ``KeyError`` if it is not listed."""
    return _DECISIONS[command_type]


def aggregate_of(event_type: type[Event]) -> Aggregate[Any]:
    """Return the aggregate an event belongs to; ``KeyError`` if it is not listed."""
    return _AGGREGATES_BY_EVENT[event_type]
