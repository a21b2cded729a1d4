"""The whole API against its own description: whatever schemathesis thinks of, no failure."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Any
from uuid import uuid4

import msgspec
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import APIOperation, BaseSchema, Case, GenerationMode
from schemathesis.checks import CHECKS

from service.api.commands import COMMANDS
from service.api.reads import READS
from service.shell import App, Receive, Scope, Send
from tests.plugins.api import PERSON, SEMINAR, Api, consent
from tests.support.award_requests import make_mentor, make_nomination
from tests.support.survey_requests import PAPER_TOTAL, QUESTIONNAIRE, SURVEY

EXAMPLES_MAX = 5
OPERATIONS = [
    *((route.method, route.path, route.action) for route in COMMANDS),
    *(("GET", read.path, read.action) for read in READS),
]
_CHECKS: list[Any] = [
    CHECKS.get_one(name)
    for name in CHECKS.get_all_names()
    # Whether two valid values contradict each other is the programme's rules, not the schema's.
    if name != "positive_data_acceptance"
]


class Fuzzed(msgspec.Struct, frozen=True):
    """The API by its own description, and the addresses' parameters that lead somewhere."""

    schema: BaseSchema
    there: dict[str, Any]


def _already_started(app: App) -> App:
    """The fixture has started the service; a second start of the same would leak the first."""

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "lifespan":
            await app(scope, receive, send)
            return
        for word in ("startup", "shutdown"):
            await receive()
            await send({"type": f"lifespan.{word}.complete"})

    return serve


@pytest.fixture(scope="module")
def fuzzed(shared_api: Api) -> Fuzzed:
    """A school with a pair, ready to be asked anything."""
    curator = shared_api.curator()
    person = curator.make("/participants", PERSON)
    mentor = curator.make("/participants", PERSON | {"birth_date": "1980-05-04"})
    for one, signed_by in ((person, "both"), (mentor, "self")):
        curator.post(f"/participants/{one}/consents", consent(signed_by))
    pair = curator.make("/pairs", {"mentor": mentor, "mentees": [person], "form": "pupil_pupil"})
    shared_api.district().make("/questionnaires", QUESTIONNAIRE)
    survey = curator.make("/surveys", SURVEY)
    curator.make("/paper-totals", PAPER_TOTAL)
    seminar = shared_api.district().make("/seminars", SEMINAR)
    make_mentor(shared_api, mentor)
    enterprise = {"inn": "7707083893", "name": "Предприятие"}
    apart = {"school": str(shared_api.here.schools[0])}
    shared_api.district().make(f"/person-links/{person}/split-records", apart)
    there = {
        "enterprise": shared_api.district().make("/enterprises", enterprise),
        "person": person,
        "pair": pair,
        "survey": survey,
        "nomination": make_nomination(shared_api, mentor),
        "role": "mentee",
        "school": str(shared_api.here.schools[1]),
        "seminar": seminar,
        "enrolment": str(uuid4()),
        "code": "pupil_pupil",
        "purpose": "processing",
        "indicator": "children_mentored",
        "kind": "children",
        "year": 2024,
        "number": 1,
        "whose": "district",
        "records_of": apart["school"],
    }
    app = _already_started(shared_api.app)
    return Fuzzed(schemathesis.openapi.from_asgi("/api/v1/openapi.json", app), there)


@pytest.mark.parametrize(("method", "path", "action"), OPERATIONS)
def test_nothing_breaks_and_every_answer_is_as_described(
    fuzzed: Fuzzed, shared_api: Api, method: str, path: str, action: str
) -> None:
    in_school = action.startswith("people")
    tenant = shared_api.here.schools[0] if in_school else shared_api.here.district
    role = "school_curator" if in_school else "district_curator"
    token = shared_api.here.tokens[tenant, role]  # type: ignore[index]
    address = "/api/v1" + re.sub(r":\w+}", "}", path)
    operation: APIOperation[Any, Any, Any, Any] = fuzzed.schema[address][method]
    names = re.findall(r"{(\w+):", path)
    there: dict[str, Any] = {}
    if names:
        there["path_parameters"] = {name: fuzzed.there[name] for name in names}
    if method != "GET":
        there["headers"] = {"If-Match": "*"}
    strategies = [operation.as_strategy(mode, **there) for mode in GenerationMode]
    if names:
        strategies.append(operation.as_strategy())
    for strategy in strategies:

        @given(case=strategy)
        @settings(
            max_examples=EXAMPLES_MAX,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        def check(case: Case[Any]) -> None:
            # A cursor is whatever the service gave out; any other ends the question at once.
            case.query.pop("cursor", None)
            case.call_and_validate(headers={"Authorization": f"Bearer {token}"}, checks=_CHECKS)

        # Where every parameter is any text, there is nothing to get wrong.
        with suppress(Unsatisfiable):
            check()
