"""The district itself: its name and whose days it counts in."""

from __future__ import annotations

from uuid import UUID

import msgspec

from domain.ports import Reader
from projections.course import of_day
from projections.district import DistrictRow
from projections.query import Question


class DistrictView(msgspec.Struct, frozen=True, kw_only=True):
    """The district under its latest name, or that of the day asked of.

    ``time_zone`` is an IANA name.
    """

    district: UUID
    version: int
    name: str
    time_zone: str


def view_district(reader: Reader, question: Question) -> list[DistrictView]:
    """Return the district, on ``question.on`` under its name of that day.

    Nothing if it was not registered then, or not by that day.
    """
    sql = (
        f"SELECT r.* FROM reg.district r WHERE r.tenant_id = %(district)s AND {question.known('r')}"
    )
    return [
        DistrictView(
            district=row.district,
            version=row.version,
            name=named.name,
            time_zone=row.time_zone,
        )
        for row in reader.rows(sql, question.params(), DistrictRow)
        if (named := row if question.on is None else of_day(row.course, question.on))
    ]
