"""A seminar over HTTP: announced by the district, joined by two schools, held and certified."""

from __future__ import annotations

from typing import Any

import pytest

from tests.plugins.api import NAMES, SEMINAR, Api, Caller, consent
from tests.support.awards import follow_in

DAY = {"effective_on": "2024-09-20"}
LATE = {"reason": "журнал семинара"}
OF_PAST = SEMINAR | {"held_on": "2024-09-20", "capacity": 2}


def follow(api: Api) -> None:
    """Let the district take in what its schools recorded."""
    done = follow_in(api.application, api.here.district, api.here.schools)
    assert (done.refused, done.failed) == ([], [])


def mentor(curator: Caller, year: int, *, to_district: bool = False) -> str:
    """Register an adult of the base of mentors."""
    day = {"effective_on": "2024-09-02", "reason": "список"}
    person = curator.make("/participants", NAMES | {"birth_date": f"{year}-05-04"} | day)
    paper = consent("self", to_district=to_district)
    curator.post(f"/participants/{person}/consents", paper)
    curator.post(f"/participants/{person}/bases", {"role": "mentor"} | day, version=1)
    return person


def enrolment(seminar: str, person: str) -> dict[str, Any]:
    return {"seminar": seminar, "person": person, "effective_on": "2024-09-10", **LATE}


def participants(caller: Caller, query: str = "") -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = caller.get(f"/seminar-participants{query}").json()["items"]
    return items


@pytest.fixture
def seminar(api: Api) -> str:
    """A seminar of a day that has passed, still to be recorded as held."""
    return api.role("monitoring_head").make("/seminars", OF_PAST)


def test_a_seminar_goes_its_whole_way(api: Api, seminar: str) -> None:
    head = api.role("monitoring_head")
    people = {}
    for number in (0, 1):
        curator = api.curator(number)
        people[number] = mentor(curator, 1980 + number, to_district=number == 1)
        made = curator.post("/enrolments", enrolment(seminar, people[number]))
        assert made.status_code == 201, made.text
        read = curator.get(made.headers["location"].removeprefix("/api/v1"))
        assert (read.headers["etag"], read.json()["title"]) == ('"1"', SEMINAR["title"])
        follow(api)
    address = f"/seminars/{seminar}"
    assert head.get(address).headers["etag"] == '"3"'
    one, other = (str(school) for school in api.here.schools)
    steps: list[tuple[str, dict[str, Any]]] = [
        ("materials", {"title": "Памятка", "link": "https://example.ru/1"}),
        ("holding", {"hours": 5} | DAY),
        ("attendance", {"school": one, "attendees": [people[0]]}),
        ("attendance", {"school": other, "attendees": [people[1]]}),
        ("certificates", {"school": other, "person": people[1], "certificate_number": "2024-17"}),
    ]
    for version, (step, body) in enumerate(steps, 3):
        answer = head.post(f"{address}/{step}", body, version=version)
        assert (answer.status_code, answer.headers.get("etag")) == (200, f'"{version + 1}"'), step
    line = head.get(address).json()
    assert (line["status"], line["hours"], line["enrolled"], line["attended"]) == ("held", 5, 2, 2)
    assert [one["title"] for one in line["materials"]] == ["Памятка"]
    found = participants(head, f"?seminar={seminar}")
    assert [(one["status"], one["named"], one["certificate_number"]) for one in found] == [
        ("attended", False, None),
        ("attended", True, "2024-17"),
    ]
    for number in (0, 1):
        (own,) = participants(api.curator(number))
        assert (own["person"], own["last_name"]) == (people[number], NAMES["last_name"])
    history = api.curator(1).get(f"/participants/{people[1]}/history").json()["items"]
    assert [one["text"] for one in history[-4:]] == [
        "Записан на семинар «Первая встреча наставника». Основание: журнал семинара",
        "Район получил запись участника на семинар",
        "Участник присутствовал на семинаре",
        "Выдан сертификат участника семинара № 2024-17",
    ]


def test_who_withdraws_makes_room(api: Api, seminar: str) -> None:
    curator = api.curator()
    made = [
        curator.make("/enrolments", enrolment(seminar, mentor(curator, 1970 + number)))
        for number in range(3)
    ]
    follow(api)
    assert [one["waiting"] for one in participants(curator)] == [False, False, True]
    path = f"/enrolments/{made[0]}/withdrawal"
    day = {"effective_on": "2024-09-11", "reason": "болезнь"}
    assert curator.post(path, day).status_code == 428
    assert curator.post(path, day, version=1).status_code == 200
    follow(api)
    assert [(one["status"], one["waiting"]) for one in participants(curator)] == [
        ("withdrawn", False),
        ("enrolled", False),
        ("enrolled", False),
    ]
    again = curator.post(path, day, version=2)
    assert (again.status_code, again.json()["code"]) == (409, "enrolment_is_withdrawn")


def test_a_seminar_is_moved_or_called_off_by_those_who_hold_it(api: Api, seminar: str) -> None:
    address = f"/seminars/{seminar}"
    moved = {"held_on": "2024-10-01", "place": "Школа № 2"} | DAY
    assert api.curator().send("PUT", f"{address}/schedule", moved, version=1).status_code == 403
    district = api.district()
    assert district.send("PUT", f"{address}/schedule", moved, version=1).status_code == 200
    stale = district.post(f"{address}/cancellation", {"reason": "карантин"}, version=1)
    assert (stale.status_code, stale.json()["code"]) == (412, "stale")
    off = district.post(f"{address}/cancellation", {"reason": "карантин"}, version=2)
    assert off.status_code == 200
    read = api.curator().get(address).json()
    assert (read["status"], read["place"], read["cancelled_why"]) == (
        "cancelled",
        "Школа № 2",
        None,
    )
    assert district.get(address).json()["cancelled_why"] == "карантин"


def test_a_mistyped_announcement_is_corrected_and_struck(api: Api, seminar: str) -> None:
    head, address = api.role("monitoring_head"), f"/seminars/{seminar}"
    right = OF_PAST | {"capacity": 30, "corrects": 1, "reason": "опечатка"}
    corrected = head.send("PUT", f"{address}/announcement", right, version=1)
    assert corrected.status_code == 200, corrected.text
    read = head.get(address)
    assert (read.headers["etag"], read.json()["capacity"]) == ('"2"', 30)
    body = {"corrects": 2, "reason": "не состоится"}
    assert head.post(f"{address}/struck-facts", body, version=2).status_code == 200
    assert head.get(address).status_code == 404


def test_what_is_wrong_with_an_enrolment_is_named(api: Api, seminar: str) -> None:
    curator = api.curator()
    person = mentor(curator, 1980)
    curator.make("/enrolments", enrolment(seminar, person))
    twice = curator.post("/enrolments", enrolment(seminar, person))
    assert (twice.status_code, twice.json()["code"]) == (409, "already_enrolled")
    unknown = curator.post("/enrolments", enrolment(person, person))
    assert (unknown.status_code, unknown.json()["code"]) == (422, "seminar_unknown")
    for broken in ({"begins_at": "24:00"}, {"hours": 0}, {"held_on": "2024-13-01"}):
        refused = api.district().post("/seminars", OF_PAST | broken)
        assert refused.status_code == 400, broken
        assert refused.json()["errors"][0]["pointer"] == f"/{next(iter(broken))}"
    early = api.district().post("/seminars", OF_PAST | {"held_on": "2024-09-01"})
    assert (early.status_code, early.json()["code"]) == (422, "held_before_decision")
