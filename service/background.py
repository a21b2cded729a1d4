"""What the service does besides answering."""

from __future__ import annotations

from adapters.postgres.inspection import pretends, tenants_by_district
from service.bootstrap import Application, make_followers
from service.following import Round
from service.reminding import Reminding
from service.sealing import Sealing


def background(
    application: Application, owner_url: str, sealing: Sealing | None = None
) -> tuple[Round, ...]:
    """Return what goes round: the followers of all logs, whoever reminds of what is due, the seal.

    A database that only pretends to be old is reminded of nothing: today is not its day.
    """
    rounds: tuple[Round, ...] = make_followers(application, owner_url)
    if not pretends(application.database):
        rounds = (*rounds, Reminding(application, lambda: tenants_by_district(owner_url)))
    return rounds if sealing is None else (*rounds, sealing)
