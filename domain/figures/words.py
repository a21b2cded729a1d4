"""The Russian words for the codes of a figure and of its explanation."""

from __future__ import annotations

from domain.figures.value import Figure, Flag, State
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
    "not_in_position": "в дни участия нет работы в школе на должности, которую считает показатель",
    "experience_unknown": "стаж неизвестен",
    "experience_conflict": "записаны разные даты начала стажа",
    "experience_too_long": "стаж в первый день участия больше, чем у молодого специалиста",
    "lives_elsewhere": "живёт не в районе",
    "own_institution": "учреждение самого района, а не предприятие",
    "not_employed": "в дни пары наставник не работал на предприятии",
    "not_operating": "в дни пары предприятие не действовало в районе",
    "consent_not_in_force": "в дни участия не действовало согласие на обработку данных",
    "no_response": "нет ответа на анкету",
    "not_satisfied": "оценка в последнем ответе ниже порога",
}


def in_words(figure: Figure) -> str:
    """Return the state of a figure and what to check about it."""
    return "; ".join((STATE_WORDS[figure.state], *(FLAG_WORDS[flag] for flag in figure.flags)))
