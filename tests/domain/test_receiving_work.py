"""The successor of a merged institution takes over jobs, experience and the papers of mentors."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest

from domain.clearance import ClearanceRecorded, ClearanceRevoked
from domain.employment import EmploymentEnded, EmploymentStarted, ExperienceRecorded
from domain.errors import NotFound
from domain.events import Event
from domain.labour_agreement import LabourAgreementEnded, LabourAgreementRecorded
from domain.succession import NothingToReceive, Takeover
from domain.succession_work import (
    ReceiveClearances,
    ReceiveEmployment,
    ReceiveLabourAgreements,
)
from domain.time import ONE_DAY
from tests.domain.builders import INN, LONG_AGO, MENTOR, registered
from tests.domain.merging import FIRST_DAY, LAST_DAY, MERGED, as_of_then
from tests.support.given_when_then import given

LATER = FIRST_DAY + ONE_DAY
HERE = registered(MENTOR)
TEACHES = EmploymentStarted(
    effective_on=LONG_AGO,
    person=MENTOR,
    number=1,
    kind="school",
    position_group="teacher",
    position="учитель физики",
)
SENT = EmploymentStarted(
    effective_on=LONG_AGO, person=MENTOR, number=2, kind="enterprise", enterprise=INN
)
EXPERIENCE = ExperienceRecorded(effective_on=LONG_AGO, person=MENTOR, experience_from=LONG_AGO)
CLEARED = ClearanceRecorded(
    effective_on=LONG_AGO, person=MENTOR, number=1, valid_until=LATER, document="справка № 7"
)
AGREED = LabourAgreementRecorded(
    effective_on=LONG_AGO, person=MENTOR, number=1, document="соглашение № 3"
)
PAPERS: list[Any] = [
    pytest.param(ReceiveClearances, CLEARED, id="clearance"),
    pytest.param(ReceiveLabourAgreements, AGREED, id="labour_agreement"),
]


def take(command: type[Takeover], *known: Event) -> Takeover:
    return command(from_school=MERGED, last_day=LAST_DAY, known=known)


def ended(number: int, day: date) -> EmploymentEnded:
    return EmploymentEnded(effective_on=day, person=MENTOR, number=number)


def over(paper: Event, day: date) -> Event:
    """Return the end of a paper that is in force on ``day`` for the last time."""
    if isinstance(paper, ClearanceRecorded):
        return ClearanceRevoked(effective_on=day + ONE_DAY, person=MENTOR, number=1)
    return LabourAgreementEnded(effective_on=day, person=MENTOR, number=1, ended_by="worker")


def test_jobs_that_go_on_pass_with_the_experience() -> None:
    command = take(ReceiveEmployment, TEACHES, EXPERIENCE, SENT, ended(1, LAST_DAY))

    given(HERE).when(command, target=MENTOR).then(
        as_of_then(SENT, number=1, received_from=MERGED),
        as_of_then(EXPERIENCE, received_from=MERGED),
    )


def test_a_job_that_ended_later_passes_with_its_end() -> None:
    given(HERE).when(take(ReceiveEmployment, TEACHES, ended(1, LATER)), target=MENTOR).then(
        as_of_then(TEACHES, received_from=MERGED), ended(1, LATER)
    )


def test_the_successors_own_jobs_and_experience_stand() -> None:
    own = msgspec.structs.replace(EXPERIENCE, experience_from=date(2018, 9, 1))

    given(HERE, TEACHES, own).when(
        take(ReceiveEmployment, TEACHES, EXPERIENCE), target=MENTOR
    ).then(as_of_then(TEACHES, number=2, received_from=MERGED))


@pytest.mark.parametrize(("command", "paper"), PAPERS)
def test_a_paper_in_force_passes_with_its_term(command: type[Takeover], paper: Event) -> None:
    received = as_of_then(paper, received_from=MERGED)

    given(HERE).when(take(command, paper), target=MENTOR).then(received)
    given(HERE, paper).when(take(command, paper), target=MENTOR).then(
        msgspec.structs.replace(received, number=2)
    )


@pytest.mark.parametrize(("command", "paper"), PAPERS)
def test_a_paper_passes_until_the_day_it_ended(command: type[Takeover], paper: Event) -> None:
    received, end = as_of_then(paper, received_from=MERGED), over(paper, FIRST_DAY)

    given(HERE).when(take(command, paper, end), target=MENTOR).then(received, end)
    given(HERE).when(take(command, paper, over(paper, LAST_DAY)), target=MENTOR).then_refused(
        NothingToReceive
    )


def test_what_is_over_by_the_last_day_does_not_pass() -> None:
    expired = msgspec.structs.replace(CLEARED, valid_until=LAST_DAY)
    job = take(ReceiveEmployment, TEACHES, ended(1, LAST_DAY))

    given(HERE).when(job, target=MENTOR).then_refused(NothingToReceive)
    given(HERE).when(take(ReceiveClearances, expired), target=MENTOR).then_refused(NothingToReceive)


@pytest.mark.parametrize(
    ("command", "known"),
    [
        (ReceiveEmployment, TEACHES),
        (ReceiveClearances, CLEARED),
        (ReceiveLabourAgreements, AGREED),
    ],
)
def test_of_who_is_not_here_nothing_is_received(command: type[Takeover], known: Event) -> None:
    given().when(take(command, known), target=MENTOR).then_refused(NotFound)
