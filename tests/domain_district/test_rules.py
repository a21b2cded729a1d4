from __future__ import annotations

from datetime import date

import msgspec
import pytest

from domain.deadlines import (
    DEADLINES,
    DeadlineMissing,
    DeadlineRule,
    DeadlineTwice,
    StopsTooLate,
)
from domain.errors import DomainError
from domain.rules import (
    RULES,
    AdoptRules,
    BoundsReversed,
    IndicatorContradicts,
    IndicatorRule,
    IndicatorTwice,
    NoSuchMonth,
    OutOfBounds,
    RulesAdopted,
    RulesAlreadyAdopted,
    RuleSet,
    SatisfactionRule,
    SigningRule,
    YoungTeacherRule,
)
from tests.support.given_when_then import DISTRICT, given

TODAY = date(2024, 9, 2)
CHILDREN = IndicatorRule(
    indicator="children_mentored",
    role="mentee",
    ages=(10, 19),
    base_count="children_10_19",
    resident=True,
)
TEENS = IndicatorRule(
    indicator="teen_mentors",
    role="mentor",
    ages=(15, 19),
    base_count="teens_15_19",
    resident=True,
)
FIRST = RuleSet(code="order/1", indicators=(CHILDREN, TEENS))
SECOND = msgspec.structs.replace(FIRST, code="order/2", min_cell=3)


def adopted(rules: RuleSet) -> RulesAdopted:
    return RulesAdopted(effective_on=TODAY, rules=rules)


def test_a_rule_set_is_adopted_whole() -> None:
    given().when(AdoptRules(rules=FIRST, document="Приказ № 1"), target=DISTRICT, today=TODAY).then(
        RulesAdopted(effective_on=TODAY, rules=FIRST, document="Приказ № 1")
    )


def test_a_changed_rule_set_needs_a_new_code() -> None:
    changed = msgspec.structs.replace(FIRST, min_cell=3)

    given(adopted(FIRST)).when(
        AdoptRules(rules=changed), target=DISTRICT, today=TODAY
    ).then_refused(RulesAlreadyAdopted, pointer="/rules/code")
    given(adopted(FIRST)).when(AdoptRules(rules=SECOND), target=DISTRICT, today=TODAY).then(
        adopted(SECOND)
    )


def test_a_code_of_long_ago_is_not_used_again() -> None:
    given(adopted(FIRST), adopted(SECOND)).when(
        AdoptRules(rules=FIRST), target=DISTRICT, today=TODAY
    ).then_refused(RulesAlreadyAdopted, pointer="/rules/code")


def test_the_last_adopted_rule_set_is_in_force() -> None:
    state = RULES.fold([adopted(FIRST), adopted(SECOND)])

    assert state is not None
    assert state.current == SECOND
    assert state.codes == ("order/1", "order/2")


@pytest.mark.parametrize(
    ("changes", "error", "pointer"),
    [
        ({"late_entry_days": -1}, OutOfBounds, "/rules/late_entry_days"),
        ({"min_cell": 0}, OutOfBounds, "/rules/min_cell"),
        (
            {"signing": SigningRule(both_from=18, self_from=14)},
            BoundsReversed,
            "/rules/signing/both_from",
        ),
        ({"signing": SigningRule(both_from=-1)}, BoundsReversed, "/rules/signing/both_from"),
        (
            {"indicators": (CHILDREN, msgspec.structs.replace(TEENS, ages=(19, 15)))},
            BoundsReversed,
            "/rules/indicators/1/ages/0",
        ),
        ({"indicators": (CHILDREN, CHILDREN)}, IndicatorTwice, "/rules/indicators/1/indicator"),
        ({"renewal_days": -1}, OutOfBounds, "/rules/renewal_days"),
        ({"evidence_years": -1}, OutOfBounds, "/rules/evidence_years"),
        ({"check_month": 0}, NoSuchMonth, "/rules/check_month"),
        ({"check_month": 13}, NoSuchMonth, "/rules/check_month"),
        ({"deadlines": DEADLINES[1:]}, DeadlineMissing, "/rules/deadlines"),
        (
            {"deadlines": (*DEADLINES, DEADLINES[0])},
            DeadlineTwice,
            f"/rules/deadlines/{len(DEADLINES)}/trigger",
        ),
        (
            {"deadlines": (DeadlineRule(trigger="unlawful", days=2, stop_days=3), *DEADLINES)},
            StopsTooLate,
            "/rules/deadlines/0/stop_days",
        ),
    ],
)
def test_a_rule_set_that_contradicts_itself_is_refused(
    changes: dict[str, object], error: type[DomainError], pointer: str
) -> None:
    given().when(
        AdoptRules(rules=msgspec.structs.replace(FIRST, **changes)), target=DISTRICT, today=TODAY
    ).then_refused(error, pointer=pointer)


ENTERPRISES = IndicatorRule(
    indicator="enterprises_mentoring",
    role="mentor",
    counts="enterprises",
    base_count="enterprises",
)
SATISFACTION = IndicatorRule(
    indicator="mentee_satisfaction", role="mentee", satisfied=SatisfactionRule()
)


