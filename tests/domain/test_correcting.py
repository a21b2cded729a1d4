"""Correcting and striking facts: what every stream has in common, told of participants."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import msgspec
import pytest

from domain.aggregate import Command, Identity
from domain.correcting import (
    CorrectionReasonMissing,
    FactIsNeeded,
    FactIsStruck,
    FactSuperseded,
    NotTheSameFact,
)
from domain.deciding import InstitutionClosed, InTheFuture
from domain.employment import EmploymentStarted
from domain.errors import NotFound
from domain.pair import PairProposed
from domain.participant import (
    PARTICIPANT,
    AlreadyInBase,
    BaseDatesContradict,
    BaseEntered,
    BaseLeft,
    BaseStatusChanged,
    EnterBase,
    LeaveBase,
    ParticipantRegistered,
    RecordResidence,
    RegisterParticipant,
    ResidenceRecorded,
    StrikeParticipantFact,
)
from domain.school import SchoolClosed, SchoolRegistered
from domain.standing import places, standing
from tests.domain.builders import MENTEE, consented, registered
from tests.support.given_when_then import SCHOOL, TODAY, given

SEPTEMBER, OCTOBER = date(2024, 9, 2), date(2024, 10, 1)
STRANGER = UUID(int=77)
WHY = "опечатка"


def lives(*, here: bool, since: date = SEPTEMBER) -> ResidenceRecorded:
    return ResidenceRecorded(effective_on=since, person=MENTEE, lives_in_district=here)


def entered(since: date = SEPTEMBER) -> BaseEntered:
    return BaseEntered(effective_on=since, person=MENTEE, role="mentee", document="request")


TOLD = (registered(MENTEE), lives(here=True))
CORRECTED = msgspec.structs.replace(lives(here=False), corrects=2, reason=WHY)
STRUCK = msgspec.structs.replace(lives(here=True), corrects=2, struck=True, reason=WHY)


def test_a_correction_is_the_fact_as_it_should_have_been() -> None:
    command = RecordResidence(
        lives_in_district=False, effective_on=SEPTEMBER, corrects=2, reason=WHY
    )

    given(*TOLD).when(command, target=MENTEE).then(CORRECTED)


def test_a_struck_fact_is_told_again_as_one_that_never_was() -> None:
    command = StrikeParticipantFact(corrects=2, reason=WHY)

    given(*TOLD).when(command, target=MENTEE).then(STRUCK)


@pytest.mark.parametrize(
    "command",
    [
        RecordResidence(lives_in_district=False, effective_on=SEPTEMBER, corrects=2),
        StrikeParticipantFact(corrects=2),
    ],
)
def test_only_an_own_entry_of_today_is_corrected_without_a_reason(command: Command) -> None:
    asked = given(*TOLD)

    asked.when(command, target=MENTEE, entered=TODAY).then_accepted()
    asked.when(command, target=MENTEE, entered=TODAY, entered_by=STRANGER).then_refused(
        CorrectionReasonMissing, "/reason"
    )
    asked.when(command, target=MENTEE).then_refused(CorrectionReasonMissing, "/reason")


@pytest.mark.parametrize("version", [2, 3])
def test_only_the_version_in_force_is_corrected(version: int) -> None:
    command = RecordResidence(
        lives_in_district=True, effective_on=OCTOBER, corrects=version, reason=WHY
    )

    outcome = given(*TOLD, CORRECTED).when(command, target=MENTEE)

    if version == 3:
        outcome.then_accepted()
    else:
        outcome.then_refused(FactSuperseded, "/corrects")


def test_what_was_struck_is_corrected_no_more() -> None:
    for version in (2, 3):
        given(*TOLD, STRUCK).when(
            StrikeParticipantFact(corrects=version, reason=WHY), target=MENTEE
        ).then_refused(FactIsStruck, "/corrects")


def test_a_version_that_was_never_recorded_is_not_found() -> None:
    given(*TOLD).when(StrikeParticipantFact(corrects=3, reason=WHY), target=MENTEE).then_refused(
        NotFound, "/corrects"
    )
    given().when(StrikeParticipantFact(corrects=1, reason=WHY), target=MENTEE).then_refused(
        NotFound
    )


def test_a_correction_is_of_the_same_kind_as_the_fact() -> None:
    command = EnterBase(role="mentee", effective_on=SEPTEMBER, corrects=2, reason=WHY)

    given(*TOLD).when(command, target=MENTEE).then_refused(NotTheSameFact, "/corrects")


def test_a_correction_obeys_the_rules_of_the_fact_itself() -> None:
    future = RecordResidence(
        lives_in_district=True, effective_on=date(2024, 12, 1), corrects=2, reason=WHY
    )

    given(*TOLD).when(future, target=MENTEE).then_refused(InTheFuture, "/effective_on")


def test_a_correction_is_decided_in_the_place_of_the_fact() -> None:
    # By now the person has left the base: entered anew it would be another entry.
    left = BaseLeft(effective_on=OCTOBER, person=MENTEE, role="mentee")
    told = (registered(MENTEE), entered(), left)
    earlier = date(2024, 8, 30)
    command = EnterBase(role="mentee", effective_on=earlier, corrects=2, reason=WHY)

    given(*told).when(command, target=MENTEE).then(
        msgspec.structs.replace(entered(earlier), corrects=2, reason=WHY)
    )


def test_a_correction_has_to_fit_what_was_recorded_since() -> None:
    trained = BaseStatusChanged(
        effective_on=SEPTEMBER, person=MENTEE, role="mentee", status="trained"
    )
    told = (registered(MENTEE), entered(), trained)

    given(*told).when(
        EnterBase(role="mentee", effective_on=OCTOBER, corrects=2, reason=WHY), target=MENTEE
    ).then_refused(BaseDatesContradict, "/effective_on")
    given(*told).when(StrikeParticipantFact(corrects=2, reason=WHY), target=MENTEE).then_refused(
        FactIsNeeded, "/corrects"
    )
    given(*told).when(StrikeParticipantFact(corrects=3, reason=WHY), target=MENTEE).then_accepted()


def test_striking_a_departure_after_which_the_person_came_back_is_refused() -> None:
    left = BaseLeft(effective_on=OCTOBER, person=MENTEE, role="mentee")
    told = (registered(MENTEE), entered(), left, entered(OCTOBER))

    given(*told).when(StrikeParticipantFact(corrects=3, reason=WHY), target=MENTEE).then_refused(
        AlreadyInBase, "/role"
    )


def test_what_opened_a_stream_is_struck_only_when_nothing_else_stands() -> None:
    command = StrikeParticipantFact(corrects=1, reason=WHY)

    given(*TOLD).when(command, target=MENTEE).then_refused(FactIsNeeded, "/corrects")
    given(*TOLD, STRUCK).when(command, target=MENTEE).then_accepted()


def test_who_is_in_a_pair_was_registered() -> None:
    consent = consented(MENTEE)
    proposed = PairProposed(
        effective_on=SEPTEMBER,
        pair=STRANGER,
        mentor=STRANGER,
        mentees=(MENTEE,),
        form="pupil_pupil",
    )
    job = EmploymentStarted(effective_on=SEPTEMBER, person=MENTEE, number=1, kind="school")
    for more in (consent, proposed, job):
        given(registered(MENTEE), more).when(
            StrikeParticipantFact(corrects=1, reason=WHY), target=MENTEE
        ).then_refused(FactIsNeeded, "/corrects")


def test_a_corrected_registration_keeps_the_year_the_vault_knew() -> None:
    known = msgspec.structs.replace(registered(MENTEE), birth_year=2010, known_birth_year=2011)
    command = RegisterParticipant(
        last_name="Иная",
        first_name="Имя",
        birth_year=2012,
        effective_on=SEPTEMBER,
        corrects=1,
        reason=WHY,
    )

    (event,) = given(known).when(command, target=MENTEE).events

    assert isinstance(event, ParticipantRegistered)
    assert (event.person, event.birth_year, event.known_birth_year) == (MENTEE, 2012, 2011)
    assert (event.last_name, event.corrects) == ("Иная", 1)


def test_the_vault_is_asked_for_a_registration_but_not_for_its_correction() -> None:
    identity = Identity(person=MENTEE, birth_year=2011)
    command = RegisterParticipant(last_name="Иная", first_name="Имя", birth_year=2012)

    (event,) = given().when(command, target=MENTEE, identity=identity).events

    assert isinstance(event, ParticipantRegistered)
    assert event.known_birth_year == 2011


def test_a_closed_institution_takes_corrections_and_nothing_else() -> None:
    school = SchoolRegistered(
        effective_on=SEPTEMBER, school=SCHOOL, name="Школа", short_name="Школа", kind="general"
    )
    closed = SchoolClosed(effective_on=OCTOBER, school=SCHOOL)
    told = (school, closed, *TOLD)

    given(*told).when(
        RecordResidence(lives_in_district=False, effective_on=SEPTEMBER), target=MENTEE
    ).then_refused(InstitutionClosed)
    given(*told).when(
        RecordResidence(lives_in_district=False, effective_on=SEPTEMBER, corrects=2, reason=WHY),
        target=MENTEE,
    ).then(CORRECTED)


def test_a_stream_is_folded_as_its_facts_stand() -> None:
    again = msgspec.structs.replace(lives(here=True, since=OCTOBER), corrects=3)
    stream = [registered(MENTEE), lives(here=True), CORRECTED, entered(), again]

    assert places(stream) == [1, 2, 2, 4, 2]
    assert standing(stream) == [1, 5, 4]
    assert standing([*stream, msgspec.structs.replace(again, corrects=5, struck=True)]) == [1, 4]
    assert PARTICIPANT.fold([registered(MENTEE), entered()]) == PARTICIPANT.fold(
        [registered(MENTEE), entered(OCTOBER), msgspec.structs.replace(entered(), corrects=2)]
    )


def test_leaving_a_base_is_corrected_to_another_day() -> None:
    left = BaseLeft(effective_on=OCTOBER, person=MENTEE, role="mentee")
    command = LeaveBase(role="mentee", effective_on=SEPTEMBER, corrects=3, reason=WHY)

    (event,) = given(registered(MENTEE), entered(), left).when(command, target=MENTEE).events

    assert event.effective_on == SEPTEMBER


@pytest.mark.parametrize("earlier", [CORRECTED, STRUCK], ids=["corrected", "struck"])
def test_a_fact_after_a_corrected_one_can_be_corrected_too(earlier: ResidenceRecorded) -> None:
    command = EnterBase(role="mentee", effective_on=OCTOBER, corrects=3, reason=WHY)

    given(*TOLD, entered(), earlier).when(command, target=MENTEE).then(
        msgspec.structs.replace(entered(OCTOBER), corrects=3, reason=WHY)
    )


def test_a_fact_after_a_corrected_one_can_be_struck_too() -> None:
    command = StrikeParticipantFact(corrects=3, reason=WHY)

    given(*TOLD, entered(), CORRECTED).when(command, target=MENTEE).then(
        msgspec.structs.replace(entered(), corrects=3, struck=True, reason=WHY)
    )
