"""What changed in a register between two moments, over HTTP."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import quote

import pytest

from tests.api.test_questions import start_pair
from tests.plugins.api import PERSON, Api

PAIRS = "/registers/pair/difference"


def _moment() -> str:
    return quote(datetime.now(UTC).isoformat())


def test_a_curator_reads_what_was_added_and_by_which_events(api: Api) -> None:
    before = _moment()
    pair, mentor, _ = start_pair(api.curator())

    (line,) = api.curator().get(f"{PAIRS}?from={before}").json()["items"]

    assert (line["kind"], line["key"]) == ("added", {"pair": pair})
    assert {one["field"]: one["new"] for one in line["fields"]}["mentor"] == mentor
    topics = [one["topic"] for one in line["events"]]
    assert topics == ["pair.proposed", "pair.approved", "pair.started"]
    assert all(one["text"] and one["who"] and one["command_id"] for one in line["events"])
    after = _moment()
    assert api.curator().get(f"{PAIRS}?from={after}").json()["items"] == []
    assert api.curator().get(f"{PAIRS}?from={before}&to={before}").json()["items"] == []


def test_names_are_told_to_the_school_and_hidden_from_the_district(api: Api) -> None:
    before = _moment()
    api.curator().make("/participants", PERSON)
    path = f"/registers/participant/difference?from={before}"

    own, seen = (
        caller.get(path).json()["items"][0]["fields"] for caller in (api.curator(), api.district())
    )

    (name,) = [one for one in own if one["field"] == "last_name"]
    assert name == {
        "field": "last_name",
        "hidden": False,
        "old": None,
        "new": PERSON["last_name"],
    }
    (hidden,) = [one for one in seen if one["field"] == "last_name"]
    assert hidden == {"field": "last_name", "hidden": True, "old": None, "new": None}
    assert PERSON["last_name"] not in api.district().get(f"{path}&format=csv").text


def test_a_spreadsheet_reads_it_without_formulas(api: Api) -> None:
    before = _moment()
    api.curator().make("/participants", PERSON)
    person = api.curator().make("/participants", PERSON | {"last_name": "=Формулова"})

    answer = api.curator().get(f"/registers/participant/difference?from={before}&format=csv")

    assert answer.headers["content-type"] == "text/csv; header=present; charset=utf-8"
    assert answer.content.startswith(b"\xef\xbb\xbf")
    lines = answer.content.decode("utf-8-sig").split("\r\n")
    assert lines[0] == "Журнал;Строка;Что;Поле;Было;Стало;События"
    assert any(f"{person};добавлена;last_name;;'=Формулова;" in line for line in lines)


def test_the_header_accept_asks_for_it_and_the_address_wins(api: Api) -> None:
    before = _moment()
    api.curator().make("/participants", PERSON)
    path = f"/registers/participant/difference?from={before}"

    def media_type(address: str, accept: str) -> str:
        answer = api.curator().get(address, Accept=accept)
        assert "Accept" in answer.headers["vary"].split(", ")
        return str(answer.headers["content-type"].partition(";")[0])

    assert media_type(path, "text/csv") == "text/csv"
    assert media_type(path, "text/csv;q=0.5, application/json") == "application/json"
    assert media_type(path, "*/*") == "application/json"
    assert media_type(f"{path}&format=json", "text/csv") == "application/json"
    assert media_type(f"{path}&format=csv", "application/json") == "text/csv"
    asked = api.curator().get(path, Accept="text/csv")
    assert asked.content == api.curator().get(f"{path}&format=csv").content


def test_pages_follow_one_another(api: Api) -> None:
    before = _moment()
    made = {start_pair(api.curator(), mark)[0] for mark in "абв"}
    found = []
    path = f"{PAIRS}?from={before}&limit=2"
    while path:
        answer = api.curator().get(path)
        found += [one["key"]["pair"] for one in answer.json()["items"]]
        path = answer.headers.get("link", "").partition(">")[0].removeprefix("</api/v1")

    assert (len(found), set(found)) == (3, made)


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 400),
        ("?from=yesterday", 400),
        ("?from=2024-01-02&to=2024-01-01", 400),
        ("?from=2024-01-01&to=2999-01-01", 422),
        ("?from=2024-01-01&format=xlsx", 400),
    ],
)
def test_what_is_no_span_is_refused(shared_api: Api, query: str, status: int) -> None:
    assert shared_api.curator().get(PAIRS + query).status_code == status


def test_who_may_not_read_people_may_not_compare_them(shared_api: Api) -> None:
    since = "difference?from=2024-01-01"
    methodologist = shared_api.role("methodologist")

    assert methodologist.get(f"/registers/participant/{since}").status_code == 403
    assert methodologist.get(f"/registers/school/{since}").status_code == 200
