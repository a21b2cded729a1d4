"""The API's description: complete, true, and readable without any other host."""

from __future__ import annotations

import re
from typing import Any

import msgspec
import pytest

from service.api.commands import COMMANDS
from service.api.reads import READS
from tests.plugins.api import Api

Operation = dict[str, Any]


@pytest.fixture
def document(shared_api: Api) -> dict[str, Any]:
    answer = shared_api.client.get("/api/v1/openapi.json")
    assert answer.headers["content-type"].startswith("application/json")
    described: dict[str, Any] = answer.json()
    return described


def _operations(document: dict[str, Any]) -> dict[str, Operation]:
    return {
        operation["operationId"]: operation
        for item in document["paths"].values()
        for operation in item.values()
    }


def test_it_is_openapi_3_1_and_names_every_operation(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1.")
    operations = _operations(document)
    expected = {route.operation for route in COMMANDS} | {read.operation for read in READS}
    without_account = {"isLive", "isReady", "explainProblem", "getQuestions", "giveAnswers"}
    assert expected == operations.keys() - without_account
    tags = {tag["name"] for tag in document["tags"]}
    for name, operation in operations.items():
        assert re.fullmatch(r"[a-z]+([A-Z][a-z]*)*", name)
        assert operation["summary"]
        assert set(operation["tags"]) <= tags
        if name in expected:
            assert operation["security"] == [{"token": []}]


def test_a_link_is_another_key_than_an_accounts_token(document: dict[str, Any]) -> None:
    operations = _operations(document)
    for name in ("getQuestions", "giveAnswers"):
        assert operations[name]["security"] == [{"link": []}]
        assert {"401", "404", "409"} <= operations[name]["responses"].keys()


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    text = msgspec.json.encode(document).decode()
    references = set(re.findall(r'"#/components/(\w+)/([^"]+)"', text))
    assert references
    for kind, name in references:
        assert name in document["components"][kind], name
    assert document["components"]["securitySchemes"]["token"]["scheme"] == "bearer"


def test_commands_admit_no_other_fields_and_carry_their_titles(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    for route in COMMANDS:
        schema = schemas[route.command.__name__]
        assert schema["additionalProperties"] is False
        assert all("title" in field for field in schema["properties"].values())


def test_headers_and_problems_stand_in_every_command(document: dict[str, Any]) -> None:
    operations = _operations(document)
    for route in COMMANDS:
        operation = operations[route.operation]
        headers = {p["name"]: p for p in operation["parameters"] if p["in"] == "header"}
        assert headers["Idempotency-Key"]["required"] == (route.method == "POST")
        assert headers["If-Match"]["required"] == (route.made_at is None)
        success = operation["responses"]["201" if route.made_at else "200"]
        assert "ETag" in success["headers"]
        assert ("Location" in success["headers"]) == (route.made_at is not None)
        problems = {status for status in operation["responses"] if status >= "4"}
        assert {"400", "401", "403", "404", "409", "412", "422", "500"} <= problems
        assert ("428" in problems) == (route.made_at is None)


def test_what_comes_as_a_table_too_says_so(document: dict[str, Any]) -> None:
    operations = _operations(document)
    for read in READS:
        content = operations[read.operation]["responses"]["200"]["content"]
        assert content.keys() == {"application/json"} | ({"text/csv"} if read.tabular else set())
    assert any(read.tabular for read in READS)


def test_parameters_say_whether_they_have_to_be_given(document: dict[str, Any]) -> None:
    operations = _operations(document)
    for read in READS:
        said = {
            parameter["name"]: parameter.get("required", False)
            for parameter in operations[read.operation]["parameters"]
            if parameter["in"] == "query"
        }
        fields = msgspec.structs.fields(read.query)
        assert said == {field.encode_name: field.required for field in fields}
    (since,) = (one for one in operations["compareSchool"]["parameters"] if one["name"] == "from")
    assert since["required"]


def test_the_documentation_is_shown_without_any_other_host(shared_api: Api) -> None:
    page = shared_api.client.get("/api/v1/docs")
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    head = page.text.partition("<body>")[0]
    assert "//" not in head
    assets = re.findall(r'(?:src|href)="([^"]+)"', head)
    assert len(assets) == 3
    for asset in assets:
        assert asset.startswith("/api/v1/")
        assert shared_api.client.get(asset).status_code == 200
    outside = re.findall(r"https?://[^\s\"'\\]+", page.text)
    assert outside == []
