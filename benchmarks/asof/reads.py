"""The reads that are timed: pages, histories, figures and their explanation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec

from adapters.postgres.transaction import Transaction
from benchmarks.asof.lives import YEARS
from benchmarks.asof.loading import District, scoped
from benchmarks.asof.plain import CurrentOnly
from domain.ports import Reader
from projections.figures import Wanted
from projections.lists import LISTS
from projections.query import Cut, Page, Question
from service.bootstrap import Application, Place
from service.limits import PAGE_LINES_DEFAULT

PAGES = ("mentees", "mentors", "pairs", "consents")
EXPLAINED = "children_mentored"
EXPLAINED_YEAR = 2022
SCANNED = {
    "participant": "away_days",
    "consent": "days",
    "pair": "days",
    "membership": "stays",
    "survey_response": "overall",
    "employment": "days",
    "pair_enterprise": "days",
}
"""The tables whose current rows the figures of a district are counted from."""

_SCAN = "SELECT " + ", ".join(
    f"(SELECT count(r.{column}) FROM reg.{table} r"
    f" WHERE r.tenant_id = ANY (%(tenants)s) AND r.known_to IS NULL) AS {table}"
    for table, column in SCANNED.items()
)
_Scanned = msgspec.defstruct("_Scanned", [(table, int) for table in SCANNED])
_LISTS = {one.name: one for one in LISTS}


class Reads:
    """Questions that the district asks about all its institutions."""

    def __init__(self, application: Application, district: District) -> None:
        self._application = application
        self._district = district
        self.today = datetime.now(UTC).date()

    def page(self, name: str, as_of: datetime | None = None) -> Page[Any]:
        """Read the first page of a register."""
        return self._page(name, as_of, lambda transaction: transaction)

    def plain_page(self, name: str) -> Page[Any]:
        """Read the first page from the tables that keep only current rows."""
        return self._page(name, None, CurrentOnly)

    def figures(self, as_of: datetime | None = None) -> int:
        """Compute every figure of five years; return how many there are."""
        return len(self._application.reading.figures(self._question(as_of), YEARS))

    def scan(self) -> int:
        """Read once, and do nothing with, the rows that the figures are counted from."""
        question = self._question()
        with self._application.reading.transaction(question) as reader:
            (counts,) = reader.rows(_SCAN, question.params(), _Scanned)
        return sum(msgspec.structs.astuple(counts))

    def explanation(self) -> int:
        """Explain one figure: its first page of people, each with the events behind the verdict.

        Returns how many people the figure counts.
        """
        figure, _ = self._application.reading.explanation(
            self._question(), EXPLAINED, EXPLAINED_YEAR, Wanted(), Cut(limit=PAGE_LINES_DEFAULT)
        )
        return figure.numerator

    def history(self, school: UUID, person: UUID) -> int:
        """Read everything an institution recorded of a person, in words; return the lines."""
        question = Question(asker=school, district=self._district.id, tenants=(school,))
        return len(self._application.reading.history(question, person))

    def _page(
        self, name: str, as_of: datetime | None, reader_of: Callable[[Transaction], Reader]
    ) -> Page[Any]:
        register, question = _LISTS[name], self._question(as_of)
        with self._application.reading.transaction(question) as transaction:
            page: Page[Any] = register.fetch(
                reader_of(transaction), question, register.filter(), Cut(limit=PAGE_LINES_DEFAULT)
            )
        return page

    def _question(self, as_of: datetime | None = None) -> Question:
        district = self._district
        return Question(
            asker=district.id, district=district.id, tenants=district.tenants, as_of=as_of
        )


class Person(msgspec.Struct, frozen=True):
    """A person and the institution that keeps records of them."""

    school: UUID
    person: UUID


def usual_events(place: Place, district: District) -> int:
    """Return how many events tell of the middle one of the district's participants."""
    with scoped(place, district.tenants) as connection:
        found = connection.execute(
            f"SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY events) FROM ({_EVENTS}) AS e"
        ).fetchone()
    return int(str(found[0])) if found else 0


def people(place: Place, district: District, events: int, wanted: int) -> list[Person]:
    """Return up to ``wanted`` participants of whom just so many ``events`` tell."""
    with scoped(place, district.tenants) as connection:
        rows: list[tuple[Any, ...]] = connection.execute(
            f"SELECT e.tenant_id, e.subject FROM ({_EVENTS}) AS e WHERE e.events = %s"
            " ORDER BY md5(e.subject::text) LIMIT %s",
            (events, wanted),
        ).fetchall()
    return [Person(*row) for row in rows]


_EVENTS = (
    "SELECT s.tenant_id, s.subject, count(*) AS events FROM es.subject_event s"
    " JOIN reg.participant p ON p.tenant_id = s.tenant_id AND p.person = s.subject"
    " AND p.known_to IS NULL GROUP BY s.tenant_id, s.subject"
)
