from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import get_args

import pytest

from domain.form import AddForm
from domain.rules import AdoptRules, Indicator, RuleSet
from domain.target import SetTarget
from service.reference_data import forms, indicators, rule_sets, targets
from tests.support.given_when_then import DISTRICT, given

TODAY = date(2024, 9, 2)


def test_the_indicators_print_in_the_order_of_the_appendix() -> None:
    assert [indicator.code for indicator in indicators()] == list(get_args(Indicator))
    for rules in rule_sets():
        order = [indicator.code for indicator in indicators()]
        printed = [rule.indicator for rule in rules.indicators]
        assert printed == sorted(printed, key=order.index)


def test_the_words_of_the_order_are_clean_lines() -> None:
    for indicator in indicators():
        assert indicator.unit == "percent"
        assert indicator.title_ru.startswith(("Доля ", "Уровень "))
        assert indicator.formula_ru.startswith("(отношение количества ")
        assert indicator.formula_ru.endswith(")")
        assert "50 85" not in indicator.formula_ru


def test_targets_exist_for_two_years_only() -> None:
    values = {(one.indicator, one.year): one.value for one in targets()}

    assert len(values) == len(targets()) == 12
    assert {year for _, year in values} == {2020, 2024}
    assert values["children_mentored", 2020] == Decimal(10)
    assert values["children_mentored", 2024] == Decimal(70)
    assert values["teen_mentors", 2020] == Decimal(2)
    assert values["mentor_satisfaction", 2024] == Decimal(85)


@pytest.mark.parametrize("command", targets(), ids=lambda one: f"{one.indicator}-{one.year}")
def test_every_target_is_accepted(command: SetTarget) -> None:
    assert given().when(command, target=DISTRICT, today=TODAY).word == "target.set"


@pytest.mark.parametrize("command", forms(), ids=lambda one: one.code)
def test_every_form_is_accepted(command: AddForm) -> None:
    assert given().when(command, target=DISTRICT, today=TODAY).word == "form.added"


@pytest.mark.parametrize("rules", rule_sets(), ids=lambda one: one.code)
def test_every_rule_set_is_accepted(rules: RuleSet) -> None:
    assert (
        given().when(AdoptRules(rules=rules), target=DISTRICT, today=TODAY).word == "rules.adopted"
    )


def test_employers_give_the_mentor_of_their_forms() -> None:
    by_code = {form.code: form for form in forms()}

    assert list(by_code) == [
        "pupil_pupil",
        "teacher_teacher",
        "student_pupil",
        "employer_pupil",
        "employer_student",
        "teacher_pupil",
    ]
    assert {code for code, form in by_code.items() if form.enterprise_required} == {
        "employer_pupil",
        "employer_student",
    }
    assert {code for code, form in by_code.items() if form.same_institution} == {"pupil_pupil"}


def test_the_literal_rules_differ_in_two_denominators() -> None:
    literal, by_name = rule_sets()
    differing = [
        (one.indicator, one.base_count, other.base_count)
        for one, other in zip(by_name.indicators, literal.indicators, strict=True)
        if one != other
    ]

    assert (by_name.code, literal.code) == ("order-119-od/1", "order-119-od/1-literal")
    assert differing == [
        ("children_mentored", "children_10_19", "children"),
        ("young_teachers_mentored", "young_teachers", "young_teachers_in_region"),
    ]


def test_rule_sets_say_how_all_six_indicators_are_counted() -> None:
    for rules in rule_sets():
        assert [rule.indicator for rule in rules.indicators] == list(get_args(Indicator))
        satisfied = [rule.indicator for rule in rules.indicators if rule.base_count is None]
        assert satisfied == ["mentee_satisfaction", "mentor_satisfaction"]
