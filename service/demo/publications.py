"""Figures that are published each January, and what becomes of those that later facts change.

A figure is drafted, approved and published on one evening, when no institution enters anything any
more: so nothing is recorded between.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from uuid import UUID

import msgspec

from domain.confirmation import ConfirmData
from domain.publication import ApproveFigure, CloseRestatement, DraftFigure, PublishFigure
from domain.rules import Indicator
from service.demo.days import at_desk
from service.demo.institutions import last_days
from service.demo.journal import Journal
from service.demo.size import Size
from service.reference_data import indicators
from service.submission import Submission

YEARS = range(2020, 2024)
YEARS_OF_SCHOOLS = range(2021, 2023)
SCHOOLS_PUBLISHED = 2
OF_SCHOOLS: tuple[Indicator, ...] = ("children_mentored", "mentee_satisfaction")
CONFIRMED_DAY, PUBLISHED_DAY = (1, 16), (1, 20)
CENTRE_CONFIRMS_FROM = 2023

CORRECTED_ON, LEFT_ON = date(2022, 4, 20), date(2023, 4, 19)
PUBLISHED_ON = {year: at_desk(date(year + 1, *PUBLISHED_DAY)) for year in YEARS}
EVENINGS = (*PUBLISHED_ON.values(), CORRECTED_ON, LEFT_ON)
"""The days on which something is published or decided of what was."""


class Which(msgspec.Struct, frozen=True, kw_only=True):
    """A figure: of an indicator and year, of one school or of the district."""

    indicator: Indicator
    year: int
    school: UUID | None = None


CORRECTED = Which(indicator="children_mentored", year=2021)
LEFT_AS_IT_IS = Which(indicator="enterprises_mentoring", year=2022)
LEFT_BECAUSE = "число предприятий уточнено по реестру, на выводы за год это не влияет"


def confirm(size: Size, journals: Sequence[Journal]) -> None:
    """Plan that institutions confirm their data of each year; the centre long does not.

    A school that ends does it before; the one that fell behind only when it has caught up.
    """
    ends = last_days(size)
    for number, journal in enumerate(journals):
        for year in YEARS:
            if number == size.schools and year < CENTRE_CONFIRMS_FROM:
                continue
            if number not in ends or year < ends[number].year:
                journal.enter(date(year + 1, *CONFIRMED_DAY), ConfirmData(year=year))
            elif year == ends[number].year:
                journal.enter(ends[number], ConfirmData(year=year))


def publish(
    district: UUID, curator: UUID, head: UUID, institutions: Sequence[UUID]
) -> list[Submission]:
    """Return what is published in the evenings, and decided of what was published, in order."""
    journal = Journal(district, district, curator, evening=True)

    def publish_all(day: date, figures: Sequence[Which], draft: int = 1) -> None:
        named = [msgspec.structs.asdict(one) for one in figures]
        for one in named:
            journal.enter(day, DraftFigure(**one))
        for one in named:
            journal.enter(day, ApproveFigure(**one, draft=draft), actor=head)
        for one in named:
            journal.enter(day, PublishFigure(**one, draft=draft))

    for year in YEARS:
        figures = list(_published_first(year, institutions[:SCHOOLS_PUBLISHED]))
        publish_all(PUBLISHED_ON[year], figures)
    publish_all(CORRECTED_ON, [CORRECTED], draft=2)
    leave = CloseRestatement(
        **msgspec.structs.asdict(LEFT_AS_IT_IS), version=1, reason=LEFT_BECAUSE
    )
    journal.enter(LEFT_ON, leave)
    return journal.submissions()


def _published_first(year: int, schools: Sequence[UUID]) -> Iterator[Which]:
    for one in indicators():
        yield Which(indicator=one.code, year=year)
    if year in YEARS_OF_SCHOOLS:
        for school in schools:
            for indicator in OF_SCHOOLS:
                yield Which(indicator=indicator, year=year, school=school)
