"""Corrections over HTTP: the same address with the version it corrects."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.plugins.api import PERSON, Api

WHY = "опечатка"


@pytest.fixture
def person(api: Api) -> str:
    """A participant whose residence was recorded, at version 2."""
    curator = api.curator()
    person = curator.make("/participants", PERSON)
    residence = {"lives_in_district": True, "effective_on": "2024-09-02", "reason": WHY}
    assert (
        curator.post(f"/participants/{person}/residence", residence, version=1).status_code == 200
    )
    return person


def test_a_fact_is_corrected_where_it_was_recorded(api: Api, person: str) -> None:
    curator = api.curator()
    body = {
        "lives_in_district": False,
        "effective_on": "2024-09-02",
        "corrects": 2,
        "reason": WHY,
    }

    answer = curator.post(f"/participants/{person}/residence", body, version=2)

    assert (answer.status_code, answer.json()["version"]) == (200, 3)
    read = curator.get(f"/participants/{person}")
    assert read.headers["etag"] == '"3"'
    assert [stay["lives_in_district"] for stay in read.json()["residence"]] == [False]
    history = curator.get(f"/participants/{person}/history").json()["items"]
    assert history[-1]["corrects"] == history[1]["position"]
    assert history[-1]["text"].startswith("Исправление: Место жительства: живёт не в районе")
    late = curator.post(f"/participants/{person}/residence", body, version=3)
    assert (late.status_code, late.json()["code"]) == (409, "fact_superseded")
    assert late.json()["errors"][0]["pointer"] == "/corrects"


def test_an_own_entry_of_today_is_undone_without_a_reason(api: Api, person: str) -> None:
    path, body = f"/participants/{person}/struck-facts", {"corrects": 2}

    answer = api.curator().post(path, body, version=2)

    assert answer.status_code == 200, answer.text
    assert api.curator().get(f"/participants/{person}").json()["residence"] == []


def test_a_registration_is_corrected_and_the_person_stays_the_same(api: Api, person: str) -> None:
    curator, path = api.curator(), f"/participants/{person}/registration"
    body = PERSON | {"last_name": "Соловьёва", "corrects": 1, "reason": WHY}

    answer = curator.send("PUT", path, body, version=2)

    assert (answer.status_code, answer.json()["id"]) == (200, person)
    assert curator.get(f"/participants/{person}").json()["last_name"] == "Соловьёва"


@pytest.mark.parametrize("known", [True, False])
def test_an_address_for_corrections_records_nothing_new(api: Api, person: str, known: bool) -> None:
    whom = person if known else uuid4()

    answer = api.curator().send("PUT", f"/participants/{whom}/registration", PERSON, version=2)

    assert (answer.status_code, answer.json()["code"]) == (422, "nothing_corrected")
    assert len(api.curator().get(f"/participants/{person}/history").json()["items"]) == 2


def test_the_wrong_people_of_a_proposal_are_corrected(api: Api, person: str) -> None:
    curator = api.curator()
    mentor = curator.make("/participants", PERSON | {"birth_date": "1980-05-04"})
    right = curator.make("/participants", PERSON | {"birth_date": "2012-05-04"})
    body = {"mentor": mentor, "mentees": [person], "form": "pupil_pupil"}
    pair = curator.make("/pairs", body)

    answer = curator.send(
        "PUT", f"/pairs/{pair}/proposal", body | {"mentees": [right], "corrects": 1}, version=1
    )

    assert answer.status_code == 200, answer.text
    assert curator.get(f"/pairs/{pair}").json()["mentees"] == [right]
