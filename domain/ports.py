"""What the projections need from a database, without naming one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, TypeVar

import msgspec

from domain.time import DaySet

RowT = TypeVar("RowT", bound=msgspec.Struct)
Params = Mapping[str, Any] | Sequence[Any]


class Reader(Protocol):
    """A transaction in which registers are read; its scope of tenants is already set."""

    def rows(self, sql: str, params: Params, row: type[RowT]) -> list[RowT]:
        """Run a query whose columns are the fields of ``row`` and return one ``row`` each."""


class Writer(Reader, Protocol):
    """A transaction in which registers are brought up to date."""

    def write(self, sql: str, params: Params) -> None:
        """Run a statement that returns nothing."""


def encode_column(value: object) -> object:
    """Write what JSON has no form for: a set of days goes as ``datemultirange`` text."""
    if isinstance(value, DaySet):
        return str(value)
    raise NotImplementedError(type(value))


def decode_column(wanted: type, value: object) -> object:
    """Read what :func:`encode_column` wrote."""
    if wanted is DaySet and isinstance(value, str):
        return DaySet.parse(value)
    raise NotImplementedError(wanted)
