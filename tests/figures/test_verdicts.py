from datetime import date

import msgspec
import pytest

from domain.figures import CountingFacts
from domain.rules import IndicatorRule
from tests.figures.builders import (
    CHILDREN,
    RULES_WITHOUT_CONSENT,
    SCHOOL_YEAR,
    TEENS,
    counted,
    figure_of,
    mentee,
    mentor,
    participant,
    person,
    reason,
    school,
    together,
    verdicts,
)


@pytest.mark.parametrize(
    ("rule", "age", "expected"),
    [
        (CHILDREN, 9, "outside_age"),
        (CHILDREN, 10, "counted"),
        (CHILDREN, 19, "counted"),
        (CHILDREN, 20, "outside_age"),
        (TEENS, 14, "outside_age"),
        (TEENS, 15, "counted"),
        (TEENS, 19, "counted"),
        (TEENS, 20, "outside_age"),
    ],
)
def test_bounds_of_age_are_included(rule: IndicatorRule, age: int, expected: str) -> None:
    facts = participant("p", role=rule.role, born=2020 - age)
    assert reason(facts, 2020, rule=rule) == expected


def test_age_does_not_matter_if_the_rule_names_none() -> None:
    ageless = msgspec.structs.replace(CHILDREN, ages=None)
    assert reason(mentee("p", born=None), 2020, rule=ageless) == "counted"


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (2010, 2008, "counted"),
        (2010, 2011, "birth_years_conflict"),
        (2000, 2011, "outside_age"),
        (2010, None, "counted"),
        (2011, None, "outside_age"),
        (None, None, "birth_year_unknown"),
    ],
)
def test_differing_birth_years_count_only_if_all_give_the_same_answer(
    first: int | None, second: int | None, expected: str
) -> None:
    facts = together(mentee("p", born=first, at="01"), mentee("p", born=second, at="02"))
    assert reason(facts, 2020) == expected


def test_vault_birth_year_decides_over_recorded_ones() -> None:
    inside = together(mentee("p", born=2011, at="01"), mentee("p", born=2000, known=2010, at="02"))
    outside = together(mentee("p", born=2010, at="01"), mentee("p", born=2010, known=2011, at="02"))
    assert reason(inside, 2020) == "counted"
    assert reason(outside, 2020) == "outside_age"


def test_year_recorded_where_the_person_takes_no_part_conflicts_too() -> None:
    facts = together(
        mentee("p", born=2010, at="01"),
        mentor("p", born=2011, at="02"),
    )
    assert reason(facts, 2020) == "birth_years_conflict"


def test_school_figure_knows_only_the_year_that_school_recorded() -> None:
    facts = together(mentee("p", born=2010, at="01"), mentee("p", born=2011, at="02"))
    assert reason(facts.of_school(school("01")), 2020) == "counted"
    assert reason(facts.of_school(school("02")), 2020) == "outside_age"


def test_each_role_counts_in_its_own_indicator_only() -> None:
    facts = together(mentee("a", born=2004), mentor("b", born=2004))
    assert counted(facts, 2020, rule=CHILDREN) == {person("a")}
    assert counted(facts, 2020, rule=TEENS) == {person("b")}
    assert person("b") not in verdicts(facts, 2020, CHILDREN)


@pytest.mark.parametrize(
    ("pair", "expected"),
    [
        (("2019-09-01", "2020-01-01"), "counted"),
        (("2020-12-31", "2021-05-31"), "counted"),
        (("2020-02-29", "2020-02-29"), "counted"),
    ],
)
def test_one_day_of_the_year_is_enough(pair: tuple[str, str], expected: str) -> None:
    assert reason(mentee("p", pair=pair), 2020) == expected


@pytest.mark.parametrize("pair", [("2019-09-01", "2019-12-31"), ("2021-01-01", None)])
def test_pair_of_another_year_makes_no_candidate(pair: tuple[str, str | None]) -> None:
    assert verdicts(mentee("p", pair=pair), 2020) == {}


def test_pause_over_the_whole_year_leaves_no_day() -> None:
    facts = mentee("p", pair=("2019-09-01", None), paused=(("2020-01-01", "2020-12-31"),))
    assert reason(facts, 2019) == "counted"
    assert reason(facts, 2020) == "pair_not_in_force"
    assert reason(facts, 2021) == "counted"


