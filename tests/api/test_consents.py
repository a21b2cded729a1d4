"""A consent over HTTP from the request to the decision what becomes of the data."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from domain.time import ONE_DAY
from service.reminding import raise_due_reminders
from tests.plugins.api import PERSON, Api, consent

TODAY = datetime.now(UTC).date()


@pytest.fixture
def person(api: Api) -> str:
    """A mentee of the first school without a consent."""
    person = api.curator().make("/participants", PERSON)
    base = {"role": "mentee", "effective_on": "2024-09-03", "reason": "список"}
    api.curator().post(f"/participants/{person}/bases", base, version=1)
    return person


def withdraw(api: Api, person: str, version: int, number: int = 1) -> None:
    body = {"purpose": "processing", "number": number, "withdrawn_by": "representative"}
    path = f"/participants/{person}/consent-withdrawals"
    answer = api.curator().post(path, body, version=version)
    assert answer.status_code == 200, answer.text


def items(api: Api, path: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = api.curator().get(path).json()["items"]
    return found


def test_a_request_is_asked_refused_and_counted(api: Api, person: str) -> None:
    path = f"/participants/{person}"
    asked = api.curator().post(
        f"{path}/consent-requests", {"purpose": "processing", "how": "form_sent"}
    )
    assert asked.status_code == 201
    assert asked.headers["location"] == f"/api/v1{path}/consent-requests/processing"
    read = api.curator().get(f"{path}/consent-requests/processing")
    assert (read.headers["etag"], read.json()["how"]) == ('"1"', "form_sent")
    assert [one["person"] for one in items(api, "/consent-requests")] == [person]

    refused = {"purpose": "processing", "refused_by": "representative"}
    assert api.curator().post(f"{path}/consent-refusals", refused).status_code == 428
    answer = api.curator().post(f"{path}/consent-refusals", refused, version=1)
    assert (answer.status_code, answer.headers["etag"]) == (200, '"2"')
    again = api.curator().post(f"{path}/consent-refusals", refused, version=2)
    assert (again.status_code, again.json()["code"]) == (409, "nothing_asked")

    assert items(api, "/consent-requests") == []
    assert api.curator().get(f"{path}/consent-requests/processing").status_code == 404
    assert [one["refusals"] for one in items(api, "/consent-refusals")] == [1]
    (due,) = items(api, "/decisions")
    assert (due["trigger"], due["number"], due["overdue"]) == ("refused", 0, False)


def test_a_withdrawal_is_decided_about(api: Api, person: str) -> None:
    path = f"/participants/{person}"
    api.curator().post(f"{path}/consents", consent())
    withdraw(api, person, 1)

    (due,) = items(api, "/decisions")
    assert (due["person"], due["trigger"], due["state"]) == (person, "withdrawal", "restricted")
    assert due["due_on"] == (TODAY + timedelta(days=30)).isoformat()

    keep = {"purpose": "processing", "number": 1, "decision": "keep", "ground": "договор"}
    without = api.curator().post(f"{path}/consent-decisions", keep)
    assert without.status_code == 422
    assert without.json()["errors"][0]["pointer"] == "/kept_until"
    kept = keep | {"kept_until": (TODAY + ONE_DAY).isoformat()}
    taken = api.curator().post(f"{path}/consent-decisions", kept)
    assert taken.status_code == 201, taken.text
    location = taken.headers["location"].removeprefix("/api/v1")
    assert location == f"{path}/consent-decisions/processing/1"
    read = api.curator().get(location)
    assert (read.headers["etag"], read.json()["ground"]) == ('"1"', "договор")
    assert items(api, "/decisions") == []


def test_after_a_withdrawal_only_the_curator_reads_the_name(api: Api, person: str) -> None:
    path, school = f"/participants/{person}", api.here.schools[0]
    api.curator().post(f"{path}/consents", consent(to_district=True))
    withdraw(api, person, 1)

    readers = {
        "curator": api.curator(),
        "head": api.role("school_head", school),
        "auditor": api.role("auditor", school),
        "district": api.district(),
    }
    for as_of in ("", f"?as_of={datetime.now(UTC).isoformat().replace('+00:00', 'Z')}"):
        for name, caller in readers.items():
            found = caller.get(path + as_of).json()
            assert found["state"] == "restricted", name
            assert (found["last_name"] is not None) == (name == "curator"), name
            told = caller.get(f"{path}/history{as_of}").text
            assert (PERSON["last_name"] in told) == (name == "curator"), name


def test_consents_are_checked_by_school_and_district(api: Api, person: str) -> None:
    path, school = f"/participants/{person}", str(api.here.schools[0])
    api.curator().post(f"{path}/consents", consent())
    assert {(one["by"], one["why"]) for one in items(api, "/consent-checks")} == {
        ("school", "not_checked"),
        ("district", "not_checked"),
    }

    check = {"purpose": "processing", "number": 1, "finding": "valid"}
    assert api.curator().post(f"{path}/consent-checks", check, version=1).headers["etag"] == '"2"'
    look = check | {"school": school, "person": person, "finding": "absent", "note": "нет листа"}
    refused = api.curator().post("/district-checks", look)
    assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")
    done = api.district().post("/district-checks", look)
    assert done.status_code == 201, done.text
    location = done.headers["location"].removeprefix("/api/v1")
    assert location == f"/district-checks/{school}/{person}/processing/1"
    # The district is not named in the consent: it does not read its own note of a hidden person.
    assert api.district().get(location).json()["note"] is None
    assert api.curator().get(location).json()["note"] == "нет листа"
    (left,) = items(api, "/consent-checks")
    assert (left["by"], left["why"], left["finding"]) == ("district", "fault", "absent")
    assert items(api, "/consent-checks?by=school") == []
    (line,) = items(api, "/consents")
    assert (line["check_finding"], line["district_check_finding"]) == ("valid", "absent")


@pytest.mark.parametrize("missing", ["school", "person", "number"])
def test_a_consent_that_no_school_of_the_district_keeps_is_not_found(
    api: Api, person: str, missing: str
) -> None:
    api.curator().post(f"/participants/{person}/consents", consent())
    look = {
        "school": str(api.here.schools[0]),
        "person": person,
        "purpose": "processing",
        "number": 1,
        "finding": "valid",
    }
    wrong = {"school": str(api.elsewhere.schools[0]), "person": str(uuid4()), "number": 2}

    answer = api.district().post("/district-checks", look | {missing: wrong[missing]})

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    stranger = api.stranger("district_curator").post("/district-checks", look)
    assert stranger.status_code == 404
    assert api.district().get("/district-checks").json()["items"] == []


def test_a_calendar_is_adopted_and_read(api: Api) -> None:
    body = {"year": 2027, "non_working": ["2027-01-01"], "document": "№ 1"}
    made = api.district().post("/calendars", body)
    assert (made.status_code, made.headers["location"]) == (201, "/api/v1/calendars/2027")
    read = api.curator().get("/calendars/2027")
    assert (read.headers["etag"], read.json()["non_working"]) == ('"1"', ["2027-01-01"])
    assert api.curator().post("/calendars", body).status_code == 403


def test_reminders_and_renewals_are_read(api: Api, person: str) -> None:
    until = (TODAY + timedelta(days=10)).isoformat()
    api.curator().post(f"/participants/{person}/consents", consent(valid_until=until))
    (renewal,) = items(api, "/renewals")
    assert (renewal["why"], renewal["due_on"]) == ("expiry", until)

    raised = raise_due_reminders(api.application, api.here.schools[0], TODAY)

    found = items(api, "/reminders?kind=expiry")
    assert raised >= 1
    assert [(one["person"], one["due_on"]) for one in found] == [(person, until)]
    history = api.curator().get(f"/participants/{person}/history").json()["items"]
    assert "Напоминание" in history[-1]["text"]
