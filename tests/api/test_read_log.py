"""Who read whose data: written down before it is shown, and searched by curators."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import psycopg
import pytest

from service.access import ROLES, Role
from tests.api.test_questions import start_pair
from tests.plugins.api import NAMES, Api
from tests.support.read_requests import (
    BREAK_GLASS,
    ENTERED,
    make_mentee,
    names_of,
    reads_of,
)


def test_a_read_is_found_by_the_institutions_curator_and_the_districts(api: Api) -> None:
    mine, other = make_mentee(api, to_district=True), make_mentee(api, 1, to_district=True)
    first, second = api.here.schools
    assert names_of(api.district()) == [NAMES["last_name"]] * 2

    (line,) = reads_of(api.curator())
    assert line["persons"] == [mine]
    assert line["school"] == str(first)
    assert line["asker"] == str(api.here.district)
    assert line["who"] == "district_curator"
    assert line["operation"] == "listMentees"
    assert (line["break_glass"], line["reason"]) == (False, None)
    assert [one["persons"] for one in reads_of(api.curator(1))] == [[other]]
    both = reads_of(api.district())
    assert {one["school"] for one in both} == {str(first), str(second)}
    assert len({one["read"] for one in both}) == 1
    assert [one["persons"] for one in reads_of(api.district(), person=other)] == [[other]]
    assert [one["school"] for one in reads_of(api.district(), school=second)] == [str(second)]
    assert len(reads_of(api.district(), account=line["account"])) == 2
    assert reads_of(api.district(), account=uuid4()) == []
    assert api.curator().get(f"/reads?school={second}").status_code == 404
    assert reads_of(api.stranger("district_curator")) == []


def test_reads_are_found_by_their_day_in_pages_and_as_of_a_moment(api: Api) -> None:
    person = make_mentee(api)
    curator = api.curator()
    for _ in range(3):
        curator.get(f"/participants/{person}?on=2024-09-05")
    found = reads_of(curator)
    assert len(found) == 3
    assert {one["on"] for one in found} == {"2024-09-05"}
    assert [one["operation"] for one in found] == ["getParticipant"] * 3
    assert len(reads_of(curator, as_of=found[1]["read_at"])) == 2
    day = date.fromisoformat(found[0]["read_at"][:10])
    far = {"from": day - timedelta(days=1), "to": day + timedelta(days=1)}
    assert reads_of(curator, **far) == found
    assert reads_of(curator, **{"from": day + timedelta(days=2)}) == []
    assert reads_of(curator, to=day - timedelta(days=2)) == []
    walked: list[Any] = []
    path = "/reads?limit=2"
    while path:
        answer = curator.get(path)
        walked += answer.json()["items"]
        path = answer.headers.get("link", "").partition(">")[0].removeprefix("</api/v1")
    assert walked == found


@pytest.mark.parametrize(
    "path",
    [
        "/mentees",
        "/consents",
        "/participants/{person}",
        "/participants/{person}/history",
        "/participants/{person}/consents/processing",
        "/figures/children_mentored/2024/explanation",
    ],
)
def test_whoever_is_told_of_a_person_leaves_their_key_and_no_name(
    api: Api, path: str, subtests: pytest.Subtests
) -> None:
    _, _, person = start_pair(api.curator())
    assert (
        api.curator().post(f"/participants/{person}/bases", ENTERED, version=1).status_code == 200
    )
    api.curator().post(f"/participants/{person}/profile", {"class_name": "5 «А»"}, version=2)
    address = path.replace("{person}", person)
    for role in ("school_curator", "school_head", "auditor"):
        tenant = api.here.schools[0]
        with subtests.test(role):
            before = len(reads_of(api.curator(), person=person))
            assert api.role(role, tenant).get(address).status_code == 200
            found = reads_of(api.curator(), person=person)
            assert len(found) == before + 1, address
            assert found[0]["who"] == role
            assert "Ученик" not in str(found)


def test_an_answer_without_personal_data_leaves_nothing(api: Api) -> None:
    person = make_mentee(api)
    address = f"/participants/{person}"
    for caller in (api.district(), api.role("auditor", api.here.district)):
        assert names_of(caller) == [None]
        assert caller.get(address).json()["last_name"] is None
        assert caller.get(f"{address}/history").status_code == 200
    for path in ("/figures?year=2024", "/schools", "/surveys", "/reads"):
        assert api.curator().get(path).status_code == 200
    assert api.curator(1).get(address).status_code == 404
    assert api.curator().get("/mentees?limit=0").status_code == 400

    assert reads_of(api.curator()) == []
    assert reads_of(api.district()) == []


def test_what_cannot_be_written_down_is_not_shown(api: Api) -> None:
    person = make_mentee(api)
    url = api.application.database.url.replace("nastavnik_app", "nastavnik_owner")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("ALTER TABLE audit.read ADD CHECK (title = '') NOT VALID")

    for path in ("/mentees", f"/participants/{person}", f"/participants/{person}/history"):
        answer = api.curator().get(path)
        assert answer.status_code == 500
        assert "Журавл" not in answer.text
    assert api.curator().get("/schools").status_code == 200
    assert names_of(api.district()) == [None]


def test_a_difference_of_a_register_leaves_whom_it_shows(api: Api) -> None:
    since = datetime.now(UTC).isoformat().replace("+00:00", "Z")
    pair, mentor, mentee = start_pair(api.curator())
    people, pairs = (f"/registers/{one}/difference?from={since}" for one in ("participant", "pair"))
    for address in (people, pairs):
        assert api.district().get(address).status_code == 200
    assert reads_of(api.curator()) == []

    assert "Ученикова" in api.curator().get(people).text
    assert "Ученикова" in api.curator().get(f"{people}&format=csv").text
    found = reads_of(api.curator())
    assert [one["operation"] for one in found] == ["compareParticipant"] * 2
    assert [one["persons"] for one in found] == [sorted([mentor, mentee])] * 2
    plan = {"plan": "читать вместе"}
    assert api.curator().send("PUT", f"/pairs/{pair}/plan", plan, version=3).status_code == 200
    assert "читать" not in api.district().get(pairs).text
    assert "читать" in api.district().get(pairs, **BREAK_GLASS).text
    (line, *_) = reads_of(api.curator())
    assert (line["operation"], line["persons"]) == ("comparePair", sorted([mentor, mentee]))


def test_no_name_and_no_reason_stands_in_the_log_of_reads_or_of_the_service(api: Api) -> None:
    person = make_mentee(api)
    api.curator().get(f"/participants/{person}")
    api.district().get("/mentees", **BREAK_GLASS)
    url = api.application.database.url.replace("nastavnik_app", "postgres")
    with psycopg.connect(url) as connection:
        rows = connection.execute("SELECT r::text, r.reason FROM audit.read r").fetchall()
    assert len(rows) == 2
    for text, sealed in rows:
        assert person in text
        assert "Журавл" not in text
        assert "Журавл".encode() not in (sealed or b"")
    assert "Журавл" not in api.log.getvalue()
    assert quote("Журавл") not in api.log.getvalue()


ALONE: tuple[Role, ...] = ("school_curator", "district_curator")


def test_only_curators_look_through_reads(shared_api: Api) -> None:
    for role in ROLES:
        status = shared_api.role(role).get("/reads").status_code
        assert (status == 200) == (role in ALONE), role
