"""A figure that was published, and what may be recorded after it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from domain.publication import (
    ApproveFigure,
    DraftFigure,
    PublishFigure,
)
from projections.publication_lists import (
    FigureFilter,
)
from projections.query import Cut
from service.bootstrap import Application, make_followers
from service.publishing import Publishing
from tests.plugins.postgres import TestDatabase
from tests.support.district import District

WHICH: dict[str, Any] = {"indicator": "children_mentored", "year": 2020}
ALL = Cut(limit=100)


class Published:
    """Two schools with two mentees each; the figure of 2020, 4/10, is published on 20.01.21."""

    def __init__(self, application: Application, database: TestDatabase) -> None:
        self.application, self.database = application, database
        self.district = District(application, clock="2020-12-01")
        self.people: dict[str, UUID] = {}
        self.pairs: dict[str, UUID] = {}
        for code, names in (("01", ("Икс", "Игрек")), ("02", ("Зет", "Альфа"))):
            school = self.district.school(code)
            mentor = self.district.participant(school, f"Наставников{code}")
            for name in names:
                mentee = self.district.participant(school, name, born=2010)
                self.people[name] = mentee
                self.pairs[name] = self.district.pair(school, mentor, [mentee], "2020-10-01")
        self.one, self.other = self.district.schools.values()
        self.district.base_count("children_10_19", 2020, 10, day="2020-12-01")
        self.district.target("children_mentored", 2020, "40")
        self.publish("2021-01-20")

    def publish(self, day: str, draft: int = 1) -> None:
        """Draft, approve and publish the figure."""
        self.district.clock = day
        self.district.record(DraftFigure(**WHICH))
        self.district.record(ApproveFigure(**WHICH, draft=draft))
        self.district.record(PublishFigure(**WHICH, draft=draft))

    def follow(self) -> int:
        """Let the followers go round once; return how much they recorded."""
        rounds = [
            one.run_once() for one in make_followers(self.application, self.database.owner_url)
        ]
        assert not [stop for one in rounds for stop in (*one.refused, *one.failed)]
        return sum(one.carried_out for one in rounds)

    def withdrew(self, day: str = "2021-02-05", name: str = "Икс") -> int:
        """Record that somebody withdrew in 2020 before their pair began; return the position."""
        self.district.clock = day
        school = self.one if name in ("Икс", "Игрек") else self.other
        receipt = self.district.withdraw(school, self.people[name], "2020-09-25")
        return receipt.last_position

    def lines(self, fetch: Any, asker: UUID | None = None) -> list[Any]:
        question = self.district.question(asker=asker)
        with self.application.reading.transaction(question) as reader:
            items: list[Any] = fetch(reader, question, FigureFilter(), ALL).items
        return items

    def verify(self) -> list[Any]:
        publishing = Publishing(self.application.database)
        return publishing.verify(self.district.id)
