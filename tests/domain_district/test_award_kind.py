from __future__ import annotations

from datetime import date

import pytest

from domain.aggregate import Command
from domain.award_kind import (
    AddAwardKind,
    AwardKindAdded,
    AwardKindAlreadyAdded,
    AwardKindChanged,
    AwardKindDescribedLater,
    ChangeAwardKind,
)
from domain.errors import NotFound
from tests.support.given_when_then import given

ADDED_ON, LATER = date(2020, 3, 16), date(2021, 3, 16)
ADDED = AwardKindAdded(
    effective_on=ADDED_ON, code="best_mentor", title="Лучший наставник", active=True
)


def test_a_kind_is_added() -> None:
    command = AddAwardKind(code="best_mentor", title="Лучший наставник", effective_on=ADDED_ON)

    given().when(command).then(ADDED)


def test_a_kind_is_added_only_once() -> None:
    command = AddAwardKind(code="best_mentor", title="Наставник года")

    given(ADDED).when(command).then_refused(AwardKindAlreadyAdded, "/code")


def test_a_kind_is_changed_as_a_whole() -> None:
    command = ChangeAwardKind(
        code="best_mentor",
        title="Наставник года",
        active=False,
        effective_on=LATER,
        reason="новое положение",
    )

    given(ADDED).when(command).then(
        AwardKindChanged(
            effective_on=LATER,
            code="best_mentor",
            title="Наставник года",
            active=False,
            reason="новое положение",
        )
    )


@pytest.mark.parametrize(
    ("day", "accepted"), [(date(2020, 3, 15), False), (ADDED_ON, True), (LATER, True)]
)
def test_a_kind_is_changed_not_earlier_than_it_was_last_described(
    day: date, accepted: bool
) -> None:
    command = ChangeAwardKind(code="best_mentor", title="Наставник года", effective_on=day)

    outcome = given(ADDED).when(command)

    if accepted:
        outcome.then_accepted()
    else:
        outcome.then_refused(AwardKindDescribedLater, "/effective_on")


@pytest.mark.parametrize("code", ["other", "best_mentors"])
def test_an_unknown_kind_is_not_changed(code: str) -> None:
    command: Command = ChangeAwardKind(code=code, title="Наставник года")

    given(ADDED).when(command).then_refused(NotFound)
