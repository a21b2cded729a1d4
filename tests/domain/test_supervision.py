"""Supervision of mentors: a day and a finding."""

from __future__ import annotations

from datetime import date

from domain.errors import NotFound
from domain.supervision import (
    SUPERVISION,
    RecordSupervision,
    StrikeSupervisionFact,
    SupervisionRecorded,
)
from tests.domain.builders import MENTOR, OTHER_MENTOR, STRANGER, registered
from tests.support.given_when_then import TODAY, given, state_of

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


def test_numbers_of_findings_stay_when_an_earlier_one_is_struck() -> None:
    told = (registered(MENTOR), supervised(), supervised(2), supervised(3))
    strike = StrikeSupervisionFact(corrects=2, reason="чужая запись")

    struck = given(*told).when(strike, target=MENTOR).events

    assert state_of(SUPERVISION, *told, *struck).numbers == (1, 3)
    given(*told, *struck).when(RecordSupervision(finding=FINDING), target=MENTOR).then(
        supervised(4)
    )
