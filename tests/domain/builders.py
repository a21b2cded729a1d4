"""People, papers and a catalogue that many tests begin with."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import msgspec

from domain.consent import ConsentGiven, ConsentWithdrawn
from domain.enterprise import EnterpriseLeft, EnterpriseRegistered
from domain.events import Event
from domain.form import FormAdded
from domain.participant import ParticipantRegistered

History = tuple[Event, ...]

MENTOR = UUID(int=0xA)
OTHER_MENTOR = UUID(int=0xB)
MENTEE = UUID(int=1)
SECOND_MENTEE = UUID(int=2)
NEWCOMER = UUID(int=3)
STRANGER = UUID(int=99)

LONG_AGO = date(2019, 9, 1)


INN, OTHER_INN = "7707083893", "7736207543"
TRADER_KEY = UUID(int=0x77)
TRADER = str(TRADER_KEY)


def enterprise(code: str = TRADER) -> EnterpriseRegistered:
    return EnterpriseRegistered(
        effective_on=LONG_AGO, enterprise=code, key=TRADER_KEY, sole_trader=code == TRADER
    )


def enterprise_left(day: date, code: str = INN) -> EnterpriseLeft:
    return EnterpriseLeft(effective_on=day, enterprise=code, key=TRADER_KEY, reason="закрыт цех")


def registered(person: UUID, *, birth_date: date | None = None) -> ParticipantRegistered:
    return ParticipantRegistered(
        effective_on=LONG_AGO,
        person=person,
        birth_year=birth_date.year if birth_date else None,
        birth_date=birth_date,
        last_name="Фамилия",
        first_name="Имя",
    )


def consented(
    person: UUID, since: date = LONG_AGO, until: date | None = None, number: int = 1
) -> ConsentGiven:
    return ConsentGiven(
        effective_on=since,
        person=person,
        purpose="processing",
        number=number,
        to_district=True,
        wording="2019-1",
        signed_by="both",
        relation="parent",
        representative="Представитель",
        valid_until=until,
    )


def withdrew(person: UUID, day: date) -> ConsentWithdrawn:
    return ConsentWithdrawn(
        effective_on=day, person=person, purpose="processing", number=1, withdrawn_by="self"
    )


def enrolled(*people: UUID) -> History:
    """Registered here and with a consent to processing since long ago."""
    return tuple(event for one in people for event in (registered(one), consented(one)))


PUPIL_PUPIL = FormAdded(
    effective_on=LONG_AGO,
    code="pupil_pupil",
    title="ученик – ученик",
    active=True,
    mentor_kinds=("pupil",),
    mentee_kinds=("pupil",),
    same_institution=True,
    enterprise_required=False,
    labour_agreement_required=False,
    clearance_required=False,
)
TEACHER_PUPIL = msgspec.structs.replace(
    PUPIL_PUPIL, code="teacher_pupil", title="учитель – ученик", mentor_kinds=("teacher",)
)
EMPLOYER_PUPIL = msgspec.structs.replace(
    PUPIL_PUPIL,
    code="employer_pupil",
    title="работодатель – ученик",
    mentor_kinds=("employee",),
    same_institution=False,
    enterprise_required=True,
)
OUTDATED = msgspec.structs.replace(PUPIL_PUPIL, code="outdated", active=False)
CATALOGUE: History = (PUPIL_PUPIL, TEACHER_PUPIL, EMPLOYER_PUPIL, OUTDATED)
