"""What every question to a register has in common: whose rows, as known when, which page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Generic, Literal, TypeVar
from uuid import UUID

import msgspec

LineT = TypeVar("LineT", bound=msgspec.Struct)

TODAY = (
    "(SELECT (now() AT TIME ZONE d.time_zone)::date FROM reg.district d"
    " WHERE d.tenant_id = %(district)s AND d.known_to IS NULL)"
)
"""The district's day, which the server's own is not for some hours of every night."""

BY_KEY = "OFFSET 0"
"""Ends a subquery under EXISTS that is to be run for each line, by key.

Otherwise the planner, which expects to ask it of every candidate and not of one page, hashes the
consents of the whole district for each place where it stands.
"""

NOTHING_MERGED: Mapping[UUID, UUID] = MappingProxyType({})

NameState = Literal["readable", "restricted", "hidden", "erased"]
"""What the asker is told of a person's data, so that it is never taken for missing data.

``restricted``: the consent to processing was withdrawn and none is in force, so that only who
handles it reads them; ``hidden``: the institution keeps them and the asker may not read them;
``erased``: they were destroyed, and nobody can.
"""


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """Whose rows are asked for and by whom.

    ``asker`` is the asking tenant: an institution sees its own people's names, the district only
    those of people whose consent names it as a recipient. ``tenants`` are the institutions asked
    about, ``district`` is the tenant that holds the catalogue. ``as_of`` asks for what was known
    at that moment, ``None`` for what is known now; ``on`` keeps what is true of that day.
    ``reads_people``: the asker may read data of persons; some stands in the catalogue too.
    ``handles``: the asker handles withdrawals in their institution and so reads restricted names.
    ``merged``: institutions that stand under another's name, which is asked about with them.
    ``breaks_glass``: the asker gave a reason to read, this once, names they otherwise may not.
    """

    asker: UUID
    district: UUID
    tenants: tuple[UUID, ...]
    as_of: datetime | None = None
    on: date | None = None
    reads_people: bool = False
    handles: bool = False
    breaks_glass: bool = False
    merged: Mapping[UUID, UUID] = NOTHING_MERGED

    def of(self, school: UUID) -> tuple[UUID, ...]:
        """Return the institutions asked about that stand under the name of ``school``."""
        return tuple(one for one in self.tenants if self.merged.get(one, one) == school)

    def params(self) -> dict[str, Any]:
        """Return the query parameters of these fields."""
        return {
            "asker": self.asker,
            "district": self.district,
            "tenants": list(self.tenants),
            "as_of": self.as_of,
            "on": self.on,
            "reads_people": self.reads_people,
            "handles": self.handles,
            "breaks_glass": self.breaks_glass,
        }

    def known(self, alias: str) -> str:
        """Return the condition that a row version of ``alias`` is the one known then."""
        if self.as_of is None:
            return f"{alias}.known_to IS NULL"
        return (
            f"{alias}.known_from <= %(as_of)s AND least({alias}.known_to, 'infinity') > %(as_of)s"
        )

    def heard(self, alias: str) -> str:
        """Return the condition that a row version of ``alias`` had been made by then.

        Those superseded since are among them, and the last of rows of which nothing is left.
        """
        return "true" if self.as_of is None else f"{alias}.known_from <= %(as_of)s"


class Cut(msgspec.Struct, frozen=True, kw_only=True):
    """Which part of a list: at most ``limit`` lines after the place ``after``."""

    limit: int
    after: tuple[str, ...] | None = None

    def page(self, lines: list[LineT], place: Callable[[LineT], tuple[str, ...]]) -> Page[LineT]:
        """Make a page of ``lines``, of which one more than ``limit`` was fetched if there is."""
        more = len(lines) > self.limit
        kept = lines[: self.limit]
        return Page(items=kept, after=place(kept[-1]) if more else None)

    def page_of_all(
        self, lines: list[LineT], place: Callable[[LineT], tuple[str, ...]]
    ) -> Page[LineT]:
        """Make a page of a short list that was read whole, in the order of ``place``."""
        ordered = sorted(lines, key=place)
        if self.after is not None:
            after = self.after
            ordered = [line for line in ordered if place(line) > after]
        return self.page(ordered, place)


class Page(msgspec.Struct, Generic[LineT], frozen=True, kw_only=True):
    """A page of lines; ``after`` is where the next one begins, ``None`` at the end."""

    items: list[LineT]
    after: tuple[str, ...] | None = None


def name_is_shown(person: str, tenant: str) -> str:
    """Return the condition that the asker may read the name of ``person`` of ``tenant``.

    What may be read is decided by today's consents, also for a question about the past.
    Source: 152-ФЗ, ст. 7: another recipient than the operator has to be named in the consent.
    """
    handled = f"(%(handles)s::boolean OR NOT {is_restricted(person, tenant)})"
    return (
        f"(NOT {is_erased(person, tenant)} AND (%(breaks_glass)s::boolean"
        f" OR {tenant} = %(asker)s AND {handled}"
        f" OR {_agrees(person, tenant, 'agreed.to_district')}))"
    )


def is_erased(person: str, tenant: str) -> str:
    """Return the condition that ``tenant`` destroyed the data of ``person``.

    What is destroyed cannot be read of the past either.
    """
    return (
        "EXISTS (SELECT 1 FROM reg.erasure erased"
        f" WHERE erased.tenant_id = {tenant} AND erased.person = {person}"
        f" AND erased.known_to IS NULL AND erased.completed_on IS NOT NULL {BY_KEY})"
    )


def erasure_is_decided(question: Question, person: str, tenant: str) -> str:
    """Return the condition that it was decided, as known then, to erase ``person``."""
    return (
        "EXISTS (SELECT 1 FROM reg.erasure decided"
        f" WHERE decided.tenant_id = {tenant} AND decided.person = {person}"
        f" AND {question.known('decided')} {BY_KEY})"
    )


def is_restricted(person: str, tenant: str) -> str:
    """Return the condition that ``person`` withdrew the consent to processing in ``tenant``.

    It is no longer so once another consent is in force.
    Source: 152-ФЗ, ст. 21 ч. 5: from the receipt of the withdrawal on processing stops.
    """
    return (
        "(EXISTS (SELECT 1 FROM reg.consent withdrawn"
        f" WHERE withdrawn.tenant_id = {tenant} AND withdrawn.person = {person}"
        " AND withdrawn.purpose = 'processing' AND withdrawn.known_to IS NULL"
        f" AND withdrawn.withdrawn_on IS NOT NULL {BY_KEY})"
        f" AND NOT {_agrees(person, tenant)})"
    )


def name_state(person: str, tenant: str) -> str:
    """Return the expression that says which :data:`NameState` the asker finds ``person`` in."""
    return (
        f"CASE WHEN {is_erased(person, tenant)} THEN 'erased'"
        f" WHEN {is_restricted(person, tenant)} THEN 'restricted'"
        f" WHEN {name_is_shown(person, tenant)} THEN 'readable' ELSE 'hidden' END"
    )


def _agrees(person: str, tenant: str, also: str = "true") -> str:
    return (
        "EXISTS (SELECT 1 FROM reg.consent agreed"
        f" WHERE agreed.tenant_id = {tenant} AND agreed.person = {person}"
        f" AND agreed.purpose = 'processing' AND {also} AND agreed.known_to IS NULL"
        f" AND agreed.days @> {TODAY} {BY_KEY})"
    )
