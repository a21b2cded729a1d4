"""Commands over HTTP: what is made, changed, repeated and refused."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from tests.plugins.api import PERSON, Api, Caller, consent
from tests.support.survey_requests import PAPER_TOTAL, QUESTIONNAIRE, SURVEY


@pytest.fixture
def person(api: Api) -> str:
    """A participant of the first school, at version 1."""
    return api.curator().make("/participants", PERSON)


def _base(**more: Any) -> dict[str, Any]:
    return {"role": "mentee", "effective_on": "2024-09-03", "reason": "список", **more}


def _mentees(caller: Caller) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = caller.get("/mentees").json()["items"]
    return items


def test_a_made_record_is_found_at_its_location(api: Api) -> None:
    made = api.curator().post("/participants", PERSON)
    assert made.status_code == 201
    body = made.json()
    assert made.headers["location"] == f"/api/v1/participants/{body['id']}"
    assert made.headers["etag"] == '"1"'
    assert (body["version"], body["first_position"], body["last_position"]) == (1, 1, 1)
    assert body["recorded_at"].endswith("Z")
    read = api.client.get(made.headers["location"], headers=_authorized(api))
    assert read.headers["etag"] == '"1"'
    assert read.json()["last_name"] == PERSON["last_name"]


def _authorized(api: Api) -> dict[str, str]:
    token = api.here.tokens[api.here.schools[0], "school_curator"]
    return {"Authorization": f"Bearer {token}"}


def test_everything_made_is_found_at_its_location(api: Api, person: str) -> None:
    curator, district = api.curator(), api.district()
    mentor = curator.make("/participants", PERSON | {"birth_date": "1980-05-04"})
    form = {"code": "club", "title": "кружок", "mentor_kinds": ["pupil"], "mentee_kinds": ["pupil"]}
    pair = {"mentor": mentor, "mentees": [person], "form": "pupil_pupil"}
    rules = district.get("/rule-sets").json()["items"][0]["rules"] | {"code": "район/2 новый"}
    count = {"kind": "children", "year": 2024, "value": 40, "source": "отчёт"}
    count |= {"effective_on": "2023-12-31"}
    made = [
        (curator, curator.post(f"/participants/{person}/consents", consent())),
        (curator, curator.post("/pairs", pair)),
        (district, district.post("/schools", {"name": "Лицей № 9", "short_name": "Лицей 9"})),
        (district, district.post("/forms", form)),
        (district, district.post("/rule-sets", {"rules": rules})),
        (district, district.post("/targets", _target())),
        (district, district.post("/base-counts", count)),
        (district, district.post("/questionnaires", QUESTIONNAIRE)),
        (curator, curator.post("/surveys", SURVEY)),
        (curator, curator.post("/paper-totals", PAPER_TOTAL)),
        (district, district.post("/base-counts", count | {"school": str(api.here.schools[0])})),
    ]
    for caller, answer in made:
        assert answer.status_code == 201, answer.text
        location = answer.headers["location"].removeprefix("/api/v1")
        read = caller.get(location)
        assert read.status_code == 200, location
        assert read.headers["etag"] == answer.headers["etag"]


def _target() -> dict[str, Any]:
    return {"indicator": "children_mentored", "year": 2023, "value": "55.5"}


def test_a_change_needs_the_version_and_answers_the_next(api: Api, person: str) -> None:
    path = f"/participants/{person}/bases"
    without = api.curator().post(path, _base())
    assert (without.status_code, without.json()["code"]) == (428, "version_required")
    changed = api.curator().post(path, _base(), version=1)
    assert (changed.status_code, changed.headers["etag"]) == (200, '"2"')
    left = {"role": "mentee", "effective_on": "2024-09-04", "reason": "список"}
    for stale in (1, 3, "W/2", '"abc"', '"2", "3"', '"02"'):
        refused = api.curator().post(f"/participants/{person}/base-departures", left, version=stale)
        assert (refused.status_code, refused.json()["code"]) == (412, "stale"), stale
    assert [line["status"] for line in _mentees(api.curator())] == ["entered"]


def test_a_star_matches_whatever_version_there_is(api: Api, person: str) -> None:
    changed = api.curator().post(f"/participants/{person}/bases", _base(), version="*")
    assert changed.status_code == 200


def test_a_repetition_answers_the_same_and_records_nothing(api: Api, person: str) -> None:
    key, path = uuid4(), f"/participants/{person}/bases"
    first = api.curator().post(path, _base(), key=key, version=1)
    again = api.curator().post(path, _base(), key=key, version=1)
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert again.headers["etag"] == first.headers["etag"]
    assert again.headers["idempotency-replayed"] == "true"
    assert "idempotency-replayed" not in first.headers
    assert api.curator().get(f"/participants/{person}").headers["etag"] == '"2"'


def test_a_repetition_is_answered_though_the_version_has_gone_on(api: Api, person: str) -> None:
    key, path = uuid4(), f"/participants/{person}/bases"
    first = api.curator().post(path, _base(), key=key, version=1)
    api.curator().post(path, _base(role="mentor"), version=2)
    again = api.curator().post(path, _base(), key=key, version=1)
    assert (again.status_code, again.content) == (200, first.content)


def test_a_repeated_creation_answers_created_at_the_same_place(api: Api) -> None:
    key = uuid4()
    first = api.curator().post("/participants", PERSON, key=key)
    again = api.curator().post("/participants", PERSON, key=key)
    assert (again.status_code, again.content) == (201, first.content)
    assert again.headers["location"] == first.headers["location"]


def test_a_key_used_for_another_request_is_refused(api: Api, person: str) -> None:
    key = uuid4()
    api.curator().post(f"/participants/{person}/bases", _base(), key=key, version=1)
    for path, body in (
        (f"/participants/{person}/bases", _base(role="mentor")),
        ("/participants", PERSON),
    ):
        reused = api.curator().post(path, body, key=key, version=2)
        assert (reused.status_code, reused.json()["code"]) == (422, "command_id_reused")


def test_the_key_is_a_uuid_in_quotes_or_bare(api: Api) -> None:
    headers = _authorized(api) | {"Content-Type": "application/json"}
    key = str(uuid4())
    for given, status in ((f'"{key}"', 201), (key, 201), ("", 400), ('"1"', 400), (None, 400)):
        sent = headers | ({} if given is None else {"Idempotency-Key": given})
        answer = api.client.post("/api/v1/participants", json=PERSON, headers=sent)
        assert answer.status_code == status
        if status == 400:
            problem = answer.json()
            assert problem["code"] == "bad_idempotency_key"
            assert problem["errors"][0]["header"] == "Idempotency-Key"


def test_a_put_may_go_without_a_key_and_then_needs_its_version(api: Api, person: str) -> None:
    path = f"/api/v1/participants/{person}/profile"
    headers = _authorized(api) | {"If-Match": '"1"'}
    body = {"class_name": "7Б", "school_year": "2024/2025"}
    assert api.client.put(path, json=body, headers=headers).status_code == 200
    assert api.client.put(path, json=body, headers=headers).status_code == 412


def test_a_value_in_the_body_has_to_agree_with_the_address(api: Api) -> None:
    district = api.district()
    body = _target() | {"year": 2024}
    for path in ("/targets/children_mentored/2020", "/targets/teen_mentors/2024"):
        refused = district.send("PUT", path, body, version=1)
        assert (refused.status_code, refused.json()["code"]) == (422, "path_contradicted")
    assert refused.json()["errors"][0]["pointer"] == "/indicator"
    revised = district.send("PUT", "/targets/children_mentored/2024", body, version=1)
    assert (revised.status_code, revised.headers["etag"]) == (200, '"2"')


def test_a_pair_goes_its_whole_way(api: Api, person: str) -> None:
    curator = api.curator()
    mentor = curator.make("/participants", PERSON | {"birth_date": "1980-05-04"})
    curator.post(f"/participants/{person}/consents", consent())
    curator.post(f"/participants/{mentor}/consents", consent("self"))
    form = "pupil_pupil"
    day = {"effective_on": "2024-09-10", "reason": "журнал"}
    pair = curator.make("/pairs", {"mentor": mentor, "mentees": [person], "form": form, **day})
    order = {"order_number": "12-од", "order_date": "2024-09-09"}
    steps: list[tuple[str, dict[str, Any]]] = [
        ("approval", order | day),
        ("start", day),
        ("meetings", {"kind": "first", **day}),
        ("pauses", day | {"effective_on": "2024-10-01"}),
        ("resumptions", day | {"effective_on": "2024-10-20"}),
        ("interim-results", {"result": "половина пути", **day}),
        ("completion", day | {"effective_on": "2024-12-20"}),
    ]
    for version, (step, body) in enumerate(steps, 1):
        answer = curator.post(f"/pairs/{pair}/{step}", body, version=version)
        assert answer.status_code == 200, (step, answer.text)
    line = curator.get(f"/pairs/{pair}").json()
    assert (line["status"], line["version"], line["meetings"]) == ("completed", 8, 1)
    over = curator.post(f"/pairs/{pair}/pauses", day, version=8)
    assert (over.status_code, over.json()["code"]) == (409, "pair_is_over")


def test_withdrawing_a_consent_names_the_version_of_its_purpose(api: Api, person: str) -> None:
    curator = api.curator()
    curator.post(f"/participants/{person}/consents", consent())
    address = f"/participants/{person}/consents/processing"
    assert curator.get(address).headers["etag"] == '"1"'
    withdrawal = {"purpose": "processing", "number": 1, "withdrawn_by": "self"}
    withdrawal |= {"effective_on": "2024-10-01", "reason": "заявление"}
    path = f"/participants/{person}/consent-withdrawals"
    assert curator.post(path, withdrawal, version=2).status_code == 412
    assert curator.post(path, withdrawal, version=1).status_code == 200
    read = curator.get(address)
    assert read.headers["etag"] == '"2"'
    assert read.json()["items"][0]["in_force"] is False


def test_a_broken_rule_names_the_place(api: Api, person: str) -> None:
    body = {"mentor": person, "mentees": [str(uuid4()), person], "form": "pupil_pupil"}
    refused = api.curator().post("/pairs", body)
    assert (refused.status_code, refused.json()["code"]) == (422, "mentors_themself")
    body["mentees"] = [str(uuid4())]
    refused = api.curator().post("/pairs", body)
    assert refused.json()["code"] == "not_registered_here"
    assert refused.json()["errors"][0]["pointer"] == "/mentees/0"
