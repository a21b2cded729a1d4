"""Unique words stand in every personal field; of an erased person's none is found anywhere.

They are looked for in every table of every schema, as text and as bytes, in every list, in
histories, now and in the past; and are found there before, so that the search can fail.
"""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count
from typing import Any, get_args, get_type_hints
from uuid import UUID

import msgspec
import pytest

from domain.aggregate import Aggregate
from domain.catalogue import SCHOOL_AGGREGATES, aggregate_of
from domain.erasure import RequestErasure
from domain.events import Event, personal_fields
from projections.lists import LISTS
from projections.query import Cut, Question
from service.bootstrap import Application
from service.erasing import Erasing, destroy
from service.rebuilding import drift
from service.submission import Plan
from service.unit import Unit
from tests.plugins.postgres import TestDatabase
from tests.projections.test_registers import make_busy
from tests.store.logs import events_of, superuser
from tests.support.district import District

MOMENT = datetime(2020, 11, 15, tzinfo=UTC)
ALL = Cut(limit=10_000)


class Canaries:
    """Writes a word of its own into each personal text of each event about a person."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.words: dict[str, tuple[UUID, UUID]] = {}
        self.fields: dict[str, tuple[str, str]] = {}
        self._numbers = count(1)
        decide = Unit._decide  # noqa: SLF001 - between deciding and recording

        def decide_and_mark(unit: Unit, plan: Plan, now: datetime) -> None:
            decide(unit, plan, now)
            if plan.entry is not None:
                tenant = plan.entry.tenant_id
                events = tuple(
                    msgspec.structs.replace(one, event=self._marked(tenant, one.event))
                    for one in plan.entry.events
                )
                plan.entry = msgspec.structs.replace(plan.entry, events=events)

        monkeypatch.setattr(Unit, "_decide", decide_and_mark)

    def _marked(self, tenant: UUID, event: Event) -> Event:
        if not event.concerns():
            return event
        hints = get_type_hints(type(event))
        marked: dict[str, Any] = {}
        for field, subject in personal_fields(type(event)).items():
            kinds = get_args(hints[field])
            if not {str, tuple[str, ...]} & set(kinds):
                continue
            word = f"канарейка{next(self._numbers):05}ц"
            self.words[word] = (tenant, getattr(event, subject))
            self.fields[word] = (event.TOPIC, field)
            marked[field] = word if str in kinds else (word,)
        return msgspec.structs.replace(event, **marked)

    def of(self, *subjects: tuple[UUID, UUID]) -> set[str]:
        """Return the words that belong to ``subjects``."""
        return {word for word, subject in self.words.items() if subject in subjects}


def in_tables(database: TestDatabase, *, archive: bool = False) -> str:
    """Return everything that stands in any table, bytes as hexadecimal digits."""
    with superuser(database.admin_url) as connection:
        tables = connection.execute(
            "SELECT oid::regclass::text FROM pg_class WHERE relkind IN ('r', 'm', 'p')"
            " AND relnamespace::regnamespace::text !~ '^(pg_|information_schema)'"
        ).fetchall()
        return "\n".join(
            line
            for (table,) in tables
            if archive or table != "vault.archive"
            for (line,) in connection.execute(f"SELECT t::text FROM {table} t".encode())
        )


def told(application: Application, district: District, people: set[UUID]) -> str:
    """Return all that lists and histories tell the district and each school, now and then."""
    found: list[Any] = []
    schools = tuple(district.schools.values())
    for asker in (district.id, *schools):
        for moment in (None, MOMENT):
            question = Question(
                asker=asker,
                district=district.id,
                tenants=schools if asker == district.id else (asker,),
                as_of=moment,
                reads_people=True,
                handles=True,
            )
            with application.reading.transaction(question) as reader:
                found += [
                    one.fetch(reader, question, one.filter(), ALL).items
                    for one in LISTS
                    if not any(f.required for f in msgspec.structs.fields(one.filter))
                ]
            found += [application.reading.history(question, person) for person in people]
    return msgspec.json.encode(found).decode()


def present(words: set[str], text: str) -> set[str]:
    return {word for word in words if word in text or word.encode().hex() in text}


def test_of_an_erased_person_nothing_is_found(
    application: Application, database: TestDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    canaries = Canaries(monkeypatch)
    district = make_busy(application)
    one, other = district.schools.values()
    person, pairs = who_was_annulled(application, other)
    theirs = canaries.of((other, person), *((other, pair) for pair in pairs))
    others = set(canaries.words) - theirs
    assert len(present(theirs, in_tables(database))) > 5
    assert len(present(theirs, told(application, district, {person}))) > 5
    found_of_others = present(others, in_tables(database))

    district.clock = "2020-12-01"
    district.record(RequestErasure(ground="withdrawal"), other, person)
    done = Erasing(application, lambda: {district.id: (other,)}).run_once()

    assert (done.carried_out, done.failed) == (1, [])
    theirs = canaries.of((other, person), *((other, pair) for pair in pairs))
    assert present(theirs, in_tables(database)) == set()
    assert present(theirs, told(application, district, {person})) == set()
    # What belongs to anybody else is found as before, the person's own at the other school too.
    assert present(others, in_tables(database)) == found_of_others
    assert present(canaries.of((one, person)), in_tables(database))
    assert present(theirs, in_tables(database, archive=True)) == set()


def test_with_the_last_institution_the_districts_own_records_lose_them_too(
    application: Application, database: TestDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    canaries = Canaries(monkeypatch)
    district = make_busy(application)
    schools = district.schools.values()
    checked = [
        word
        for word, field in canaries.fields.items()
        if field == ("consent_check.recorded", "note")
    ]
    _, person = canaries.words[checked[0]]
    of_district = canaries.of((district.id, person))
    assert present(of_district, in_tables(database))

    with superuser(database.admin_url) as connection:
        linked = connection.execute(
            "SELECT institution FROM vault.identity_link WHERE person = %s", (person,)
        ).fetchall()
    lasts = [destroy(application, district.id, school, person) for (school,) in linked]

    assert lasts == [False] * (len(linked) - 1) + [True]
    subjects = [(tenant, person) for tenant in (district.id, *(school for (school,) in linked))]
    assert present(canaries.of(*subjects), in_tables(database)) == set()
    assert all(drift(application, tenant) == [] for tenant in (district.id, *schools))


def test_the_canaries_stand_in_every_kind_of_record_of_a_school(
    application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    canaries = Canaries(monkeypatch)
    make_busy(application)

    silent = {aggregate.name for aggregate in SCHOOL_AGGREGATES if _tells_of_people(aggregate)}
    silent -= {topic.split(".")[0] for topic, _ in canaries.fields.values()}
    assert silent == set()


def _tells_of_people(aggregate: Aggregate[Any]) -> bool:
    return any(one.CONCERNS and personal_fields(one) for one in aggregate.events)


def who_was_annulled(application: Application, school: UUID) -> tuple[UUID, set[UUID]]:
    """Return the mentee whose pair was annulled and who left the base, and all their pairs."""
    log = events_of(application, school)
    (person,) = {
        one.event.person  # type: ignore[attr-defined]
        for one in log
        if one.event.TOPIC == "participant.base_left" and one.event.role == "mentee"  # type: ignore[attr-defined]
    }
    pairs = {
        one.event.pair  # type: ignore[attr-defined]
        for one in log
        if aggregate_of(type(one.event)).name == "pair" and person in one.event.concerns()
    }
    return person, pairs
