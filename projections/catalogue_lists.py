"""The district's catalogue as lists: short ones, read whole and cut to a page afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Annotated, Any, TypeVar
from uuid import UUID

import msgspec

from domain.form import PersonKind
from domain.ports import Reader
from domain.rules import BaseKind, Indicator, RuleSet
from domain.school import SchoolKind, SchoolStatus
from projections.awards import AWARD_KINDS
from projections.catalogue import BASE_COUNTS, FORMS, TARGETS, BaseCountRow, BaseCountValue
from projections.course import of_day
from projections.district import SCHOOLS
from projections.query import Cut, Page, Question
from projections.register import Register
from projections.register_list import One, RegisterList

LineT = TypeVar("LineT", bound=msgspec.Struct)
NO_PARAMS: Mapping[str, Any] = MappingProxyType({})


class NoFilter(msgspec.Struct, frozen=True):
    """A list without filters."""


class SchoolFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which institutions."""

    school: Annotated[UUID | None, msgspec.Meta(title="Учреждение")] = None


class SchoolLine(msgspec.Struct, frozen=True, kw_only=True):
    """An institution of the district; ``last_day`` is that of a merged or closed one."""

    school: UUID
    version: int
    code: str
    name: str
    short_name: str
    kind: SchoolKind
    status: SchoolStatus
    registered_on: date
    last_day: date | None
    successor: UUID | None
    inn: str | None


class FormLine(msgspec.Struct, frozen=True, kw_only=True):
    """A form of mentoring and what it asks of a pair."""

    code: str
    version: int
    title: str
    active: bool
    mentor_kinds: tuple[PersonKind, ...]
    mentee_kinds: tuple[PersonKind, ...]
    same_institution: bool
    enterprise_required: bool
    labour_agreement_required: bool
    clearance_required: bool


class AwardKindLine(msgspec.Struct, frozen=True, kw_only=True):
    """An award that mentors are nominated for while it is active."""

    code: str
    version: int
    title: str
    active: bool


class RuleSetLine(msgspec.Struct, frozen=True, kw_only=True):
    """A rule set the district adopted."""

    code: str
    version: int
    adopted_on: date
    rules: RuleSet


class TargetLine(msgspec.Struct, frozen=True, kw_only=True):
    """A target in per cent; ``version`` above 1 means it was revised."""

    indicator: Indicator
    year: int
    version: int
    value: Decimal
    document: str | None


class BaseCountLine(msgspec.Struct, frozen=True, kw_only=True):
    """A denominator; ``school`` is ``null`` for the whole district."""

    kind: BaseKind
    year: int
    school: UUID | None
    version: int
    value: int
    counted_on: date
    source: str


def list_schools(
    reader: Reader, question: Question, wanted: SchoolFilter, cut: Cut
) -> Page[SchoolLine]:
    """Return the institutions; ``question.on`` keeps those that worked that day, as they were.

    On a day it worked an institution was open, and had not ended for a successor yet.
    """
    condition = (
        " AND (%(school)s::uuid IS NULL OR r.school = %(school)s) AND (%(on)s::date IS NULL"
        " OR r.registered_on <= %(on)s AND coalesce(r.last_day >= %(on)s, true))"
    )
    lines = _lines(reader, question, SCHOOLS, SchoolLine, condition, {"school": wanted.school})
    if question.on is not None:
        lines = [
            msgspec.structs.replace(line, status="open", last_day=None, successor=None)
            for line in lines
        ]
    return cut.page_of_all(lines, lambda line: (line.code, str(line.school)))


def list_forms(reader: Reader, question: Question, _: NoFilter, cut: Cut) -> Page[FormLine]:
    """Return the forms of mentoring, on ``question.on`` as they were described for that day."""
    lines = _lines(reader, question, FORMS, FormLine)
    return cut.page_of_all(lines, lambda line: (line.code,))


def list_award_kinds(
    reader: Reader, question: Question, _: NoFilter, cut: Cut
) -> Page[AwardKindLine]:
    """Return the catalogue of awards, on ``question.on`` as it was described for that day."""
    lines = _lines(reader, question, AWARD_KINDS, AwardKindLine)
    return cut.page_of_all(lines, lambda line: (line.code,))


