"""The registers people read: the single list of them, from which the routes are made."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import msgspec

from projections.bases import BaseFilter, BaseLine, list_mentees, list_mentors
from projections.catalogue_lists import (
    BaseCountLine,
    FormLine,
    NoFilter,
    RuleSetLine,
    SchoolFilter,
    SchoolLine,
    TargetLine,
    list_base_counts,
    list_forms,
    list_rule_sets,
    list_schools,
    list_targets,
)
from projections.pair_lists import (
    ConsentFilter,
    ConsentLine,
    PairFilter,
    PairLine,
    list_consents,
    list_pairs,
)


class RegisterList(msgspec.Struct, frozen=True, kw_only=True):
    """A list of the API: ``fetch(reader, question, filter, cut)`` returns a page of ``line``.

    ``holds`` says whether it shows people or the district's catalogue, which decides who may read
    it; ``title`` is what people call it.
    """

    name: str
    title: str
    line: type[msgspec.Struct]
    filter: type[msgspec.Struct]
    fetch: Callable[..., Any]
    holds: Literal["people", "catalogue"] = "catalogue"


LISTS: tuple[RegisterList, ...] = (
    RegisterList(
        name="mentees",
        title="База наставляемых",
        line=BaseLine,
        filter=BaseFilter,
        fetch=list_mentees,
        holds="people",
    ),
    RegisterList(
        name="mentors",
        title="База наставников",
        line=BaseLine,
        filter=BaseFilter,
        fetch=list_mentors,
        holds="people",
    ),
    RegisterList(
        name="pairs",
        title="Наставнические пары и группы",
        line=PairLine,
        filter=PairFilter,
        fetch=list_pairs,
        holds="people",
    ),
    RegisterList(
        name="consents",
        title="Согласия",
        line=ConsentLine,
        filter=ConsentFilter,
        fetch=list_consents,
        holds="people",
    ),
    RegisterList(
        name="schools",
        title="Учреждения",
        line=SchoolLine,
        filter=SchoolFilter,
        fetch=list_schools,
    ),
    RegisterList(
        name="forms", title="Формы наставничества", line=FormLine, filter=NoFilter, fetch=list_forms
    ),
    RegisterList(
        name="rule-sets",
        title="Правила расчёта",
        line=RuleSetLine,
        filter=NoFilter,
        fetch=list_rule_sets,
    ),
    RegisterList(
        name="targets",
        title="Целевые значения",
        line=TargetLine,
        filter=NoFilter,
        fetch=list_targets,
    ),
    RegisterList(
        name="base-counts",
        title="Базовые численности",
        line=BaseCountLine,
        filter=NoFilter,
        fetch=list_base_counts,
    ),
)
