"""What becomes of the data once a consent is over: destroyed, or kept on a ground and a term."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import msgspec
import pytest

from domain.consent import ConsentAsked, ConsentFoundInvalid, ConsentRefused
from domain.consent_decision import (
    ConsentDecisionTaken,
    DecidedToDestroy,
    GroundMissing,
    KeptUntilMissing,
    KeptUntilPast,
    NothingIsKept,
    NothingToDecide,
    TakeConsentDecision,
)
from domain.errors import DomainError, NotFound
from domain.events import Event
from domain.participant import ParticipantLeft, ParticipantReturned
from domain.stop_demand import StopDemanded
from domain.time import ONE_DAY
from tests.domain.builders import (
    LONG_AGO,
    MENTEE,
    MENTOR,
    consented,
    enrolled,
    registered,
    withdrew,
)
from tests.support.given_when_then import TODAY, given

RECEIVED = date(2024, 9, 25)
LAST_DAY = date(2024, 10, 5)
UNTIL = date(2027, 9, 25)
WITHDRAWN = (*enrolled(MENTEE, MENTOR), withdrew(MENTEE, RECEIVED))
DESTROY = TakeConsentDecision(purpose="processing", number=1, decision="destroy")
KEEP = TakeConsentDecision(
    purpose="processing",
    number=1,
    decision="keep",
    ground="договор о сетевом обучении",
    kept_until=UNTIL,
)


def gone(person: UUID, day: date = LAST_DAY) -> ParticipantLeft:
    return ParticipantLeft(effective_on=day, person=person)


def demanded(day: date) -> StopDemanded:
    return StopDemanded(effective_on=day, person=MENTEE, number=1, demanded_by="self")


def taken(command: TakeConsentDecision, day: date = TODAY) -> ConsentDecisionTaken:
    return ConsentDecisionTaken(
        effective_on=day,
        person=MENTEE,
        purpose=command.purpose,
        number=command.number,
        decision=command.decision,
        kept_until=command.kept_until,
        ground=command.ground,
    )


@pytest.mark.parametrize("command", [DESTROY, KEEP])
def test_it_is_decided_after_a_withdrawal(command: TakeConsentDecision) -> None:
    given(*WITHDRAWN).when(command, target=MENTEE).then(taken(command))


def test_it_is_decided_on_the_day_of_receipt_at_the_earliest() -> None:
    early = msgspec.structs.replace(DESTROY, effective_on=RECEIVED - ONE_DAY)
    same_day = msgspec.structs.replace(DESTROY, effective_on=RECEIVED)

    given(*WITHDRAWN).when(early, target=MENTEE).then_refused(NothingToDecide)
    given(*WITHDRAWN).when(same_day, target=MENTEE).then_accepted()


def test_a_consent_that_is_found_invalid_or_has_expired_is_decided_about() -> None:
    expired = (registered(MENTEE), consented(MENTEE, until=RECEIVED))
    invalid = ConsentFoundInvalid(
        effective_on=RECEIVED, person=MENTEE, purpose="processing", number=1
    )

    given(*expired).when(DESTROY, target=MENTEE).then_accepted()
    given(*enrolled(MENTEE), invalid).when(DESTROY, target=MENTEE).then_accepted()


def test_while_a_consent_is_in_force_nothing_is_decided() -> None:
    another = consented(MENTEE, since=TODAY, number=2)
    running = (registered(MENTEE), consented(MENTEE, until=TODAY))

    given(*enrolled(MENTEE)).when(DESTROY, target=MENTEE).then_refused(NothingToDecide)
    given(*running).when(DESTROY, target=MENTEE).then_refused(NothingToDecide)
    given(*WITHDRAWN, another).when(DESTROY, target=MENTEE).then_refused(NothingToDecide)


def test_a_refusal_is_decided_about_under_number_0() -> None:
    asked = ConsentAsked(
        effective_on=LONG_AGO, person=MENTEE, purpose="processing", how="personally"
    )
    refused = ConsentRefused(
        effective_on=RECEIVED, person=MENTEE, purpose="processing", refused_by="self"
    )
    command = msgspec.structs.replace(DESTROY, number=0)

    given(registered(MENTEE), asked, refused).when(command, target=MENTEE).then(taken(command))
    given(registered(MENTEE), asked).when(command, target=MENTEE).then_refused(NothingToDecide)


def test_a_consent_that_is_not_there_is_not_found() -> None:
    other = msgspec.structs.replace(DESTROY, number=2)

    given(registered(MENTEE)).when(DESTROY, target=MENTEE).then_refused(NotFound)
    given(*WITHDRAWN).when(other, target=MENTEE).then_refused(NotFound, pointer="/number")


def test_what_is_to_be_destroyed_is_not_kept_again() -> None:
    given(*WITHDRAWN, taken(DESTROY, RECEIVED)).when(KEEP, target=MENTEE).then_refused(
        DecidedToDestroy
    )


def test_what_is_kept_may_be_destroyed_later() -> None:
    given(*WITHDRAWN, taken(KEEP, RECEIVED)).when(DESTROY, target=MENTEE).then(taken(DESTROY))


@pytest.mark.parametrize(
    ("command", "changes", "error", "pointer"),
    [
        (KEEP, {"ground": None}, GroundMissing, "/ground"),
        (KEEP, {"kept_until": None}, KeptUntilMissing, "/kept_until"),
        (KEEP, {"kept_until": TODAY - ONE_DAY}, KeptUntilPast, "/kept_until"),
        (DESTROY, {"ground": "договор"}, NothingIsKept, "/ground"),
        (DESTROY, {"kept_until": UNTIL}, NothingIsKept, "/kept_until"),
    ],
)
def test_data_are_kept_on_a_ground_and_for_a_term_and_else_for_none(
    command: TakeConsentDecision, changes: dict[str, Any], error: type[DomainError], pointer: str
) -> None:
    changed = msgspec.structs.replace(command, **changes)

    given(*WITHDRAWN).when(changed, target=MENTEE).then_refused(error, pointer=pointer)


def test_data_may_be_kept_for_a_single_day() -> None:
    one_day = msgspec.structs.replace(KEEP, kept_until=TODAY)

    given(*WITHDRAWN).when(one_day, target=MENTEE).then_accepted()


@pytest.mark.parametrize("papers", [(), (consented(MENTEE),)], ids=["none", "in force"])
@pytest.mark.parametrize("cause", [gone(MENTEE), demanded(LAST_DAY)], ids=["left", "demand"])
def test_who_left_or_demanded_to_stop_is_decided_about_under_number_0(
    cause: Event, papers: tuple[Event, ...]
) -> None:
    told = (registered(MENTEE), *papers, cause)
    command = msgspec.structs.replace(DESTROY, number=0)
    early = msgspec.structs.replace(command, effective_on=LAST_DAY - ONE_DAY)

    given(*told).when(command, target=MENTEE).then(taken(command))
    given(*told).when(early, target=MENTEE).then_refused(NothingToDecide)
    other = msgspec.structs.replace(command, purpose="publication")
    given(*told).when(other, target=MENTEE).then_refused(NothingToDecide)


def test_of_who_stays_nothing_is_decided_under_number_0() -> None:
    command = msgspec.structs.replace(DESTROY, number=0)
    back = ParticipantReturned(effective_on=TODAY, person=MENTEE)

    given(registered(MENTEE)).when(command, target=MENTEE).then_refused(NothingToDecide)
    given(registered(MENTEE), gone(MENTEE), back).when(command, target=MENTEE).then_refused(
        NothingToDecide
    )
    given().when(command, target=MENTEE).then_refused(NotFound)


def test_a_consent_in_force_is_no_more_decided_about_for_a_departure() -> None:
    given(*enrolled(MENTEE), gone(MENTEE)).when(DESTROY, target=MENTEE).then_refused(
        NothingToDecide
    )


def test_what_was_to_be_destroyed_is_decided_about_again_for_a_later_cause() -> None:
    command = msgspec.structs.replace(DESTROY, number=0)
    told = (registered(MENTEE), demanded(RECEIVED), taken(command, LAST_DAY))

    given(*told, gone(MENTEE)).when(command, target=MENTEE).then_refused(DecidedToDestroy)
    given(*told, gone(MENTEE, LAST_DAY + ONE_DAY)).when(command, target=MENTEE).then(taken(command))
