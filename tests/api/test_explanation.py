"""From a figure over HTTP to its people and their events."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest

from tests.api.test_questions import start_pair
from tests.plugins.api import Api, Caller

CHILDREN = "/figures/children_mentored/2024/explanation"


def _every_item(caller: Caller, path: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    while path:
        answer = caller.get(path)
        found += answer.json()["items"]
        path = answer.headers.get("link", "").partition(">")[0].removeprefix("</api/v1")
    return found


def test_a_figure_is_explained_to_a_school_by_name_and_to_the_district_without(api: Api) -> None:
    before = quote((datetime.now(UTC) - timedelta(microseconds=1)).isoformat())
    _, mentor, mentee = start_pair(api.curator())

    own = api.curator().get(CHILDREN).json()
    seen = api.district().get(CHILDREN).json()
    then = api.district().get(f"{CHILDREN}?as_of={before}").json()

    assert (own["figure"]["indicator"], own["figure"]["numerator"]) == ("children_mentored", 1)
    (line,) = own["items"]
    assert (line["person"], line["outcome"], line["in_words"]) == (mentee, "counted", "учтено")
    assert line["name"].startswith("Ученикова")
    assert [event["topic"] for event in line["events"]] == [
        "participant.registered",
        "consent.given",
        "pair.proposed",
        "pair.started",
    ]
    history = api.curator().get(f"/participants/{mentee}/history").json()["items"]
    places = {(one["school"], one["position"]) for one in history}
    assert {(one["school"], one["position"]) for one in line["events"]} < places
    assert seen["items"] == [line | {"name": None, "named_by": None, "state": "hidden"}]
    assert (then["figure"]["numerator"], then["items"]) == (0, [])
    teens = api.curator().get("/figures/teen_mentors/2024/explanation").json()
    assert [one["person"] for one in teens["items"]] == [mentor]
    # The sixth indicator has the mentor too, who took part and was not asked.
    path = "/figures/mentor_satisfaction/2024/explanation?outcome=not_counted&reason=no_response"
    assert [one["person"] for one in api.curator().get(path).json()["items"]] == [mentor]


def test_an_explanation_comes_in_pages(api: Api) -> None:
    for mark in "абв":
        start_pair(api.curator(), mark)
    whole = api.curator().get(CHILDREN).json()["items"]

    assert len(whole) == 3 == api.district().get(CHILDREN).json()["figure"]["numerator"]
    assert _every_item(api.curator(), f"{CHILDREN}?limit=1") == whole


def test_a_school_is_told_nothing_of_another(api: Api) -> None:
    start_pair(api.curator())
    first, second = api.here.schools

    assert api.curator(1).get(CHILDREN).json()["items"] == []
    assert api.curator(1).get(f"{CHILDREN}?school={first}").status_code == 404
    assert len(api.district().get(f"{CHILDREN}?school={first}").json()["items"]) == 1
    assert api.district().get(f"{CHILDREN}?school={second}").json()["items"] == []
    assert api.district().get(f"{CHILDREN}?school={api.elsewhere.schools[0]}").status_code == 404


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/figures/unknown/2024/explanation", 404),
        (f"{CHILDREN}?rule_set=unknown", 404),
        (f"{CHILDREN}?as_of=2999-01-01", 422),
        (f"{CHILDREN}?reason=unknown", 400),
        (f"{CHILDREN}?cursor=unknown", 400),
        ("/figures/children_mentored/99999/explanation", 404),
        ("/figures/children_mentored/1999/explanation", 404),
    ],
)
def test_what_cannot_be_explained_is_refused(path: str, status: int, shared_api: Api) -> None:
    assert shared_api.district().get(path).status_code == status


def test_enterprises_are_explained_to_the_district_alone(shared_api: Api) -> None:
    path = "/figures/enterprises_mentoring/2024/explanation"

    assert shared_api.district().get(path).json()["items"] == []
    assert shared_api.curator().get(path).status_code == 404
