"""Refusals over HTTP: one shape, two languages, the place named, nothing of people in them."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest

from domain.errors import DomainError
from service.api.schema_faults import pointer_of, words_for
from service.limits import BODY_BYTES_MAX, FIELD_PROBLEMS_MAX
from service.problems import PROBLEM_JSON, TITLES, every_refusal, language_of, status_of
from tests.plugins.api import PERSON, Api


def _errors(answer: Any) -> list[tuple[str, str]]:
    return [(one["pointer"], one["code"]) for one in answer.json()["errors"]]


def test_a_problem_has_every_member_and_both_languages(shared_api: Api) -> None:
    body = {"mentor": str(uuid4()), "mentees": [str(uuid4())], "form": "unknown"}
    texts = {}
    for language, header in (("ru", "ru-RU,ru;q=0.9,en;q=0.5"), ("en", "en")):
        answer = shared_api.curator().post("/pairs", body, Accept_Language=header)
        assert answer.headers["content-type"] == PROBLEM_JSON
        assert answer.headers["content-language"] == language
        problem = answer.json()
        assert problem["type"] == f"/problems/{problem['code']}"
        assert problem["status"] == answer.status_code == 422
        assert problem["instance"] == f"urn:uuid:{problem['request_id']}"
        assert answer.headers["x-request-id"] == problem["request_id"]
        assert shared_api.client.get(problem["type"]).status_code == 200
        texts[language] = problem["title"], problem["detail"]
    assert texts["ru"] != texts["en"]
    assert any("а" <= letter <= "я" for letter in texts["ru"][1])


def test_every_field_that_is_wrong_is_named_at_once(shared_api: Api) -> None:
    body = {
        "last_name": 5,
        "middle_name": "",
        "birth_date": "2024-02-31",
        "birth_year": "2011",
        "snils": "1",
        "surname": "x",
    }
    answer = shared_api.curator().post("/participants", body)
    assert answer.status_code == 400
    assert answer.json()["code"] == "schema_violated"
    assert sorted(_errors(answer)) == [
        ("/birth_date", "not_a_date"),
        ("/birth_year", "wrong_type"),
        ("/first_name", "missing"),
        ("/last_name", "wrong_type"),
        ("/middle_name", "too_short"),
        ("/snils", "wrong_format"),
        ("/surname", "unknown"),
    ]


def test_a_place_deep_in_the_body_is_named(shared_api: Api) -> None:
    pair = {"mentor": str(uuid4()), "mentees": [str(uuid4()), "x"], "form": "pupil_pupil"}
    assert _errors(shared_api.curator().post("/pairs", pair)) == [("/mentees/1", "not_a_uuid")]
    rules = shared_api.district().get("/rule-sets").json()["items"][0]["rules"]
    rules["indicators"][1]["ages"] = [10, "19"]
    answer = shared_api.district().post("/rule-sets", {"rules": rules})
    assert _errors(answer) == [("/rules/indicators/1/ages/1", "wrong_type")]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "malformed_json"),
        (b"{", "malformed_json"),
        (b"nul", "malformed_json"),
        (b'{"last_name": "\xff"}', "malformed_json"),
        (b'{"last_name": "\\ud800", "first_name": "a"}', "malformed_json"),
        (b"[" * 200_000, "malformed_json"),
        (b'{"a":' * 100_000, "malformed_json"),
        (b'{"last_name": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "malformed_json"),
        (b"[]", "schema_violated"),
        (b"null", "schema_violated"),
        (b'"text"', "schema_violated"),
        (b'{"last_name": "\\u0000", "first_name": "a"}', "schema_violated"),
        (b'{"last_name": "a\\u0000", "first_name": "a"}', "schema_violated"),
        (b'{"last_name": "a", "first_name": "b", "birth_year": 1e400}', None),
        (b'{"last_name": "a", "first_name": "b", "birth_year": %s}' % (b"9" * 5000), None),
        (b'{"last_name": "a", "first_name": "b", "birth_date": "0000-00-00"}', "schema_violated"),
        (b'{"last_name": "' + b"a" * 201 + b'", "first_name": "b"}', "schema_violated"),
        (b"{" + b",".join(b'"f%d": 1' % n for n in range(500)) + b"}", "schema_violated"),
    ],
)
def test_whatever_arrives_is_refused_and_nothing_breaks(
    shared_api: Api, body: bytes, code: str | None
) -> None:
    answer = shared_api.curator().post("/participants", body)
    assert answer.status_code == 400
    assert code in (None, answer.json()["code"])
    assert len(answer.json()["errors"]) <= FIELD_PROBLEMS_MAX


def test_a_text_never_repeats_what_was_sent(shared_api: Api) -> None:
    name = "Журавлёва-Секретная"
    bodies = [
        dict.fromkeys(("birth_date", "birth_year", "snils", "last_name"), name),
        {"purpose": name, "signed_by": name, "wording": [name]},
    ]
    for path in ("/participants", f"/participants/{uuid4()}/consents"):
        for body in bodies:
            for language in ("ru", "en"):
                answer = shared_api.curator().post(path, body, Accept_Language=language)
                assert answer.status_code == 400
                assert "Секретная" not in answer.text


def test_a_body_beyond_the_limit_is_refused(shared_api: Api) -> None:
    body = b'{"last_name": "' + b"a" * BODY_BYTES_MAX + b'"}'
    answer = shared_api.curator().post("/participants", body)
    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")


def test_a_body_has_to_be_declared_as_json(shared_api: Api) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""):
        answer = shared_api.curator().post("/participants", PERSON, Content_Type=kind)
        assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media_type")


def test_a_method_that_is_not_taken_says_which_are(shared_api: Api) -> None:
    answer = shared_api.client.delete("/api/v1/forms/pupil_pupil")
    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS, PUT"


@pytest.mark.parametrize(
    "path",
    ["/nothing", "/api/v1/nothing", "/api/v1/", "/api/v1/participants/1", "/problems/none", "/%00"],
)
def test_an_address_without_anything_is_a_problem_too(shared_api: Api, path: str) -> None:
    answer = shared_api.client.get(path)
    assert (answer.status_code, answer.json()["code"]) == (404, "no_such_path")
    assert answer.headers["content-type"] == PROBLEM_JSON


def test_a_failure_is_told_without_what_it_was_about(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError(PERSON["last_name"])

    monkeypatch.setattr(type(api.application.log), "append", fail)
    answer = api.curator().post("/participants", PERSON)
    assert (answer.status_code, answer.json()["code"]) == (500, "unexpected")
    assert answer.headers["content-type"] == PROBLEM_JSON
    logged = api.log.getvalue()
    assert answer.json()["request_id"] in logged
    assert "builtins.RuntimeError" in logged
    assert "test_problems.py" in logged
    for text in (answer.text, logged):
        assert PERSON["last_name"] not in text


def test_a_database_that_is_gone_is_told_as_such(api: Api) -> None:
    api.application.database.close()
    for path in ("/health/ready", "/api/v1/mentees"):
        answer = api.client.get(path, headers={"Authorization": "Bearer nst_x"})
        assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
        assert int(answer.headers["retry-after"]) > 0
    assert api.client.get("/health/live").json() == {"status": "ok"}


@pytest.mark.parametrize("code", sorted(every_refusal()))
def test_every_refusal_has_a_page_in_both_languages(shared_api: Api, code: str) -> None:
    refusal = every_refusal()[code]
    assert status_of(refusal) in TITLES
    for language, title in zip(("ru", "en"), TITLES[status_of(refusal)], strict=True):
        page = shared_api.client.get(f"/problems/{code}", headers={"Accept-Language": language})
        assert page.headers["content-type"].startswith("text/html")
        assert page.headers["content-language"] == language
        assert title in page.text
        assert "{" not in page.text


def test_no_two_refusals_share_a_code() -> None:
    waiting, codes = [DomainError], []
    while waiting:
        one = waiting.pop()
        waiting += one.__subclasses__()
        codes += [one.code] if "code" in vars(one) else []
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "ru"),
        ("", "ru"),
        ("*", "ru"),
        ("en", "en"),
        ("en-GB,ru;q=0.5", "en"),
        ("ru,en;q=0.9", "ru"),
        ("de", "ru"),
        ("en;q=x", "ru"),
        ("EN", "en"),
    ],
)
def test_the_language_is_the_one_preferred(header: str | None, language: str) -> None:
    assert language_of(header) == language


def test_messages_of_msgspec_become_places_and_words() -> None:
    assert pointer_of("Expected `str`, got `int` - at `$.a[0].b_c[12]`") == "/a/0/b_c/12"
    assert pointer_of("Expected `object`, got `array`") == ""
    assert words_for("something new")[0] == "invalid"
    assert words_for("Expected `array` of length <= 100")[2] == "Too long: at most 100 allowed."


def test_the_request_id_comes_back_if_it_is_a_uuid(shared_api: Api) -> None:
    given = str(uuid4())
    answer = shared_api.client.get("/health/live", headers={"X-Request-ID": given})
    assert answer.headers["x-request-id"] == given
    other = shared_api.client.get("/health/live", headers={"X-Request-ID": "not a uuid"})
    assert UUID(other.headers["x-request-id"]) != UUID(given)
