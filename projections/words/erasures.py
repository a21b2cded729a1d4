"""Erasures in words."""

from __future__ import annotations

from domain import erasure
from projections.words.common import Words

GROUND = {
    "withdrawal": "согласие отозвано",
    "expiry": "срок согласия истёк",
    "refused": "в согласии отказано",
    "left": "участник выбыл",
    "purpose_reached": "цель обработки достигнута",
    "demand_to_stop": "потребовано прекратить обработку",
    "unlawful": "обработка неправомерна",
}
KIND = {
    "key": "ключ персональных данных участника в учреждении",
    "texts": "ключи текстов о парах участника",
    "link": "связь учреждения с участником",
    "identity": "сведения, по которым участник узнавался в районе",
    "registers": "персональные данные в реестрах и их прежних редакциях",
}

WORDS: Words = {
    erasure.ErasureRequested: lambda e, _: (
        f"Решено уничтожить персональные данные: {GROUND[e.ground]}"
    ),
    erasure.ErasureCompleted: lambda e, _: f"Персональные данные уничтожены, акт № {e.act}",
}
