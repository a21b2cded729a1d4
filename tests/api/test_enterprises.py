"""Enterprises over HTTP: from the base of the district to the pair that names one."""

from __future__ import annotations

from typing import Any

import pytest

from tests.plugins.api import PERSON, Api

INN, TRADERS_INN = "7707083893", "500100732259"
DAY = {"effective_on": "2024-09-10", "reason": "соглашение"}


def _enterprise(inn: str = INN, **more: Any) -> dict[str, Any]:
    return {"inn": inn, "name": "Примеров", "contact": "8 800", **more}


def test_an_enterprise_is_registered_changed_and_leaves(api: Api) -> None:
    district = api.district()
    made = district.post("/enterprises", _enterprise(operates_from="2024-09-01"))
    assert made.status_code == 201, made.text
    assert made.headers["location"] == f"/api/v1/enterprises/{INN}"
    assert made.headers["etag"] == '"2"'
    named = {"enterprise": INN}
    steps: list[tuple[str, str, dict[str, Any]]] = [
        ("POST", "stops", named | DAY),
        ("POST", "operations", named | DAY | {"effective_on": "2024-10-01"}),
        ("POST", "agreements", named | {"agreement_number": "1", "agreed_on": "2024-09-01"}),
        ("PUT", "profile", named | {"name": "АО «Пример»"}),
        ("POST", "departure", named | DAY),
        ("POST", "struck-facts", named | {"corrects": 7, "reason": "ошибка"}),
    ]
    for version, (method, tail, body) in enumerate(steps, 2):
        path = f"/enterprises/{INN}/{tail}"
        assert district.send(method, path, body).status_code == 428  # type: ignore[arg-type]
        answer = district.send(method, path, body, version=version)  # type: ignore[arg-type]
        assert answer.status_code == 200, (tail, answer.text)
    line = district.get(f"/enterprises/{INN}").json()
    assert (line["name"], line["version"], line["left_on"]) == ("АО «Пример»", 8, None)
    assert (line["operates_from"], line["operates"]) == ("2024-09-01", True)


@pytest.mark.parametrize(
    ("inn", "status", "code"),
    [
        ("7707083894", 422, "wrong_inn"),
        ("77070838", 400, "schema_violated"),
        (INN, 409, "enterprise_already_registered"),
    ],
)
def test_a_wrong_or_known_inn_is_refused_at_its_place(
    api: Api, inn: str, status: int, code: str
) -> None:
    district = api.district()
    district.make("/enterprises", _enterprise())
    refused = district.post("/enterprises", _enterprise(inn))
    assert (refused.status_code, refused.json()["code"]) == (status, code)
    assert refused.json()["errors"][0]["pointer"] == "/inn"
    assert inn not in refused.text


def test_the_address_and_the_body_name_one_enterprise(api: Api) -> None:
    api.district().make("/enterprises", _enterprise())
    body = {"enterprise": "7736207543"}
    refused = api.district().post(f"/enterprises/{INN}/operations", body, version=1)
    assert (refused.status_code, refused.json()["code"]) == (422, "path_contradicted")


def test_a_sole_trader_has_no_inn_in_any_address_and_is_shown_to_the_curator_only(
    api: Api,
) -> None:
    made = api.district().post("/enterprises", _enterprise(TRADERS_INN))
    code = made.json()["id"]
    assert TRADERS_INN not in made.text + str(made.headers)
    path = f"/enterprises/{code}"
    shown = api.district().get(path).json()
    assert (shown["inn"], shown["name"], shown["contact"]) == (TRADERS_INN, "Примеров", "8 800")
    for caller in (api.curator(), api.role("administrator"), api.role("district_head")):
        for hidden in (caller.get(path).json(), *caller.get("/enterprises").json()["items"]):
            assert hidden["sole_trader"] is True
            assert (hidden["inn"], hidden["name"], hidden["contact"]) == (None, None, None)
    assert api.stranger("district_curator").get(path).status_code == 404
    again = api.district().post("/enterprises", _enterprise(TRADERS_INN))
    assert (again.status_code, again.json()["code"]) == (409, "enterprise_already_registered")


def test_a_line_with_numbers_of_others_is_sent_again_though_its_version_is_the_same(
    api: Api,
) -> None:
    api.district().make("/enterprises", _enterprise())
    read = api.district().get(f"/enterprises/{INN}", if_none_match='"1"')
    assert (read.status_code, read.json()["open_pairs"]) == (200, 0)


def test_a_school_says_who_gives_a_pair_its_mentor(api: Api) -> None:
    curator = api.curator()
    trader = api.district().make("/enterprises", _enterprise(TRADERS_INN))
    person = curator.make("/participants", PERSON)
    mentor = curator.make("/participants", PERSON | {"birth_date": "1980-05-04"})
    pair = {"mentor": mentor, "mentees": [person], "form": "employer_pupil", **DAY}
    refused = curator.post("/pairs", pair | {"enterprise": "7707083894"})
    assert (refused.status_code, refused.json()["code"]) == (422, "wrong_inn")
    assert refused.json()["errors"][0]["pointer"] == "/enterprise"
    made = curator.make("/pairs", pair | {"enterprise": INN})
    path = f"/pairs/{made}/enterprise"
    body = {"enterprise": trader, **DAY}
    assert curator.send("PUT", path, body).status_code == 428
    assert curator.send("PUT", path, body, version=1).status_code == 200
    assert curator.get(f"/pairs/{made}").json()["enterprise"] == trader
    history = curator.get(f"/participants/{mentor}/history").json()["items"]
    proposed, changed = (line["text"].partition(". ")[0] for line in history[-2:])
    assert proposed.endswith(f"наставляемых: 1, предприятие, ИНН {INN}")
    assert changed == "Наставника предоставляет индивидуальный предприниматель"


def test_the_inn_of_a_school_stands_in_its_line(api: Api) -> None:
    school = api.here.schools[0]
    recorded = api.district().post(f"/schools/{school}/inn", {"inn": INN}, version=1)
    assert recorded.status_code == 200, recorded.text
    assert api.curator().get(f"/schools/{school}").json()["inn"] == INN
    assert api.curator().post(f"/schools/{school}/inn", {"inn": INN}, version=2).status_code == 403
