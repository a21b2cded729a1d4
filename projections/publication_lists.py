"""Figures as they are published, and what restates them, as lists."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

import msgspec

from domain.figures.value import State
from domain.ports import Reader
from domain.publication import DraftStatus, Frozen, Kind
from domain.rules import CalendarYear, Indicator
from projections.query import Cut, Page, Question
from projections.register_list import One, RegisterList


class FigureFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which figures; ``whose`` is ``district`` or the id of an institution."""

    indicator: Annotated[Indicator | None, msgspec.Meta(title="Показатель")] = None
    year: Annotated[CalendarYear | None, msgspec.Meta(title="Год")] = None
    whose: Annotated[str | None, msgspec.Meta(title="Район или учреждение")] = None


class FigureDraftLine(msgspec.Struct, frozen=True, kw_only=True):
    """The draft of a figure made last, with everything it was counted from."""

    indicator: Indicator
    year: int
    whose: str
    version: int
    draft: int
    status: DraftStatus
    drafted_on: date
    frozen: Frozen


class PublicationLine(msgspec.Struct, frozen=True, kw_only=True):
    """A published version; it never changes. ``value`` and ``target`` are in per cent.

    ``frozen`` is what it was counted from, ``null`` for one from before this system, which then
    has a ``source``. ``restated``: later facts change it, and nobody decided on that yet.
    """

    indicator: Indicator
    year: int
    whose: str
    number: int
    version: int
    published_on: date
    numerator: int | None
    denominator: int | None
    value: Decimal | None
    target: Decimal | None
    state: State | None
    restated: bool
    source: str | None
    frozen: Frozen | None


class RestatementLine(msgspec.Struct, frozen=True, kw_only=True):
    """What later facts make of a published version.

    ``published_value`` and the numbers before it are the published ones, the others those with
    all ``causes``. ``outcome`` is ``null`` while it is open.
    """

    indicator: Indicator
    year: int
    whose: str
    number: int
    version: int
    kind: Kind
    causes: int
    published_numerator: int | None
    published_denominator: int | None
    published_value: Decimal | None
    numerator: int
    denominator: int | None
    value: Decimal | None
    target: Decimal | None
    state: State
    outcome: Literal["corrected", "stands"] | None
    reason: str | None


class RestatementCauseLine(msgspec.Struct, frozen=True, kw_only=True):
    """A fact that restates a published version: the event at ``position`` of ``school``'s log.

    ``school`` is ``null`` for a fact of the district itself. ``entered``, ``gone`` and ``moved``
    are keys of persons or codes of enterprises.
    """

    indicator: Indicator
    year: int
    whose: str
    number: int
    school: UUID | None
    position: int
    recorded_at: datetime
    kind: Kind
    entered: tuple[str, ...]
    gone: tuple[str, ...]
    moved: tuple[str, ...]


_WHOSE = "CASE WHEN r.scope = r.tenant_id THEN 'district' ELSE r.scope::text END"
_KEY = f"r.indicator, r.year, {_WHOSE} AS whose"


def _wanted(question: Question) -> str:
    """Return the condition of the figures asked for, among those the asker may see."""
    return (
        f"r.tenant_id = %(district)s AND {question.known('r')}"
        " AND (r.scope = r.tenant_id OR r.scope = ANY (%(tenants)s))"
        " AND (%(indicator)s::text IS NULL OR r.indicator = %(indicator)s)"
        " AND (%(year)s::int IS NULL OR r.year = %(year)s)"
        f" AND (%(whose)s::text IS NULL OR {_WHOSE} = %(whose)s)"
    )


def _after(cut: Cut, *places: str) -> str:
    """Return the condition that a line comes behind the last one of the page before."""
    if cut.after is None:
        return ""
    asked = ", ".join(f"%(after_{number})s" for number in range(len(places)))
    return f" AND ({', '.join(places)}) > ({asked})"


def _params(
    question: Question, wanted: msgspec.Struct, cut: Cut, *, numbers: int = 0
) -> dict[str, object]:
    """Return the parameters; the last ``numbers`` parts of a place are numbers."""
    params: dict[str, object] = question.params() | msgspec.structs.asdict(wanted)
    params["limit"] = cut.limit + 1
    for number, part in enumerate(cut.after or ()):
        first_number = len(cut.after or ()) - numbers
        params[f"after_{number}"] = int(part) if number >= first_number else part
    return params


def list_drafts(
    reader: Reader, question: Question, wanted: FigureFilter, cut: Cut
) -> Page[FigureDraftLine]:
    """Return the latest drafts by indicator, scope and year."""
    after = _after(cut, "r.indicator", _WHOSE, "r.year")
    sql = f"""
        SELECT {_KEY}, r.version, r.draft, r.status, r.drafted_on, r.frozen
        FROM reg.figure_draft r
        WHERE {_wanted(question)}{after}
        ORDER BY r.indicator, {_WHOSE}, r.year LIMIT %(limit)s
    """
    lines = reader.rows(sql, _params(question, wanted, cut, numbers=1), FigureDraftLine)
    return cut.page(lines, lambda line: (line.indicator, line.whose, str(line.year)))


