"""The worked cases of the definition, told by commands and counted from the registers."""

from datetime import date
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from domain.figures import Figure, Verdict
from domain.time import end_of_day
from projections.figures import basis_of, compute, verdicts
from projections.query import Question
from service.bootstrap import Application
from tests.support.district import District

TODAY = date(2026, 1, 1)
MOSCOW = ZoneInfo("Europe/Moscow")
CHILDREN, TEENS = 0, 1


def as_of(day: str, district: District) -> Question:
    """Ask what was known at the end of a day."""
    return district.question(as_of=end_of_day(date.fromisoformat(day), MOSCOW))


def figures_of(
    district: District, year: int, scope: UUID | None = None, question: Question | None = None
) -> list[Figure]:
    question = question or district.question()
    with district.application.reading.transaction(question) as reader:
        return compute(reader, question, scope or district.id, [year], TODAY)


def children_of(district: District, year: int, question: Question | None = None) -> Figure:
    return figures_of(district, year, question=question)[CHILDREN]


def verdicts_of(district: District, year: int, indicator: int = CHILDREN) -> dict[UUID, Verdict]:
    question = district.question()
    with district.application.reading.transaction(question) as reader:
        basis = basis_of(reader, question, TODAY)
        assert basis is not None
        asked = basis.ask(basis.rules.indicators[indicator], year)
        found = verdicts(reader, question, district.id, asked)
    return {verdict.person: verdict for verdict in found if verdict.person is not None}


def test_ages_from_ten_to_nineteen_count_in_each_year(application: Application) -> None:
    district = District(application)
    schools = [district.school("01"), district.school("02")]
    people: dict[int | None, UUID] = {}
    for number, born in enumerate((2011, 2010, 2001, 2000, None)):
        school = schools[number % 2]
        mentor = district.participant(school, f"Наставник {born}")
        people[born] = district.participant(school, f"Ребёнок {born}", born=born)
        district.pair(school, mentor, [people[born]], "2020-10-01", "2021-06-30")
    for year in (2020, 2021):
        district.base_count("children_10_19", year, 16)
    district.target("children_mentored", 2020, "10")

    first, second = children_of(district, 2020), children_of(district, 2021)
    reasons = {
        year: {born: verdicts_of(district, year)[people[born]].reason for born in people}
        for year in (2020, 2021)
    }

    assert (first.numerator, first.denominator, first.value) == (2, 16, Decimal("12.5"))
    assert (first.target, first.state) == (Decimal(10), "reached")
    assert (second.numerator, second.value) == (2, Decimal("12.5"))
    assert (second.target, second.state) == (None, "no_target")
    assert reasons[2020] == {
        2011: "outside_age",
        2010: "counted",
        2001: "counted",
        2000: "outside_age",
        None: "birth_year_unknown",
    }
    assert reasons[2021] == reasons[2020] | {2011: "counted", 2001: "outside_age"}


def test_person_in_two_schools_and_both_roles_counts_once_in_each(
    application: Application,
) -> None:
    district = District(application)
    first, second = district.school("01"), district.school("02")
    winter = ("2020-12-15", "2021-02-15")
    someone = district.participant(first, "П", born=2004)
    assert someone == district.participant(second, "П", born=2004)
    for school in (first, second):
        teacher = district.participant(school, "Учитель")
        district.pair(school, teacher, [someone], *winter)
    too_young = district.participant(first, "Младший", born=2013)
    district.pair(first, someone, [too_young], *winter)
    for year in (2020, 2021):
        district.base_count("children_10_19", year, 40)
        district.base_count("teens_15_19", year, 20)

    for year in (2020, 2021):
        children, teens, *_ = figures_of(district, year)
        assert (children.numerator, children.value) == (1, Decimal("2.5"))
        assert (teens.numerator, teens.value) == (1, Decimal("5.0"))
        for school, as_mentee, as_mentor in ((first, 1, 1), (second, 1, 0)):
            own = figures_of(district, year, school)[:2]
            assert [figure.numerator for figure in own] == [as_mentee, as_mentor]
            assert [figure.state for figure in own] == ["no_data", "no_data"]


def test_withdrawal_and_corrected_base_count_change_what_is_known_later(
    application: Application,
) -> None:
    district = District(application, clock="2020-01-09")
    schools = [district.school("01"), district.school("02")]
    district.clock = "2020-10-02"
    people = {}
    for number, name in enumerate("abcx"):
        school = schools[number % 2]
        mentor = district.participant(school, f"Наставник {name}")
        people[name] = district.participant(school, name, born=2008)
        district.pair(school, mentor, [people[name]], "2020-10-01")
    district.clock = "2021-01-15"
    district.base_count("children_10_19", 2020, 10)
    district.clock = "2021-02-05"
    district.withdraw(schools[1], people["x"], "2020-09-25")
    district.clock = "2021-02-10"
    district.base_count("children_10_19", 2020, 12)
    district.target("children_mentored", 2020, "30")

    published = children_of(district, 2020, as_of("2021-01-31", district))
    withdrawn = children_of(district, 2020, as_of("2021-02-05", district))
    corrected = children_of(district, 2020)

    assert (published.numerator, published.denominator) == (4, 10)
    assert (published.value, published.left_out_for_consent) == (Decimal("40.0"), 0)
    assert (published.as_of_day, published.state) == (date(2021, 1, 31), "no_target")
    assert (withdrawn.numerator, withdrawn.denominator) == (3, 10)
    assert (withdrawn.value, withdrawn.left_out_for_consent) == (Decimal("30.0"), 1)
    assert (corrected.numerator, corrected.denominator) == (3, 12)
    assert (corrected.value, corrected.as_of_day) == (Decimal("25.0"), TODAY)
    assert (corrected.target, corrected.state) == (Decimal(30), "not_reached")
    assert verdicts_of(district, 2020)[people["x"]].reason == "consent_not_in_force"


def test_paused_short_and_annulled_pairs(application: Application) -> None:
    district = District(application, clock="2020-10-01")
    school, other = district.school("01"), district.school("02")
    mentors = [district.participant(school, f"Наставник {name}") for name in "ab"]
    a, b = (district.participant(school, name, born=2008) for name in "ab")
    c = district.participant(other, "c", born=2008)
    paused = district.pair(school, mentors[0], [a], "2020-09-01")
    mistaken = district.pair(other, district.participant(other, "Наставник"), [c], "2020-10-01")
    district.clock = "2020-11-02"
    district.pause(school, paused, "2020-11-01")
    district.clock = "2020-12-31"
    district.base_count("children_10_19", 2020, 10)
    short = district.pair(school, mentors[1], [b], "2020-12-30", met=False)
    district.clock = "2021-02-15"
    district.complete(school, short, "2021-01-15")
    district.annul(other, mistaken, "2021-02-15")
    district.clock = "2022-03-01"
    district.resume(school, paused, "2022-03-01")
    district.base_count("children_10_19", 2021, 10)

    second = children_of(district, 2021)
    then = children_of(district, 2020, as_of("2020-12-31", district))
    now = children_of(district, 2020)

    assert (second.numerator, second.value, second.without_meeting) == (1, Decimal("10.0"), 1)
    found = verdicts_of(district, 2021)
    assert {person: found[person].reason for person in (a, b, c)} == {
        a: "pair_not_in_force",
        b: "counted",
        c: "pair_not_in_force",
    }
    assert (found[b].first_day, found[b].school) == (date(2021, 1, 1), school)
    assert (then.numerator, then.value) == (3, Decimal("30.0"))
    assert (now.numerator, now.value) == (2, Decimal("20.0"))
