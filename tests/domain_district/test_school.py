from __future__ import annotations

from datetime import date
from uuid import UUID

import msgspec
import pytest

from domain.aggregate import Command
from domain.errors import NotFound
from domain.inn import WrongInn
from domain.school import (
    SCHOOL,
    BeforeSchoolRegistered,
    CloseSchool,
    MergeSchool,
    RecordSchoolInn,
    RegisterSchool,
    RenameSchool,
    SchoolAlreadyRegistered,
    SchoolClosed,
    SchoolInnRecorded,
    SchoolMerged,
    SchoolNotOpen,
    SchoolRegistered,
    SchoolRenamed,
    SuccessorIsItself,
    SuccessorNotOpen,
)
from domain.time import DaySet
from tests.support.given_when_then import given

TODAY = date(2024, 9, 2)
OPENED = date(2020, 3, 16)
LAST_DAY = date(2024, 8, 31)
INN = "7707083893"
VILLAGE = UUID(int=1)
TOWN = UUID(int=2)
NAME = "Муниципальное бюджетное общеобразовательное учреждение «Лесная школа»"


def registered(school: UUID, opened: date = OPENED) -> SchoolRegistered:
    return SchoolRegistered(
        effective_on=opened, school=school, name=NAME, short_name="Лесная школа", kind="general"
    )


CLOSED = SchoolClosed(effective_on=LAST_DAY, school=VILLAGE)
MERGED = SchoolMerged(effective_on=LAST_DAY, school=VILLAGE, successor=TOWN)


def test_a_school_is_registered_under_its_tenants_id() -> None:
    given().when(
        RegisterSchool(name=NAME, short_name="РЦ", kind="supplementary", code="07"),
        target=VILLAGE,
        today=TODAY,
    ).then(
        SchoolRegistered(
            effective_on=TODAY,
            school=VILLAGE,
            name=NAME,
            short_name="РЦ",
            kind="supplementary",
            code="07",
        )
    )


def test_a_school_is_registered_with_its_inn() -> None:
    command = RegisterSchool(name=NAME, short_name="Лесная школа", inn=INN, effective_on=OPENED)

    given().when(command, target=VILLAGE, today=TODAY).then(
        msgspec.structs.replace(registered(VILLAGE), inn=INN)
    )


@pytest.mark.parametrize("ending", [(), (CLOSED,)], ids=["open", "closed"])
def test_the_inn_of_a_school_is_recorded_later_too(ending: tuple[SchoolClosed, ...]) -> None:
    given(registered(VILLAGE), *ending).when(
        RecordSchoolInn(inn=INN, effective_on=LAST_DAY), target=VILLAGE, today=TODAY
    ).then(SchoolInnRecorded(effective_on=LAST_DAY, school=VILLAGE, inn=INN))


@pytest.mark.parametrize(
    ("before", "command"),
    [
        ((), RegisterSchool(name=NAME, short_name="Лесная школа", inn="7707083894")),
        ((registered(VILLAGE),), RecordSchoolInn(inn="7707083894")),
    ],
)
def test_a_wrong_inn_is_refused(before: tuple[SchoolRegistered, ...], command: Command) -> None:
    given(*before).when(command, target=VILLAGE, today=TODAY).then_refused(WrongInn, pointer="/inn")


@pytest.mark.parametrize("inn", ["500100732259", "770708389", INN + "\n"])
def test_a_schools_inn_is_a_legal_entitys(inn: str) -> None:
    with pytest.raises(msgspec.ValidationError, match="inn"):
        msgspec.convert({"inn": inn}, RecordSchoolInn)


def test_a_school_is_registered_only_once() -> None:
    given(registered(VILLAGE)).when(
        RegisterSchool(name=NAME, short_name="Лесная школа"), target=VILLAGE, today=TODAY
    ).then_refused(SchoolAlreadyRegistered)


def test_two_schools_may_bear_the_same_name() -> None:
    given(registered(VILLAGE)).when(
        RegisterSchool(name=NAME, short_name="Лесная школа"), target=TOWN, today=TODAY
    ).then(registered(TOWN, opened=TODAY))


def test_a_school_is_renamed_from_a_day_on() -> None:
    day = date(2023, 1, 1)

    given(registered(VILLAGE)).when(
        RenameSchool(name="Лесная СОШ", short_name="СОШ", effective_on=day),
        target=VILLAGE,
        today=TODAY,
    ).then(SchoolRenamed(effective_on=day, school=VILLAGE, name="Лесная СОШ", short_name="СОШ"))


