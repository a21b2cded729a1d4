"""Surveys over HTTP: bodies of requests, and one that waits for an answer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import httpx
import msgspec

from tests.plugins.api import PERSON, Api, Caller, consent

QUESTIONNAIRE: dict[str, Any] = {
    "code": "mentee_after",
    "role": "mentee",
    "title": "Анкета наставляемого",
    "items": [
        {
            "code": "overall",
            "kind": "scale",
            "text": "Оцените участие в программе",
            "minimum": 1,
            "maximum": 10,
            "overall": True,
        },
        {"code": "wish", "kind": "open", "text": "Что изменить?"},
    ],
}

SURVEY: dict[str, Any] = {
    "role": "mentee",
    "phase": "after",
    "year": 2024,
    "questionnaire": "mentee_after",
    "effective_on": "2024-10-01",
    "reason": "протокол",
}

PAPER_TOTAL: dict[str, Any] = {
    "role": "mentee",
    "year": 2024,
    "respondents": 20,
    "satisfied": 15,
    "source": "сводка по анкетам",
}

WISH = "наставнице не хватает времени"
ANSWERS = {"answers": [{"item": "overall", "value": 9}, {"item": "wish", "value": WISH}]}


class Opened(msgspec.Struct, frozen=True):
    """A survey of a pair's mentee, and the token of the one link to it."""

    school: UUID
    survey: str
    person: str
    token: str


def pair_of(curator: Caller) -> str:
    """Propose a pair of two who consent and return the mentee."""
    person = curator.make("/participants", PERSON)
    mentor = curator.make("/participants", PERSON | {"birth_date": "1980-05-04"})
    for one, signed_by in ((person, "both"), (mentor, "self")):
        assert curator.post(f"/participants/{one}/consents", consent(signed_by)).status_code == 201
    curator.make("/pairs", {"mentor": mentor, "mentees": [person], "form": "pupil_pupil"})
    return person


def open_to(api: Api, school: int, binding: str, person: str | None = None) -> Opened:
    """Open a survey and issue one link, to a new participant unless one is given."""
    curator = api.curator(school)
    person = person or pair_of(curator)
    survey = curator.make("/surveys", SURVEY | {"binding": binding})
    whom = {"count": 1} if binding == "anonymous" else {"people": [person]}
    issued = curator.post(f"/surveys/{survey}/links", whom, version=1)
    assert issued.status_code == 200, issued.text
    (link,) = curator.get(f"/surveys/{survey}/links").json()["items"]
    return Opened(api.here.schools[school], survey, person, link["token"])


def with_link(api: Api, token: str) -> Caller:
    """Return who holds that link and no account."""
    return Caller(api.client, token)


def refusal(answer: httpx.Response) -> tuple[int, str]:
    """Return the status and the code of a problem."""
    return answer.status_code, answer.json()["code"]
