"""Decisions about the data of those whose consent is over, as last taken."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated
from uuid import UUID

from domain.consent import Purpose
from domain.consent_decision import CONSENT_DECISION, ConsentDecisionTaken, Fate
from domain.events import Recorded
from projections.register import Key, Register, Row, kept_for


class ConsentDecisionRow(Row, frozen=True, kw_only=True):
    """What was decided; ``number`` 0 stands for a refusal."""

    person: UUID
    purpose: Purpose
    number: int
    version: int
    decision: Fate
    decided_on: date
    kept_until: date | None
    ground: Annotated[str | None, kept_for("person")]


def keys(recorded: Recorded[ConsentDecisionTaken]) -> Iterable[Key]:
    """Return the row an event touches."""
    event = recorded.event
    return ((event.person, event.purpose, event.number),)


def apply(
    _row: ConsentDecisionRow | None, recorded: Recorded[ConsentDecisionTaken], _key: Key
) -> ConsentDecisionRow:
    """Return the decision after an event."""
    event = recorded.event
    return ConsentDecisionRow(
        tenant_id=recorded.tenant_id,
        person=event.person,
        purpose=event.purpose,
        number=event.number,
        version=recorded.version,
        decision=event.decision,
        decided_on=event.effective_on,
        kept_until=event.kept_until,
        ground=event.ground,
    )


CONSENT_DECISIONS = Register(
    name="consent_decision",
    row=ConsentDecisionRow,
    key=("person", "purpose", "number"),
    keys=keys,
    apply=apply,
    reads=frozenset(CONSENT_DECISION.events),
)
