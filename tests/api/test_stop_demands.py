"""A demand to stop processing over HTTP, from its receipt to the decision about the data."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.api.test_consents import items
from tests.plugins.api import PERSON, Api, consent

TODAY = datetime.now(UTC).date()
DEMAND = {"demanded_by": "representative", "document": "вх. № 15"}
EXTEND = {"number": 1, "why": "запрошен архив", "notice": "исх. № 9"}


@pytest.fixture
def path(api: Api) -> str:
    """The address of a participant of the first school whose consent is in force."""
    path = f"/participants/{api.curator().make('/participants', PERSON)}"
    api.curator().post(f"{path}/consents", consent())
    return path


def read(api: Api, path: str) -> dict[str, Any]:
    answer = api.curator().get(f"{path}/stop-demands")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found | {"etag": answer.headers["etag"]}


def test_a_demand_is_received_prolonged_and_decided_about(api: Api, path: str) -> None:
    made = api.curator().post(f"{path}/stop-demands", DEMAND)
    assert (made.status_code, made.headers["location"]) == (201, f"/api/v1{path}/stop-demands")
    (due,) = items(api, "/decisions")
    assert (due["trigger"], due["number"], due["extended"]) == ("demand_to_stop", 0, False)

    address = f"{path}/stop-demand-extensions"
    assert api.curator().post(address, EXTEND).status_code == 428
    assert api.curator().post(address, EXTEND, version=2).status_code == 412
    answer = api.curator().post(address, EXTEND, version=1)
    assert (answer.status_code, answer.headers["etag"]) == (200, '"2"')
    again = api.curator().post(address, EXTEND, version=2)
    assert (again.status_code, again.json()["code"]) == (409, "term_extended")
    found = read(api, path)
    assert found["etag"] == '"2"'
    assert [(one["document"], one["why"]) for one in found["items"]] == [
        ("вх. № 15", "запрошен архив")
    ]
    (longer,) = items(api, "/decisions")
    assert longer["extended"]
    assert longer["due_on"] > due["due_on"]

    destroy = {"purpose": "processing", "number": 0, "decision": "destroy"}
    taken = api.curator().post(f"{path}/consent-decisions", destroy)
    assert taken.status_code == 201, taken.text
    assert taken.headers["location"] == f"/api/v1{path}/consent-decisions/processing/0"
    assert items(api, "/decisions") == []
    told = [one["text"] for one in items(api, f"{path}/history")][-3:]
    assert [one.split(",")[0] for one in told] == [
        "Получено требование № 1 прекратить обработку данных от представителя",
        "Продлён срок по требованию № 1 прекратить обработку данных",
        "Решено уничтожить данные",
    ]


def test_a_demand_that_never_was_is_struck(api: Api, path: str) -> None:
    api.curator().make(f"{path}/stop-demands", DEMAND)
    strike = {"corrects": 1, "reason": "не тому человеку"}
    address = f"{path}/struck-stop-demand-facts"
    assert api.curator().post(address, strike).status_code == 428
    struck = api.curator().post(address, strike, version=1)

    assert struck.status_code == 200, struck.text
    assert api.curator().get(f"{path}/stop-demands").status_code == 404
    assert items(api, "/decisions") == []


def test_only_who_writes_of_people_records_a_demand(api: Api, path: str) -> None:
    school = api.here.schools[0]
    for caller in (api.district(), api.role("auditor", school), api.role("school_head", school)):
        answer = caller.post(f"{path}/stop-demands", DEMAND)
        assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")
    assert items(api, "/stop-demands") == []


def test_who_left_is_decided_about_while_the_consent_is_in_force(api: Api, path: str) -> None:
    gone = api.curator().post(f"{path}/departure", {}, version=1)
    assert gone.status_code == 200, gone.text
    (due,) = items(api, "/decisions?trigger=left")
    assert due["due_on"] == (TODAY + timedelta(days=30)).isoformat()

    keep = {
        "purpose": "processing",
        "number": 0,
        "decision": "keep",
        "ground": "архив",
        "kept_until": (TODAY + timedelta(days=1)).isoformat(),
    }
    assert api.curator().post(f"{path}/consent-decisions", keep | {"number": 1}).json()["code"] == (
        "nothing_to_decide"
    )
    assert api.curator().post(f"{path}/consent-decisions", keep).status_code == 201
    assert items(api, "/decisions") == []
