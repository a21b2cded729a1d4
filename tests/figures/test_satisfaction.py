"""Indicators 5 and 6: who is satisfied, of everyone who took part."""

from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from domain.figures import CountingFacts
from domain.rules import SatisfactionRule
from tests.figures.builders import (
    MENTEES_SATISFIED,
    MENTORS_SATISFIED,
    RULES_WITHOUT_CONSENT,
    answer,
    figure_of,
    mentee,
    mentor,
    paper,
    person,
    reason,
    school,
    together,
    verdicts,
)

P = mentee("p")


def why(facts: CountingFacts, year: int = 2021, **asked: Any) -> str:
    return reason(facts, year, **({"rule": MENTEES_SATISFIED} | asked))


@pytest.mark.parametrize(
    ("score", "expected"), [(1, "not_satisfied"), (6, "not_satisfied"), (7, "counted")]
)
def test_bound_of_the_score_is_included(score: int, expected: str) -> None:
    assert why(together(P, answer("p", score, "2021-05-20"))) == expected


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ((answer("p", 9, "2021-01-20"), answer("p", 3, "2021-05-20")), "not_satisfied"),
        ((answer("p", 3, "2021-01-20"), answer("p", 9, "2021-05-20")), "counted"),
        (
            (
                answer("p", 9, "2021-05-20", recorded="2021-05-20"),
                answer("p", 3, "2021-05-20", recorded="2021-05-21"),
            ),
            "not_satisfied",
        ),
        (
            (
                answer("p", 3, "2021-05-19", recorded="2021-07-01"),
                answer("p", 9, "2021-05-20", recorded="2021-06-01"),
            ),
            "counted",
        ),
        ((answer("p", 6, "2021-05-20"), answer("p", 7, "2021-05-20")), "not_satisfied"),
        ((answer("p", 9, "2021-05-20", at="02"), answer("p", 3, "2021-05-19")), "counted"),
        (
            (answer("p", 9, "2021-04-20"), answer("p", 3, "2021-05-20", phase="before")),
            "counted",
        ),
        (
            (answer("p", 9, "2021-04-20"), answer("p", 3, "2021-05-20", phase="interim")),
            "not_satisfied",
        ),
    ],
)
def test_latest_answer_counts_in_whatever_order_they_are_told(
    answers: tuple[CountingFacts, ...], expected: str
) -> None:
    assert why(together(P, *answers)) == expected
    assert why(together(P, *answers[::-1])) == expected


@pytest.mark.parametrize(
    "other",
    [
        answer("p", 9, "2021-05-20", year=2020),
        answer("p", 9, "2021-05-20", role="mentor"),
        answer("p", 9, "2021-05-20", phase="before"),
        answer("q", 9, "2021-05-20"),
        answer(None, 9, "2021-05-20"),
    ],
)
def test_answer_of_another_year_role_phase_or_person_is_none(other: CountingFacts) -> None:
    assert why(together(P, other)) == "no_response"


def test_answer_may_be_given_after_the_year_it_speaks_for() -> None:
    facts = together(mentee("p", pair=("2021-09-01", None)), answer("p", 8, "2022-01-20"))
    assert why(facts) == "counted"
    assert why(facts, as_of="2022-01-19") == "no_response"
    assert why(facts, as_of="2022-01-20") == "counted"


def test_rule_sets_score_and_phases() -> None:
    strict = SatisfactionRule(score_at_least=9, phases=("after",))
    rule = msgspec.structs.replace(MENTEES_SATISFIED, satisfied=strict)
    facts = together(
        mentee("a"),
        mentee("b"),
        answer("a", 8, "2021-05-20"),
        answer("a", 10, "2021-05-21", phase="interim"),
        answer("b", 10, "2021-05-20", phase="interim"),
    )
    assert reason(facts, 2021, "a", rule=rule) == "not_satisfied"
    assert reason(facts, 2021, "b", rule=rule) == "no_response"
    assert figure_of(facts, 2021, rule).respondents == 1


def test_each_role_is_asked_for_itself() -> None:
    facts = together(
        mentee("p"),
        mentor("p", pair_name="led by p"),
        answer("p", 9, "2021-05-20"),
        answer("p", 3, "2021-05-21", role="mentor"),
    )
    assert why(facts) == "counted"
    assert why(facts, rule=MENTORS_SATISFIED) == "not_satisfied"


