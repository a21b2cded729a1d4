"""Facts of a seminar are corrected or struck as long as what follows from them still fits."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest

from domain.aggregate import Command
from domain.correcting import FactIsNeeded
from domain.errors import DomainError
from domain.events import Event
from domain.seminar import (
    SEMINAR,
    AttachMaterial,
    BeforeSeminarDay,
    HeldBeforeDecision,
    HoldSeminar,
    IssueCertificate,
    MaterialAttached,
    RecordAttendance,
    SaidByInstitution,
    ScheduleSeminar,
    StrikeSeminarFact,
)
from tests.domain.builders import MENTOR, OTHER_MENTOR
from tests.domain.seminar.builders import (
    DECIDED_ON,
    HELD,
    SEMINAR_DAY,
    SEMINAR_ID,
    attended,
    certified,
    received,
    scheduled,
)
from tests.domain.test_enrolment import OTHER_ID
from tests.support.given_when_then import SCHOOL, TODAY, given, state_of

WHY = "опечатка"
ONE_DAY = timedelta(days=1)
WHOLE = (
    scheduled(),
    received(),
    received(OTHER_MENTOR, enrolment=OTHER_ID),
    HELD,
    attended(MENTOR),
    certified(),
)
OF_HOLDING, OF_ATTENDANCE, OF_CERTIFICATE = 4, 5, 6


def material(number: int) -> MaterialAttached:
    return MaterialAttached(
        effective_on=SEMINAR_DAY,
        seminar=SEMINAR_ID,
        number=number,
        title="Памятка",
        link="https://example.ru/1",
    )


def announced(**changes: object) -> ScheduleSeminar:
    """The announcement as it was given, but for ``changes``."""
    event = scheduled()
    fields = ("effective_on", "title", "held_on", "place", "programme", "hours")
    given_then = {name: getattr(event, name) for name in fields}
    return msgspec.convert(
        {**given_then, "corrects": 1, "reason": WHY, **changes}, type=ScheduleSeminar
    )


def test_the_announcement_is_corrected_whatever_came_of_it() -> None:
    given(*WHOLE).when(announced(capacity=30), target=SEMINAR_ID).then(
        msgspec.structs.replace(scheduled(), capacity=30, corrects=1, reason=WHY)
    )


@pytest.mark.parametrize(
    ("command", "refusal", "place"),
    [
        (announced(held_on=DECIDED_ON - ONE_DAY), HeldBeforeDecision, "/held_on"),
        (announced(held_on=SEMINAR_DAY + ONE_DAY), BeforeSeminarDay, "/effective_on"),
        (
            HoldSeminar(hours=4, effective_on=TODAY, corrects=OF_HOLDING, reason=WHY),
            BeforeSeminarDay,
            "/effective_on",
        ),
        (
            RecordAttendance(
                school=SCHOOL, attendees=(OTHER_MENTOR,), corrects=OF_ATTENDANCE, reason=WHY
            ),
            FactIsNeeded,
            "/corrects",
        ),
    ],
    ids=["before its decision", "after it was held", "held after who was there", "certified"],
)
def test_a_correction_has_to_fit_what_was_recorded_since(
    command: Command, refusal: type[DomainError], place: str
) -> None:
    given(*WHOLE).when(command, target=SEMINAR_ID).then_refused(refusal, place)


def test_who_else_was_there_is_added_by_a_correction() -> None:
    both = (MENTOR, OTHER_MENTOR)

    given(*WHOLE).when(
        RecordAttendance(school=SCHOOL, attendees=both, corrects=OF_ATTENDANCE, reason=WHY),
        target=SEMINAR_ID,
    ).then(msgspec.structs.replace(attended(*both), corrects=OF_ATTENDANCE, reason=WHY))


def test_a_certificate_is_struck_and_issued_again() -> None:
    struck = msgspec.structs.replace(certified(), corrects=OF_CERTIFICATE, struck=True, reason=WHY)
    strike = StrikeSeminarFact(corrects=OF_CERTIFICATE, reason=WHY)
    again = IssueCertificate(school=SCHOOL, person=MENTOR, certificate_number="17")

    given(*WHOLE).when(strike, target=SEMINAR_ID).then(struck)
    given(*WHOLE, struck).when(again, target=SEMINAR_ID).then_accepted()


@pytest.mark.parametrize(
    ("history", "version"),
    [(WHOLE, OF_ATTENDANCE), (WHOLE, OF_HOLDING), (WHOLE[:2], 1)],
    ids=["attendance of who is certified", "holding of who attended", "what opened the stream"],
)
def test_a_fact_on_which_others_build_is_not_struck(
    history: tuple[Event, ...], version: int
) -> None:
    given(*history).when(
        StrikeSeminarFact(corrects=version, reason=WHY), target=SEMINAR_ID
    ).then_refused(FactIsNeeded, "/corrects")


def test_what_an_institution_wrote_is_not_struck_by_the_district() -> None:
    given(*WHOLE).when(StrikeSeminarFact(corrects=3, reason=WHY), target=SEMINAR_ID).then_refused(
        SaidByInstitution, "/corrects"
    )


def test_the_number_of_a_struck_material_is_not_given_again() -> None:
    struck = msgspec.structs.replace(material(1), corrects=2, struck=True, reason=WHY)
    told = (scheduled(), material(1), material(2), struck)

    given(*told).when(
        AttachMaterial(title="Памятка", link="https://example.ru/1", effective_on=SEMINAR_DAY),
        target=SEMINAR_ID,
    ).then(material(3))
    assert state_of(SEMINAR, *told).materials == 2
