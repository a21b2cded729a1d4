"""One-time links: who is given their tokens, and that no other token opens anything."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from uuid import UUID, uuid4

import pytest

from service.link_tokens import MARK, LinkPlace
from tests.plugins.api import Api, Caller
from tests.support.survey_requests import (
    ANSWERS,
    QUESTIONNAIRE,
    SURVEY,
    Opened,
    open_to,
    refusal,
    with_link,
)


@pytest.fixture
def opened(api: Api) -> Opened:
    """A confidential survey in the first school."""
    api.district().make("/questionnaires", QUESTIONNAIRE)
    return open_to(api, 0, "confidential")


def test_a_used_link_has_no_token_any_more(api: Api, opened: Opened) -> None:
    path = f"/surveys/{opened.survey}/links"
    before = api.curator().get(path)
    with_link(api, opened.token).post("/answers", ANSWERS)
    (link,) = api.curator().get(path).json()["items"]

    assert before.json()["items"][0]["token"] == opened.token
    assert before.headers["cache-control"] == "private, no-store"
    assert (link["number"], link["person"], link["used"]) == (1, opened.person, True)
    assert link["token"] is None


def test_tokens_are_only_for_who_may_write_people(api: Api, opened: Opened) -> None:
    path = f"/surveys/{opened.survey}/links"

    assert api.role("school_head").get(path).status_code == 403
    assert api.district().get(path).status_code == 403
    assert api.curator(1).get(path).status_code == 404


def test_links_are_read_page_by_page(api: Api, opened: Opened) -> None:
    curator = api.curator()
    survey = curator.make("/surveys", SURVEY | {"binding": "anonymous"})
    curator.post(f"/surveys/{survey}/links", {"count": 3}, version=1)
    first = curator.get(f"/surveys/{survey}/links?limit=2").json()
    rest = curator.get(f"/surveys/{survey}/links?limit=2&cursor={first['next_cursor']}").json()

    assert [link["number"] for link in first["items"] + rest["items"]] == [1, 2, 3]
    assert rest["next_cursor"] is None
    assert len({link["token"] for link in first["items"] + rest["items"]}) == 3
    assert opened.token not in {link["token"] for link in first["items"]}


def forged(token: str, start: int, end: int, changed: bytes) -> str:
    """Return the token with some of its bytes replaced."""
    text = token.removeprefix(MARK)
    told = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    return MARK + urlsafe_b64encode(told[:start] + changed + told[end:]).rstrip(b"=").decode()


def test_a_token_opens_nothing_but_its_own_survey(api: Api, opened: Opened) -> None:
    other = open_to(api, 1, "confidential")
    second = open_to(api, 1, "named", other.person)
    foreign_survey, foreign_school = UUID(other.survey).bytes, other.school.bytes
    forgeries = {
        "survey of another school": forged(opened.token, 32, 48, foreign_survey),
        "another school": forged(opened.token, 16, 48, foreign_school + foreign_survey),
        "another survey of the school": forged(other.token, 32, 48, UUID(second.survey).bytes),
        "another link": forged(opened.token, 48, 52, (2).to_bytes(4)),
        "another district": forged(opened.token, 0, 16, api.elsewhere.district.bytes),
        "a school that is none": forged(opened.token, 16, 32, uuid4().bytes),
        "no mac": forged(opened.token, 52, 68, b""),
        "another mac": forged(opened.token, 52, 68, bytes(16)),
        "no token": "nsl_",
        "not base64": "nsl_" + "!" * 91,
        "not ours": opened.token.removeprefix(MARK),
        "an account's": api.here.tokens[api.here.schools[0], "school_curator"],
    }
    for what, token in forgeries.items():
        caller = Caller(api.client, token)
        for answer in (caller.get("/answers"), caller.post("/answers", ANSWERS)):
            assert refusal(answer) == (404, "link_unknown"), what
    for one, curator in ((opened, api.curator()), (other, api.curator(1))):
        assert curator.get(f"/surveys/{one.survey}").json()["responses"] == 0


def test_a_link_that_was_never_issued_is_unknown_though_its_mac_is_ours(
    api: Api, opened: Opened
) -> None:
    here = api.here
    for number, survey in ((2, UUID(opened.survey)), (1, uuid4())):
        token = api.application.links.write(
            LinkPlace(district=here.district, tenant=here.schools[0], survey=survey, number=number)
        )
        caller = with_link(api, token)
        assert refusal(caller.get("/answers")) == (404, "link_unknown")
        assert caller.post("/answers", ANSWERS).status_code == 404


def test_without_a_link_nothing_is_asked_and_a_link_is_no_account(api: Api, opened: Opened) -> None:
    assert refusal(api.anybody().get("/answers")) == (401, "not_authenticated")
    assert refusal(api.anybody().post("/answers", ANSWERS)) == (401, "not_authenticated")
    assert with_link(api, opened.token).get("/surveys").status_code == 401


def test_bytes_that_are_no_text_are_an_unknown_link(api: Api) -> None:
    headers = {b"Authorization": "Bearer nsl_ключ".encode()}

    assert refusal(api.client.get("/api/v1/answers", headers=headers)) == (404, "link_unknown")
