"""Striking over HTTP: the record is gone from its address, its history tells both."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from service.reminding import raise_due_reminders
from tests.api.test_consents import items, withdraw
from tests.plugins.api import PERSON, Api, Caller, consent

TODAY = datetime.now(UTC).date()
WHY = "внесено по ошибке"
OVERALL = {"code": "overall", "kind": "scale", "text": "?", "minimum": 1, "maximum": 10}
STRIKE = {"corrects": 1, "reason": WHY}
OF_DISTRICT: dict[str, tuple[str, dict[str, Any]]] = {
    "calendars": ("/calendars/2027", {"year": 2027, "document": "№ 1"}),
    "targets": (
        "/targets/children_mentored/2023",
        {"indicator": "children_mentored", "year": 2023, "value": "50"},
    ),
    "questionnaires": (
        "/questionnaires/after",
        {
            "code": "after",
            "role": "mentee",
            "title": "Анкета",
            "items": [OVERALL | {"overall": True}],
        },
    ),
}


@pytest.fixture
def person(api: Api) -> str:
    """A mentee of the first school whose consent was withdrawn today."""
    person = api.curator().make("/participants", PERSON)
    api.curator().post(f"/participants/{person}/consents", consent())
    withdraw(api, person, 1)
    return person


def strike(caller: Caller, path: str, of: dict[str, Any]) -> None:
    """Strike the only fact behind ``path``: once, at the version that was read."""
    address = f"{path}/struck-facts"
    assert caller.get(path).headers["etag"] == '"1"'
    assert caller.post(address, of | STRIKE).status_code == 428
    assert caller.post(address, of | STRIKE, version=2).status_code == 412
    struck = caller.post(address, of | STRIKE, version=1)
    assert (struck.status_code, struck.headers["etag"]) == (200, '"2"'), struck.text
    assert caller.get(path).status_code == 404
    assert caller.post(address, of | STRIKE, version=2).status_code == 404


@pytest.mark.parametrize("name", OF_DISTRICT)
def test_the_district_strikes_what_it_never_adopted(api: Api, name: str) -> None:
    path, body = OF_DISTRICT[name]
    district = api.district()
    of = {key: value for key, value in body.items() if key in {"year", "indicator", "code"}}
    assert district.post(f"/{name}", body).status_code == 201
    assert api.curator().post(f"{path}/struck-facts", of | STRIKE, version=1).status_code == 403

    strike(district, path, of)


def test_a_base_count_is_struck(api: Api) -> None:
    of = {"kind": "children_10_19", "year": 2023}
    district = api.district()
    body = of | {"value": 9, "source": "Росстат", "effective_on": "2023-12-31"}
    assert district.post("/base-counts", body).status_code == 201
    (line,) = items_of(district, "/base-counts")

    struck = district.post("/struck-base-counts", of | STRIKE, version=line["version"])

    assert struck.status_code == 200, struck.text
    assert items_of(district, "/base-counts") == []


def items_of(caller: Caller, path: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = caller.get(path).json()["items"]
    return found


def test_a_total_from_paper_is_struck(api: Api) -> None:
    of = {"role": "mentee", "year": 2023}
    total = of | {"respondents": 2, "satisfied": 1, "source": "сводка"}
    assert api.curator().post("/paper-totals", total).status_code == 201

    strike(api.curator(), "/paper-totals/mentee/2023", of)


def test_a_struck_decision_is_due_again(api: Api, person: str) -> None:
    path = f"/participants/{person}"
    of = {"purpose": "processing", "number": 1}
    decide = of | {"decision": "destroy"}
    assert api.curator().post(f"{path}/consent-decisions", decide).status_code == 201
    assert items(api, "/decisions") == []

    strike(api.curator(), f"{path}/consent-decisions/processing/1", of)

    assert [one["person"] for one in items(api, "/decisions")] == [person]
    told = items(api, f"{path}/history")[-1]
    assert told["struck"]
    assert told["text"].startswith("Аннулирована запись: После окончания согласия № 1")


def test_the_district_strikes_its_check_and_the_consent_is_to_be_checked(api: Api) -> None:
    person, school = api.curator().make("/participants", PERSON), str(api.here.schools[0])
    base = {"role": "mentee", "effective_on": "2024-09-03", "reason": "список"}
    api.curator().post(f"/participants/{person}/bases", base, version=1)
    api.curator().post(f"/participants/{person}/consents", consent())
    of = {"school": school, "person": person, "purpose": "processing", "number": 1}
    done = api.district().post("/district-checks", of | {"finding": "valid"})
    assert done.status_code == 201, done.text
    assert items(api, "/consent-checks?by=district") == []

    strike(api.district(), f"/district-checks/{school}/{person}/processing/1", of)

    assert [one["person"] for one in items(api, "/consent-checks?by=district")] == [person]


def test_a_struck_reminder_is_not_raised_again_by_itself(api: Api, person: str) -> None:
    school = api.here.schools[0]
    assert raise_due_reminders(api.application, school, TODAY) == 1
    (reminder,) = items(api, "/reminders")
    path = f"/participants/{person}/struck-reminders"
    body = STRIKE | {"kind": "decision", "cause": reminder["cause"]}

    assert api.curator().post(path, body, version=2).status_code == 412
    struck = api.curator().post(path, body, version=reminder["version"])

    assert struck.status_code == 200, struck.text
    tomorrow = TODAY + timedelta(days=1)
    assert raise_due_reminders(api.application, school, tomorrow) == 0
    assert items(api, "/reminders") == []
