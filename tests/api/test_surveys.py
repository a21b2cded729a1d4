"""A survey over HTTP: opened by the curator, answered by who has a link and no account."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest

from tests.plugins.api import NAMES, Api
from tests.support.survey_requests import (
    ANSWERS,
    PAPER_TOTAL,
    QUESTIONNAIRE,
    SURVEY,
    WISH,
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


def test_a_participant_answers_without_an_account_once(api: Api, opened: Opened) -> None:
    participant, key = with_link(api, opened.token), uuid4()
    asked = participant.get("/answers")
    first = participant.post("/answers", ANSWERS, key=key)
    again = participant.post("/answers", ANSWERS, key=key)
    second = participant.post("/answers", ANSWERS)

    assert asked.status_code == 200
    assert asked.json()["institution"] == "СОШ 1"
    assert asked.json()["binding"] == "confidential"
    assert [item["code"] for item in asked.json()["items"]] == ["overall", "wish"]
    assert asked.headers["cache-control"] == "private, no-store"
    assert (first.status_code, first.json().keys()) == (200, {"recorded_at"})
    assert (again.status_code, again.content) == (200, first.content)
    assert refusal(second) == (409, "link_used")
    assert refusal(participant.get("/answers")) == (409, "link_used")
    survey = api.curator().get(f"/surveys/{opened.survey}").json()
    assert (survey["links"], survey["responses"], survey["version"]) == (1, 1, 3)


def test_the_history_says_only_that_an_answer_came_from_a_participant(
    api: Api, opened: Opened
) -> None:
    with_link(api, opened.token).post("/answers", ANSWERS)
    lines = api.curator().get(f"/participants/{opened.person}/history").json()["items"]
    line = lines[-1]

    assert line["topic"] == "survey.response_recorded"
    assert line["who"] == "участник"
    assert line["text"] == "Анкетирование наставляемых за 2024 год: ответ получен"
    assert WISH not in json.dumps(lines, ensure_ascii=False)


def test_answers_that_do_not_fit_name_the_place_and_leave_the_link_usable(
    api: Api, opened: Opened
) -> None:
    participant = with_link(api, opened.token)
    bad = {"answers": [{"item": "wish", "value": WISH}, {"item": "overall", "value": 11}]}
    refused = participant.post("/answers", bad)

    assert refusal(refused) == (422, "not_on_scale")
    assert refused.json()["errors"][0]["pointer"] == "/answers/1/value"
    assert WISH not in refused.text
    assert participant.post("/answers", ANSWERS).status_code == 200


@pytest.mark.parametrize(
    "body",
    [b"", b"{", {"answers": []}, {"answers": [{"item": "overall", "value": 9}], "link": 2}],
)
def test_a_body_that_is_none_is_refused(api: Api, opened: Opened, body: Any) -> None:
    assert with_link(api, opened.token).post("/answers", body).status_code == 400


def test_a_closed_survey_takes_no_answer(api: Api, opened: Opened) -> None:
    closed = api.curator().post(f"/surveys/{opened.survey}/closure", {}, version=2)
    participant = with_link(api, opened.token)
    (link,) = api.curator().get(f"/surveys/{opened.survey}/links").json()["items"]

    assert closed.status_code == 200
    assert refusal(participant.get("/answers")) == (409, "survey_is_closed")
    assert refusal(participant.post("/answers", ANSWERS)) == (409, "survey_is_closed")
    assert link["token"] is None


def test_after_the_last_day_no_answer_is_taken(api: Api, opened: Opened) -> None:
    past = SURVEY | {"binding": "anonymous", "closes_on": "2024-10-31"}
    curator = api.curator()
    survey = curator.make("/surveys", past)
    issue = {"count": 1, "effective_on": "2024-10-02", "reason": "протокол"}
    assert curator.post(f"/surveys/{survey}/links", issue, version=1).status_code == 200
    (link,) = curator.get(f"/surveys/{survey}/links").json()["items"]
    participant = with_link(api, link["token"])

    assert refusal(participant.get("/answers")) == (409, "survey_is_over")
    assert refusal(participant.post("/answers", ANSWERS)) == (409, "survey_is_over")
    assert opened.token != link["token"]


def test_answers_need_a_key_that_meets_nobody_elses_command(api: Api, opened: Opened) -> None:
    key = uuid4()
    curator, participant = api.curator(), with_link(api, opened.token)
    curator.post("/paper-totals", PAPER_TOTAL, key=key)
    headers = {"Authorization": f"Bearer {opened.token}"}
    without = api.client.post("/api/v1/answers", json=ANSWERS, headers=headers)

    assert refusal(without) == (400, "bad_idempotency_key")
    assert participant.post("/answers", ANSWERS, key=key).status_code == 200


def test_a_withdrawn_consent_ends_the_right_to_ask(api: Api, opened: Opened) -> None:
    withdrawal = {"purpose": "processing", "number": 1, "withdrawn_by": "self"}
    path = f"/participants/{opened.person}/consent-withdrawals"
    assert api.curator().post(path, withdrawal, version=1).status_code == 200

    refused = with_link(api, opened.token).post("/answers", ANSWERS)

    assert refusal(refused) == (422, "consent_not_in_force")


def test_an_anonymous_answer_leaves_no_trace_of_anybody(api: Api, opened: Opened) -> None:
    anonymous = open_to(api, 1, "anonymous")
    assert with_link(api, anonymous.token).post("/answers", ANSWERS).status_code == 200
    curator = api.curator(1)
    (line,) = curator.get(f"/survey-responses?survey={anonymous.survey}").json()["items"]
    history = curator.get(f"/participants/{anonymous.person}/history").json()["items"]

    assert (line["person"], line["answered_on"], line["overall"]) == (None, None, None)
    assert not [one for one in history if one["topic"].startswith("survey.")]
    assert opened.person not in json.dumps(line)


def test_the_curator_enters_an_answer_on_paper(api: Api, opened: Opened) -> None:
    curator = api.curator()
    path = f"/surveys/{opened.survey}/responses"
    entered = curator.post(path, ANSWERS | {"person": opened.person}, version=2)

    assert (entered.status_code, entered.headers["etag"]) == (200, '"3"')
    assert refusal(with_link(api, opened.token).post("/answers", ANSWERS)) == (409, "link_used")


def test_totals_from_paper_are_found_by_school(api: Api) -> None:
    for school in (0, 1):
        api.curator(school).make("/paper-totals", PAPER_TOTAL | {"respondents": 20 + school})
    district = api.district()
    second = api.here.schools[1]

    assert refusal(district.get("/paper-totals/mentee/2024")) == (422, "school_needed")
    found = district.get(f"/paper-totals/mentee/2024?school={second}")
    assert (found.json()["respondents"], found.headers["etag"]) == (21, '"1"')
    assert api.curator().get("/paper-totals/mentee/2024").json()["respondents"] == 20


def test_what_participants_say_stands_in_no_address_refusal_or_log(
    api: Api, opened: Opened, capfd: pytest.CaptureFixture[str]
) -> None:
    participant = with_link(api, opened.token)
    outside = [participant.get("/answers").text]
    outside.append(participant.post("/answers", {"answers": [{"item": WISH, "value": 1}]}).text)
    outside.append(participant.post("/answers", ANSWERS).text)
    outside.append(participant.post("/answers", ANSWERS).text)
    outside += [api.log.getvalue(), *capfd.readouterr()]

    assert "/api/v1/answers" in api.log.getvalue()
    for secret in (*NAMES.values(), WISH, opened.token, opened.person):
        for text in outside:
            assert secret not in text
            assert secret.encode("unicode-escape").decode() not in text
