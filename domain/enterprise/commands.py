"""What can be asked to be recorded of an enterprise."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec

from domain.aggregate import Command, Line
from domain.correcting import StrikeFact
from domain.inn import SOLE_TRADER_DIGITS, EnterpriseCode
from domain.school import OfficialName

Inn = Annotated[str, msgspec.Meta(pattern=r"^([0-9]{10}|[0-9]{12})$(?!\n)")]
Code = Annotated[EnterpriseCode, msgspec.Meta(title="Код предприятия")]
Name = Annotated[OfficialName, msgspec.Meta(title="Наименование или имя предпринимателя")]
Activity = Annotated[Line | None, msgspec.Meta(title="Вид деятельности", examples=["62.01"])]
ContactPerson = Annotated[Line | None, msgspec.Meta(title="Контактное лицо")]
Contact = Annotated[Line | None, msgspec.Meta(title="Контактные данные")]


class RegisterEnterprise(Command, frozen=True, kw_only=True):
    """Take an enterprise into the base of those that give mentors.

    An INN of 10 digits is a legal entity's, one of 12 a sole trader's. ``operates_from`` records
    with it from which day the enterprise operates in the district.
    """

    inn: Annotated[Inn, msgspec.Meta(title="ИНН: 10 или 12 цифр", examples=["7707083893"])]
    name: Name
    operates_from: Annotated[date | None, msgspec.Meta(title="Работает в районе с")] = None
    activity: Activity = None
    contact_person: ContactPerson = None
    contact: Contact = None

    @property
    def sole_trader(self) -> bool:
        """Whether the INN is that of a person."""
        return len(self.inn) == SOLE_TRADER_DIGITS


class ReviseEnterprise(Command, frozen=True, kw_only=True):
    """Replace the name, the activity and the contacts of an enterprise."""

    enterprise: Code
    name: Name
    activity: Activity = None
    contact_person: ContactPerson = None
    contact: Contact = None


class RecordOperation(Command, frozen=True, kw_only=True):
    """Record from which day, and to which if known, an enterprise operates in the district."""

    enterprise: Code
    until: Annotated[date | None, msgspec.Meta(title="По какой день включительно")] = None


class StopOperation(Command, frozen=True, kw_only=True):
    """Record the last day on which an enterprise operates in the district."""

    enterprise: Code


class RecordAgreement(Command, frozen=True, kw_only=True):
    """Record an enterprise's agreement with an institution or, if none is named, the district."""

    enterprise: Code
    agreement_number: Annotated[Line, msgspec.Meta(title="Номер соглашения", examples=["14/2023"])]
    agreed_on: Annotated[date, msgspec.Meta(title="Дата соглашения")]
    valid_until: Annotated[date | None, msgspec.Meta(title="Действует по")] = None
    school: Annotated[UUID | None, msgspec.Meta(title="Учреждение")] = None


class LeaveProgramme(Command, frozen=True, kw_only=True):
    """Record from which day an enterprise takes no part; ``reason`` says why."""

    enterprise: Code


class StrikeEnterpriseFact(StrikeFact, frozen=True, kw_only=True):
    """Say that something recorded of an enterprise never was."""

    enterprise: Code
