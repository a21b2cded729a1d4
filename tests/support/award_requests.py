"""Nominations over HTTP."""

from __future__ import annotations

from tests.plugins.api import Api, consent
from tests.support.awards import GROUNDS, KIND, follow_in

NOMINATION = {"kind": KIND, "year": 2024, "grounds": GROUNDS}


def make_mentor(api: Api, person: str) -> None:
    """Take a participant of the first school into its base; there is an award to be had."""
    curator = api.curator()
    curator.make(f"/participants/{person}/consents", consent("self", to_district=True))
    entry = {"role": "mentor", "effective_on": "2024-09-02", "reason": "список"}
    answer = curator.post(f"/participants/{person}/bases", entry, version=1)
    assert answer.status_code == 200, answer.text
    api.district().make("/award-kinds", {"code": KIND, "title": "Лучший наставник"})


def make_nomination(api: Api, mentor: str) -> str:
    """Nominate a mentor of the first school and let the district know."""
    nomination = api.curator().make("/nominations", NOMINATION | {"person": mentor})
    follow(api)
    return nomination


def follow(api: Api) -> None:
    """Let the district's log learn what it has to."""
    follow_in(api.application, api.here.district, api.here.schools)
