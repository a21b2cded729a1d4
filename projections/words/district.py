"""What the district records, in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from domain import base_count, district, form, rules, school, target
from projections.words.common import Words, day

KIND = {"general": "общеобразовательное", "supplementary": "дополнительного образования"}


def _base_count(event: base_count.BaseCountRecorded, _person: UUID) -> str:
    scope = f"по учреждению {event.school}" if event.school else "по району"
    return (
        f"Базовая численность {event.kind} за {event.year} год {scope}: {event.value}"
        f" на {day(event.effective_on)}, источник: {event.source}"
    )


def _target(word: str) -> Callable[[Any, UUID], str]:
    return lambda event, _: f"{word} {event.indicator} на {event.year} год: {event.value} %"


WORDS: Words = {
    district.DistrictRegistered: lambda e, _: f"Район зарегистрирован: {e.name}",
    district.DistrictRenamed: lambda e, _: f"Район переименован: {e.name}",
    school.SchoolRegistered: lambda e, _: (
        f"Учреждение зарегистрировано: {e.short_name}, {KIND[e.kind]}"
    ),
    school.SchoolRenamed: lambda e, _: f"Учреждение переименовано: {e.short_name}",
    school.SchoolMerged: lambda e, _: f"Учреждение присоединено к {e.successor}",
    school.SchoolClosed: lambda *_: "Учреждение закрыто",
    school.SchoolInnRecorded: lambda e, _: f"ИНН учреждения: {e.inn}",
    form.FormAdded: lambda e, _: f"Добавлена форма наставничества: {e.title}",
    form.FormChanged: lambda e, _: f"Изменена форма наставничества: {e.title}",
    rules.RulesAdopted: lambda e, _: f"Приняты правила расчёта {e.rules.code}",
    target.TargetSet: _target("Установлено целевое значение показателя"),
    target.TargetRevised: _target("Пересмотрено целевое значение показателя"),
    base_count.BaseCountRecorded: _base_count,
}
