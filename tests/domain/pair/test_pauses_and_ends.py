"""A pair pauses, resumes and ends on days that do not contradict what is recorded of it."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from domain.aggregate import Command
from domain.pair import (
    AnnulPair,
    CompletePair,
    DiscontinuePair,
    PairAnnulled,
    PairCompleted,
    PairDatesContradict,
    PairDiscontinued,
    PairReasonMissing,
    PausePair,
    ResumePair,
)
from domain.time import ONE_DAY
from tests.domain.builders import MENTEE, MENTOR, NEWCOMER, SECOND_MENTEE, History
from tests.domain.pair.builders import (
    ALL,
    ENDED_ON,
    PAIR_ID,
    PAUSED_ON,
    STARTED_ON,
    completed,
    joined,
    left,
    met,
    paused,
    resumed,
)
from tests.support.given_when_then import TODAY, given

CHANGED_ON = date(2024, 9, 20)
ENDS = (CompletePair(), DiscontinuePair(reason="переезд"))


def on(command: Command, day: date) -> Command:
    return msgspec.structs.replace(command, effective_on=day)


def test_a_pair_is_paused_and_resumed(started_pair: History) -> None:
    given(*started_pair).when(PausePair(effective_on=PAUSED_ON), target=PAIR_ID).then(paused())
    given(*started_pair, paused()).when(ResumePair(effective_on=PAUSED_ON), target=PAIR_ID).then(
        resumed(PAUSED_ON)
    )


def test_a_pair_resumes_not_before_its_pause(paused_pair: History) -> None:
    given(*paused_pair).when(
        ResumePair(effective_on=PAUSED_ON - ONE_DAY), target=PAIR_ID
    ).then_refused(PairDatesContradict, pointer="/effective_on")


@pytest.mark.parametrize("command", [PausePair(), *ENDS])
def test_nothing_precedes_the_start(started_pair: History, command: Command) -> None:
    given(*started_pair).when(on(command, STARTED_ON - ONE_DAY), target=PAIR_ID).then_refused(
        PairDatesContradict, pointer="/effective_on"
    )
    given(*started_pair).when(on(command, STARTED_ON), target=PAIR_ID).then_accepted()


@pytest.mark.parametrize("command", [PausePair(), *ENDS])
@pytest.mark.parametrize(
    "changes",
    [
        (joined(NEWCOMER, CHANGED_ON),),
        (left(SECOND_MENTEE, CHANGED_ON),),
        (joined(NEWCOMER, CHANGED_ON), left(SECOND_MENTEE, CHANGED_ON - ONE_DAY)),
        (paused(CHANGED_ON - ONE_DAY), resumed(CHANGED_ON)),
    ],
)
def test_nothing_precedes_the_latest_change(
    started_pair: History, changes: History, command: Command
) -> None:
    history = (*started_pair, *changes)

    given(*history).when(on(command, CHANGED_ON - ONE_DAY), target=PAIR_ID).then_refused(
        PairDatesContradict, pointer="/effective_on"
    )
    given(*history).when(on(command, CHANGED_ON), target=PAIR_ID).then_accepted()


@pytest.mark.parametrize("command", ENDS)
def test_a_paused_pair_ends_not_before_its_pause(paused_pair: History, command: Command) -> None:
    given(*paused_pair).when(on(command, PAUSED_ON - ONE_DAY), target=PAIR_ID).then_refused(
        PairDatesContradict, pointer="/effective_on"
    )
    given(*paused_pair).when(on(command, PAUSED_ON), target=PAIR_ID).then_accepted()


@pytest.mark.parametrize("command", ENDS)
def test_a_pair_ends_not_before_its_last_meeting(started_pair: History, command: Command) -> None:
    history = (*started_pair, met(CHANGED_ON), met(CHANGED_ON - ONE_DAY))

    given(*history).when(on(command, CHANGED_ON - ONE_DAY), target=PAIR_ID).then_refused(
        PairDatesContradict, pointer="/effective_on"
    )
    given(*history).when(on(command, CHANGED_ON), target=PAIR_ID).then_accepted()


def test_a_pause_begins_after_the_last_meeting(started_pair: History) -> None:
    history = (*started_pair, met(CHANGED_ON))

    given(*history).when(PausePair(effective_on=CHANGED_ON), target=PAIR_ID).then_refused(
        PairDatesContradict, pointer="/effective_on"
    )
    given(*history).when(PausePair(effective_on=CHANGED_ON + ONE_DAY), target=PAIR_ID).then(
        paused(CHANGED_ON + ONE_DAY)
    )


def test_a_pair_is_completed_with_its_case(started_pair: History) -> None:
    command = CompletePair(
        effective_on=ENDED_ON, result="Проект защищён", case_link="https://school.example/case"
    )

    given(*started_pair).when(command, target=PAIR_ID).then(
        PairCompleted(
            effective_on=ENDED_ON,
            pair=PAIR_ID,
            people=ALL,
            result="Проект защищён",
            case_link="https://school.example/case",
        )
    )


@pytest.mark.parametrize("link", ["javascript:alert(1)", "school.example/case", "https://a b"])
def test_a_case_link_leads_to_a_page(link: str) -> None:
    with pytest.raises(msgspec.ValidationError, match="case_link"):
        msgspec.convert({"case_link": link}, CompletePair)


def test_a_completion_concerns_those_still_in_it(started_pair: History) -> None:
    history = (*started_pair, left(MENTEE, CHANGED_ON))

    given(*history).when(CompletePair(effective_on=ENDED_ON), target=PAIR_ID).then(
        msgspec.structs.replace(completed(), people=(MENTOR, SECOND_MENTEE))
    )


def test_a_pair_is_discontinued_for_a_reason(started_pair: History) -> None:
    given(*started_pair).when(
        DiscontinuePair(effective_on=ENDED_ON, reason="переезд"), target=PAIR_ID
    ).then(PairDiscontinued(effective_on=ENDED_ON, pair=PAIR_ID, people=ALL, reason="переезд"))


def test_an_annulment_concerns_everyone_it_ever_had(started_pair: History) -> None:
    history = (*started_pair, left(MENTEE, CHANGED_ON), joined(NEWCOMER, CHANGED_ON))

    given(*history).when(AnnulPair(reason="двойная запись"), target=PAIR_ID).then(
        PairAnnulled(
            effective_on=TODAY, pair=PAIR_ID, people=(*ALL, NEWCOMER), reason="двойная запись"
        )
    )


@pytest.mark.parametrize("command", [AnnulPair, DiscontinuePair])
@pytest.mark.parametrize("reason", [None, " \n"])
def test_no_pair_breaks_off_without_a_reason(
    started_pair: History, command: type[Command], reason: str | None
) -> None:
    given(*started_pair).when(command(reason=reason), target=PAIR_ID).then_refused(
        PairReasonMissing, pointer="/reason"
    )
