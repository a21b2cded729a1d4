"""What a register that people read is: its lines, its filters, how one of them is asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import msgspec


class One(msgspec.Struct, frozen=True, kw_only=True):
    """How a single line of a list is addressed.

    Every parameter in ``path`` is a column of the line; those that are filters of the list too are
    asked for, so that no more than needed is read. ``scoped``: the address leads somewhere in each
    institution, so whoever reads several has to name one. ``repeatable``: the line says nothing
    that changes without a new version of its record.
    """

    path: str
    operation: str
    title: str
    scoped: bool = False
    repeatable: bool = True


class RegisterList(msgspec.Struct, frozen=True, kw_only=True):
    """A list of the API: ``fetch(reader, question, filter, cut)`` returns a page of ``line``.

    ``holds`` says whether it shows people or the district's catalogue, which decides who may read
    it; ``title`` is what people call it. ``by_day``: its lines are true of days, so that asking
    for one day means something. ``one``: its lines are read one by one too.
    """

    name: str
    title: str
    line: type[msgspec.Struct]
    filter: type[msgspec.Struct]
    fetch: Callable[..., Any]
    holds: Literal["people", "catalogue"] = "catalogue"
    by_day: bool = False
    one: One | None = None
