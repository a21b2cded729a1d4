"""Whom a difference tells what: secrets looked for in all of it, rows by whose they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any, get_args, get_type_hints
from uuid import UUID

import msgspec
import pytest

from adapters.postgres.embedded import EmbeddedPostgres
from adapters.postgres.log import Entry, NewEvent
from domain.catalogue import EVENT_TYPES
from domain.consent import ConsentGiven
from domain.enterprise import ReviseEnterprise
from domain.events import Event, Recorded, personal_fields
from domain.pair import RecordInterimResult, SetPlan
from domain.participant import ParticipantRegistered, ReviseProfile
from domain.survey import Answer
from projections.changes import changes_of
from projections.difference import is_of_the_district
from projections.query import Question
from projections.registry import REGISTERS
from projections.row_difference import RowDifference
from service.bootstrap import Application, build
from service.rebuilding import rebuild
from tests.plugins.postgres import MASTER, copy_of
from tests.projections.test_registers import busy_district
from tests.store.logs import events_of
from tests.support.differing import differences, place
from tests.support.district import ADULT, District

__all__ = ["busy_district"]

Field = tuple[str, str]
"""The topic of an event and a personal field of it."""

OTHER_TRADER = "770708389405"
NOT_TOLD_TO_EVERYONE = {
    "award",
    "base_count",
    "consent_check",
    "figure_draft",
    "person_link",
    "publication",
    "restatement_cause",
    "seminar_attendance",
}
JUST_BEFORE = timedelta(microseconds=1)
NOT_SECRET = {("consent.given", "relation")}
IN_NO_REGISTER = {
    ("participant.registered", "snils"),
    ("consent.given", "document"),
    ("pair.meeting_held", "note"),
}
OF_SEMINARS = {("seminar.cancelled", "reason")}
OF_AWARDS = {(f"award.{what}", "reason") for what in ("approved", "declined", "revoked")}


class Secrets:
    """Fills personal fields with values that stand nowhere else, and knows each again."""

    def __init__(self) -> None:
        self.fields: dict[str, Field] = {}

    def hide_in(self, event: Event) -> Event:
        """Return the event with a secret in each personal field that takes one.

        A consent then names the district as a recipient no more.
        """
        hints = get_type_hints(type(event))
        values = {name: self._value(event, name, hints[name]) for name in self._names(event)}
        if isinstance(event, ConsentGiven):
            values["to_district"] = False
        hidden: Event = msgspec.structs.replace(event, **values)
        return hidden

    def told_by(self, found: list[RowDifference]) -> set[Field]:
        """Return the fields whose secrets stand anywhere in ``found``."""
        texts = re.findall(r"secret\d{5}|1\d{3}-\d\d-\d\d", msgspec.json.encode(found).decode())
        return {self.fields[text] for text in set(texts) & self.fields.keys()}

    def _names(self, event: Event) -> list[str]:
        fields = personal_fields(type(event))
        return [name for name in fields if (event.TOPIC, name) not in NOT_SECRET]

    def _value(self, event: Event, name: str, hint: Any) -> Any:
        number = len(self.fields)
        day, text = date(1000, 1, 1) + timedelta(days=number), f"secret{number:05}"
        kind = get_args(hint)[0]
        self.fields[day.isoformat() if kind is date else text] = (event.TOPIC, name)
        values: dict[Any, Any] = {
            str: text,
            date: day,
            tuple[str, ...]: (text,),
            tuple[Answer, ...]: (Answer(item="wish", value=text),),
        }
        return values[kind]


class Hidden(msgspec.Struct, frozen=True):
    """A district whose logs are those of another, but for the secrets."""

    application: Application
    secrets: Secrets
    moments: tuple[datetime, datetime, datetime]

    def told_to(self, question: Question) -> set[Field]:
        """Return the fields whose secrets a difference of some register shows, in any span."""
        begin, middle, end = self.moments
        told = set()
        for register in REGISTERS:
            for since, until in ((begin, end), (begin, middle), (middle, end)):
                asked = msgspec.structs.replace(question, as_of=until)
                found = differences(self.application, asked, register, since)
                told |= self.secrets.told_by(found)
        return told


@pytest.fixture
def hidden(
    busy_district: District, application: Application, server: EmbeddedPostgres, template: str
) -> Iterator[Hidden]:
    _record_texts(busy_district)
    tenants = (busy_district.id, *busy_district.schools.values())
    logs = {tenant: events_of(application, tenant) for tenant in tenants}
    moments = sorted({one.recorded_at for log in logs.values() for one in log})
    secrets = Secrets()
    with (
        copy_of(server, template) as database,
        closing(build(database.app_url, MASTER, connections_max=5)) as copy,
    ):
        _write(copy, busy_district.id, logs, secrets)
        for tenant in tenants:
            rebuild(copy, tenant)
        span = (moments[0] - JUST_BEFORE, moments[len(moments) // 2], moments[-1])
        yield Hidden(copy, secrets, span)


def _record_texts(district: District) -> None:
    """Record what else has personal fields that come into registers."""
    school = district.schools["02"]
    mentor, mentee = (district.participant(school, "Пишущая", born=born) for born in (ADULT, 2010))
    district.record(ReviseProfile(), school, mentee)
    district.pair(school, mentor, [mentee], "2020-09-10", "2020-09-20")
    pair = district.pair(school, mentor, [mentee], "2020-09-21")
    for command in (SetPlan(plan="план"), RecordInterimResult(result="итог")):
        district.record(command, school, pair)
    trader = district.enterprise(OTHER_TRADER, "2020-01-01")
    district.record(ReviseEnterprise(enterprise=trader, name="Она же"))


def _write(
    application: Application,
    district: UUID,
    logs: dict[UUID, list[Recorded[Event]]],
    secrets: Secrets,
) -> None:
    for tenant in logs:
        application.vault.open_tenant(tenant)
    with application.database.writing(readable=(), writable=logs) as connection:
        for tenant, log in logs.items():
            application.log.open_tenant(connection, tenant, district)
            commands = groupby(log, key=lambda one: one.command_id)
            entries = [_entry(list(recorded), secrets) for _, recorded in commands]
            application.log.append(connection, entries)


def _entry(recorded: list[Recorded[Event]], secrets: Secrets) -> Entry:
    (first, *_) = recorded
    return Entry(
        tenant_id=first.tenant_id,
        command_id=first.command_id,
        request_mac=b"mac",
        actor=first.actor,
        recorded_at=first.recorded_at,
        events=tuple(
            NewEvent(one.stream_id, one.version, secrets.hide_in(one.event)) for one in recorded
        ),
    )


def test_no_secret_of_a_person_is_told_to_who_may_read_nobodys(
    hidden: Hidden, busy_district: District
) -> None:
    nobody = busy_district.question()
    in_charge = msgspec.structs.replace(nobody, reads_people=True)

    assert hidden.told_to(nobody) == OF_SEMINARS
    told = hidden.told_to(in_charge)
    assert {topic for topic, _ in told - OF_SEMINARS} == {
        "enterprise.registered",
        "enterprise.revised",
    }

    for school in busy_district.schools.values():
        told |= hidden.told_to(busy_district.question(school, asker=school))
    assert told == _fields_in_registers() | OF_AWARDS | OF_SEMINARS


def _fields_in_registers() -> set[Field]:
    """Return the fields that a register has a column for; reasons are in histories only."""
    fields = {(one.TOPIC, name) for one in EVENT_TYPES.values() for name in personal_fields(one)}
    return {one for one in fields if one[1] != "reason"} - NOT_SECRET - IN_NO_REGISTER


def test_a_school_is_told_of_the_districts_rows_those_that_are_its_own(
    busy_district: District, application: Application
) -> None:
    one, other = busy_district.schools.values()
    busy_district.base_count("children", 2020, 100, school=one, day="2020-09-01")
    log = events_of(application, busy_district.id)
    since, until = log[0].recorded_at - JUST_BEFORE, log[-1].recorded_at
    people = {school: _people_of(application, school) for school in (one, other)}
    apart = set()
    for register in filter(is_of_the_district, REGISTERS):
        rows = [row for row in register.fold(changes_of(log), {}) if row.known_to is None]
        for school in (one, other):
            question = busy_district.question(school, asker=school, as_of=until)
            found = differences(application, question, register, since)
            own = [row for row in rows if _is_of(row, school, busy_district.id, people[school])]
            told = {repr(list(difference.key.values())) for difference in found}

            assert told == {place(register.key_of(row)[1]) for row in own}, register.name
            if len(own) < len(rows):
                apart.add(register.name)
    assert apart == NOT_TOLD_TO_EVERYONE


def _people_of(application: Application, school: UUID) -> set[UUID]:
    events = [one.event for one in events_of(application, school)]
    return {one.person for one in events if isinstance(one, ParticipantRegistered)}


def _is_of(row: Any, school: UUID, district: UUID, people: set[UUID]) -> bool:
    """Say whether a row is a school's, or the whole district's."""
    names = row.__struct_fields__
    return (
        ("scope" not in names or row.scope in {school, district})
        and ("person" not in names or row.person in people)
        and ("person" not in names or "school" not in names or row.school == school)
        and ("cause_tenant" not in names or row.cause_tenant == school)
    )
