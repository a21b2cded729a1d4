"""The tree of institutions: as it was on the day asked about, and as it is now.

Source: domain ruling 10: figures use the tree of their date; one may ask for "then" or "now".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal
from uuid import UUID

import msgspec

from domain.ports import Reader
from projections.query import Question

Tree = Literal["then", "now"]
"""``then``: every institution as it worked on the counted days, but none registered later than the
day asked about. ``now``: those merged since stand under who succeeded them."""


class _School(msgspec.Struct, frozen=True):
    school: UUID
    successor: UUID | None


def tree_then(reader: Reader, question: Question) -> Question:
    """Return ``question`` about the institutions known then that were registered by its day."""
    if question.as_of is None and question.on is None:
        return question
    registered = "(%(on)s::date IS NULL OR r.registered_on <= %(on)s)"
    there = {one.school for one in _schools(reader, question, registered)}
    tenants = tuple(one for one in question.tenants if one in there)
    return msgspec.structs.replace(question, tenants=tenants)


def tree_now(reader: Reader, question: Question) -> Question:
    """Return ``question`` with the institutions merged, as is known now, under their successors."""
    now = msgspec.structs.replace(question, as_of=None)
    merged = {
        one.school: one.successor
        for one in _schools(reader, now, "r.status = 'merged'")
        if one.successor is not None
    }
    return msgspec.structs.replace(question, merged={one: _last(one, merged) for one in merged})


def _schools(reader: Reader, question: Question, condition: str) -> list[_School]:
    sql = (
        "SELECT r.school, r.successor FROM reg.school r WHERE r.tenant_id = %(district)s"
        f" AND {question.known('r')} AND {condition}"
    )
    return reader.rows(sql, question.params(), _School)


def _last(school: UUID, merged: Mapping[UUID, UUID]) -> UUID:
    # A successor was open when it succeeded, so that following them ends.
    while school in merged:
        school = merged[school]
    return school
