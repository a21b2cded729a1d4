"""How an indicator of the district's order is counted, as data of the rule set."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from domain.aggregate import Line
from domain.errors import Invalid

Role = Literal["mentee", "mentor"]
BaseKind = Literal[
    "children",
    "children_10_19",
    "teens_15_19",
    "young_teachers",
    "young_teachers_in_region",
    "enterprises",
]
"""Whom a statistic counts: ``young_teachers`` work in the district's institutions,
``young_teachers_in_region`` live in the region (субъект РФ), as the order's formula has it."""

Indicator = Literal[
    "children_mentored",
    "teen_mentors",
    "young_teachers_mentored",
    "enterprises_mentoring",
    "mentee_satisfaction",
    "mentor_satisfaction",
]
"""The target indicators, in the order of Приложение № 2 to the district's order."""

Score = Annotated[int, msgspec.Meta(ge=1, le=10)]
"""The overall score of a survey's answer, or a bound of it."""

CalendarYear = Annotated[int, msgspec.Meta(ge=2000, le=2100)]
"""The year a figure, a target or a base count speaks for."""


class YoungTeacherRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who is a young teacher (учитель – молодой специалист).

    ``positions``: the position groups, one of which a school employs them in;
    ``experience_years_below``: they have fewer completed years of experience than that.
    Source: order № 119-ОД, Приложение № 2: "с опытом работы от 0 до 3 лет".
    """

    positions: Annotated[tuple[Line, ...], msgspec.Meta(min_length=1)] = ("teacher",)
    experience_years_below: Annotated[int, msgspec.Meta(ge=1)] = 3


class SatisfactionRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who is satisfied: whose latest answer of these phases has an overall score high enough.

    Scores run from 1 to 10. The order only says "опросный"; the methodology's questionnaires ask
    for a score of that scale.
    """

    score_at_least: Score = 7
    phases: Annotated[tuple[Literal["interim", "after"], ...], msgspec.Meta(min_length=1)] = (
        "interim",
        "after",
    )


class IndicatorRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How one indicator is counted: who took part in a role, by what it is divided.

    ``ages``: bounds of the age on 31 December, both included, in completed years; ``None`` when
    age does not matter.
    ``base_count``: the kind of base count they are divided by; ``None``: by everyone who took
    part in the role.
    ``resident``: persons known not to live in the district on every counted day are left out.
    ``counts``: the persons themselves or the enterprises that gave them.
    ``young``: only young teachers count. ``satisfied``: only who is satisfied counts.
    """

    indicator: Indicator
    role: Role
    ages: tuple[int, int] | None = None
    base_count: BaseKind | None = None
    resident: bool = False
    counts: Literal["persons", "enterprises"] = "persons"
    young: YoungTeacherRule | None = None
    satisfied: SatisfactionRule | None = None


class BoundsReversed(Invalid):
    """A lower bound is negative or lies above its upper bound."""

    code = "bounds_reversed"
    ru = "Нижняя граница отрицательна или больше верхней."
    en = "The lower bound is negative or lies above the upper one."


class IndicatorContradicts(Invalid):
    """Two parameters of one indicator do not go together."""

    code = "indicator_contradicts"
    ru = "Условие не сочетается с тем, кого считает показатель или на что он делится."
    en = "The condition does not go with whom the indicator counts or what it is divided by."


def check_indicator(rule: IndicatorRule, pointer: str) -> None:
    """Refuse a rule that contradicts itself; ``pointer`` is where it stands in the command.

    Raises :class:`BoundsReversed` and :class:`IndicatorContradicts`.
    """
    if rule.ages is not None and not 0 <= rule.ages[0] <= rule.ages[1]:
        raise BoundsReversed(f"{pointer}/ages/0")
    for field in _contradictions(rule):
        raise IndicatorContradicts(f"{pointer}/{field}")


def _contradictions(rule: IndicatorRule) -> list[str]:
    """Return the fields that say what their indicator has no sense for.

    Satisfaction is a share of everyone who took part, so it has no other conditions and no base
    count, and everything else has one; an enterprise has no age, position, residence or answer,
    and gives mentors only.
    """
    about_persons = {
        "ages": rule.ages is not None,
        "resident": rule.resident,
        "young": rule.young is not None,
    }
    wrong = {"base_count": (rule.base_count is None) != (rule.satisfied is not None)}
    if rule.counts == "enterprises":
        wrong |= about_persons | {
            "role": rule.role != "mentor",
            "satisfied": rule.satisfied is not None,
        }
    elif rule.satisfied is not None:
        wrong |= about_persons
    return [field for field, is_wrong in wrong.items() if is_wrong]
