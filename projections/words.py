"""Every event in the words a curator reads: one short Russian sentence each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from domain import base_count, consent, district, form, pair, participant, rules, school, target
from domain.events import Event

ROLE = {"mentee": "наставляемый", "mentor": "наставник"}
BASE_OF = {"mentee": "наставляемых", "mentor": "наставников"}
PURPOSE = {"processing": "на обработку данных", "publication": "на публикацию"}
SIGNED_BY = {
    "self": "подписано участником",
    "representative": "подписано представителем",
    "both": "подписано участником и представителем",
}
WITHDRAWN_BY = {"self": "участником", "representative": "представителем"}
BASE_STATUS = {"selected": "отобран", "not_selected": "не отобран", "trained": "обучен"}
RESIDENCE = {True: "живёт в районе", False: "живёт не в районе", None: "неизвестно, где живёт"}
MEETING = {
    "first": "знакомство",
    "trial": "пробная рабочая",
    "planning": "планирование",
    "regular": "рабочая",
    "final": "итоговая",
}
DOCUMENT = {"request": "по запросу", "questionnaire": "по анкете"}
KIND = {"general": "общеобразовательное", "supplementary": "дополнительного образования"}


def day(value: date) -> str:
    """Return a day as Russian readers write it."""
    return value.strftime("%d.%m.%Y")


def joined(*parts: str | None) -> str:
    """Join the parts that are there."""
    return ", ".join(part for part in parts if part)


def _registered(event: participant.ParticipantRegistered) -> str:
    name = " ".join(filter(None, (event.last_name, event.first_name, event.middle_name)))
    year = event.known_birth_year or event.birth_year
    born = f"дата рождения {day(event.birth_date)}" if event.birth_date else None
    by_year = f"год рождения {year}" if year and not born else None
    return joined(f"Участник зарегистрирован{': ' + name if name else ''}", born, by_year)


def _profile(event: participant.ProfileRevised) -> str:
    year = f"учебный год {event.school_year}" if event.school_year else None
    class_name = f"класс {event.class_name}" if event.class_name else None
    request = f"запрос: {event.request}" if event.request else None
    return joined("Анкета обновлена", year, class_name, request)


def _consent_given(event: consent.ConsentGiven) -> str:
    until = f"по {day(event.valid_until)}" if event.valid_until else "без срока"
    district_named = "получатель – управление образования" if event.to_district else None
    return joined(
        f"Дано согласие № {event.number} {PURPOSE[event.purpose]}",
        SIGNED_BY[event.signed_by],
        f"редакция {event.wording}",
        until,
        district_named,
    )


def _proposed(event: pair.PairProposed, person: UUID) -> str:
    role = ROLE["mentor" if person == event.mentor else "mentee"]
    group = f"наставляемых: {len(event.mentees)}"
    enterprise = f"предприятие, ИНН {event.enterprise}" if event.enterprise else None
    goal = f"цель: {event.goal}" if event.goal else None
    return joined(
        f"Предложена пара, участник – {role}", f"форма {event.form}", group, enterprise, goal
    )


def _meeting(event: pair.MeetingHeld) -> str:
    duration = f"{event.duration_minutes} мин" if event.duration_minutes else None
    return joined(f"Встреча: {MEETING[event.kind]}", duration, event.note)


def _ended(word: str) -> Callable[[Any], str]:
    def text(event: pair.PairCompleted | pair.PairDiscontinued) -> str:
        result = getattr(event, "result", None)
        return joined(f"{word}, последний день {day(event.effective_on)}", result)

    return text


def _member(event: pair.MenteeJoined | pair.MenteeLeft, person: UUID, did: str) -> str:
    who = "Участник" if person == event.mentee else "Наставляемый"
    return f"{who} {did}"


def _base_count(event: base_count.BaseCountRecorded) -> str:
    scope = f"по учреждению {event.school}" if event.school else "по району"
    return (
        f"Базовая численность {event.kind} за {event.year} год {scope}: {event.value}"
        f" на {day(event.effective_on)}, источник: {event.source}"
    )


def _target(word: str) -> Callable[[Any], str]:
    return lambda event: f"{word} {event.indicator} на {event.year} год: {event.value} %"


_OF_PEOPLE: dict[type[Event], Callable[[Any], str]] = {
    participant.ParticipantRegistered: _registered,
    participant.ProfileRevised: _profile,
    participant.ResidenceRecorded: lambda e: f"Место жительства: {RESIDENCE[e.lives_in_district]}",
    participant.BaseEntered: lambda e: f"Внесён в базу {BASE_OF[e.role]} {DOCUMENT[e.document]}",
    participant.BaseStatusChanged: lambda e: f"В базе {BASE_OF[e.role]}: {BASE_STATUS[e.status]}",
    participant.BaseLeft: lambda e: f"Исключён из базы {BASE_OF[e.role]}",
    consent.ConsentGiven: _consent_given,
    consent.ConsentWithdrawn: lambda e: (
        f"Согласие № {e.number} {PURPOSE[e.purpose]} отозвано {WITHDRAWN_BY[e.withdrawn_by]}"
    ),
    consent.ConsentFoundInvalid: lambda e: (
        f"Согласие № {e.number} {PURPOSE[e.purpose]} признано недействительным"
    ),
    pair.PairApproved: lambda e: (
        f"Пара закреплена приказом № {e.order_number} от {day(e.order_date)}"
    ),
    pair.PairStarted: lambda e: joined(
        "Пара начала работу", "согласие получено позже" if e.consent_later else None
    ),
    pair.PlanSet: lambda e: joined("Утверждён план работы пары", e.plan),
    pair.MeetingHeld: _meeting,
    pair.PairPaused: lambda _: "Работа пары приостановлена",
    pair.PairResumed: lambda _: "Работа пары возобновлена",
    pair.InterimResult: lambda e: joined("Промежуточный результат пары", e.result),
    pair.PairCompleted: _ended("Пара завершила работу"),
    pair.PairDiscontinued: _ended("Работа пары прекращена досрочно"),
    pair.PairAnnulled: lambda _: "Пара аннулирована (внесена ошибочно)",
}

_OF_ONE_PERSON: dict[type[Event], Callable[[Any, UUID], str]] = {
    pair.PairProposed: _proposed,
    pair.MenteeJoined: lambda e, person: _member(e, person, "присоединился к паре"),
    pair.MenteeLeft: lambda e, person: _member(e, person, "вышел из пары"),
}

_OF_DISTRICT: dict[type[Event], Callable[[Any], str]] = {
    district.DistrictRegistered: lambda e: f"Район зарегистрирован: {e.name}",
    district.DistrictRenamed: lambda e: f"Район переименован: {e.name}",
    school.SchoolRegistered: lambda e: (
        f"Учреждение зарегистрировано: {e.short_name}, {KIND[e.kind]}"
    ),
    school.SchoolRenamed: lambda e: f"Учреждение переименовано: {e.short_name}",
    school.SchoolMerged: lambda e: f"Учреждение присоединено к {e.successor}",
    school.SchoolClosed: lambda _: "Учреждение закрыто",
    form.FormAdded: lambda e: f"Добавлена форма наставничества: {e.title}",
    form.FormChanged: lambda e: f"Изменена форма наставничества: {e.title}",
    rules.RulesAdopted: lambda e: f"Приняты правила расчёта {e.rules.code}",
    target.TargetSet: _target("Установлено целевое значение показателя"),
    target.TargetRevised: _target("Пересмотрено целевое значение показателя"),
    base_count.BaseCountRecorded: _base_count,
}

WORDED: frozenset[type[Event]] = frozenset(_OF_PEOPLE | _OF_ONE_PERSON | _OF_DISTRICT)
"""The event types that have words; a test holds this against the catalogue."""


def describe(event: Event, person: UUID) -> str:
    """Return the sentence for ``event`` in the history of ``person``.

    What was destroyed or may not be shown is left out.
    """
    of_one_person = _OF_ONE_PERSON.get(type(event))
    if of_one_person is not None:
        return of_one_person(event, person)
    text = (_OF_PEOPLE | _OF_DISTRICT)[type(event)](event)
    reason = getattr(event, "reason", None)
    return f"{text}. Основание: {reason}" if reason else text