@pytest.mark.parametrize(
    ("rule", "changes", "field"),
    [
        (ENTERPRISES, {"role": "mentee"}, "role"),
        (ENTERPRISES, {"ages": (10, 19)}, "ages"),
        (ENTERPRISES, {"resident": True}, "resident"),
        (ENTERPRISES, {"young": YoungTeacherRule()}, "young"),
        (ENTERPRISES, {"satisfied": SatisfactionRule(), "base_count": None}, "satisfied"),
        (ENTERPRISES, {"base_count": None}, "base_count"),
        (SATISFACTION, {"ages": (10, 19)}, "ages"),
        (SATISFACTION, {"resident": True}, "resident"),
        (SATISFACTION, {"young": YoungTeacherRule()}, "young"),
        (SATISFACTION, {"base_count": "children"}, "base_count"),
        (CHILDREN, {"base_count": None}, "base_count"),
    ],
)
def test_conditions_that_do_not_go_together_are_refused(
    rule: IndicatorRule, changes: dict[str, object], field: str
) -> None:
    wrong = msgspec.structs.replace(rule, **changes)
    rules = RuleSet(code="order/3", indicators=(TEENS, wrong))

    given().when(AdoptRules(rules=rules), target=DISTRICT, today=TODAY).then_refused(
        IndicatorContradicts, pointer=f"/rules/indicators/1/{field}"
    )


@pytest.mark.parametrize(
    ("condition", "field"),
    [
        ({"young": {"positions": []}}, "positions"),
        ({"young": {"positions": [""]}}, "positions"),
        ({"young": {"experience_years_below": 0}}, "experience_years_below"),
        ({"young": {"position": ["teacher"]}}, "position"),
        ({"satisfied": {"score_at_least": 0}}, "score_at_least"),
        ({"satisfied": {"score_at_least": 11}}, "score_at_least"),
        ({"satisfied": {"phases": []}}, "phases"),
        ({"satisfied": {"phases": ["before"]}}, "phases"),
        ({"counts": "schools"}, "counts"),
    ],
)
def test_a_condition_out_of_its_bounds_is_refused(condition: dict[str, object], field: str) -> None:
    indicator = {"indicator": "mentee_satisfaction", "role": "mentee"} | condition
    body = {"rules": {"code": "order/1", "indicators": [indicator]}}

    with pytest.raises(msgspec.ValidationError, match=field):
        msgspec.convert(body, AdoptRules)


def test_a_rule_set_of_before_these_conditions_reads_as_ever() -> None:
    stored = {
        "indicator": "children_mentored",
        "role": "mentee",
        "ages": [10, 19],
        "base_count": "children_10_19",
        "resident": True,
    }

    assert msgspec.convert(stored, IndicatorRule) == CHILDREN


def test_the_narrowest_bounds_are_allowed() -> None:
    narrow = msgspec.structs.replace(
        FIRST,
        indicators=(msgspec.structs.replace(CHILDREN, ages=(10, 10)),),
        signing=SigningRule(both_from=0, self_from=0),
        late_entry_days=0,
        min_cell=1,
    )

    given().when(AdoptRules(rules=narrow), target=DISTRICT, today=TODAY).then(adopted(narrow))


def test_an_age_may_not_matter_to_an_indicator() -> None:
    rules = RuleSet(
        code="order/3",
        indicators=(
            IndicatorRule(indicator="children_mentored", role="mentee", base_count="children"),
        ),
    )

    given().when(AdoptRules(rules=rules), target=DISTRICT, today=TODAY).then(adopted(rules))


def test_a_parameter_nobody_knows_is_refused() -> None:
    body = {"rules": {"code": "order/1", "indicators": [], "late_entry_dayz": 7}}

    with pytest.raises(msgspec.ValidationError, match="late_entry_dayz"):
        msgspec.convert(body, AdoptRules)


def test_an_indicator_is_found_by_its_code() -> None:
    assert FIRST.indicator("teen_mentors") == TEENS
    assert FIRST.indicator("mentee_satisfaction") is None


@pytest.mark.parametrize(
    ("birth_date", "birth_year", "signers"),
    [
        (date(2010, 9, 3), None, "representative"),
        (date(2010, 9, 2), None, "both"),
        (date(2006, 9, 3), None, "both"),
        (date(2006, 9, 2), None, "self"),
        (None, 2011, "representative"),
        (None, 2010, "both"),
        (None, 2007, "both"),
        (None, 2006, "both"),
        (None, 2005, "self"),
        (None, None, "both"),
    ],
)
def test_who_signs_follows_the_age_on_the_day(
    birth_date: date | None, birth_year: int | None, signers: str
) -> None:
    assert SigningRule().required(birth_date, birth_year, TODAY) == signers


@pytest.mark.parametrize(
    ("birth_date", "birth_year", "changed"),
    [
        (date(2010, 9, 3), None, None),
        (date(2010, 9, 2), None, date(2024, 9, 2)),
        (date(2006, 9, 3), None, date(2020, 9, 3)),
        (date(2006, 9, 2), None, date(2024, 9, 2)),
        (date(2008, 2, 29), None, date(2022, 3, 1)),
        (None, 2010, date(2024, 1, 1)),
        (None, 2006, date(2020, 1, 1)),
        (None, 2005, date(2024, 1, 1)),
        (None, None, None),
    ],
)
def test_others_sign_from_a_birthday_on(
    birth_date: date | None, birth_year: int | None, changed: date | None
) -> None:
    assert SigningRule().changed_on(birth_date, birth_year, TODAY) == changed


def test_a_district_without_an_age_between_has_one_birthday() -> None:
    rule = SigningRule(both_from=18, self_from=18)

    assert rule.changed_on(date(2006, 9, 2), None, TODAY) == TODAY
    assert rule.changed_on(date(2010, 9, 2), None, TODAY) is None
