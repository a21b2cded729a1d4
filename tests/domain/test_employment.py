"""Jobs by period and teaching experience: what may be recorded of them."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from domain.deciding import InTheFuture
from domain.employment import (
    EMPLOYMENT,
    EmployerMissing,
    EmploymentEnded,
    EmploymentEndsBeforeStart,
    EmploymentEndsInFuture,
    EmploymentOver,
    EmploymentStarted,
    EndEmployment,
    ExperienceBeforeBirth,
    ExperienceInFuture,
    ExperienceRecorded,
    Job,
    PositionGroupMissing,
    PositionGroupOutsideSchool,
    RecordExperience,
    SchoolJobWithEmployer,
    StartEmployment,
)
from domain.errors import NotFound
from domain.events import Event
from domain.inn import WrongInn
from domain.time import ONE_DAY
from tests.domain.builders import MENTOR, STRANGER, registered
from tests.support.given_when_then import TODAY, given, state_of

FIRST_DAY = date(2023, 9, 1)
LAST_DAY = date(2024, 8, 31)
INN = "7707083893"
TRADER = "0f0e0d0c-0b0a-4908-8706-050403020100"
PERSON = registered(MENTOR, birth_date=date(1990, 3, 1))

AT_SCHOOL = StartEmployment(
    kind="school", position_group="teacher", position="учитель физики", effective_on=FIRST_DAY
)
AT_ENTERPRISE = StartEmployment(
    kind="enterprise", position="инженер", enterprise=INN, effective_on=FIRST_DAY
)


def teaches(number: int = 1, first_day: date = FIRST_DAY) -> EmploymentStarted:
    return EmploymentStarted(
        effective_on=first_day,
        person=MENTOR,
        number=number,
        kind="school",
        position_group="teacher",
        position="учитель физики",
    )


def ended(number: int = 1, last_day: date = LAST_DAY) -> EmploymentEnded:
    return EmploymentEnded(effective_on=last_day, person=MENTOR, number=number)


def test_a_job_in_the_institution_starts_on_its_day() -> None:
    given(PERSON).when(AT_SCHOOL, target=MENTOR).then(teaches())


@pytest.mark.parametrize("enterprise", [INN, TRADER])
def test_a_job_at_an_enterprise_names_it(enterprise: str) -> None:
    command = msgspec.structs.replace(AT_ENTERPRISE, enterprise=enterprise)

    given(PERSON).when(command, target=MENTOR).then(
        EmploymentStarted(
            effective_on=FIRST_DAY,
            person=MENTOR,
            number=1,
            kind="enterprise",
            enterprise=enterprise,
            position="инженер",
        )
    )


def test_a_job_without_a_day_starts_today() -> None:
    command = msgspec.structs.replace(AT_SCHOOL, effective_on=None)

    given(PERSON).when(command, target=MENTOR).then(teaches(first_day=TODAY))


def test_jobs_of_a_person_are_numbered_and_may_overlap() -> None:
    given(PERSON, teaches(), teaches(2), ended(2)).when(AT_SCHOOL, target=MENTOR).then(teaches(3))


def test_experience_takes_no_number() -> None:
    given(PERSON, experienced()).when(AT_SCHOOL, target=MENTOR).then(teaches())


def test_a_past_job_is_entered_at_once() -> None:
    command = msgspec.structs.replace(AT_SCHOOL, last_day=LAST_DAY, reason="трудовая книжка")

    given(PERSON, teaches()).when(command, target=MENTOR).then(
        msgspec.structs.replace(teaches(2), reason="трудовая книжка"),
        msgspec.structs.replace(ended(2), reason="трудовая книжка"),
    )


def test_a_past_job_ends_on_its_first_day_or_later() -> None:
    words = {FIRST_DAY: "employment.started employment.ended"}
    words[FIRST_DAY - ONE_DAY] = EmploymentEndsBeforeStart.code
    words[TODAY] = "employment.started employment.ended"
    words[TODAY + ONE_DAY] = EmploymentEndsInFuture.code

    for last_day, word in words.items():
        command = msgspec.structs.replace(AT_SCHOOL, last_day=last_day)

        assert given(PERSON).when(command, target=MENTOR).word == word


@pytest.mark.parametrize(
    ("last_day", "refusal"),
    [
        (FIRST_DAY - ONE_DAY, EmploymentEndsBeforeStart),
        (TODAY + ONE_DAY, EmploymentEndsInFuture),
    ],
)
def test_a_wrong_last_day_is_pointed_at(
    last_day: date, refusal: type[EmploymentEndsBeforeStart | EmploymentEndsInFuture]
) -> None:
    command = msgspec.structs.replace(AT_SCHOOL, last_day=last_day)

    given(PERSON).when(command, target=MENTOR).then_refused(refusal, pointer="/last_day")


def test_a_job_of_a_stranger_is_not_found() -> None:
    given(PERSON).when(AT_SCHOOL, target=STRANGER).then_refused(NotFound)


def test_a_job_in_the_institution_has_a_group_of_positions() -> None:
    command = msgspec.structs.replace(AT_SCHOOL, position_group=None)

    given(PERSON).when(command, target=MENTOR).then_refused(
        PositionGroupMissing, pointer="/position_group"
    )


def test_a_job_in_the_institution_names_no_enterprise() -> None:
    command = msgspec.structs.replace(AT_SCHOOL, enterprise=INN)

    given(PERSON).when(command, target=MENTOR).then_refused(
        SchoolJobWithEmployer, pointer="/enterprise"
    )


def test_a_job_at_an_enterprise_does_not_go_unnamed() -> None:
    command = msgspec.structs.replace(AT_ENTERPRISE, enterprise=None)

    given(PERSON).when(command, target=MENTOR).then_refused(EmployerMissing, pointer="/enterprise")


def test_a_job_at_an_enterprise_has_no_group_of_positions() -> None:
    command = msgspec.structs.replace(AT_ENTERPRISE, position_group="teacher")

    given(PERSON).when(command, target=MENTOR).then_refused(
        PositionGroupOutsideSchool, pointer="/position_group"
    )


@pytest.mark.parametrize("inn", ["7707083894", "0000000000"])
def test_a_mistyped_inn_is_refused(inn: str) -> None:
    command = msgspec.structs.replace(AT_ENTERPRISE, enterprise=inn)

    given(PERSON).when(command, target=MENTOR).then_refused(WrongInn, pointer="/enterprise")


def test_a_job_ends_with_its_last_day() -> None:
    command = EndEmployment(number=2, effective_on=LAST_DAY)

    given(PERSON, teaches(), teaches(2)).when(command, target=MENTOR).then(ended(2))


def test_a_job_of_one_day_is_the_shortest() -> None:
    command = EndEmployment(number=1, effective_on=FIRST_DAY)
    earlier = msgspec.structs.replace(command, effective_on=FIRST_DAY - ONE_DAY)

    given(PERSON, teaches()).when(command, target=MENTOR).then(ended(last_day=FIRST_DAY))
    given(PERSON, teaches()).when(earlier, target=MENTOR).then_refused(
        EmploymentEndsBeforeStart, pointer="/effective_on"
    )


def test_a_job_ends_once() -> None:
    given(PERSON, teaches(), ended()).when(EndEmployment(number=1), target=MENTOR).then_refused(
        EmploymentOver, pointer="/number"
    )


def test_a_job_of_another_number_is_not_found() -> None:
    given(PERSON, teaches()).when(EndEmployment(number=2), target=MENTOR).then_refused(
        NotFound, pointer="/number"
    )


def test_nothing_ends_where_no_job_was_recorded() -> None:
    given(PERSON).when(EndEmployment(number=1), target=MENTOR).then_refused(NotFound)


def test_a_job_does_not_end_on_a_day_to_come() -> None:
    command = EndEmployment(number=1, effective_on=TODAY + ONE_DAY)

    given(PERSON, teaches()).when(command, target=MENTOR).then_refused(
        InTheFuture, pointer="/effective_on"
    )


def experienced(since: date = FIRST_DAY, day: date = TODAY) -> ExperienceRecorded:
    return ExperienceRecorded(effective_on=day, person=MENTOR, experience_from=since)


@pytest.mark.parametrize("before", [(), (experienced(date(2020, 9, 1)),), (teaches(), ended())])
def test_experience_is_recorded_whatever_was_known(before: tuple[Event, ...]) -> None:
    command = RecordExperience(experience_from=FIRST_DAY)

    given(PERSON, *before).when(command, target=MENTOR).then(experienced())


def test_experience_begins_by_the_day_it_is_recorded_for() -> None:
    on_its_day = RecordExperience(experience_from=FIRST_DAY, effective_on=FIRST_DAY)
    earlier = msgspec.structs.replace(on_its_day, effective_on=FIRST_DAY - ONE_DAY)
    to_come = RecordExperience(experience_from=TODAY + ONE_DAY)

    given(PERSON).when(on_its_day, target=MENTOR).then(experienced(day=FIRST_DAY))
    for command in (earlier, to_come):
        given(PERSON).when(command, target=MENTOR).then_refused(
            ExperienceInFuture, pointer="/experience_from"
        )


def test_experience_begins_after_birth_as_far_as_that_is_known() -> None:
    command = RecordExperience(experience_from=date(1990, 9, 1))

    given(PERSON).when(command, target=MENTOR).then_refused(
        ExperienceBeforeBirth, pointer="/experience_from"
    )
    given(registered(MENTOR)).when(command, target=MENTOR).then_accepted()


def test_experience_of_a_stranger_is_not_found() -> None:
    command = RecordExperience(experience_from=FIRST_DAY)

    given(PERSON).when(command, target=STRANGER).then_refused(NotFound)


def test_the_state_knows_every_job_and_its_days() -> None:
    state = state_of(EMPLOYMENT, teaches(), teaches(2), experienced(), ended())

    assert state.jobs == (
        Job(number=1, first_day=FIRST_DAY, last_day=LAST_DAY),
        Job(number=2, first_day=FIRST_DAY),
    )


@pytest.mark.parametrize("position_group", ["Teacher", "учитель", "teacher\n", "", "a" * 61])
def test_a_group_of_positions_is_a_code(position_group: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"kind": "school", "position_group": position_group}, StartEmployment)
