"""Erasure over HTTP: asked for, carried out, and what everybody is answered afterwards."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from service.erasing import Erasing
from tests.plugins.api import NAMES, PERSON, Api, consent

SECRETS = [*NAMES.values(), "2011-05-04", "Прасковья"]


@pytest.fixture
def person(api: Api) -> str:
    """A mentee of the first school who left the base, with a consent that names the district."""
    curator = api.curator()
    person = curator.make("/participants", PERSON)
    curator.post(f"/participants/{person}/consents", consent(to_district=True))
    for tail, version in (("bases", 1), ("base-departures", 2)):
        body = {"role": "mentee", "effective_on": "2024-09-03", "reason": "список"}
        answer = curator.post(f"/participants/{person}/{tail}", body, version=version)
        assert answer.status_code == 200, answer.text
    return person


def finish(api: Api) -> None:
    """Let the service do what it does in the background."""
    done = Erasing(api.application, lambda: {api.here.district: api.here.schools}).run_once()
    assert (done.carried_out, done.failed) == (1, [])


def request(api: Api, person: str) -> Any:
    return api.curator().post(f"/participants/{person}/erasure", {"ground": "left"})


def test_an_erasure_is_asked_for_and_carried_out(api: Api, person: str) -> None:
    asked = request(api, person)

    assert (asked.status_code, asked.headers["location"]) == (
        201,
        f"/api/v1/participants/{person}/erasure",
    )
    read = api.curator().get(f"/participants/{person}/erasure")
    assert (read.headers["etag"], read.json()["completed_on"]) == ('"1"', None)
    finish(api)
    line = api.curator().get(f"/participants/{person}/erasure").json()
    assert line["completed_on"] is not None
    assert line["act"]
    (listed,) = api.district().get("/erasures").json()["items"]
    assert listed == line


def test_who_was_erased_is_gone_and_it_is_said_when_and_why(api: Api, person: str) -> None:
    before = request(api, person).json()["recorded_at"]
    finish(api)

    for caller in (api.curator(), api.district()):
        for moment in ("", f"?as_of={before}"):
            answer = caller.get(f"/participants/{person}{moment}")
            assert (answer.status_code, answer.json()["code"]) == (410, "erased")
            assert "участник выбыл" in answer.json()["detail"]
    english = api.curator().get(f"/participants/{person}", accept_language="en").json()
    assert "ground: left" in english["detail"]


def test_nothing_more_is_recorded_of_them(api: Api, person: str) -> None:
    request(api, person)

    body = {"role": "mentee", "effective_on": "2024-09-05", "reason": "список"}
    for _ in range(2):
        answer = api.curator().post(f"/participants/{person}/bases", body, version=3)
        assert (answer.status_code, answer.json()["code"]) == (410, "person_erased")
        again = request(api, person)
        assert (again.status_code, again.json()["code"]) == (410, "person_erased")
        if not api.curator().get(f"/participants/{person}/erasure").json()["completed_on"]:
            finish(api)


def test_lists_show_a_line_without_a_name_and_its_state(api: Api, person: str) -> None:
    other = api.curator().make("/participants", PERSON | {"last_name": "Живая"})
    body = {"role": "mentee", "effective_on": "2024-09-03", "reason": "список"}
    api.curator().post(f"/participants/{other}/bases", body, version=1)
    (before,) = [one for one in _mentees(api) if one["person"] == person]
    assert (before["state"], before["last_name"]) == ("readable", NAMES["last_name"])
    request(api, person)
    finish(api)

    lines = {one["person"]: one for one in _mentees(api)}

    assert (lines[person]["state"], lines[person]["named"]) == ("erased", False)
    assert lines[person]["last_name"] is None
    assert lines[person]["birth_year"] == 2011
    assert (lines[other]["state"], lines[other]["last_name"]) == ("readable", "Живая")
    assert [one["person"] for one in _mentees(api)] == [other, person]


def _mentees(api: Api) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = api.curator().get("/mentees").json()["items"]
    return found


def test_a_history_keeps_its_events_and_loses_its_words(api: Api, person: str) -> None:
    def history() -> list[dict[str, Any]]:
        told: list[dict[str, Any]] = (
            api.curator().get(f"/participants/{person}/history").json()["items"]
        )
        return told

    before = history()
    request(api, person)
    finish(api)
    after = history()

    assert [one["position"] for one in after[: len(before)]] == [one["position"] for one in before]
    assert [one["topic"] for one in after[len(before) :]] == [
        "erasure.requested",
        "erasure.completed",
    ]
    assert "персональные данные уничтожены" in after[0]["text"]
    assert after[0]["destroyed"]
    assert not any(secret in str(after) for secret in SECRETS)


def test_who_is_in_a_base_is_not_erased(api: Api, person: str) -> None:
    body = {"role": "mentee", "effective_on": "2024-09-05", "reason": "список"}
    api.curator().post(f"/participants/{person}/bases", body, version=3)

    refused = request(api, person)

    assert (refused.status_code, refused.json()["code"]) == (409, "still_in_base")
    assert api.curator().get(f"/participants/{person}").status_code == 200


def test_the_log_of_the_service_names_nobody(api: Api, person: str) -> None:
    request(api, person)
    finish(api)
    api.curator().get(f"/participants/{person}")

    assert not any(secret in api.log.getvalue() for secret in SECRETS)


def test_what_was_decided_is_due_no_more(api: Api, person: str) -> None:
    def due() -> list[str]:
        return [one["person"] for one in api.curator().get("/decisions").json()["items"]]

    body = {"purpose": "processing", "number": 1, "withdrawn_by": "representative"}
    path = f"/participants/{person}/consent-withdrawals"
    assert api.curator().post(path, body, version=1).status_code == 200
    assert due() == [person]

    request(api, person)

    assert due() == []


def test_nor_is_a_consent_to_be_renewed(api: Api) -> None:
    def due() -> list[str]:
        return [one["person"] for one in api.curator().get("/renewals").json()["items"]]

    person = api.curator().make("/participants", PERSON)
    until = (datetime.now(UTC) + timedelta(days=5)).date().isoformat()
    api.curator().make(f"/participants/{person}/consents", consent(valid_until=until))
    assert due() == [person]

    request(api, person)

    assert due() == []