def list_rule_sets(reader: Reader, question: Question, _: NoFilter, cut: Cut) -> Page[RuleSetLine]:
    """Return the rule sets in the order of their adoption; on a day those adopted by then."""
    adopted = " AND (%(on)s::date IS NULL OR r.adopted_on <= %(on)s)"
    columns = ", ".join(f"r.{name}" for name in RuleSetLine.__struct_fields__)
    sql = (
        f"SELECT {columns} FROM reg.rule_set r WHERE r.tenant_id = %(district)s"
        f" AND {question.known('r')}{adopted}"
    )
    lines = reader.rows(sql, question.params(), RuleSetLine)
    return cut.page_of_all(lines, lambda line: (f"{line.version:09}",))


def list_targets(reader: Reader, question: Question, _: NoFilter, cut: Cut) -> Page[TargetLine]:
    """Return the targets by indicator and year, on ``question.on`` those set or revised by then."""
    lines = _lines(reader, question, TARGETS, TargetLine)
    return cut.page_of_all(lines, lambda line: (line.indicator, str(line.year)))


def list_base_counts(
    reader: Reader, question: Question, _: NoFilter, cut: Cut
) -> Page[BaseCountLine]:
    """Return the base counts by kind, year and institution, the district's own first.

    On ``question.on`` each is that of the latest statistic whose day had come.
    """
    sql = _select(BASE_COUNTS, question) + (
        " AND (r.scope = r.tenant_id OR r.scope = ANY (%(tenants)s))"
    )
    lines = [
        BaseCountLine(
            kind=row.kind,
            year=row.year,
            school=None if row.scope == row.tenant_id else row.scope,
            version=row.version,
            value=count.value,
            counted_on=count.since,
            source=count.source,
        )
        for row in reader.rows(sql, question.params(), BaseCountRow)
        if (count := _count_of(row, question))
    ]
    return cut.page_of_all(lines, lambda line: (line.kind, str(line.year), str(line.school or "")))


def _count_of(row: BaseCountRow, question: Question) -> BaseCountValue | None:
    if question.on is not None:
        return of_day(row.course, question.on)
    return BaseCountValue(since=row.counted_on, value=row.value, source=row.source)


def _lines(  # noqa: PLR0913, PLR0917 - each is a part of the question
    reader: Reader,
    question: Question,
    register: Register[Any],
    line: type[LineT],
    condition: str = "",
    params: Mapping[str, Any] = NO_PARAMS,
) -> list[LineT]:
    """Return the rows of ``register`` as lines, on ``question.on`` as described for that day.

    What was not described yet that day is left out.
    """
    sql = _select(register, question) + condition
    found = []
    for row in reader.rows(sql, {**question.params(), **params}, register.row):
        described = row if question.on is None else of_day(row.course, question.on)
        if described is not None:
            values = {
                name: getattr(described if hasattr(described, name) else row, name)
                for name in line.__struct_fields__
            }
            found.append(line(**values))
    return found


def _select(register: Register[Any], question: Question) -> str:
    return (
        f"SELECT r.* FROM reg.{register.name} r WHERE r.tenant_id = %(district)s"
        f" AND {question.known('r')}"
    )


LISTS = (
    RegisterList(
        name="schools",
        title="Учреждения",
        line=SchoolLine,
        filter=SchoolFilter,
        fetch=list_schools,
        by_day=True,
        one=One(path="/schools/{school:uuid}", operation="getSchool", title="Учреждение"),
    ),
    RegisterList(
        name="forms",
        title="Формы наставничества",
        line=FormLine,
        filter=NoFilter,
        fetch=list_forms,
        by_day=True,
        one=One(path="/forms/{code:str}", operation="getForm", title="Форма наставничества"),
    ),
    RegisterList(
        name="award-kinds",
        title="Виды наград",
        line=AwardKindLine,
        filter=NoFilter,
        fetch=list_award_kinds,
        by_day=True,
        one=One(path="/award-kinds/{code:str}", operation="getAwardKind", title="Вид награды"),
    ),
    RegisterList(
        name="rule-sets",
        title="Правила расчёта",
        line=RuleSetLine,
        filter=NoFilter,
        fetch=list_rule_sets,
        by_day=True,
        # A code may hold slashes.
        one=One(path="/rule-sets/{code:path}", operation="getRuleSet", title="Набор правил"),
    ),
    RegisterList(
        name="targets",
        title="Целевые значения",
        line=TargetLine,
        filter=NoFilter,
        fetch=list_targets,
        by_day=True,
        one=One(
            path="/targets/{indicator:str}/{year:int}",
            operation="getTarget",
            title="Целевое значение",
        ),
    ),
    RegisterList(
        name="base-counts",
        title="Базовые численности",
        line=BaseCountLine,
        filter=NoFilter,
        fetch=list_base_counts,
        by_day=True,
    ),
)
