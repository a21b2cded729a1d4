"""Figures are drafted, approved and published over HTTP, each step by who may."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from tests.plugins.api import Api

WHICH = {"indicator": "children_mentored", "year": 2024}
PATH = "/publications/children_mentored/2024"
DRAFT = "/figure-drafts/children_mentored/2024/district"
CURRENT = "*"


def _step(api: Api, role: Any, tail: str, **more: Any) -> tuple[int, dict[str, Any]]:
    answer = api.role(role).post(f"{PATH}/{tail}", WHICH | more, version=CURRENT)
    body: dict[str, Any] = answer.json()
    return answer.status_code, body


@pytest.fixture
def drafted(api: Api) -> Api:
    """The API with a draft of the district's figure."""
    count = {"kind": "children_10_19", "year": 2024, "value": 40, "source": "отчёт"}
    api.district().make("/base-counts", count | {"effective_on": "2024-12-31"})
    made = api.district().post("/figure-drafts", WHICH)
    assert made.headers["location"] == f"/api/v1{DRAFT}"
    return api


def test_a_figure_goes_from_draft_to_publication(drafted: Api) -> None:
    draft = drafted.role("district_head").get(DRAFT).json()
    assert (draft["status"], draft["frozen"]["figure"]["denominator"]) == ("drafted", 40)

    assert _step(drafted, "district_head", "approvals", draft=1)[0] == 200
    assert _step(drafted, "district_curator", "versions", draft=1)[0] == 200

    published = drafted.district().get(f"{PATH}/district/1").json()
    assert (published["number"], published["value"], published["restated"]) == (1, "0.0", False)
    assert len(published["frozen"]["heads"]) == 3


def test_a_repeated_request_makes_no_other_draft(api: Api) -> None:
    key = uuid4()

    first = api.district().post("/figure-drafts", WHICH, key=key)
    again = api.district().post("/figure-drafts", WHICH, key=key)

    assert first.json() == again.json()
    assert again.headers["idempotency-replayed"] == "true"
    assert api.district().get(DRAFT).json()["draft"] == 1


@pytest.mark.parametrize(
    ("role", "tail"),
    [
        ("district_curator", "approvals"),
        ("district_curator", "returns"),
        ("district_head", "versions"),
        ("district_head", "closures"),
        ("school_curator", "versions"),
        ("methodologist", "approvals"),
    ],
)
def test_nobody_takes_anothers_step(drafted: Api, role: str, tail: str) -> None:
    status, _ = _step(drafted, role, tail, draft=1)

    assert status == 403


def test_what_is_not_approved_is_not_published(drafted: Api) -> None:
    status, body = _step(drafted, "district_curator", "versions", draft=1)

    assert (status, body["code"]) == (409, "draft_not_approved")
    assert body["errors"][0]["pointer"] == "/draft"


def test_an_indicator_schools_have_not_is_not_drafted_for_one(api: Api) -> None:
    which = {"indicator": "enterprises_mentoring", "year": 2024, "school": str(api.here.schools[0])}

    answer = api.district().post("/figure-drafts", which)

    assert (answer.status_code, answer.json()["code"]) == (422, "figure_not_counted")


def test_a_school_of_another_district_is_not_found(api: Api) -> None:
    which = WHICH | {"school": str(api.elsewhere.schools[0])}

    answer = api.district().post("/figure-drafts", which)

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_a_school_confirms_its_year(api: Api) -> None:
    made = api.curator().post("/confirmations", {"year": 2024})
    assert made.headers["location"] == "/api/v1/confirmations/2024"
    assert api.curator().get("/confirmations/2024").json()["confirmed"] is True

    reopened = api.curator().post(
        "/confirmations/2024/reopenings", {"year": 2024, "reason": "ошибка"}, version=1
    )

    assert reopened.status_code == 200
    school = api.here.schools[0]
    read = api.district().get(f"/confirmations/2024?school={school}").json()
    assert (read["confirmed"], read["version"]) == (False, 2)