def list_publications(
    reader: Reader, question: Question, wanted: FigureFilter, cut: Cut
) -> Page[PublicationLine]:
    """Return the published versions; ``question.on`` keeps those published by that day."""
    after = _after(cut, "r.indicator", _WHOSE, "r.year", "r.number")
    sql = f"""
        SELECT {_KEY}, r.number, r.version, r.published_on, r.numerator, r.denominator, r.value,
               r.target, r.state, r.source, r.frozen,
               EXISTS (SELECT 1 FROM reg.restatement x
                       WHERE x.tenant_id = r.tenant_id AND x.indicator = r.indicator
                         AND x.year = r.year AND x.scope = r.scope AND x.number = r.number
                         AND x.outcome IS NULL AND {question.known("x")}) AS restated
        FROM reg.publication r
        WHERE {_wanted(question)} AND (%(on)s::date IS NULL OR r.published_on <= %(on)s){after}
        ORDER BY r.indicator, {_WHOSE}, r.year, r.number LIMIT %(limit)s
    """
    lines = reader.rows(sql, _params(question, wanted, cut, numbers=2), PublicationLine)
    return cut.page(
        lines, lambda line: (line.indicator, line.whose, str(line.year), str(line.number))
    )


def list_restatements(
    reader: Reader, question: Question, wanted: FigureFilter, cut: Cut
) -> Page[RestatementLine]:
    """Return the restatements of published versions."""
    after = _after(cut, "r.indicator", _WHOSE, "r.year", "r.number")
    sql = f"""
        SELECT {_KEY}, r.number, r.version, r.kind, r.causes,
               p.numerator AS published_numerator, p.denominator AS published_denominator,
               p.value AS published_value, r.numerator, r.denominator, r.value, r.target, r.state,
               r.outcome, r.reason
        FROM reg.restatement r
        JOIN reg.publication p ON p.tenant_id = r.tenant_id AND p.indicator = r.indicator
            AND p.year = r.year AND p.scope = r.scope AND p.number = r.number
            AND {question.known("p")}
        WHERE {_wanted(question)}{after}
        ORDER BY r.indicator, {_WHOSE}, r.year, r.number LIMIT %(limit)s
    """
    lines = reader.rows(sql, _params(question, wanted, cut, numbers=2), RestatementLine)
    return cut.page(
        lines, lambda line: (line.indicator, line.whose, str(line.year), str(line.number))
    )


def list_causes(
    reader: Reader, question: Question, wanted: FigureFilter, cut: Cut
) -> Page[RestatementCauseLine]:
    """Return the facts that restate published versions; a school sees its own facts only."""
    after = _after(
        cut,
        "r.indicator",
        _WHOSE,
        "r.cause_tenant::text",
        "r.year",
        "r.number",
        "r.position",
    )
    sql = f"""
        SELECT {_KEY}, r.number, nullif(r.cause_tenant, r.tenant_id) AS school, r.position,
               r.recorded_at, r.kind, r.entered, r.gone, r.moved
        FROM reg.restatement_cause r
        WHERE {_wanted(question)} AND %(asker)s IN (%(district)s, r.cause_tenant)
          AND (r.cause_tenant = r.tenant_id OR r.cause_tenant = ANY (%(tenants)s)){after}
        ORDER BY r.indicator, {_WHOSE}, r.cause_tenant::text, r.year, r.number, r.position
        LIMIT %(limit)s
    """
    lines = reader.rows(sql, _params(question, wanted, cut, numbers=3), RestatementCauseLine)
    district = question.district
    return cut.page(
        lines,
        lambda line: (
            line.indicator,
            line.whose,
            str(line.school or district),
            str(line.year),
            str(line.number),
            str(line.position),
        ),
    )


LISTS = (
    RegisterList(
        name="figure-drafts",
        title="Проекты значений показателей",
        line=FigureDraftLine,
        filter=FigureFilter,
        fetch=list_drafts,
        one=One(
            path="/figure-drafts/{indicator:str}/{year:int}/{whose:str}",
            operation="getFigureDraft",
            title="Последний проект значения показателя",
        ),
    ),
    RegisterList(
        name="publications",
        title="Опубликованные значения",
        line=PublicationLine,
        filter=FigureFilter,
        fetch=list_publications,
        by_day=True,
        one=One(
            path="/publications/{indicator:str}/{year:int}/{whose:str}/{number:int}",
            operation="getPublication",
            title="Опубликованное значение",
        ),
    ),
    RegisterList(
        name="restatements",
        title="Пересмотры опубликованных значений",
        line=RestatementLine,
        filter=FigureFilter,
        fetch=list_restatements,
        one=One(
            path="/restatements/{indicator:str}/{year:int}/{whose:str}/{number:int}",
            operation="getRestatement",
            title="Пересмотр опубликованного значения",
        ),
    ),
    RegisterList(
        name="restatement-causes",
        title="События, меняющие опубликованные значения",
        line=RestatementCauseLine,
        filter=FigureFilter,
        fetch=list_causes,
        holds="people",
    ),
)
