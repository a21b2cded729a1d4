"""Indicator 4: which enterprises gave a mentor."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from domain.figures import CountingFacts
from tests.figures.builders import (
    ENTERPRISES,
    RULES_WITHOUT_CONSENT,
    days,
    employee,
    enterprise_verdicts,
    figure_of,
    in_district,
    mentee,
    mentor,
    own,
    school,
    together,
)

PLANT = "6200000001"
FARM = "6200000002"
AUTUMN = ("2020-09-01", "2020-11-30")
SPRING = ("2020-03-01", "2020-05-31")


def why(facts: CountingFacts, year: int = 2020, code: str = PLANT, **asked: Any) -> str:
    found = enterprise_verdicts(facts, year, **asked)
    return found[code].reason


def plant(**said: Any) -> CountingFacts:
    """A mentor of the plant, valid in everything that is not said."""
    return employee("p", PLANT, **said)


def test_enterprise_of_several_mentors_and_schools_counts_once() -> None:
    facts = together(
        employee("a", PLANT, at="01"),
        employee("b", PLANT, at="01"),
        employee("c", PLANT, at="02"),
        employee("d", FARM, at="02"),
        in_district(PLANT),
        in_district(FARM),
    )
    figure = figure_of(facts, 2020, ENTERPRISES, d=80, target="2")
    assert (figure.numerator, figure.value, figure.state) == (2, Decimal("2.5"), "reached")
    assert list(enterprise_verdicts(facts, 2020)) == [PLANT, FARM]


def test_mentor_of_two_enterprises_gives_both() -> None:
    both = tuple((code, days(AUTUMN)) for code in (PLANT, FARM))
    facts = together(mentor("p", named=both, works=both), in_district(PLANT), in_district(FARM))
    assert figure_of(facts, 2020, ENTERPRISES).numerator == 2


def test_enterprise_changes_while_the_pair_goes_on() -> None:
    named = ((PLANT, days(("2020-10-01", "2020-12-31"))), (FARM, days(("2021-01-01", None))))
    facts = together(mentor("p", named=named, works=named), in_district(PLANT), in_district(FARM))
    assert list(enterprise_verdicts(facts, 2020)) == [PLANT]
    assert list(enterprise_verdicts(facts, 2021)) == [FARM]


def test_enterprise_named_twice_and_worked_at_twice_is_one() -> None:
    named = ((PLANT, days(SPRING)), (PLANT, days(AUTUMN)))
    facts = mentor("p", pair=("2020-01-01", None), named=named, works=named[::-1])
    verdict = enterprise_verdicts(together(facts, in_district(PLANT)), 2020)[PLANT]
    assert (verdict.reason, verdict.first_day) == ("counted", date(2020, 3, 1))


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (plant(), "counted"),
        (plant(named=(("2020-12-31", None),)), "counted"),
        (plant(paused=(("2020-10-01", "2020-12-31"),)), "pair_not_in_force"),
        (plant(named=(AUTUMN,), paused=(AUTUMN,)), "pair_not_in_force"),
        (plant(works=()), "not_employed"),
        (plant(works=(("2020-01-01", "2020-09-30"),)), "not_employed"),
        (plant(works=(("2020-01-01", "2020-10-01"),)), "counted"),
        (
            plant(works=(("2020-12-31", None),), named=(("2020-01-01", "2020-12-30"),)),
            "not_employed",
        ),
        (plant(consent=()), "consent_not_in_force"),
        (plant(consent=(AUTUMN,), works=(("2020-12-01", None),)), "consent_not_in_force"),
    ],
)
def test_a_day_needs_the_pair_the_name_the_job_and_the_consent(
    facts: CountingFacts, expected: str
) -> None:
    assert why(together(facts, in_district(PLANT))) == expected


@pytest.mark.parametrize(
    ("operates", "expected"),
    [
        (("2020-12-31", None), "counted"),
        (("2010-01-01", "2020-10-01"), "counted"),
        (("2010-01-01", "2020-09-30"), "not_operating"),
        (("2021-01-01", None), "not_operating"),
    ],
)
def test_enterprise_has_to_operate_in_the_district_on_such_a_day(
    operates: tuple[str, str | None], expected: str
) -> None:
    assert why(together(plant(), in_district(PLANT, operates))) == expected


def test_enterprise_the_district_does_not_know_does_not_operate_there() -> None:
    assert why(together(plant(), in_district(FARM))) == "not_operating"


def test_employment_has_to_be_recorded_by_the_school_of_the_pair() -> None:
    elsewhere = together(
        employee("p", PLANT, at="01", works=()),
        employee("p", PLANT, at="02", pair=("2021-01-01", None)),
        in_district(PLANT),
    )
    assert why(elsewhere) == "not_employed"
    assert why(elsewhere, 2021) == "counted"


def test_own_institution_never_counts() -> None:
    facts = together(plant(), in_district(PLANT), own(PLANT, FARM))
    assert why(facts) == "own_institution"
    assert figure_of(facts, 2020, ENTERPRISES).numerator == 0


def test_days_after_the_day_asked_about_do_not_count() -> None:
    facts = together(plant(named=(("2020-11-01", None),)), in_district(PLANT))
    assert why(facts, as_of="2020-10-31") == "after_as_of"
    assert why(facts, as_of="2020-11-01") == "counted"


def test_without_the_consent_condition_the_others_stay() -> None:
    facts = together(plant(consent=()), in_district(PLANT))
    other = together(plant(consent=(), works=()), in_district(PLANT))
    assert why(facts, rules=RULES_WITHOUT_CONSENT) == "counted"
    assert why(other, rules=RULES_WITHOUT_CONSENT) == "not_employed"
    assert figure_of(facts, 2020, ENTERPRISES).left_out_for_consent == 1


def test_only_a_mentors_pair_makes_a_candidate_in_its_year() -> None:
    named = ((PLANT, days(("2020-01-01", None))),)
    of_mentee = mentee("p", named=named, works=named)
    assert enterprise_verdicts(together(of_mentee, in_district(PLANT)), 2020) == {}
    assert enterprise_verdicts(together(plant(), in_district(PLANT)), 2022) == {}
    before_its_start = plant(named=(("2020-01-01", "2020-09-30"),))
    assert enterprise_verdicts(together(before_its_start, in_district(PLANT)), 2020) == {}


def test_enterprise_is_assigned_to_the_school_of_its_earliest_counted_day() -> None:
    facts = together(
        employee("a", PLANT, at="03", pair=("2020-02-01", None), works=(AUTUMN,)),
        employee("b", PLANT, at="02", pair=("2020-09-01", None)),
        employee("c", PLANT, at="01", pair=("2020-09-02", None)),
        in_district(PLANT),
    )
    verdict = enterprise_verdicts(facts, 2020)[PLANT]
    assert (verdict.first_day, verdict.school) == (date(2020, 9, 1), school("02"))


def test_first_day_is_one_on_which_the_enterprise_operates_and_employs() -> None:
    facts = together(
        plant(pair=("2020-02-01", None), works=(("2020-03-01", None),)),
        in_district(PLANT, ("2020-04-01", None)),
    )
    assert enterprise_verdicts(facts, 2020)[PLANT].first_day == date(2020, 4, 1)


def test_without_meeting_is_the_enterprise_whose_counted_pairs_never_met() -> None:
    never = together(employee("a", PLANT, met=False), in_district(PLANT))
    once = together(never, employee("b", PLANT, at="02"))
    not_counted = together(never, employee("b", PLANT, at="02", works=()))
    assert figure_of(never, 2020, ENTERPRISES).without_meeting == 1
    assert figure_of(once, 2020, ENTERPRISES).without_meeting == 0
    assert figure_of(not_counted, 2020, ENTERPRISES).without_meeting == 1


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (together(plant(annulled=True, works=(), consent=()), own(PLANT)), "pair_not_in_force"),
        (together(plant(works=(), consent=()), own(PLANT)), "own_institution"),
        (plant(works=(), consent=()), "not_employed"),
        (plant(consent=()), "not_operating"),
        (together(plant(consent=()), in_district(PLANT)), "consent_not_in_force"),
    ],
)
def test_first_reason_in_order_is_the_one_given(facts: CountingFacts, expected: str) -> None:
    verdict = enterprise_verdicts(facts, 2020)[PLANT]
    assert verdict.reason == expected
    assert (verdict.outcome, verdict.first_day, verdict.school) == ("not_counted", None, None)
