"""What is recorded of a consent."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from domain.events import Event, personal
from domain.rules import Signers

Purpose = Literal["processing", "publication"]
Relation = Literal["parent", "adopter", "guardian", "institution"]
Medium = Literal["paper", "electronic"]
Asking = Literal["personally", "meeting", "form_sent", "electronic"]
Finding = Literal["valid", "absent", "wrong_wording", "wrong_signer"]


class ConsentAsked(Event, frozen=True, kw_only=True):
    """The person or the representative was asked for a consent on this day."""

    TOPIC: ClassVar[str] = "consent.asked"
    CONCERNS: ClassVar = ("person",)

    person: UUID
    purpose: Purpose
    how: Asking
    reason: Annotated[str | None, personal("person")] = None


class ConsentRefused(Event, frozen=True, kw_only=True):
    """The consent that was asked for is not given."""

    TOPIC: ClassVar[str] = "consent.refused"
    CONCERNS: ClassVar = ("person",)

    person: UUID
    purpose: Purpose
    refused_by: Literal["self", "representative"]
    reason: Annotated[str | None, personal("person")] = None


class ConsentGiven(Event, frozen=True, kw_only=True):
    """A signed consent, in force from ``effective_on`` to ``valid_until`` (both included).

    ``relation`` is personal data: that an institution or a guardian signs says who has no parents;
    so are ``recipients``, the organisations it names beside the district: they say who deals with
    the person.
    ``relation`` is personal data: that an institution or a guardian signs says who has no parents.
    ``received_from``: it was given, as number ``received_number``, to an institution that was
    merged into this one, and passed to it.
    """

    TOPIC: ClassVar[str] = "consent.given"
    CONCERNS: ClassVar = ("person",)

    person: UUID
    purpose: Purpose
    number: int
    to_district: bool
    wording: str
    signed_by: Signers
    medium: Medium = "paper"
    signature_type: str | None = None
    valid_until: date | None = None
    received_from: UUID | None = None
    received_number: int | None = None
    relation: Annotated[Relation | None, personal("person")] = None
    representative: Annotated[str | None, personal("person")] = None
    document: Annotated[str | None, personal("person")] = None
    recipients: Annotated[tuple[str, ...] | None, personal("person")] = None
    reason: Annotated[str | None, personal("person")] = None


class ConsentWithdrawn(Event, frozen=True, kw_only=True):
    """The consent ends before the day of this event; the day itself is no longer covered.

    It is the day the withdrawal was received, from which the deadline runs (152-ФЗ, ст. 21 ч. 5).
    """

    TOPIC: ClassVar[str] = "consent.withdrawn"
    CONCERNS: ClassVar = ("person",)

    person: UUID
    purpose: Purpose
    number: int
    withdrawn_by: Literal["self", "representative"]
    reason: Annotated[str | None, personal("person")] = None


class ConsentFoundInvalid(Event, frozen=True, kw_only=True):
    """The consent was never in force."""

    TOPIC: ClassVar[str] = "consent.found_invalid"
    CONCERNS: ClassVar = ("person",)

    person: UUID
    purpose: Purpose
    number: int
    reason: Annotated[str | None, personal("person")] = None


class ConsentChecked(Event, frozen=True, kw_only=True):
    """The institution held the record of a consent against the original."""

    TOPIC: ClassVar[str] = "consent.checked"
    CONCERNS: ClassVar = ("person",)

    person: UUID
    purpose: Purpose
    number: int
    finding: Finding
    note: Annotated[str | None, personal("person")] = None
    reason: Annotated[str | None, personal("person")] = None


ConsentEvent = (
    ConsentAsked
    | ConsentRefused
    | ConsentGiven
    | ConsentWithdrawn
    | ConsentFoundInvalid
    | ConsentChecked
)
