"""Of which years institutions confirmed their data, as a list."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec

from domain.ports import Reader
from domain.rules import CalendarYear
from projections.query import Cut, Page, Question
from projections.register_list import One, RegisterList


class ConfirmationFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which years."""

    year: Annotated[CalendarYear | None, msgspec.Meta(title="Год")] = None


class ConfirmationLine(msgspec.Struct, frozen=True, kw_only=True):
    """Whether an institution's data of a year are confirmed, and since when they are or are not."""

    school: UUID
    year: int
    version: int
    confirmed: bool
    since: date


def list_confirmations(
    reader: Reader, question: Question, wanted: ConfirmationFilter, cut: Cut
) -> Page[ConfirmationLine]:
    """Return confirmations by year; ``question.on`` keeps those that were so that day."""
    sql = f"""
        SELECT r.tenant_id AS school, r.year, r.version, r.confirmed, r.since
        FROM reg.confirmation r
        WHERE r.tenant_id = ANY (%(tenants)s) AND {question.known("r")}
          AND (%(year)s::int IS NULL OR r.year = %(year)s)
          AND (%(on)s::date IS NULL OR r.since <= %(on)s)
    """
    lines = reader.rows(sql, question.params() | {"year": wanted.year}, ConfirmationLine)
    return cut.page_of_all(lines, lambda line: (str(line.year), str(line.school)))


LISTS = (
    RegisterList(
        name="confirmations",
        title="Подтверждения данных",
        line=ConfirmationLine,
        filter=ConfirmationFilter,
        fetch=list_confirmations,
        by_day=True,
        one=One(
            path="/confirmations/{year:int}",
            operation="getConfirmation",
            title="Подтверждение данных за год",
            scoped=True,
        ),
    ),
)
