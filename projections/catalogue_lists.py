"""The district's catalogue as lists: short ones, read whole and cut to a page afterwards."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, TypeVar
from uuid import UUID

import msgspec

from domain.form import PersonKind
from domain.ports import Reader
from domain.rules import BaseKind, Indicator, RuleSet
from domain.school import SchoolKind, SchoolStatus
from projections.query import Cut, Page, Question
from projections.register_list import One, RegisterList

LineT = TypeVar("LineT", bound=msgspec.Struct)


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
    """Return the institutions; ``question.on`` keeps those that worked that day."""
    sql = (
        _select("school", SchoolLine, question)
        + " AND (%(school)s::uuid IS NULL OR r.school = %(school)s) AND (%(on)s::date IS NULL"
        " OR r.registered_on <= %(on)s AND coalesce(r.last_day >= %(on)s, true))"
    )
    lines = reader.rows(sql, question.params() | {"school": wanted.school}, SchoolLine)
    return cut.page_of_all(lines, lambda line: (line.code, str(line.school)))


def list_forms(reader: Reader, question: Question, _: NoFilter, cut: Cut) -> Page[FormLine]:
    """Return the forms of mentoring."""
    lines = _rows(reader, question, "form", FormLine)
    return cut.page_of_all(lines, lambda line: (line.code,))


def list_award_kinds(
    reader: Reader, question: Question, _: NoFilter, cut: Cut
) -> Page[AwardKindLine]:
    """Return the catalogue of awards."""
    lines = _rows(reader, question, "award_kind", AwardKindLine)
    return cut.page_of_all(lines, lambda line: (line.code,))


def list_rule_sets(reader: Reader, question: Question, _: NoFilter, cut: Cut) -> Page[RuleSetLine]:
    """Return the rule sets in the order of their adoption."""
    lines = _rows(reader, question, "rule_set", RuleSetLine)
    return cut.page_of_all(lines, lambda line: (f"{line.version:09}",))


def list_targets(reader: Reader, question: Question, _: NoFilter, cut: Cut) -> Page[TargetLine]:
    """Return the targets by indicator and year."""
    lines = _rows(reader, question, "target", TargetLine)
    return cut.page_of_all(lines, lambda line: (line.indicator, str(line.year)))


def list_base_counts(
    reader: Reader, question: Question, _: NoFilter, cut: Cut
) -> Page[BaseCountLine]:
    """Return the base counts by kind, year and institution, the district's own first."""
    columns = (
        "r.kind, r.year, nullif(r.scope, r.tenant_id) AS school, r.version, r.value,"
        " r.counted_on, r.source"
    )
    sql = (
        f"SELECT {columns} FROM reg.base_count r WHERE r.tenant_id = %(district)s"
        f" AND {question.known('r')}"
        " AND (r.scope = r.tenant_id OR r.scope = ANY (%(tenants)s))"
    )
    lines = reader.rows(sql, question.params(), BaseCountLine)
    return cut.page_of_all(lines, lambda line: (line.kind, str(line.year), str(line.school or "")))


def _rows(reader: Reader, question: Question, table: str, line: type[LineT]) -> list[LineT]:
    return reader.rows(_select(table, line, question), question.params(), line)


def _select(table: str, line: type[msgspec.Struct], question: Question) -> str:
    columns = ", ".join(f"r.{name}" for name in line.__struct_fields__)
    return (
        f"SELECT {columns} FROM reg.{table} r WHERE r.tenant_id = %(district)s"
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
        one=One(path="/forms/{code:str}", operation="getForm", title="Форма наставничества"),
    ),
    RegisterList(
        name="award-kinds",
        title="Виды наград",
        line=AwardKindLine,
        filter=NoFilter,
        fetch=list_award_kinds,
        one=One(path="/award-kinds/{code:str}", operation="getAwardKind", title="Вид награды"),
    ),
    RegisterList(
        name="rule-sets",
        title="Правила расчёта",
        line=RuleSetLine,
        filter=NoFilter,
        fetch=list_rule_sets,
        # A code may hold slashes.
        one=One(path="/rule-sets/{code:path}", operation="getRuleSet", title="Набор правил"),
    ),
    RegisterList(
        name="targets",
        title="Целевые значения",
        line=TargetLine,
        filter=NoFilter,
        fetch=list_targets,
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
    ),
)
