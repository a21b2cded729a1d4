"""What is recorded of enterprises, in words."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from domain.enterprise import (
    AgreementRecorded,
    EnterpriseLeft,
    EnterpriseOperating,
    EnterpriseRegistered,
    EnterpriseRevised,
    EnterpriseStopped,
)
from domain.events import Event
from domain.pair import PairEnterpriseSet
from domain.school import SchoolInnRecorded
from projections.words import describe

DAY, LATER = date(2020, 9, 1), date(2021, 5, 31)
KEY = UUID(int=7)
INN = "7707083893"


@pytest.mark.parametrize(
    ("event", "text"),
    [
        (
            EnterpriseRegistered(
                effective_on=DAY, enterprise=INN, key=KEY, sole_trader=False, name="АО «Пример»"
            ),
            f"Зарегистрировано: предприятие, ИНН {INN}, АО «Пример»",
        ),
        (
            EnterpriseRegistered(
                effective_on=DAY, enterprise=str(KEY), key=KEY, sole_trader=True, inn="500100732259"
            ),
            "Зарегистрировано: индивидуальный предприниматель",
        ),
        (
            EnterpriseRevised(effective_on=DAY, enterprise=INN, key=KEY, name="АО «Пример»"),
            "Сведения о предприятии обновлены, АО «Пример»",
        ),
        (
            EnterpriseOperating(effective_on=DAY, enterprise=INN, key=KEY, until=LATER),
            "Предприятие работает в районе с 01.09.2020 по 31.05.2021",
        ),
        (
            EnterpriseStopped(effective_on=DAY, enterprise=INN, key=KEY),
            "Предприятие работало в районе по 01.09.2020",
        ),
        (
            AgreementRecorded(
                effective_on=DAY, enterprise=INN, key=KEY, agreement_number="7", agreed_on=DAY
            ),
            "Соглашение № 7 от 01.09.2020 с районом",
        ),
        (
            AgreementRecorded(
                effective_on=DAY,
                enterprise=INN,
                key=KEY,
                agreement_number="7",
                agreed_on=DAY,
                valid_until=LATER,
                school=KEY,
            ),
            f"Соглашение № 7 от 01.09.2020 с учреждением {KEY}, действует по 31.05.2021",
        ),
        (
            EnterpriseLeft(effective_on=DAY, enterprise=INN, key=KEY, reason="закрыт цех"),
            "Предприятие вышло из программы с 01.09.2020. Основание: закрыт цех",
        ),
        (
            PairEnterpriseSet(effective_on=DAY, pair=KEY, people=(), enterprise=None),
            "Наставника больше не предоставляет предприятие",
        ),
        (
            SchoolInnRecorded(effective_on=DAY, school=KEY, inn=INN),
            f"ИНН учреждения: {INN}",
        ),
    ],
)
def test_words(event: Event, text: str) -> None:
    assert describe(event, KEY) == text
