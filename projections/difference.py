"""How a register differs between two recorded moments, and the events that did it.

The states of the two moments are compared: a row that was changed and changed back in between is no
difference, unless it shows its stream's version, which no change leaves as it was. All events that
touched a row after the first moment and until the second, both in the log's time, are named.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Generic, TypeVar, get_args
from uuid import UUID

import msgspec

from domain.catalogue import DISTRICT_AGGREGATES
from domain.events import Event, Recorded
from domain.ports import Reader, encode_column
from projections.changes import changes_of
from projections.enterprise_lists import DISTRICT_READS
from projections.history import without_personal_data
from projections.pair_lists import text_is_restricted, text_is_shown
from projections.query import Cut, Page, Question, name_is_shown
from projections.register import Place, Readers, Register, Row, kept_columns
from projections.register_list import Holding
from projections.row_difference import ChangingEvent, FieldChange, RowDifference, shown_by
from projections.words import describe

RowT = TypeVar("RowT", bound=Row)
NOBODY_IN_PARTICULAR = UUID(int=0)


class Compared(msgspec.Struct, Generic[RowT], frozen=True, kw_only=True):
    """A row as it was at both moments, ``None`` where it was not there.

    ``made_at`` are the positions of the last events of its versions in between, ``readable`` says
    whether the asker is among these :data:`Readers`.
    """

    log: UUID
    place: tuple[str, ...]
    old: RowT | None
    new: RowT | None
    made_at: tuple[int, ...]
    readable: dict[str, bool]

    @property
    def row(self) -> RowT:
        """The row as it is now, or was."""
        row = self.old if self.new is None else self.new
        if row is None:
            raise LookupError("a row that was never there does not differ")
        return row


def columns_of(register: Register[Any]) -> tuple[str, ...]:
    """Return the columns that are compared: not the key, nor what nobody is told."""
    kept = kept_columns(register.row)
    apart = {*Row.__struct_fields__, *register.key}
    apart |= {name for name, readers in kept.items() if readers == "nobody"}
    return tuple(name for name in register.row.__struct_fields__ if name not in apart)


def is_of_the_district(register: Register[Any]) -> bool:
    """Say whether the rows lie in the district's log, and not in an institution's."""
    return any(register.reads & set(one.events) for one in DISTRICT_AGGREGATES)


def held_by(register: Register[Any]) -> Holding:
    """Return what a register holds, as the lists of it say."""
    if register.name == "seminar_attendance":
        return "seminars"
    people = {"person", "cause_tenant"} & set(register.row.__struct_fields__)
    if people or not (is_of_the_district(register) or register.name == "confirmation"):
        return "people"
    return "catalogue"


def _is_told(register: Register[Any]) -> str:
    """Return the condition that the asker may know of the row ``r``: as the lists have it.

    Answers that are not named and who used the link to them would together tell who said what.
    """
    names = register.row.__struct_fields__
    conditions = {
        "survey_response": "r.binding = 'named'",
        "survey_link": "r.tenant_id = %(asker)s",
        "reminder": f"(r.kind <> 'signer' OR {name_is_shown('r.person', 'r.tenant_id')})",
        "restatement_cause": "%(asker)s IN (%(district)s, r.cause_tenant)"
        " AND (r.cause_tenant = r.tenant_id OR r.cause_tenant = ANY (%(tenants)s))",
        "person_link": "EXISTS (SELECT 1 FROM reg.participant p"
        " WHERE p.tenant_id = ANY (%(tenants)s) AND p.person = r.person)",
    }
    told = [conditions.get(register.name, "true")]
    if "scope" in names:
        told.append("(r.scope = r.tenant_id OR r.scope = ANY (%(tenants)s))")
    if {"school", "person"} <= set(names):
        told.append("r.school = ANY (%(tenants)s)")
    return " AND ".join(told)


def _is_readable(register: Register[Any]) -> str:
    """Return the expression for a JSON object: whether the asker is among which readers."""
    whose = "r.school" if is_of_the_district(register) else "r.tenant_id"
    own = "r.tenant_id = %(asker)s"
    conditions: dict[Readers, Callable[[], str]] = {
        "person": lambda: name_is_shown("r.person", whose),
        "pair": lambda: text_is_shown("r.tenant_id", text_is_restricted("r.pair", "r.tenant_id")),
        "answers": lambda: f"({own} AND {name_is_shown('r.person', whose)})",
        "log": lambda: own,
        "contact": lambda: DISTRICT_READS,
        "trader": lambda: f"({DISTRICT_READS} OR NOT r.sole_trader)",
        "nobody": lambda: "false",
    }
    needed = set(kept_columns(register.row).values())
    pairs = [f"'{one}', {conditions[one]()}" for one in get_args(Readers) if one in needed]
    return f"json_build_object({', '.join(pairs)})"


def compare(
    reader: Reader, question: Question, register: Register[RowT], since: datetime, cut: Cut
) -> Page[Compared[RowT]]:
    """Return a page of the rows that differ between ``since`` and ``question.as_of``, by place.

    A row that is the same version at both moments ended in between in neither, so only versions
    that ended and versions that began are joined.
    """
    key = ("tenant_id", *register.key)
    on_key = ", ".join(key)
    columns = columns_of(register)
    texts = ", ".join(f'(b.whole).{name}::text COLLATE "C"' for name in key)
    both = [", ".join(f"({side}.whole).{name}" for name in columns) for side in ("old", "new")]
    same_row = " AND ".join(f"v.{name} = r.{name}" for name in key)

    def key_of(alias: str) -> str:
        return ", ".join(f"{alias}.{name}" for name in key)

    sql = f"""
        WITH old AS (
            SELECT o AS whole, {key_of("o")} FROM reg.{register.name} o
            WHERE o.tenant_id = ANY (%(logs)s::uuid[]) AND o.known_from <= %(since)s
              AND o.known_to > %(since)s AND o.known_to <= %(until)s
        ), new AS (
            SELECT n AS whole, {key_of("n")} FROM reg.{register.name} n
            WHERE n.tenant_id = ANY (%(logs)s::uuid[]) AND n.known_from > %(since)s
              AND n.known_from <= %(until)s AND least(n.known_to, 'infinity') > %(until)s
        ), both_known AS (
            SELECT row_to_json(old.whole) AS old, row_to_json(new.whole) AS new,
                   coalesce(new.whole, old.whole) AS whole
            FROM old FULL JOIN new USING ({on_key})
            WHERE old.tenant_id IS NULL OR new.tenant_id IS NULL
               OR ROW({both[0]}) IS DISTINCT FROM ROW({both[1]})
        )
        SELECT r.tenant_id AS log, page.place, page.old, page.new,
               {_is_readable(register)} AS readable,
               ARRAY(SELECT v.from_position FROM reg.{register.name} v
                     WHERE {same_row} AND v.known_from > %(since)s AND v.known_from <= %(until)s
                     ORDER BY v.from_position) AS made_at
        FROM (SELECT b.*, ARRAY[{texts}] AS place FROM both_known b) AS page
        CROSS JOIN LATERAL (SELECT (page.whole).*) AS r
        WHERE {_is_told(register)}
          AND (%(after)s::text[] IS NULL OR page.place > %(after)s::text[] COLLATE "C")
        ORDER BY page.place
        LIMIT %(limit)s
    """
    logs = [question.district] if is_of_the_district(register) else list(question.tenants)
    params = question.params() | {
        "logs": logs,
        "since": since,
        "until": question.as_of,
        "after": list(cut.after) if cut.after else None,
        "limit": cut.limit + 1,
    }
    kind: Any = Compared
    rows = reader.rows(sql, params, kind[register.row])
    return cut.page(rows, lambda one: one.place)


def tell_differences(
    register: Register[RowT],
    compared: Sequence[Compared[RowT]],
    streams: Iterable[Sequence[Recorded[Event]]],
    between: tuple[datetime, datetime],
    title_of: Callable[[UUID], str],
) -> list[RowDifference]:
    """Say of each row what differs and by which events of ``streams``, each whole, it does."""
    since, until = between
    kept = kept_columns(register.row)
    columns = {name: kept.get(name) for name in columns_of(register)}
    touching: dict[Place, list[Recorded[Event]]] = {
        (one.log, register.key_of(one.row)[1]): [] for one in compared
    }
    people: dict[Place, set[UUID]] = {place: set() for place in touching}
    for stream in streams:
        for change in changes_of(stream):
            for place in touching.keys() & set(register.touched((change,))):
                people[place].update(change.recorded.event.concerns())
                if since < change.recorded.recorded_at <= until:
                    touching[place].append(change.recorded)
    return [_difference(register, columns, one, touching, people, title_of) for one in compared]


def _difference(  # noqa: PLR0913, PLR0917 - each is a part of what is told
    register: Register[RowT],
    columns: Mapping[str, Readers | None],
    compared: Compared[RowT],
    touching: Mapping[Place, Sequence[Recorded[Event]]],
    people: Mapping[Place, Collection[UUID]],
    title_of: Callable[[UUID], str],
) -> RowDifference:
    old, new = compared.old, compared.new
    place = register.key_of(compared.row)
    person = getattr(compared.row, "person", None) or NOBODY_IN_PARTICULAR
    fields = tuple(_field_changes(columns, compared))
    told = {columns[one.field] for one in fields if (one.old, one.new) != (None, None)}
    return RowDifference(
        log=compared.log,
        key={name: plain(getattr(compared.row, name)) for name in register.key},
        kind="added" if old is None else "removed" if new is None else "changed",
        fields=fields,
        events=tuple(
            _told(one, person, title_of)
            for one in sorted(touching[place], key=lambda one: one.position)
        ),
        shows=shown_by(compared.row, compared.log, told, people[place]),
    )


def _field_changes(
    columns: Mapping[str, Readers | None], compared: Compared[Any]
) -> Iterable[FieldChange]:
    for name, readers in columns.items():
        old, new = (plain(getattr(row, name, None)) for row in (compared.old, compared.new))
        if compared.old is not None and compared.new is not None and old == new:
            continue
        if readers is not None and not compared.readable[readers]:
            yield FieldChange(field=name, hidden=True)
        else:
            yield FieldChange(field=name, old=old, new=new)


def _told(
    recorded: Recorded[Event], person: UUID, title_of: Callable[[UUID], str]
) -> ChangingEvent:
    return ChangingEvent(
        position=recorded.position,
        topic=recorded.event.TOPIC,
        text=describe(without_personal_data(recorded.event), person),
        recorded_at=recorded.recorded_at,
        effective_on=recorded.effective_on,
        who=title_of(recorded.actor),
        command_id=recorded.command_id,
    )


def plain(value: object) -> Any:
    """Return a column's value as JSON has it; a set of days as ``datemultirange`` text."""
    return msgspec.to_builtins(value, enc_hook=encode_column)
