"""The catalogue of a day: names, descriptions and values as they were, known now and known then."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec
import pytest

from domain.award_kind import AddAwardKind, ChangeAwardKind
from domain.district import RenameDistrict
from domain.form import ChangeForm
from domain.school import MergeSchool, RenameSchool
from domain.target import ReviseTarget
from projections.catalogue_lists import (
    NoFilter,
    SchoolFilter,
    list_award_kinds,
    list_base_counts,
    list_forms,
    list_rule_sets,
    list_schools,
    list_targets,
)
from projections.course import Since, described_after, of_day
from projections.district_view import view_district
from projections.query import Cut
from service.bootstrap import Application
from service.reference_data import forms
from tests.support.district import FORM, REASON, District

CUT = Cut(limit=100)
FIRST, SECOND, THIRD = date(2020, 1, 1), date(2020, 9, 1), date(2021, 9, 1)
KNOWN_BEFORE = datetime(2021, 10, 31, tzinfo=UTC)


@pytest.fixture
def district(application: Application) -> District:
    """Two schools, described as of 2020 on 01.10.2021 and corrected on 01.11.2021."""
    district = District(application, clock="2021-10-01")
    one, other = (district.school(code) for code in ("01", "02"))
    _rename(district, one, "Лицей", THIRD)
    _rename(district, other, "Гимназия", THIRD)
    district.clock = "2021-11-01"
    _rename(district, one, "Колледж", SECOND)
    return district


def _rename(district: District, school: UUID, name: str, day: date) -> None:
    named = RenameSchool(name=name, short_name=name, effective_on=day, reason=REASON)
    district.record(named, target=school)


def ask(
    district: District,
    fetch: Any,
    *,
    on: date | None = None,
    as_of: datetime | None = None,
    wanted: msgspec.Struct | None = None,
) -> list[Any]:
    question = msgspec.structs.replace(district.question(as_of=as_of), on=on)
    with district.application.reading.transaction(question) as reader:
        items: list[Any] = fetch(reader, question, wanted or NoFilter(), CUT).items
    return items


def names(district: District, on: date | None = None, as_of: datetime | None = None) -> list[str]:
    lines = ask(district, list_schools, on=on, as_of=as_of, wanted=SchoolFilter())
    assert {line.name for line in lines} == {line.short_name for line in lines}
    return [line.name for line in lines]


def test_schools_bear_the_names_of_the_day(district: District) -> None:
    elsewhere = District(district.application)
    elsewhere.school("01")

    assert names(district, FIRST) == ["Школа 01", "Школа 02"]
    assert names(district, SECOND) == ["Колледж", "Школа 02"]
    assert names(district, THIRD) == ["Лицей", "Гимназия"]
    assert names(district) == ["Лицей", "Гимназия"]
    assert names(district, SECOND, KNOWN_BEFORE) == ["Школа 01", "Школа 02"]
    assert names(district, THIRD, KNOWN_BEFORE) == ["Лицей", "Гимназия"]
    assert names(elsewhere, THIRD) == ["Школа 01"]


def test_a_school_that_is_merged_was_open_until_then(district: District) -> None:
    one, other = district.schools.values()
    merge = MergeSchool(successor=other, effective_on=SECOND, reason=REASON)
    district.record(merge, target=one)

    def first(on: date | None) -> Any:
        return ask(district, list_schools, on=on, wanted=SchoolFilter())[0]

    merged, before, after = first(None), first(SECOND), first(THIRD)
    assert (merged.status, merged.last_day, merged.successor) == ("merged", SECOND, other)
    assert (before.school, before.status, before.last_day) == (one, "open", None)
    assert before.successor is None
    assert after.school == other


def test_forms_are_described_for_the_day(district: District) -> None:
    as_it_was = next(form for form in forms() if form.code == FORM)
    change = msgspec.convert(
        msgspec.structs.asdict(as_it_was)
        | {"title": "иначе", "active": False, "effective_on": date(2021, 11, 1), "reason": REASON},
        ChangeForm,
    )
    added = ask(district, list_forms)[0]
    elsewhere = District(district.application, clock="2019-02-01")
    district.record(change)

    (before,) = ask(district, list_forms, on=date(2021, 10, 31))
    (after,) = ask(district, list_forms, on=date(2021, 11, 1))
    assert (before.title, before.active, before.version) == (added.title, True, 2)
    assert (after.title, after.active, after.version) == ("иначе", False, 2)
    assert ask(district, list_forms, on=FIRST) == []
    assert ask(elsewhere, list_forms, on=THIRD)[0].title == added.title


def test_targets_have_the_values_of_the_day(application: Application) -> None:
    district = District(application, clock="2020-01-01")
    district.target("children_mentored", 2024, "50")
    district.target("teen_mentors", 2024, "8")
    district.clock = "2021-11-01"
    revised = ReviseTarget(
        indicator="children_mentored",
        year=2024,
        value=Decimal("70.5"),
        document="приказ",
        effective_on=THIRD,
        reason=REASON,
    )
    district.record(revised)

    def values(on: date | None, as_of: datetime | None = None) -> list[tuple[Decimal, Any]]:
        lines = ask(district, list_targets, on=on, as_of=as_of)
        return [(line.value, line.document) for line in lines]

    new, old, other = (Decimal("70.5"), "приказ"), (Decimal(50), None), (Decimal(8), None)
    assert values(None) == values(THIRD) == [new, other]
    assert values(SECOND) == values(THIRD, KNOWN_BEFORE) == [old, other]
    assert values(date(2019, 12, 31)) == []


def test_base_counts_are_those_of_the_latest_statistic_by_the_day(district: District) -> None:
    school = district.schools["01"]
    district.base_count("children", 2021, 900, day="2020-09-01")
    district.base_count("children", 2021, 950, day="2021-09-01")
    district.base_count("children", 2021, 90, day="2021-09-01", school=school)

    def counts(on: date | None) -> list[tuple[UUID | None, int, date]]:
        lines = ask(district, list_base_counts, on=on)
        return [(line.school, line.value, line.counted_on) for line in lines]

    assert counts(None) == counts(THIRD) == [(None, 950, THIRD), (school, 90, THIRD)]
    assert counts(SECOND) == [(None, 900, SECOND)]
    assert counts(FIRST) == []


def test_awards_rule_sets_and_the_district_are_those_of_the_day(district: District) -> None:
    district.record(AddAwardKind(code="medal", title="Медаль", effective_on=FIRST, reason=REASON))
    district.record(
        ChangeAwardKind(code="medal", title="Знак", active=False, effective_on=THIRD, reason=REASON)
    )
    district.record(RenameDistrict(name="Округ", effective_on=THIRD, reason=REASON))

    for on, title, active, name in (
        (SECOND, "Медаль", True, "Синтетический район"),
        (THIRD, "Знак", False, "Округ"),
        (None, "Знак", False, "Округ"),
    ):
        (kind,) = ask(district, list_award_kinds, on=on)
        assert (kind.title, kind.active) == (title, active)
        question = msgspec.structs.replace(district.question(), on=on)
        with district.application.reading.transaction(question) as reader:
            assert [one.name for one in view_district(reader, question)] == [name]
    adopted = date(2019, 1, 1)
    assert len(ask(district, list_rule_sets, on=adopted)) == len(ask(district, list_rule_sets)) > 0
    assert ask(district, list_rule_sets, on=date(2018, 12, 31)) == []


def test_what_is_recorded_late_holds_until_the_next_day_of_which_more_is_known() -> None:
    first, second, third = (Since(since=day) for day in (FIRST, SECOND, THIRD))

    course = described_after(described_after((first,), third), second)

    assert course == (first, second, third)
    assert described_after(course, Since(since=SECOND)) == course
    assert of_day(course, date(2021, 8, 31)) == second
    assert of_day(course, date(2019, 12, 31)) is None
