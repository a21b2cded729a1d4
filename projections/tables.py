"""Bringing registers up to date: one typed table each, one read and one write per append."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from types import GenericAlias
from typing import Any
from uuid import UUID

import msgspec

from domain.events import Event, Recorded
from domain.ports import Writer, encode_column
from projections.changes import NOTHING_EARLIER, Place, changes_of
from projections.register import Key, Register, Row

WRITE_BATCH_ROWS = 5_000

_encoder = msgspec.json.Encoder(enc_hook=encode_column)


class RegisterTables:
    """Folds appended events into the tables of the registers it was given."""

    def __init__(self, registers: Sequence[Register[Any]]) -> None:
        self._tables = [_Table(register) for register in registers]
        self._together = cache(_Tables)

    def fold(
        self,
        writer: Writer,
        recorded: Sequence[Recorded[Event]],
        earlier: Mapping[Place, Sequence[Recorded[Event]]] = NOTHING_EARLIER,
    ) -> None:
        """Bring the registers up to date; one read and one write for all of them together.

        ``earlier`` holds what the streams in which ``recorded`` corrects a fact held before.
        """
        changes = changes_of(recorded, earlier)
        touched = {table: table.register.touched(changes) for table in self._tables}
        tables = tuple(table for table in self._tables if touched[table])
        if tables:
            together = self._together(tables)
            current = together.current(writer, [touched[table] for table in tables])
            together.write(
                writer,
                [
                    table.register.fold(changes, rows)
                    for table, rows in zip(tables, current, strict=True)
                ],
            )

    def refold(self, writer: Writer, recorded: Sequence[Recorded[Event]]) -> None:
        """Replace, with all their past, the rows that whole streams feed by the fold of these.

        ``recorded`` holds each of the streams from its first event, in the order of the log.
        """
        changes = changes_of(recorded)
        for table in self._tables:
            touched = table.register.touched(changes)
            if touched:
                table.remove(writer, touched)
                table.insert(writer, table.register.fold(changes, {}))

    def rebuild(
        self, writer: Writer, tenant: UUID, log: Iterable[Sequence[Recorded[Event]]]
    ) -> int:
        """Replace a tenant's rows by the fold of its whole log; return the number of events."""
        events = [one for batch in log for one in batch]
        types = {type(one.event) for one in events}
        changes = changes_of(events)
        for table in self._tables:
            table.clear(writer, tenant)
            if table.register.reads.isdisjoint(types):
                continue
            rows = table.register.fold(changes, {})
            for start in range(0, len(rows), WRITE_BATCH_ROWS):
                table.insert(writer, rows[start : start + WRITE_BATCH_ROWS])
        return len(events)


class _Table:
    """The statements of one register."""

    def __init__(self, register: Register[Any]) -> None:
        self.register = register
        name, table = register.name, f"reg.{register.name}"
        columns = ", ".join(register.row.__struct_fields__)
        key = ", ".join(register.key)
        hints = {
            field.name: "uuid" if field.type is UUID else "int4" if field.type is int else "text"
            for field in msgspec.structs.fields(register.row)
            if field.name in register.key
        }
        asked = ", ".join(f"%b::{hints[column]}[]" for column in register.key)
        matching = " AND ".join(f"r.{column} = f.{column}" for column in register.key)
        # Without the OFFSET the planner joins all open rows of the tenants in scope.
        open_row = f"r.tenant_id = f.tenant_id AND {matching} AND r.known_to IS NULL OFFSET 0"
        self.current = (
            f"(SELECT coalesce(json_agg(r), '[]') FROM unnest(%b::uuid[], {asked})"
            f" AS f (tenant_id, {key})"
            f" CROSS JOIN LATERAL (SELECT r.* FROM {table} r WHERE {open_row}) AS r) AS {name}"
        )
        self._insert = (
            f"INSERT INTO {table} ({columns})"
            f" SELECT {columns} FROM json_populate_recordset(NULL::{table}, %b::json)"
        )
        # The insertion reads "closed" so that versions are closed before others open.
        self.write = (
            f"{name}_made AS MATERIALIZED (SELECT * FROM"
            f" json_populate_recordset(NULL::{table}, %b::json)),"
            f" {name}_firsts AS (SELECT tenant_id, {key}, min(known_from) AS known_from"
            f" FROM {name}_made GROUP BY tenant_id, {key}),"
            f" {name}_closed AS (UPDATE {table} SET known_to = f.known_from FROM {name}_firsts f"
            f" CROSS JOIN LATERAL (SELECT r.ctid FROM {table} r WHERE {open_row}) AS r"
            f" WHERE {table}.ctid = r.ctid RETURNING 1),"
            f" {name}_opened AS (INSERT INTO {table} ({columns}) SELECT {columns} FROM {name}_made"
            f" WHERE (SELECT count(*) FROM {name}_closed) >= 0)"
        )
        self._remove = (
            f"DELETE FROM {table} r USING unnest(%b::uuid[], {asked}) AS f (tenant_id, {key})"
            f" WHERE r.tenant_id = f.tenant_id AND {matching}"
        )
        self._clear = f"DELETE FROM {table} WHERE tenant_id = %b"

    def insert(self, writer: Writer, rows: Sequence[Row]) -> None:
        writer.write(self._insert, (_encoder.encode(rows).decode(),))

    def remove(self, writer: Writer, places: Collection[tuple[UUID, Key]]) -> None:
        writer.write(self._remove, _columns(places))

    def clear(self, writer: Writer, tenant: UUID) -> None:
        writer.write(self._clear, (tenant,))


class _Tables:
    """The statements of several registers in one."""

    def __init__(self, tables: tuple[_Table, ...]) -> None:
        self._registers = [table.register for table in tables]
        self._current = "SELECT " + ", ".join(table.current for table in tables)
        self._write = "WITH " + ", ".join(table.write for table in tables) + " SELECT"
        self._rows = msgspec.defstruct(
            "Rows", [(one.name, GenericAlias(list, (one.row,))) for one in self._registers]
        )

    def current(
        self, writer: Writer, touched: Sequence[Collection[tuple[UUID, Key]]]
    ) -> list[dict[tuple[UUID, Key], Row]]:
        """Return the open versions of the rows of each register that have one."""
        columns: list[list[Any]] = []
        for places in touched:
            columns += _columns(places)
        (found,) = writer.rows(self._current, columns, self._rows)
        return [
            {one.key_of(row): row for row in getattr(found, one.name)} for one in self._registers
        ]

    def write(self, writer: Writer, made: Sequence[Sequence[Row]]) -> None:
        """Close the versions that others follow, and open those."""
        writer.write(self._write, [_encoder.encode(rows).decode() for rows in made])


def _columns(places: Collection[tuple[UUID, Key]]) -> list[list[Any]]:
    """Return the tenants and, column by column, the keys of some rows."""
    keys = [list(column) for column in zip(*(key for _, key in places), strict=True)]
    return [[tenant for tenant, _ in places], *keys]
