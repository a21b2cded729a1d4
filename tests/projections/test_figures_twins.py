"""The database counts as the pure rulings do, over facts that are those of the log."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.figures import (
    CountingFacts,
    Scope,
    figure,
    judge,
    tally,
)
from domain.figures import Question as Asked
from domain.rules import RuleSet
from projections.figures import count, counting_facts, tallies, verdicts, verdicts_on
from projections.query import Question
from service.bootstrap import Application
from tests.figures.builders import RULES, RULES_WITHOUT_CONSENT, TEACHERS
from tests.support.facts_of_the_log import facts_of_the_log
from tests.support.histories import History, Written, histories, moments, write
from tests.support.random_facts import PEOPLE, YEARS, days, mostly

# A rule with all conditions of persons at once.
YOUNGEST_TEACHERS = msgspec.structs.replace(TEACHERS, ages=(15, 19), resident=True)
RULES_KEEPING_NOTHING = msgspec.structs.replace(RULES, erasure_keeps="nothing")
RULE_SETS = [RULES, RULES_WITHOUT_CONSENT, RULES_KEEPING_NOTHING]
INDICATORS = [*RULES.indicators, YOUNGEST_TEACHERS]

over_one_database = settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def question(written: Written, as_of: datetime | None) -> Question:
    return Question(
        asker=written.district, district=written.district, tenants=written.schools, as_of=as_of
    )


def scope_of(written: Written, number: int) -> UUID:
    """The district for 0, else one of its schools."""
    return (written.district, *written.schools)[number % (len(written.schools) + 1)]


def ask_everything(as_of_day: date, rules: RuleSet) -> list[Asked]:
    return [
        Asked(rules=rules, rule=rule, year=year, as_of_day=as_of_day)
        for rule in INDICATORS
        for year in YEARS
    ]


scopes = st.integers(0, 3)
late = st.just(date(2026, 1, 1))
questions = st.builds(ask_everything, mostly(late, days), st.sampled_from(RULE_SETS))


@settings(over_one_database, max_examples=150)
@given(histories(), moments, questions, scopes)
def test_database_judges_as_the_rulings_do(
    application: Application,
    history: History,
    as_of: datetime | None,
    asked: list[Asked],
    number: int,
) -> None:
    written = write(application, history)
    scope = scope_of(written, number)
    wanted = question(written, as_of)
    with application.reading.transaction(wanted) as reader:
        facts = counting_facts(reader, wanted, scope)
        judged = [verdicts(reader, wanted, scope, one) for one in asked]
        counted = tallies(reader, wanted, scope, asked)

    expected = [judge(facts, one) for one in asked]
    assert judged == expected
    assert counted == [tally(found, facts, one) for found, one in zip(expected, asked, strict=True)]


@settings(over_one_database, max_examples=50)
@given(histories(), moments, questions, scopes, st.sets(st.sampled_from(PEOPLE)))
def test_the_parts_of_a_count_are_those_of_the_whole(  # noqa: PLR0917 - drawn, not called
    application: Application,
    history: History,
    as_of: datetime | None,
    asked: list[Asked],
    number: int,
    people: set[UUID],
) -> None:
    written = write(application, history)
    scope = scope_of(written, number)
    wanted = question(written, as_of)
    of_persons = [one for one in asked if one.rule.counts == "persons"]
    with application.reading.transaction(wanted) as reader:
        counted = [count(reader, wanted, scope, one) for one in asked]
        numbers = tallies(reader, wanted, scope, asked)
        judged = [verdicts(reader, wanted, scope, one) for one in asked]
        some = verdicts_on(reader, wanted, scope, of_persons, tuple(people))
        whose_is = counting_facts(reader, wanted, scope).naming()

    assert [found for _, found in counted] == judged
    whose: Scope = "district" if scope == written.district else "school"
    assert [found for found, _ in counted] == [
        figure(one, found, None, None, whose) for one, found in zip(asked, numbers, strict=True)
    ]
    whole = [one for one, by in zip(judged, asked, strict=True) if by.rule.counts == "persons"]
    persons = people | {whose_is(school, one) for one in people for school in written.schools}
    for part, of_all in zip(some, whole, strict=True):
        assert set(part) <= set(of_all)
        assert {one.person for one in of_all} & persons <= {one.person for one in part}


@settings(over_one_database, max_examples=100)
@given(histories(), moments)
def test_facts_of_the_registers_are_those_of_the_log(
    application: Application, history: History, as_of: datetime | None
) -> None:
    written = write(application, history)
    wanted = question(written, as_of)
    with application.reading.transaction(wanted) as reader:
        facts = counting_facts(reader, wanted, written.district)

    assert in_order(facts) == in_order(facts_of_the_log(application, written, as_of))


def in_order(facts: CountingFacts) -> dict[str, Any]:
    return {
        field: sorted(getattr(facts, field), key=str) for field in CountingFacts.__struct_fields__
    }
