"""The papers of a mentor, made by real commands; days are ISO texts, both ends included."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from domain.clearance import RecordClearance, RevokeClearance
from domain.employment import EndEmployment, RecordExperience, StartEmployment
from domain.labour_agreement import EndLabourAgreement, RecordLabourAgreement
from domain.supervision import RecordSupervision
from service.submission import Receipt
from tests.support.district import REASON, District


def teaches(
    district: District,
    school: UUID,
    person: UUID,
    first: str,
    last: str | None = None,
    *,
    group: str = "teacher",
    position: str = "учитель физики",
) -> Receipt:
    """Record a job of the person in the institution."""
    command = StartEmployment(
        kind="school",
        position_group=group,
        position=position,
        effective_on=date.fromisoformat(first),
        last_day=date.fromisoformat(last) if last else None,
        reason=REASON,
    )
    return district.record(command, school, person)


def experienced(district: District, school: UUID, person: UUID, since: str) -> Receipt:
    """Record since when the person teaches."""
    command = RecordExperience(experience_from=date.fromisoformat(since))
    return district.record(command, school, person)


def admit(district: District, school: UUID, person: UUID, day: str) -> None:
    """Record everything a mentor may need, from ``day`` on, and that their work was looked at."""
    on = date.fromisoformat(day)
    teaches(district, school, person, day)
    experienced(district, school, person, day)
    for command in (
        RecordClearance(
            document="справка № 7", valid_until=date(2025, 8, 31), effective_on=on, reason=REASON
        ),
        RecordLabourAgreement(document="соглашение № 3", effective_on=on, reason=REASON),
        RecordSupervision(finding="встречи по плану", effective_on=on, reason=REASON),
    ):
        district.record(command, school, person)


def release(district: District, school: UUID, person: UUID, day: str) -> None:
    """End the first job, clearance and labour agreement of the person on ``day``."""
    on = date.fromisoformat(day)
    for command in (
        EndEmployment(number=1, effective_on=on, reason=REASON),
        RevokeClearance(number=1, effective_on=on, reason=REASON),
        EndLabourAgreement(number=1, ended_by="worker", effective_on=on, reason=REASON),
    ):
        district.record(command, school, person)