def test_everyone_who_took_part_is_divided_by_whatever_their_age_and_home() -> None:
    facts = together(
        mentee("a", born=1980),
        mentee("b", born=None, away=(("1900-01-01", None),)),
        mentee("c", consent=()),
        mentee("d", annulled=True),
        mentee("e", pair=("2020-01-01", "2020-05-31")),
        *(answer(name, 9, "2021-05-20") for name in "abcde"),
    )
    figure = figure_of(facts, 2021, MENTEES_SATISFIED, target="100")
    assert (figure.numerator, figure.denominator, figure.respondents) == (2, 2, 2)
    assert (figure.value, figure.state) == (Decimal("100.0"), "reached")
    assert figure.left_out_for_consent == 1
    lenient = figure_of(facts, 2021, MENTEES_SATISFIED, rules=RULES_WITHOUT_CONSENT)
    assert (lenient.numerator, lenient.denominator) == (3, 3)


def test_nobody_took_part_is_no_data() -> None:
    figure = figure_of(answer("p", 9, "2021-05-20"), 2021, MENTEES_SATISFIED, target="50")
    assert (figure.numerator, figure.denominator, figure.respondents) == (0, 0, 0)
    assert (figure.value, figure.state, figure.flags) == (None, "no_data", ())
    assert (figure.counted_on, figure.source) == (None, None)


def test_anonymous_answers_and_paper_stand_beside() -> None:
    facts = together(
        P,
        answer(None, 9, "2021-05-20"),
        answer(None, 1, "2021-05-20", at="02", phase="interim"),
        answer(None, 9, "2021-05-20", phase="before"),
        answer(None, 9, "2021-05-20", role="mentor"),
        answer(None, 9, "2020-05-20", year=2020),
        paper(20, 15),
        paper(10, 4, at="02"),
        paper(7, 7, year=2020),
        paper(5, 5, role="mentor"),
    )
    figure = figure_of(facts, 2021, MENTEES_SATISFIED)
    assert (figure.numerator, figure.denominator, figure.respondents) == (0, 1, 0)
    assert (figure.anonymous, figure.paper_respondents, figure.paper_satisfied) == (2, 30, 19)
    alone = figure_of(facts.of_school(school("02")), 2021, MENTEES_SATISFIED)
    assert (alone.anonymous, alone.paper_respondents, alone.paper_satisfied) == (1, 10, 4)


def test_figures_of_other_indicators_have_no_respondents() -> None:
    figure = figure_of(together(P, answer(None, 9, "2021-05-20"), paper(5, 5)), 2021)
    beside = (figure.respondents, figure.anonymous, figure.paper_respondents)
    assert (*beside, figure.paper_satisfied) == (None, None, None, None)


def test_school_asks_its_own_people_and_hears_its_own_answers() -> None:
    facts = together(
        mentee("p", at="01"),
        mentee("p", at="02"),
        answer("p", 3, "2021-05-20", at="01"),
        answer("p", 9, "2021-05-21", at="02"),
    )
    assert why(facts) == "counted"
    assert why(facts.of_school(school("01"))) == "not_satisfied"
    assert why(facts.of_school(school("02"))) == "counted"


def test_who_took_part_has_a_first_day_and_a_school_satisfied_or_not() -> None:
    facts = together(
        mentee("a", at="02"),
        mentee("b"),
        mentee("c", consent=()),
        answer("b", 3, "2021-05-20"),
    )
    found = verdicts(facts, 2021, MENTEES_SATISFIED)
    new_year = date(2021, 1, 1)
    assert {key: (one.outcome, one.first_day, one.school) for key, one in found.items()} == {
        person("a"): ("not_counted", new_year, school("02")),
        person("b"): ("not_counted", new_year, school("01")),
        person("c"): ("not_counted", None, None),
    }


def test_without_meeting_are_those_of_everyone_who_took_part() -> None:
    facts = together(
        mentee("a", met=False),
        mentee("b", met=False),
        mentee("c"),
        mentee("d", met=False, consent=()),
        answer("a", 9, "2021-05-20"),
    )
    assert figure_of(facts, 2021, MENTEES_SATISFIED).without_meeting == 2


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (mentee("p", pair=("2021-09-01", None), annulled=True), "pair_not_in_force"),
        (mentee("p", consent=()), "consent_not_in_force"),
        (P, "no_response"),
        (together(P, answer("p", 2, "2021-05-20")), "not_satisfied"),
    ],
)
def test_first_reason_in_order_is_the_one_given(facts: CountingFacts, expected: str) -> None:
    assert why(facts) == expected
