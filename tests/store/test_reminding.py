"""Reminders: raised once for each cause, however often and wherever the run is broken off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid5

import msgspec
import pytest

from domain.consent import CheckConsent
from domain.deadlines import DEADLINES
from domain.participant import EnterBase
from domain.reminder import ReminderRaised
from domain.rules import AdoptRules
from domain.school import CloseSchool
from projections.consent_records import ReminderFilter, ReminderLine, list_reminders
from projections.query import Cut
from service import reminding
from service.access import SYSTEM
from service.bootstrap import Application
from service.reference_data import calendars, rule_sets
from service.reminding import Reminding, raise_due_reminders
from service.submission import Outcome, Submission
from service.work import Work
from tests.support.district import District

TODAY = date(2020, 11, 2)
NOON = datetime(2020, 11, 2, 12, tzinfo=UTC)


@pytest.fixture
def district(application: Application) -> District:
    """Two schools, each with a withdrawal, a birthday, an expiry and a consent to check."""
    district = District(application, clock="2020-11-01")
    for calendar in calendars():
        district.record(calendar)
    for code in ("01", "02"):
        school = district.school(code)
        withdrew = district.participant(school, "Отозванов", born=2010)
        district.withdraw(school, withdrew, "2020-10-20")
        expiring = district.participant(school, "Истеков", consent=None)
        district.consent(school, expiring, "2019-09-01", "2020-11-20")
        district.participant(school, "Восемнадцатов", born=2002)
        member = district.participant(school, "Базов")
        district.record(EnterBase(role="mentor"), school, member)
    return district


def reminders(district: District, school: UUID | None = None) -> list[ReminderLine]:
    schools = (school,) if school else tuple(district.schools.values())
    question = district.question(*schools, asker=schools[0])
    lines: list[ReminderLine] = []
    for one in schools:
        asked = msgspec.structs.replace(question, asker=one, tenants=(one,))
        with district.application.reading.transaction(asked) as reader:
            lines += list_reminders(reader, asked, ReminderFilter(), Cut(limit=1000)).items
    return lines


def kinds(lines: list[ReminderLine]) -> list[str]:
    return sorted(line.kind for line in lines)


def raise_today(district: District, school: UUID, today: date = TODAY) -> int:
    at = datetime.combine(today, NOON.timetz())
    return raise_due_reminders(district.application, school, today, at)


def test_everything_due_in_one_school_is_raised_once(district: District) -> None:
    one, other = district.schools.values()

    assert raise_today(district, one) == 4
    assert raise_today(district, one) == 0
    assert raise_today(district, one, date(2020, 11, 3)) == 0

    assert kinds(reminders(district, one)) == ["check", "decision", "expiry", "signer"]
    assert reminders(district, other) == []
    due = {line.kind: line.due_on for line in reminders(district, one)}
    assert due == {
        "check": date(2020, 10, 31),
        "decision": date(2020, 11, 19),
        "expiry": date(2020, 11, 20),
        "signer": date(2020, 3, 31),
    }
    assert {line.raised_on for line in reminders(district, one)} == {TODAY}


def test_a_new_cause_is_reminded_of_anew(district: District) -> None:
    school = district.schools["01"]
    raise_today(district, school)
    district.clock = "2020-11-03"
    (checked,) = (line for line in reminders(district, school) if line.kind == "check")
    check = CheckConsent(purpose="processing", number=1, finding="absent")
    district.record(check, school, checked.person)

    assert raise_today(district, school, date(2020, 11, 3)) == 1

    again = [line for line in reminders(district, school) if line.kind == "check"]
    assert [line.due_on for line in again] == [date(2020, 10, 31), date(2020, 11, 9)]
    assert again[0].cause < again[1].cause


def test_checks_are_reminded_of_in_the_month_they_are_due(district: District) -> None:
    school = district.schools["01"]
    raise_today(district, school)
    (line,) = (line for line in reminders(district, school) if line.kind == "check")
    check = CheckConsent(purpose="processing", number=1, finding="valid")
    district.clock = "2020-11-03"
    district.record(check, school, line.person)

    def raised(day: date) -> int:
        raise_today(district, school, day)
        return kinds(reminders(district, school)).count("check")

    assert [raised(date(2021, 9, 30)), raised(date(2021, 10, 1))] == [1, 2]


class Killed(BaseException):
    """What ends a process between two batches."""


class FailingWork:
    """The unit of work of a process that dies before or after a batch."""

    def __init__(self, work: Work, batches: int, *, after: bool) -> None:
        self._work = work
        self._left = batches
        self._after = after

    def execute(self, submissions: Sequence[Submission]) -> list[Outcome]:
        if self._left == 0 and not self._after:
            raise Killed
        outcomes = self._work.execute(submissions)
        if self._left == 0:
            raise Killed
        self._left -= 1
        return outcomes


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("batches", range(4))
def test_a_run_that_dies_anywhere_is_finished_by_the_next(
    batches: int, after: bool, district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reminding, "BATCH_COMMANDS", 1)
    school = district.schools["02"]
    work: Any = FailingWork(district.application.work, batches, after=after)
    dying = msgspec.structs.replace(district.application, work=work)

    with pytest.raises(Killed):
        raise_due_reminders(dying, school, TODAY, NOON)
    before = len(reminders(district, school))

    assert raise_today(district, school) == 4 - before
    assert before == batches + after
    assert kinds(reminders(district, school)) == ["check", "decision", "expiry", "signer"]


def test_two_runs_at_once_raise_nothing_twice(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    school = district.schools["01"]
    found = reminding._not_yet_raised  # noqa: SLF001
    raised_meanwhile = []
    sooner = tuple(msgspec.structs.replace(rule, days=5) for rule in DEADLINES)

    def slowly(reader: Any, question: Any) -> Any:
        due = list(found(reader, question))
        # Even if what is due when has changed by then, the cause stays the same.
        rules = msgspec.structs.replace(rule_sets()[-1], code="строже", deadlines=sooner)
        district.record(AdoptRules(rules=rules))
        monkeypatch.setattr(reminding, "_not_yet_raised", found)
        raised_meanwhile.append(raise_today(district, school, date(2020, 11, 3)))
        return due

    monkeypatch.setattr(reminding, "_not_yet_raised", slowly)

    assert (raise_today(district, school), raised_meanwhile) == (0, [4])
    assert len(reminders(district, school)) == 4


def test_a_reminder_is_given_under_an_id_of_its_cause(district: District) -> None:
    school = district.schools["01"]
    raise_today(district, school)

    with district.application.database.reading((school,)) as connection:
        log = [one for batch in district.application.log.read(connection, school) for one in batch]
    raised = [one for one in log if isinstance(one.event, ReminderRaised)]

    assert {one.command_id for one in raised} == {
        uuid5(school, f"reminder/{line.kind}/{line.cause}") for line in reminders(district, school)
    }
    assert {one.actor for one in raised} == {SYSTEM}


def test_a_day_without_news_asks_for_no_transaction(district: District) -> None:
    school = district.schools["01"]
    raise_today(district, school)
    work: Any = FailingWork(district.application.work, 0, after=False)
    watched = msgspec.structs.replace(district.application, work=work)

    assert raise_due_reminders(watched, school, TODAY, NOON) == 0


def test_a_closed_school_is_reminded_of_nothing(district: District) -> None:
    school = district.schools["01"]
    district.record(CloseSchool(effective_on=date(2020, 11, 1)), None, school)

    assert raise_today(district, school) == 0
    assert reminders(district, school) == []


def test_a_tenant_nobody_knows_has_nothing_due(district: District) -> None:
    assert raise_today(district, UUID(int=7)) == 0
    assert raise_today(district, district.id) == 0


def test_every_institution_is_reminded_once_a_day(district: District) -> None:
    rounds = Reminding(
        district.application, lambda: {district.id: tuple(district.schools.values())}
    )

    first, again = rounds.run_once(), rounds.run_once()

    assert first.carried_out > 0
    assert (again.carried_out, again.failed) == (0, [])


class WorkThatFailsOne:
    """Carries out nothing for one institution."""

    def __init__(self, work: Work, school: UUID) -> None:
        self._work = work
        self._school = school

    def execute(self, submissions: Sequence[Submission]) -> list[Outcome]:
        if any(one.tenant_id == self._school for one in submissions):
            raise ConnectionError
        return self._work.execute(submissions)


def test_an_institution_that_fails_is_tried_again_and_keeps_nobody_waiting(
    district: District,
) -> None:
    one, other = district.schools.values()
    work: Any = WorkThatFailsOne(district.application.work, one)
    application = msgspec.structs.replace(district.application, work=work)
    rounds = Reminding(application, lambda: {district.id: (one, other)})

    first, again = rounds.run_once(), rounds.run_once()

    assert [(stop.tenant, stop.why) for stop in first.failed] == [(one, "ConnectionError")]
    assert [stop.tenant for stop in again.failed] == [one]
    assert first.carried_out > 0
    assert again.carried_out == 0
