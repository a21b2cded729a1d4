"""The demonstration from an empty database to what is shown of it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

import msgspec

from adapters.postgres.inspection import events_by_tenant
from adapters.postgres.migrate import analyse
from domain.figures import Figure
from projections.bases import BaseFilter, BaseLine, list_mentees
from projections.history import HistoryLine
from projections.query import Cut, Page, Question
from service.bootstrap import Application, make_followers
from service.demo.journal import ZONE
from service.demo.load import Advance, is_loaded, load
from service.demo.plan import Plan, plan
from service.demo.restated import Restated, restatement
from service.demo.sign_in import DemoAccounts, SignIn
from service.demo.size import SCHOOL_YEARS, Size
from service.following import Followed
from service.publishing import Publishing, Verified
from service.submission import Receipt

LOOK_BACK = datetime(2022, 1, 1, tzinfo=ZONE).astimezone(UTC) - timedelta(microseconds=1)
"""The end of 31.12.2021 in the district."""

PAGE_LINES = 500
FIRST_LINES = 6


class Base(msgspec.Struct, frozen=True):
    """A base of mentees: how many stand in it, and the first of them."""

    count: int
    first: list[BaseLine]


class Demonstration:
    """A demonstration district in a database of that purpose."""

    def __init__(self, application: Application, owner_url: str, size: Size | None = None) -> None:
        self._application = application
        self._owner_url = owner_url
        size = size or Size()
        self._accounts = DemoAccounts(application.accounts, size)
        self.plan: Plan = plan(size, self._accounts.who_enters)

    @property
    def is_loaded(self) -> bool:
        """Whether everything was loaded before."""
        return is_loaded(self._application, self.plan)

    def load(self, advance: Advance) -> float:
        """Load what is not there yet and follow it; return the seconds it took.

        Raises :class:`service.demo.load.LoadError`.
        """
        began = time.monotonic()
        fresh = not self.is_loaded
        learning, restating = make_followers(self._application, self._owner_url)

        def restate() -> Followed:
            # Figures are counted in between, from tables that grew manifold meanwhile.
            analyse(self._owner_url)
            return restating.run_once()

        if fresh:
            load(self._application, self.plan, advance, learning.run_once, restate)
        learning.run_once()
        restating.run_once()
        return time.monotonic() - began

    @property
    def events(self) -> int:
        """How many events the logs of the district and its institutions hold."""
        tenants = (self.plan.district, *self.plan.institutions)
        return sum(events_by_tenant(self._application.database, tenants).values())

    @property
    def school(self) -> UUID:
        """The institution whose register is shown."""
        return self.plan.institutions[0]

    def figures(self) -> list[Figure]:
        """Return the figures of all years as they are known now."""
        return self._application.reading.figures(self._question(), list(SCHOOL_YEARS))

    def verified(self) -> list[Verified]:
        """Count every published version again, and say whether it is as it was published."""
        return Publishing(self._application.database).verify(self.plan.district)

    def restatement(self) -> Restated:
        """Return the restatement that a corrected version ended."""
        return restatement(self._application, self._question())

    def person(self) -> UUID:
        """Return the participant whose history is shown."""
        (outcome,) = self._application.work.execute([self.plan.example])
        if not isinstance(outcome, Receipt):
            raise outcome
        return UUID(outcome.id)

    def history(self, person: UUID) -> Sequence[HistoryLine]:
        """Return what the first school recorded of a participant, as its curator reads it."""
        return self._application.reading.history(self._question_of_school(), person)

    def mentees(self, as_of: datetime | None) -> Base:
        """Return the base of mentees of the first school, now or as it was known."""
        question = self._question_of_school(as_of)
        lines: list[BaseLine] = []
        cut = Cut(limit=PAGE_LINES)
        with self._application.reading.transaction(question) as reader:
            while True:
                page: Page[BaseLine] = list_mentees(reader, question, BaseFilter(), cut)
                lines += [one for one in page.items if one.status != "left"]
                if page.after is None:
                    return Base(len(lines), lines[:FIRST_LINES])
                cut = Cut(limit=PAGE_LINES, after=page.after)

    def sign_in(self) -> list[SignIn]:
        """Make a token for one account of each role."""
        return self._accounts.tokens(self.plan.district, self.school)

    def _question(self) -> Question:
        district = self.plan.district
        return Question(asker=district, district=district, tenants=self.plan.institutions)

    def _question_of_school(self, as_of: datetime | None = None) -> Question:
        return Question(
            asker=self.school,
            district=self.plan.district,
            tenants=(self.school,),
            as_of=as_of,
            handles=True,
        )
