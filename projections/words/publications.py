"""The publication of figures in words."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from domain import confirmation, publication
from projections.words.common import Words

INDICATOR = {
    "children_mentored": "доля детей-наставляемых",
    "teen_mentors": "доля подростков-наставников",
    "young_teachers_mentored": "доля молодых педагогов-наставляемых",
    "enterprises_mentoring": "доля предприятий, предоставивших наставников",
    "mentee_satisfaction": "удовлетворённость наставляемых",
    "mentor_satisfaction": "удовлетворённость наставников",
}
"""The target indicators in short (Приложение № 2 gives their full titles)."""


def _which(event: Any) -> str:
    scope = "по учреждению" if event.school else "по району"
    return f"{INDICATOR[event.indicator]}, {event.year} год, {scope}"


def _restated(event: publication.FigureRestated, _person: UUID) -> str:
    value = "нет данных" if event.value is None else f"{event.value} %"
    return (
        f"Пересмотр опубликованного значения (версия {event.version}): {_which(event)}; "
        f"с учётом события № {event.position} было бы {value}"
    )


WORDS: Words = {
    confirmation.ConfirmationGiven: lambda e, _: f"Данные за {e.year} год подтверждены",
    confirmation.ConfirmationReopened: lambda e, _: f"Данные за {e.year} год открыты снова",
    publication.FigureDrafted: lambda e, _: f"Подготовлен проект № {e.draft}: {_which(e)}",
    publication.FigureReturned: lambda e, _: f"Проект № {e.draft} возвращён: {_which(e)}",
    publication.FigureApproved: lambda e, _: f"Проект № {e.draft} утверждён: {_which(e)}",
    publication.FigurePublished: lambda e, _: f"Опубликована версия {e.version}: {_which(e)}",
    publication.ExternalFigureEntered: lambda e, _: (
        f"Введено извне: {_which(e)}, {e.value} %, источник: {e.source}"
    ),
    publication.FigureRestated: _restated,
    publication.RestatementClosed: lambda e, _: (
        f"Версия {e.version} оставлена без пересмотра: {_which(e)}"
    ),
}
