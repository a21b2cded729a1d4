"""A merged institution's work in hand passes to its successor, once, whatever is interrupted."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from datetime import date
from uuid import UUID, uuid4

import pytest

from domain.events import Event, Recorded
from domain.leaving import LeaveInstitution
from domain.pair import HoldMeeting, SetPlan
from domain.participant import (
    EnterBase,
    LeaveBase,
    ParticipantRegistered,
    RecordResidence,
    RegisterParticipant,
)
from domain.school import MergeSchool
from service.bootstrap import Application, build
from service.succession import (
    SchoolNotMerged,
    Succession,
    handing_over,
    merger_of,
    submission_of,
    take_over,
)
from tests.plugins.postgres import MASTER, TestDatabase
from tests.store.logs import events_of, superuser
from tests.support.district import REASON, District

LAST_DAY = date(2021, 1, 31)
FIRST_DAY = date(2021, 2, 1)


class Merged(District):
    """Two schools of which the first was merged into the second; one child in both.

    The first had a working pair, one that was over, a base and somebody in neither.
    """

    def __init__(self, application: Application) -> None:
        super().__init__(application)
        self.old, self.new = self.school("01"), self.school("02")
        self.mentor = self.participant(self.old, "Наставников")
        self.mentee = self.participant(self.old, "Ученикова", born=2010)
        self.in_both = self.participant(self.old, "Обоих", born=2010)
        assert self.in_both == self.participant(self.new, "Обоих", born=2010)
        self.in_base = self.participant(self.old, "Базова", born=2010, consent=None)
        self.idle = self.participant(self.old, "Бездельников", born=2010)
        day = date(2020, 9, 10)
        self.record(
            EnterBase(role="mentee", effective_on=day, reason=REASON), self.old, self.in_base
        )
        self.working = self.pair(self.old, self.mentor, [self.mentee, self.in_both], "2020-09-10")
        self.record(
            SetPlan(plan="Три встречи", effective_on=day, reason=REASON), self.old, self.working
        )
        self.pair(self.old, self.mentor, [self.idle], "2020-09-10", "2020-12-01")
        merge = MergeSchool(successor=self.new, effective_on=LAST_DAY)
        self.merging = self.submission(merge, target=self.old)
        self.execute([self.merging])

    def take_over(self) -> Succession:
        return take_over(self.application, self.id, self.old)

    def received(self, application: Application | None = None) -> list[Recorded[Event]]:
        """What the successor recorded because of the merger."""
        told = events_of(application or self.application, self.new)
        return [one for one in told if one.causation == self.merging.command_id]


@pytest.fixture
def merged(application: Application) -> Merged:
    return Merged(application)


def forget(database: TestDatabase, tenant: UUID, subject: UUID | None = None) -> None:
    """Destroy the key of one subject of a tenant, or of all of them."""
    with superuser(database.admin_url) as connection:
        connection.execute(
            "UPDATE vault.subject_key SET wrapped = NULL, destroyed_at = now()"
            " WHERE tenant_id = %s AND subject = coalesce(%s, subject)",
            (tenant, subject),
        )


def test_what_is_in_hand_passes(merged: Merged) -> None:
    passed = merged.take_over()

    assert (passed.school, passed.successor) == (merged.old, merged.new)
    assert (passed.participants, passed.consents, passed.pairs) == (4, 3, 1)
    assert passed.refused == ()
    assert Counter(one.event.TOPIC for one in merged.received()) == {
        "participant.registered": 3,
        "participant.base_entered": 1,
        "participant.received": 4,
        "consent.given": 3,
        "pair.proposed": 1,
        "pair.approved": 1,
        "pair.plan_set": 1,
        "pair.started": 1,
    }
    people = {person for one in merged.received() for person in one.event.concerns()}
    assert people == {merged.mentor, merged.mentee, merged.in_both, merged.in_base}


def test_it_is_the_act_of_who_merged_the_schools(merged: Merged) -> None:
    merged.take_over()

    assert {one.actor for one in merged.received()} == {merged.merging.actor}
    assert {one.effective_on for one in merged.received()} == {FIRST_DAY}


def test_personal_data_is_read_under_the_successors_keys(
    merged: Merged, database: TestDatabase
) -> None:
    merged.take_over()
    forget(database, merged.old)

    with closing(build(database.app_url, MASTER)) as restarted:
        received = merged.received(restarted)
    names = {
        one.event.last_name for one in received if isinstance(one.event, ParticipantRegistered)
    }

    assert names == {"Наставников", "Ученикова", "Базова"}
    assert [one.destroyed for one in received if one.destroyed] == []
    assert any(getattr(one.event, "plan", None) == "Три встречи" for one in received)


def test_the_successor_is_linked_to_who_passed(merged: Merged, database: TestDatabase) -> None:
    merged.take_over()

    with superuser(database.admin_url) as connection:
        links = connection.execute(
            "SELECT person FROM vault.identity_link WHERE institution = %s", (merged.new,)
        ).fetchall()

    assert {row[0] for row in links} == {
        merged.mentor,
        merged.mentee,
        merged.in_both,
        merged.in_base,
    }


def test_work_goes_on_in_the_successor(merged: Merged) -> None:
    merged.take_over()
    (pair,) = {
        getattr(one.event, "pair")  # noqa: B009
        for one in merged.received()
        if one.event.TOPIC == "pair.started"
    }

    merged.record(HoldMeeting(effective_on=FIRST_DAY, reason=REASON), merged.new, pair)
    left = LeaveInstitution(effective_on=FIRST_DAY, reason=REASON)
    merged.record(left, merged.new, merged.mentee)

    last = [one.event.TOPIC for one in events_of(merged.application, merged.new)][-3:]
    assert last == ["pair.meeting_held", "pair.mentee_left", "participant.left"]


def test_a_second_run_repeats_nothing(merged: Merged, application: Application) -> None:
    first = merged.take_over()
    before = events_of(application, merged.new)

    assert merged.take_over() == first
    assert events_of(application, merged.new) == before


def test_a_run_that_died_anywhere_is_finished_by_the_next(merged: Merged) -> None:
    """Every prefix of the commands is given first: in one district each, for one outcome."""
    whole = len(
        handing_over(merged.application, merger_of(merged.application, merged.id, merged.old).event)
    )
    merged.take_over()
    expected = Counter(one.event.TOPIC for one in merged.received())
    assert whole == 8

    for done in range(whole):
        died = Merged(merged.application)
        merger = merger_of(died.application, died.id, died.old)
        handovers = handing_over(died.application, merger.event)
        for one in handovers[:done]:
            died.execute([submission_of(one, died.id, merger)])

        passed = died.take_over()

        assert (passed.participants, passed.consents, passed.pairs, passed.refused) == (4, 3, 1, ())
        assert Counter(one.event.TOPIC for one in died.received()) == expected
        streams = Counter(one.stream_id for one in died.received())
        assert len(streams) == whole


def test_what_changed_since_stays_changed(merged: Merged, application: Application) -> None:
    merged.take_over()
    leave = LeaveBase(role="mentee", effective_on=FIRST_DAY, reason=REASON)
    merged.record(leave, merged.new, merged.in_base)
    correct = RecordResidence(lives_in_district=True, reason=REASON)
    with pytest.raises(Exception, match="institution_closed"):
        merged.record(correct, merged.old, merged.in_base)
    registration = RegisterParticipant(
        last_name="Исправлена",
        first_name="Участник",
        birth_date=date(2010, 3, 1),
        effective_on=date(2019, 9, 1),
        corrects=1,
        reason=REASON,
    )
    merged.record(registration, merged.old, merged.in_base)
    before = events_of(application, merged.new)

    passed = merged.take_over()

    assert (passed.participants, passed.refused) == (4, ())
    assert events_of(application, merged.new) == before


def test_a_corrected_fact_passes_as_it_stands(merged: Merged) -> None:
    registration = RegisterParticipant(
        last_name="Исправлена",
        first_name="Участник",
        birth_date=date(2010, 3, 1),
        effective_on=date(2019, 9, 1),
        corrects=1,
        reason=REASON,
    )
    merged.record(registration, merged.old, merged.in_base)

    merged.take_over()

    (passed,) = [
        one.event
        for one in merged.received()
        if isinstance(one.event, ParticipantRegistered) and one.event.person == merged.in_base
    ]
    assert (passed.last_name, passed.corrects, passed.effective_on) == (
        "Исправлена",
        None,
        FIRST_DAY,
    )


def test_who_was_erased_does_not_pass_nor_do_their_pairs(
    merged: Merged, database: TestDatabase
) -> None:
    forget(database, merged.old, merged.mentee)

    with closing(build(database.app_url, MASTER)) as restarted:
        passed = take_over(restarted, merged.id, merged.old)

    assert (passed.participants, passed.consents, passed.pairs) == (3, 2, 0)
    assert [(one.kind, one.id, one.code) for one in passed.refused] == [
        ("pair", str(merged.working), "not_registered_here")
    ]


def test_only_a_merged_school_is_taken_over(merged: Merged, application: Application) -> None:
    for school in (merged.new, uuid4()):
        with pytest.raises(SchoolNotMerged):
            take_over(application, merged.id, school)
    assert merged.received() == []


def test_a_successor_that_was_merged_itself_takes_nothing(merged: Merged) -> None:
    third = merged.school("03")
    merged.record(MergeSchool(successor=third), target=merged.new)

    passed = merged.take_over()

    assert (passed.participants, passed.consents, passed.pairs) == (0, 0, 0)
    assert {one.code for one in passed.refused} == {"institution_closed"}
    assert len(passed.refused) == 8


def test_another_district_is_not_asked(merged: Merged, application: Application) -> None:
    other = District(application)

    with pytest.raises(SchoolNotMerged):
        take_over(application, other.id, merged.old)
    assert merged.received() == []
