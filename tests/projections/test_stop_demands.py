"""Demands to stop processing as people read them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

import msgspec
import pytest

from domain.stop_demand import DemandStop, ExtendStopTerm, StrikeStopDemandFact
from projections.stop_demands import StopDemandFilter, StopDemandLine, list_stop_demands
from service.bootstrap import Application
from tests.support.district import REASON, District
from tests.support.paging import every_line

DEMAND = DemandStop(
    demanded_by="representative", document="вх. № 15", effective_on=date(2020, 10, 27)
)
EXTEND = ExtendStopTerm(number=1, why="запрошен архив", notice="исх. № 9")


@pytest.fixture
def district(application: Application) -> District:
    """Two schools; the clock stands at 1 November 2020."""
    district = District(application, clock="2020-11-01")
    for code in ("01", "02"):
        district.school(code)
    return district


def demands(
    district: District, school: UUID | None = None, as_of: datetime | None = None
) -> list[StopDemandLine]:
    schools = (school,) if school else ()
    question = district.question(*schools, asker=school, as_of=as_of)
    return every_line(district.application, question, list_stop_demands, StopDemandFilter())


def test_demands_are_read_by_school_as_they_stood(district: District) -> None:
    one, other = district.schools.values()
    person = district.participant(one, "Требуев", born=2010)
    assert district.participant(other, "Требуев", born=2010) == person
    for school in (one, other):
        district.record(DEMAND, school, person)
    second = DemandStop(demanded_by="self")
    district.record(second, one, person)
    district.clock = "2020-11-02"
    district.record(EXTEND, one, person)
    strike = StrikeStopDemandFact(corrects=2, reason=REASON)
    district.record(strike, one, person)

    (now,) = demands(district, one)
    assert (now.number, now.received_on, now.demanded_by) == (
        1,
        date(2020, 10, 27),
        "representative",
    )
    assert (now.document, now.extended_on, now.why, now.notice) == (
        "вх. № 15",
        date(2020, 11, 2),
        "запрошен архив",
        "исх. № 9",
    )
    assert now.version == 4
    then = datetime(2020, 11, 1, 20, tzinfo=UTC)
    known = demands(district, one, as_of=then)
    assert [(line.number, line.version, line.extended_on) for line in known] == [
        (1, 2, None),
        (2, 2, None),
    ]
    (elsewhere,) = demands(district, other)
    assert (elsewhere.school, elsewhere.version) == (other, 1)
    # The consent names no recipient: the district is told that there is a demand, not what it says.
    hidden = demands(district)
    assert {(line.state, line.document, line.why, line.notice) for line in hidden} == {
        ("hidden", None, None, None)
    }


def test_demands_are_kept_to_a_day_and_a_person(district: District) -> None:
    school = district.schools["01"]
    people = [district.participant(school, name) for name in ("Азов", "Буров")]
    district.record(DEMAND, school, people[0])
    district.record(DemandStop(demanded_by="self"), school, people[1])

    def found(on: date | None = None, person: UUID | None = None) -> list[UUID]:
        question = msgspec.structs.replace(district.question(), on=on)
        wanted = StopDemandFilter(person=person)
        lines = every_line(district.application, question, list_stop_demands, wanted)
        return [line.person for line in lines]

    assert set(found()) == set(people)
    assert found(on=date(2020, 10, 31)) == people[:1]
    assert found(person=people[1]) == people[1:]
