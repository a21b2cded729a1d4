"""A founded district with two schools, a second district, and clients for every role."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from io import StringIO
from typing import Any, Literal, cast
from uuid import UUID, uuid4

import httpx
import msgspec
import pytest
from litestar.testing import TestClient

from adapters.postgres.embedded import EmbeddedPostgres
from domain.aggregate import Command
from domain.district import RegisterDistrict
from domain.rules import AdoptRules
from domain.school import RegisterSchool
from service.access import RIGHTS, ROLES, Role
from service.app import create_app, make_logger
from service.bootstrap import Application, build
from service.reference_data import forms, rule_sets, targets
from service.shell import Shell
from service.submission import Submission, target_of
from tests.plugins.postgres import MASTER, copy_of

FOUNDED = date(2020, 1, 15)
LIFETIME = timedelta(hours=1)


class Founded(msgspec.Struct, frozen=True):
    """A district with its schools; ``tokens`` by tenant and role."""

    district: UUID
    schools: tuple[UUID, ...]
    tokens: dict[tuple[UUID, Role], str]


def found(application: Application, name: str, schools: int) -> Founded:
    """Register a district with ``schools`` institutions, its catalogue and an account per role."""
    district, actor = uuid4(), uuid4()

    def submission(command: Command) -> Submission:
        return Submission(
            tenant_id=district,
            district_id=district,
            actor=actor,
            command_id=uuid4(),
            command=command,
        )

    application.gathering.submit(submission(RegisterDistrict(effective_on=FOUNDED, name=name)))
    registrations = [
        submission(
            RegisterSchool(
                effective_on=FOUNDED, name=f"Школа № {n}", short_name=f"СОШ {n}", code=f"{n:02}"
            )
        )
        for n in range(1, schools + 1)
    ]
    adoptions = [submission(AdoptRules(effective_on=FOUNDED, rules=one)) for one in rule_sets()]
    catalogue = [submission(one) for one in (*forms(), *targets())]
    outcomes = application.work.execute([*registrations, *adoptions, *catalogue])
    assert not [one for one in outcomes if isinstance(one, Exception)]
    ids = tuple(target_of(one) for one in registrations)
    return Founded(district, ids, _tokens(application, district, ids))


def _tokens(
    application: Application, district: UUID, schools: tuple[UUID, ...]
) -> dict[tuple[UUID, Role], str]:
    tokens: dict[tuple[UUID, Role], str] = {}
    for role in ROLES:
        place = RIGHTS[role].works_in
        tenants = (*(schools if place != "district" else ()),)
        tenants += (district,) if place != "school" else ()
        for tenant in tenants:
            account = application.accounts.create(tenant, f"{role}-{tenant}", role, role)
            tokens[tenant, role] = application.accounts.issue(tenant, account, LIFETIME)
    return tokens


class Caller:
    """One account at the API."""

    def __init__(self, client: httpx.Client, token: str | None) -> None:
        self._client = client
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}

    def get(self, path: str, **headers: str) -> httpx.Response:
        """Ask; underscores in the names of headers stand for hyphens."""
        return self._client.get(f"/api/v1{path}", headers=self._headers | _named(headers))

    def send(
        self,
        method: Literal["POST", "PUT"],
        path: str,
        body: Any,
        *,
        key: UUID | None = None,
        version: int | str | None = None,
        **headers: str,
    ) -> httpx.Response:
        """Give a command, with a new key unless one is given."""
        named = self._headers | _named(headers) | {"Idempotency-Key": f'"{key or uuid4()}"'}
        if version is not None:
            named["If-Match"] = version if isinstance(version, str) else f'"{version}"'
        content = body if isinstance(body, bytes) else msgspec.json.encode(body)
        named.setdefault("Content-Type", "application/json")
        return self._client.request(method, f"/api/v1{path}", content=content, headers=named)

    def post(self, path: str, body: Any, **options: Any) -> httpx.Response:
        """Give a command by POST."""
        return self.send("POST", path, body, **options)

    def make(self, path: str, body: Any) -> str:
        """Create something and return its id."""
        answer = self.post(path, body)
        assert answer.status_code == 201, answer.text
        made: str = answer.json()["id"]
        return made


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


class Api(msgspec.Struct, frozen=True):
    """The service over a fresh database, as its users see it."""

    client: httpx.Client
    application: Application
    app: Shell
    log: StringIO
    here: Founded
    elsewhere: Founded

    def anybody(self) -> Caller:
        """Return a caller without a token."""
        return Caller(self.client, None)

    def role(self, role: Role, tenant: UUID | None = None) -> Caller:
        """Return the caller of that role, in the first tenant that has it unless one is named."""
        for (where, what), token in self.here.tokens.items():
            if what == role and tenant in (None, where):
                return Caller(self.client, token)
        raise LookupError(role)

    def curator(self, school: int = 0) -> Caller:
        """Return the curator of a school."""
        return self.role("school_curator", self.here.schools[school])

    def district(self) -> Caller:
        """Return the district's curator."""
        return self.role("district_curator")

    def misplaced(self, tenant: UUID, role: str) -> str:
        """Return the token of an account whose role has no place in its tenant."""
        account = self.application.accounts.create(tenant, f"misplaced-{role}", role, role)
        return self.application.accounts.issue(tenant, account, LIFETIME)

    def expired(self) -> str:
        """Return a token whose time is over."""
        school = self.here.schools[0]
        account = self.application.accounts.create(school, "late", "late", "school_curator")
        return self.application.accounts.issue(school, account, timedelta(seconds=-1))

    def stranger(self, role: Role) -> Caller:
        """Return a caller of the other district."""
        token = next(t for (_, what), t in self.elsewhere.tokens.items() if what == role)
        return Caller(self.client, token)


