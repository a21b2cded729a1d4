"""What can be asked to be recorded of an award."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec

from domain.aggregate import Command, Line
from domain.award_kind import AwardKindCode
from domain.correcting import StrikeFact
from domain.rules import CalendarYear

School = Annotated[UUID, msgspec.Meta(title="Учреждение")]
NominationId = Annotated[UUID, msgspec.Meta(title="Представление")]


class OfNomination(Command, frozen=True, kw_only=True):
    """A command about the award that a nomination of a school asks for."""

    school: School
    nomination: NominationId


class FromTheSchool(OfNomination, frozen=True, kw_only=True):
    """What the district takes over from the school's log, where it stands at ``position``."""

    position: Annotated[int, msgspec.Meta(title="Место в журнале учреждения", ge=1)]


class ReceiveNomination(FromTheSchool, frozen=True, kw_only=True):
    """Take over a school's nomination."""

    person: Annotated[UUID, msgspec.Meta(title="Наставник")]
    kind: Annotated[AwardKindCode, msgspec.Meta(title="Награда")]
    year: Annotated[CalendarYear, msgspec.Meta(title="За какой год")]


class ReceiveWithdrawal(FromTheSchool, frozen=True, kw_only=True):
    """Take over that a school withdrew its nomination."""


class ApproveAward(OfNomination, frozen=True, kw_only=True):
    """Decide that the award will be conferred."""


class DeclineAward(OfNomination, frozen=True, kw_only=True):
    """Decide that the award will not be conferred; the reason is required."""


class ConferAward(OfNomination, frozen=True, kw_only=True):
    """Record that the award was handed over; ``effective_on`` is the day of the ceremony."""

    order_number: Annotated[Line, msgspec.Meta(title="Номер приказа", examples=["119-од"])]
    order_date: Annotated[date, msgspec.Meta(title="Дата приказа")]
    ceremony: Annotated[Line | None, msgspec.Meta(title="Награждение (мероприятие)")] = None


class RevokeAward(OfNomination, frozen=True, kw_only=True):
    """Make an approved or conferred award void; the reason is required."""


class StrikeAwardFact(StrikeFact, frozen=True, kw_only=True):
    """Say that a decision on a nomination never was."""

    school: School
    nomination: NominationId
