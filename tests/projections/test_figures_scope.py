"""Whose people a figure counts, by which rule set, and up to which day."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import get_args
from uuid import UUID, uuid4

import pytest

from adapters.postgres.transaction import Transaction
from domain.errors import NotFound
from domain.figures import Figure, judge
from domain.pair import HoldMeeting, JoinPair
from domain.rules import AdoptRules, Indicator, IndicatorRule, RuleSet
from projections.figures import basis_of, compute, counting_facts, tallies, verdicts
from projections.query import Question
from service.bootstrap import Application
from tests.support.district import REASON, District

TODAY = date(2026, 1, 1)
AUTUMN = ("2020-10-01", "2020-12-01")


def a_pair(district: District, school: UUID, name: str, *, born: int | None = 2008) -> UUID:
    """Pair a mentee with an adult for the autumn of 2020; return the mentee."""
    mentor = district.participant(school, f"Наставник {name}")
    mentee = district.participant(school, name, born=born)
    district.pair(school, mentor, [mentee], *AUTUMN)
    return mentee


def ask(
    district: District,
    question: Question,
    scope: UUID,
    years: Sequence[int] = (2020,),
    rule_code: str | None = None,
) -> list[Figure]:
    with district.application.reading.transaction(question) as reader:
        return compute(reader, question, scope, years, TODAY, rule_code)


def test_school_is_divided_by_its_own_base_count(application: Application) -> None:
    district = District(application)
    first, second = district.school("01"), district.school("02")
    for school, name in ((first, "а"), (first, "б"), (second, "в")):
        a_pair(district, school, name)
    district.base_count("children_10_19", 2020, 30)
    district.base_count("children_10_19", 2020, 8, school=first)
    district.target("children_mentored", 2020, "10")

    whole, *_ = ask(district, district.question(), district.id)
    own, *_ = ask(district, district.question(first, asker=first), first)
    without, *_ = ask(district, district.question(), second)

    assert (whole.numerator, whole.denominator, whole.value) == (3, 30, Decimal("10.0"))
    assert (own.numerator, own.denominator, own.value) == (2, 8, Decimal("25.0"))
    assert (own.target, own.state) == (Decimal(10), "reached")
    assert (without.numerator, without.denominator, without.state) == (1, None, "no_data")


def test_figures_come_by_indicator_and_year(application: Application) -> None:
    district = District(application)
    found = ask(district, district.question(district.school("01")), district.id, (2021, 2020, 2021))

    assert [(figure.indicator, figure.year) for figure in found] == [
        (indicator, year) for indicator in get_args(Indicator) for year in (2020, 2021)
    ]
    assert {figure.scope for figure in found} == {"district"}


def test_school_has_no_figure_of_enterprises(application: Application) -> None:
    district = District(application)
    school = district.school("01")
    found = ask(district, district.question(), school)

    assert [figure.indicator for figure in found] == [
        indicator for indicator in get_args(Indicator) if indicator != "enterprises_mentoring"
    ]
    assert {figure.scope for figure in found} == {"school"}


def test_only_the_institutions_named_are_counted(application: Application) -> None:
    districts = District(application), District(application)
    for number, district in enumerate(districts, 1):
        a_pair(district, district.school("01"), "Один и тот же")
        district.base_count("children_10_19", 2020, 10 * number)
        district.target("children_mentored", 2020, f"{number}")
    everything = {tenant for each in districts for tenant in (each.id, *each.schools.values())}

    for number, district in enumerate(districts, 1):
        question = district.question()
        with application.database.reading(everything) as connection:
            reader = Transaction(connection)
            figure, *_ = compute(reader, question, district.id, [2020], TODAY)
            facts = counting_facts(reader, question, district.id)
            basis = basis_of(reader, question, TODAY)
            assert basis is not None
            asked = basis.ask(basis.rules.indicators[0], 2020)
            found = verdicts(reader, question, district.id, asked)
        mine = district.schools["01"]

        assert (figure.numerator, figure.denominator) == (1, 10 * number)
        assert (figure.target, figure.state) == (Decimal(number), "reached")
        assert [verdict.school for verdict in found] == [mine]
        assert {place.school for place in facts.participations} == {mine}
        assert {record.school for record in facts.people} == {mine}


def test_scope_that_is_not_asked_about_is_not_found(application: Application) -> None:
    district = District(application)
    mine, neighbour = district.school("01"), district.school("02")
    question = district.question(mine, asker=mine)
    with application.reading.transaction(question) as reader:
        basis = basis_of(reader, question, TODAY)
        assert basis is not None
        asked = basis.ask(basis.rules.indicators[0], 2020)
        for scope in (neighbour, uuid4()):
            with pytest.raises(NotFound):
                compute(reader, question, scope, [2020], TODAY)
            with pytest.raises(NotFound):
                tallies(reader, question, scope, [asked])
            with pytest.raises(NotFound):
                verdicts(reader, question, scope, asked)
            with pytest.raises(NotFound):
                counting_facts(reader, question, scope)


def test_figure_says_by_which_rule_set_it_was_counted(application: Application) -> None:
    district = District(application)
    a_pair(district, district.school("01"), "а")
    district.base_count("children_10_19", 2020, 10)
    district.base_count("children", 2020, 20)

    named, *_ = ask(district, district.question(), district.id)
    literal, *_ = ask(
        district, district.question(), district.id, rule_code="order-119-od/1-literal"
    )

    assert (named.rule_set, named.denominator) == ("order-119-od/1", 10)
    assert (literal.rule_set, literal.denominator) == ("order-119-od/1-literal", 20)
    with pytest.raises(NotFound):
        ask(district, district.question(), district.id, rule_code="order-119-od/2")


def test_rule_set_in_force_is_the_latest_known_then(application: Application) -> None:
    district = District(application, clock="2020-01-09")
    district.school("01")
    district.clock = "2021-06-01"
    everyone = IndicatorRule(indicator="teen_mentors", role="mentor", base_count="teens_15_19")
    rules = RuleSet(code="everyone/1", indicators=(everyone,), consent_required=False)
    district.record(AdoptRules(rules=rules))

    now = ask(district, district.question(), district.id)
    before = district.question(as_of=datetime(2021, 5, 1, tzinfo=UTC))
    long_before = district.question(as_of=datetime(2020, 1, 1, tzinfo=UTC))

    assert [figure.rule_set for figure in now] == ["everyone/1"]
    assert {figure.rule_set for figure in ask(district, before, district.id)} == {"order-119-od/1"}
    (since,) = ask(district, before, district.id, rule_code="everyone/1")
    assert since.rule_set == "everyone/1"
    assert ask(district, long_before, district.id) == []


def test_rule_without_ages_and_consent_counts_who_else_would_not(application: Application) -> None:
    district = District(application)
    school = district.school("01")
    mentor = district.participant(school, "Наставник")
    mentee = district.participant(school, "а", born=None)
    district.residence(school, mentee, "2020-01-01", here=False)
    district.pair(school, mentor, [mentee], *AUTUMN)
    district.withdraw(school, mentee, "2020-09-25")
    everyone = IndicatorRule(indicator="children_mentored", role="mentee", base_count="children")
    rules = RuleSet(code="everyone/1", indicators=(everyone,), consent_required=False)

    strict, *_ = ask(district, district.question(), district.id)
    district.record(AdoptRules(rules=rules))
    (open_to_all,) = ask(district, district.question(), district.id)

    assert strict.numerator == 0
    assert open_to_all.numerator == 1


def test_day_of_a_moment_is_the_district_s(application: Application) -> None:
    district = District(application, clock="2020-01-09")
    late_evening = datetime(2020, 12, 31, 22, tzinfo=UTC)
    question = district.question(district.school("01"), as_of=late_evening)

    assert ask(district, question, district.id)[0].as_of_day == date(2021, 1, 1)
    assert ask(district, district.question(), district.id)[0].as_of_day == TODAY


def test_days_after_today_do_not_count(application: Application) -> None:
    district = District(application)
    school = district.school("01")
    mentor = district.participant(school, "Наставник")
    mentee = district.participant(school, "а", born=2008)
    district.pair(school, mentor, [mentee], "2020-10-01")
    question = district.question()
    with application.reading.transaction(question) as reader:
        before = compute(reader, question, district.id, [2020], date(2020, 9, 30))
        first_day = compute(reader, question, district.id, [2020], date(2020, 10, 1))

    assert [before[0].numerator, first_day[0].numerator] == [0, 1]


def test_only_who_took_part_in_a_meeting_has_met(application: Application) -> None:
    district = District(application)
    school = district.school("01")
    mentor = district.participant(school, "Наставник", born=2003)
    first = district.participant(school, "а", born=2008)
    later = district.participant(school, "б", born=2008)
    pair = district.pair(school, mentor, [first], "2020-10-01", met=False)
    district.record(HoldMeeting(effective_on=date(2020, 10, 5), reason=REASON), school, pair)
    district.record(
        JoinPair(mentee=later, effective_on=date(2020, 11, 1), reason=REASON), school, pair
    )

    children, teens, *_ = ask(district, district.question(), district.id)

    assert (children.numerator, children.without_meeting) == (2, 1)
    assert (teens.numerator, teens.without_meeting) == (1, 0)


def test_person_of_several_schools_is_assigned_by_institution_code(
    application: Application,
) -> None:
    district = District(application)
    first = district.school("01")
    # The ids of the institutions say the opposite of their codes.
    number = 1
    while (second := district.school(f"0{number + 1}")) > first:
        number += 1
    same_code = district.school("01")
    for school in (second, same_code, first):
        a_pair(district, school, "а")
    question = district.question(first, second, same_code)

    with application.reading.transaction(question) as reader:
        basis = basis_of(reader, question, TODAY)
        assert basis is not None
        asked = basis.ask(basis.rules.indicators[0], 2020)
        (verdict,) = verdicts(reader, question, district.id, asked)
        judged = judge(counting_facts(reader, question, district.id), asked)

    assert verdict.school == min(first, same_code)
    assert judged == (verdict,)
