"""What the service does besides answering."""

from __future__ import annotations

from adapters.postgres.inspection import pretends, tenants_by_district
from service.bootstrap import Application, make_followers
from service.following import Round
from service.reminding import Reminding


def background(application: Application, owner_url: str) -> tuple[Round, ...]:
    """Return what goes round: the followers of all logs, and whoever reminds of what is due.

    A database that only pretends to be old is reminded of nothing: today is not its day.
    """
    followers = make_followers(application, owner_url)
    if pretends(application.database):
        return followers
    return (*followers, Reminding(application, lambda: tenants_by_district(owner_url)))