def test_another_pair_counts_though_one_was_annulled() -> None:
    facts = together(
        mentee("p", annulled=True),
        mentee("p", pair=("2020-11-01", None), pair_name="second"),
    )
    assert verdicts(facts, 2020)[person("p")].first_day == date(2020, 11, 1)


def test_days_after_the_day_asked_about_do_not_count() -> None:
    facts = mentee("p", pair=("2020-10-01", None))
    assert reason(facts, 2020, as_of="2020-09-30") == "after_as_of"
    assert reason(facts, 2020, as_of="2020-10-01") == "counted"
    assert reason(facts, 2021, as_of="2020-12-31") == "after_as_of"


def test_consent_given_after_the_day_asked_about_does_not_count() -> None:
    facts = mentee("p", consent=(("2020-11-01", None),))
    assert reason(facts, 2020, as_of="2020-10-31") == "consent_not_in_force"
    assert reason(facts, 2020, as_of="2020-11-01") == "counted"


def test_consent_of_a_single_day_is_enough() -> None:
    facts = mentee("p", consent=(("2020-12-31", "2020-12-31"),))
    assert verdicts(facts, 2020)[person("p")].first_day == date(2020, 12, 31)
    assert reason(facts, 2021) == "consent_not_in_force"


def test_leap_day_counts_for_pair_and_consent() -> None:
    facts = mentee("p", pair=("2020-02-28", "2020-02-29"), consent=(("2020-02-29", "2020-03-01"),))
    assert verdicts(facts, 2020)[person("p")].first_day == date(2020, 2, 29)


def test_later_withdrawal_does_not_undo_earlier_days() -> None:
    facts = mentee("p", consent=(("2020-09-01", "2020-10-01"),))
    assert reason(facts, 2020) == "counted"
    assert reason(facts, 2021) == "consent_not_in_force"


def test_consent_given_to_another_school_does_not_count() -> None:
    facts = together(
        mentee("p", at="01", consent=()),
        mentee("p", at="02", pair=("2021-09-01", None)),
    )
    assert reason(facts, 2020) == "consent_not_in_force"


def test_consent_during_a_pause_alone_does_not_count() -> None:
    november = ("2020-11-01", "2020-11-30")
    facts = mentee("p", pair=("2020-10-01", "2020-12-31"), paused=(november,), consent=(november,))
    assert reason(facts, 2020) == "consent_not_in_force"


def test_rule_set_may_count_without_consent() -> None:
    facts = together(mentee("a", consent=()), mentee("b"), mentee("c", consent=(), born=1980))
    strict = figure_of(facts, 2020, d=10)
    lenient = figure_of(facts, 2020, d=10, rules=RULES_WITHOUT_CONSENT)
    assert (strict.numerator, strict.left_out_for_consent) == (1, 1)
    assert (lenient.numerator, lenient.left_out_for_consent) == (2, 0)
    assert lenient.rule_set == "without-consent/1"
    assert verdicts(facts, 2020, rules=RULES_WITHOUT_CONSENT)[person("a")].first_day == date(
        2020, 10, 1
    )


def test_living_elsewhere_all_the_time_is_listed_and_not_counted() -> None:
    facts = mentee("p", away=(SCHOOL_YEAR,))
    assert reason(facts, 2020) == "lives_elsewhere"
    assert figure_of(facts, 2020).numerator == 0


def test_residence_on_one_counted_day_is_enough() -> None:
    moved_in = mentee("p", away=(("2020-01-01", "2020-12-30"),))
    moved_out = mentee("p", away=(("2020-10-02", None),))
    assert reason(moved_in, 2020) == "counted"
    assert reason(moved_out, 2020) == "counted"
    assert reason(moved_out, 2021) == "lives_elsewhere"


def test_first_day_is_a_counted_day_wherever_the_person_lived() -> None:
    moved_in = mentee("p", away=(("2020-01-01", "2020-11-30"),))
    assert verdicts(moved_in, 2020)[person("p")].first_day == date(2020, 10, 1)


def test_residence_outside_the_counted_days_does_not_help() -> None:
    facts = mentee("p", consent=(("2020-10-01", "2020-10-31"),), away=(("2020-10-01", None),))
    assert reason(facts, 2020) == "lives_elsewhere"


