"""Lists: one question for each register that people read."""

from __future__ import annotations

from typing import Any

import msgspec

from projections.register_list import RegisterList
from service.api.asking import Pages, fields_of, query_of
from service.api.read import READING, Asked, Found, Read


def _camel(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("-"))


def read_of_list(register: RegisterList) -> Read:
    """Make the question of one register: its filters, its pages, and the time it is asked of."""
    filters = fields_of(register.filter)
    has_school = "school" in register.line.__struct_fields__
    filters_by_school = any(name == "school" for name, _, _ in filters)
    base = query_of(scoped=has_school and not filters_by_school, by_day=register.by_day)
    query: Any = msgspec.defstruct(
        f"{_camel(register.name)}Query",
        filters + fields_of(Pages),
        bases=(base,),
        frozen=True,
        kw_only=True,
        forbid_unknown_fields=True,
    )
    answer = msgspec.defstruct(
        f"{_camel(register.name)}Page",
        [("items", list[register.line]), ("next_cursor", str | None)],  # type: ignore[name-defined]
        frozen=True,
        kw_only=True,
    )
    answer.__doc__ = "A page of a list; next_cursor is null at its end."

    def fetch(asked: Asked) -> Found:
        filled = {name: getattr(asked.query, name) for name, _, _ in filters}
        cut = asked.cursors.cut(asked.query.limit, asked.query.cursor)
        with asked.reading.transaction(asked.question) as reader:
            page = register.fetch(reader, asked.question, register.filter(**filled), cut)
        cursor = asked.cursors.write(page.after) if page.after else None
        return Found(answer(items=page.items, next_cursor=cursor), next_cursor=cursor)

    return Read(
        path=f"/{register.name}",
        operation=f"list{_camel(register.name)}",
        summary=register.title,
        action=READING[register.holds],
        query=query,
        answer=answer,
        fetch=fetch,
    )
