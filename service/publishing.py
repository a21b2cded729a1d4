"""Figures frozen to be published, and published figures counted again.

What is published is counted from logs that stand still for that moment, and keeps the place where
each of them stood. So it can be counted again by what was known then, and its logs be checked.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from adapters.postgres.database import Database
from adapters.postgres.log import Log
from adapters.postgres.transaction import Transaction
from domain.figures import Figure, Verdict
from domain.figures import Question as Asked
from domain.ports import Reader
from domain.publication import DraftFigure, Frozen, Head, digest_of
from domain.rules import Indicator
from projections.figures import Basis, basis_of, count
from projections.query import Question
from service.submission import Submission


class _School(msgspec.Struct, frozen=True):
    school: UUID


class _Zone(msgspec.Struct, frozen=True):
    time_zone: str


class _Published(msgspec.Struct, frozen=True, kw_only=True):
    indicator: Indicator
    year: int
    scope: UUID
    number: int
    frozen: Frozen


class Verified(msgspec.Struct, frozen=True, kw_only=True):
    """A published version counted again by what was known when it was counted first.

    ``differs`` names what is not as it was published: fields of the figure, ``verdicts`` for who
    is counted and why, ``log of …`` for a log that is not what it was up to that moment.
    """

    indicator: Indicator
    year: int
    school: UUID | None
    number: int
    differs: tuple[str, ...]

    @property
    def equal(self) -> bool:
        """Whether everything is as it was published."""
        return not self.differs


class Publishing:
    """Counts figures that are published."""

    def __init__(self, database: Database, log: Log) -> None:
        self._database = database
        self._log = log

    def freeze(self, submission: Submission, command: DraftFigure) -> Frozen | None:
        """Count the figure a draft is asked for; ``None`` where there is none to count.

        Until it is counted nothing is appended to any log it is counted from.
        """
        district = submission.district_id
        schools = self._schools(district)
        if command.school is not None:
            schools = tuple(one for one in schools if one == command.school)
        if not schools:
            return None
        with self._database.holding({district, *schools}) as connection:
            held = self._log.hold(connection, sorted({district, *schools}))
            reader = Transaction(connection)
            moment = max(submission.recorded_at or held.now, held.latest)
            question = Question(asker=district, district=district, tenants=schools, as_of=moment)
            basis = basis_of(reader, question, moment.astimezone(_zone(reader, question)).date())
            asked = basis and basis.ask_one(
                command.indicator, command.year, "school" if command.school else "district"
            )
            if asked is None:
                return None
            figure, verdicts = count(reader, question, command.school or district, asked)
            return Frozen(
                figure=figure,
                as_of=moment,
                heads=tuple(held.heads),
                digest=digest_of(map(line_of, verdicts)),
                unconfirmed=_unconfirmed(reader, question, command.year),
            )

    def verify(self, district: UUID) -> list[Verified]:
        """Count every published version again, and check the logs it was counted from."""
        schools = self._schools(district)
        tenants = {district, *schools}
        found: list[Verified] = []
        with self._database.reading(tenants, snapshot=True) as connection:
            reader = Transaction(connection)
            now = Question(asker=district, district=district, tenants=schools)
            for published in _publications(reader, now):
                again, verdicts = recount(
                    reader, now, published.scope, published.frozen, published.frozen.as_of
                )
                differs = _differences(published.frozen.figure, again)
                if digest_of(map(line_of, verdicts)) != published.frozen.digest:
                    differs.append("verdicts")
                chains = self._log.chains(
                    connection, [(head.tenant, head.position) for head in published.frozen.heads]
                )
                differs += [
                    f"log of {head.tenant}"
                    for head, chain in zip(published.frozen.heads, chains, strict=True)
                    if chain != head.chain
                ]
                found.append(
                    Verified(
                        indicator=published.indicator,
                        year=published.year,
                        school=None if published.scope == district else published.scope,
                        number=published.number,
                        differs=tuple(differs),
                    )
                )
        return found

    def _schools(self, district: UUID) -> tuple[UUID, ...]:
        with self._database.reading((district,)) as connection:
            rows = Transaction(connection).rows(
                "SELECT r.school FROM reg.school r WHERE r.tenant_id = %(district)s"
                " AND r.known_to IS NULL ORDER BY r.school",
                {"district": district},
                _School,
            )
        return tuple(row.school for row in rows)


def recount(
    reader: Reader, question: Question, scope: UUID, frozen: Frozen, as_of: datetime
) -> tuple[Figure, Sequence[Verdict]]:
    """Count a frozen figure again by what was known at ``as_of``.

    By its own rule set and up to its own day: only facts change it, not the mere passing of time.
    """
    figure = frozen.figure
    tenants = tuple(head.tenant for head in frozen.heads if head.tenant != question.district)
    known = msgspec.structs.replace(question, tenants=tenants, as_of=as_of)
    basis = basis_of(reader, known, figure.as_of_day, figure.rule_set)
    if basis is None:
        raise LookupError("the rule set of a published figure is not there")
    basis = Basis(rules=basis.rules, as_of_day=figure.as_of_day)
    asked: Asked | None = basis.ask_one(figure.indicator, figure.year, figure.scope)
    if asked is None:
        raise LookupError("the rule of a published figure is not there")
    return count(reader, known, scope, asked)


def line_of(verdict: Verdict) -> tuple[str, str, str]:
    """Return what the digest says of a verdict: whose it is, the outcome and the reason."""
    return str(verdict.person or verdict.enterprise), verdict.outcome, verdict.reason


def _differences(published: Figure, again: Figure) -> list[str]:
    return [
        name
        for name in published.__struct_fields__
        if getattr(published, name) != getattr(again, name)
    ]


def _publications(reader: Reader, question: Question) -> list[_Published]:
    sql = """
        SELECT r.indicator, r.year, r.scope, r.number, r.frozen FROM reg.publication r
        WHERE r.tenant_id = %(district)s AND r.known_to IS NULL AND r.frozen IS NOT NULL
        ORDER BY r.indicator, r.year, r.scope, r.number
    """
    return reader.rows(sql, question.params(), _Published)


def _unconfirmed(reader: Reader, question: Question, year: int) -> tuple[UUID, ...]:
    """Return the institutions of the year that had not confirmed its data, as known then."""
    sql = f"""
        SELECT s.school FROM reg.school s
        WHERE s.tenant_id = %(district)s AND s.school = ANY (%(tenants)s) AND {question.known("s")}
          AND s.registered_on <= make_date(%(year)s, 12, 31)
          AND coalesce(s.last_day >= make_date(%(year)s, 1, 1), true)
          AND NOT EXISTS (SELECT 1 FROM reg.confirmation c WHERE c.tenant_id = s.school
                          AND c.year = %(year)s AND c.confirmed AND {question.known("c")})
        ORDER BY s.school
    """
    params: dict[str, Any] = question.params() | {"year": year}
    return tuple(row.school for row in reader.rows(sql, params, _School))


def _zone(reader: Reader, question: Question) -> ZoneInfo:
    sql = (
        "SELECT time_zone FROM reg.district"
        " WHERE tenant_id = %(district)s AND known_to IS NULL"
    )
    found = reader.rows(sql, question.params(), _Zone)
    return ZoneInfo(found[0].time_zone if found else "UTC")
