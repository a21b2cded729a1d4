from __future__ import annotations

from uuid import UUID

import msgspec
import pytest

from domain.errors import DomainError
from domain.inn import WrongInn
from domain.pair import (
    ApprovePair,
    EnterpriseMissing,
    EnterpriseUnknown,
    FormNotActive,
    FormUnknown,
    MenteeNamedTwice,
    MentorsThemself,
    NotRegisteredHere,
    OrderDateInFuture,
    PairProposed,
    ProposePair,
)
from domain.time import ONE_DAY
from tests.domain.builders import (
    INN,
    MENTEE,
    MENTOR,
    SECOND_MENTEE,
    STRANGER,
    TRADER,
    History,
)
from tests.domain.pair.builders import ORDER_DATE, PAIR_ID, PROPOSED_ON, approved, proposed
from tests.support.given_when_then import TODAY, given


def propose(
    mentees: tuple[UUID, ...] = (MENTEE, SECOND_MENTEE),
    form: str = "pupil_pupil",
    enterprise: str | None = None,
    mentor: UUID = MENTOR,
) -> ProposePair:
    return ProposePair(
        effective_on=PROPOSED_ON, mentor=mentor, mentees=mentees, form=form, enterprise=enterprise
    )


def test_a_pair_is_proposed_with_its_goal(enrolled_people: History) -> None:
    command = msgspec.structs.replace(propose(), goal="Подготовить проект", reason="из журнала")

    given(*enrolled_people).when(command, target=PAIR_ID).then(
        PairProposed(
            effective_on=PROPOSED_ON,
            pair=PAIR_ID,
            mentor=MENTOR,
            mentees=(MENTEE, SECOND_MENTEE),
            form="pupil_pupil",
            goal="Подготовить проект",
            reason="из журнала",
        )
    )


def test_an_employer_form_names_its_enterprise(enrolled_people: History) -> None:
    command = propose(form="employer_pupil", enterprise=INN)

    given(*enrolled_people).when(command, target=PAIR_ID).then(
        proposed(form="employer_pupil", enterprise=INN)
    )


@pytest.mark.parametrize(
    ("command", "error", "pointer"),
    [
        (propose(mentees=(SECOND_MENTEE, MENTOR)), MentorsThemself, "/mentees/1"),
        (propose(mentees=(MENTEE, SECOND_MENTEE, MENTEE)), MenteeNamedTwice, "/mentees/2"),
        (propose(form="unheard_of"), FormUnknown, "/form"),
        (propose(form="outdated"), FormNotActive, "/form"),
        (propose(form="employer_pupil"), EnterpriseMissing, "/enterprise"),
        (propose(enterprise="7707083894"), WrongInn, "/enterprise"),
        (propose(enterprise=TRADER), EnterpriseUnknown, "/enterprise"),
        (propose(mentor=STRANGER), NotRegisteredHere, "/mentor"),
        (propose(mentees=(MENTEE, STRANGER)), NotRegisteredHere, "/mentees/1"),
    ],
)
def test_a_pair_that_cannot_be_is_refused(
    enrolled_people: History, command: ProposePair, error: type[DomainError], pointer: str
) -> None:
    given(*enrolled_people).when(command, target=PAIR_ID).then_refused(error, pointer)


@pytest.mark.parametrize("inn", ["770708389", "77070838930", "500100732259", INN + "\n"])
def test_a_sole_traders_inn_names_no_enterprise(inn: str) -> None:
    body = {"mentor": str(MENTOR), "mentees": [str(MENTEE)], "form": "employer_pupil"}

    with pytest.raises(msgspec.ValidationError, match="enterprise"):
        msgspec.convert({**body, "enterprise": inn}, ProposePair, strict=False)


def test_a_pair_is_approved_by_an_order(proposed_pair: History) -> None:
    given(*proposed_pair).when(
        ApprovePair(order_number="12-од", order_date=ORDER_DATE, effective_on=ORDER_DATE),
        target=PAIR_ID,
    ).then(approved())


def test_an_order_of_tomorrow_approves_nothing(proposed_pair: History) -> None:
    command = ApprovePair(order_number="12-од", order_date=TODAY + ONE_DAY)

    given(*proposed_pair).when(command, target=PAIR_ID).then_refused(
        OrderDateInFuture, pointer="/order_date"
    )
