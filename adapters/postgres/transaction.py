"""An open transaction as the projections see it: rows come and go as JSON, in one statement."""

from __future__ import annotations

from typing import TypeVar

import msgspec

from adapters.postgres.database import Connection
from domain.ports import Params, decode_column

RowT = TypeVar("RowT", bound=msgspec.Struct)


class Transaction:
    """Implements :class:`domain.ports.Writer` over a connection."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def rows(self, sql: str, params: Params, row: type[RowT]) -> list[RowT]:
        """Run ``sql`` and return each line as a ``row``."""
        line = self.connection.execute(
            f"SELECT coalesce(json_agg(line), '[]')::text FROM ({sql}) AS line", params
        ).fetchone()
        text = line[0] if line else "[]"
        return msgspec.json.decode(text, type=list[row], dec_hook=decode_column)  # type: ignore[valid-type]

    def write(self, sql: str, params: Params) -> None:
        """Run a statement that returns nothing."""
        self.connection.execute(sql, params)
