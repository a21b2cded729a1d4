"""A merger in the middle of a year: teachers and enterprises count once and go on counting."""

from __future__ import annotations

from datetime import date

import pytest

from domain.clearance import RecordClearance
from domain.events import Event
from domain.labour_agreement import RecordLabourAgreement
from domain.school import MergeSchool
from service.bootstrap import Application
from service.following import Followed, Follower
from service.submission import Submission
from service.succession import follower_of_mergers, take_over
from tests.projections.test_figures_work import (
    PLANT,
    counted,
    employee,
    teacher,
    verdicts_of,
)
from tests.store.logs import events_of
from tests.support.district import REASON, District
from tests.support.mentors import teaches

LAST_DAY = date(2021, 2, 10)


class Merging(District):
    """In the old school a young teacher in a pair, and a mentor given by an enterprise."""

    def __init__(self, application: Application) -> None:
        super().__init__(application)
        self.old, self.new = self.school("01"), self.school("02")
        self.enterprise(PLANT, "2015-01-01")
        self.young = teacher(self, self.old, "Молодых", "2019-09-01")
        teaches(self, self.old, self.young, "2019-09-01")
        self.mentor = employee(self, self.old, "Заводов", PLANT)
        for command in (
            RecordClearance(document="справка", effective_on=date(2020, 2, 1), reason=REASON),
            RecordLabourAgreement(document="№ 3", effective_on=date(2020, 2, 1), reason=REASON),
        ):
            self.record(command, self.old, self.mentor)
        self.pair(self.old, self.mentor, [self.young], "2020-03-01")
        child = self.participant(self.old, "Ребёнков", born=2008)
        pair = self.pair(self.old, self.mentor, [child], "2020-03-01")
        self.set_enterprise(self.old, pair, PLANT, "2020-03-01")

    def merge(self) -> None:
        self.record(MergeSchool(successor=self.new, effective_on=LAST_DAY), target=self.old)

    def follower(self) -> Follower:
        return follower_of_mergers(self.application, lambda: {self.id: (self.old, self.new)})

    def of_new(self) -> list[Event]:
        return [one.event for one in events_of(self.application, self.new)]


@pytest.fixture
def merging(application: Application) -> Merging:
    return Merging(application)


def test_a_young_teacher_and_an_enterprise_count_once_across_the_merger(merging: Merging) -> None:
    merging.merge()
    passed = take_over(merging.application, merging.id, merging.old)

    assert passed.refused == ()
    for year in (2020, 2021, 2022):
        teachers = [
            one
            for one in verdicts_of(merging, "young_teachers_mentored", year)
            if one.outcome == "counted"
        ]
        enterprises = verdicts_of(merging, "enterprises_mentoring", year)
        # Three years of experience are completed on 1 September 2022.
        assert [one.person for one in teachers] == [merging.young], year
        assert [one.school for one in teachers] == [merging.old if year < 2022 else merging.new]
        assert counted(enterprises) == {PLANT}, year


def test_without_the_handover_neither_would_count_in_the_year_after(merging: Merging) -> None:
    merging.merge()

    assert counted(verdicts_of(merging, "young_teachers_mentored", 2022)) == set()
    assert counted(verdicts_of(merging, "enterprises_mentoring", 2022)) == set()


def test_the_merger_hands_over_by_itself_and_once(merging: Merging) -> None:
    follower = merging.follower()
    assert follower.run_once().carried_out == 0
    merging.merge()

    first = follower.run_once()
    told = merging.of_new()
    again = (merging.follower().run_once(), take_over(merging.application, merging.id, merging.old))

    # Three people and their consents, two pairs, two people's jobs and a mentor's two papers.
    assert (first.carried_out, first.refused, first.failed) == (12, [], [])
    assert {one.TOPIC for one in told} >= {
        "participant.received",
        "employment.started",
        "employment.experience_recorded",
        "clearance.recorded",
        "labour_agreement.recorded",
        "pair.started",
    }
    assert again[0].carried_out == 0
    assert (again[1].participants, again[1].pairs, again[1].refused) == (3, 2, ())
    assert merging.of_new() == told


def test_what_was_handed_over_by_hand_is_not_repeated(merging: Merging) -> None:
    merging.merge()
    take_over(merging.application, merging.id, merging.old)
    told = merging.of_new()

    done = merging.follower().run_once()

    assert (done.carried_out, done.known, done.refused, done.failed) == (0, 12, [], [])
    assert merging.of_new() == told


@pytest.mark.parametrize("survives", [0, 1, 7, 11])
def test_a_follower_that_dies_anywhere_goes_on_where_it_was(
    merging: Merging, monkeypatch: pytest.MonkeyPatch, survives: int
) -> None:
    class Killed(BaseException):
        """The process ended here."""

    merging.merge()
    work, given = merging.application.work, 0
    execute = work.execute

    def dying(submissions: list[Submission]) -> object:
        nonlocal given
        if given == survives:
            raise Killed
        given += 1
        return execute(submissions)

    with monkeypatch.context() as patched:
        patched.setattr(work, "execute", dying)
        dead = merging.follower()
        with pytest.raises(Killed):
            dead.run_once()
    done: Followed = merging.follower().run_once()

    assert (done.known, done.carried_out) == (survives, 12 - survives)
    assert (done.refused, done.failed) == ([], [])
    topics = [one.TOPIC for one in merging.of_new()]
    assert (topics.count("pair.started"), topics.count("employment.started")) == (2, 2)