def test_resident_days_without_consent_are_missing_the_consent_only() -> None:
    facts = mentee(
        "p", consent=(("2020-10-01", "2020-10-31"),), away=(("2020-10-01", "2020-10-31"),)
    )
    assert reason(facts, 2020) == "consent_not_in_force"
    assert reason(facts, 2020, rules=RULES_WITHOUT_CONSENT) == "counted"


def test_residence_is_read_from_the_school_of_the_day() -> None:
    facts = together(
        mentee("p", at="01", pair=("2020-02-01", "2020-05-31"), away=(("2019-01-01", None),)),
        mentee("p", at="02", pair=("2020-09-01", "2020-12-31"), away=(("2019-01-01", None),)),
    )
    one_knows_better = together(
        mentee("p", at="01", pair=("2020-02-01", "2020-05-31"), away=(("2019-01-01", None),)),
        mentee("p", at="02", pair=("2020-09-01", "2020-12-31"), away=()),
    )
    assert reason(facts, 2020) == "lives_elsewhere"
    assert reason(one_knows_better, 2020) == "counted"
    assert reason(one_knows_better.of_school(school("01")), 2020) == "lives_elsewhere"


def test_residence_does_not_matter_if_the_rule_does_not_ask() -> None:
    anywhere = msgspec.structs.replace(CHILDREN, resident=False)
    assert reason(mentee("p", away=(SCHOOL_YEAR,)), 2020, rule=anywhere) == "counted"


def test_person_is_assigned_to_the_school_of_the_earliest_counted_day() -> None:
    facts = together(
        mentee("p", at="01", pair=("2020-09-01", None), consent=(("2020-11-02", None),)),
        mentee("p", at="02", pair=("2020-11-01", None)),
    )
    verdict = verdicts(facts, 2020)[person("p")]
    assert (verdict.first_day, verdict.school) == (date(2020, 11, 1), school("02"))


def test_same_first_day_goes_to_the_lower_institution_code() -> None:
    for order in (("02", "10", "1"), ("1", "02", "10"), ("10", "1", "02")):
        facts = together(*(mentee("p", at=code) for code in order))
        assert verdicts(facts, 2020)[person("p")].school == school("02")


def test_who_is_not_counted_has_no_first_day_and_no_school() -> None:
    verdict = verdicts(mentee("p", born=1980), 2020)[person("p")]
    assert (verdict.outcome, verdict.first_day, verdict.school, verdict.met) == (
        "not_counted",
        None,
        None,
        None,
    )


def test_one_meeting_in_any_pair_with_a_counted_day_is_enough() -> None:
    met_once = together(mentee("p", met=False), mentee("p", at="02", met=True))
    met_without_consent = together(
        mentee("p", met=False), mentee("p", at="02", met=True, consent=())
    )
    never_counted = mentee("p", met=False, born=1980)
    assert figure_of(met_once, 2020).without_meeting == 0
    assert figure_of(met_without_consent, 2020).without_meeting == 1
    assert figure_of(never_counted, 2020).without_meeting == 0


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (
            mentee("p", annulled=True, born=None, consent=(), away=(SCHOOL_YEAR,)),
            "pair_not_in_force",
        ),
        (mentee("p", born=None, consent=(), away=(SCHOOL_YEAR,)), "birth_year_unknown"),
        (mentee("p", born=1980, consent=(), away=(SCHOOL_YEAR,)), "outside_age"),
        (mentee("p", consent=(), away=(SCHOOL_YEAR,)), "lives_elsewhere"),
        (mentee("p", consent=()), "consent_not_in_force"),
    ],
)
def test_first_reason_in_order_is_the_one_given(facts: CountingFacts, expected: str) -> None:
    assert reason(facts, 2020) == expected


def test_missing_record_of_a_person_is_an_error() -> None:
    facts = mentee("p")
    with pytest.raises(KeyError):
        verdicts(CountingFacts(participations=facts.participations, people=()), 2020)


def test_verdicts_are_sorted_by_person_key() -> None:
    facts = together(*(mentee(name) for name in "abcdef"))
    keys = list(verdicts(facts, 2020))
    assert keys == sorted(keys)
    assert len(keys) == 6
