"""What registers and lists show of those who left, in two schools."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

import msgspec
import pytest

from domain.leaving import LeaveInstitution
from domain.participant import EnterBase, ReturnParticipant
from domain.time import DaySet
from projections.bases import BaseFilter, list_mentees
from projections.pair_lists import PairFilter, list_pairs
from projections.participant_view import ParticipantView, view_participant
from projections.query import Cut, Question
from service.bootstrap import Application
from tests.support.district import REASON, District

LAST_DAY = date(2020, 10, 31)
WHOLE = Cut(limit=100)


class _Departure(msgspec.Struct, frozen=True):
    left_at: int | None


class _Stays(msgspec.Struct, frozen=True):
    stays: DaySet


class Left(District):
    """A child in two schools, in a pair and a base of each, who left the first for the second."""

    def __init__(self, application: Application) -> None:
        super().__init__(application, clock="2020-10-01")
        self.one, self.other = self.school("01"), self.school("02")
        for school in (self.one, self.other):
            mentor = self.participant(school, f"Наставников {school}")
            self.child = self.participant(school, "Ученикова", born=2010)
            self.record(EnterBase(role="mentee"), school, self.child)
            self.stays = self.participant(school, "Остаева", born=2010)
            self.pair(school, mentor, [self.child, self.stays], "2020-09-10")
        self.clock = "2020-11-05"
        command = LeaveInstitution(effective_on=LAST_DAY, to_school=self.other, reason=REASON)
        self.left_at = self.record(command, self.one, self.child).last_position


@pytest.fixture
def left(application: Application) -> Left:
    return Left(application)


def view(left: Left, school: UUID, *, as_of: datetime | None = None) -> ParticipantView:
    question = left.question(school, as_of=as_of)
    with left.application.reading.transaction(question) as reader:
        (found,) = view_participant(reader, question, left.child)
    return found


def test_the_record_says_when_they_left_and_where_to(left: Left) -> None:
    here, there = view(left, left.one), view(left, left.other)
    before = view(left, left.one, as_of=datetime(2020, 11, 1, tzinfo=UTC))

    assert (here.left_on, here.to_school, here.mentee_status) == (LAST_DAY, left.other, "left")
    assert (there.left_on, there.to_school, there.mentee_status) == (None, None, "entered")
    assert (before.left_on, before.to_school, before.mentee_status) == (None, None, "entered")


def test_the_register_knows_which_record_the_departure_is(left: Left) -> None:
    def departures() -> list[_Departure]:
        question = left.question(left.one)
        sql = (
            "SELECT left_at FROM reg.participant"
            " WHERE tenant_id = %(school)s AND person = %(person)s ORDER BY known_from"
        )
        named = {"school": left.one, "person": left.child}
        with left.application.reading.transaction(question) as reader:
            return reader.rows(sql, named, _Departure)

    known = departures()
    left.record(ReturnParticipant(), left.one, left.child)

    assert [one.left_at for one in known[-2:]] == [None, left.left_at]
    assert [one.left_at for one in departures()[len(known) :]] == [None]


def test_who_came_back_has_not_left(left: Left) -> None:
    left.record(ReturnParticipant(), left.one, left.child)
    now = view(left, left.one)

    assert (now.left_on, now.to_school, now.mentee_status) == (None, None, "left")
    assert now.version == view(left, left.other).version + 3


def test_the_group_goes_on_without_them(left: Left) -> None:
    question = left.question()
    with left.application.reading.transaction(question) as reader:
        pairs = list_pairs(reader, question, PairFilter(), WHOLE).items
        bases = list_mentees(reader, question, BaseFilter(), WHOLE).items

    assert {one.school: (one.status, set(one.mentees)) for one in pairs} == {
        left.one: ("started", {left.stays}),
        left.other: ("started", {left.stays, left.child}),
    }
    assert {one.school: (one.status, one.open_pairs) for one in bases} == {
        left.one: ("left", 0),
        left.other: ("entered", 1),
    }


def test_the_membership_ends_with_the_last_day(left: Left) -> None:
    row_of = "SELECT m.stays FROM reg.membership m WHERE m.tenant_id = %(school)s"
    row_of += " AND m.person = %(person)s AND m.known_to IS NULL"
    found = {}
    with left.application.reading.transaction(left.question()) as reader:
        for school in (left.one, left.other):
            (row,) = reader.rows(row_of, {"school": school, "person": left.child}, _Stays)
            found[school] = row.stays

    began = date(2020, 9, 10)
    assert found == {
        left.one: DaySet.between(began, LAST_DAY),
        left.other: DaySet.between(began),
    }


def test_history_tells_of_the_departure_in_order(left: Left) -> None:
    question = Question(asker=left.one, district=left.id, tenants=(left.one,))
    lines = left.application.reading.history(question, left.child)

    goes = "переходит в другое учреждение района"
    assert [line.text for line in lines][-3:] == [
        "Участник вышел из пары. Основание: наставляемый выбыл из учреждения",
        "Исключён из базы наставляемых. Основание: выбыл из учреждения",
        f"Выбыл из учреждения, последний день 31.10.2020, {goes}. Основание: {REASON}",
    ]
    left.record(ReturnParticipant(), left.one, left.child)
    assert (
        left.application.reading.history(question, left.child)[-1].text == "Вернулся в учреждение"
    )
