"""Pairs and groups in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from domain import pair
from projections.words.common import ROLE, Words, day, enterprise_called, joined

MEETING = {
    "first": "знакомство",
    "trial": "пробная рабочая",
    "planning": "планирование",
    "regular": "рабочая",
    "final": "итоговая",
}


def _proposed(event: pair.PairProposed, person: UUID) -> str:
    role = ROLE["mentor" if person == event.mentor else "mentee"]
    group = f"наставляемых: {len(event.mentees)}"
    enterprise = enterprise_called(event.enterprise) if event.enterprise else None
    goal = f"цель: {event.goal}" if event.goal else None
    began = "Пара перешла из присоединённого учреждения"
    if event.received_from is None:
        began = "Предложена пара"
    return joined(f"{began}, участник – {role}", f"форма {event.form}", group, enterprise, goal)


def _meeting(event: pair.MeetingHeld, _person: UUID) -> str:
    duration = f"{event.duration_minutes} мин" if event.duration_minutes else None
    return joined(f"Встреча: {MEETING[event.kind]}", duration, event.note)


def _enterprise(event: pair.PairEnterpriseSet, _person: UUID) -> str:
    if event.enterprise is None:
        return "Наставника больше не предоставляет предприятие"
    return f"Наставника предоставляет {enterprise_called(event.enterprise)}"


def _ended(word: str) -> Callable[[Any, UUID], str]:
    def text(event: pair.PairCompleted | pair.PairDiscontinued, _person: UUID) -> str:
        result = getattr(event, "result", None)
        return joined(f"{word}, последний день {day(event.effective_on)}", result)

    return text


def _member(did: str) -> Callable[[Any, UUID], str]:
    def text(event: pair.MenteeJoined | pair.MenteeLeft, person: UUID) -> str:
        return f"{'Участник' if person == event.mentee else 'Наставляемый'} {did}"

    return text


WORDS: Words = {
    pair.PairProposed: _proposed,
    pair.PairApproved: lambda e, _: (
        f"Пара закреплена приказом № {e.order_number} от {day(e.order_date)}"
    ),
    pair.PairStarted: lambda e, _: joined(
        "Пара начала работу", "согласие получено позже" if e.consent_later else None
    ),
    pair.MenteeJoined: _member("присоединился к паре"),
    pair.MenteeLeft: _member("вышел из пары"),
    pair.PlanSet: lambda e, _: joined("Утверждён план работы пары", e.plan),
    pair.PairEnterpriseSet: _enterprise,
    pair.MeetingHeld: _meeting,
    pair.PairPaused: lambda *_: "Работа пары приостановлена",
    pair.PairResumed: lambda *_: "Работа пары возобновлена",
    pair.InterimResult: lambda e, _: joined("Промежуточный результат пары", e.result),
    pair.PairCompleted: _ended("Пара завершила работу"),
    pair.PairDiscontinued: _ended("Работа пары прекращена досрочно"),
    pair.PairAnnulled: lambda *_: "Пара аннулирована (внесена ошибочно)",
}