def test_a_school_merges_into_an_open_successor() -> None:
    given(registered(VILLAGE), registered(TOWN)).when(
        MergeSchool(successor=TOWN, effective_on=LAST_DAY), target=VILLAGE, today=TODAY
    ).then(MERGED)


def test_a_school_cannot_succeed_itself() -> None:
    given(registered(VILLAGE)).when(
        MergeSchool(successor=VILLAGE), target=VILLAGE, today=TODAY
    ).then_refused(SuccessorIsItself, pointer="/successor")


def test_a_successor_has_to_be_a_school_of_the_district() -> None:
    given(registered(VILLAGE)).when(
        MergeSchool(successor=TOWN), target=VILLAGE, today=TODAY
    ).then_refused(NotFound, pointer="/successor")


def test_a_successor_that_has_ended_is_refused() -> None:
    given(registered(TOWN), registered(VILLAGE), CLOSED).when(
        MergeSchool(successor=VILLAGE), target=TOWN, today=TODAY
    ).then_refused(SuccessorNotOpen, pointer="/successor")


def test_a_successor_that_opens_later_is_refused() -> None:
    given(registered(VILLAGE), registered(TOWN, opened=TODAY)).when(
        MergeSchool(successor=TOWN, effective_on=LAST_DAY), target=VILLAGE, today=TODAY
    ).then_refused(SuccessorNotOpen, pointer="/successor")


def test_a_successor_that_opens_that_very_day_is_accepted() -> None:
    given(registered(VILLAGE), registered(TOWN, opened=LAST_DAY)).when(
        MergeSchool(successor=TOWN, effective_on=LAST_DAY), target=VILLAGE, today=TODAY
    ).then(MERGED)


def test_a_school_is_closed_on_its_last_day() -> None:
    given(registered(VILLAGE)).when(
        CloseSchool(effective_on=LAST_DAY), target=VILLAGE, today=TODAY
    ).then(CLOSED)


@pytest.mark.parametrize("ending", [CLOSED, MERGED], ids=["closed", "merged"])
@pytest.mark.parametrize(
    "command",
    [
        RenameSchool(name="Лесная СОШ", short_name="СОШ"),
        MergeSchool(successor=TOWN),
        CloseSchool(),
    ],
    ids=["rename", "merge", "close"],
)
def test_nothing_happens_to_a_school_that_has_ended(
    ending: SchoolClosed | SchoolMerged, command: Command
) -> None:
    given(registered(TOWN), registered(VILLAGE), ending).when(
        command, target=VILLAGE, today=TODAY
    ).then_refused(SchoolNotOpen)


@pytest.mark.parametrize(
    "command",
    [
        RenameSchool(name="Лесная СОШ", short_name="СОШ", effective_on=date(2020, 3, 15)),
        MergeSchool(successor=TOWN, effective_on=date(2020, 3, 15)),
        CloseSchool(effective_on=date(2020, 3, 15)),
    ],
    ids=["rename", "merge", "close"],
)
def test_nothing_happens_to_a_school_before_it_began(command: Command) -> None:
    given(registered(VILLAGE), registered(TOWN, opened=date(2019, 1, 1))).when(
        command, target=VILLAGE, today=TODAY
    ).then_refused(BeforeSchoolRegistered, pointer="/effective_on")


def test_an_unknown_school_cannot_be_closed() -> None:
    given(registered(TOWN)).when(CloseSchool(), target=VILLAGE, today=TODAY).then_refused(NotFound)


@pytest.mark.parametrize("ending", [CLOSED, MERGED], ids=["closed", "merged"])
def test_the_last_day_belongs_to_the_school(ending: SchoolClosed | SchoolMerged) -> None:
    state = SCHOOL.fold([registered(VILLAGE), ending])

    assert state is not None
    assert state.days == DaySet.between(OPENED, LAST_DAY)
    assert LAST_DAY in state.days
    assert date(2024, 9, 1) not in state.days


def test_a_merged_school_knows_its_successor() -> None:
    state = SCHOOL.fold([registered(VILLAGE), MERGED])

    assert state is not None
    assert (state.status, state.successor) == ("merged", TOWN)


def test_a_renaming_recorded_late_keeps_the_later_name() -> None:
    state = SCHOOL.fold(
        [
            registered(VILLAGE),
            SchoolRenamed(
                effective_on=date(2023, 1, 1), school=VILLAGE, name="Лицей", short_name="Лицей"
            ),
            SchoolRenamed(
                effective_on=date(2021, 1, 1), school=VILLAGE, name="Гимназия", short_name="Гимн."
            ),
        ]
    )

    assert state is not None
    assert (state.name, state.short_name) == ("Лицей", "Лицей")
