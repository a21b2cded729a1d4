"""The enterprises of the demonstration district: names and INNs that belong to nobody."""

from __future__ import annotations

import math
from datetime import date
from itertools import count, islice

import msgspec

from domain.enterprise import RecordAgreement, RegisterEnterprise, StopOperation
from domain.inn import inn_is_valid
from service.demo.days import at_desk
from service.demo.journal import Journal
from service.demo.size import ENTERPRISES_MENTORING, Size

KINDS = ("ООО", "АО", "СПК", "МУП")
NAMES = (
    "Ольховский лес", "Тихая река", "Берёзовый край", "Липовый Яр", "Заозёрье", "Красная Поляна",
    "Нижний Ключ", "Старый Брод", "Новые Луга", "Сосновое Поле", "Ветла", "Малое Озеро",
    "Белая Горка", "Рябина", "Кленовый град",
)  # fmt: skip
TRADER_NAME = "Вымышленный Пётр Несуществующий"
REGISTERED_ON = date(2020, 4, 6)
OPERATES_FROM = date(2014, 1, 9)
STOPPED_ON = date(2023, 10, 31)
FIRST_INN, FIRST_TRADER_INN = "99990000", "9999000000"
"""No tax office has the code 9999."""


def inns(prefix: str, control_digits: int, many: int) -> list[str]:
    """Return the first INNs from a prefix on whose control digits fit."""
    least = int(prefix) * 10
    candidates = (
        f"{number}{control:0{control_digits}d}"
        for number in count(least)
        for control in range(10**control_digits)
    )
    return list(islice((one for one in candidates if inn_is_valid(one)), many))


def legal_entities(size: Size) -> list[str]:
    """Return the INNs of all enterprises but the sole trader."""
    return inns(FIRST_INN, 1, size.enterprises - 1)


def mentoring(size: Size, school_year: int) -> list[str]:
    """Return the enterprises that send mentors in a school year; who sent some goes on."""
    wanted = math.ceil(size.enterprises * ENTERPRISES_MENTORING[school_year])
    return legal_entities(size)[:wanted]


def register(journal: Journal, size: Size) -> None:
    """Plan the district's base of enterprises, and that the last of them stops working."""
    for number, inn in enumerate(legal_entities(size)):
        name = NAMES[number % len(NAMES)]
        kind = KINDS[number // len(NAMES) % len(KINDS)]
        journal.enter(REGISTERED_ON, _registration(inn, f"{kind} «{name}» (вымышленное)"))
    (trader,) = inns(FIRST_TRADER_INN[:-1], 2, 1)
    command = _registration(trader, TRADER_NAME)
    journal.enter(REGISTERED_ON, msgspec.structs.replace(command, contact="telegram: нет"))
    *_, last = legal_entities(size)
    stop = StopOperation(effective_on=STOPPED_ON, enterprise=last)
    journal.enter(at_desk(STOPPED_ON), stop)
    for school_year in ENTERPRISES_MENTORING:
        _agree(journal, size, school_year)


def _agree(journal: Journal, size: Size, school_year: int) -> None:
    """Plan the agreements with those that send a mentor for the first time."""
    before = (
        set(mentoring(size, school_year - 1)) if school_year - 1 in ENTERPRISES_MENTORING else set()
    )
    day = at_desk(date(school_year, 9, 7))
    for number, inn in enumerate(mentoring(size, school_year), 1):
        if inn not in before:
            agreement = RecordAgreement(
                effective_on=day,
                enterprise=inn,
                agreement_number=f"{number}/{school_year}",
                agreed_on=day,
            )
            journal.enter(day, agreement)


def _registration(inn: str, name: str) -> RegisterEnterprise:
    return RegisterEnterprise(
        inn=inn, name=name, effective_on=REGISTERED_ON, operates_from=OPERATES_FROM
    )
