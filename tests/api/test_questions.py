"""From a school's commands over HTTP to a figure, and from the figure's people to their events."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import get_args
from urllib.parse import quote

from domain.rules import Indicator
from tests.plugins.api import PERSON, Api, Caller, consent

WHY = {"reason": "перенесено из журнала"}
START = "2024-09-10"


def _participant(curator: Caller, born: str, last_name: str) -> str:
    person = curator.make("/participants", PERSON | {"birth_date": born, "last_name": last_name})
    given = consent("both", effective_on="2024-09-02", **WHY)
    assert curator.post(f"/participants/{person}/consents", given).status_code == 201
    return person


def start_pair(curator: Caller, mark: str = "") -> tuple[str, str, str]:
    """Take a pair from its proposal to its start; return the pair, the mentor, the mentee.

    Those of another ``mark`` are other people.
    """
    mentor = _participant(curator, "2008-04-01", f"Наставникова{mark}")
    mentee = _participant(curator, "2011-05-04", f"Ученикова{mark}")
    day = {"effective_on": START} | WHY
    proposal = {"mentor": mentor, "mentees": [mentee], "form": "pupil_pupil"} | day
    pair = curator.make("/pairs", proposal)
    order = {"order_number": "12", "order_date": START} | day
    assert curator.post(f"/pairs/{pair}/approval", order, version=1).status_code == 200
    assert curator.post(f"/pairs/{pair}/start", day, version=2).status_code == 200
    return pair, mentor, mentee


def _numerators(caller: Caller, query: str) -> dict[str, int]:
    items = caller.get(f"/figures?{query}").json()["items"]
    return {item["indicator"]: item["numerator"] for item in items}


def test_a_started_pair_counts_in_its_school_and_in_the_district(api: Api) -> None:
    before = datetime.now(UTC) - timedelta(microseconds=1)
    start_pair(api.curator())

    indicators = dict.fromkeys(get_args(Indicator), 0)
    of_school = {one: 0 for one in indicators if one != "enterprises_mentoring"}
    counted = {"children_mentored": 1, "teen_mentors": 1}
    assert _numerators(api.curator(), "year=2024") == of_school | counted
    assert _numerators(api.curator(1), "year=2024") == of_school
    assert _numerators(api.district(), "year=2024") == indicators | counted
    assert _numerators(api.district(), "year=2023") == indicators
    past = quote(before.isoformat())
    assert _numerators(api.district(), f"year=2024&as_of={past}") == indicators


def test_figures_of_several_years_say_what_is_missing(api: Api) -> None:
    answer = api.district().get("/figures?year=2020&until_year=2024").json()["items"]

    assert [item["year"] for item in answer] == [2020, 2021, 2022, 2023, 2024] * 6
    assert {item["state"] for item in answer} == {"no_data"}
    assert {item["in_words"] for item in answer} == {"нет данных"}
    assert {item["value"] for item in answer} == {None}


def test_who_took_part_divides_the_satisfied(api: Api) -> None:
    start_pair(api.curator())
    answer = api.curator().get("/figures?year=2024").json()["items"]
    satisfaction = answer[-2]

    assert satisfaction["indicator"] == "mentee_satisfaction"
    assert (satisfaction["scope"], satisfaction["denominator"]) == ("school", 1)
    assert (satisfaction["value"], satisfaction["respondents"]) == ("0.0", 0)
    assert satisfaction["in_words"] == "не достигнуто"
    assert (satisfaction["anonymous"], satisfaction["paper_respondents"]) == (0, 0)
    assert answer[0]["respondents"] is None


def test_history_tells_a_school_everything_and_the_district_no_names(api: Api) -> None:
    _, mentor, mentee = start_pair(api.curator())

    own = api.curator().get(f"/participants/{mentee}/history").json()["items"]
    topics = [
        "participant.registered",
        "consent.given",
        "pair.proposed",
        "pair.approved",
        "pair.started",
    ]
    assert [line["topic"] for line in own] == topics
    assert "Ученикова" in own[0]["text"]
    assert own[-1]["effective_on"] == START

    seen = api.district().get(f"/participants/{mentee}/history").json()["items"]
    assert [line["topic"] for line in seen] == topics
    assert not [line for line in seen if "Ученикова" in line["text"]]
    assert api.curator(1).get(f"/participants/{mentor}/history").status_code == 404


def test_history_comes_in_pages_too(api: Api) -> None:
    _, _, mentee = start_pair(api.curator())
    whole = api.curator().get(f"/participants/{mentee}/history").json()["items"]

    seen = []
    path = f"/participants/{mentee}/history?limit=2"
    while path:
        answer = api.curator().get(path)
        seen += answer.json()["items"]
        path = answer.headers.get("link", "").partition(">")[0].removeprefix("</api/v1")

    assert seen == whole


def test_history_before_the_first_record_is_not_yet_existing(api: Api) -> None:
    before = quote((datetime.now(UTC) - timedelta(microseconds=1)).isoformat())
    person = _participant(api.curator(), "2011-05-04", "Ученикова")

    refused = api.curator().get(f"/participants/{person}/history?as_of={before}")

    assert refused.status_code == 404
    assert refused.json()["code"] == "not_yet_existing"
