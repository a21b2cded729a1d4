"""The Russian words for the codes of a figure and of its explanation."""

from __future__ import annotations

from domain.figures.value import Flag, State
from domain.figures.verdicts import Reason

STATE_WORDS: dict[State, str] = {
    "reached": "достигнуто",
    "not_reached": "не достигнуто",
    "no_target": "целевое значение не установлено",
    "no_data": "нет данных",
}

FLAG_WORDS: dict[Flag, str] = {
    "over_100": "больше 100 % – проверьте данные",
    "other_date": "знаменатель на другую дату",
}

REASON_WORDS: dict[Reason, str] = {
    "counted": "учтено",
    "pair_not_in_force": "в этом году пара не действовала",
    "after_as_of": "пара действует только после дня, на который считается показатель",
    "birth_year_unknown": "год рождения неизвестен",
    "birth_years_conflict": "записаны разные годы рождения",
    "outside_age": "возраст не входит в границы показателя",
    "lives_elsewhere": "живёт не в районе",
    "consent_not_in_force": "в дни участия не действовало согласие на обработку данных",
}
