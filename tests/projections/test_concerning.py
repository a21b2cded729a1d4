"""Which published figures a fact can change is told from the fact, before anything is counted."""

from datetime import UTC, date, datetime
from uuid import UUID

import msgspec
import pytest

from domain.base_count import BaseCountRecorded
from domain.consent import ConsentFoundInvalid, ConsentWithdrawn
from domain.events import Event
from domain.participant import ResidenceRecorded
from domain.publication import Frozen
from domain.survey import SurveyOpened
from domain.target import TargetSet
from projections.published import Published
from service.concerning import may_change
from tests.figures.builders import CHILDREN, figure_of, mentee, together

DISTRICT, SCHOOL, OTHER, PERSON = (UUID(int=number) for number in range(1, 5))
FIGURE = msgspec.structs.replace(
    figure_of(together(mentee("a")), 2020, CHILDREN, d=20), as_of_day=date(2021, 1, 20)
)


def published(scope: UUID = DISTRICT) -> Published:
    """Return the figure of 2020 as it was published on 20.01.2021."""
    frozen = Frozen(
        figure=FIGURE,
        as_of=datetime(2021, 1, 20, 14, tzinfo=UTC),
        heads=(),
        digest="",
        unconfirmed=(),
    )
    return Published(indicator="children_mentored", year=2020, scope=scope, number=1, frozen=frozen)


def withdrawn(day: date, corrects: int | None = None) -> Event:
    return ConsentWithdrawn(
        effective_on=day,
        corrects=corrects,
        person=PERSON,
        purpose="processing",
        number=1,
        withdrawn_by="self",
    )


def counted(year: int, school: UUID | None) -> Event:
    return BaseCountRecorded(
        effective_on=date(2022, 1, 1),
        kind="children_10_19",
        year=year,
        school=school,
        value=10,
        source="статистика",
    )


@pytest.mark.parametrize(
    ("event", "changes"),
    [
        (withdrawn(date(2020, 12, 31)), True),
        (withdrawn(date(2021, 1, 20)), True),
        (withdrawn(date(2021, 1, 21)), False),
        (withdrawn(date(2021, 1, 21), corrects=2), True),
        (
            ResidenceRecorded(
                effective_on=date(2021, 9, 1), person=PERSON, lives_in_district=False
            ),
            False,
        ),
        (
            ConsentFoundInvalid(
                effective_on=date(2021, 9, 1), person=PERSON, purpose="processing", number=1
            ),
            True,
        ),
    ],
)
def test_what_holds_from_a_later_day_on_is_left_out(event: Event, *, changes: bool) -> None:
    assert may_change(published(), DISTRICT, event) is changes


def test_days_of_the_year_tell_after_a_draft_made_within_it() -> None:
    early = published()
    figure = msgspec.structs.replace(early.frozen.figure, as_of_day=date(2020, 6, 1))
    early = msgspec.structs.replace(
        early, frozen=msgspec.structs.replace(early.frozen, figure=figure)
    )

    assert may_change(early, DISTRICT, withdrawn(date(2020, 12, 31)))
    assert not may_change(early, DISTRICT, withdrawn(date(2021, 1, 1)))


@pytest.mark.parametrize(
    ("event", "of_district", "of_school"),
    [
        (counted(2020, None), True, False),
        (counted(2020, SCHOOL), False, True),
        (counted(2020, OTHER), False, False),
        (counted(2021, None), False, False),
    ],
)
def test_base_count_is_of_its_year_and_scope(
    event: Event, *, of_district: bool, of_school: bool
) -> None:
    assert may_change(published(), DISTRICT, event) is of_district
    assert may_change(published(SCHOOL), DISTRICT, event) is of_school


@pytest.mark.parametrize(
    ("indicator", "year", "changes"),
    [
        ("children_mentored", 2020, True),
        ("children_mentored", 2024, False),
        ("teen_mentors", 2020, False),
    ],
)
def test_target_is_of_its_indicator_and_year(indicator: str, year: int, *, changes: bool) -> None:
    event = msgspec.convert(
        {"effective_on": "2021-02-01", "indicator": indicator, "year": year, "value": "12"},
        TargetSet,
    )

    assert may_change(published(), DISTRICT, event) is changes


def test_survey_matters_only_when_its_opening_is_corrected() -> None:
    opened = SurveyOpened(
        effective_on=date(2020, 12, 21),
        survey=OTHER,
        role="mentee",
        phase="interim",
        year=2020,
        form=None,
        questionnaire="mentees",
        questionnaire_number=1,
        binding="named",
    )

    assert not may_change(published(), DISTRICT, opened)
    assert may_change(published(), DISTRICT, msgspec.structs.replace(opened, corrects=1))
