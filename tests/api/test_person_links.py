"""The district's curator merges two keys of one child over HTTP, and takes them apart again."""

from __future__ import annotations

from typing import Any

import pytest

from tests.plugins.api import NAMES, PERSON, Api


@pytest.fixture
def children(api: Api) -> tuple[str, str]:
    """One child under two keys: the second school misspelt the name."""
    first = api.curator(0).make("/participants", PERSON)
    second = api.curator(1).make("/participants", PERSON | NAMES | {"first_name": "Юлиана"})
    return first, second


def merge(api: Api, children: tuple[str, str]) -> dict[str, Any]:
    first, second = children
    one, other = map(str, api.here.schools)
    return {"person": second, "school": other, "counts_as": first, "other_school": one}


def test_two_keys_are_merged_and_split(api: Api, children: tuple[str, str]) -> None:
    first, second = children
    district = api.district()
    made = district.post("/person-links", merge(api, children))
    path = f"/person-links/{second}/district"

    assert made.status_code == 201, made.text
    assert made.headers["location"] == f"/api/v1{path}"
    merged = district.get(path)
    assert merged.json()["counts_as"] == first
    split = district.post(f"/person-links/{second}/split", {}, version=merged.headers["etag"])
    assert split.status_code == 200, split.text
    stale = district.post(f"/person-links/{second}/split", {}, version=merged.headers["etag"])
    assert stale.status_code == 412
    assert district.get(path).json()["counts_as"] == second


def test_one_schools_records_are_taken_apart_and_joined(
    api: Api, children: tuple[str, str]
) -> None:
    first, _ = children
    district, school = api.district(), str(api.here.schools[0])
    made = district.post(f"/person-links/{first}/split-records", {"school": school})
    path = f"/person-links/{first}/{school}"

    assert made.headers["location"] == f"/api/v1{path}"
    apart = district.get(path)
    assert apart.json()["counts_as"] not in children
    joined = district.post(
        f"/person-links/{first}/rejoined-records",
        {"school": school},
        version=apart.headers["etag"],
    )
    assert joined.status_code == 200, joined.text
    assert district.get(path).json()["counts_as"] == first
    assert [line["records_of"] for line in district.get("/person-links").json()["items"]] == [
        school
    ]


def test_what_cannot_be_merged_is_refused_in_words(api: Api, children: tuple[str, str]) -> None:
    district, body = api.district(), merge(api, children)
    itself = district.post(
        "/person-links", body | {"counts_as": body["person"], "other_school": body["school"]}
    )
    district.make("/person-links", body)
    again = district.post("/person-links", body)

    assert (itself.status_code, itself.json()["code"]) == (422, "same_key")
    assert (again.status_code, again.json()["code"]) == (409, "already_linked")


@pytest.mark.parametrize("role", ["school_curator", "district_head", "auditor", "administrator"])
def test_only_the_districts_curator_merges(api: Api, children: tuple[str, str], role: Any) -> None:
    assert api.role(role).post("/person-links", merge(api, children)).status_code == 403


def test_a_key_of_another_district_is_not_found(api: Api, children: tuple[str, str]) -> None:
    stranger = api.stranger("district_curator")

    answer = stranger.post("/person-links", merge(api, children))

    assert answer.status_code == 404
    assert stranger.get(f"/person-links/{children[1]}/district").status_code == 404
