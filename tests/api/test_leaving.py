"""A participant leaves a school and comes back, over HTTP."""

from __future__ import annotations

from uuid import uuid4

from tests.plugins.api import PERSON, Api, consent

DAY = {"effective_on": "2024-09-02", "reason": "бумаги прошлого года"}
LEAVE = {"effective_on": "2024-10-01", "reason": "переезд семьи"}


def test_a_departure_ends_the_pair_and_the_place_in_the_base(api: Api) -> None:
    curator = api.curator()
    person = curator.make("/participants", PERSON)
    mentor = curator.make("/participants", PERSON | {"birth_date": "1980-05-04"})
    for one in (person, mentor):
        assert curator.post(f"/participants/{one}/consents", consent()).status_code == 201
    curator.post(f"/participants/{person}/bases", {"role": "mentee", **DAY}, version=1)
    proposal = {"mentor": mentor, "mentees": [person], "form": "pupil_pupil", **DAY}
    pair = curator.make("/pairs", proposal)
    order = {"order_number": "1", "order_date": "2024-09-02", **DAY}
    assert curator.post(f"/pairs/{pair}/approval", order, version=1).status_code == 200
    assert curator.post(f"/pairs/{pair}/start", DAY, version=2).status_code == 200
    body = LEAVE | {"to_school": str(api.here.schools[1])}

    stale = curator.post(f"/participants/{person}/departure", body, version=1)
    key = uuid4()
    left = curator.post(f"/participants/{person}/departure", body, version=2, key=key)
    again = curator.post(f"/participants/{person}/departure", body, version=2, key=key)

    assert (stale.status_code, stale.json()["code"]) == (412, "stale")
    assert (left.status_code, left.json()["id"], left.headers["etag"]) == (200, person, '"4"')
    assert again.content == left.content
    record = curator.get(f"/participants/{person}")
    assert record.headers["etag"] == '"4"'
    assert record.json()["left_on"] == "2024-10-01"
    assert record.json()["to_school"] == str(api.here.schools[1])
    ended = curator.get(f"/pairs/{pair}").json()
    assert (ended["status"], ended["ended_on"]) == ("discontinued", "2024-10-01")
    (line,) = curator.get("/mentees").json()["items"]
    assert (line["status"], line["open_pairs"]) == ("left", 0)

    back = {"effective_on": "2024-10-02", "reason": "семья вернулась"}
    for version, code in ((4, 200), (5, 409)):
        answer = curator.post(f"/participants/{person}/return", back, version=version)
        assert answer.status_code == code
    assert curator.get(f"/participants/{person}").json()["left_on"] is None


def test_an_institution_of_another_district_is_not_found(api: Api) -> None:
    curator = api.curator()
    person = curator.make("/participants", PERSON)
    body = LEAVE | {"to_school": str(api.elsewhere.schools[0])}

    answer = curator.post(f"/participants/{person}/departure", body, version=1)

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert curator.get(f"/participants/{person}").headers["etag"] == '"1"'
