"""Pairs in the bases as they stood on a day, and as they were known; what became of them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import msgspec
import pytest

from domain.pair import DiscontinuePair, LeavePair, RecordInterimResult, StartPair
from projections.bases import list_mentees
from service.bootstrap import Application
from tests.support.bases import Base
from tests.support.district import REASON


@pytest.fixture
def base(application: Application) -> Base:
    return Base(application)


def test_who_joined_later_was_not_known_before(base: Base) -> None:
    question = base.ask(as_of=datetime(2021, 2, 15, tzinfo=UTC))

    (pair,) = base.mentor_line(question).pairs

    assert [one.person for one in pair.partners] == [base.early[base.one]]
    assert (pair.outcome, pair.last_day, pair.result) == ("open", None, None)
    assert base.mentee(question, base.late[base.one]).pairs == ()


@pytest.mark.parametrize(
    ("on", "late", "partners"),
    [
        ("2020-12-01", [], ["Агапов01"]),
        ("2021-02-01", ["open"], ["Агапов01", "Борисов01"]),
        ("2021-05-20", ["open"], ["Агапов01", "Борисов01"]),
        ("2021-05-21", ["completed"], ["Агапов01", "Борисов01"]),
    ],
)
def test_a_day_is_told_as_it_was(on: str, late: list[str], partners: list[str], base: Base) -> None:
    day, last_day = date.fromisoformat(on), date(2021, 5, 20)
    ended = day > last_day
    question = base.ask(on=day)

    line = base.mentee(question)
    other = base.mentee(question, base.late[base.one])
    mentor = base.mentor_line(question)

    assert [one.outcome for one in line.pairs] == ["completed" if ended else "open"]
    assert (line.open_pairs, other.open_pairs) == (not ended, late == ["open"])
    assert [one.result for one in line.pairs] == ["Призёр" if ended else None]
    assert [one.last_day for one in line.pairs] == [last_day if ended else None]
    assert [one.outcome for one in other.pairs] == late
    assert [(one.name or "").split()[0] for one in mentor.pairs[0].partners] == partners


def test_places_are_those_of_the_day_and_of_the_pairs_last(base: Base) -> None:
    found = {}
    for day in (date(2021, 5, 31), date(2021, 6, 1)):
        question = base.ask(on=day)
        (partner,) = base.mentee(question).pairs[0].partners
        found[day.month] = (base.mentor_line(question).place.position, partner.place.position)
    known_in_may = base.ask(as_of=datetime(2021, 5, 15, tzinfo=UTC))

    assert found == {5: ("учитель физики", "учитель физики"), 6: ("завуч", "учитель физики")}
    assert base.mentor_line(known_in_may).place.position == "учитель физики"


def test_interim_results_are_told_of_now_and_not_of_a_day(base: Base) -> None:
    interim = RecordInterimResult(result="Половина пути")
    base.record(interim, base.other, base.pairs[base.other])
    question = base.question(base.other, asker=base.other)
    key = base.other, base.early[base.other]

    now = base.lines(list_mentees, question)[key]
    that_day = base.lines(list_mentees, msgspec.structs.replace(question, on=date(2021, 7, 1)))[key]

    assert [one.result for one in now.pairs] == ["Половина пути"]
    assert [one.result for one in that_day.pairs] == [None]


def test_every_end_is_told_and_an_annulled_pair_never_was(base: Base) -> None:
    school, mentor = base.one, base.mentor[base.one]
    one, two = base.early[school], base.late[school]
    group = base.pair(school, mentor, [one, two], "2021-06-01")
    base.record(LeavePair(mentee=one, effective_on=date(2021, 6, 10), reason=REASON), school, group)
    base.record(RecordInterimResult(result="Без него"), school, group)
    broken = base.pair(school, mentor, [one], "2021-06-11")
    stop = DiscontinuePair(effective_on=date(2021, 6, 12), reason=REASON)
    base.record(stop, school, broken)
    wrong = base.pair(school, mentor, [one], "2021-06-13")
    base.annul(school, wrong, "2021-06-20")

    line = base.mentee(base.ask())
    that_day = base.mentee(base.ask(on=date(2021, 7, 1)))

    assert [(one.pair, one.outcome, one.completed, one.result) for one in line.pairs] == [
        (wrong, "annulled", False, None),
        (broken, "discontinued", False, None),
        (group, "left", False, None),
        (base.pairs[school], "completed", True, "Призёр"),
    ]
    assert line.pairs[2].last_day == date(2021, 6, 10)
    assert line.open_pairs == 0
    assert [one.pair for one in that_day.pairs] == [broken, group, base.pairs[school]]
    stays = base.mentee(base.ask(), two)
    assert [(one.outcome, one.result) for one in stays.pairs] == [
        ("open", "Без него"),
        ("completed", "Призёр"),
    ]


def test_a_corrected_first_day_is_known_from_the_correction_on(base: Base) -> None:
    mentor, mentee = base.mentor[base.one], base.late[base.one]
    pair = base.pair(base.one, mentor, [mentee], "2021-06-01", met=False)
    later = StartPair(effective_on=date(2021, 6, 5), corrects=3, reason=REASON)
    base.clock = "2021-09-01"
    base.record(later, base.one, pair)

    now = base.mentee(base.ask(), mentee)
    then = base.mentee(base.ask(as_of=datetime(2021, 7, 15, tzinfo=UTC)), mentee)

    assert [one.first_day for one in now.pairs] == [date(2021, 6, 5), date(2021, 2, 1)]
    assert [one.first_day for one in then.pairs] == [date(2021, 6, 1), date(2021, 2, 1)]
