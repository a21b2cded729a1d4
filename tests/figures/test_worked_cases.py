"""The worked cases of the definition."""

from decimal import Decimal

from domain.figures import CountingFacts
from tests.figures.builders import (
    CHILDREN,
    MENTEES_SATISFIED,
    TEACHERS,
    TEENS,
    answer,
    counted,
    figure_of,
    mentee,
    mentor,
    person,
    school,
    teacher,
    together,
    verdicts,
)

FIVE_BIRTH_YEARS = together(
    mentee("2011", born=2011),
    mentee("2010", born=2010),
    mentee("2001", born=2001),
    mentee("2000", born=2000),
    mentee("unknown", born=None),
)


def reasons(facts: CountingFacts, year: int) -> dict[str, str]:
    found = verdicts(facts, year)
    names = ("2011", "2010", "2001", "2000", "unknown")
    return {name: found[person(name)].reason for name in names}


def test_ages_from_ten_to_nineteen_count_in_2020() -> None:
    figure = figure_of(FIVE_BIRTH_YEARS, 2020, d=16, target="10")

    assert (figure.numerator, figure.denominator, figure.value) == (2, 16, Decimal("12.5"))
    assert figure.state == "reached"
    assert reasons(FIVE_BIRTH_YEARS, 2020) == {
        "2011": "outside_age",
        "2010": "counted",
        "2001": "counted",
        "2000": "outside_age",
        "unknown": "birth_year_unknown",
    }


def test_other_birth_years_count_in_2021_without_a_target() -> None:
    figure = figure_of(FIVE_BIRTH_YEARS, 2021, d=16)

    assert (figure.numerator, figure.value) == (2, Decimal("12.5"))
    assert figure.state == "no_target"
    assert reasons(FIVE_BIRTH_YEARS, 2021) == {
        "2011": "counted",
        "2010": "counted",
        "2001": "outside_age",
        "2000": "outside_age",
        "unknown": "birth_year_unknown",
    }


def test_one_person_in_two_roles_and_schools_counts_once_in_each_indicator() -> None:
    winter = ("2020-12-15", "2021-02-15")
    facts = together(
        mentor("p", born=2004, at="01", pair=winter, pair_name="led by p"),
        mentee("p", born=2004, at="01", pair=winter),
        mentee("p", born=2004, at="02", pair=winter),
    )
    for year in (2020, 2021):
        children = figure_of(facts, year, CHILDREN, d=40)
        teens = figure_of(facts, year, TEENS, d=20)
        assert (children.numerator, children.value) == (1, Decimal("2.5"))
        assert (teens.numerator, teens.value) == (1, Decimal("5.0"))
        for code, as_mentee, as_mentor in (("01", 1, 1), ("02", 1, 0)):
            own = facts.of_school(school(code))
            assert figure_of(own, year, CHILDREN).numerator == as_mentee
            assert figure_of(own, year, TEENS).numerator == as_mentor


def test_withdrawal_and_corrected_base_count_change_the_figure() -> None:
    others = together(*(mentee(name) for name in ("a", "b", "c")))
    known_in_january = together(others, mentee("x"))
    known_in_february = together(others, mentee("x", consent=(("2020-09-01", "2020-09-24"),)))

    first = figure_of(known_in_january, 2020, d=10, as_of="2021-01-31")
    withdrawn = figure_of(known_in_february, 2020, d=10, as_of="2021-02-05")
    corrected = figure_of(known_in_february, 2020, d=12, as_of="2021-02-10")

    assert (first.numerator, first.value) == (4, Decimal("40.0"))
    assert (withdrawn.numerator, withdrawn.value) == (3, Decimal("30.0"))
    assert withdrawn.left_out_for_consent == 1
    assert verdicts(known_in_february, 2020)[person("x")].reason == "consent_not_in_force"
    assert (corrected.numerator, corrected.value) == (3, Decimal("25.0"))


def paused_short_and_annulled(*, annulled: bool) -> CountingFacts:
    return together(
        mentee("a", pair=("2020-09-01", None), paused=(("2020-11-01", "2022-03-01"),)),
        mentee("b", pair=("2020-12-30", "2021-01-15"), met=False),
        mentee("c", pair=("2020-10-01", None), annulled=annulled),
    )


def test_paused_and_annulled_pairs_do_not_count() -> None:
    facts = paused_short_and_annulled(annulled=True)
    figure = figure_of(facts, 2021, d=10)

    assert (figure.numerator, figure.value) == (1, Decimal("10.0"))
    assert figure.without_meeting == 1
    found = verdicts(facts, 2021)
    assert found[person("a")].reason == "pair_not_in_force"
    assert found[person("b")].reason == "counted"
    assert found[person("c")].reason == "pair_not_in_force"


def test_annulment_takes_the_person_out_of_the_year_before_too() -> None:
    known_then = paused_short_and_annulled(annulled=False)
    known_now = paused_short_and_annulled(annulled=True)

    assert figure_of(known_then, 2020, d=10, as_of="2020-12-31").value == Decimal("30.0")
    assert figure_of(known_now, 2020, d=10).value == Decimal("20.0")


def test_young_teachers_are_counted_by_their_experience_on_the_first_counted_day() -> None:
    winter = ("2020-01-09", "2020-06-30")
    facts = together(
        teacher("t1", "2019-09-01", pair=winter),
        teacher("t2", "2017-09-01", pair=winter),
        teacher("t3", "2016-03-01", pair=winter),
        teacher("t5", "2017-01-01", pair=winter),
        teacher("t6", "2019-09-01", pair=winter, job=("2019-09-01", "2020-08-31")),
        teacher("t6", "2019-09-01", at="02", pair=("2020-09-01", None), job=("2020-09-01", None)),
        teacher("t7", "2016-09-01", pair=winter, job=("2016-09-01", "2020-06-30")),
    )
    figure = figure_of(facts, 2020, TEACHERS, d=8)

    assert counted(facts, 2020, rule=TEACHERS) == {person(name) for name in ("t1", "t2", "t6")}
    assert (figure.numerator, figure.denominator, figure.value) == (3, 8, Decimal("37.5"))


def test_the_latest_answer_of_everyone_who_took_part_decides() -> None:
    facts = together(
        *(mentee(name) for name in "abcefgh"),
        answer("a", 8, "2021-01-20"),
        answer("a", 6, "2021-05-20"),
        answer("b", 7, "2021-05-20", recorded="2021-05-21"),
        answer("b", 9, "2021-05-20", recorded="2021-05-22"),
        answer("c", 10, "2021-01-20", phase="before"),
        answer("f", 9, "2021-03-20", phase="interim"),
        # What is left of g once erased: the random key, the role, the score.
        answer("g", 9, "2021-05-20"),
        answer(None, 9, "2021-05-20"),
    )
    figure = figure_of(facts, 2021, MENTEES_SATISFIED)

    assert counted(facts, 2021, rule=MENTEES_SATISFIED) == {person(name) for name in "bfg"}
    assert (figure.numerator, figure.denominator, figure.value) == (3, 7, Decimal("42.9"))
    assert (figure.respondents, figure.anonymous) == (4, 1)
