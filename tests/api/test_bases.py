"""The bases over HTTP: a pair from both sides, of a day, for the school and for the district."""

from __future__ import annotations

from typing import Any

from tests.plugins.api import PERSON, Api, Caller, consent

DAY = {"effective_on": "2024-09-03", "reason": "список"}
LINK = "https://school.example/case"


def _participant(caller: Caller, name: str, role: str, **agrees: Any) -> str:
    person = caller.make("/participants", PERSON | {"last_name": name})
    caller.post(f"/participants/{person}/consents", consent(**agrees), version=1)
    entered = caller.post(f"/participants/{person}/bases", {"role": role} | DAY, version=1)
    assert entered.status_code == 200, entered.text
    return person


def _pair(caller: Caller, mentor: str, mentee: str) -> str:
    body = {"mentor": mentor, "mentees": [mentee], "form": "pupil_pupil"} | DAY
    pair = caller.make("/pairs", body)
    end = {"effective_on": "2024-12-20", "reason": "список"}
    for version, (step, more) in enumerate(
        (
            ("approval", {"order_number": "7", "order_date": "2024-09-03"} | DAY),
            ("start", DAY),
            ("completion", {"result": "Призёр", "case_link": LINK} | end),
        ),
        1,
    ):
        answer = caller.post(f"/pairs/{pair}/{step}", more, version=version)
        assert answer.status_code == 200, answer.text
    return pair


def _line(caller: Caller, path: str, person: str) -> dict[str, Any]:
    answer = caller.get(f"{path}person={person}")
    assert answer.status_code == 200, answer.text
    (line,) = answer.json()["items"]
    found: dict[str, Any] = line
    return found


def test_a_pair_reads_from_both_bases(api: Api) -> None:
    for school in (0, 1):
        curator = api.curator(school)
        mentor = _participant(curator, "Наставников", "mentor", to_district=True)
        mentee = _participant(curator, "Ученикова", "mentee")
        pair = _pair(curator, mentor, mentee)
        only = f"school={api.here.schools[school]}"
        short_name = f"СОШ {school + 1}"

        (of_mentee,) = _line(curator, "/mentees?", mentee)["pairs"]
        (of_mentor,) = _line(curator, "/mentors?", mentor)["pairs"]
        (to_district,) = _line(api.district(), f"/mentors?{only}&", mentor)["pairs"]
        (that_day,) = _line(curator, "/mentees?on=2024-12-20&", mentee)["pairs"]

        assert of_mentee["partners"][0]["name"] == "Наставников Ульяна Евгеньевна"
        assert of_mentor["partners"][0]["place"]["school"] == short_name
        assert {one["pair"] for one in (of_mentee, of_mentor, that_day)} == {pair}
        assert (of_mentee["outcome"], of_mentee["completed"]) == ("completed", True)
        assert (of_mentee["last_day"], of_mentee["result"]) == ("2024-12-20", "Призёр")
        assert of_mentee["case_link"] == LINK
        assert (that_day["outcome"], that_day["last_day"]) == ("open", None)
        assert (to_district["state"], to_district["result"]) == ("hidden", None)
        assert [one["name"] for one in to_district["partners"]] == [None]


def test_a_base_of_a_day_holds_who_was_in_it(api: Api) -> None:
    curator = api.curator()
    person = _participant(curator, "Ученикова", "mentee")
    left = {"role": "mentee", "effective_on": "2024-10-10", "reason": "заявление"}
    assert (
        curator.post(f"/participants/{person}/base-departures", left, version=2).status_code == 200
    )

    seen = {
        day: [one["status"] for one in curator.get(f"/mentees?on={day}").json()["items"]]
        for day in ("2024-09-02", "2024-09-03", "2024-10-10", "2024-10-11")
    }

    assert seen == {
        "2024-09-02": [],
        "2024-09-03": ["entered"],
        "2024-10-10": ["entered"],
        "2024-10-11": [],
    }
    assert _line(curator, "/mentees?", person)["status"] == "left"
