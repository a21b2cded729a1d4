"""What is recorded of an enterprise that gives mentors.

An enterprise is named by its code: a legal entity by its INN of 10 digits, which is public; a sole
trader, whose INN of 12 digits is personal data, by the random key the district's vault gave.
Whatever says something of persons is encrypted under ``key``, and so is every free text.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from domain.events import Event, personal


class EnterpriseFact(Event, frozen=True, kw_only=True):
    """Anything recorded of an enterprise; ``enterprise`` is its code."""

    enterprise: str
    key: UUID
    reason: Annotated[str | None, personal("key")] = None


class EnterpriseRegistered(EnterpriseFact, frozen=True, kw_only=True):
    """The enterprise stands in the district's base of those that give mentors.

    ``name`` is a legal entity's; ``trader_name`` and ``inn`` are a sole trader's.
    """

    TOPIC: ClassVar[str] = "enterprise.registered"

    sole_trader: bool
    name: str | None = None
    trader_name: Annotated[str | None, personal("key")] = None
    inn: Annotated[str | None, personal("key")] = None
    activity: Annotated[str | None, personal("key")] = None
    contact_person: Annotated[str | None, personal("key")] = None
    contact: Annotated[str | None, personal("key")] = None


class EnterpriseRevised(EnterpriseFact, frozen=True, kw_only=True):
    """Name, activity and contacts as they are from this day; what is left out is empty."""

    TOPIC: ClassVar[str] = "enterprise.revised"

    name: str | None = None
    trader_name: Annotated[str | None, personal("key")] = None
    activity: Annotated[str | None, personal("key")] = None
    contact_person: Annotated[str | None, personal("key")] = None
    contact: Annotated[str | None, personal("key")] = None


class EnterpriseOperating(EnterpriseFact, frozen=True, kw_only=True):
    """The enterprise operates in the district from this day, to ``until`` included if given."""

    TOPIC: ClassVar[str] = "enterprise.operating"

    until: date | None = None


class EnterpriseStopped(EnterpriseFact, frozen=True, kw_only=True):
    """The last day on which the enterprise operates in the district."""

    TOPIC: ClassVar[str] = "enterprise.stopped"


class AgreementRecorded(EnterpriseFact, frozen=True, kw_only=True):
    """The enterprise has an agreement with an institution, or with the district if none is named.

    ``agreed_on`` is the agreement's date, ``valid_until`` its last day, ``None`` if it has none.
    """

    TOPIC: ClassVar[str] = "enterprise.agreement_recorded"

    agreement_number: str
    agreed_on: date
    valid_until: date | None = None
    school: UUID | None = None


class EnterpriseLeft(EnterpriseFact, frozen=True, kw_only=True):
    """From this day the enterprise takes no part in the programme."""

    TOPIC: ClassVar[str] = "enterprise.left"


EnterpriseEvent = (
    EnterpriseRegistered
    | EnterpriseRevised
    | EnterpriseOperating
    | EnterpriseStopped
    | AgreementRecorded
    | EnterpriseLeft
)
