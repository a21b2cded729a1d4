"""Jobs, teaching experience, clearances, labour agreements and supervision as lists."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Annotated, Generic, TypeVar
from uuid import UUID

import msgspec

from domain.employment import JobKind
from domain.labour_agreement import Side
from domain.ports import Reader
from projections.query import TODAY, Cut, Page, Question, name_is_shown
from projections.register_list import One, RegisterList
from projections.shown import shows


class PersonFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Whose lines."""

    person: Annotated[UUID | None, msgspec.Meta(title="Участник")] = None


class PersonLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line about one person; ``version`` is that of the record a change has to name."""

    school: UUID
    person: UUID
    version: int


class ExperienceLine(PersonLine, frozen=True, kw_only=True):
    """The first day of a person's teaching experience."""

    experience_from: date


class NumberedLine(PersonLine, frozen=True, kw_only=True):
    """One of several lines about a person; ``number`` is what a change calls it by."""

    number: int


class EmploymentLine(NumberedLine, frozen=True, kw_only=True):
    """A job; ``position`` is ``null`` where the asker may not read it.

    ``in_force`` speaks of the day asked about, of today where none is, as in every list of papers.
    """

    kind: JobKind
    position_group: str | None
    position: Annotated[str | None, shows("person")]
    enterprise: str | None
    first_day: date
    last_day: date | None
    in_force: bool


class ClearanceLine(NumberedLine, frozen=True, kw_only=True):
    """A clearance to work with children; ``revoked_on`` is the first day it does not cover."""

    valid_from: date
    valid_until: date | None
    revoked_on: date | None
    in_force: bool
    document: Annotated[str | None, shows("person")]


class LabourAgreementLine(NumberedLine, frozen=True, kw_only=True):
    """A worker's agreement to mentor; ``ended_on`` is the last day of one ended early."""

    valid_from: date
    valid_until: date | None
    ended_on: date | None
    ended_by: Side | None
    in_force: bool
    document: Annotated[str | None, shows("person")]


class SupervisionLine(NumberedLine, frozen=True, kw_only=True):
    """What was found when a mentor's work was looked at."""

    day: date
    finding: Annotated[str | None, shows("person")]


LineT = TypeVar("LineT", bound=PersonLine)


class Source(msgspec.Struct, Generic[LineT], frozen=True, kw_only=True):
    """The register ``table`` that a list reads, by ``key``.

    ``personal`` is the column only those see who may read the person's name; ``on`` the condition
    that a row ``r`` is true of the day asked about. ``stream`` are all registers fed by the
    streams that feed this one: the version of a stream is the highest that any of them took in.
    """

    table: str
    line: type[LineT]
    stream: tuple[str, ...]
    on: str
    key: tuple[str, ...] = ("person", "number")
    personal: str | None = None


_CASTS = {"person": "uuid", "number": "int", "tenant_id": "uuid"}
_IN_FORCE = "r.days @> coalesce(%(on)s::date, {today})"


def list_lines(
    source: Source[LineT], reader: Reader, question: Question, wanted: PersonFilter, cut: Cut
) -> Page[LineT]:
    """Return a page of lines by person; ``question.on`` keeps those that are true of that day."""
    place = (*source.key, "tenant_id")
    order = ", ".join(f"r.{name}" for name in place)
    after = ", ".join(f"%(after_{name})s::{_CASTS[name]}" for name in place)
    sql = f"""
        SELECT {", ".join(_column(source, question, name) for name in _columns(source))}
        FROM unnest(%(tenants)s::uuid[]) AS t (tenant_id)
        CROSS JOIN LATERAL (
            SELECT r.* FROM reg.{source.table} r
            WHERE r.tenant_id = t.tenant_id AND {question.known("r")}
              AND (%(person)s::uuid IS NULL OR r.person = %(person)s)
              AND (%(on)s::date IS NULL OR {source.on})
              {f"AND ({order}) > ({after})" if cut.after else ""}
            ORDER BY {order}
            LIMIT %(limit)s
        ) r
        ORDER BY {order}
        LIMIT %(limit)s
    """
    params = question.params() | {"person": wanted.person, "limit": cut.limit + 1}
    params |= {f"after_{name}": value for name, value in zip(place, cut.after or (), strict=False)}
    lines = reader.rows(sql, params, source.line)
    return cut.page(
        lines,
        lambda line: (*(str(getattr(line, name)) for name in source.key), str(line.school)),
    )


