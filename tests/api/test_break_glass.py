"""Breaking the glass: hidden names for a reason that the curators see."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from service.access import RIGHTS, ROLES
from service.api.break_glass import CHARACTERS_MAX, HEADER
from service.erasing import Erasing
from tests.api.test_questions import start_pair
from tests.plugins.api import NAMES, Api
from tests.support.read_requests import (
    BREAK_GLASS,
    REASON,
    make_mentee,
    names_of,
    reads_of,
)


def test_who_breaks_the_glass_is_shown_hidden_names_and_told_on(api: Api) -> None:
    person = make_mentee(api)
    for caller in (api.district(), api.role("auditor", api.here.district)):
        assert names_of(caller) == [None]
        (line,) = caller.get("/mentees", **BREAK_GLASS).json()["items"]
        assert (line["last_name"], line["state"]) == (NAMES["last_name"], "readable")
    found = reads_of(api.curator(), break_glass="true")
    assert [(one["who"], one["reason"], one["persons"]) for one in found] == [
        ("auditor", REASON, [person]),
        ("district_curator", REASON, [person]),
    ]
    assert [one["reason"] for one in reads_of(api.district())] == [REASON, REASON]
    assert reads_of(api.curator(), break_glass="false") == []


def test_restricted_names_are_shown_to_a_head_only_for_a_reason(api: Api) -> None:
    person = make_mentee(api)
    withdrawal = {"purpose": "processing", "number": 1, "withdrawn_by": "self"}
    withdrawn = api.curator().post(
        f"/participants/{person}/consent-withdrawals", withdrawal, version="*"
    )
    assert withdrawn.status_code == 200, withdrawn.text
    head = api.role("school_head", api.here.schools[0])
    for path in ("/mentees", f"/participants/{person}", f"/participants/{person}/history"):
        assert "Журавл" not in head.get(path).text
        assert reads_of(api.curator()) == []
    shown = head.get(f"/participants/{person}", **BREAK_GLASS).json()
    assert (shown["last_name"], shown["state"]) == (NAMES["last_name"], "restricted")
    (line,) = reads_of(api.curator())
    assert (line["who"], line["break_glass"], line["reason"]) == ("school_head", True, REASON)


def test_breaking_the_glass_brings_nobody_back_who_was_erased(api: Api) -> None:
    person = make_mentee(api)
    left = {"role": "mentee", "effective_on": "2024-09-03", "reason": "список"}
    departed = api.curator().post(f"/participants/{person}/base-departures", left, version="*")
    assert departed.status_code == 200, departed.text
    api.curator().post(f"/participants/{person}/erasure", {"ground": "left"})
    schools = {api.here.district: api.here.schools}
    assert Erasing(api.application, lambda: schools).run_once().carried_out == 1

    for caller in (api.district(), api.role("school_head", api.here.schools[0])):
        assert caller.get(f"/participants/{person}", **BREAK_GLASS).status_code == 410
        (line,) = caller.get("/mentees", **BREAK_GLASS).json()["items"]
        assert (line["last_name"], line["named"], line["state"]) == (None, False, "erased")
        assert "Журавл" not in caller.get(f"/participants/{person}/history", **BREAK_GLASS).text
    assert reads_of(api.curator()) == []


def test_the_text_of_a_pair_is_data_of_everybody_in_it(api: Api) -> None:
    pair, mentor, mentee = start_pair(api.curator())
    plan = api.curator().send("PUT", f"/pairs/{pair}/plan", {"plan": "читать вместе"}, version=3)
    assert plan.status_code == 200, plan.text
    hidden = api.district().get(f"/pairs/{pair}").json()
    assert (hidden["plan"], hidden["state"]) == (None, "hidden")
    assert reads_of(api.curator()) == []

    shown = api.district().get(f"/pairs/{pair}", **BREAK_GLASS).json()
    assert (shown["plan"], shown["state"]) == ("читать вместе", "readable")
    (line,) = reads_of(api.curator())
    assert line["persons"] == sorted([mentor, mentee])
    assert line["operation"] == "getPair"


def test_only_roles_of_the_table_break_the_glass(api: Api) -> None:
    make_mentee(api)
    for role in ROLES:
        may = "people.break_glass" in RIGHTS[role].actions
        path = "/mentees" if "people.read" in RIGHTS[role].actions else "/seminar-participants"
        answer = api.role(role).get(path, **BREAK_GLASS)
        assert (answer.status_code == 200) == may, role
        assert answer.status_code in (200, 403)


def test_breaking_the_glass_reaches_no_other_institution(api: Api) -> None:
    person = make_mentee(api, 1)
    head = api.role("school_head", api.here.schools[0])
    assert names_of(head, **BREAK_GLASS) == []
    assert head.get(f"/participants/{person}", **BREAK_GLASS).status_code == 404
    assert names_of(api.stranger("district_curator"), **BREAK_GLASS) == []
    assert reads_of(api.district()) == []


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "short",
        quote("а" * 9),
        quote("а" * (CHARACTERS_MAX + 1)),
        quote("причина\nна двух строках"),
        "%00" * 20,
        "%FF%FE%FD%FC%FB%FA%F9%F8%F7%F6%F5",
        quote(" " * 50),
    ],
)
def test_a_reason_that_is_none_is_refused(shared_api: Api, sent: str) -> None:
    refused = shared_api.district().get("/mentees", **{HEADER.replace("-", "_"): sent})
    assert refused.status_code == 400
    assert refused.json()["code"] == "bad_break_glass_reason"
    assert refused.json()["errors"][0]["header"] == HEADER


def test_the_longest_reason_is_taken(shared_api: Api) -> None:
    longest = {HEADER.replace("-", "_"): quote("а" * CHARACTERS_MAX)}
    assert shared_api.district().get("/mentees", **longest).status_code == 200