class World(msgspec.Struct, frozen=True):
    """A database in which two districts were founded; tests work in copies of it."""

    database: str
    here: Founded
    elsewhere: Founded


@pytest.fixture(scope="session")
def world(server: EmbeddedPostgres, template: str) -> Iterator[World]:
    """Two districts."""
    with copy_of(server, template) as database:
        application = build(database.app_url, MASTER)
        here = found(application, "Первый район", 2)
        elsewhere = found(application, "Второй район", 1)
        application.close()
        yield World(database.name, here, elsewhere)


@contextmanager
def _serving(server: EmbeddedPostgres, world: World) -> Iterator[Api]:
    log = StringIO()
    with copy_of(server, world.database) as database:
        application = build(database.app_url, MASTER)
        app = create_app(application, make_logger(log))
        with TestClient(cast("Any", app), raise_server_exceptions=False) as client:
            yield Api(client, application, app, log, world.here, world.elsewhere)
        application.close()


@pytest.fixture
def api(server: EmbeddedPostgres, world: World) -> Iterator[Api]:
    """The service over a database of its own, asked without a network."""
    with _serving(server, world) as api:
        yield api


@pytest.fixture(scope="module")
def shared_api(server: EmbeddedPostgres, world: World) -> Iterator[Api]:
    """The service for tests that neither record anything nor mind what others recorded."""
    with _serving(server, world) as api:
        yield api


NAMES = {"last_name": "Журавлёва", "first_name": "Ульяна", "middle_name": "Евгеньевна"}
PERSON = NAMES | {"birth_date": "2011-05-04", "effective_on": "2024-09-02", "reason": "приказ 12"}

SEMINAR = {
    "title": "Первая встреча наставника",
    "held_on": "2099-10-10",
    "place": "Центр мониторинга",
    "programme": "Как начать и чем закончить первую встречу",
    "hours": 4,
    "effective_on": "2024-09-02",
}


def consent(signed_by: str = "both", **more: Any) -> dict[str, Any]:
    """A body that gives a processing consent."""
    return {
        "purpose": "processing",
        "signed_by": signed_by,
        "wording": "2024-1",
        "relation": "parent",
        "representative": "Журавлёва Прасковья Ильинична",
        "effective_on": "2024-09-02",
        "reason": "бумаги прошлого года",
        **more,
    }
