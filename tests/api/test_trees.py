"""Figures of a day and of a tree over HTTP."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import quote

from tests.api.test_questions import WHY, start_pair
from tests.plugins.api import Api, Caller

EXPLAINED = "/figures/children_mentored/2024/explanation"


def _numerator(caller: Caller, query: str) -> int:
    answer = caller.get(f"/figures?year=2024&{query}")
    assert answer.status_code == 200, answer.text
    number: int = answer.json()["items"][0]["numerator"]
    return number


def test_the_merged_count_under_their_successor_in_the_tree_of_now(api: Api) -> None:
    one, other = api.here.schools
    start_pair(api.curator())
    start_pair(api.curator(1), "а")
    district = api.district()
    merge = {"successor": str(other), "effective_on": "2024-12-31"} | WHY
    assert district.post(f"/schools/{one}/mergers", merge, version=1).status_code == 200

    assert _numerator(district, f"school={other}") == 1
    assert _numerator(district, f"school={other}&tree=now") == 2
    assert _numerator(district, "tree=now") == _numerator(district, "tree=then") == 2
    items = district.get(f"{EXPLAINED}?tree=now&outcome=counted").json()["items"]
    assert {item["school"] for item in items} == {str(other)}
    assert district.get(f"/figures?year=2024&school={one}&tree=now").status_code == 404


def test_a_school_does_not_ask_for_the_tree_of_now(shared_api: Api) -> None:
    for path in ("/figures?year=2024&tree=now", f"{EXPLAINED}?tree=now"):
        refused = shared_api.curator().get(path)
        assert (refused.status_code, refused.json()["code"]) == (422, "tree_out_of_reach")
    assert shared_api.curator().get("/figures?year=2024&tree=then").status_code == 200


def test_figures_count_up_to_the_day_asked_of(api: Api) -> None:
    start_pair(api.curator())
    start_pair(api.curator(1), "а")

    assert [_numerator(api.district(), f"on=2024-09-{day}") for day in ("09", "10")] == [0, 2]
    assert _numerator(api.curator(), "on=2024-09-10") == 1
    explained = api.district().get(f"{EXPLAINED}?on=2024-09-09").json()
    assert explained["figure"]["as_of_day"] == "2024-09-09"


def test_a_school_that_was_not_there_yet_has_no_figure(api: Api) -> None:
    before = quote(datetime(2021, 1, 1, tzinfo=UTC).isoformat())
    school = api.here.schools[0]
    for query in (f"as_of={before}", "on=2020-01-14"):
        for path in ("/figures?year=2024", f"{EXPLAINED}?limit=1"):
            answer = api.district().get(f"{path}&school={school}&{query}")
            assert (answer.status_code, answer.json()["code"]) == (404, "not_yet_existing")
    assert _numerator(api.district(), f"school={school}&on=2020-01-15") == 0


def test_a_renamed_school_is_read_under_its_name_of_the_day(api: Api) -> None:
    school = api.here.schools[0]
    name = {"name": "Лицей", "short_name": "Лицей", "effective_on": "2024-09-01"} | WHY
    assert api.district().post(f"/schools/{school}/names", name, version=1).status_code == 200

    names = [
        api.curator().get(f"/schools/{school}?on={day}").json()["name"]
        for day in ("2024-08-31", "2024-09-01")
    ]
    assert names == ["Школа № 1", "Лицей"]
