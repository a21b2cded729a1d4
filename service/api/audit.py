"""The log of reads as the curators search it: who was shown whose data, when and why."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Annotated, Any
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from adapters.postgres.read_log import Place, ReadRow, ReadWanted, list_reads
from domain.errors import NotFound
from domain.time import ONE_DAY
from projections.query import Page
from service.api.asking import Pages, Query, fields_of
from service.api.read import Asked, Found


class _Asked(Query, frozen=True, kw_only=True):
    person: Annotated[UUID | None, msgspec.Meta(description="Whose data were shown.")] = None
    account: Annotated[UUID | None, msgspec.Meta(description="Whom they were shown to.")] = None
    school: Annotated[
        UUID | None,
        msgspec.Meta(description="The institution whose people; all within reach without it."),
    ] = None
    break_glass: Annotated[
        bool | None, msgspec.Meta(description="Only reads for a given reason, or only others.")
    ] = None
    first_day: Annotated[
        date | None, msgspec.Meta(description="From this day on, in the district.")
    ] = msgspec.field(default=None, name="from")
    last_day: Annotated[
        date | None, msgspec.Meta(description="Until this day, itself included.")
    ] = msgspec.field(default=None, name="to")


ReadsQuery: Any = msgspec.defstruct(
    "ReadsQuery",
    fields_of(Pages),
    bases=(_Asked,),
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
)


class ReadLine(msgspec.Struct, frozen=True, kw_only=True):
    """An answer that showed data of ``persons``, people of ``school``, or of the district itself.

    ``who`` is what the account was called then, ``asker`` the institution or district it belongs
    to, ``operation`` the operationId of what it asked, ``as_of`` and ``on`` the time it asked
    about. An answer with people of several institutions has a line in each, under one ``read``.
    ``break_glass``: for ``reason`` the account saw names it otherwise may not; those it always
    may are among ``persons`` too.
    """

    school: UUID
    read: UUID
    read_at: datetime
    account: UUID
    who: str
    asker: UUID
    operation: str
    persons: tuple[UUID, ...]
    as_of: datetime | None
    on: date | None
    break_glass: bool
    reason: str | None


class ReadsPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page of the log of reads, the latest first; next_cursor is null at its end."""

    items: list[ReadLine]
    next_cursor: str | None


def fetch_reads(asked: Asked) -> Found:
    """Find the reads of the people of the asker's institution; in the district, of all of them.

    ``as_of`` leaves out what was read later.
    """
    query, question = asked.query, asked.question
    reached = {*question.tenants, question.asker}
    if query.school is not None and query.school not in reached:
        raise NotFound
    cut = asked.cursors.cut(query.limit, query.cursor)
    zone = asked.reading.time_zone(question)
    wanted = ReadWanted(
        tenants=tuple(sorted(reached)) if query.school is None else (query.school,),
        person=query.person,
        account=query.account,
        break_glass=query.break_glass,
        since=_midnight(query.first_day, zone),
        until=_end(query.last_day, zone),
        as_of=question.as_of,
    )
    with asked.reading.transaction(question) as reader:
        rows = list_reads(reader, wanted, cut.limit + 1, _after(cut.after))
    page: Page[ReadRow] = cut.page(rows, _place)
    cursor = asked.cursors.write(page.after) if page.after else None
    lines = [_line(one, asked.read_log.reason(one)) for one in page.items]
    return Found(ReadsPage(items=lines, next_cursor=cursor), next_cursor=cursor)


def _line(row: ReadRow, reason: str | None) -> ReadLine:
    return ReadLine(
        school=row.tenant_id,
        read=row.read_id,
        read_at=row.read_at,
        account=row.account_id,
        who=row.title,
        asker=row.asker,
        operation=row.operation,
        persons=row.persons,
        as_of=row.as_of,
        on=row.on_day,
        break_glass=row.break_glass,
        reason=reason,
    )


def _midnight(day: date | None, zone: ZoneInfo) -> datetime | None:
    return None if day is None else datetime.combine(day, time(), zone).astimezone(UTC)


def _end(day: date | None, zone: ZoneInfo) -> datetime | None:
    return None if day is None or day == date.max else _midnight(day + ONE_DAY, zone)


def _place(row: ReadRow) -> tuple[str, ...]:
    return row.read_at.isoformat(), str(row.tenant_id), str(row.read_id)


def _after(place: tuple[str, ...] | None) -> Place | None:
    if place is None:
        return None
    at, tenant, read = place
    return datetime.fromisoformat(at), UUID(tenant), UUID(read)
