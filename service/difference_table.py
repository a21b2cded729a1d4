"""Differences of a register as a table that spreadsheets open."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from io import StringIO
from typing import Any

import msgspec

from projections.row_difference import FieldChange, Kind, RowDifference

BYTE_ORDER_MARK = "\ufeff"
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
HEADER = ("Журнал", "Строка", "Что", "Поле", "Было", "Стало", "События")
KINDS: dict[Kind, str] = {"added": "добавлена", "removed": "удалена", "changed": "изменена"}
HIDDEN = "скрыто"


def difference_table(differences: Iterable[RowDifference]) -> str:
    """Return a line for each field that differs as CSV: a mark of UTF-8, semicolons, CRLF.

    A row without fields of its own has one line. What a spreadsheet would take for a formula
    begins with an apostrophe.
    """
    text = StringIO(BYTE_ORDER_MARK)
    text.seek(0, 2)
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADER)
    for one in differences:
        for line in lines_of(one):
            writer.writerow([_harmless(cell) for cell in line])
    return text.getvalue()


def lines_of(difference: RowDifference) -> Iterator[tuple[str, ...]]:
    """Yield the cells of a row that differs, those of :data:`HEADER`."""
    key = ", ".join(map(_shown, difference.key.values()))
    events = "\n".join(f"№ {one.position}: {one.text} – {one.who}" for one in difference.events)
    for change in difference.fields or (FieldChange(field=""),):
        values = (HIDDEN, HIDDEN) if change.hidden else (_shown(change.old), _shown(change.new))
        yield (str(difference.log), key, KINDS[difference.kind], change.field, *values, events)


def _shown(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "да" if value else "нет"
        case list() | dict():
            return msgspec.json.encode(value).decode()
        case _:
            return str(value)


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA_SIGNS) else cell
