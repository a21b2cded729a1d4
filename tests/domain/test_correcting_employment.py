"""What was recorded of jobs is corrected and struck without contradicting itself."""

from __future__ import annotations

from datetime import date

import msgspec

from domain.correcting import NotTheSameFact
from domain.employment import (
    EMPLOYMENT,
    EmploymentEndsBeforeStart,
    EmploymentOver,
    EndEmployment,
    Job,
    StrikeEmploymentFact,
)
from domain.time import ONE_DAY
from tests.domain.builders import MENTOR
from tests.domain.test_employment import (
    AT_SCHOOL,
    FIRST_DAY,
    LAST_DAY,
    PERSON,
    ended,
    experienced,
    teaches,
)
from tests.support.given_when_then import TODAY, given, state_of

WHY = "опечатка"
TWO_JOBS = (PERSON, teaches(), teaches(2, date(2024, 9, 2)))


def test_a_job_is_corrected_under_its_number() -> None:
    command = msgspec.structs.replace(
        AT_SCHOOL, position_group="head", corrects=1, effective_on=FIRST_DAY, reason=WHY
    )

    given(*TWO_JOBS).when(command, target=MENTOR).then(
        msgspec.structs.replace(teaches(), position_group="head", corrects=1, reason=WHY)
    )


def test_numbers_stay_when_an_earlier_job_was_struck() -> None:
    struck = msgspec.structs.replace(teaches(2), corrects=2, struck=True)
    told = (PERSON, teaches(), teaches(2), teaches(3), struck)
    again = msgspec.structs.replace(AT_SCHOOL, corrects=3, reason=WHY)

    given(*told).when(AT_SCHOOL, target=MENTOR).then(teaches(4))
    given(*told).when(again, target=MENTOR).then(
        msgspec.structs.replace(teaches(3), corrects=3, reason=WHY)
    )


def test_a_correction_of_another_kind_of_fact_is_refused() -> None:
    command = msgspec.structs.replace(AT_SCHOOL, corrects=1, reason=WHY)

    given(PERSON, experienced()).when(command, target=MENTOR).then_refused(
        NotTheSameFact, pointer="/corrects"
    )


def test_a_corrected_first_day_stays_before_the_last() -> None:
    command = msgspec.structs.replace(
        AT_SCHOOL, effective_on=LAST_DAY + ONE_DAY, corrects=1, reason=WHY
    )
    ends_first = msgspec.structs.replace(command, effective_on=LAST_DAY)

    given(PERSON, teaches(), ended()).when(ends_first, target=MENTOR).then_accepted()
    given(PERSON, teaches(), ended()).when(command, target=MENTOR).then_refused(
        EmploymentEndsBeforeStart, pointer="/effective_on"
    )


def test_a_corrected_end_ends_no_job_twice() -> None:
    told = (*TWO_JOBS, ended(), ended(2, TODAY))
    command = EndEmployment(number=2, effective_on=TODAY, corrects=3, reason=WHY)

    given(*told).when(command, target=MENTOR).then_refused(EmploymentOver, pointer="/number")


def test_a_struck_end_leaves_the_job_going_on() -> None:
    told = (PERSON, teaches(), ended())
    command = StrikeEmploymentFact(corrects=2, reason=WHY)

    events = given(*told).when(command, target=MENTOR).events

    assert state_of(EMPLOYMENT, *told, *events).jobs == (Job(number=1, first_day=FIRST_DAY),)
