"""What every question to a register has in common: whose rows, as known when, which page."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

import msgspec

LineT = TypeVar("LineT", bound=msgspec.Struct)


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """Whose rows are asked for and by whom.

    ``asker`` is the asking tenant: an institution sees its own people's names, the district only
    those of people whose consent names it as a recipient. ``as_of`` asks for what was known at
    that moment, ``None`` for what is known now; ``on`` keeps what is true of that day.
    """

    asker: UUID
    tenants: tuple[UUID, ...]
    as_of: datetime | None = None
    on: date | None = None

    def params(self) -> dict[str, Any]:
        """Return the query parameters of these fields."""
        return {
            "asker": self.asker,
            "tenants": list(self.tenants),
            "as_of": self.as_of,
            "on": self.on,
        }

    def known(self, alias: str) -> str:
        """Return the condition that a row version of ``alias`` is the one known then."""
        if self.as_of is None:
            return f"{alias}.known_to IS NULL"
        return (
            f"{alias}.known_from <= %(as_of)s"
            f" AND ({alias}.known_to IS NULL OR {alias}.known_to > %(as_of)s)"
        )


class Page(msgspec.Struct, Generic[LineT], frozen=True, kw_only=True):
    """A page of lines; ``after`` is where the next one begins, ``None`` at the end."""

    items: list[LineT]
    after: tuple[str, ...] | None = None


def name_is_shown(question: Question, person: str, tenant: str) -> str:
    """Return the condition that the asker may read the name of ``person`` of ``tenant``.

    Source: 152-ФЗ, ст. 7: another recipient than the operator has to be named in the consent.
    """
    return (
        f"({tenant} = %(asker)s OR EXISTS (SELECT 1 FROM reg.consent shown"
        f" WHERE shown.tenant_id = {tenant} AND shown.person = {person}"
        f" AND shown.purpose = 'processing' AND shown.to_district AND NOT shown.invalid"
        f" AND shown.withdrawn_on IS NULL AND {question.known('shown')}))"
    )
