"""The same registers without their past: tables that keep only current rows, and their reader."""

from __future__ import annotations

import re
from typing import Any, TypeVar

import msgspec
import psycopg

from adapters.postgres.transaction import Transaction
from benchmarks.asof.loading import District, scoped
from domain.ports import Params
from projections.registry import REGISTERS
from service.bootstrap import APP_ROLE, Place

RowT = TypeVar("RowT", bound=msgspec.Struct)

SCHEMA = "plain"
OF_THE_PAST = ("known_from", "known_to", "from_position")

ORDERS = (
    "participant (tenant_id, sort_key, person) WHERE mentee_status IS NOT NULL",
    "participant (tenant_id, sort_key, person) WHERE mentor_status IS NOT NULL",
    "pair (tenant_id, proposed_on, pair)",
    "membership (tenant_id, person, pair)",
)
"""The indexes besides the keys that the pages need; the registers have the same."""


class CurrentOnly:
    """Reads the tables without a past with the very statements of the service."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def rows(self, sql: str, params: Params, row: type[RowT]) -> list[RowT]:
        """Run ``sql`` on the tables without a past, where every row is known now."""
        plain = re.sub(r"\b\w+\.known_to IS NULL\b", "true", sql).replace("reg.", f"{SCHEMA}.")
        return self._transaction.rows(plain, params, row)


def load(place: Place, district: District) -> None:
    """Copy the current rows; the same policies guard them."""
    with scoped(place, (district.id, *district.tenants)) as connection:
        connection.execute(f"CREATE SCHEMA {SCHEMA}".encode())
        for register in REGISTERS:
            table, name = register.name, f"{SCHEMA}.{register.name}"
            columns = ", ".join(_columns(connection, table))
            for statement in (
                f"CREATE TABLE {name} AS SELECT {columns} FROM reg.{table} WHERE known_to IS NULL",
                f"ALTER TABLE {name} ADD PRIMARY KEY (tenant_id, {', '.join(register.key)})",
                f"CALL es.guard('{name}')",
                f"GRANT SELECT ON {name} TO {APP_ROLE}",
            ):
                connection.execute(statement.encode())
        for index in ORDERS:
            connection.execute(f"CREATE INDEX ON {SCHEMA}.{index}".encode())
        connection.execute(f"GRANT USAGE ON SCHEMA {SCHEMA} TO {APP_ROLE}".encode())


def _columns(connection: psycopg.Connection[tuple[Any, ...]], table: str) -> list[str]:
    return [
        str(name)
        for (name,) in connection.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_schema = 'reg'"
            " AND table_name = %s AND NOT column_name = ANY (%s) ORDER BY ordinal_position",
            (table, list(OF_THE_PAST)),
        ).fetchall()
    ]
