"""Who may do what: every role at every route, generated from the table and the routes."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute

from domain.catalogue import DECISIONS
from domain.district import RegisterDistrict
from domain.erasure import CompleteErasure
from domain.publication import RestateFigure
from domain.reminder import RaiseReminder
from domain.succession import Takeover
from service.access import ACTIONS, RIGHTS, ROLES, Role, actor_of
from service.api.commands import COMMANDS
from service.api.requests import ACTION
from service.reactions import CAUSED
from tests.plugins.api import Api, Caller

Route = tuple[str, str, HTTPRouteHandler]

WITHOUT_ROUTE = {RegisterDistrict, RaiseReminder, CompleteErasure, RestateFigure, *CAUSED}
"""What no account may do: founding a district, and what the service alone gives."""


def _routes(api: Api) -> list[Route]:
    app = api.app.app
    assert isinstance(app, Litestar)
    return [
        (method, route.path_format, handler)
        for route in app.routes
        if isinstance(route, HTTPRoute)
        for handler in route.route_handlers
        for method in handler.http_methods
        if method not in ("OPTIONS", "HEAD")
    ]


def _guarded(api: Api) -> list[Route]:
    return [(method, path, one) for method, path, one in _routes(api) if ACTION in one.opt]


def _ask(caller: Caller, method: str, path: str) -> int:
    address = path.removeprefix("/api/v1").replace("{year}", "2024").replace("{number}", "1")
    address = re.sub(r"{\w+}", lambda _: str(uuid4()), address)
    if method == "GET":
        return caller.get(address).status_code
    return caller.send("PUT" if method == "PUT" else "POST", address, {}, version=1).status_code


def test_every_route_names_an_action_or_is_public(shared_api: Api) -> None:
    public = {
        path
        for _, path, handler in _routes(shared_api)
        if handler.opt.get(ACTION) not in ACTIONS and handler.opt.get("public") is True
    }
    assert len(_guarded(shared_api)) + len(
        [r for r in _routes(shared_api) if r[1] in public]
    ) == len(_routes(shared_api))
    assert public == {
        "/health/live",
        "/health/ready",
        "/problems/{code}",
        "/api/v1/answers",
        "/api/v1/openapi.json",
        "/api/v1/docs",
        "/api/v1/docs/{path}",
        "/api/v1/docs/openapi.json",
        "/api/v1/docs/oauth2-redirect.html",
        "/api/v1/docs-assets/{file_path}",
    }


def test_every_command_that_people_give_has_one_route_but_the_districts_registration() -> None:
    given_by_people = [one.command for _, one in DECISIONS if not issubclass(one.command, Takeover)]
    routed = [route.command for route in COMMANDS if not route.only_corrects]
    assert sorted(c.__name__ for c in given_by_people if c not in WITHOUT_ROUTE) == sorted(
        c.__name__ for c in routed
    )


def test_each_role_may_do_what_the_table_says_and_nothing_else(shared_api: Api) -> None:
    wrong = []
    for role in ROLES:
        caller = shared_api.role(role)
        for method, path, handler in _guarded(shared_api):
            allowed = handler.opt[ACTION] in RIGHTS[role].actions
            status = _ask(caller, method, path)
            if (status == 403) == allowed or status in (401, 405, 500):
                wrong.append((role, method, path, status))
    assert wrong == []


def test_without_a_token_every_guarded_route_answers_401(shared_api: Api) -> None:
    for method, path, _ in _guarded(shared_api):
        assert _ask(shared_api.anybody(), method, path) == 401, path


@pytest.mark.parametrize(
    ("role", "path", "status"),
    [
        ("administrator", "/mentees", 403),
        ("administrator", "/schools", 200),
        ("auditor", "/mentees", 200),
        ("district_curator", "/consents", 200),
        ("district_head", "/mentees", 403),
        ("methodologist", "/pairs", 403),
        ("monitoring_head", "/targets", 200),
        ("monitoring_head", "/seminar-participants", 200),
        ("monitoring_head", "/enrolments", 403),
        ("methodologist", "/seminar-participants", 403),
        ("school_head", "/mentees", 200),
        ("methodologist", "/awards", 403),
        ("school_head", "/awards", 200),
    ],
)
def test_roles_read_what_their_work_needs(
    shared_api: Api, role: Role, path: str, status: int
) -> None:
    assert shared_api.role(role).get(path).status_code == status


def test_an_auditor_of_a_school_changes_nothing(shared_api: Api) -> None:
    auditor = shared_api.role("auditor", shared_api.here.schools[0])
    assert auditor.get("/mentees").status_code == 200
    changes = [(method, path) for method, path, _ in _guarded(shared_api) if method != "GET"]
    assert len(changes) == len(COMMANDS)
    assert {_ask(auditor, method, path) for method, path in changes} == {403}


def test_a_school_role_held_in_the_district_may_do_nothing(shared_api: Api) -> None:
    for tenant, role in (
        (shared_api.here.district, "school_curator"),
        (shared_api.here.schools[0], "district_curator"),
        (shared_api.here.schools[0], "administrator"),
        (shared_api.here.schools[0], "no_such_role"),
    ):
        token = shared_api.misplaced(tenant, role)
        assert Caller(shared_api.client, token).get("/mentees").status_code == 403
        assert Caller(shared_api.client, token).get("/schools").status_code == 403


def test_a_token_that_is_not_known_is_refused_with_a_challenge(shared_api: Api) -> None:
    for header in ("Bearer nst_nonsense", "Basic YTpi", "Bearer", ""):
        answer = shared_api.client.get("/api/v1/mentees", headers={"Authorization": header})
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"] == "Bearer"
        assert answer.json()["code"] == "not_authenticated"


def test_a_revoked_or_expired_token_is_refused(shared_api: Api) -> None:
    assert Caller(shared_api.client, shared_api.expired()).get("/schools").status_code == 401


def test_an_actor_reaches_schools_and_never_the_districts_log_as_one(shared_api: Api) -> None:
    holder = shared_api.application.accounts.resolve(
        shared_api.here.tokens[shared_api.here.district, "auditor"]
    )
    assert holder is not None
    assert set(actor_of(holder).schools) == set(shared_api.here.schools)
