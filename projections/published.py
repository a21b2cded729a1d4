"""What was published, to be counted again and compared."""

from __future__ import annotations

from uuid import UUID

import msgspec

from domain.ports import Reader
from domain.publication import Frozen
from domain.rules import Indicator, Role
from projections.query import Question


class Published(msgspec.Struct, frozen=True, kw_only=True):
    """A version that was counted and published here; ``scope`` is a school or the district."""

    indicator: Indicator
    year: int
    scope: UUID
    number: int
    frozen: Frozen


class _Destroyed(msgspec.Struct, frozen=True):
    people: int


class _School(msgspec.Struct, frozen=True):
    school: UUID


def published_versions(
    reader: Reader, question: Question, *, latest: bool = False
) -> list[Published]:
    """Return every version published from here, or of each figure the ``latest`` alone."""
    distinct = "DISTINCT ON (r.indicator, r.year, r.scope)" if latest else ""
    sql = f"""
        SELECT {distinct} r.indicator, r.year, r.scope, r.number, r.frozen
        FROM reg.publication r
        WHERE r.tenant_id = %(district)s AND {question.known("r")} AND r.frozen IS NOT NULL
        ORDER BY r.indicator, r.year, r.scope, r.number DESC
    """
    return reader.rows(sql, question.params(), Published)


def destroyed_since(reader: Reader, frozen: Frozen, role: Role) -> int:
    """Return how many persons were erased since a figure was counted who may stand in it.

    These are all who ever were in a pair in its ``role`` in an institution it was counted from.
    """
    sql = """
        SELECT count(DISTINCT e.person) AS people FROM reg.erasure e
        WHERE e.tenant_id = ANY (%(tenants)s) AND e.known_to IS NULL
          AND e.completed_on IS NOT NULL AND e.known_from > %(since)s
          AND EXISTS (SELECT 1 FROM reg.membership m WHERE m.tenant_id = e.tenant_id
                      AND m.person = e.person AND m.role = %(role)s)
    """
    tenants = [one.tenant for one in frozen.heads]
    params = {"tenants": tenants, "since": frozen.as_of, "role": role}
    (found,) = reader.rows(sql, params, _Destroyed)
    return found.people


def institutions(reader: Reader, question: Question) -> tuple[UUID, ...]:
    """Return every institution the district ever registered, as known then."""
    sql = (
        "SELECT r.school FROM reg.school r WHERE r.tenant_id = %(district)s"
        f" AND {question.known('r')} ORDER BY r.school"
    )
    return tuple(row.school for row in reader.rows(sql, question.params(), _School))


def unconfirmed(reader: Reader, question: Question, year: int) -> tuple[UUID, ...]:
    """Return the institutions asked about that worked in ``year`` and had not confirmed its data.

    As known then.
    """
    sql = f"""
        SELECT s.school FROM reg.school s
        WHERE s.tenant_id = %(district)s AND s.school = ANY (%(tenants)s) AND {question.known("s")}
          AND s.registered_on <= make_date(%(year)s, 12, 31)
          AND coalesce(s.last_day >= make_date(%(year)s, 1, 1), true)
          AND NOT EXISTS (SELECT 1 FROM reg.confirmation c WHERE c.tenant_id = s.school
                          AND c.year = %(year)s AND c.confirmed AND {question.known("c")})
        ORDER BY s.school
    """
    rows = reader.rows(sql, question.params() | {"year": year}, _School)
    return tuple(row.school for row in rows)
