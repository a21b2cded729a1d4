"""The district's check of a consent that lies in an institution's log.

Each party writes only its own log, so it is an event of the district's that names the consent; one
stream per institution, person, purpose and number. An institution's own check lies with the
consent (:mod:`domain.consent`).
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

import msgspec

from domain.aggregate import Aggregate, Command, Decision, Facts, Note
from domain.consent import CONSENT, CheckedBeforeGiven, Finding, Purpose
from domain.correcting import StrikeFact, strike
from domain.errors import NotFound
from domain.events import Event, personal
from domain.school import SCHOOL


class ConsentCheckRecorded(Event, frozen=True, kw_only=True):
    """The district looked at a consent and found what it found."""

    TOPIC: ClassVar[str] = "consent_check.recorded"
    CONCERNS: ClassVar = ("person",)

    school: UUID
    person: UUID
    purpose: Purpose
    number: int
    finding: Finding
    note: Annotated[str | None, personal("person")] = None
    reason: Annotated[str | None, personal("person")] = None


class ConsentCheck(msgspec.Struct, frozen=True, kw_only=True):
    """The latest check."""

    finding: Finding
    checked_on: date


def evolve(_state: ConsentCheck | None, event: ConsentCheckRecorded) -> ConsentCheck:
    """Return the state after ``event``."""
    return ConsentCheck(finding=event.finding, checked_on=event.effective_on)


class RecordConsentCheck(Command, frozen=True, kw_only=True):
    """Record what the district found when it checked a consent of an institution."""

    school: Annotated[UUID, msgspec.Meta(title="Учреждение")]
    person: Annotated[UUID, msgspec.Meta(title="Участник")]
    purpose: Annotated[Purpose, msgspec.Meta(title="Цель")]
    number: Annotated[int, msgspec.Meta(title="Номер согласия", ge=1)]
    finding: Annotated[Finding, msgspec.Meta(title="Что установлено")]
    note: Annotated[Note | None, msgspec.Meta(title="Примечание")] = None


class StrikeConsentCheck(StrikeFact, frozen=True, kw_only=True):
    """Say that the district never made a check of a consent."""

    school: Annotated[UUID, msgspec.Meta(title="Учреждение")]
    person: Annotated[UUID, msgspec.Meta(title="Участник")]
    purpose: Annotated[Purpose, msgspec.Meta(title="Цель")]
    number: Annotated[int, msgspec.Meta(title="Номер согласия", ge=1)]


def record(_state: ConsentCheck | None, command: RecordConsentCheck, facts: Facts) -> list[Event]:
    """Record a check of a consent that an institution of the district keeps."""
    if facts.find(SCHOOL, command.school) is None:
        raise NotFound("/school")
    consent = facts.find_in_school(command.school, CONSENT, command.person, command.purpose)
    paper = consent.paper(command.number) if consent else None
    if paper is None:
        raise NotFound("/number")
    day = command.effective_on or facts.today
    if day < paper.valid_from:
        raise CheckedBeforeGiven("/effective_on")
    return [
        ConsentCheckRecorded(
            effective_on=day,
            school=command.school,
            person=command.person,
            purpose=command.purpose,
            number=command.number,
            finding=command.finding,
            note=command.note,
            reason=command.reason,
        )
    ]


CONSENT_CHECK = Aggregate(
    name="consent_check",
    events=(ConsentCheckRecorded,),
    evolve=evolve,
    key_of=lambda event: (event.school, event.person, event.purpose, event.number),
    key=lambda _target, command: (
        command.school,
        command.person,
        command.purpose,
        command.number,
    ),
    decisions=(
        Decision(RecordConsentCheck, record, opens=True, schools=lambda command: (command.school,)),
        Decision(StrikeConsentCheck, strike),
    ),
)
