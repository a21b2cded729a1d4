"""Enterprises in words."""

from __future__ import annotations

from uuid import UUID

from domain import enterprise
from projections.words.common import Words, day, enterprise_called, joined


def _registered(event: enterprise.EnterpriseRegistered, _person: UUID) -> str:
    return joined(
        f"Зарегистрировано: {enterprise_called(event.enterprise)}", event.name or event.trader_name
    )


def _operating(event: enterprise.EnterpriseOperating, _person: UUID) -> str:
    until = f" по {day(event.until)}" if event.until else ""
    return f"Предприятие работает в районе с {day(event.effective_on)}{until}"


def _agreement(event: enterprise.AgreementRecorded, _person: UUID) -> str:
    until = f"действует по {day(event.valid_until)}" if event.valid_until else None
    party = f"с учреждением {event.school}" if event.school else "с районом"
    return joined(f"Соглашение № {event.agreement_number} от {day(event.agreed_on)} {party}", until)


WORDS: Words = {
    enterprise.EnterpriseRegistered: _registered,
    enterprise.EnterpriseRevised: lambda e, _: joined(
        "Сведения о предприятии обновлены", e.name or e.trader_name
    ),
    enterprise.EnterpriseOperating: _operating,
    enterprise.EnterpriseStopped: lambda e, _: (
        f"Предприятие работало в районе по {day(e.effective_on)}"
    ),
    enterprise.AgreementRecorded: _agreement,
    enterprise.EnterpriseLeft: lambda e, _: (
        f"Предприятие вышло из программы с {day(e.effective_on)}"
    ),
}
