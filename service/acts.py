"""The act of destruction of a person's data, with the extract of the log and the consents.

It is made before anything is destroyed and names the person, so it lies in the archive alone.
Source: приказ Роскомнадзора от 28.10.2022 № 179: an act, and for automated processing an extract of
the log of events; of each the operator, the person, what was destroyed, how, why, when and by whom.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from domain.consent import CONSENT
from domain.erasure import Kind
from domain.events import Event, Recorded, personal_fields
from domain.ports import Reader
from projections.erasures import ErasureLine
from projections.query import Question
from projections.words import describe
from projections.words.erasures import GROUND, KIND

SYSTEM_NAME = "Наставник"
METHOD = "уничтожены ключи шифрования, реестры переписаны без персональных данных"

TITLES: Mapping[str, str] = {
    "achievements": "достижения",
    "answers": "ответы на анкету",
    "birth_date": "дата рождения",
    "case_link": "ссылка на описание практики",
    "ceremony": "награждение",
    "certificate_number": "номер сертификата",
    "class_name": "класс",
    "competencies": "компетенции",
    "contact": "контакт",
    "contact_person": "контактное лицо",
    "document": "реквизиты документа",
    "due_on": "срок",
    "finding": "вывод",
    "first_name": "имя",
    "goal": "цель пары",
    "ground": "основание хранения",
    "grounds": "обоснование",
    "interests": "интересы",
    "last_name": "фамилия",
    "middle_name": "отчество",
    "note": "примечание",
    "plan": "план пары",
    "position": "должность",
    "preferred_age": "предпочитаемый возраст",
    "reason": "основание записи",
    "recipients": "получатели данных",
    "relation": "кем приходится представитель",
    "representative": "представитель",
    "request": "запрос",
    "result": "результат",
    "snils": "СНИЛС",
    "time_resource": "ресурс времени",
}
"""What each personal field of an event about a person is called in an act."""


class _Names(msgspec.Struct, frozen=True, kw_only=True):
    operator: str
    inn: str | None
    last_name: str | None
    first_name: str | None
    middle_name: str | None
    birth_date: date | None


def make_act(
    reader: Reader,
    question: Question,
    erasure: ErasureLine,
    recorded: Sequence[Recorded[Event]],
    facts: tuple[str, date, Sequence[Kind]],
) -> bytes:
    """Return the act as JSON with Russian titles.

    ``recorded`` is everything the institution's log holds of the person; ``facts`` are the number
    of the act, the day of destruction and what is destroyed.
    """
    number, day, kinds = facts
    names = _names(reader, question, erasure.school, erasure.person)
    act: dict[str, Any] = {
        "Акт об уничтожении персональных данных": number,
        "Дата уничтожения": day,
        "Оператор": {"наименование": names.operator, "ИНН": names.inn},
        "Субъект": {
            "фамилия": names.last_name,
            "имя": names.first_name,
            "отчество": names.middle_name,
            "дата рождения": names.birth_date,
            "ключ": erasure.person,
        },
        "Информационная система": SYSTEM_NAME,
        "Способ": METHOD,
        "Причина": GROUND[erasure.ground],
        "Решение принято": erasure.requested_on,
        "Уничтожено": [KIND[kind] for kind in kinds],
        "Перечень данных": sorted({title for one in recorded for title in _titles(one.event)}),
        "Выгрузка из журнала": [_line(one, erasure.person) for one in recorded],
        "Согласия": [
            msgspec.to_builtins(one.event) for one in recorded if type(one.event) in CONSENT.events
        ],
    }
    return msgspec.json.encode(act)


def _names(reader: Reader, question: Question, school: UUID, person: UUID) -> _Names:
    sql = """
        SELECT s.name AS operator, s.inn, p.last_name, p.first_name, p.middle_name, p.birth_date
        FROM reg.participant p
        JOIN reg.school s ON s.tenant_id = %(district)s AND s.school = p.tenant_id
            AND s.known_to IS NULL
        WHERE p.tenant_id = %(school)s AND p.person = %(person)s AND p.known_to IS NULL
    """
    params = question.params() | {"school": school, "person": person}
    (names,) = reader.rows(sql, params, _Names)
    return names


def _titles(event: Event) -> Iterable[str]:
    return (
        TITLES[name] for name in personal_fields(type(event)) if getattr(event, name) is not None
    )


def _line(recorded: Recorded[Event], person: UUID) -> dict[str, Any]:
    return {
        "положение": recorded.position,
        "записано": recorded.recorded_at,
        "день": recorded.effective_on,
        "запись": describe(_without_texts(recorded.event), person),
        "данные": sorted(_titles(recorded.event)),
    }


def _without_texts(event: Event) -> Event:
    # The extract says what was destroyed, and must not keep it; nor what is told of others.
    return msgspec.structs.replace(event, **dict.fromkeys(personal_fields(type(event))))
