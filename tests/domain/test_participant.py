"""A person is registered, described, and stands in a base or not."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from domain.aggregate import Identity
from domain.errors import DomainError, NotFound
from domain.events import personal_fields
from domain.participant import (
    PARTICIPANT,
    AlreadyInBase,
    AlreadyRegistered,
    BaseDatesContradict,
    BaseEntered,
    BaseLeft,
    BaseStatusChanged,
    BirthYearMismatch,
    BornLater,
    ChangeBaseStatus,
    EnterBase,
    LeaveBase,
    NotInBase,
    NotOneSchoolYear,
    ParticipantRegistered,
    ProfileRevised,
    RecordResidence,
    RegisterParticipant,
    ResidenceRecorded,
    ReviseProfile,
    WrongSnils,
    snils_is_valid,
)
from domain.time import ONE_DAY
from tests.domain.builders import MENTEE, MENTOR, registered
from tests.support.given_when_then import TODAY, given, state_of

BORN = date(2010, 5, 17)
REGISTER = RegisterParticipant(last_name="Фамилия", first_name="Имя", birth_date=BORN)
REGISTERED = ParticipantRegistered(
    effective_on=TODAY,
    person=MENTEE,
    birth_year=2010,
    last_name="Фамилия",
    first_name="Имя",
    birth_date=BORN,
)
ENTERED_ON = date(2024, 9, 2)
TWO_PEOPLE = (registered(MENTEE), registered(MENTOR))
ENTERED = BaseEntered(effective_on=ENTERED_ON, person=MENTEE, role="mentee", document="request")
LEFT = BaseLeft(effective_on=ENTERED_ON, person=MENTEE, role="mentee")


def test_a_person_is_registered_under_their_key() -> None:
    given(registered(MENTOR)).when(REGISTER, target=MENTEE).then(REGISTERED)


def test_a_birth_year_suffices_without_a_date() -> None:
    command = msgspec.structs.replace(REGISTER, birth_date=None, birth_year=2010)

    given().when(command, target=MENTEE).then(msgspec.structs.replace(REGISTERED, birth_date=None))


def test_a_person_of_another_organisation_is_registered_as_such() -> None:
    command = msgspec.structs.replace(REGISTER, outside=True)
    event = msgspec.structs.replace(REGISTERED, outside=True)

    given().when(command, target=MENTEE).then(event)
    assert state_of(PARTICIPANT, event).outside
    assert not state_of(PARTICIPANT, REGISTERED).outside


@pytest.mark.parametrize(("known", "recorded"), [(2010, None), (None, None), (2009, 2009)])
def test_the_vaults_birth_year_is_kept_if_different(
    known: int | None, recorded: int | None
) -> None:
    identity = Identity(person=MENTEE, birth_year=known)

    given().when(REGISTER, target=MENTEE, identity=identity).then(
        msgspec.structs.replace(REGISTERED, known_birth_year=recorded)
    )


def test_the_vaults_birth_year_wins() -> None:
    conflicting = msgspec.structs.replace(REGISTERED, known_birth_year=2009)

    assert state_of(PARTICIPANT, conflicting).birth_year == 2009
    assert state_of(PARTICIPANT, REGISTERED).birth_year == 2010


@pytest.mark.parametrize(
    ("changes", "error", "pointer"),
    [
        ({"birth_year": 2011}, BirthYearMismatch, "/birth_year"),
        ({"birth_date": TODAY + ONE_DAY}, BornLater, "/birth_date"),
        ({"birth_date": None, "birth_year": TODAY.year + 1}, BornLater, "/birth_year"),
        ({"snils": "112-233-445 96"}, WrongSnils, "/snils"),
        ({"snils": "000-000-000 00"}, WrongSnils, "/snils"),
    ],
)
def test_what_cannot_be_true_is_refused(
    changes: dict[str, object], error: type[DomainError], pointer: str
) -> None:
    command = msgspec.structs.replace(REGISTER, **changes)

    given().when(command, target=MENTEE).then_refused(error, pointer)


def test_the_day_of_birth_is_no_contradiction() -> None:
    born_today = msgspec.structs.replace(REGISTER, birth_date=TODAY, birth_year=TODAY.year)

    given().when(born_today, target=MENTEE).then_accepted()


@pytest.mark.parametrize("snils", ["112-233-445 95", "087-654-303 00"])
def test_a_true_control_number_is_accepted(snils: str) -> None:
    command = msgspec.structs.replace(REGISTER, snils=snils)

    assert snils_is_valid(snils)
    given().when(command, target=MENTEE).then(msgspec.structs.replace(REGISTERED, snils=snils))


def test_a_person_is_registered_only_once() -> None:
    given(*TWO_PEOPLE).when(REGISTER, target=MENTEE).then_refused(AlreadyRegistered)


def test_a_profile_is_replaced_as_a_whole() -> None:
    profile = {
        "school_year": "2024/2025",
        "class_name": "8 Б",
        "contact": "+7 900 000-00-00",
        "contact_person": "мать",
        "request": "Выбрать профессию",
        "competencies": "Шахматы",
        "achievements": "Призёр",
        "interests": "Музыка",
        "preferred_age": "10–12",
        "time_resource": "час в неделю",
        "reason": "новая анкета",
    }
    command = msgspec.convert(profile, ReviseProfile)

    given(*TWO_PEOPLE).when(command, target=MENTEE).then(
        msgspec.convert(
            profile | {"effective_on": TODAY, "person": MENTEE}, ProfileRevised, strict=False
        )
    )
    assert set(profile) - set(personal_fields(ProfileRevised)) == {"school_year"}


@pytest.mark.parametrize("school_year", ["2024/2024", "2024/2026", "2025/2024"])
def test_a_school_year_is_two_years_running(school_year: str) -> None:
    given(*TWO_PEOPLE).when(ReviseProfile(school_year=school_year), target=MENTEE).then_refused(
        NotOneSchoolYear, pointer="/school_year"
    )


@pytest.mark.parametrize("lives_in_district", [True, False, None])
def test_residence_is_recorded_even_if_unknown(lives_in_district: bool | None) -> None:
    given(*TWO_PEOPLE).when(
        RecordResidence(lives_in_district=lives_in_district), target=MENTEE
    ).then(
        ResidenceRecorded(effective_on=TODAY, person=MENTEE, lives_in_district=lives_in_district)
    )


def test_a_person_may_stand_in_both_bases() -> None:
    command = EnterBase(role="mentor", document="questionnaire", effective_on=ENTERED_ON)

    given(*TWO_PEOPLE, ENTERED).when(command, target=MENTEE).then(
        BaseEntered(effective_on=ENTERED_ON, person=MENTEE, role="mentor", document="questionnaire")
    )


def test_a_person_enters_a_base_only_once() -> None:
    given(*TWO_PEOPLE, ENTERED).when(EnterBase(role="mentee"), target=MENTEE).then_refused(
        AlreadyInBase, pointer="/role"
    )


def test_a_person_who_left_may_enter_again() -> None:
    command = EnterBase(role="mentee", effective_on=ENTERED_ON)

    given(*TWO_PEOPLE, ENTERED, LEFT).when(command, target=MENTEE).then(ENTERED)


def test_selection_and_training_change_the_status() -> None:
    selected = ChangeBaseStatus(role="mentee", status="selected")
    event = BaseStatusChanged(effective_on=TODAY, person=MENTEE, role="mentee", status="selected")

    given(*TWO_PEOPLE, ENTERED).when(selected, target=MENTEE).then(event)
    assert state_of(PARTICIPANT, registered(MENTEE), ENTERED, event).bases == {"mentee": "selected"}


def test_a_person_leaves_the_base_they_stand_in() -> None:
    given(*TWO_PEOPLE, ENTERED).when(
        LeaveBase(role="mentee", effective_on=ENTERED_ON), target=MENTEE
    ).then(LEFT)


@pytest.mark.parametrize(
    "command", [ChangeBaseStatus(role="mentee", status="trained"), LeaveBase(role="mentee")]
)
@pytest.mark.parametrize("history", [TWO_PEOPLE, (*TWO_PEOPLE, ENTERED, LEFT)])
def test_nothing_changes_outside_the_base(
    command: ChangeBaseStatus | LeaveBase, history: tuple[ParticipantRegistered, ...]
) -> None:
    given(*history).when(command, target=MENTEE).then_refused(NotInBase, pointer="/role")


@pytest.mark.parametrize(
    ("command", "history"),
    [
        (ChangeBaseStatus(role="mentee", status="trained"), (ENTERED,)),
        (LeaveBase(role="mentee"), (ENTERED,)),
        (EnterBase(role="mentee"), (ENTERED, LEFT)),
    ],
)
def test_a_base_changes_in_order_of_days(
    command: ChangeBaseStatus | LeaveBase | EnterBase, history: tuple[BaseEntered, ...]
) -> None:
    too_early = msgspec.structs.replace(command, effective_on=ENTERED_ON - ONE_DAY)

    given(*TWO_PEOPLE, *history).when(too_early, target=MENTEE).then_refused(
        BaseDatesContradict, pointer="/effective_on"
    )


def test_only_a_registered_person_has_a_record() -> None:
    given(registered(MENTOR)).when(EnterBase(role="mentee"), target=MENTEE).then_refused(NotFound)
