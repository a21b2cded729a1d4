"""What the district records of a nomination and of the award it leads to."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from domain.events import Event, personal


class AwardFact(Event, frozen=True, kw_only=True):
    """A fact of the award that ``nomination`` of ``school`` asks for ``person``."""

    CONCERNS: ClassVar = ("person",)

    school: UUID
    nomination: UUID
    person: UUID


class NominationReceived(AwardFact, frozen=True, kw_only=True):
    """A school nominated a mentor for an award of ``kind`` for a calendar year.

    ``position`` is where the nomination stands in the school's log. Received once more, it says
    what the nomination asks for since it was corrected.
    """

    TOPIC: ClassVar[str] = "award.nomination_received"

    position: int
    kind: str
    year: int


class NominationWithdrawalReceived(AwardFact, frozen=True, kw_only=True):
    """The school took its nomination back; ``position`` is where that stands in its log."""

    TOPIC: ClassVar[str] = "award.nomination_withdrawn"

    position: int


class AwardApproved(AwardFact, frozen=True, kw_only=True):
    """The district will confer the award."""

    TOPIC: ClassVar[str] = "award.approved"

    reason: Annotated[str | None, personal("person")] = None


class AwardDeclined(AwardFact, frozen=True, kw_only=True):
    """The district will not confer the award."""

    TOPIC: ClassVar[str] = "award.declined"

    reason: Annotated[str | None, personal("person")] = None


class AwardConferred(AwardFact, frozen=True, kw_only=True):
    """The award was handed over on this day, by an order, at a ceremony (награждение)."""

    TOPIC: ClassVar[str] = "award.conferred"

    order_number: str
    order_date: date
    ceremony: Annotated[str | None, personal("person")] = None
    reason: Annotated[str | None, personal("person")] = None


class AwardRevoked(AwardFact, frozen=True, kw_only=True):
    """From this day the award, approved or conferred, is void."""

    TOPIC: ClassVar[str] = "award.revoked"

    reason: Annotated[str | None, personal("person")] = None


AwardEvent = (
    NominationReceived
    | NominationWithdrawalReceived
    | AwardApproved
    | AwardDeclined
    | AwardConferred
    | AwardRevoked
)
