"""No figure changes by an erasure: now, of the past, published, explained, counted again."""

from __future__ import annotations

from datetime import UTC, date, datetime
from random import Random
from typing import Any
from uuid import UUID

import msgspec
import pytest

from domain.erasure import RequestErasure
from domain.figures import judge
from domain.rules import AdoptRules
from projections.figures import Wanted, basis_of, counting_facts, verdicts
from projections.publication_lists import list_publications
from projections.query import Cut, Question
from service.bootstrap import Application
from service.erasing import Erasing, destroy
from service.rebuilding import drift
from service.reference_data import rule_sets
from tests.plugins.postgres import TestDatabase
from tests.projections.published import Published
from tests.store.logs import events_of, superuser
from tests.store.test_drift import History

YEARS = (2024, 2025, 2026)
MOMENTS = 12


def counted(application: Application, question: Question) -> Any:
    """Return everything the figures of a district say and are counted from."""
    with application.reading.transaction(question) as reader:
        basis = basis_of(reader, question, date(2026, 12, 31))
        asked = basis.ask_all(YEARS, "district") if basis else ()
        facts = counting_facts(reader, question, question.district)
        judged = [verdicts(reader, question, question.district, one) for one in asked]
    return (
        application.reading.figures(question, YEARS),
        {name: sorted(getattr(facts, name), key=str) for name in facts.__struct_fields__},
        judged,
    )


@pytest.mark.parametrize("seed", [1, 2])
def test_figures_of_a_random_district_stay_as_they_were(
    application: Application, seed: int
) -> None:
    history = History(application, seed)
    random = Random(seed)  # noqa: S311 - not for secrets
    district, schools = history.district, tuple(history.people)
    logs = [events_of(application, school) for school in schools]
    times = sorted({one.recorded_at for log in logs for one in log})
    moments = [None, *random.sample(times, MOMENTS)]
    questions = [district.question(as_of=moment) for moment in moments]
    before = [counted(application, one) for one in questions]

    erased = [(school, one) for school in schools for one in history.people[school][::2]]
    for school, person in erased:
        destroy(application, district.id, school, person)

    assert [counted(application, one) for one in questions] == before
    assert any(judged for _, _, judged in before)
    for tenant in (district.id, *schools):
        assert drift(application, tenant) == []
    gone = {
        one.event.person  # type: ignore[attr-defined]
        for school in schools
        for one in events_of(application, school)
        if one.event.TOPIC == "participant.registered" and one.destroyed
    }
    assert gone == {person for _, person in erased}


@pytest.fixture
def published(application: Application, database: TestDatabase) -> Published:
    return Published(application, database)


def erase(published: Published, *names: str) -> None:
    for name in names:
        school = published.one if name in ("Икс", "Игрек") else published.other
        destroy(published.application, published.district.id, school, published.people[name])


def test_published_figures_stand_and_are_verified(published: Published) -> None:
    (before,) = published.lines(list_publications)

    erase(published, "Икс", "Зет", "Альфа")

    assert published.lines(list_publications) == [before]
    assert [one.equal for one in published.verify()] == [True]
    assert published.follow() == 0


def test_the_explanation_names_nobody_and_shows_the_same_events(published: Published) -> None:
    def explained(asker: UUID | None = None) -> dict[UUID | None, Any]:
        question = published.district.question(asker=asker)
        _, page = published.application.reading.explanation(
            question, "children_mentored", 2020, Wanted(), Cut(limit=100)
        )
        return {one.person: one for one in page.items}

    district, person = published.district, published.people["Икс"]
    district.clock = "2021-06-01"
    district.complete(published.one, published.pairs["Икс"], "2021-05-20")
    before = explained(published.one)
    assert (before[person].name, before[person].state) == ("Икс Участник", "readable")

    district.record(RequestErasure(ground="left"), published.one, person)
    Erasing(published.application, lambda: {district.id: (published.one,)}).run_once()
    after = explained(published.one)

    hidden = msgspec.structs.replace(before[person], name=None, named_by=None, state="erased")
    assert after == before | {person: hidden}


