"""Over random histories: the number is that of the people, and a verdict moves by its events."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from hypothesis import HealthCheck, given, settings

from domain.figures import Question as Asked
from projections.figures import Candidate, Wanted, explain
from projections.query import Cut, Question
from service.bootstrap import Application
from tests.figures.builders import RULES
from tests.projections.test_figures_twins import INDICATORS, question, scope_of, scopes
from tests.support.histories import History, histories, moments, some_moment, write
from tests.support.random_facts import YEARS

LATE = date(2026, 1, 1)
ASKED = [
    Asked(rules=RULES, rule=rule, year=year, as_of_day=LATE)
    for rule in INDICATORS
    for year in YEARS
]
over_one_database = settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def candidates(
    application: Application, wanted: Question, scope: UUID, asked: Asked
) -> tuple[int, dict[UUID | str | None, Candidate]]:
    """Return the numerator and, page by page, all candidates."""
    found: dict[UUID | str | None, Candidate] = {}
    after = None
    with application.reading.transaction(wanted) as reader:
        while True:
            cut = Cut(limit=2, after=after)
            figure, page = explain(reader, wanted, scope, asked, Wanted(), cut)
            found |= {one.person or one.enterprise: one for one in page.items}
            after = page.after
            if after is None:
                return figure.numerator, found


def verdict_of(candidate: Candidate) -> tuple[object, ...]:
    return candidate.reason, candidate.first_day, candidate.school, candidate.met


@settings(over_one_database, max_examples=40)
@given(histories(), some_moment, moments, scopes)
def test_a_verdict_moves_only_with_the_events_behind_it(
    application: Application,
    history: History,
    one: datetime,
    other: datetime | None,
    number: int,
) -> None:
    written = write(application, history)
    scope = scope_of(written, number)
    # Without a moment the question is about now, which is later than any.
    earlier, later = (one, None) if other is None else (min(one, other), max(one, other))
    for asked in ASKED:
        (_, before), (numerator, after) = (
            candidates(application, question(written, as_of), scope, asked)
            for as_of in (earlier, later)
        )

        assert numerator == sum(found.outcome == "counted" for found in after.values())
        for key, found in after.items():
            known = before.get(key)
            if known is None:
                assert any(event.recorded_at > earlier for event in found.events)
            else:
                assert set(known.events) <= set(found.events)
                moved = verdict_of(known) != verdict_of(found)
                assert not moved or known.events != found.events
