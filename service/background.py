"""What the service does besides answering."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from adapters.postgres.inspection import pretends, tenants_by_district
from service.bootstrap import Application, make_followers
from service.following import Round
from service.reminding import Reminding
from service.succession import follower_of_mergers


def background(application: Application, owner_url: str) -> tuple[Round, ...]:
    """Return what goes round: the followers of all logs, and whoever reminds of what is due.

    A database that only pretends to be old is reminded of nothing: today is not its day. Nor does
    a merger hand over there by itself: the plan says who passed, in the time it pretends.
    """

    def districts() -> Mapping[UUID, Sequence[UUID]]:
        return tenants_by_district(owner_url)

    followers = make_followers(application, owner_url)
    if pretends(application.database):
        return followers
    mergers = follower_of_mergers(application, districts)
    return (mergers, *followers, Reminding(application, districts))
