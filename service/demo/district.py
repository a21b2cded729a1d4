"""What the demonstration district records itself: its catalogue, its schools, its statistics."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import msgspec

from domain.base_count import RecordBaseCount
from domain.district import RegisterDistrict
from domain.rules import AdoptRules, BaseKind
from domain.school import CloseSchool, MergeSchool, RegisterSchool, RenameSchool
from service.demo import enterprises, surveys
from service.demo.enterprises import STOPPED_ON
from service.demo.institutions import CENTRE, last_days, name_of
from service.demo.journal import Journal
from service.demo.size import SCHOOL_YEARS, TEENS_PER_CHILD, Size, quotas
from service.reference_data import ORDER_DAY, calendars, forms, rule_sets, targets

NAME = "Демонстрационный район (вымышленный)"
SOURCE = "вымышленная статистика"
FOUNDED_ON = date(2020, 1, 13)
CATALOGUE_ON = date(2020, 3, 17)
RENAMED_ON = date(2021, 9, 1)

CHILDREN_OF_SIZE = {2020: 1.005, 2021: 1.0, 2022: 0.995, 2023: 0.989, 2024: 0.984}
YOUNGER_PER_CHILD = 0.85
COUNTED_ON = {
    2020: date(2021, 1, 1),
    2021: date(2021, 12, 31),
    2022: date(2022, 10, 1),
    2023: date(2024, 1, 1),
    2024: date(2024, 12, 31),
}
ENTERED_ON = {
    2020: date(2021, 1, 13),
    2021: date(2022, 1, 13),
    2022: date(2023, 1, 12),
    2023: date(2024, 1, 11),
    2024: date(2024, 12, 31),
}
PRELIMINARY_DAY = (9, 15)
"""Each September the count of the last 1 January is entered, for want of a later one."""

CALENDAR_DAY = (12, 2)
"""Each December the working days of the next year are adopted."""


class Mistyped(msgspec.Struct, frozen=True):
    """A base count of the district that was entered wrong, and when that was put right."""

    by: int
    corrected_on: date


MISTYPED: dict[tuple[int, BaseKind], Mistyped] = {
    (2021, "children_10_19"): Mistyped(270, date(2022, 4, 12)),
    (2022, "enterprises"): Mistyped(2, date(2023, 4, 11)),
}


def found(journal: Journal, size: Size) -> list[UUID]:
    """Plan the founding and the catalogue; return the institutions, the centre last."""
    journal.enter(FOUNDED_ON, RegisterDistrict(name=NAME, effective_on=FOUNDED_ON))
    tenants = [
        journal.enter(FOUNDED_ON, _registration(number, *name_of(number)))
        for number in range(size.schools)
    ]
    centre = RegisterSchool(
        name=f"Муниципальное учреждение дополнительного образования «{CENTRE}»",
        short_name=f"МУ ДО «{CENTRE}»",
        kind="supplementary",
        code=f"{size.schools + 1:02d}",
        effective_on=date(2012, 9, 1),
    )
    tenants.append(journal.enter(FOUNDED_ON, centre))
    # The one adopted last is in force.
    for rules in rule_sets():
        journal.enter(CATALOGUE_ON, AdoptRules(rules=rules, effective_on=ORDER_DAY))
    for command in (*forms(), *targets()):
        journal.enter(CATALOGUE_ON, command)
    for calendar in calendars():
        journal.enter(max(CATALOGUE_ON, date(calendar.year - 1, *CALENDAR_DAY)), calendar)
    surveys.adopt(journal)
    return tenants


def carry_on(journal: Journal, size: Size, tenants: list[UUID]) -> None:
    """Plan what the district records in the years after; the last entry is of the last day."""
    full, short = name_of(size.renamed)
    rename = RenameSchool(
        name=full.replace("средняя школа", "школа – образовательный центр"),
        short_name=f"Образовательный центр «{short}»",
        effective_on=RENAMED_ON,
    )
    journal.enter(RENAMED_ON, rename, tenants[size.renamed])
    for number, day in last_days(size).items():
        end = (
            MergeSchool(successor=tenants[0], effective_on=day)
            if number == size.merged
            else CloseSchool(effective_on=day)
        )
        journal.enter(day, end, tenants[number])
    enterprises.register(journal, size)
    for year in SCHOOL_YEARS:
        _count(journal, size, tenants, year)


def children_counted(size: Size, year: int) -> int:
    """Return how many children of 10 to 19 the district has in a year."""
    return round(size.children * CHILDREN_OF_SIZE[year])


def _registration(number: int, name: str, short_name: str) -> RegisterSchool:
    return RegisterSchool(
        name=name,
        short_name=short_name,
        code=f"{number + 1:02d}",
        effective_on=date(2011, 9, 1),
    )


def _count(journal: Journal, size: Size, tenants: list[UUID], year: int) -> None:
    """Plan the base counts of a year: of each school that still works, then of the district."""
    counted_on, entered_on = COUNTED_ON[year], ENTERED_ON[year]
    children = children_counted(size, year)
    teens = round(children * TEENS_PER_CHILD)

    def count(
        kind: BaseKind, value: int, school: UUID | None = None, on: date = counted_on
    ) -> RecordBaseCount:
        return RecordBaseCount(
            kind=kind, year=year, school=school, value=value, source=SOURCE, effective_on=on
        )

    for command in (
        count("children_10_19", children + 14, on=date(year, 1, 1)),
        count("teens_15_19", teens + 6, on=date(year, 1, 1)),
    ):
        journal.enter(date(year, *PRELIMINARY_DAY), command)
    ends = last_days(size)
    working = [one for one in range(size.schools) if one not in ends or ends[one] > counted_on]
    for number, value in quotas(children, working).items():
        journal.enter(entered_on, count("children_10_19", value, tenants[number]))
    for number, value in quotas(teens, working).items():
        journal.enter(entered_on, count("teens_15_19", value, tenants[number]))
    journal.enter(entered_on, count("children", round(children * (1 + YOUNGER_PER_CHILD))))
    journal.enter(entered_on, count("teens_15_19", teens))
    for number, value in quotas(size.young_teachers, working).items():
        journal.enter(entered_on, count("young_teachers", value, tenants[number]))
    journal.enter(entered_on, count("young_teachers", size.young_teachers))
    counted: tuple[tuple[BaseKind, int], ...] = (
        ("enterprises", size.enterprises - (counted_on > STOPPED_ON)),
        ("children_10_19", children),
    )
    for kind, value in counted:
        mistyped = MISTYPED.get((year, kind))
        if mistyped is not None:
            journal.enter(entered_on, count(kind, value + mistyped.by))
        journal.enter(mistyped.corrected_on if mistyped else entered_on, count(kind, value))
