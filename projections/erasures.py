"""Who was erased or is to be, with the act: a register and the list people read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec

from domain.erasure import (
    ERASURE,
    ErasureEvent,
    ErasureGround,
    ErasureRequested,
    Kind,
)
from domain.events import Recorded
from domain.ports import Reader
from projections.query import Cut, Page, Question
from projections.register import Key, Register, Row
from projections.register_list import One, RegisterList


class ErasureRow(Row, frozen=True, kw_only=True):
    """An erasure; ``completed_on``, ``act`` and ``kinds`` are empty until it was carried out."""

    person: UUID
    version: int
    ground: ErasureGround
    decided_by: UUID
    requested_on: date
    completed_on: date | None = None
    act: str | None = None
    kinds: tuple[Kind, ...] = ()


def keys(recorded: Recorded[ErasureEvent]) -> Iterable[Key]:
    """Return the row an event touches."""
    return ((recorded.event.person,),)


def apply(row: ErasureRow | None, recorded: Recorded[ErasureEvent], _key: Key) -> ErasureRow:
    """Return the erasure after an event."""
    event = recorded.event
    if isinstance(event, ErasureRequested):
        return ErasureRow(
            tenant_id=recorded.tenant_id,
            person=event.person,
            version=recorded.version,
            ground=event.ground,
            decided_by=event.decided_by,
            requested_on=event.effective_on,
        )
    if row is None:
        raise LookupError("an erasure that was never requested")
    return msgspec.structs.replace(
        row,
        version=recorded.version,
        completed_on=event.effective_on,
        act=event.act,
        kinds=event.kinds,
    )


ERASURES = Register(
    name="erasure",
    row=ErasureRow,
    key=("person",),
    keys=keys,
    apply=apply,
    reads=frozenset(ERASURE.events),
)


class ErasureFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Whose erasures."""

    person: Annotated[UUID | None, msgspec.Meta(title="Участник")] = None


class ErasureLine(msgspec.Struct, frozen=True, kw_only=True):
    """An erasure decided on in an institution; ``completed_on`` is empty until it was done."""

    school: UUID
    person: UUID
    version: int
    ground: ErasureGround
    requested_on: date
    completed_on: date | None
    act: str | None
    kinds: tuple[Kind, ...]


def list_erasures(
    reader: Reader, question: Question, wanted: ErasureFilter, cut: Cut
) -> Page[ErasureLine]:
    """Return erasures by day of decision; ``question.on`` keeps those decided on by that day."""
    sql = f"""
        SELECT e.tenant_id AS school, e.person, e.version, e.ground, e.requested_on,
               e.completed_on, e.act, e.kinds
        FROM reg.erasure e
        WHERE e.tenant_id = ANY (%(tenants)s) AND {question.known("e")}
          AND (%(person)s::uuid IS NULL OR e.person = %(person)s)
          AND (%(on)s::date IS NULL OR e.requested_on <= %(on)s)
    """
    params = question.params() | msgspec.structs.asdict(wanted)
    lines = reader.rows(sql, params, ErasureLine)
    return cut.page_of_all(
        lines, lambda line: (line.requested_on.isoformat(), str(line.school), str(line.person))
    )


LISTS = (
    RegisterList(
        name="erasures",
        title="Уничтожение персональных данных",
        line=ErasureLine,
        filter=ErasureFilter,
        fetch=list_erasures,
        holds="people",
        by_day=True,
        one=One(
            path="/participants/{person:uuid}/erasure",
            operation="getErasure",
            title="Уничтожение персональных данных участника",
            scoped=True,
        ),
    ),
)
