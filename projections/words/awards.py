"""Nominations and awards in words."""

from __future__ import annotations

from uuid import UUID

from domain import award, award_kind, nomination
from projections.words.common import Words, day, joined


def _made(event: nomination.NominationMade, _person: UUID) -> str:
    grounds = f"за что: {event.grounds}" if event.grounds else None
    return joined(f"Представлен к награде {event.kind} за {event.year} год", grounds)


def _conferred(event: award.AwardConferred, _person: UUID) -> str:
    order = f"приказ № {event.order_number} от {day(event.order_date)}"
    return joined("Награда вручена", order, event.ceremony)


WORDS: Words = {
    award_kind.AwardKindAdded: lambda e, _: f"Добавлена награда: {e.title}",
    award_kind.AwardKindChanged: lambda e, _: f"Изменена награда: {e.title}",
    nomination.NominationMade: _made,
    nomination.NominationWithdrawn: lambda *_: "Представление к награде отозвано",
    award.NominationReceived: lambda e, _: (
        f"Район получил представление к награде {e.kind} за {e.year} год"
    ),
    award.NominationWithdrawalReceived: lambda *_: "Район получил отзыв представления к награде",
    award.AwardApproved: lambda *_: "Награждение утверждено",
    award.AwardDeclined: lambda *_: "Представление к награде отклонено",
    award.AwardConferred: _conferred,
    award.AwardRevoked: lambda *_: "Награда отозвана",
}
