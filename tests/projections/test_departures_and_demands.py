"""Who left and who demanded to stop, as decisions that are due."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

import msgspec
import pytest

from domain.consent import AskConsent, RefuseConsent, StrikeConsentFact
from domain.consent_decision import StrikeConsentDecision, TakeConsentDecision
from domain.leaving import LeaveInstitution
from domain.participant import ReturnParticipant, StrikeParticipantFact
from domain.stop_demand import DemandStop, ExtendStopTerm
from projections.consent_records import ReminderFilter, list_reminders
from projections.decisions_due import DecisionLine
from service.bootstrap import Application
from service.reference_data import calendars
from service.reminding import raise_due_reminders
from tests.projections.test_decisions_due import decisions, record
from tests.support.district import REASON, District
from tests.support.paging import every_line

LEFT_ON = date(2020, 10, 30)
TODAY = date(2020, 11, 1)
LEAVE = LeaveInstitution(effective_on=LEFT_ON)
DEMAND = DemandStop(
    demanded_by="representative", document="вх. № 15", effective_on=date(2020, 10, 27)
)
EXTEND = ExtendStopTerm(number=1, why="запрошен архив", notice="исх. № 9")
DESTROY = TakeConsentDecision(purpose="processing", number=0, decision="destroy")
KEEP = TakeConsentDecision(
    purpose="processing", number=0, decision="keep", ground="архив", kept_until=date(2020, 12, 31)
)


@pytest.fixture
def district(application: Application) -> District:
    """Two schools and the calendars; the clock stands at 1 November 2020."""
    district = District(application, clock="2020-11-01")
    for calendar in calendars():
        district.record(calendar)
    for code in ("01", "02"):
        district.school(code)
    return district


def told(lines: list[DecisionLine]) -> list[tuple[UUID, str, date, date]]:
    return [(one.person, one.trigger, one.since, one.due_on) for one in lines]


def triggers(district: District, person: UUID, on: date = TODAY) -> list[str]:
    return [one.trigger for one in decisions(district, on=on) if one.person == person]


def test_who_left_is_decided_about_within_thirty_days(district: District) -> None:
    """Two people in each of two schools; the one who stays is not asked about."""
    left = {}
    for code, school in district.schools.items():
        left[code] = district.participant(school, f"Выбылов{code}")
        district.participant(school, f"Оставаев{code}")
    positions = {code: record(district, LEAVE, person, code) for code, person in left.items()}

    lines = decisions(district, on=TODAY)

    due = date(2020, 11, 29)
    assert sorted(told(lines)) == sorted((person, "left", LEFT_ON, due) for person in left.values())
    assert {one.school: one.cause for one in lines} == {
        district.schools[code]: at for code, at in positions.items()
    }
    assert {(one.purpose, one.number, one.stop_by, one.extended) for one in lines} == {
        ("processing", 0, None, False)
    }
    assert decisions(district, on=date(2020, 10, 29)) == []
    assert [one.overdue for one in decisions(district, on=date(2020, 11, 30))] == [True, True]


def test_who_left_without_any_consent_is_decided_about_too(district: District) -> None:
    school = district.schools["01"]
    nothing, asked = (district.participant(school, name, consent=None) for name in ("Азов", "Ба"))
    record(district, AskConsent(purpose="processing", how="personally"), asked)
    for person in (nothing, asked):
        record(district, LEAVE, person)

    assert {one.person for one in decisions(district, on=TODAY)} == {nothing, asked}


def test_what_was_to_be_decided_before_leaving_is_not_asked_about_twice(
    district: District,
) -> None:
    school = district.schools["01"]
    withdrew, renewed = (district.participant(school, name) for name in ("Азов", "Буров"))
    refused = district.participant(school, "Вовк", consent=None)
    for person in (withdrew, renewed):
        district.withdraw(school, person, "2020-10-01")
    district.consent(school, renewed, "2020-10-10")
    ask = AskConsent(purpose="processing", how="personally", effective_on=LEFT_ON, reason=REASON)
    record(district, ask, refused)
    refuse = RefuseConsent(purpose="processing", refused_by="self", effective_on=LEFT_ON)
    record(district, refuse, refused)
    for person in (withdrew, renewed, refused):
        record(district, LEAVE, person)

    assert triggers(district, withdrew) == ["withdrawal"]
    assert triggers(district, renewed) == ["left"]
    assert triggers(district, refused) == ["refused"]


def test_a_consent_that_expires_after_leaving_is_not_asked_about_apart(
    district: District,
) -> None:
    school = district.schools["01"]
    later, then, before = (
        district.participant(school, name, consent=None) for name in ("Азов", "Буров", "Вовк")
    )
    for person, last in ((later, "2020-10-31"), (then, "2020-10-30"), (before, "2020-10-29")):
        district.consent(school, person, "2019-09-01", last)
        record(district, LEAVE, person)

    assert triggers(district, later) == ["left"]
    assert triggers(district, then) == ["left"]
    assert triggers(district, before) == ["expiry"]
    # A withdrawal is an act of the person and has a term of its own.
    district.withdraw(school, later, "2020-10-31")
    assert sorted(triggers(district, later)) == ["left", "withdrawal"]


def test_who_came_back_is_not_asked_about_until_they_leave_again(district: District) -> None:
    school = district.schools["01"]
    person = district.participant(school, "Возвратов")
    record(district, LEAVE, person)
    before = datetime(2020, 11, 1, 12, tzinfo=UTC)
    record(district, DESTROY, person)
    district.clock = "2020-11-10"
    record(district, ReturnParticipant(), person)
    assert triggers(district, person, date(2020, 11, 10)) == []
    record(district, LeaveInstitution(), person)

    again = [one for one in decisions(district, on=date(2020, 11, 10)) if one.person == person]

    assert told(again) == [(person, "left", date(2020, 11, 10), date(2020, 12, 10))]
    assert decisions(district, as_of=before) == []
    record(district, DESTROY, person)
    assert triggers(district, person, date(2020, 11, 10)) == []


def test_a_departure_is_corrected_and_struck_together_with_its_deadline(
    district: District,
) -> None:
    one, other = (district.participant(district.schools["01"], name) for name in ("Азов", "Буров"))
    versions = {
        person: district.record(LEAVE, district.schools["01"], person).version
        for person in (one, other)
    }
    district.clock = "2020-11-02"
    corrected = msgspec.structs.replace(
        LEAVE, effective_on=date(2020, 10, 20), corrects=versions[one], reason=REASON
    )
    record(district, corrected, one)
    strike = StrikeParticipantFact(corrects=versions[other], reason=REASON)
    record(district, strike, other)

    now = decisions(district, on=TODAY)
    known = decisions(district, as_of=datetime(2020, 11, 1, 20, tzinfo=UTC))

    assert told(now) == [(one, "left", date(2020, 10, 20), date(2020, 11, 19))]
    assert {line.person: line.since for line in known} == {one: LEFT_ON, other: LEFT_ON}


def test_a_demand_is_decided_about_within_ten_working_days_or_fifteen(
    district: District,
) -> None:
    """The 4th of November is a holiday; the extension of one demand is not that of another."""
    school, second = district.schools.values()
    plain, longer = (district.participant(school, name) for name in ("Азов", "Буров"))
    elsewhere = district.participant(second, "Вовк")
    positions = [record(district, DEMAND, person) for person in (plain, longer)]
    record(district, DEMAND, elsewhere, "02")
    record(district, EXTEND, longer)

    lines = [one for one in decisions(district, on=TODAY) if one.school == school]

    received = date(2020, 10, 27)
    assert told(lines) == [
        (plain, "demand_to_stop", received, date(2020, 11, 11)),
        (longer, "demand_to_stop", received, date(2020, 11, 18)),
    ]
    assert [(one.cause, one.number, one.extended) for one in lines] == [
        (positions[0], 0, False),
        (positions[1], 0, True),
    ]
    assert triggers(district, elsewhere) == ["demand_to_stop"]
    assert decisions(district, on=date(2020, 10, 26)) == []


@pytest.mark.parametrize("command", [DESTROY, KEEP])
def test_one_decision_closes_a_departure_and_a_demand(
    command: TakeConsentDecision, district: District
) -> None:
    school = district.schools["01"]
    decided, waiting = (district.participant(school, name) for name in ("Решённов", "Ждущев"))
    for person in (decided, waiting):
        record(district, DEMAND, person)
        record(district, LEAVE, person)
    assert triggers(district, decided) == ["demand_to_stop", "left"]

    record(district, command, decided)

    assert triggers(district, decided) == []
    assert triggers(district, waiting) == ["demand_to_stop", "left"]
    record(
        district,
        StrikeConsentDecision(purpose="processing", number=0, corrects=1, reason=REASON),
        decided,
    )
    assert triggers(district, decided) == ["demand_to_stop", "left"]


def test_what_was_kept_after_both_comes_back_once(district: District) -> None:
    person = district.participant(district.schools["01"], "Хранимов")
    record(district, DEMAND, person)
    record(district, EXTEND, person)
    record(district, LEAVE, person)
    position = record(district, KEEP, person)

    assert decisions(district, on=date(2020, 12, 31)) == []
    (line,) = decisions(district, on=date(2021, 1, 1))

    assert (line.trigger, line.cause, line.extended) == ("purpose_reached", position, False)


def test_a_demand_that_comes_after_a_decision_is_decided_about_apart(district: District) -> None:
    person = district.participant(district.schools["01"], "Требуев")
    record(district, DEMAND, person)
    record(district, KEEP, person)
    district.clock = "2020-11-02"
    again = DemandStop(demanded_by="self")
    position = record(district, again, person)

    (line,) = decisions(district, on=date(2020, 11, 2))

    assert (line.trigger, line.since, line.cause) == (
        "demand_to_stop",
        date(2020, 11, 2),
        position,
    )


def test_two_demands_are_two_lines_on_as_many_pages(district: District) -> None:
    person = district.participant(district.schools["01"], "Требуев")
    for _ in range(2):
        record(district, DEMAND, person)

    assert triggers(district, person) == ["demand_to_stop", "demand_to_stop"]
    assert len(decisions(district, on=TODAY, limit=1)) == 2


def test_a_later_consent_settles_a_demand_and_its_striking_raises_it_again(
    district: District,
) -> None:
    school = district.schools["01"]
    agreed, same_day = (district.participant(school, name) for name in ("Азов", "Буров"))
    for person in (agreed, same_day):
        record(district, DEMAND, person)
    given = district.consent(school, agreed, "2020-10-28")
    district.consent(school, same_day, "2020-10-27")

    assert triggers(district, agreed) == []
    assert triggers(district, same_day) == ["demand_to_stop"]
    strike = StrikeConsentFact(purpose="processing", corrects=given.version, reason=REASON)
    record(district, strike, agreed)
    assert triggers(district, agreed) == ["demand_to_stop"]


def test_departures_and_demands_are_reminded_of_once(district: District) -> None:
    school, other = district.schools.values()
    left, demanded, elsewhere = (
        district.participant(where, name)
        for where, name in ((school, "Азов"), (school, "Буров"), (other, "Вовк"))
    )
    causes = {(left, record(district, LEAVE, left)), (demanded, record(district, DEMAND, demanded))}
    record(district, LEAVE, elsewhere, "02")

    for _ in range(2):
        raise_due_reminders(district.application, school, TODAY)

    question = district.question()
    wanted = ReminderFilter(kind="decision")
    lines = every_line(district.application, question, list_reminders, wanted)
    assert {(one.person, one.cause) for one in lines} == causes
    assert {one.person: one.number for one in lines} == {left: 0, demanded: 0}
    assert len(lines) == 2
