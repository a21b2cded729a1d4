"""The single list of registers."""

from __future__ import annotations

from typing import Any

from projections.consents import CONSENTS
from projections.district import BASE_COUNTS, DISTRICTS, FORMS, RULE_SETS, SCHOOLS, TARGETS
from projections.pairs import MEMBERSHIPS, PAIRS
from projections.participants import PARTICIPANTS
from projections.register import Register

REGISTERS: tuple[Register[Any], ...] = (
    PARTICIPANTS,
    CONSENTS,
    PAIRS,
    MEMBERSHIPS,
    DISTRICTS,
    SCHOOLS,
    FORMS,
    RULE_SETS,
    TARGETS,
    BASE_COUNTS,
)
