"""Which enterprise gives a pair its mentor, and from which day."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from domain.errors import DomainError
from domain.events import Event
from domain.inn import WrongInn
from domain.pair import (
    EnterpriseHasLeft,
    EnterpriseMissing,
    EnterpriseUnknown,
    PairEnterpriseSet,
    ProposePair,
    SetPairEnterprise,
    StartPair,
)
from domain.time import ONE_DAY
from tests.domain.builders import (
    INN,
    MENTEE,
    MENTOR,
    OTHER_INN,
    SECOND_MENTEE,
    TRADER,
    History,
    enterprise,
    enterprise_left,
)
from tests.domain.pair.builders import (
    ALL,
    ORDER_DATE,
    PAIR_ID,
    PAUSED_ON,
    PROPOSED_ON,
    STARTED_ON,
    approved,
    left,
    pair_after,
    proposed,
    started,
)
from tests.support.given_when_then import given

EMPLOYERS = proposed(form="employer_pupil", enterprise=INN)


def enterprise_set(day: date, code: str | None = OTHER_INN) -> PairEnterpriseSet:
    return PairEnterpriseSet(effective_on=day, pair=PAIR_ID, people=ALL, enterprise=code)


@pytest.mark.parametrize("code", [OTHER_INN, TRADER, None], ids=["inn", "trader", "nobody"])
def test_another_enterprise_gives_the_mentor_from_a_day_on(
    started_pair: History, code: str | None
) -> None:
    command = SetPairEnterprise(enterprise=code, effective_on=PAUSED_ON, reason="перевод")

    given(*started_pair, enterprise()).when(command, target=PAIR_ID).then(
        msgspec.structs.replace(enterprise_set(PAUSED_ON, code), reason="перевод")
    )


def test_only_those_who_are_in_the_pair_that_day_are_concerned(started_pair: History) -> None:
    command = SetPairEnterprise(enterprise=INN, effective_on=PAUSED_ON)

    given(*started_pair, left(SECOND_MENTEE, STARTED_ON)).when(command, target=PAIR_ID).then(
        PairEnterpriseSet(
            effective_on=PAUSED_ON, pair=PAIR_ID, people=(MENTOR, MENTEE), enterprise=INN
        )
    )


@pytest.mark.parametrize(
    ("before", "code", "error"),
    [
        ((), "7707083894", WrongInn),
        ((), TRADER, EnterpriseUnknown),
        ((enterprise(INN), enterprise_left(PAUSED_ON)), INN, EnterpriseHasLeft),
    ],
)
def test_who_gives_no_mentors_is_refused(
    started_pair: History, before: tuple[Event, ...], code: str, error: type[DomainError]
) -> None:
    command = SetPairEnterprise(enterprise=code, effective_on=PAUSED_ON)

    given(*started_pair, *before).when(command, target=PAIR_ID).then_refused(
        error, pointer="/enterprise"
    )


def test_a_form_that_asks_for_an_enterprise_keeps_one(enrolled_people: History) -> None:
    given(*enrolled_people, EMPLOYERS).when(
        SetPairEnterprise(enterprise=None), target=PAIR_ID
    ).then_refused(EnterpriseMissing, pointer="/enterprise")


@pytest.mark.parametrize(
    ("left_on", "word"),
    [(PROPOSED_ON, "enterprise_has_left"), (PROPOSED_ON + ONE_DAY, "pair.proposed")],
)
def test_an_enterprise_takes_part_until_the_day_it_leaves(
    enrolled_people: History, left_on: date, word: str
) -> None:
    command = ProposePair(
        mentor=MENTOR,
        mentees=(MENTEE,),
        form="employer_pupil",
        enterprise=INN,
        effective_on=PROPOSED_ON,
    )
    history = (*enrolled_people, enterprise(INN), enterprise_left(left_on))

    assert word == given(*history).when(command, target=PAIR_ID).word


def test_a_pair_does_not_start_with_an_enterprise_that_left(enrolled_people: History) -> None:
    history = (
        *enrolled_people,
        EMPLOYERS,
        approved(),
        enterprise(INN),
        enterprise_left(ORDER_DATE),
    )

    given(*history).when(StartPair(effective_on=STARTED_ON), target=PAIR_ID).then_refused(
        EnterpriseHasLeft, pointer="/enterprise"
    )


def test_a_pair_starts_with_the_enterprise_of_that_day(enrolled_people: History) -> None:
    history = (
        *enrolled_people,
        EMPLOYERS,
        approved(),
        enterprise(INN),
        enterprise_left(ORDER_DATE),
    )

    given(*history, enterprise_set(STARTED_ON)).when(
        StartPair(effective_on=STARTED_ON), target=PAIR_ID
    ).then(started())


def test_an_enterprise_is_named_until_the_next_one() -> None:
    pair = pair_after(
        EMPLOYERS,
        enterprise_set(PAUSED_ON, None),
        enterprise_set(STARTED_ON, TRADER),
        enterprise_set(STARTED_ON),
    )

    named = [pair.enterprise_on(day) for day in (date.min, STARTED_ON - ONE_DAY)]
    named += [pair.enterprise_on(day) for day in (STARTED_ON, PAUSED_ON - ONE_DAY, PAUSED_ON)]

    assert named == [INN, INN, OTHER_INN, OTHER_INN, None]
