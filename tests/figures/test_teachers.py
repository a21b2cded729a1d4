"""Indicator 3: who is a young teacher on the days that count."""

from typing import Any

import msgspec
import pytest

from domain.figures import CountingFacts
from domain.rules import YoungTeacherRule
from tests.figures.builders import (
    RULES_WITHOUT_CONSENT,
    SCHOOL_YEAR,
    TEACHERS,
    Days,
    days,
    mentee,
    reason,
    school,
    teacher,
    together,
    verdicts,
)

FIRST_DAY = "2020-10-01"


def why(facts: CountingFacts, year: int = 2020, **asked: Any) -> str:
    return reason(facts, year, rule=TEACHERS, **asked)


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        ("2017-09-30", "experience_too_long"),
        ("2017-10-01", "experience_too_long"),
        ("2017-10-02", "counted"),
        ("2020-10-01", "counted"),
        ("2020-12-01", "counted"),
        (None, "experience_unknown"),
    ],
)
def test_experience_is_counted_in_completed_years_on_the_first_counted_day(
    since: str | None, expected: str
) -> None:
    assert why(teacher("p", since, pair=(FIRST_DAY, None))) == expected


def test_three_years_since_a_leap_day_are_complete_on_the_first_of_march() -> None:
    before = teacher("p", "2020-02-29", pair=("2023-02-28", None))
    after = teacher("p", "2020-02-29", pair=("2023-03-01", None))
    assert why(before, 2023) == "counted"
    assert why(after, 2023) == "experience_too_long"


def test_who_is_young_on_the_first_counted_day_counts_for_the_year() -> None:
    facts = teacher("p", "2017-11-01", pair=(FIRST_DAY, None))
    assert why(facts) == "counted"
    assert why(facts, 2021) == "experience_too_long"


@pytest.mark.parametrize(
    ("job", "expected"),
    [
        (("2019-09-01", "2020-09-30"), "not_in_position"),
        (("2019-09-01", "2020-10-01"), "counted"),
        (("2020-12-31", None), "counted"),
        (("2021-01-01", None), "not_in_position"),
    ],
)
def test_one_counted_day_in_the_position_is_enough(job: Days, expected: str) -> None:
    assert why(teacher("p", "2019-09-01", job=job, pair=(FIRST_DAY, None))) == expected


def test_position_only_on_days_of_a_pause_does_not_count() -> None:
    november = ("2020-11-01", "2020-11-30")
    assert why(teacher("p", "2019-09-01", job=november, paused=(november,))) == "not_in_position"


def test_rule_lists_the_positions_that_count() -> None:
    both = YoungTeacherRule(positions=("head", "teacher"))
    wider = msgspec.structs.replace(TEACHERS, young=both)
    facts = teacher("p", "2019-09-01", positions=(("head", days(SCHOOL_YEAR)),))
    nobody = teacher("p", "2019-09-01", positions=())
    assert why(facts) == "not_in_position"
    assert reason(facts, 2020, rule=wider) == "counted"
    assert reason(nobody, 2020, rule=wider) == "not_in_position"


def test_rule_sets_the_bound_of_experience() -> None:
    longer = msgspec.structs.replace(TEACHERS, young=YoungTeacherRule(experience_years_below=5))
    facts = teacher("p", "2016-09-01")
    assert why(facts) == "experience_too_long"
    assert reason(facts, 2020, rule=longer) == "counted"


def test_job_in_one_school_and_pair_in_another_count_together_in_the_district_only() -> None:
    facts = together(
        teacher("p", "2019-09-01", at="01", pair=("2019-01-01", "2019-05-31")),
        mentee("p", born=1990, at="02"),
    )
    assert why(facts) == "counted"
    assert why(facts.of_school(school("02"))) == "not_in_position"


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("2019-09-01", "2018-09-01", "counted"),
        ("2019-09-01", "2010-09-01", "experience_conflict"),
        ("2009-09-01", "2010-09-01", "experience_too_long"),
        ("2019-09-01", None, "counted"),
        (None, "2010-09-01", "experience_too_long"),
        (None, None, "experience_unknown"),
    ],
)
def test_differing_experience_counts_only_if_every_start_gives_the_same_answer(
    first: str | None, second: str | None, expected: str
) -> None:
    facts = together(teacher("p", first, at="01"), teacher("p", second, at="02"))
    assert why(facts) == expected


def test_school_knows_only_the_experience_it_recorded() -> None:
    facts = together(teacher("p", "2019-09-01", at="01"), teacher("p", "2010-09-01", at="02"))
    assert why(facts) == "experience_conflict"
    assert why(facts.of_school(school("01"))) == "counted"
    assert why(facts.of_school(school("02"))) == "experience_too_long"


def test_consent_is_what_is_missing_if_without_it_everything_is_there() -> None:
    facts = teacher("p", "2019-09-01", consent=())
    late = teacher(
        "p", "2017-11-01", pair=("2020-10-01", None), consent=(("2020-11-15", "2020-12-31"),)
    )
    other_days = teacher(
        "p", "2019-09-01", job=("2020-10-01", "2020-10-31"), consent=(("2020-11-15", None),)
    )
    for one in (facts, late, other_days):
        assert why(one) == "consent_not_in_force"
        assert why(one, rules=RULES_WITHOUT_CONSENT) == "counted"


def test_residence_matters_only_if_the_rule_asks() -> None:
    resident = msgspec.structs.replace(TEACHERS, resident=True)
    facts = teacher("p", "2019-09-01", away=(SCHOOL_YEAR,))
    assert why(facts) == "counted"
    assert reason(facts, 2020, rule=resident) == "lives_elsewhere"


def test_first_day_and_school_are_those_of_the_earliest_counted_day() -> None:
    facts = together(
        teacher("p", "2019-09-01", at="02", pair=("2020-02-01", "2020-05-31")),
        teacher("p", "2019-09-01", at="01", pair=("2020-09-01", None)),
    )
    verdict = verdicts(facts, 2020, TEACHERS)[next(iter(verdicts(facts, 2020, TEACHERS)))]
    assert (str(verdict.first_day), verdict.school) == ("2020-02-01", school("02"))


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (teacher("p", None, annulled=True, positions=()), "pair_not_in_force"),
        (teacher("p", None, positions=(), consent=()), "not_in_position"),
        (teacher("p", None, away=(SCHOOL_YEAR,), consent=()), "experience_unknown"),
        (teacher("p", "2000-09-01", away=(SCHOOL_YEAR,), consent=()), "experience_too_long"),
        (teacher("p", "2019-09-01", away=(SCHOOL_YEAR,), consent=()), "lives_elsewhere"),
        (teacher("p", "2019-09-01", consent=()), "consent_not_in_force"),
    ],
)
def test_first_reason_in_order_is_the_one_given(facts: CountingFacts, expected: str) -> None:
    resident = msgspec.structs.replace(TEACHERS, resident=True)
    assert reason(facts, 2020, rule=resident) == expected


def test_age_is_asked_before_the_position_if_the_rule_has_both() -> None:
    aged = msgspec.structs.replace(TEACHERS, ages=(18, 35))
    assert reason(teacher("p", None, positions=(), born=1980), 2020, rule=aged) == "outside_age"
    assert reason(teacher("p", "2019-09-01"), 2020, rule=aged) == "counted"
