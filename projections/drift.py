"""Whether registers are what their logs fold to: every row version, its history included."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, Literal
from uuid import UUID

import msgspec

from domain.events import Event, Recorded
from domain.ports import Reader, encode_column
from projections.changes import changes_of
from projections.register import Register, Row

_encoder = msgspec.json.Encoder(enc_hook=encode_column)


class Drift(msgspec.Struct, frozen=True, kw_only=True):
    """A row version that a register holds otherwise than the log tells it.

    ``missing``: the register lacks it; ``surplus``: the log does not tell it; ``different``: the
    two differ in ``columns``. Neither names nor any other content of the row is given.
    """

    register: str
    tenant: UUID
    key: tuple[str, ...]
    known_from: datetime
    kind: Literal["missing", "surplus", "different"]
    columns: tuple[str, ...] = ()


def find_drift(
    reader: Reader,
    registers: Iterable[Register[Any]],
    tenant: UUID,
    log: Sequence[Recorded[Event]],
) -> list[Drift]:
    """Compare what ``registers`` hold of ``tenant`` with the fold of its whole ``log``."""
    changes = changes_of(log)
    found: list[Drift] = []
    for register in registers:
        sql = f"SELECT * FROM reg.{register.name} r WHERE r.tenant_id = %(tenant)s"
        kept = _by_version(register, reader.rows(sql, {"tenant": tenant}, register.row))
        told = _by_version(register, register.fold(changes, {}))
        for place in sorted({*kept, *told}):
            drift = _drift(register, tenant, place, kept.get(place), told.get(place))
            if drift is not None:
                found.append(drift)
    return found


_Place = tuple[tuple[str, ...], datetime]


def _by_version(register: Register[Any], rows: Iterable[Row]) -> dict[_Place, dict[str, bytes]]:
    versions: dict[_Place, dict[str, bytes]] = {}
    for row in rows:
        if row.known_from is None:
            raise ValueError("a row of a register was always known from some moment on")
        key = tuple(str(getattr(row, column)) for column in register.key)
        values = {name: _encoded(getattr(row, name)) for name in row.__struct_fields__}
        versions[key, row.known_from.astimezone(UTC)] = values
    return versions


def _encoded(value: object) -> bytes:
    # The database writes a moment in its own time zone.
    return _encoder.encode(value.astimezone(UTC) if isinstance(value, datetime) else value)


def _drift(
    register: Register[Any],
    tenant: UUID,
    place: _Place,
    kept: dict[str, bytes] | None,
    told: dict[str, bytes] | None,
) -> Drift | None:
    key, known_from = place
    kind: Literal["missing", "surplus", "different"] = "missing"
    columns: tuple[str, ...] = ()
    if kept is not None:
        kind = "surplus" if told is None else "different"
        columns = tuple(name for name, value in kept.items() if told and told[name] != value)
        if told is not None and not columns:
            return None
    return Drift(
        register=register.name,
        tenant=tenant,
        key=key,
        known_from=known_from,
        kind=kind,
        columns=columns,
    )
