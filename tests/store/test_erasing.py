"""An erased person is unreadable everywhere, whatever died on the way; nobody else is touched."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid5

import msgspec
import pytest

from adapters.archive import Archive
from adapters.vault import Vault
from domain.erasure import ErasureCompleted, PersonErased, RequestErasure
from domain.pair import SetPlan
from domain.participant import EnterBase, RegisterParticipant
from projections.tables import RegisterTables
from service.bootstrap import Application
from service.erasing import Erasing
from service.rebuilding import drift
from service.work import Work
from tests.plugins.postgres import TestDatabase
from tests.store.logs import events_of, superuser
from tests.support.district import District

NAME = "Ёжикова-Тайнова"
PLAN = "Сокровенный план"


class Erased:
    """Two schools with the same mentee, whose pair in the first is over."""

    def __init__(self, application: Application) -> None:
        self.application = application
        self.district = District(application)
        self.one, self.other = self.district.school("01"), self.district.school("02")
        self.mentor = self.district.participant(self.one, "Наставников")
        self.person = self.district.participant(self.one, NAME, born=2010)
        assert self.district.participant(self.other, NAME, born=2010) == self.person
        self.pair = self.district.pair(self.one, self.mentor, [self.person], "2024-09-10")
        self.district.record(SetPlan(plan=PLAN), self.one, self.pair)
        self.district.complete(self.one, self.pair, "2025-05-20")

    def request(self, school: UUID | None = None) -> None:
        """Decide to erase the person in a school, the first unless it is named."""
        command = RequestErasure(ground="left", reason="заявление")
        self.district.record(command, school or self.one, self.person)

    def round(self) -> Erasing:
        """Return whoever goes round and finishes erasures."""
        schools = tuple(self.district.schools.values())
        return Erasing(self.application, lambda: {self.district.id: schools})

    def drifted(self) -> list[object]:
        """Return what registers hold otherwise than the logs tell."""
        tenants = (self.district.id, self.one, self.other)
        return [one for tenant in tenants for one in drift(self.application, tenant)]


@pytest.fixture
def erased(application: Application) -> Erased:
    return Erased(application)


def rows(database: TestDatabase, *, tenant: UUID | None = None) -> list[str]:
    """Return every row of every register, those of one tenant if it is named."""
    with superuser(database.admin_url) as connection:
        tables = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'reg'"
        ).fetchall()
        return [
            line
            for (table,) in tables
            for (line,) in connection.execute(
                f"SELECT r::text FROM reg.{table} r"
                f" WHERE %s::uuid IS NULL OR tenant_id = %s".encode(),
                (tenant, tenant),
            )
        ]


def test_nothing_of_the_person_is_left_in_registers(erased: Erased, database: TestDatabase) -> None:
    def found(tenant: UUID) -> bool:
        secrets = (NAME, NAME.lower().replace("ё", "е"), PLAN, "2010-03-01")
        return any(secret in row for row in rows(database, tenant=tenant) for secret in secrets)

    assert found(erased.one)
    erased.request()

    done = erased.round().run_once()

    assert (done.carried_out, done.failed) == (1, [])
    assert not found(erased.one)
    assert found(erased.other)
    assert erased.drifted() == []


def test_the_log_says_that_it_is_done(erased: Erased) -> None:
    erased.request()
    erased.round().run_once()
    again = erased.round().run_once()

    last = events_of(erased.application, erased.one)[-1]
    assert isinstance(last.event, ErasureCompleted)
    assert last.event.person == erased.person
    assert last.event.kinds == ("key", "texts", "link", "registers")
    assert (again.carried_out, again.failed) == (0, [])


def test_with_the_last_institution_the_person_is_known_to_nobody(
    erased: Erased, database: TestDatabase
) -> None:
    erased.request()
    erased.round().run_once()
    erased.request(erased.other)
    erased.round().run_once()

    last = events_of(erased.application, erased.other)[-1]
    assert isinstance(last.event, ErasureCompleted)
    assert "identity" in last.event.kinds
    with superuser(database.admin_url) as connection:
        for table in ("identity", "person", "identity_link"):
            left = connection.execute(
                f"SELECT 1 FROM vault.{table} WHERE person = %s".encode(),
                (erased.person,),
            ).fetchall()
            assert left == []
    back = erased.district.participant(erased.one, NAME, born=2010)
    assert back != erased.person


def test_who_was_erased_here_is_not_linked_again_while_others_know_them(erased: Erased) -> None:
    erased.request()
    erased.round().run_once()
    again = RegisterParticipant(last_name=NAME, first_name="Участник", birth_date=date(2010, 3, 1))

    with pytest.raises(PersonErased):
        erased.district.record(again, erased.one)

    erased.request(erased.other)
    erased.round().run_once()
    assert erased.district.participant(erased.one, NAME, born=2010) != erased.person


def test_nothing_more_is_recorded_of_them(erased: Erased) -> None:
    erased.request()
    with pytest.raises(PersonErased):
        erased.district.record(EnterBase(role="mentee"), erased.one, erased.person)
    erased.round().run_once()
    with pytest.raises(PersonErased):
        erased.district.record(EnterBase(role="mentee"), erased.one, erased.person)
    erased.district.record(EnterBase(role="mentee"), erased.other, erased.person)


class Killed(BaseException):
    """The process ended here: nothing handles it."""


STEPS: tuple[tuple[type[Any], str], ...] = (
    (Archive, "keep"),
    (Vault, "destroy"),
    (RegisterTables, "refold"),
    (Vault, "unlink"),
    (Work, "execute"),
)


class Life:
    """A life that ends at a step: before or after one of those that change something."""

    def __init__(self, patch: pytest.MonkeyPatch, last_step: int) -> None:
        self.steps, self.last_step = 0, last_step
        for owner, name in STEPS:
            patch.setattr(owner, name, self._surrounded(getattr(owner, name)))

    def _surrounded(self, act: Callable[..., Any]) -> Callable[..., Any]:
        def acted(*args: Any, **options: Any) -> Any:
            self._step()
            done = act(*args, **options)
            self._step()
            return done

        return acted

    def _step(self) -> None:
        if self.steps == self.last_step:
            raise Killed
        self.steps += 1


def test_an_erasure_killed_at_any_step_is_finished_by_the_next_round(
    application: Application, database: TestDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    lives = 0
    for last_step in range(100):
        one = Erased(application)
        one.request()
        one.request(one.other)
        survived = True
        with monkeypatch.context() as patch:
            Life(patch, last_step)
            try:
                one.round().run_once()
            except Killed:
                survived = False
        one.round().run_once()
        for school in (one.one, one.other):
            completed = [
                event.event
                for event in events_of(application, school)
                if isinstance(event.event, ErasureCompleted)
            ]
            assert len(completed) == 1
            document = application.archive.read(school, one.person)
            assert document is not None
            assert NAME in document.decode()
            assert not any(NAME in row or PLAN in row for row in rows(database, tenant=school))
        assert one.drifted() == []
        lives += 1
        if survived:
            break
    assert lives > 20


def test_the_act_names_the_person_and_says_what_is_destroyed(erased: Erased) -> None:
    erased.request()
    erased.round().run_once()

    kept = erased.application.archive.read(erased.one, erased.person)
    assert kept is not None
    act = msgspec.json.decode(kept)
    assert act["Субъект"]["фамилия"] == NAME
    assert act["Оператор"]["наименование"] == "Школа 01"
    assert act["Причина"] == "участник выбыл"
    assert {"фамилия", "дата рождения", "план пары"} <= set(act["Перечень данных"])
    assert [one["положение"] for one in act["Выгрузка из журнала"]]
    assert act["Согласия"][0]["representative"] == "Представитель"
    assert PLAN not in kept.decode()


def test_the_archive_is_emptied_after_its_term(erased: Erased, database: TestDatabase) -> None:
    erased.request()
    erased.round().run_once()
    archive = erased.application.archive
    today = datetime.now(UTC).date()
    with superuser(database.admin_url) as connection:
        ((until,),) = connection.execute(
            "SELECT kept_until FROM vault.archive WHERE tenant_id = %s", (erased.one,)
        ).fetchall()
    assert until.year - today.year == 3

    assert archive.purge((erased.one, erased.other), until) == 0
    assert archive.read(erased.one, erased.person) is not None
    assert archive.purge((erased.one, erased.other), until.replace(year=until.year + 1)) == 1

    assert archive.read(erased.one, erased.person) is None
    with superuser(database.admin_url) as connection:
        left = connection.execute(
            "SELECT FROM vault.archive WHERE tenant_id = %s", (erased.one,)
        ).fetchall()
        assert left == []
        (key,) = connection.execute(
            "SELECT wrapped FROM vault.subject_key WHERE subject = %s",
            (uuid5(erased.one, f"archive/{erased.person}"),),
        ).fetchall()
    assert key == (None,)


def test_another_institutions_bytes_stay_as_they_were(
    erased: Erased, database: TestDatabase
) -> None:
    def bytes_of(tenant: UUID) -> list[str]:
        with superuser(database.admin_url) as connection:
            tables = connection.execute(
                "SELECT c.oid::regclass::text FROM pg_class c JOIN pg_attribute a"
                " ON a.attrelid = c.oid AND a.attname = 'tenant_id'"
                " WHERE c.relkind = 'r' AND c.relnamespace::regnamespace::text"
                " IN ('es', 'vault', 'reg', 'access', 'fol')"
            ).fetchall()
            return sorted(
                f"{table} {line}"
                for (table,) in tables
                for (line,) in connection.execute(
                    f"SELECT r::text FROM {table} r WHERE tenant_id = %s".encode(),
                    (tenant,),
                )
            )

    before = bytes_of(erased.other)
    erased.request()
    erased.round().run_once()

    assert before
    assert bytes_of(erased.other) == before
