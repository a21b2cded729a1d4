"""A pair starts only when everyone in it may be in it that day."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import msgspec
import pytest

from domain.consent import ConsentFoundInvalid
from domain.events import Event
from domain.form import FormChanged
from domain.pair import (
    ConsentNotInForce,
    EnterpriseMissing,
    FormNotActive,
    NotRegisteredHere,
    StartBeforeOrder,
    StartPair,
)
from domain.time import ONE_DAY
from tests.domain.builders import (
    CATALOGUE,
    MENTEE,
    MENTOR,
    PUPIL_PUPIL,
    SECOND_MENTEE,
    History,
    consented,
    enrolled,
    registered,
    withdrew,
)
from tests.domain.pair.builders import (
    ORDER_DATE,
    PAIR_ID,
    STARTED_ON,
    approved,
    proposed,
    started,
)
from tests.support.given_when_then import given

START = StartPair(effective_on=STARTED_ON)
START_IMPORTED = StartPair(effective_on=STARTED_ON, imported=True)
PLACES = {MENTOR: "/mentor", MENTEE: "/mentees/0", SECOND_MENTEE: "/mentees/1"}


def approved_pair_with(person: UUID, *papers: Event) -> History:
    """Everyone is enrolled but ``person``, who is registered and has only these papers."""
    others = enrolled(*(one for one in PLACES if one != person))
    return (*CATALOGUE, *others, registered(person), *papers, proposed(), approved())


def test_an_approved_pair_starts_on_its_day(approved_pair: History) -> None:
    given(*approved_pair).when(START, target=PAIR_ID).then(started())


def test_a_pair_may_start_on_the_orders_day(approved_pair: History) -> None:
    command = StartPair(effective_on=ORDER_DATE)

    given(*approved_pair).when(command, target=PAIR_ID).then(started(ORDER_DATE))


def test_a_pair_cannot_start_before_its_order(approved_pair: History) -> None:
    command = StartPair(effective_on=ORDER_DATE - ONE_DAY)

    given(*approved_pair).when(command, target=PAIR_ID).then_refused(
        StartBeforeOrder, pointer="/effective_on"
    )


@pytest.mark.parametrize("person", PLACES)
def test_nobody_starts_without_a_consent(person: UUID) -> None:
    given(*approved_pair_with(person)).when(START, target=PAIR_ID).then_refused(
        ConsentNotInForce, pointer=PLACES[person]
    )


@pytest.mark.parametrize("person", PLACES)
def test_a_consent_from_the_first_day_suffices(person: UUID) -> None:
    history = approved_pair_with(person, consented(person, STARTED_ON))

    given(*history).when(START, target=PAIR_ID).then(started())


@pytest.mark.parametrize("person", PLACES)
def test_a_consent_withdrawn_that_day_stops_the_start(person: UUID) -> None:
    history = approved_pair_with(person, consented(person), withdrew(person, STARTED_ON))

    given(*history).when(START, target=PAIR_ID).then_refused(
        ConsentNotInForce, pointer=PLACES[person]
    )


def test_a_consent_counts_through_its_last_day() -> None:
    last_days = {STARTED_ON: "pair.started", STARTED_ON - ONE_DAY: "consent_not_in_force"}

    for last_day, word in last_days.items():
        history = approved_pair_with(MENTEE, consented(MENTEE, until=last_day))

        assert word == given(*history).when(START, target=PAIR_ID).word


def test_a_consent_found_invalid_never_counted() -> None:
    invalid = ConsentFoundInvalid(
        effective_on=STARTED_ON, person=MENTEE, purpose="processing", number=1
    )
    history = approved_pair_with(MENTEE, consented(MENTEE), invalid)

    given(*history).when(START, target=PAIR_ID).then_refused(
        ConsentNotInForce, pointer="/mentees/0"
    )


def test_a_consent_to_publication_is_no_consent_to_processing() -> None:
    publication = msgspec.structs.replace(consented(MENTEE), purpose="publication")
    history = approved_pair_with(MENTEE, publication)

    given(*history).when(START, target=PAIR_ID).then_refused(
        ConsentNotInForce, pointer="/mentees/0"
    )


def test_a_later_consent_is_accepted_in_imports_only() -> None:
    history = approved_pair_with(SECOND_MENTEE, consented(SECOND_MENTEE, date(2024, 9, 20)))

    given(*history).when(START, target=PAIR_ID).then_refused(
        ConsentNotInForce, pointer="/mentees/1"
    )
    given(*history).when(START_IMPORTED, target=PAIR_ID).then(
        msgspec.structs.replace(started(), consent_later=True)
    )


def test_an_import_with_consents_in_force_is_unflagged(approved_pair: History) -> None:
    given(*approved_pair).when(START_IMPORTED, target=PAIR_ID).then(started())


@pytest.mark.parametrize("papers", [(), (consented(MENTEE), withdrew(MENTEE, STARTED_ON))])
def test_an_import_needs_a_consent_all_the_same(papers: History) -> None:
    given(*approved_pair_with(MENTEE, *papers)).when(START_IMPORTED, target=PAIR_ID).then_refused(
        ConsentNotInForce, pointer="/mentees/0"
    )


def test_everyone_who_starts_is_registered_here() -> None:
    history = (*CATALOGUE, *enrolled(MENTOR, MENTEE), proposed(), approved())

    given(*history).when(START, target=PAIR_ID).then_refused(
        NotRegisteredHere, pointer="/mentees/1"
    )


def test_a_form_abolished_meanwhile_starts_no_pair(approved_pair: History) -> None:
    abolished = _changed_form(active=False)

    given(*approved_pair, abolished).when(START, target=PAIR_ID).then_refused(
        FormNotActive, pointer="/form"
    )


def test_a_form_may_ask_for_an_enterprise_meanwhile(approved_pair: History) -> None:
    stricter = _changed_form(enterprise_required=True)

    given(*approved_pair, stricter).when(START, target=PAIR_ID).then_refused(
        EnterpriseMissing, pointer="/enterprise"
    )


def _changed_form(**changes: bool) -> FormChanged:
    return FormChanged(**{**msgspec.structs.asdict(PUPIL_PUPIL), **changes})
