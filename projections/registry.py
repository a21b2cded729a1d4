"""The single list of registers."""

from __future__ import annotations

from typing import Any

from projections.awards import AWARD_KINDS, AWARDS, NOMINATIONS
from projections.calendars import CALENDARS
from projections.catalogue import BASE_COUNTS, FORMS, RULE_SETS, TARGETS
from projections.confirmations import CONFIRMATIONS
from projections.consent_checks import CONSENT_CHECKS
from projections.consent_decisions import CONSENT_DECISIONS
from projections.consent_requests import CONSENT_REQUESTS
from projections.consents import CONSENTS
from projections.district import DISTRICTS, SCHOOLS
from projections.employment import EMPLOYMENTS, EXPERIENCES
from projections.enterprises import ENTERPRISES
from projections.erasures import ERASURES
from projections.pairs import MEMBERSHIPS, PAIRS
from projections.papers import CLEARANCES, LABOUR_AGREEMENTS, SUPERVISIONS
from projections.participants import PARTICIPANTS
from projections.person_links import PERSON_LINKS
from projections.publications import (
    FIGURE_DRAFTS,
    PUBLICATIONS,
    RESTATEMENT_CAUSES,
    RESTATEMENTS,
)
from projections.register import Register
from projections.reminders import REMINDERS
from projections.seminars import ATTENDANCES, ENROLMENTS, SEMINARS
from projections.stop_demands import STOP_DEMANDS
from projections.surveys import (
    PAPER_TOTALS,
    QUESTIONNAIRES,
    SURVEY_LINKS,
    SURVEY_RESPONSES,
    SURVEYS,
)

REGISTERS: tuple[Register[Any], ...] = (
    PARTICIPANTS,
    CONSENTS,
    CONSENT_REQUESTS,
    STOP_DEMANDS,
    CONSENT_DECISIONS,
    ERASURES,
    REMINDERS,
    PAIRS,
    MEMBERSHIPS,
    SURVEYS,
    SURVEY_LINKS,
    SURVEY_RESPONSES,
    PAPER_TOTALS,
    EMPLOYMENTS,
    EXPERIENCES,
    CLEARANCES,
    LABOUR_AGREEMENTS,
    SUPERVISIONS,
    DISTRICTS,
    SCHOOLS,
    FORMS,
    RULE_SETS,
    TARGETS,
    BASE_COUNTS,
    QUESTIONNAIRES,
    AWARD_KINDS,
    NOMINATIONS,
    AWARDS,
    SEMINARS,
    ATTENDANCES,
    ENROLMENTS,
    ENTERPRISES,
    CALENDARS,
    CONSENT_CHECKS,
    PERSON_LINKS,
    CONFIRMATIONS,
    FIGURE_DRAFTS,
    PUBLICATIONS,
    RESTATEMENTS,
    RESTATEMENT_CAUSES,
)
