"""Jobs, experience and a mentor's papers over HTTP, up to a pair that needs them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.plugins.api import PERSON, Api, consent

DAY = {"effective_on": "2024-09-02", "reason": "бумаги прошлого года"}
MADE: dict[str, dict[str, Any]] = {
    "employment": {"kind": "enterprise", "enterprise": "7707083893", "position": "инженер"},
    "experience": {"experience_from": "2020-09-01"},
    "clearances": {"document": "справка № 7", "valid_until": "2099-12-31"},
    "labour-agreements": {"document": "соглашение № 3"},
    "supervision": {"finding": "встречи по плану"},
}


@pytest.fixture
def person(api: Api) -> str:
    """An adult of another organisation."""
    adult = PERSON | {"birth_date": "1980-05-04", "outside": True}
    return api.curator().make("/participants", adult)


@pytest.mark.parametrize("tail", MADE)
def test_what_was_recorded_is_read_at_its_location(api: Api, person: str, tail: str) -> None:
    curator = api.curator()

    made = curator.post(f"/participants/{person}/{tail}", MADE[tail] | DAY)

    assert made.status_code == 201, made.text
    assert made.headers["location"] == f"/api/v1/participants/{person}/{tail}"
    read = curator.get(f"/participants/{person}/{tail}")
    assert read.headers["etag"] == made.headers["etag"] == '"1"'
    line = read.json() if tail == "experience" else read.json()["items"][0]
    given = {name: value for name, value in MADE[tail].items() if name in line}
    assert given == MADE[tail]
    assert curator.get(f"/{tail}?person={person}").json()["items"][0] == line


@pytest.mark.parametrize(
    ("tail", "ends", "body"),
    [
        ("employment", "employment-ends", {}),
        ("clearances", "clearance-revocations", {}),
        ("labour-agreements", "labour-agreement-ends", {"ended_by": "employer"}),
    ],
)
def test_what_goes_on_is_ended_by_its_number_and_the_records_version(
    api: Api, person: str, tail: str, ends: str, body: dict[str, Any]
) -> None:
    curator = api.curator()
    for _ in range(2):
        curator.make(f"/participants/{person}/{tail}", MADE[tail] | DAY)
    path, end = f"/participants/{person}/{ends}", {"number": 2, **body, **DAY}

    without, stale = curator.post(path, end), curator.post(path, end, version=1)
    ended = curator.post(path, end, version=2)
    again = curator.post(path, end, version=3)

    assert (without.status_code, stale.status_code) == (428, 412)
    assert (ended.status_code, ended.headers["etag"]) == (200, '"3"')
    assert (again.status_code, again.json()["errors"][0]["pointer"]) == (409, "/number")
    items = curator.get(f"/participants/{person}/{tail}").json()["items"]
    assert [line["in_force"] for line in items] == [True, False]


@pytest.mark.parametrize("tail", MADE)
def test_what_was_never_recorded_is_not_found(api: Api, person: str, tail: str) -> None:
    answer = api.curator().get(f"/participants/{person}/{tail}")

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_a_struck_record_leaves_the_version_a_change_has_to_name(api: Api, person: str) -> None:
    curator, path = api.curator(), f"/participants/{person}/supervision"
    for _ in range(2):
        curator.make(path, MADE["supervision"] | DAY)
    strike = {"corrects": 2, "reason": "чужая запись"}

    struck = curator.post(f"/participants/{person}/struck-supervision-facts", strike, version=2)

    assert struck.status_code == 200, struck.text
    read = curator.get(path)
    assert read.headers["etag"] == struck.headers["etag"] == '"3"'
    assert [line["number"] for line in read.json()["items"]] == [1]


def test_a_mistyped_inn_is_pointed_at_in_both_languages(api: Api, person: str) -> None:
    body = MADE["employment"] | DAY | {"enterprise": "7707083894"}

    for language, words in (("ru", "В ИНН ошибка"), ("en", "The INN is wrong")):
        answer = api.curator().post(
            f"/participants/{person}/employment", body, Accept_Language=language
        )

        assert (answer.status_code, answer.json()["code"]) == (422, "wrong_inn")
        assert answer.json()["errors"][0]["pointer"] == "/enterprise"
        assert answer.json()["errors"][0]["detail"].startswith(words)


def test_a_pair_whose_form_asks_for_a_clearance_waits_for_it(api: Api, person: str) -> None:
    curator = api.curator()
    pupil = curator.make("/participants", PERSON)
    curator.post(f"/participants/{pupil}/consents", consent())
    curator.post(f"/participants/{person}/consents", consent("self"))
    pair = {"mentor": person, "mentees": [pupil], "form": "student_pupil"}
    made = curator.make("/pairs", pair | DAY)
    order = {"order_number": "12-од", "order_date": "2024-09-02"}
    curator.post(f"/pairs/{made}/approval", order | DAY, version=1)

    early = curator.post(f"/pairs/{made}/start", DAY, version=2)
    curator.make(f"/participants/{person}/clearances", MADE["clearances"] | DAY)
    started = curator.post(f"/pairs/{made}/start", DAY, version=2)

    assert (early.status_code, early.json()["code"]) == (422, "clearance_not_in_force")
    assert early.json()["errors"][0]["pointer"] == "/mentor"
    assert started.status_code == 200, started.text


def test_a_guest_starts_no_pair_of_one_institution(api: Api, person: str) -> None:
    curator = api.curator()
    pupil = curator.make("/participants", PERSON)
    curator.post(f"/participants/{pupil}/consents", consent())
    curator.post(f"/participants/{person}/consents", consent("self"))
    pair = {"mentor": person, "mentees": [pupil], "form": "pupil_pupil"}
    made = curator.make("/pairs", pair | DAY)
    order = {"order_number": "12-од", "order_date": "2024-09-02"}
    curator.post(f"/pairs/{made}/approval", order | DAY, version=1)

    refused = curator.post(f"/pairs/{made}/start", DAY, version=2)

    assert (refused.status_code, refused.json()["code"]) == (422, "not_of_this_institution")
    assert curator.get(f"/participants/{person}").json()["outside"] is True


def test_a_young_teacher_is_listed_with_name_and_experience(api: Api, person: str) -> None:
    curator = api.curator()
    job = {"kind": "school", "position_group": "teacher", "position": "учитель физики"}
    curator.make(f"/participants/{person}/employment", job | DAY)
    curator.make(f"/participants/{person}/experience", MADE["experience"] | DAY)

    listed = curator.get("/young-teachers?on=2023-08-31").json()["items"]
    young = curator.get(f"/young-teachers?on=2024-09-02&person={person}").json()["items"]

    assert listed == young == []
    curator.make(f"/participants/{person}/experience", {"experience_from": "2023-09-01"} | DAY)
    (line,) = curator.get("/young-teachers?on=2024-09-02").json()["items"]
    assert (line["last_name"], line["completed_years"]) == (PERSON["last_name"], 1)
    assert line["position"] == "учитель физики"


def test_the_history_tells_it_in_words(api: Api, person: str) -> None:
    curator = api.curator()
    for tail, body in MADE.items():
        curator.make(f"/participants/{person}/{tail}", body | {"effective_on": "2024-09-02"} | DAY)

    lines = curator.get(f"/participants/{person}/history").json()["items"]

    texts = [line["text"].partition(". Основание")[0] for line in lines]
    assert texts[0].endswith("из другой организации")
    assert texts[1:] == [
        "Место работы № 1: предприятие, ИНН 7707083893, инженер",
        "Педагогический стаж с 01.09.2020",
        "Записан допуск № 1 к работе с детьми, справка № 7, по 31.12.2099",
        "Записано согласие работника № 1 на наставничество, соглашение № 3, без срока",
        "Проверена работа наставника, встречи по плану",
    ]
