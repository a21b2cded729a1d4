"""The successor of a merged institution takes over people and their consents."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from domain.consent import ConsentFoundInvalid, ConsentGiven, GiveConsent
from domain.errors import NotFound
from domain.events import Event
from domain.participant import (
    BaseEntered,
    BaseLeft,
    BaseStatusChanged,
    ParticipantLeft,
    ParticipantReceived,
    ParticipantReturned,
    ProfileRevised,
    ResidenceRecorded,
)
from domain.succession import NothingToReceive, ReceiveConsents, ReceiveParticipant
from domain.time import ONE_DAY
from tests.domain.builders import (
    LONG_AGO,
    MENTEE,
    MENTOR,
    History,
    consented,
    enrolled,
    registered,
    withdrew,
)
from tests.domain.merging import FIRST_DAY, LAST_DAY, MERGED, as_of_then
from tests.domain.pair.builders import (
    STARTED_ON,
)
from tests.support.given_when_then import SCHOOL, given

RECEIVED = ParticipantReceived(effective_on=FIRST_DAY, person=MENTEE, from_school=MERGED)


def person(*known: Event) -> ReceiveParticipant:
    return ReceiveParticipant(from_school=MERGED, last_day=LAST_DAY, known=known)


def consents(*known: Event) -> ReceiveConsents:
    return ReceiveConsents(from_school=MERGED, last_day=LAST_DAY, known=known, purpose="processing")


def in_base(day: date = STARTED_ON, role: str = "mentee") -> BaseEntered:
    return msgspec.convert(
        {"effective_on": day, "person": MENTEE, "role": role, "document": "questionnaire"},
        BaseEntered,
    )


def selected(day: date = STARTED_ON) -> BaseStatusChanged:
    return BaseStatusChanged(effective_on=day, person=MENTEE, role="mentee", status="selected")


def out_of_base(day: date = STARTED_ON) -> BaseLeft:
    return BaseLeft(effective_on=day, person=MENTEE, role="mentee")


LIVES = ResidenceRecorded(effective_on=LONG_AGO, person=MENTEE, lives_in_district=False)
MOVED = ResidenceRecorded(effective_on=STARTED_ON, person=MENTEE, lives_in_district=True)
OLD_PROFILE = ProfileRevised(effective_on=LONG_AGO, person=MENTEE, class_name="7 А")
PROFILE = ProfileRevised(effective_on=STARTED_ON, person=MENTEE, class_name="8 А", request="выбор")
DEPARTED = ParticipantLeft(effective_on=FIRST_DAY, person=MENTEE, reason="переезд")


def test_of_nothing_nobody_is_received() -> None:
    given().when(person(), target=MENTEE).then_refused(NothingToReceive)


def test_a_person_is_registered_with_all_that_holds_of_them() -> None:
    known = registered(MENTEE, birth_date=date(2010, 3, 1))

    given(registered(MENTOR)).when(
        person(known, LIVES, OLD_PROFILE, in_base(), MOVED, selected(), PROFILE), target=MENTEE
    ).then(
        as_of_then(known),
        LIVES,
        MOVED,
        PROFILE,
        as_of_then(in_base()),
        as_of_then(selected()),
        RECEIVED,
    )


def test_a_base_is_entered_as_it_stands() -> None:
    twice = (in_base(LONG_AGO), selected(LONG_AGO), out_of_base(LONG_AGO), in_base())
    late = FIRST_DAY + ONE_DAY

    given().when(person(registered(MENTEE), *twice), target=MENTEE).then(
        as_of_then(registered(MENTEE)), as_of_then(in_base()), RECEIVED
    )
    given().when(person(registered(MENTEE), in_base(), out_of_base()), target=MENTEE).then(
        as_of_then(registered(MENTEE)), RECEIVED
    )
    given().when(person(registered(MENTEE), in_base(late)), target=MENTEE).then(
        as_of_then(registered(MENTEE)), in_base(late), RECEIVED
    )


def test_who_left_after_the_last_day_is_registered_and_has_left() -> None:
    given().when(person(registered(MENTEE), DEPARTED), target=MENTEE).then(
        as_of_then(registered(MENTEE)), DEPARTED, RECEIVED
    )


def test_who_left_for_the_successor_is_there() -> None:
    for_us = msgspec.structs.replace(DEPARTED, to_school=SCHOOL)

    given().when(person(registered(MENTEE), for_us), target=MENTEE).then(
        as_of_then(registered(MENTEE)), RECEIVED
    )


def test_who_is_known_here_is_not_registered_twice() -> None:
    given(registered(MENTEE), OLD_PROFILE).when(
        person(registered(MENTEE), LIVES, PROFILE, DEPARTED), target=MENTEE
    ).then(RECEIVED)


def test_who_is_known_here_enters_the_bases_they_are_not_in() -> None:
    both = (in_base(), in_base(role="mentor"))

    given(registered(MENTEE), in_base(LONG_AGO)).when(
        person(registered(MENTEE), *both), target=MENTEE
    ).then(as_of_then(in_base(role="mentor")), RECEIVED)
    given(registered(MENTEE), in_base(LONG_AGO), out_of_base()).when(
        person(registered(MENTEE), in_base()), target=MENTEE
    ).then(as_of_then(in_base()), RECEIVED)


def test_a_base_left_here_after_the_merger_stays_left() -> None:
    given(registered(MENTEE), in_base(LONG_AGO), out_of_base(FIRST_DAY)).when(
        person(registered(MENTEE), in_base()), target=MENTEE
    ).then(RECEIVED)


def test_who_had_left_the_successor_is_here_again() -> None:
    gone = ParticipantLeft(effective_on=LAST_DAY, person=MENTEE)
    gone_since = ParticipantLeft(effective_on=FIRST_DAY, person=MENTEE)
    back = ParticipantReturned(effective_on=FIRST_DAY, person=MENTEE)

    given(registered(MENTEE), gone).when(person(registered(MENTEE)), target=MENTEE).then(
        back, RECEIVED
    )
    given(registered(MENTEE), gone_since).when(
        person(registered(MENTEE), in_base()), target=MENTEE
    ).then(RECEIVED)


def received_consent(old: ConsentGiven, number: int) -> Event:
    return as_of_then(old, number=number, received_from=MERGED, received_number=old.number)


def test_a_consent_passes_with_its_content_and_term() -> None:
    old = consented(MENTEE, until=date(2025, 8, 31))

    given(registered(MENTEE)).when(consents(old), target=MENTEE).then(received_consent(old, 1))


def test_consents_are_numbered_behind_those_given_here() -> None:
    old = (consented(MENTEE, number=1, until=LAST_DAY), consented(MENTEE, number=2))

    given(*enrolled(MENTEE), consented(MENTEE, number=2)).when(consents(*old), target=MENTEE).then(
        received_consent(old[1], 3)
    )


def test_a_consent_of_a_later_day_keeps_its_day() -> None:
    later = consented(MENTEE, since=FIRST_DAY + ONE_DAY)

    given(registered(MENTEE)).when(consents(later), target=MENTEE).then(
        msgspec.structs.replace(later, received_from=MERGED, received_number=1)
    )


def test_a_later_withdrawal_passes_with_its_consent() -> None:
    old, withdrawal = consented(MENTEE, number=1), withdrew(MENTEE, FIRST_DAY + ONE_DAY)

    given(*enrolled(MENTEE)).when(consents(old, withdrawal), target=MENTEE).then(
        received_consent(old, 2), msgspec.structs.replace(withdrawal, number=2)
    )


@pytest.mark.parametrize(
    "known",
    [
        (consented(MENTEE, until=LAST_DAY),),
        (consented(MENTEE), withdrew(MENTEE, FIRST_DAY)),
        (
            consented(MENTEE),
            ConsentFoundInvalid(
                effective_on=FIRST_DAY, person=MENTEE, purpose="processing", number=1
            ),
        ),
    ],
    ids=["expired", "withdrawn", "invalid"],
)
def test_a_consent_that_is_over_does_not_pass(known: History) -> None:
    given(registered(MENTEE)).when(consents(*known), target=MENTEE).then_refused(NothingToReceive)


def test_consents_pass_only_of_who_is_registered() -> None:
    given(registered(MENTOR)).when(consents(consented(MENTEE)), target=MENTEE).then_refused(
        NotFound
    )


def test_a_correction_keeps_where_a_consent_passed_from() -> None:
    old = received_consent(consented(MENTEE), 1)
    give = GiveConsent(
        purpose="processing",
        signed_by="both",
        relation="guardian",
        representative="Представитель",
        wording="2019-1",
        to_district=True,
        effective_on=FIRST_DAY,
        corrects=1,
        reason="опекун",
    )

    given(registered(MENTEE), old).when(give, target=MENTEE).then(
        msgspec.structs.replace(old, relation="guardian", corrects=1, reason="опекун")
    )