def _columns(source: Source[LineT]) -> tuple[str, ...]:
    return source.line.__struct_fields__


def _column(source: Source[LineT], question: Question, name: str) -> str:
    if name == "school":
        return "r.tenant_id AS school"
    if name == "version":
        versions = (
            f"(SELECT max(v.version) FROM reg.{table} v WHERE v.tenant_id = r.tenant_id"
            f" AND v.person = r.person AND {question.heard('v')})"
            for table in source.stream
        )
        return f"greatest({', '.join(versions)}) AS version"
    if name == "in_force":
        return f"{_IN_FORCE.format(today=TODAY)} AS in_force"
    if name == source.personal:
        shown = name_is_shown("r.person", "r.tenant_id")
        return f"CASE WHEN {shown} THEN r.{name} END AS {name}"
    return f"r.{name}"


IN_FORCE_THAT_DAY = "r.days @> %(on)s::date"

EMPLOYMENT = Source(
    table="employment",
    line=EmploymentLine,
    stream=("employment", "experience"),
    on=IN_FORCE_THAT_DAY,
    personal="position",
)
EXPERIENCE = Source(
    table="experience",
    line=ExperienceLine,
    stream=("employment", "experience"),
    on="r.experience_from <= %(on)s",
    key=("person",),
)
CLEARANCES = Source(
    table="clearance",
    line=ClearanceLine,
    stream=("clearance",),
    on=IN_FORCE_THAT_DAY,
    personal="document",
)
LABOUR_AGREEMENTS = Source(
    table="labour_agreement",
    line=LabourAgreementLine,
    stream=("labour_agreement",),
    on=IN_FORCE_THAT_DAY,
    personal="document",
)
SUPERVISION = Source(
    table="supervision",
    line=SupervisionLine,
    stream=("supervision",),
    on="r.day <= %(on)s",
    personal="finding",
)


def _of_people(
    source: Source[LineT],
    name: str,
    title: str,
    *,
    one: One | None = None,
    all_of: One | None = None,
) -> RegisterList:
    return RegisterList(
        name=name,
        title=title,
        line=source.line,
        filter=PersonFilter,
        fetch=partial(list_lines, source),
        holds="people",
        by_day=True,
        one=one,
        all_of=all_of,
    )


def _at(tail: str, operation: str, title: str) -> One:
    return One(path=f"/participants/{{person:uuid}}/{tail}", operation=operation, title=title)


LISTS = (
    _of_people(
        EMPLOYMENT,
        "employment",
        "Места работы",
        all_of=_at("employment", "getEmployment", "Места работы участника"),
    ),
    _of_people(
        EXPERIENCE,
        "experience",
        "Педагогический стаж",
        one=_at("experience", "getExperience", "Педагогический стаж участника"),
    ),
    _of_people(
        CLEARANCES,
        "clearances",
        "Допуски к работе с детьми",
        all_of=_at("clearances", "getClearances", "Допуски участника к работе с детьми"),
    ),
    _of_people(
        LABOUR_AGREEMENTS,
        "labour-agreements",
        "Согласия работников на наставничество",
        all_of=_at(
            "labour-agreements", "getLabourAgreements", "Согласия работника на наставничество"
        ),
    ),
    _of_people(
        SUPERVISION,
        "supervision",
        "Контроль работы наставников",
        all_of=_at("supervision", "getSupervision", "Контроль работы наставника"),
    ),
)
