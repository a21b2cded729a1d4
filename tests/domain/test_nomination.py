from __future__ import annotations

from datetime import date

import msgspec
import pytest

from domain.errors import DomainError, NotFound
from domain.nomination import (
    AlreadyNominated,
    AwardKindNotActive,
    AwardKindUnknown,
    BeforeNomination,
    Nominate,
    NominatedPersonFixed,
    NominationExists,
    NominationIsDecided,
    NominationIsWithdrawn,
    NominationMade,
    NominationWithdrawn,
    NominationYearNotCome,
    NotAMentorHere,
    WithdrawNomination,
)
from domain.pair import ConsentNotInForce, NotRegisteredHere, PairAnnulled
from domain.participant import BaseLeft
from tests.domain.builders import (
    MENTEE,
    MENTOR,
    STRANGER,
    History,
    consented,
    enrolled,
    registered,
    withdrew,
)
from tests.domain.nominations import (
    AWARDS,
    DECIDED_ON,
    KIND,
    KINDS,
    MADE_ON,
    MENTOR_HERE,
    NOMINATION_ID,
    OTHER_NOMINATION_ID,
    approved,
    declined,
    in_base,
    made,
    received,
    taken_back,
)
from tests.domain.pair.builders import ALL, PAIR_ID, proposed, started_pair_of
from tests.support.given_when_then import Outcome, given

GROUNDS = "довёл группу до олимпиады"
NOMINATE = Nominate(person=MENTOR, kind=KIND, year=2024, grounds=GROUNDS, effective_on=MADE_ON)
PEOPLE: History = (*KINDS, *enrolled(MENTOR, MENTEE))
LEFT_BASE = BaseLeft(effective_on=date(2024, 6, 1), person=MENTOR, role="mentor")


def nominated(*history: object, command: Nominate = NOMINATE) -> Outcome:
    return given(*history).when(command, target=NOMINATION_ID)  # type: ignore[arg-type]


def test_a_mentor_of_the_base_is_nominated() -> None:
    nominated(*MENTOR_HERE).then(
        NominationMade(
            effective_on=MADE_ON,
            nomination=NOMINATION_ID,
            person=MENTOR,
            kind=KIND,
            year=2024,
            grounds=GROUNDS,
        )
    )


def test_a_mentor_of_a_pair_is_nominated_also_when_no_longer_in_the_base() -> None:
    pair = started_pair_of(MENTEE, pair=PAIR_ID, mentor=MENTOR, form="pupil_pupil")

    nominated(*PEOPLE, *pair).then_accepted()
    nominated(*PEOPLE, in_base(), LEFT_BASE, *pair).then_accepted()


@pytest.mark.parametrize(
    "history",
    [
        (),
        (in_base(role="mentee"),),
        (in_base(), LEFT_BASE),
        (proposed(mentees=(MENTEE,)),),
        (
            *started_pair_of(MENTEE, pair=PAIR_ID, mentor=MENTOR, form="pupil_pupil"),
            PairAnnulled(effective_on=MADE_ON, pair=PAIR_ID, people=ALL, reason="двойная запись"),
        ),
        started_pair_of(MENTOR, pair=PAIR_ID, mentor=MENTEE, form="pupil_pupil"),
    ],
    ids=[
        "nothing",
        "mentee's base",
        "left the base",
        "proposed pair",
        "annulled pair",
        "as mentee",
    ],
)
def test_who_is_no_mentor_here_is_not_nominated(history: History) -> None:
    nominated(*PEOPLE, *history).then_refused(NotAMentorHere, "/person")


def test_a_stranger_is_not_nominated() -> None:
    command = msgspec.structs.replace(NOMINATE, person=STRANGER)

    nominated(*MENTOR_HERE, command=command).then_refused(NotRegisteredHere, "/person")


@pytest.mark.parametrize(
    ("papers", "accepted"),
    [
        ((), False),
        ((consented(MENTOR), withdrew(MENTOR, MADE_ON)), False),
        ((consented(MENTOR, until=date(2024, 9, 19)),), False),
        ((consented(MENTOR, until=MADE_ON),), True),
        ((consented(MENTOR, since=date(2024, 9, 21)),), False),
        ((consented(MENTOR, since=MADE_ON),), True),
    ],
)
def test_a_nomination_needs_a_consent_of_its_day(papers: History, accepted: bool) -> None:
    outcome = nominated(*KINDS, registered(MENTOR), in_base(), *papers)

    if accepted:
        outcome.then_accepted()
    else:
        outcome.then_refused(ConsentNotInForce, "/person")


def test_the_award_stands_in_the_catalogue() -> None:
    unknown = msgspec.structs.replace(NOMINATE, kind="unknown")
    outdated = msgspec.structs.replace(NOMINATE, kind="outdated")

    nominated(*MENTOR_HERE, command=unknown).then_refused(AwardKindUnknown, "/kind")
    nominated(*MENTOR_HERE, command=outdated).then_refused(AwardKindNotActive, "/kind")


@pytest.mark.parametrize(("year", "accepted"), [(2023, True), (2024, True), (2025, False)])
def test_nobody_is_nominated_for_a_year_to_come(year: int, accepted: bool) -> None:
    outcome = nominated(*MENTOR_HERE, command=msgspec.structs.replace(NOMINATE, year=year))

    if accepted:
        outcome.then_accepted()
    else:
        outcome.then_refused(NominationYearNotCome, "/year")


