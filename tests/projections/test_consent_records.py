"""Requests, refusals, decisions, checks, reminders and calendars as rows and as lists."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import msgspec
import pytest

from domain.consent import AskConsent, CheckConsent, GiveConsent, RefuseConsent
from domain.consent_check import RecordConsentCheck
from domain.consent_decision import TakeConsentDecision
from domain.reminder import RaiseReminder, ReminderKind
from domain.work_calendar import AdoptCalendar
from projections.calendars import list_calendars
from projections.catalogue_lists import NoFilter
from projections.consent_records import (
    PersonFilter,
    RefusalFilter,
    ReminderFilter,
    list_district_checks,
    list_refusals,
    list_reminders,
    list_requests,
    list_taken_decisions,
)
from projections.pair_lists import ConsentFilter, list_consents
from projections.query import Question
from projections.registry import REGISTERS
from service.bootstrap import Application
from tests.support.district import District
from tests.support.paging import every_line

DAY = date(2020, 10, 1)
ASK = AskConsent(purpose="processing", how="meeting")
REFUSE = RefuseConsent(purpose="processing", refused_by="representative")
CHECK = CheckConsent(purpose="processing", number=1, finding="wrong_wording", note="бланк 2019")


class Two:
    """Two schools with two people each; nobody has consented yet."""

    def __init__(self, application: Application) -> None:
        self.application = application
        self.district = District(application, clock="2020-10-01")
        self.one, self.other = (self.district.school(code) for code in ("01", "02"))
        self.people = {
            (school, name): self.district.participant(school, name, born=2010, consent=None)
            for school in (self.one, self.other)
            for name in ("Азов", "Буров")
        }

    def person(self, name: str) -> UUID:
        """Return the same person in both schools."""
        return self.people[self.one, name]

    def ask(self, school: UUID | None = None) -> Question:
        if school is None:
            return self.district.question()
        return self.district.question(school, asker=school)

    def lines(self, fetch: Any, wanted: Any, question: Question | None = None) -> list[Any]:
        return every_line(self.application, question or self.ask(), fetch, wanted)

    def row(self, register: str, school: UUID, name: str) -> Any:
        (found,) = (one for one in REGISTERS if one.name == register)
        question = self.ask()
        with self.application.reading.transaction(question) as reader:
            (row,) = reader.rows(
                f"SELECT * FROM reg.{register} r WHERE r.tenant_id = %(school)s"
                " AND r.person = %(person)s AND r.known_to IS NULL",
                {"school": school, "person": self.people[school, name]},
                found.row,
            )
        return row


@pytest.fixture
def two(application: Application) -> Two:
    return Two(application)


def test_a_request_goes_with_its_answer_and_a_refusal_is_counted(two: Two) -> None:
    record, azov, burov = two.district.record, two.person("Азов"), two.person("Буров")
    for school in (two.one, two.other):
        for person in (azov, burov):
            record(ASK, school, person)
    record(REFUSE, two.one, azov)
    two.district.consent(two.other, burov, "2020-10-01")

    requests = two.lines(list_requests, PersonFilter())
    assert {(one.school, one.person) for one in requests} == {
        (two.one, burov),
        (two.other, azov),
    }
    assert {(one.how, one.asked_on, one.state) for one in requests} == {("meeting", DAY, "hidden")}
    assert two.lines(list_requests, PersonFilter(purpose="publication")) == []
    (refusals,) = two.lines(list_refusals, RefusalFilter())
    assert (refusals.school, refusals.purpose, refusals.refusals) == (two.one, "processing", 1)
    assert two.lines(list_refusals, RefusalFilter(), two.ask(two.other)) == []

    row = two.row("consent_request", two.one, "Азов")
    assert (row.status, row.since, row.refusals, row.version) == ("refused", DAY, 1, 2)
    assert row.refused_at == row.from_position
    given = two.row("consent_request", two.other, "Буров")
    assert (given.status, given.refusals, given.refused_at) == ("given", 0, None)


def test_who_is_asked_again_and_refuses_again_counts_twice(two: Two) -> None:
    for _ in range(2):
        two.district.record(ASK, two.one, two.person("Азов"))
        two.district.record(REFUSE, two.one, two.person("Азов"))
    two.district.record(ASK, two.one, two.person("Азов"))

    assert [one.refusals for one in two.lines(list_refusals, RefusalFilter())] == [2]
    assert len(two.lines(list_requests, PersonFilter())) == 1


def test_a_consent_tells_its_recipients_and_both_checks(two: Two) -> None:
    record, person = two.district.record, two.person("Азов")
    give = GiveConsent(
        purpose="processing",
        signed_by="both",
        relation="parent",
        representative="Представитель",
        wording="1",
        recipients=("Колледж", "Завод"),
    )
    for school in (two.one, two.other):
        record(give, school, person)
    record(CHECK, two.one, person)
    look = RecordConsentCheck(
        school=two.other, person=person, purpose="processing", number=1, finding="valid", note="да"
    )
    record(look)

    own = two.lines(list_consents, ConsentFilter(), two.ask(two.one))
    assert [(one.check_finding, one.check_note, one.checked_on) for one in own] == [
        ("wrong_wording", "бланк 2019", DAY)
    ]
    assert (own[0].recipients, own[0].version) == (("Колледж", "Завод"), 2)
    (other,) = two.lines(list_consents, ConsentFilter(), two.ask(two.other))
    assert (other.district_check_finding, other.district_check_note) == ("valid", "да")
    assert (other.check_finding, own[0].district_check_finding) == (None, None)
    hidden = two.lines(list_consents, ConsentFilter())
    assert {(one.recipients, one.check_note, one.district_check_note) for one in hidden} == {
        (None, None, None)
    }

    row = two.row("consent", two.one, "Азов")
    assert (row.check_finding, row.checked_at) == ("wrong_wording", row.from_position)
    assert (row.given_at, row.over_at, row.over_on) == (row.checked_at - 1, row.given_at, None)


def test_the_version_of_consents_counts_requests_too(two: Two) -> None:
    person = two.person("Азов")
    two.district.consent(two.one, person, "2020-10-01")
    two.district.record(ASK, two.one, person)

    (line,) = two.lines(list_consents, ConsentFilter(), two.ask(two.one))
    (request,) = two.lines(list_requests, PersonFilter(), two.ask(two.one))
    assert line.version == request.version == 2

    two.district.withdraw(two.one, person, "2020-10-01")

    (line,) = two.lines(list_consents, ConsentFilter(), two.ask(two.one))
    (request,) = two.lines(list_requests, PersonFilter(), two.ask(two.one))
    assert line.version == request.version == 3


def test_the_districts_checks_are_read_by_the_school_they_are_about(two: Two) -> None:
    person = two.person("Азов")
    for school in (two.one, two.other):
        two.district.consent(school, person, "2020-09-01")
        look = RecordConsentCheck(
            school=school,
            person=person,
            purpose="processing",
            number=1,
            finding="absent",
            note="нет",
        )
        two.district.record(look)
    late = msgspec.structs.replace(look, finding="valid", effective_on=date(2020, 9, 15))
    two.district.record(late)

    own = two.lines(list_district_checks, PersonFilter(), two.ask(two.one))
    both = two.lines(list_district_checks, PersonFilter())

    assert [(one.school, one.finding, one.note, one.version) for one in own] == [
        (two.one, "absent", "нет", 1)
    ]
    # A check recorded late does not displace the later one.
    assert {(one.school, one.finding, one.version, one.checked_on) for one in both} == {
        (two.one, "absent", 1, DAY),
        (two.other, "absent", 2, DAY),
    }
    assert {one.note for one in both} == {None}


def test_decisions_are_told_with_their_ground_to_the_school_alone(two: Two) -> None:
    person, burov = two.person("Азов"), two.person("Буров")
    decide = TakeConsentDecision(
        purpose="processing",
        number=1,
        decision="keep",
        ground="договор",
        kept_until=date(2023, 10, 1),
    )
    for school, one in ((two.one, person), (two.one, burov), (two.other, person)):
        two.district.consent(school, one, "2020-09-01")
        two.district.withdraw(school, one, "2020-10-01")
        two.district.record(decide, school, one)
    destroy = TakeConsentDecision(purpose="processing", number=1, decision="destroy")
    two.district.record(destroy, two.one, person)

    lines = two.lines(list_taken_decisions, PersonFilter(person=person))
    told = {one.school: (one.decision, one.ground, one.kept_until, one.version) for one in lines}
    (kept,) = two.lines(list_taken_decisions, PersonFilter(person=burov), two.ask(two.one))

    assert told == {
        two.one: ("destroy", None, None, 2),
        two.other: ("keep", None, date(2023, 10, 1), 1),
    }
    assert (kept.ground, kept.state) == ("договор", "restricted")
    row = two.row("consent_decision", two.one, "Азов")
    assert (row.decision, row.decided_on, row.number) == ("destroy", DAY, 1)


def test_reminders_are_told_by_day_and_never_tell_a_birthday(two: Two) -> None:
    kinds: tuple[ReminderKind, ...] = ("signer", "decision")
    for school in (two.one, two.other):
        for cause, kind in enumerate(kinds, 1):
            two.district.clock = f"2020-10-0{3 - cause}"
            remind = RaiseReminder(
                kind=kind,
                purpose="processing",
                number=1,
                cause=cause,
                due_on=date(2020, 11, cause),
            )
            two.district.record(remind, school, two.person("Азов"))

    own = two.lines(list_reminders, ReminderFilter(), two.ask(two.one))
    by_day = msgspec.structs.replace(two.ask(two.one), on=DAY)

    assert [(one.kind, one.raised_on, one.due_on) for one in own] == [
        ("decision", DAY, date(2020, 11, 2)),
        ("signer", date(2020, 10, 2), date(2020, 11, 1)),
    ]
    assert [one.kind for one in two.lines(list_reminders, ReminderFilter(), by_day)] == ["decision"]
    assert len(two.lines(list_reminders, ReminderFilter(kind="signer"), two.ask(two.one))) == 1
    district = two.lines(list_reminders, ReminderFilter())
    assert [(one.school, one.kind) for one in district] == [
        (school, "decision") for school in sorted((two.one, two.other), key=str)
    ]


def test_calendars_are_told_by_year(two: Two) -> None:
    for year in (2021, 2020):
        two.district.record(AdoptCalendar(year=year, working=(date(year, 2, 20),)))
    two.district.record(AdoptCalendar(year=2020, non_working=(date(2020, 5, 1),), document="№ 2"))

    lines = two.lines(list_calendars, NoFilter())

    assert [(one.year, one.version, one.non_working, one.working) for one in lines] == [
        (2020, 2, (date(2020, 5, 1),), ()),
        (2021, 1, (), (date(2021, 2, 20),)),
    ]
    assert [one.document for one in lines] == ["№ 2", None]
