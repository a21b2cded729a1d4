"""Supervision of mentors: a day and a finding."""

from __future__ import annotations

from datetime import date

from domain.errors import NotFound
from domain.supervision import RecordSupervision, SupervisionRecorded
from tests.domain.builders import MENTOR, OTHER_MENTOR, STRANGER, registered
from tests.support.given_when_then import TODAY, given

FINDING = "встречи проходят по плану"


def supervised(number: int = 1, day: date = TODAY) -> SupervisionRecorded:
    return SupervisionRecorded(effective_on=day, person=MENTOR, number=number, finding=FINDING)


def test_supervision_is_recorded_with_its_finding() -> None:
    day = date(2024, 10, 2)
    command = RecordSupervision(finding=FINDING, effective_on=day)

    given(registered(MENTOR)).when(command, target=MENTOR).then(supervised(day=day))


def test_findings_of_a_person_are_numbered() -> None:
    history = (registered(MENTOR), registered(OTHER_MENTOR), supervised(), supervised(2))

    given(*history).when(RecordSupervision(finding=FINDING), target=MENTOR).then(supervised(3))


def test_supervision_of_a_stranger_is_not_found() -> None:
    command = RecordSupervision(finding=FINDING)

    given(registered(MENTOR)).when(command, target=STRANGER).then_refused(NotFound)
