"""Jobs, teaching experience, clearances, labour agreements and supervision in words."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from domain import clearance, employment, labour_agreement, supervision
from projections.words.common import Words, day, enterprise_called, joined

RECEIVED = "перешло от присоединённого учреждения"
SIDE = {"worker": "работником", "employer": "работодателем"}


def _started(event: employment.EmploymentStarted, _person: UUID) -> str:
    where = enterprise_called(event.enterprise) if event.enterprise else "в учреждении"
    group = f"группа {event.position_group}" if event.position_group else None
    return joined(
        f"Место работы № {event.number}: {where}",
        group,
        event.position,
        _received(event.received_from),
    )


def _received(school: UUID | None) -> str | None:
    return RECEIVED if school else None


def _until(valid_until: date | None) -> str:
    return f"по {day(valid_until)}" if valid_until else "без срока"


WORDS: Words = {
    employment.EmploymentStarted: _started,
    employment.EmploymentEnded: lambda e, _: (
        f"Место работы № {e.number}: последний день {day(e.effective_on)}"
    ),
    employment.ExperienceRecorded: lambda e, _: joined(
        f"Педагогический стаж с {day(e.experience_from)}", _received(e.received_from)
    ),
    clearance.ClearanceRecorded: lambda e, _: joined(
        f"Записан допуск № {e.number} к работе с детьми",
        e.document,
        _until(e.valid_until),
        _received(e.received_from),
    ),
    clearance.ClearanceRevoked: lambda e, _: f"Допуск № {e.number} к работе с детьми прекращён",
    labour_agreement.LabourAgreementRecorded: lambda e, _: joined(
        f"Записано согласие работника № {e.number} на наставничество",
        e.document,
        _until(e.valid_until),
        _received(e.received_from),
    ),
    labour_agreement.LabourAgreementEnded: lambda e, _: (
        f"Согласие работника № {e.number} на наставничество прекращено {SIDE[e.ended_by]},"
        f" последний день {day(e.effective_on)}"
    ),
    supervision.SupervisionRecorded: lambda e, _: joined("Проверена работа наставника", e.finding),
}
