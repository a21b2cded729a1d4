"""What holds of every history: the rule against a day-by-day count, and how scopes compare."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.figures import CountingFacts, Participation, PersonInSchool, Question, judge, tally
from domain.time import NO_DAYS, DaySet
from tests.figures.builders import CHILDREN, RULES, RULES_WITHOUT_CONSENT, person, school

YEAR = 2020
FIRST, LAST = date(2019, 12, 20), date(2021, 1, 12)
WHOLE_YEAR = [date(YEAR, 1, 1) + timedelta(n) for n in range(366)]
PEOPLE = [person(name) for name in "ab"]
CODES = ["01", "02"]

# Days near the turns of the year are where mistakes are.
any_day = st.one_of(
    st.sampled_from([date(2019, 12, 31), date(2020, 1, 1), date(2020, 12, 31), date(2021, 1, 1)]),
    st.sampled_from([date(2020, month, 15) for month in range(1, 13)]),
    st.dates(FIRST, LAST),
)
spans = st.builds(
    lambda one, other, open_end: DaySet.between(
        min(one, other), None if open_end else max(one, other)
    ),
    any_day,
    any_day,
    st.booleans(),
)
some_days = st.lists(spans, max_size=2).map(
    lambda parts: DaySet(span for part in parts for span in part)
)
as_of_days = st.one_of(st.just(date(2026, 1, 1)), any_day)
birth_years = st.sampled_from([2005, 2005, 2005, 2001, 2010, 2000, 2011, None])


@st.composite
def places(draw: st.DrawFn, *, in_force: bool | None = None) -> Participation:
    code = draw(st.sampled_from(CODES))
    term = draw(spans)
    days = NO_DAYS if in_force is False else term - draw(some_days)
    return Participation(
        school=school(code),
        school_code=code,
        person=draw(st.sampled_from(PEOPLE)),
        role=draw(st.sampled_from(["mentee", "mentee", "mentee", "mentor"])),
        pair=draw(st.uuids()),
        term=term,
        in_force=days,
        met=draw(st.booleans()),
    )


@st.composite
def histories(draw: st.DrawFn, *, years_agree: bool = False) -> CountingFacts:
    people: list[PersonInSchool] = []
    for key in PEOPLE:
        born = draw(birth_years)
        people.extend(
            PersonInSchool(
                school=school(code),
                person=key,
                birth_year=born if years_agree else draw(birth_years),
                known_birth_year=None if years_agree else draw(st.sampled_from([None, born])),
                away_days=draw(some_days),
                consent_days=draw(some_days),
            )
            for code in CODES
        )
    return CountingFacts(
        participations=tuple(draw(st.lists(places(), min_size=1, max_size=5))), people=tuple(people)
    )


def question(as_of_day: date, rules: Any = RULES) -> Question:
    return Question(rules=rules, rule=CHILDREN, year=YEAR, as_of_day=as_of_day)


def numerator(facts: CountingFacts, as_of_day: date = date(2026, 1, 1)) -> int:
    return tally(judge(facts, question(as_of_day))).numerator


def counted_day_by_day(facts: CountingFacts, as_of_day: date) -> dict[UUID, tuple[date, UUID]]:
    """Walk through the year and ask of every day whether it counts, as the ruling is worded."""
    first: dict[UUID, tuple[date, str, UUID]] = {}
    at_home: set[UUID] = set()
    for place in facts.participations:
        record = next(
            each
            for each in facts.people
            if (each.school, each.person) == (place.school, place.person)
        )
        for day in WHOLE_YEAR:
            if place.role != "mentee" or day > as_of_day:
                continue
            if day in place.in_force and day in record.consent_days:
                start = (day, place.school_code, place.school)
                first[place.person] = min(first.get(place.person, start), start)
                if day not in record.away_days:
                    at_home.add(place.person)
    return {
        key: (day, where)
        for key, (day, _, where) in first.items()
        if key in at_home and of_age(facts, key)
    }


def of_age(facts: CountingFacts, key: UUID) -> bool:
    mine = [record for record in facts.people if record.person == key]
    known = [record.known_birth_year for record in mine if record.known_birth_year]
    years = known or [record.birth_year for record in mine if record.birth_year]
    return bool(years) and all(10 <= YEAR - year <= 19 for year in years)


@settings(max_examples=300)
@given(histories(), as_of_days)
def test_verdicts_agree_with_a_count_day_by_day(facts: CountingFacts, as_of_day: date) -> None:
    found = {
        verdict.person: (verdict.first_day, verdict.school)
        for verdict in judge(facts, question(as_of_day))
        if verdict.outcome == "counted"
    }
    assert found == counted_day_by_day(facts, as_of_day)


@given(histories(), places(in_force=False), as_of_days)
def test_pair_never_in_force_changes_no_numerator(
    facts: CountingFacts, idle: Participation, as_of_day: date
) -> None:
    more = CountingFacts(participations=(*facts.participations, idle), people=facts.people)
    assert numerator(more, as_of_day) == numerator(facts, as_of_day)


@given(histories(), st.randoms(use_true_random=False))
def test_order_in_which_facts_come_does_not_matter(facts: CountingFacts, random: Any) -> None:
    participations, people = list(facts.participations), list(facts.people)
    random.shuffle(participations)
    random.shuffle(people)
    shuffled = CountingFacts(participations=tuple(participations), people=tuple(people))
    asked = question(date(2026, 1, 1))
    assert judge(shuffled, asked) == judge(facts, asked)


@given(histories(), as_of_days)
def test_every_candidate_is_judged_once(facts: CountingFacts, as_of_day: date) -> None:
    year = DaySet.of_year(YEAR)
    candidates = {
        place.person
        for place in facts.participations
        if place.role == "mentee" and place.term & year
    }
    verdicts = judge(facts, question(as_of_day))
    assert [verdict.person for verdict in verdicts] == sorted(candidates)
    assert numerator(facts, as_of_day) <= len(candidates)
    assert all(
        (verdict.outcome == "counted") == (verdict.reason == "counted") for verdict in verdicts
    )


@given(histories(years_agree=True), as_of_days)
def test_district_lies_between_its_largest_school_and_their_sum(
    facts: CountingFacts, as_of_day: date
) -> None:
    schools = [numerator(facts.of_school(school(code)), as_of_day) for code in CODES]
    assert max(schools) <= numerator(facts, as_of_day) <= sum(schools)


@given(histories(), as_of_days)
def test_left_out_for_consent_are_those_who_would_count_without_it(
    facts: CountingFacts, as_of_day: date
) -> None:
    strict = tally(judge(facts, question(as_of_day)))
    lenient = tally(judge(facts, question(as_of_day, RULES_WITHOUT_CONSENT)))
    assert strict.left_out_for_consent == lenient.numerator - strict.numerator
    assert lenient.left_out_for_consent == 0


@given(histories(), any_day, any_day)
def test_asking_about_a_later_day_takes_nobody_out(
    facts: CountingFacts, one: date, other: date
) -> None:
    assert numerator(facts, min(one, other)) <= numerator(facts, max(one, other))
