"""How a register differs between two recorded moments, as JSON and as a table for spreadsheets."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

import msgspec

from projections.difference import held_by
from projections.register import Register
from projections.registry import REGISTERS
from projections.row_difference import RowDifference
from service.api.asking import Moments, Pages, fields_of, moment_named
from service.api.read import READING, Asked, Found, Read
from service.difference_table import difference_table
from service.refusals import AsOfInTheFuture, BadParameters, Fault

_ORDER = Fault(
    code="wrong_order",
    ru="Первый момент позже второго.",
    en="The first moment is after the second.",
    parameter="from",
)


class _Formats(Moments, frozen=True, kw_only=True):
    """Two moments, and as what the difference is wanted."""

    format: Annotated[
        Literal["json", "csv"] | None,
        msgspec.Meta(
            description="csv: a line for each field, for spreadsheets; as Accept says without it."
        ),
    ] = None


DifferenceQuery: Any = msgspec.defstruct(
    "DifferenceQuery",
    fields_of(Pages),
    bases=(_Formats,),
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
)


class DifferencePage(msgspec.Struct, frozen=True, kw_only=True):
    """A page of the rows that differ, by place; next_cursor is null at its end.

    A row that reads the same at both moments does not differ, whatever it was in between. Where
    hidden is true the asker may read neither the old value of the field nor the new one.
    """

    items: list[RowDifference]
    next_cursor: str | None


def read_of_difference(register: Register[Any]) -> Read:
    """Make the question how ``register`` differs between two moments."""

    def fetch(asked: Asked) -> Found:
        query, question, reading = asked.query, asked.question, asked.reading
        now = reading.clock(question)

        def zone() -> ZoneInfo:
            return reading.time_zone(question)

        since = moment_named("from", query.since, zone)
        until = moment_named("to", query.until, zone) if query.until else now
        if question.as_of is not None:
            until = min(until, question.as_of)
        if until > now:
            raise AsOfInTheFuture
        if since > until:
            raise BadParameters(_ORDER)
        cut = asked.cursors.cut(query.limit, query.cursor)
        wanted = msgspec.structs.replace(question, as_of=until)
        page = reading.difference(wanted, register, since, cut)
        cursor = asked.cursors.write(page.after) if page.after else None
        as_table = asked.as_table if query.format is None else query.format == "csv"
        return Found(
            DifferencePage(items=page.items, next_cursor=cursor),
            next_cursor=cursor,
            table=difference_table(page.items) if as_table else None,
        )

    camel = "".join(part.capitalize() for part in register.name.split("_"))
    return Read(
        path=f"/registers/{register.name}/difference",
        operation=f"compare{camel}",
        summary=f"Чем реестр {register.name} отличается на два момента",
        action=READING[held_by(register)],
        query=DifferenceQuery,
        answer=DifferencePage,
        fetch=fetch,
        tabular=True,
    )


COMPARISONS = tuple(read_of_difference(register) for register in REGISTERS)