@pytest.mark.parametrize("award", [(), *(AWARDS[s] for s in ("received", "approved", "conferred"))])
def test_a_mentor_is_nominated_once_while_the_nomination_stands(award: History) -> None:
    history = (*MENTOR_HERE, made(), *award)

    outcome = given(*history).when(NOMINATE, target=OTHER_NOMINATION_ID)

    outcome.then_refused(AlreadyNominated, "/person")


@pytest.mark.parametrize(
    "end", [(taken_back(),), AWARDS["declined"], AWARDS["revoked"]], ids=["own", "no", "void"]
)
def test_a_mentor_is_nominated_again_after_the_nomination_ended(end: History) -> None:
    history = (*MENTOR_HERE, made(), *end)

    given(*history).when(NOMINATE, target=OTHER_NOMINATION_ID).then_accepted()


@pytest.mark.parametrize("change", [{"kind": "debut"}, {"year": 2023}])
def test_another_award_or_year_is_another_nomination(change: dict[str, object]) -> None:
    command: Nominate = msgspec.structs.replace(NOMINATE, **change)

    given(*MENTOR_HERE, made()).when(command, target=OTHER_NOMINATION_ID).then_accepted()


def test_a_nomination_is_made_once() -> None:
    nominated(*MENTOR_HERE, made()).then_refused(NominationExists)


@pytest.mark.parametrize("award", [(), (received(),), (received(), approved())])
def test_a_nomination_is_withdrawn_before_the_last_word(award: History) -> None:
    command = WithdrawNomination(effective_on=DECIDED_ON, reason="уволился")

    given(*MENTOR_HERE, made(), *award).when(command, target=NOMINATION_ID).then(
        NominationWithdrawn(
            effective_on=DECIDED_ON, nomination=NOMINATION_ID, person=MENTOR, reason="уволился"
        )
    )


@pytest.mark.parametrize("status", ["declined", "conferred", "revoked"])
def test_a_nomination_is_not_withdrawn_after_it(status: str) -> None:
    history = (*MENTOR_HERE, made(), *AWARDS[status])

    given(*history).when(WithdrawNomination(), target=NOMINATION_ID).then_refused(
        NominationIsDecided
    )


def test_the_decision_on_another_nomination_does_not_matter() -> None:
    history = (*MENTOR_HERE, made(), received(OTHER_NOMINATION_ID), declined(OTHER_NOMINATION_ID))

    given(*history).when(WithdrawNomination(), target=NOMINATION_ID).then_accepted()


def test_a_nomination_is_withdrawn_once() -> None:
    history = (*MENTOR_HERE, made(), taken_back())

    given(*history).when(WithdrawNomination(), target=NOMINATION_ID).then_refused(
        NominationIsWithdrawn
    )


@pytest.mark.parametrize(("day", "accepted"), [(MADE_ON, True), (date(2024, 9, 19), False)])
def test_a_nomination_is_not_withdrawn_before_it_was_made(day: date, accepted: bool) -> None:
    command = WithdrawNomination(effective_on=day)

    outcome = given(*MENTOR_HERE, made()).when(command, target=NOMINATION_ID)

    if accepted:
        outcome.then_accepted()
    else:
        outcome.then_refused(BeforeNomination, "/effective_on")


def test_a_nomination_that_was_not_made_is_not_there() -> None:
    given(*MENTOR_HERE).when(WithdrawNomination(), target=NOMINATION_ID).then_refused(NotFound)


@pytest.mark.parametrize("award", [(), (received(),)])
def test_a_nomination_is_corrected_until_the_district_decides(award: History) -> None:
    command = msgspec.structs.replace(NOMINATE, kind="debut", corrects=1, reason="опечатка")

    given(*MENTOR_HERE, made(), *award).when(command, target=NOMINATION_ID).then(
        msgspec.structs.replace(made(kind="debut"), corrects=1, reason="опечатка")
    )


@pytest.mark.parametrize("status", ["approved", "declined", "conferred", "revoked"])
def test_a_nomination_that_was_decided_on_is_not_corrected(status: str) -> None:
    command = msgspec.structs.replace(NOMINATE, kind="debut", corrects=1, reason="опечатка")
    history = (*MENTOR_HERE, made(), *AWARDS[status])

    given(*history).when(command, target=NOMINATION_ID).then_refused(NominationIsDecided)


@pytest.mark.parametrize(
    ("change", "error", "pointer"),
    [
        ({"effective_on": date(2024, 9, 26)}, BeforeNomination, "/effective_on"),
        ({"person": MENTEE}, NominatedPersonFixed, "/person"),
    ],
)
def test_a_corrected_nomination_fits_its_withdrawal(
    change: dict[str, object], error: type[DomainError], pointer: str
) -> None:
    command: Nominate = msgspec.structs.replace(NOMINATE, corrects=1, reason="опечатка", **change)
    history = (*MENTOR_HERE, *enrolled(MENTEE), in_base(MENTEE), made(), taken_back())

    given(*history).when(command, target=NOMINATION_ID).then_refused(error, pointer)


def test_a_withdrawal_is_corrected() -> None:
    command = WithdrawNomination(effective_on=MADE_ON, corrects=2, reason="опечатка")
    history = (*MENTOR_HERE, made(), taken_back())

    given(*history).when(command, target=NOMINATION_ID).then(
        msgspec.structs.replace(taken_back(), effective_on=MADE_ON, corrects=2, reason="опечатка")
    )
