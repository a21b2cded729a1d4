"""Seminars and enrolments in words."""

from __future__ import annotations

from uuid import UUID

from domain import enrolment, seminar
from projections.words.common import Words, day, joined


def _scheduled(event: seminar.SeminarScheduled, _person: UUID) -> str:
    begins = f"начало в {event.begins_at}" if event.begins_at else None
    places = f"мест: {event.capacity}" if event.capacity else None
    return joined(
        f"Запланирован семинар «{event.title}» на {day(event.held_on)}", begins, event.place, places
    )


def _rescheduled(event: seminar.SeminarRescheduled, _person: UUID) -> str:
    begins = f"начало в {event.begins_at}" if event.begins_at else None
    return joined(f"Семинар перенесён на {day(event.held_on)}", begins, event.place)


def _certificate(event: seminar.CertificateIssued, _person: UUID) -> str:
    number = f" № {event.certificate_number}" if event.certificate_number else ""
    return f"Выдан сертификат участника семинара{number}"


WORDS: Words = {
    seminar.SeminarScheduled: _scheduled,
    seminar.SeminarRescheduled: _rescheduled,
    seminar.MaterialAttached: lambda e, _: f"К семинару приложен материал № {e.number}: {e.title}",
    seminar.EnrolmentReceived: lambda *_: "Район получил запись участника на семинар",
    seminar.EnrolmentWithdrawalReceived: lambda *_: "Район получил отмену записи на семинар",
    seminar.SeminarHeld: lambda e, _: (
        f"Семинар проведён {day(e.effective_on)}, академических часов: {e.hours}"
    ),
    seminar.SeminarAttended: lambda *_: "Участник присутствовал на семинаре",
    seminar.SeminarCancelled: lambda *_: "Семинар отменён",
    seminar.CertificateIssued: _certificate,
    enrolment.EnrolmentMade: lambda e, _: f"Записан на семинар «{e.title}»",
    enrolment.EnrolmentWithdrawn: lambda e, _: f"Запись на семинар «{e.title}» отменена",
}
