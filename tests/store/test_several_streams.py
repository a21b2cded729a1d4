"""One decision writes several streams: each counts its own versions, and others see them all."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import msgspec
import pytest

from domain.leaving import LeaveInstitution
from domain.pair import CompletePair, HoldMeeting, PairIsOver
from domain.participant import EnterBase, HasLeft, ReturnParticipant
from service.bootstrap import Application
from service.submission import Receipt
from tests.store.logs import events_of
from tests.support.district import District

LAST_DAY = date(2020, 12, 1)
LEAVE = LeaveInstitution(effective_on=LAST_DAY, reason="переезд")


@pytest.fixture
def district(application: Application) -> District:
    return District(application)


def test_every_stream_goes_on_from_its_own_version(
    district: District, application: Application
) -> None:
    school = district.school("01")
    mentor = district.participant(school, "Наставников")
    mentee = district.participant(school, "Ученикова", born=2010)
    district.record(
        EnterBase(role="mentee", effective_on=LAST_DAY, reason="список"), school, mentee
    )
    pair = district.pair(school, mentor, [mentee], "2020-10-01")
    submission = district.submission(LEAVE, school, mentee)

    (receipt,) = district.execute([submission])
    (again,) = district.execute([submission])

    written = [
        one for one in events_of(application, school) if one.command_id == submission.command_id
    ]
    assert [(one.event.TOPIC, one.version) for one in written] == [
        ("pair.discontinued", 5),
        ("participant.base_left", 3),
        ("participant.left", 4),
    ]
    assert len({one.recorded_at for one in written}) == 1
    assert (receipt.id, receipt.version) == (str(mentee), 4)
    assert (receipt.first_position, receipt.last_position) == (
        written[0].position,
        written[-1].position,
    )
    assert again == msgspec.structs.replace(receipt, replayed=True)
    assert (
        district.record(HoldMeeting(effective_on=LAST_DAY, reason="x"), school, pair).version == 6
    )
    assert district.record(ReturnParticipant(), school, mentee).version == 5


def test_later_commands_of_the_list_see_every_stream(
    district: District, application: Application
) -> None:
    school = district.school("01")
    mentor = district.participant(school, "Наставников")
    pairs = {}
    for name in ("а", "б"):
        mentee = district.participant(school, name, born=2010)
        pairs[mentee] = district.pair(school, mentor, [mentee], "2020-10-01")
    first, second = pairs
    complete = CompletePair(effective_on=LAST_DAY, reason="итог")

    outcomes = application.work.execute(
        [
            district.submission(LEAVE, school, first),
            district.submission(complete, school, pairs[first]),
            district.submission(EnterBase(role="mentee"), school, first),
            district.submission(LEAVE, school, mentor),
            district.submission(complete, school, pairs[second]),
            district.submission(LEAVE, school, second),
        ]
    )

    assert [type(outcome) for outcome in outcomes] == [
        Receipt,
        PairIsOver,
        HasLeft,
        Receipt,
        PairIsOver,
        Receipt,
    ]
    assert ended_pairs(application, school) == sorted(pairs.values())


def ended_pairs(application: Application, school: UUID) -> list[UUID]:
    return sorted(
        getattr(one.event, "pair")  # noqa: B009
        for one in events_of(application, school)
        if one.event.TOPIC == "pair.discontinued"
    )
