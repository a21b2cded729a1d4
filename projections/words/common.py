"""What the sentences of all events are made with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from domain.events import Event

Words = dict[type[Event], Callable[[Any, UUID], str]]
"""From a type of event to the function that words one in the history of a person."""

ROLE = {"mentee": "наставляемый", "mentor": "наставник"}
BASE_OF = {"mentee": "наставляемых", "mentor": "наставников"}


def day(value: date) -> str:
    """Return a day as Russian readers write it."""
    return value.strftime("%d.%m.%Y")


def enterprise_called(code: str) -> str:
    """Return what an enterprise is called in public: a sole trader's INN and name are not."""
    return f"предприятие, ИНН {code}" if code.isdigit() else "индивидуальный предприниматель"


def joined(*parts: str | None) -> str:
    """Join the parts that are there."""
    return ", ".join(part for part in parts if part)
