"""The data a new district starts with: indicators, targets, forms, rule sets, calendars.

The files lie in ``service/data``. They are offered, not built in: a district adopts them by
commands and may change every value by later ones.
"""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files

import msgspec

from domain.form import AddForm
from domain.rules import Indicator, RuleSet
from domain.target import SetTarget
from domain.work_calendar import AdoptCalendar

ORDER = "Приказ № 119-ОД от 16.03.2020, Приложение № 2"
ORDER_DAY = date(2020, 3, 16)


class IndicatorTitle(msgspec.Struct, frozen=True, kw_only=True):
    """An indicator as the order words it: title and formula verbatim, targets in percent."""

    code: Indicator
    title_ru: str
    formula_ru: str
    unit: str
    target_2020: Decimal
    target_2024: Decimal


def _text(name: str) -> str:
    return (files("service") / "data" / name).read_text(encoding="utf-8")


@cache
def indicators() -> tuple[IndicatorTitle, ...]:
    """Return the six indicators in the order of the order's appendix."""
    rows = list(csv.DictReader(_text("indicators.csv").splitlines()))
    return msgspec.convert(rows, tuple[IndicatorTitle, ...], strict=False)


@cache
def forms() -> tuple[AddForm, ...]:
    """Return the five forms of the target model and «педагог – ученик»."""
    return msgspec.json.decode(_text("forms.json"), type=tuple[AddForm, ...])


@cache
def rule_sets() -> tuple[RuleSet, ...]:
    """Return the rule sets of the order as they are to be adopted: the one in force comes last."""
    return msgspec.json.decode(_text("rules.json"), type=tuple[RuleSet, ...])


@cache
def calendars() -> tuple[AdoptCalendar, ...]:
    """Return the production calendars that are known, one a year.

    Holidays of ТК РФ, ст. 112 and the government's transfers. Days the President declared off on
    single occasions (2020, 2021) are left out: for a deadline the stricter reading.
    """
    return msgspec.json.decode(_text("calendars.json"), type=tuple[AdoptCalendar, ...])


@cache
def targets() -> tuple[SetTarget, ...]:
    """Return the targets the order sets, those of 2020 and 2024; no other year has one."""
    return tuple(
        SetTarget(
            effective_on=ORDER_DAY,
            indicator=indicator.code,
            year=year,
            value=value,
            document=ORDER,
        )
        for indicator in indicators()
        for year, value in ((2020, indicator.target_2020), (2024, indicator.target_2024))
    )
