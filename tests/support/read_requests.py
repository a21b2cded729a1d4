"""Reads over HTTP: whom they show, and what the log has of them."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from service.api.break_glass import HEADER
from tests.plugins.api import PERSON, Api, Caller, consent

REASON = "Журавлёва не вернулась домой, ищут с полицией"
BREAK_GLASS: dict[str, str] = {HEADER.replace("-", "_"): quote(REASON)}
ENTERED = {"role": "mentee", "effective_on": "2024-09-03", "reason": "список"}


def make_mentee(api: Api, school: int = 0, *, to_district: bool = False) -> str:
    curator = api.curator(school)
    person = curator.make("/participants", PERSON | {"birth_date": f"201{school}-05-04"})
    curator.post(f"/participants/{person}/consents", consent(to_district=to_district))
    assert curator.post(f"/participants/{person}/bases", ENTERED, version=1).status_code == 200
    return person


def reads_of(caller: Caller, **wanted: Any) -> list[dict[str, Any]]:
    query = "&".join(f"{name}={value}" for name, value in wanted.items())
    answer = caller.get(f"/reads?{query}")
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


def names_of(caller: Caller, **headers: str) -> list[str | None]:
    return [line["last_name"] for line in caller.get("/mentees", **headers).json()["items"]]
