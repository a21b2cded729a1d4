"""No figure changes by an erasure: now, of the past, published, explained, counted again."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any
from uuid import UUID

import msgspec
import pytest

from domain.erasure import RequestErasure
from projections.figures import Wanted, basis_of, counting_facts, verdicts
from projections.publication_lists import list_publications
from projections.query import Cut, Question
from service.bootstrap import Application
from service.erasing import Erasing, destroy
from service.rebuilding import drift
from tests.plugins.postgres import TestDatabase
from tests.projections.published import Published
from tests.store.logs import events_of
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

    hidden = msgspec.structs.replace(before[person], name=None, state="erased")
    assert after == before | {person: hidden}
