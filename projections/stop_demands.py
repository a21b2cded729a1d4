"""Demands to stop processing: what was received, and whether its term was prolonged."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated, assert_never
from uuid import UUID

import msgspec

from domain.events import Recorded
from domain.ports import Reader
from domain.stop_demand import (
    STOP_DEMAND,
    Demander,
    StopDemanded,
    StopDemandEvent,
    StopTermExtended,
)
from projections.query import Cut, NameState, Page, Question, name_is_shown, name_state
from projections.register import Key, Register, Row, kept_for
from projections.register_list import One, RegisterList
from projections.shown import shows


class StopDemandRow(Row, frozen=True, kw_only=True):
    """One numbered demand; ``received_at`` is the position in the log of its receipt.

    ``extended_on`` is the day of the notice by which its term was prolonged.
    """

    person: UUID
    number: int
    version: int
    received_on: date
    received_at: int
    demanded_by: Demander
    document: Annotated[str | None, kept_for("person")]
    extended_on: date | None = None
    why: Annotated[str | None, kept_for("person")] = None
    notice: Annotated[str | None, kept_for("person")] = None


def keys(recorded: Recorded[StopDemandEvent]) -> Iterable[Key]:
    """Return the row an event touches."""
    return ((recorded.event.person, recorded.event.number),)


def apply(
    row: StopDemandRow | None, recorded: Recorded[StopDemandEvent], _key: Key
) -> StopDemandRow:
    """Return the demand after an event."""
    event = recorded.event
    match event:
        case StopDemanded():
            return StopDemandRow(
                tenant_id=recorded.tenant_id,
                person=event.person,
                number=event.number,
                version=recorded.version,
                received_on=event.effective_on,
                received_at=recorded.position,
                demanded_by=event.demanded_by,
                document=event.document,
            )
        case StopTermExtended():
            if row is None:
                raise LookupError("the notice about a demand that was never received")
            return msgspec.structs.replace(
                row,
                version=recorded.version,
                extended_on=event.effective_on,
                why=event.why,
                notice=event.notice,
            )
        case _:
            assert_never(event)


STOP_DEMANDS = Register(
    name="stop_demand",
    row=StopDemandRow,
    key=("person", "number"),
    keys=keys,
    apply=apply,
    reads=frozenset(STOP_DEMAND.events),
)


class StopDemandFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Whose demands."""

    person: Annotated[UUID | None, msgspec.Meta(title="Участник")] = None


class StopDemandLine(msgspec.Struct, frozen=True, kw_only=True):
    """A demand to stop processing; by when what is decided, the decisions that are due say.

    ``version`` is that of all the person's demands, which a change has to name.
    """

    school: UUID
    person: UUID
    state: NameState
    number: int
    version: int
    received_on: date
    demanded_by: Demander
    document: Annotated[str | None, shows("person")]
    extended_on: date | None
    why: Annotated[str | None, shows("person")]
    notice: Annotated[str | None, shows("person")]


def list_stop_demands(
    reader: Reader, question: Question, wanted: StopDemandFilter, cut: Cut
) -> Page[StopDemandLine]:
    """Return the demands by person; ``question.on`` keeps those received by that day."""
    texts = ", ".join(
        f"CASE WHEN {name_is_shown('d.person', 'd.tenant_id')} THEN d.{name} END AS {name}"
        for name in ("document", "why", "notice")
    )
    sql = f"""
        SELECT d.tenant_id AS school, d.person, {name_state("d.person", "d.tenant_id")} AS state,
               d.number, d.received_on, d.demanded_by, d.extended_on, {texts},
               (SELECT max(v.version) FROM reg.stop_demand v
                WHERE v.tenant_id = d.tenant_id AND v.person = d.person
                  AND {question.heard("v")}) AS version
        FROM reg.stop_demand d
        WHERE d.tenant_id = ANY (%(tenants)s) AND {question.known("d")}
          AND (%(person)s::uuid IS NULL OR d.person = %(person)s)
          AND (%(on)s::date IS NULL OR d.received_on <= %(on)s)
    """
    params = question.params() | msgspec.structs.asdict(wanted)
    lines = reader.rows(sql, params, StopDemandLine)
    return cut.page_of_all(lines, _place)


def _place(line: StopDemandLine) -> tuple[str, ...]:
    return str(line.school), str(line.person), f"{line.number:09}"


LISTS = (
    RegisterList(
        name="stop-demands",
        title="Требования прекратить обработку данных",
        line=StopDemandLine,
        filter=StopDemandFilter,
        fetch=list_stop_demands,
        holds="people",
        by_day=True,
        all_of=One(
            path="/participants/{person:uuid}/stop-demands",
            operation="getStopDemands",
            title="Требования участника прекратить обработку данных",
            scoped=True,
        ),
    ),
)
