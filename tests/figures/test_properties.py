"""What holds of every history: how moments, scopes and conditions compare."""

from datetime import date
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.figures import CountingFacts, Participation, Question, Tally, judge, tally
from domain.rules import IndicatorRule
from domain.time import DaySet
from tests.figures.builders import (
    CHILDREN,
    ENTERPRISES,
    MENTEES_SATISFIED,
    RULES,
    RULES_WITHOUT_CONSENT,
    TEENS,
    school,
)
from tests.figures.strategies import CODES, YEAR, any_day, as_of_days, histories, places

rules = st.sampled_from(RULES.indicators)


def question(rule: IndicatorRule, as_of_day: date, rules: Any = RULES) -> Question:
    return Question(rules=rules, rule=rule, year=YEAR, as_of_day=as_of_day)


def numbers(facts: CountingFacts, asked: Question) -> Tally:
    return tally(judge(facts, asked), facts, asked)


def number(facts: CountingFacts, asked: Question) -> int:
    """How many count, or of whom satisfaction is a share."""
    found = numbers(facts, asked)
    return found.opinions.took_part if found.opinions else found.numerator


@given(histories(), places(in_force=False), rules, as_of_days)
def test_pair_never_in_force_changes_no_number(
    facts: CountingFacts, idle: Participation, rule: IndicatorRule, as_of_day: date
) -> None:
    more = msgspec.structs.replace(facts, participations=(*facts.participations, idle))
    asked = question(rule, as_of_day)
    assert numbers(more, asked) == numbers(facts, asked)


@given(histories(), rules, st.randoms(use_true_random=False))
def test_order_in_which_facts_come_does_not_matter(
    facts: CountingFacts, rule: IndicatorRule, random: Any
) -> None:
    mixed: dict[str, tuple[Any, ...]] = {}
    for field in ("participations", "people", "responses", "paper_totals", "enterprises"):
        some = list(getattr(facts, field))
        random.shuffle(some)
        mixed[field] = tuple(some)
    asked = question(rule, date(2026, 1, 1))
    shuffled = msgspec.structs.replace(facts, **mixed)
    assert judge(shuffled, asked) == judge(facts, asked)
    assert numbers(shuffled, asked) == numbers(facts, asked)


@given(histories(), rules, as_of_days)
def test_every_candidate_is_judged_once(
    facts: CountingFacts, rule: IndicatorRule, as_of_day: date
) -> None:
    year = DaySet.of_year(YEAR)
    touching = [
        place for place in facts.participations if place.role == rule.role and place.term & year
    ]
    verdicts = judge(facts, question(rule, as_of_day))
    if rule.counts == "enterprises":
        named = {
            code
            for place in touching
            for code, days in place.enterprise_days
            if days & place.term & year
        }
        assert [verdict.enterprise for verdict in verdicts] == sorted(named)
    else:
        assert [verdict.person for verdict in verdicts] == sorted(
            {place.person for place in touching}
        )
    assert all(
        (verdict.outcome == "counted") == (verdict.reason == "counted") for verdict in verdicts
    )
    assert all((verdict.person is None) != (verdict.enterprise is None) for verdict in verdicts)


@pytest.mark.parametrize("rule", [CHILDREN, TEENS, ENTERPRISES, MENTEES_SATISFIED])
@given(facts=histories(years_agree=True), as_of_day=as_of_days)
def test_district_lies_between_its_largest_school_and_their_sum(
    facts: CountingFacts, rule: IndicatorRule, as_of_day: date
) -> None:
    asked = question(rule, as_of_day)
    schools = [number(facts.of_school(school(code)), asked) for code in CODES]
    assert max(schools) <= number(facts, asked) <= sum(schools)


@given(histories(), rules, as_of_days)
def test_left_out_for_consent_are_those_who_would_count_without_it(
    facts: CountingFacts, rule: IndicatorRule, as_of_day: date
) -> None:
    strict = question(rule, as_of_day)
    lenient = question(rule, as_of_day, RULES_WITHOUT_CONSENT)
    left_out = number(facts, lenient) - number(facts, strict)
    assert numbers(facts, strict).left_out_for_consent == left_out
    assert numbers(facts, lenient).left_out_for_consent == 0


@given(histories(), rules, any_day, any_day)
def test_asking_about_a_later_day_takes_nobody_out(
    facts: CountingFacts, rule: IndicatorRule, one: date, other: date
) -> None:
    earlier, later = question(rule, min(one, other)), question(rule, max(one, other))
    assert number(facts, earlier) <= number(facts, later)


@given(histories(), as_of_days)
def test_satisfied_are_of_the_respondents_and_these_of_who_took_part(
    facts: CountingFacts, as_of_day: date
) -> None:
    found = numbers(facts, question(MENTEES_SATISFIED, as_of_day))
    assert found.opinions is not None
    assert found.numerator <= found.opinions.respondents <= found.opinions.took_part
    assert found.without_meeting <= found.opinions.took_part
