"""Questions over HTTP: pages, filters, time travel, versions, names that are not shown."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from urllib.parse import quote

import pytest

from service.limits import PAGE_LINES_MAX
from tests.plugins.api import PERSON, Api, consent


def _mentee(api: Api, number: int, *, school: int = 0) -> str:
    curator = api.curator(school)
    body = PERSON | {"last_name": f"Журавлёва{number:03}", "birth_date": "2011-05-04"}
    person = curator.make("/participants", body)
    entered = {"role": "mentee", "effective_on": "2024-09-03", "reason": "список"}
    assert curator.post(f"/participants/{person}/bases", entered, version=1).status_code == 200
    return person


def test_pages_walk_everything_exactly_once(api: Api) -> None:
    people = [_mentee(api, number, school=number % 2) for number in range(7)]
    for caller, expected in (
        (api.curator(), people[::2]),
        (api.curator(1), people[1::2]),
        (api.district(), people),
    ):
        seen: list[str] = []
        path = "/mentees?limit=2"
        while path:
            answer = caller.get(path)
            seen += [line["person"] for line in answer.json()["items"]]
            cursor = answer.json()["next_cursor"]
            link = answer.headers.get("link", "")
            assert ('rel="next"' in link) == (cursor is not None)
            path = link.partition(">")[0].removeprefix("</api/v1")
        assert sorted(seen) == sorted(expected)


def test_a_limit_is_from_1_to_200(shared_api: Api) -> None:
    for limit, status in ((0, 400), (1, 200), (PAGE_LINES_MAX, 200), (PAGE_LINES_MAX + 1, 400)):
        assert shared_api.curator().get(f"/mentees?limit={limit}").status_code == status


@pytest.mark.parametrize(
    "cursor", ["", "x", "%00", "ё", "AAAA", "W10", "e30=", "A" * 1999, "A" * 2001, "a b"]
)
def test_a_cursor_that_was_not_given_out_is_refused(shared_api: Api, cursor: str) -> None:
    refused = shared_api.curator().get(f"/mentees?cursor={quote(cursor, safe='%')}")
    assert refused.status_code == 400


def test_filters_are_those_of_the_list(api: Api) -> None:
    person, other = _mentee(api, 1), _mentee(api, 2)
    curator = api.curator()
    selected = {"role": "mentee", "status": "selected", "effective_on": "2024-09-05"}
    curator.post(f"/participants/{person}/base-status", selected | {"reason": "отбор"}, version=2)
    for query, expected in (
        ("status=selected", [person]),
        ("status=entered", [other]),
        (f"person={other}", [other]),
        ("on=2024-09-02", []),
        ("on=2024-09-03&status=entered", [person, other]),
        ("on=2024-09-05&status=entered", [other]),
    ):
        items = curator.get(f"/mentees?{query}").json()["items"]
        assert [line["person"] for line in items] == expected, query


@pytest.mark.parametrize(
    ("query", "parameter", "code"),
    [
        ("status=unheard-of", "status", "not_a_choice"),
        ("person=1", "person", "not_a_uuid"),
        ("limit=many", "limit", "wrong_type"),
        ("limit=999", "limit", "too_large"),
        ("on=2024-02-31", "on", "not_a_date"),
        ("as_of=yesterday", "as_of", "not_an_instant"),
        ("as_of=2024-02-31", "as_of", "not_an_instant"),
        ("as_of=2024-01-01T00:00:00", "as_of", "not_an_instant"),
        ("as_of=0001-01-01T00:00:00%2B14:00", "as_of", "not_an_instant"),
        ("as_of=9999-12-31", "as_of", "not_an_instant"),
        ("stauts=entered", "stauts", "unknown"),
        ("status=entered&status=left", "status", "given_twice"),
        ("person=%00", "person", "wrong_format"),
    ],
)
def test_a_wrong_parameter_is_named(shared_api: Api, query: str, parameter: str, code: str) -> None:
    refused = shared_api.curator().get(f"/mentees?{query}")
    assert refused.status_code == 400
    problem = refused.json()
    assert problem["code"] == "bad_parameters"
    assert [(e["parameter"], e["code"]) for e in problem["errors"]] == [(parameter, code)]


def test_as_of_a_moment_lists_show_what_was_known(api: Api) -> None:
    first = _mentee(api, 1)
    moment = _recorded(api, first)
    second = _mentee(api, 2)
    for spelling in (moment, moment.replace("Z", "+00:00"), quote(moment)):
        past = api.curator().get(f"/mentees?as_of={spelling}")
        assert [line["person"] for line in past.json()["items"]] == [first]
        assert past.headers["content-location"] == f"/api/v1/mentees?as_of={quote(moment)}"
        assert past.headers["memento-datetime"] == _http_date(moment)
        assert 'rel="original timegate"' in past.headers["link"]
    now = api.curator().get("/mentees")
    assert [line["person"] for line in now.json()["items"]] == [first, second]
    assert "memento-datetime" not in now.headers
    assert "Accept-Datetime" in now.headers["vary"]


def _recorded(api: Api, person: str) -> str:
    residence = {"lives_in_district": True}
    answer = api.curator().post(f"/participants/{person}/residence", residence, version=2)
    recorded_at: str = answer.json()["recorded_at"]
    return recorded_at


def _http_date(instant: str) -> str:
    return format_datetime(datetime.fromisoformat(instant).astimezone(UTC), usegmt=True)


def test_pages_of_the_past_stay_in_the_past(api: Api) -> None:
    people = [_mentee(api, number) for number in range(3)]
    moment = _recorded(api, people[0])
    _mentee(api, 9)
    page = api.curator().get(f"/mentees?limit=2&as_of={moment}")
    following = page.headers["link"].rpartition("<")[2].partition(">")[0]
    rest = api.curator().get(following.removeprefix("/api/v1"))
    walked = page.json()["items"] + rest.json()["items"]
    assert [line["person"] for line in walked] == people
    assert rest.json()["next_cursor"] is None


def test_accept_datetime_asks_the_same(api: Api) -> None:
    person = _mentee(api, 1)
    earlier = datetime.now(UTC) - timedelta(days=1)
    header = format_datetime(earlier, usegmt=True)
    past = api.curator().get("/mentees", Accept_Datetime=header)
    assert past.json()["items"] == []
    assert past.headers["memento-datetime"] == header
    assert "as_of=" in past.headers["content-location"]
    single = api.curator().get(f"/participants/{person}", Accept_Datetime=header)
    assert (single.status_code, single.json()["code"]) == (404, "not_yet_existing")


@pytest.mark.parametrize(
    "header", ["yesterday", "", "2024-09-02T08:00:00Z", "Mon, 31 Feb 2024 08:00:00 GMT", "Mon, 02"]
)
def test_a_header_that_is_no_http_date_is_refused(shared_api: Api, header: str) -> None:
    refused = shared_api.curator().get("/mentees", Accept_Datetime=header)
    assert (refused.status_code, refused.json()["code"]) == (400, "bad_accept_datetime")


def test_a_date_means_the_end_of_that_day_in_the_district(shared_api: Api) -> None:
    past = shared_api.curator().get("/mentees?as_of=2024-09-02")
    assert past.headers["content-location"].endswith("as_of=2024-09-02T20%3A59%3A59.999999Z")


def test_the_future_is_refused(shared_api: Api) -> None:
    tomorrow = datetime.now(UTC) + timedelta(days=2)
    for path in ("/mentees", "/district", "/forms"):
        for query, header in ((f"?as_of={tomorrow.date()}", ""), ("", _http_date(str(tomorrow)))):
            headers = {"Accept_Datetime": header} if header else {}
            refused = shared_api.curator().get(path + query, **headers)
            assert refused.status_code == 422
            assert refused.json()["code"] == "as_of_in_the_future"


def test_an_unchanged_record_is_not_sent_again(api: Api) -> None:
    school = api.here.schools[0]
    path = f"/schools/{school}"
    name = {"name": "Лицей № 1", "short_name": "Лицей 1"}
    assert api.district().post(f"{path}/names", name, version=1).status_code == 200
    for tag in ('"2"', 'W/"2"', '"1", "2"', "*"):
        answer = api.curator().get(path, If_None_Match=tag)
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer.headers["etag"] == '"2"'
    assert api.curator().get(path, If_None_Match='"1"').status_code == 200
    # A version about a person reads otherwise once a consent ends or is withdrawn.
    person = _mentee(api, 1)
    for caller in (api.curator(), api.district()):
        answer = caller.get(f"/participants/{person}", If_None_Match='"2"')
        assert (answer.status_code, answer.headers["etag"]) == (200, '"2"')


def test_the_district_reads_names_only_where_the_consent_names_it(api: Api) -> None:
    hidden, shown = _mentee(api, 1), _mentee(api, 2)
    api.curator().post(f"/participants/{shown}/consents", consent(to_district=True))
    api.curator().post(f"/participants/{hidden}/consents", consent(to_district=False))
    for person, named in ((hidden, False), (shown, True)):
        school = api.curator().get(f"/participants/{person}").json()
        district = api.district().get(f"/participants/{person}").json()
        assert (school["named"], district["named"]) == (True, named)
        assert school["last_name"] is not None
        assert (district["last_name"] is not None) == named
        assert (district["birth_date"] is not None) == named
        assert district["birth_year"] == 2011


def test_a_person_of_two_schools_is_asked_for_by_school(api: Api) -> None:
    first, second = (_mentee(api, 1, school=number) for number in (0, 1))
    assert first == second
    path = f"/participants/{first}"
    ambiguous = api.district().get(path)
    assert (ambiguous.status_code, ambiguous.json()["code"]) == (422, "school_needed")
    for school in api.here.schools:
        assert api.district().get(f"{path}?school={school}").json()["school"] == str(school)
    assert api.curator().get(path).json()["school"] == str(api.here.schools[0])


def test_residence_is_told_in_days(api: Api) -> None:
    person = _mentee(api, 1)
    for version, (lives, day) in enumerate(((True, "2024-09-01"), (False, "2024-10-01")), 2):
        body = {"lives_in_district": lives, "effective_on": day, "reason": "справка"}
        api.curator().post(f"/participants/{person}/residence", body, version=version)
    assert api.curator().get(f"/participants/{person}").json()["residence"] == [
        {"lives_in_district": True, "first_day": "2024-09-01", "last_day": "2024-09-30"},
        {"lives_in_district": False, "first_day": "2024-10-01", "last_day": None},
    ]


def test_the_catalogue_is_read_by_schools_too(shared_api: Api) -> None:
    curator = shared_api.curator()
    assert len(curator.get("/schools").json()["items"]) == 2
    assert len(curator.get("/targets").json()["items"]) == 12
    assert curator.get("/forms/pupil_pupil").json()["title"]
    assert curator.get("/rule-sets/order-119-od/1").json()["rules"]["min_cell"] == 5
    assert curator.get("/district").json()["name"] == "Первый район"
    assert curator.get("/forms/unknown").status_code == 404
    assert curator.get("/targets/children_mentored/2024").json()["value"] == "70"
    assert curator.get("/base-counts/children/2024/district").status_code == 404


def test_answers_about_people_are_stored_by_nobody(shared_api: Api) -> None:
    for path in ("/mentees", "/mentors", "/pairs", "/consents"):
        assert shared_api.curator().get(path).headers["cache-control"] == "private, no-store"


def test_a_purpose_there_is_not_is_not_found(api: Api) -> None:
    curator = api.curator()
    person = curator.make("/participants", PERSON)
    curator.post(f"/participants/{person}/consents", consent())
    for purpose in ("processed", "%00", "processing%00", "%F0%9F%93%84"):
        answer = curator.get(f"/participants/{person}/consents/{purpose}")
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found"), purpose
