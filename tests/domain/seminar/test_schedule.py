"""A seminar is announced, moved, given materials, held or called off."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from domain.aggregate import Command
from domain.errors import DomainError, NotFound
from domain.events import Event
from domain.seminar import (
    SEMINAR,
    AttachMaterial,
    BeforeSeminarDay,
    BeforeSeminarScheduled,
    CancelSeminar,
    HeldBeforeDecision,
    HoldSeminar,
    MaterialAttached,
    RescheduleSeminar,
    ScheduleSeminar,
    SeminarCancelled,
    SeminarExists,
    SeminarHeld,
    SeminarIsCancelled,
    SeminarIsHeld,
    SeminarReasonMissing,
    SeminarRescheduled,
    SeminarScheduled,
)
from tests.domain.seminar.builders import (
    CANCELLED,
    DECIDED_ON,
    HELD,
    SEMINAR_DAY,
    SEMINAR_ID,
    TITLE,
    scheduled,
)
from tests.support.given_when_then import TODAY, given, state_of

ONE_DAY = timedelta(days=1)
LINK = "https://example.ru/first-meeting.pdf"


def schedule(held_on: date, decided_on: date = DECIDED_ON) -> ScheduleSeminar:
    return ScheduleSeminar(
        effective_on=decided_on,
        title=TITLE,
        held_on=held_on,
        begins_at="14:30",
        place="Центр мониторинга",
        programme="Как начать первую встречу",
        hours=4,
        capacity=30,
    )


def reschedule(held_on: date, decided_on: date = SEMINAR_DAY) -> RescheduleSeminar:
    return RescheduleSeminar(
        effective_on=decided_on, held_on=held_on, begins_at="10:00", place="Школа № 2"
    )


def test_a_seminar_is_scheduled_for_a_day_to_come() -> None:
    day = TODAY + 10 * ONE_DAY

    given().when(schedule(day), target=SEMINAR_ID).then(
        SeminarScheduled(
            effective_on=DECIDED_ON,
            seminar=SEMINAR_ID,
            title=TITLE,
            held_on=day,
            begins_at="14:30",
            place="Центр мониторинга",
            programme="Как начать первую встречу",
            hours=4,
            capacity=30,
        )
    )


def test_a_seminar_is_scheduled_only_once() -> None:
    given(scheduled()).when(schedule(SEMINAR_DAY), target=SEMINAR_ID).then_refused(SeminarExists)


def test_a_seminar_may_be_held_on_the_day_it_was_decided() -> None:
    given().when(schedule(DECIDED_ON), target=SEMINAR_ID).then_accepted()


def test_a_seminar_is_not_scheduled_for_a_day_before_the_decision() -> None:
    given().when(schedule(DECIDED_ON - ONE_DAY), target=SEMINAR_ID).then_refused(
        HeldBeforeDecision, "/held_on"
    )


def test_a_seminar_is_moved_to_another_day_and_place() -> None:
    later = TODAY + ONE_DAY

    given(scheduled()).when(reschedule(later), target=SEMINAR_ID).then(
        SeminarRescheduled(
            effective_on=SEMINAR_DAY,
            seminar=SEMINAR_ID,
            held_on=later,
            begins_at="10:00",
            place="Школа № 2",
        )
    )


def test_a_seminar_is_not_moved_before_the_decision_to_move_it() -> None:
    given(scheduled()).when(reschedule(SEMINAR_DAY - ONE_DAY), target=SEMINAR_ID).then_refused(
        HeldBeforeDecision, "/held_on"
    )


def test_materials_are_numbered_as_they_come() -> None:
    first = MaterialAttached(
        effective_on=DECIDED_ON, seminar=SEMINAR_ID, number=1, title="Программа", link=LINK
    )
    command = AttachMaterial(title="Памятка", link=LINK)

    given(scheduled(), first, HELD).when(command, target=SEMINAR_ID).then(
        MaterialAttached(
            effective_on=TODAY, seminar=SEMINAR_ID, number=2, title="Памятка", link=LINK
        )
    )


def test_a_seminar_is_held_on_its_day() -> None:
    given(scheduled()).when(HoldSeminar(effective_on=SEMINAR_DAY, hours=5), target=SEMINAR_ID).then(
        SeminarHeld(effective_on=SEMINAR_DAY, seminar=SEMINAR_ID, hours=5)
    )


def test_a_seminar_is_not_held_before_its_day() -> None:
    given(scheduled()).when(
        HoldSeminar(effective_on=SEMINAR_DAY - ONE_DAY, hours=4), target=SEMINAR_ID
    ).then_refused(BeforeSeminarDay, "/effective_on")


def test_the_day_a_seminar_was_moved_to_is_its_day() -> None:
    moved = SeminarRescheduled(
        effective_on=DECIDED_ON, seminar=SEMINAR_ID, held_on=TODAY, place="Школа № 2"
    )

    given(scheduled(), moved).when(
        HoldSeminar(effective_on=SEMINAR_DAY, hours=4), target=SEMINAR_ID
    ).then_refused(BeforeSeminarDay, "/effective_on")


def test_a_seminar_held_later_than_planned_has_its_real_day() -> None:
    late = SeminarHeld(effective_on=TODAY, seminar=SEMINAR_ID, hours=4)

    assert state_of(SEMINAR, scheduled(), late).held_on == TODAY


def test_a_seminar_is_called_off_with_a_reason() -> None:
    given(scheduled()).when(CancelSeminar(reason="карантин"), target=SEMINAR_ID).then(
        SeminarCancelled(effective_on=TODAY, seminar=SEMINAR_ID, reason="карантин")
    )


def test_a_seminar_is_not_called_off_without_a_reason() -> None:
    given(scheduled()).when(CancelSeminar(), target=SEMINAR_ID).then_refused(
        SeminarReasonMissing, "/reason"
    )


@pytest.mark.parametrize(
    ("ending", "refusal"), [(HELD, SeminarIsHeld), (CANCELLED, SeminarIsCancelled)]
)
@pytest.mark.parametrize(
    "command",
    [reschedule(TODAY), HoldSeminar(hours=4), CancelSeminar(reason="карантин")],
    ids=["reschedule", "hold", "cancel"],
)
def test_a_seminar_ends_only_once(
    command: Command, ending: Event, refusal: type[DomainError]
) -> None:
    given(scheduled(), ending).when(command, target=SEMINAR_ID).then_refused(refusal)


def test_a_seminar_that_was_called_off_takes_no_material() -> None:
    given(scheduled(), CANCELLED).when(
        AttachMaterial(title="Памятка", link=LINK), target=SEMINAR_ID
    ).then_refused(SeminarIsCancelled)


@pytest.mark.parametrize(
    "command",
    [
        reschedule(TODAY, decided_on=DECIDED_ON - ONE_DAY),
        AttachMaterial(title="Памятка", link=LINK, effective_on=DECIDED_ON - ONE_DAY),
        CancelSeminar(reason="карантин", effective_on=DECIDED_ON - ONE_DAY),
    ],
    ids=["reschedule", "attach", "cancel"],
)
def test_nothing_happens_to_a_seminar_before_it_was_decided(command: Command) -> None:
    given(scheduled()).when(command, target=SEMINAR_ID).then_refused(
        BeforeSeminarScheduled, "/effective_on"
    )


@pytest.mark.parametrize(
    "command", [reschedule(TODAY), HoldSeminar(hours=4), CancelSeminar(reason="карантин")]
)
def test_an_unknown_seminar_is_not_found(command: Command) -> None:
    given().when(command, target=SEMINAR_ID).then_refused(NotFound)
