"""What surrounds every request: HEAD, OPTIONS, headers, one line in the log without names."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest

from tests.plugins.api import NAMES, PERSON, Api, consent


def test_head_answers_as_get_without_a_body(shared_api: Api) -> None:
    headers = {"Authorization": f"Bearer {_token(shared_api)}"}
    for path in ("/health/live", "/api/v1/schools", "/api/v1/forms/pupil_pupil"):
        got = shared_api.client.get(path, headers=headers)
        head = shared_api.client.head(path, headers=headers)
        assert (head.status_code, head.content) == (got.status_code, b"")
        for name in ("content-length", "content-type", "etag"):
            assert head.headers.get(name) == got.headers.get(name)


def _token(api: Api) -> str:
    return api.here.tokens[api.here.schools[0], "school_curator"]


@pytest.mark.parametrize(
    ("path", "methods"),
    [
        ("/api/v1/forms", "GET, HEAD, OPTIONS, POST"),
        ("/api/v1/forms/x", "GET, HEAD, OPTIONS, PUT"),
        ("/api/v1/participants", "OPTIONS, POST"),
        ("/health/live", "GET, HEAD, OPTIONS"),
    ],
)
def test_options_names_every_method(shared_api: Api, path: str, methods: str) -> None:
    answer = shared_api.client.options(path)
    assert answer.status_code == 204
    assert answer.headers["allow"] == methods


def test_every_answer_carries_the_security_headers(shared_api: Api) -> None:
    for path in ("/health/live", "/nothing", "/api/v1/mentees", "/api/v1/docs"):
        headers = shared_api.client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["cross-origin-opener-policy"] == "same-origin"
        assert "strict-transport-security" not in headers
    secure = shared_api.client.get("https://testserver.local/health/live")
    assert "max-age=" in secure.headers["strict-transport-security"]


def test_a_request_is_one_line_with_the_route_and_not_the_address(api: Api) -> None:
    person = api.curator().make("/participants", PERSON)
    api.curator().get(f"/participants/{person}")
    lines = [json.loads(line) for line in api.log.getvalue().splitlines()]
    line = lines[-1]
    assert line["event"] == "request"
    assert (line["method"], line["status"]) == ("GET", 200)
    assert line["route"] == "/api/v1/participants/{person}"
    assert line["duration_ms"] > 0
    assert person not in api.log.getvalue()


def test_names_stand_in_no_address_cursor_or_log(
    api: Api, capfd: pytest.CaptureFixture[str]
) -> None:
    curator = api.curator()
    outside: list[str] = []
    for number in range(3):
        body = PERSON | {"birth_date": f"2011-05-0{number + 1}"}
        made = curator.post("/participants", body)
        person = made.json()["id"]
        outside.append(made.headers["location"])
        again = curator.post("/participants", body)
        assert again.status_code == 409
        outside.append(again.text)
        curator.post(f"/participants/{person}/consents", consent())
        outside.append(curator.post(f"/participants/{person}/consents", consent("self")).text)
        curator.post(f"/participants/{person}/bases", {"role": "mentee"}, version=1)
    page = curator.get("/mentees?limit=1")
    outside += [page.headers["link"], page.json()["next_cursor"]]
    curator.get(f"/mentees?last_name={quote(PERSON['last_name'])}")
    curator.get(f"/participants/{quote(PERSON['last_name'])}")
    outside += [api.log.getvalue(), *capfd.readouterr()]
    for secret in (*NAMES.values(), "Прасковья"):
        for text in outside:
            assert secret not in text
            assert quote(secret) not in text
            assert secret.encode("unicode-escape").decode() not in text
