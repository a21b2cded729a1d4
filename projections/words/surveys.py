"""Surveys in words. A history of a person never says what was answered to a confidential one."""

from __future__ import annotations

from uuid import UUID

from domain import paper_total, questionnaire, survey
from projections.words.common import BASE_OF, Words, day, joined

PHASE = {"before": "до начала", "interim": "промежуточное", "after": "по завершении"}
BINDING = {"named": "именное", "confidential": "конфиденциальное", "anonymous": "анонимное"}


def _opened(event: survey.SurveyOpened, _person: UUID) -> str:
    until = f"ответы по {day(event.closes_on)}" if event.closes_on else None
    return joined(
        f"Открыто анкетирование {BASE_OF[event.role]} за {event.year} год",
        PHASE[event.phase],
        BINDING[event.binding],
        until,
    )


def _responded(event: survey.ResponseRecorded, _person: UUID) -> str:
    overall = f"общая оценка {event.overall}" if event.binding == "named" else None
    return joined(
        f"Анкетирование {BASE_OF[event.role]} за {event.year} год: ответ получен", overall
    )


WORDS: Words = {
    questionnaire.QuestionnaireAdopted: lambda e, _: (
        f"Принята анкета «{e.title}», версия {e.number}"
    ),
    survey.SurveyOpened: _opened,
    survey.LinkIssued: lambda e, _: f"Выдана ссылка № {e.link} на анкетирование",
    survey.ResponseRecorded: _responded,
    survey.SurveyClosed: lambda e, _: joined("Анкетирование закрыто", e.analysis),
    paper_total.PaperTotalRecorded: lambda e, _: (
        f"Сводный итог анкетирования {BASE_OF[e.role]} на бумаге за {e.year} год:"
        f" ответили {e.respondents}, удовлетворены {e.satisfied}"
    ),
}
