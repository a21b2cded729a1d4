"""The district itself: its name and whose days it counts in."""

from __future__ import annotations

from uuid import UUID

import msgspec

from domain.ports import Reader
from projections.query import Question


class DistrictView(msgspec.Struct, frozen=True, kw_only=True):
    """The district under its latest name; ``time_zone`` is an IANA name."""

    district: UUID
    version: int
    name: str
    time_zone: str


def view_district(reader: Reader, question: Question) -> list[DistrictView]:
    """Return the district; nothing if it was not registered then."""
    sql = (
        "SELECT r.district, r.version, r.name, r.time_zone FROM reg.district r"
        f" WHERE r.tenant_id = %(district)s AND {question.known('r')}"
    )
    return reader.rows(sql, question.params(), DistrictView)
