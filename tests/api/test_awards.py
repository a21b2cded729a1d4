"""An award over HTTP: nominated by the school, taken over, conferred by the district."""

from __future__ import annotations

import pytest

from tests.plugins.api import PERSON, Api, Caller
from tests.support.award_requests import NOMINATION, follow, make_mentor, make_nomination
from tests.support.awards import GROUNDS


@pytest.fixture
def mentor(api: Api) -> str:
    """A mentor of the first school whose consent names the district, in the base."""
    mentor = api.curator().make("/participants", PERSON | {"birth_date": "1980-05-04"})
    make_mentor(api, mentor)
    return mentor


@pytest.fixture
def nomination(api: Api, mentor: str) -> str:
    """A nomination the district knows of."""
    return make_nomination(api, mentor)


def _decide(caller: Caller, award: str, tail: str, version: int, **more: object) -> int:
    _, _, school, nomination = award.split("/")
    body = {"school": school, "nomination": nomination} | more
    return caller.post(f"{award}/{tail}", body, version=version).status_code


def _award(api: Api, nomination: str) -> str:
    return f"/awards/{api.here.schools[0]}/{nomination}"


def test_a_nomination_becomes_an_award_and_is_read_by_both(
    api: Api, mentor: str, nomination: str
) -> None:
    district, award = api.district(), _award(api, nomination)
    assert district.get(award).json()["status"] == "received"

    assert _decide(district, award, "approval", 1) == 200
    order = {"order_number": "77-од", "order_date": "2024-09-20", "ceremony": "День учителя"}
    assert _decide(district, award, "conferral", 2, **order) == 200

    for caller in (district, api.curator()):
        (line,) = caller.get("/awards").json()["items"]
        assert (line["status"], line["version"], line["person"]) == ("conferred", 3, mentor)
        assert (line["last_name"], line["grounds"]) == ("Журавлёва", GROUNDS)
        assert (line["order_number"], line["ceremony"]) == ("77-од", "День учителя")
    assert api.curator(1).get("/awards").json()["items"] == []
    assert api.curator(1).get(award).status_code == 404
    topics = [
        line["topic"]
        for line in api.curator().get(f"/participants/{mentor}/history").json()["items"]
    ]
    assert topics[-4:] == [
        "nomination.made",
        "award.nomination_received",
        "award.approved",
        "award.conferred",
    ]


def test_decisions_need_the_version_and_follow_each_other(api: Api, nomination: str) -> None:
    district, award = api.district(), _award(api, nomination)
    body = {"school": str(api.here.schools[0]), "nomination": nomination}

    assert district.post(f"{award}/approval", body).status_code == 428
    assert _decide(district, award, "approval", 7) == 412
    refused = district.post(f"{award}/refusal", body, version=1)
    assert (refused.status_code, refused.json()["code"]) == (422, "award_reason_missing")
    assert _decide(district, award, "refusal", 1, reason="стаж мал") == 200
    again = district.post(f"{award}/approval", body, version=2)
    assert (again.status_code, again.json()["code"]) == (409, "award_is_declined")
    assert _decide(district, award, "struck-facts", 2, corrects=2, reason="ошибка") == 200
    assert _decide(district, award, "approval", 3) == 200
    assert _decide(district, award, "revocation", 4, reason="ошибка") == 200


def test_the_address_and_the_command_speak_of_the_same_award(api: Api, nomination: str) -> None:
    body = {"school": str(api.here.schools[1]), "nomination": nomination}

    answer = api.district().post(f"{_award(api, nomination)}/approval", body, version=1)

    assert (answer.status_code, answer.json()["code"]) == (422, "path_contradicted")
    assert api.district().get(_award(api, nomination)).json()["version"] == 1


def test_a_withdrawal_and_a_correction_reach_the_district(
    api: Api, mentor: str, nomination: str
) -> None:
    curator, award = api.curator(), _award(api, nomination)
    corrected = NOMINATION | {"person": mentor, "year": 2023, "corrects": 1}
    path = f"/nominations/{nomination}"
    answer = curator.send("PUT", f"{path}/proposal", corrected, version=1)
    assert answer.status_code == 200, answer.text
    follow(api)
    assert api.district().get(award).json()["year"] == 2023
    assert curator.post(f"{path}/withdrawal", {}, version=2).status_code == 200
    assert curator.get(path).json()["status"] == "withdrawn"
    assert api.district().get(award).json()["status"] == "received"
    follow(api)

    read = api.district().get(award)

    assert (read.json()["status"], read.headers["etag"]) == ("withdrawn", '"3"')
    body = {"school": str(api.here.schools[0]), "nomination": nomination}
    refused = api.district().post(f"{award}/approval", body, version=3)
    assert (refused.status_code, refused.json()["code"]) == (409, "award_is_withdrawn")


def test_a_copy_of_an_award_is_never_said_to_be_good_still(api: Api, nomination: str) -> None:
    # The name in it comes from the school's records, which the award's version knows nothing of.
    answer = api.curator().get(_award(api, nomination), if_none_match='"1"')

    assert answer.status_code == 200
    kept = api.curator().get("/award-kinds/best_mentor", if_none_match='"1"')
    assert kept.status_code == 304


def test_an_award_of_the_catalogue_is_changed_by_its_version(api: Api, mentor: str) -> None:
    district = api.district()
    body = {"code": "best_mentor", "title": "Наставник года", "active": False}

    assert district.send("PUT", "/award-kinds/best_mentor", body, version=1).status_code == 200

    assert district.get("/award-kinds/best_mentor").json()["title"] == "Наставник года"
    refused = api.curator().post("/nominations", NOMINATION | {"person": mentor})
    assert (refused.status_code, refused.json()["code"]) == (422, "award_kind_not_active")
