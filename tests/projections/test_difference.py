"""The difference of a register between two moments, against folds of the log."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

import msgspec

from domain.employment import StartEmployment, StrikeEmploymentFact
from domain.erasure import ErasureCompleted
from domain.events import Event, Recorded, personal_fields
from projections.difference import columns_of, is_of_the_district
from projections.query import Question
from projections.register import Register, kept_columns
from projections.registry import REGISTERS
from projections.row_difference import RowDifference
from service.bootstrap import Application
from tests.projections.test_registers import busy_district
from tests.store.logs import events_of
from tests.support.differing import assert_leads, differences, place, state_of
from tests.support.district import REASON, District

__all__ = ["busy_district"]

SPANS = 6
Touching = Mapping[str, Sequence[Recorded[Event]]]


def touching(register: Register[Any], log: Iterable[Recorded[Event]]) -> Touching:
    """Return the events that tell something of each row, or correct what told it."""
    told = {(one.stream_id, one.version): one for one in log}
    found = defaultdict(list)
    for one in log:
        facts = [one, *([told[one.stream_id, one.event.corrects]] if one.event.corrects else [])]
        rows = {
            place(key)
            for fact in facts
            if type(fact.event) in register.reads
            for key in register.keys(fact)
        }
        for row in rows:
            found[row].append(one)
    return found


def test_a_difference_leads_from_one_state_to_the_other(
    busy_district: District, application: Application
) -> None:
    schools = busy_district.schools.values()
    of_schools = [busy_district.question(one, asker=one) for one in schools]
    of_district = [busy_district.question()]
    for register in REGISTERS:
        for question in of_district if is_of_the_district(register) else of_schools:
            _assert_every_span(application, register, question)


def _assert_every_span(
    application: Application, register: Register[Any], question: Question
) -> None:
    log = events_of(application, question.asker)
    moments = sorted({one.recorded_at for one in log})
    touched_by = touching(register, log)
    random = Random(register.name)  # noqa: S311 - not for secrets
    drawn = [sorted(random.sample(moments, 2)) for _ in range(SPANS)]
    for since, until in [(moments[0], moments[-1]), *drawn]:
        asked = msgspec.structs.replace(question, as_of=until)
        found = differences(application, asked, register, since)

        before, now = (state_of(register, log, one) for one in (since, until))
        assert_leads(register, before, now, found)
        _assert_events(touched_by, found, since, until)
        assert differences(application, asked, register, since, limit=2) == found


def _assert_events(
    touched_by: Touching, found: list[RowDifference], since: datetime, until: datetime
) -> None:
    for one in found:
        between = [
            (recorded.position, recorded.event.TOPIC, recorded.command_id)
            for recorded in touched_by[repr(list(one.key.values()))]
            if since < recorded.recorded_at <= until
        ]
        assert between
        assert [(event.position, event.topic, event.command_id) for event in one.events] == between


def test_columns_that_come_from_personal_fields_are_kept_for_some() -> None:
    for register in REGISTERS:
        fields = {name for event in register.reads for name in personal_fields(event)}
        named_alike = fields & set(register.row.__struct_fields__) - {"reason"}

        assert named_alike <= set(kept_columns(register.row)), register.name


def test_personal_values_are_told_to_who_may_read_the_person_now(
    busy_district: District, application: Application
) -> None:
    participants = next(one for one in REGISTERS if one.name == "participant")
    school = busy_district.schools["01"]
    withdrawn = busy_district.participant(school, "Отозвавшая", born=2009)
    busy_district.withdraw(school, withdrawn, "2020-09-15")
    log = events_of(application, school)
    until = log[-1].recorded_at

    erased = {str(one.event.person) for one in log if isinstance(one.event, ErasureCompleted)}

    def names(question: Question) -> dict[str, tuple[Any, bool]]:
        since = log[0].recorded_at - timedelta(microseconds=1)
        return {
            row.key["person"]: (one.new, one.hidden)
            for row in differences(application, question, participants, since)
            for one in row.fields
            if one.field == "last_name"
        }

    own = busy_district.question(school, asker=school, as_of=until)
    curator, head = names(own), names(msgspec.structs.replace(own, handles=False))
    of_district = names(busy_district.question(school, as_of=until))

    assert curator[str(withdrawn)] == ("Отозвавшая", False)
    assert {one for one, (_, hidden) in curator.items() if hidden} == erased
    assert head[str(withdrawn)] == (None, True)
    assert ("Ученикова", False) in head.values()
    assert set(of_district.values()) == {(None, True)}
    sort_keys = [one for one in columns_of(participants) if "sort" in one]
    assert sort_keys == []


def test_a_moment_counts_with_what_was_recorded_at_it(
    busy_district: District, application: Application
) -> None:
    school = busy_district.schools["02"]
    participants = next(one for one in REGISTERS if one.name == "participant")
    person = busy_district.participant(school, "Новенькая", born=2009)
    at = next(
        one.recorded_at for one in events_of(application, school) if person in one.event.concerns()
    )
    just_before = at - timedelta(microseconds=1)
    until, earlier = (
        busy_district.question(school, asker=school, as_of=moment) for moment in (at, just_before)
    )

    (added,) = differences(application, until, participants, just_before)

    assert (added.kind, added.key) == ("added", {"person": str(person)})
    assert [one.topic for one in added.events] == ["participant.registered"]
    assert differences(application, until, participants, at) == []
    assert differences(application, earlier, participants, just_before) == []


def test_a_row_that_a_correction_takes_away_is_removed(
    busy_district: District, application: Application
) -> None:
    school = busy_district.schools["01"]
    jobs = next(one for one in REGISTERS if one.name == "employment")
    person = busy_district.participant(school, "Ошибочный")
    start = StartEmployment(kind="school", position_group="teacher")
    busy_district.record(start, school, person)
    started = events_of(application, school)[-1]
    strike = StrikeEmploymentFact(corrects=started.version, reason=REASON)
    busy_district.record(strike, school, person)
    struck = events_of(application, school)[-1]

    question = busy_district.question(school, asker=school, as_of=struck.recorded_at)
    (removed,) = differences(application, question, jobs, started.recorded_at)

    assert removed.kind == "removed"
    assert {one.field: one.old for one in removed.fields}["position_group"] == "teacher"
    assert {one.new for one in removed.fields} == {None}
    assert [one.position for one in removed.events] == [struck.position]
    assert removed.events[0].text.startswith("Аннулирована запись")
