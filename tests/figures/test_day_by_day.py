"""The rulings against a walk through the year that asks of every day whether it counts."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

from hypothesis import given, settings

from domain.figures import (
    CountingFacts,
    DaysByCode,
    Participation,
    PersonInSchool,
    Question,
    judge,
)
from domain.rules import IndicatorRule, Role
from tests.figures.builders import (
    CHILDREN,
    ENTERPRISES,
    MENTEES_SATISFIED,
    RULES,
    TEACHERS,
)
from tests.figures.strategies import YEAR, as_of_days, histories

WHOLE_YEAR = [date(YEAR, 1, 1) + timedelta(n) for n in range(366)]

Counted = dict[object, tuple[date, UUID]]
"""Who counts, with the earliest counted day and its school."""


def counted(facts: CountingFacts, rule: IndicatorRule, as_of_day: date) -> Counted:
    asked = Question(rules=RULES, rule=rule, year=YEAR, as_of_day=as_of_day)
    return {
        verdict.person or verdict.enterprise: (verdict.first_day, verdict.school)
        for verdict in judge(facts, asked)
        if verdict.outcome == "counted" and verdict.first_day and verdict.school
    }


def counted_days(
    facts: CountingFacts, role: Role, as_of_day: date
) -> Iterator[tuple[date, Participation, PersonInSchool]]:
    """Walk through the days, schools with the lower code first."""
    for day in WHOLE_YEAR:
        for place in sorted(facts.participations, key=lambda one: one.school_code):
            record = next(
                each
                for each in facts.people
                if (each.school, each.person) == (place.school, place.person)
            )
            in_force = place.role == role and day <= as_of_day and day in place.in_force
            if in_force and day in record.consent_days:
                yield day, place, record


def stands_under(code: str, day: date, days_by_code: DaysByCode) -> bool:
    return any(day in days for each, days in days_by_code if each == code)


@settings(max_examples=200)
@given(histories(), as_of_days)
def test_children_are_counted_as_day_by_day(facts: CountingFacts, as_of_day: date) -> None:
    first: Counted = {}
    at_home: set[object] = set()
    for day, place, record in counted_days(facts, "mentee", as_of_day):
        first.setdefault(place.person, (day, place.school))
        if day not in record.away_days:
            at_home.add(place.person)
    expected = {key: found for key, found in first.items() if key in at_home and of_age(facts, key)}
    assert counted(facts, CHILDREN, as_of_day) == expected


def of_age(facts: CountingFacts, key: object) -> bool:
    mine = [record for record in facts.people if record.person == key]
    known = [record.known_birth_year for record in mine if record.known_birth_year]
    years = known or [record.birth_year for record in mine if record.birth_year]
    return bool(years) and all(10 <= YEAR - year <= 19 for year in years)


@settings(max_examples=200)
@given(histories(), as_of_days)
def test_teachers_are_counted_as_day_by_day(facts: CountingFacts, as_of_day: date) -> None:
    first: Counted = {}
    in_position: set[object] = set()
    for day, place, _ in counted_days(facts, "mentee", as_of_day):
        first.setdefault(place.person, (day, place.school))
        mine = [record for record in facts.people if record.person == place.person]
        if any(stands_under("teacher", day, record.position_days) for record in mine):
            in_position.add(place.person)
    expected = {
        key: found
        for key, found in first.items()
        if key in in_position and has_little_experience(facts, key, found[0])
    }
    assert counted(facts, TEACHERS, as_of_day) == expected


def has_little_experience(facts: CountingFacts, key: object, day: date) -> bool:
    mine = [record for record in facts.people if record.person == key]
    starts = [record.experience_from for record in mine if record.experience_from]
    # Three years are complete on the day of the start's day and month, three years on.
    return bool(starts) and all(
        (start.year + 3, start.month, start.day) > (day.year, day.month, day.day)
        for start in starts
    )


@settings(max_examples=200)
@given(histories(), as_of_days)
def test_enterprises_are_counted_as_day_by_day(facts: CountingFacts, as_of_day: date) -> None:
    expected: Counted = {}
    for day, place, record in counted_days(facts, "mentor", as_of_day):
        for enterprise in facts.enterprises:
            code = enterprise.code
            if (
                code not in facts.own_inns
                and day in enterprise.operating_days
                and stands_under(code, day, place.enterprise_days)
                and stands_under(code, day, record.enterprise_days)
            ):
                expected.setdefault(code, (day, place.school))
    assert counted(facts, ENTERPRISES, as_of_day) == expected


@settings(max_examples=200)
@given(histories(), as_of_days)
def test_satisfied_are_counted_as_answer_by_answer(facts: CountingFacts, as_of_day: date) -> None:
    first: Counted = {}
    for day, place, _ in counted_days(facts, "mentee", as_of_day):
        first.setdefault(place.person, (day, place.school))
    in_order = sorted(
        facts.responses, key=lambda one: (one.answered_on, one.recorded_at, -one.overall)
    )
    scores = {
        answer.person: answer.overall
        for answer in in_order
        if (answer.role, answer.year) == ("mentee", YEAR)
        and answer.phase != "before"
        and answer.answered_on <= as_of_day
    }
    expected = {key: found for key, found in first.items() if scores.get(key, 0) >= 7}  # type: ignore[call-overload]
    assert counted(facts, MENTEES_SATISFIED, as_of_day) == expected
