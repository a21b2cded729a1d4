"""Who read whose data: written down before it is shown, searched by curators, broken glass."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import psycopg
import pytest

from service.access import RIGHTS, ROLES, Role
from service.api.break_glass import CHARACTERS_MAX, HEADER
from service.erasing import Erasing
from tests.api.test_questions import start_pair
from tests.plugins.api import NAMES, PERSON, Api, Caller, consent

REASON = "Журавлёва не вернулась домой, ищут с полицией"
BREAK_GLASS: dict[str, str] = {HEADER.replace("-", "_"): quote(REASON)}
ENTERED = {"role": "mentee", "effective_on": "2024-09-03", "reason": "список"}


def _mentee(api: Api, school: int = 0, *, to_district: bool = False) -> str:
    curator = api.curator(school)
    person = curator.make("/participants", PERSON | {"birth_date": f"201{school}-05-04"})
    curator.post(f"/participants/{person}/consents", consent(to_district=to_district))
    assert curator.post(f"/participants/{person}/bases", ENTERED, version=1).status_code == 200
    return person


def _reads(caller: Caller, **wanted: Any) -> list[dict[str, Any]]:
    query = "&".join(f"{name}={value}" for name, value in wanted.items())
    answer = caller.get(f"/reads?{query}")
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


def _names(caller: Caller, **headers: str) -> list[str | None]:
    return [line["last_name"] for line in caller.get("/mentees", **headers).json()["items"]]


def test_a_read_is_found_by_the_institutions_curator_and_the_districts(api: Api) -> None:
    mine, other = _mentee(api, to_district=True), _mentee(api, 1, to_district=True)
    first, second = api.here.schools
    assert _names(api.district()) == [NAMES["last_name"]] * 2

    (line,) = _reads(api.curator())
    assert line["persons"] == [mine]
    assert line["school"] == str(first)
    assert line["asker"] == str(api.here.district)
    assert line["who"] == "district_curator"
    assert line["operation"] == "listMentees"
    assert (line["break_glass"], line["reason"]) == (False, None)
    assert [one["persons"] for one in _reads(api.curator(1))] == [[other]]
    both = _reads(api.district())
    assert {one["school"] for one in both} == {str(first), str(second)}
    assert len({one["read"] for one in both}) == 1
    assert [one["persons"] for one in _reads(api.district(), person=other)] == [[other]]
    assert [one["school"] for one in _reads(api.district(), school=second)] == [str(second)]
    assert len(_reads(api.district(), account=line["account"])) == 2
    assert _reads(api.district(), account=uuid4()) == []
    assert api.curator().get(f"/reads?school={second}").status_code == 404
    assert _reads(api.stranger("district_curator")) == []


def test_reads_are_found_by_their_day_in_pages_and_as_of_a_moment(api: Api) -> None:
    person = _mentee(api)
    curator = api.curator()
    for _ in range(3):
        curator.get(f"/participants/{person}?on=2024-09-05")
    found = _reads(curator)
    assert len(found) == 3
    assert {one["on"] for one in found} == {"2024-09-05"}
    assert [one["operation"] for one in found] == ["getParticipant"] * 3
    assert len(_reads(curator, as_of=found[1]["read_at"])) == 2
    day = date.fromisoformat(found[0]["read_at"][:10])
    far = {"from": day - timedelta(days=1), "to": day + timedelta(days=1)}
    assert _reads(curator, **far) == found
    assert _reads(curator, **{"from": day + timedelta(days=2)}) == []
    assert _reads(curator, to=day - timedelta(days=2)) == []
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
            before = len(_reads(api.curator(), person=person))
            assert api.role(role, tenant).get(address).status_code == 200
            found = _reads(api.curator(), person=person)
            assert len(found) == before + 1, address
            assert found[0]["who"] == role
            assert "Ученик" not in str(found)


def test_an_answer_without_personal_data_leaves_nothing(api: Api) -> None:
    person = _mentee(api)
    address = f"/participants/{person}"
    for caller in (api.district(), api.role("auditor", api.here.district)):
        assert _names(caller) == [None]
        assert caller.get(address).json()["last_name"] is None
        assert caller.get(f"{address}/history").status_code == 200
    for path in ("/figures?year=2024", "/schools", "/surveys", "/reads"):
        assert api.curator().get(path).status_code == 200
    assert api.curator(1).get(address).status_code == 404
    assert api.curator().get("/mentees?limit=0").status_code == 400

    assert _reads(api.curator()) == []
    assert _reads(api.district()) == []


def test_what_cannot_be_written_down_is_not_shown(api: Api) -> None:
    person = _mentee(api)
    url = api.application.database.url.replace("nastavnik_app", "nastavnik_owner")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("ALTER TABLE audit.read ADD CHECK (title = '') NOT VALID")

    for path in ("/mentees", f"/participants/{person}", f"/participants/{person}/history"):
        answer = api.curator().get(path)
        assert answer.status_code == 500
        assert "Журавл" not in answer.text
    assert api.curator().get("/schools").status_code == 200
    assert _names(api.district()) == [None]


def test_who_breaks_the_glass_is_shown_hidden_names_and_told_on(api: Api) -> None:
    person = _mentee(api)
    for caller in (api.district(), api.role("auditor", api.here.district)):
        assert _names(caller) == [None]
        (line,) = caller.get("/mentees", **BREAK_GLASS).json()["items"]
        assert (line["last_name"], line["state"]) == (NAMES["last_name"], "readable")
    found = _reads(api.curator(), break_glass="true")
    assert [(one["who"], one["reason"], one["persons"]) for one in found] == [
        ("auditor", REASON, [person]),
        ("district_curator", REASON, [person]),
    ]
    assert [one["reason"] for one in _reads(api.district())] == [REASON, REASON]
    assert _reads(api.curator(), break_glass="false") == []


def test_restricted_names_are_shown_to_a_head_only_for_a_reason(api: Api) -> None:
    person = _mentee(api)
    withdrawal = {"purpose": "processing", "number": 1, "withdrawn_by": "self"}
    withdrawn = api.curator().post(
        f"/participants/{person}/consent-withdrawals", withdrawal, version="*"
    )
    assert withdrawn.status_code == 200, withdrawn.text
    head = api.role("school_head", api.here.schools[0])
    for path in ("/mentees", f"/participants/{person}", f"/participants/{person}/history"):
        assert "Журавл" not in head.get(path).text
        assert _reads(api.curator()) == []
    shown = head.get(f"/participants/{person}", **BREAK_GLASS).json()
    assert (shown["last_name"], shown["state"]) == (NAMES["last_name"], "restricted")
    (line,) = _reads(api.curator())
    assert (line["who"], line["break_glass"], line["reason"]) == ("school_head", True, REASON)


def test_breaking_the_glass_brings_nobody_back_who_was_erased(api: Api) -> None:
    person = _mentee(api)
    left = {"role": "mentee", "effective_on": "2024-09-03", "reason": "список"}
    departed = api.curator().post(f"/participants/{person}/base-departures", left, version="*")
    assert departed.status_code == 200, departed.text
    api.curator().post(f"/participants/{person}/erasure", {"ground": "left"})
    schools = {api.here.district: api.here.schools}
    assert Erasing(api.application, lambda: schools).run_once().carried_out == 1

    for caller in (api.district(), api.role("school_head", api.here.schools[0])):
        assert caller.get(f"/participants/{person}", **BREAK_GLASS).status_code == 410
        (line,) = caller.get("/mentees", **BREAK_GLASS).json()["items"]
        assert (line["last_name"], line["named"], line["state"]) == (None, False, "erased")
        assert "Журавл" not in caller.get(f"/participants/{person}/history", **BREAK_GLASS).text
    assert _reads(api.curator()) == []


def test_the_text_of_a_pair_is_data_of_everybody_in_it(api: Api) -> None:
    pair, mentor, mentee = start_pair(api.curator())
    plan = api.curator().send("PUT", f"/pairs/{pair}/plan", {"plan": "читать вместе"}, version=3)
    assert plan.status_code == 200, plan.text
    hidden = api.district().get(f"/pairs/{pair}").json()
    assert (hidden["plan"], hidden["state"]) == (None, "hidden")
    assert _reads(api.curator()) == []

    shown = api.district().get(f"/pairs/{pair}", **BREAK_GLASS).json()
    assert (shown["plan"], shown["state"]) == ("читать вместе", "readable")
    (line,) = _reads(api.curator())
    assert line["persons"] == sorted([mentor, mentee])
    assert line["operation"] == "getPair"


def test_a_difference_of_a_register_leaves_whom_it_shows(api: Api) -> None:
    since = datetime.now(UTC).isoformat().replace("+00:00", "Z")
    pair, mentor, mentee = start_pair(api.curator())
    people, pairs = (f"/registers/{one}/difference?from={since}" for one in ("participant", "pair"))
    for address in (people, pairs):
        assert api.district().get(address).status_code == 200
    assert _reads(api.curator()) == []

    assert "Ученикова" in api.curator().get(people).text
    assert "Ученикова" in api.curator().get(f"{people}&format=csv").text
    found = _reads(api.curator())
    assert [one["operation"] for one in found] == ["compareParticipant"] * 2
    assert [one["persons"] for one in found] == [sorted([mentor, mentee])] * 2
    plan = {"plan": "читать вместе"}
    assert api.curator().send("PUT", f"/pairs/{pair}/plan", plan, version=3).status_code == 200
    assert "читать" not in api.district().get(pairs).text
    assert "читать" in api.district().get(pairs, **BREAK_GLASS).text
    (line, *_) = _reads(api.curator())
    assert (line["operation"], line["persons"]) == ("comparePair", sorted([mentor, mentee]))


def test_only_roles_of_the_table_break_the_glass(api: Api) -> None:
    _mentee(api)
    for role in ROLES:
        may = "people.break_glass" in RIGHTS[role].actions
        path = "/mentees" if "people.read" in RIGHTS[role].actions else "/seminar-participants"
        answer = api.role(role).get(path, **BREAK_GLASS)
        assert (answer.status_code == 200) == may, role
        assert answer.status_code in (200, 403)


def test_breaking_the_glass_reaches_no_other_institution(api: Api) -> None:
    person = _mentee(api, 1)
    head = api.role("school_head", api.here.schools[0])
    assert _names(head, **BREAK_GLASS) == []
    assert head.get(f"/participants/{person}", **BREAK_GLASS).status_code == 404
    assert _names(api.stranger("district_curator"), **BREAK_GLASS) == []
    assert _reads(api.district()) == []


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "short",
        quote("а" * 9),
        quote("а" * (CHARACTERS_MAX + 1)),
        quote("причина\nна двух строках"),
        "%00" * 20,
        "%FF%FE%FD%FC%FB%FA%F9%F8%F7%F6%F5",
        quote(" " * 50),
    ],
)
def test_a_reason_that_is_none_is_refused(shared_api: Api, sent: str) -> None:
    refused = shared_api.district().get("/mentees", **{HEADER.replace("-", "_"): sent})
    assert refused.status_code == 400
    assert refused.json()["code"] == "bad_break_glass_reason"
    assert refused.json()["errors"][0]["header"] == HEADER


def test_the_longest_reason_is_taken(shared_api: Api) -> None:
    longest = {HEADER.replace("-", "_"): quote("а" * CHARACTERS_MAX)}
    assert shared_api.district().get("/mentees", **longest).status_code == 200


def test_no_name_and_no_reason_stands_in_the_log_of_reads_or_of_the_service(api: Api) -> None:
    person = _mentee(api)
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
