"""Participants in words."""

from __future__ import annotations

from uuid import UUID

from domain import participant
from projections.words.common import BASE_OF, Words, day, joined

BASE_STATUS = {"selected": "отобран", "not_selected": "не отобран", "trained": "обучен"}
RESIDENCE = {True: "живёт в районе", False: "живёт не в районе", None: "неизвестно, где живёт"}
DOCUMENT = {"request": "по запросу", "questionnaire": "по анкете"}


def _registered(event: participant.ParticipantRegistered, _person: UUID) -> str:
    name = " ".join(filter(None, (event.last_name, event.first_name, event.middle_name)))
    year = event.known_birth_year or event.birth_year
    born = f"дата рождения {day(event.birth_date)}" if event.birth_date else None
    by_year = f"год рождения {year}" if year and not born else None
    outside = "из другой организации" if event.outside else None
    return joined(f"Участник зарегистрирован{': ' + name if name else ''}", born, by_year, outside)


def _profile(event: participant.ProfileRevised, _person: UUID) -> str:
    year = f"учебный год {event.school_year}" if event.school_year else None
    class_name = f"класс {event.class_name}" if event.class_name else None
    request = f"запрос: {event.request}" if event.request else None
    return joined("Анкета обновлена", year, class_name, request)


WORDS: Words = {
    participant.ParticipantRegistered: _registered,
    participant.ProfileRevised: _profile,
    participant.ResidenceRecorded: lambda e, _: (
        f"Место жительства: {RESIDENCE[e.lives_in_district]}"
    ),
    participant.BaseEntered: lambda e, _: f"Внесён в базу {BASE_OF[e.role]} {DOCUMENT[e.document]}",
    participant.BaseStatusChanged: lambda e, _: (
        f"В базе {BASE_OF[e.role]}: {BASE_STATUS[e.status]}"
    ),
    participant.BaseLeft: lambda e, _: f"Исключён из базы {BASE_OF[e.role]}",
    participant.ParticipantLeft: lambda e, _: joined(
        f"Выбыл из учреждения, последний день {day(e.effective_on)}",
        "переходит в другое учреждение района" if e.to_school else None,
    ),
    participant.ParticipantReturned: lambda *_: "Вернулся в учреждение",
    participant.ParticipantReceived: lambda *_: "Перешёл из присоединённого учреждения",
}