class Keeping:
    """A figure published under rules that keep nothing, of which a person is erased."""

    def __init__(self, published: Published) -> None:
        self.published, self.district = published, published.district
        rules = msgspec.structs.replace(rule_sets()[-1], code="nothing/1", erasure_keeps="nothing")
        self.district.clock = "2021-02-01"
        self.district.record(AdoptRules(rules=rules, effective_on=date(2021, 2, 1)))
        published.publish("2021-02-02", draft=2)
        self.erase("Икс")

    def erase(self, name: str) -> None:
        """Let a pair end and the service erase its mentee."""
        person = self.published.people[name]
        self.district.clock = "2021-06-01"
        school = self.published.one
        self.district.complete(school, self.published.pairs[name], "2021-05-20")
        self.district.record(RequestErasure(ground="left"), school, person)
        done = Erasing(self.published.application, lambda: {self.district.id: (school,)}).run_once()
        assert (done.carried_out, done.failed) == (1, [])

    def numerator(self, moment: datetime | None = None) -> int:
        """Return the numerator of the published figure as known then, by the rules now."""
        figures = self.published.application.reading.figures(
            self.district.question(as_of=moment), (2020,), rule_set="nothing/1"
        )
        return next(one.numerator for one in figures if one.indicator == "children_mentored")


@pytest.fixture
def keeping(published: Published) -> Keeping:
    return Keeping(published)


def test_where_nothing_is_kept_nobody_erased_is_counted_now_or_then(keeping: Keeping) -> None:
    assert keeping.numerator() == 3
    assert keeping.numerator(datetime(2021, 3, 1, tzinfo=UTC)) == 3


def test_the_rulings_leave_out_whom_the_database_does(keeping: Keeping) -> None:
    published = keeping.published
    question = published.district.question()
    with published.application.reading.transaction(question) as reader:
        basis = basis_of(reader, question, date(2021, 12, 31))
        assert basis is not None
        asked = basis.ask_all((2020,), "district")
        facts = counting_facts(reader, question, question.district)
        judged = [verdicts(reader, question, question.district, one) for one in asked]

    assert facts.erased == {(published.one, published.people["Икс"])}
    assert [judge(facts, one) for one in asked] == judged
    assert [len(one) for one in judged[:2]] == [3, 2]


def test_where_nothing_is_kept_what_was_published_stands(keeping: Keeping) -> None:
    published = keeping.published
    before = published.lines(list_publications)

    assert published.follow() == 0

    assert published.lines(list_publications) == before
    # The first version was counted by rules that keep what is counted, the second is not again.
    found = [(one.number, one.equal, one.destroyed) for one in published.verify()]
    assert sorted(found) == [(1, True, 0), (2, True, 1)]


def test_what_cannot_be_counted_again_is_not_restated(keeping: Keeping) -> None:
    published, district = keeping.published, keeping.district
    district.clock = "2021-07-01"
    district.annul(published.other, published.pairs["Зет"], "2021-07-01")

    assert published.follow() == 0

    assert keeping.numerator() == 2


def test_a_log_changed_since_is_found_though_nothing_is_counted_again(keeping: Keeping) -> None:
    published = keeping.published
    with superuser(published.database.admin_url) as connection:
        connection.execute(
            "UPDATE es.event SET chain = sha256(chain) WHERE tenant_id = %s", (published.one,)
        )

    second = next(one for one in published.verify() if one.number == 2)

    assert (second.equal, second.differs) == (False, (f"log of {published.one}",))


def test_who_was_erased_before_a_figure_was_counted_keeps_it_countable(keeping: Keeping) -> None:
    keeping.published.publish("2021-07-02", draft=3)

    third = next(one for one in keeping.published.verify() if one.number == 3)

    assert (third.equal, third.destroyed) == (True, 0)
