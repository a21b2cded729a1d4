"""Random facts of two schools over a year and its turns, for what holds of every history."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from domain.figures import (
    CountingFacts,
    Enterprise,
    PaperTotal,
    Participation,
    PersonInSchool,
    Response,
)
from domain.time import NO_DAYS, DaySet
from tests.figures.builders import person, school

YEAR = 2020
FIRST, LAST = date(2019, 12, 20), date(2021, 1, 12)
PEOPLE = [person(name) for name in "ab"]
CODES = ["01", "02"]
INNS = ["6200000001", "6200000002", "6200000003"]

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
# Three years before the days that are asked about, most of them.
experience = st.none() | any_day.map(lambda day: day - timedelta(days=3 * 365 + 1)) | any_day
positions = st.lists(
    st.tuples(st.sampled_from(["teacher", "teacher", "head"]), some_days), max_size=2
).map(tuple)
by_inn = st.lists(st.tuples(st.sampled_from(INNS), some_days), max_size=3).map(tuple)


@st.composite
def places(draw: st.DrawFn, *, in_force: bool | None = None) -> Participation:
    code = draw(st.sampled_from(CODES))
    term = draw(spans)
    days = NO_DAYS if in_force is False else term - draw(some_days)
    return Participation(
        school=school(code),
        school_code=code,
        person=draw(st.sampled_from(PEOPLE)),
        role=draw(st.sampled_from(["mentee", "mentor"])),
        pair=draw(st.uuids()),
        term=term,
        in_force=days,
        met=draw(st.booleans()),
        enterprise_days=draw(by_inn),
    )


@st.composite
def answers(draw: st.DrawFn) -> Response:
    answered_on = draw(any_day)
    later = timedelta(days=draw(st.integers(0, 2)))
    return Response(
        school=school(draw(st.sampled_from(CODES))),
        person=draw(st.sampled_from([*PEOPLE, *PEOPLE, None])),
        role=draw(st.sampled_from(["mentee", "mentor"])),
        year=draw(st.sampled_from([YEAR, YEAR, YEAR + 1])),
        phase=draw(st.sampled_from(["before", "interim", "after"])),
        answered_on=answered_on,
        recorded_at=datetime(2021, 6, 1, tzinfo=UTC) + later,
        overall=draw(st.integers(5, 9)),
    )


paper_totals = st.builds(
    PaperTotal,
    school=st.sampled_from(CODES).map(school),
    role=st.sampled_from(["mentee", "mentor"]),
    year=st.sampled_from([YEAR, YEAR + 1]),
    respondents=st.integers(0, 9),
    satisfied=st.integers(0, 9),
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
                position_days=draw(positions),
                experience_from=draw(experience),
                enterprise_days=draw(by_inn),
            )
            for code in CODES
        )
    return CountingFacts(
        participations=tuple(draw(st.lists(places(), min_size=1, max_size=5))),
        people=tuple(people),
        responses=tuple(draw(st.lists(answers(), max_size=5))),
        paper_totals=tuple(draw(st.lists(paper_totals, max_size=2))),
        enterprises=tuple(Enterprise(code=inn, operating_days=draw(some_days)) for inn in INNS[:2]),
        own_inns=frozenset(draw(st.sampled_from([(), (), (), INNS[:1]]))),
    )
