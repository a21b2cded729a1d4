"""Bringing registers up to date: one typed table each, one read and one write per append."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

import msgspec

from domain.events import Event, Recorded
from domain.ports import Writer, encode_column
from projections.register import Key, Register, Row

WRITE_BATCH_ROWS = 5_000

_encoder = msgspec.json.Encoder(enc_hook=encode_column)


class RegisterTables:
    """Folds appended events into the tables of the registers it was given."""

    def __init__(self, registers: Sequence[Register[Any]]) -> None:
        self._tables = [_Table(register) for register in registers]

    def fold(self, writer: Writer, recorded: Sequence[Recorded[Event]]) -> None:
        """Bring every register up to date; one read and one write per register touched."""
        for table in self._tables:
            touched = table.register.touched(recorded)
            if touched:
                current = table.current(writer, touched)
                table.write(writer, table.register.fold(recorded, current))

    def rebuild(
        self, writer: Writer, tenant: UUID, log: Iterable[Sequence[Recorded[Event]]]
    ) -> int:
        """Replace a tenant's rows by the fold of its whole log; return the number of events."""
        events = [one for batch in log for one in batch]
        for table in self._tables:
            table.clear(writer, tenant)
            rows = table.register.fold(events, {})
            for start in range(0, len(rows), WRITE_BATCH_ROWS):
                table.insert(writer, rows[start : start + WRITE_BATCH_ROWS])
        return len(events)


class _Table:
    def __init__(self, register: Register[Any]) -> None:
        self.register = register
        table = f"reg.{register.name}"
        columns = ", ".join(register.row.__struct_fields__)
        key = ", ".join(register.key)
        hints = {
            field.name: "uuid" if field.type is UUID else "int4" if field.type is int else "text"
            for field in msgspec.structs.fields(register.row)
            if field.name in register.key
        }
        asked = ", ".join(f"%b::{hints[column]}[]" for column in register.key)
        matching = " AND ".join(f"r.{column} = f.{column}" for column in register.key)
        self._current = (
            f"SELECT r.* FROM unnest(%b::uuid[], {asked})"
            f" AS f (tenant_id, {key}) JOIN {table} r ON r.tenant_id = f.tenant_id AND {matching}"
            " AND r.known_to IS NULL"
        )
        self._insert = (
            f"INSERT INTO {table} ({columns})"
            f" SELECT {columns} FROM json_populate_recordset(NULL::{table}, %b::json)"
        )
        # The outer statement reads "closed" so that versions are closed before others open.
        self._write = (
            f"WITH made AS MATERIALIZED (SELECT * FROM"
            f" json_populate_recordset(NULL::{table}, %b::json)),"
            f" firsts AS (SELECT tenant_id, {key}, min(known_from) AS known_from FROM made"
            f" GROUP BY tenant_id, {key}),"
            f" closed AS (UPDATE {table} r SET known_to = f.known_from FROM firsts f"
            f" WHERE r.tenant_id = f.tenant_id AND {matching} AND r.known_to IS NULL RETURNING 1)"
            f" INSERT INTO {table} ({columns}) SELECT {columns} FROM made"
            " WHERE (SELECT count(*) FROM closed) >= 0"
        )
        self._clear = f"DELETE FROM {table} WHERE tenant_id = %b"

    def current(
        self, writer: Writer, places: Iterable[tuple[UUID, Key]]
    ) -> dict[tuple[UUID, Key], Row]:
        listed = list(places)
        columns = [[tenant for tenant, _ in listed]]
        columns += [list(column) for column in zip(*(key for _, key in listed), strict=True)]
        rows = writer.rows(self._current, columns, self.register.row)
        return {self.register.key_of(row): row for row in rows}

    def write(self, writer: Writer, rows: Sequence[Row]) -> None:
        writer.write(self._write, (_encoder.encode(rows).decode(),))

    def insert(self, writer: Writer, rows: Sequence[Row]) -> None:
        writer.write(self._insert, (_encoder.encode(rows).decode(),))

    def clear(self, writer: Writer, tenant: UUID) -> None:
        writer.write(self._clear, (tenant,))
