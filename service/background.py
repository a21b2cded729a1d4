"""What the service does besides answering."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from adapters.postgres.inspection import pretends, tenants_by_district
from service.bootstrap import Application, make_followers
from service.erasing import Erasing
from service.following import Round
from service.forgetting import Forgetting
from service.reminding import Reminding
from service.sealing import Sealing
from service.succession import follower_of_mergers


def background(
    application: Application, owner_url: str, read_log_days: int, sealing: Sealing | None = None
) -> tuple[Round, ...]:
    """Return what goes round: the followers of all logs, who erases, reminds, forgets and seals.

    A database that only pretends to be old is reminded of nothing: today is not its day. Nor does
    a merger hand over there by itself: the plan says who passed, in the time it pretends.
    """

    def districts() -> Mapping[UUID, Sequence[UUID]]:
        return tenants_by_district(owner_url)

    rounds: tuple[Round, ...] = (
        Erasing(application, districts),
        *make_followers(application, owner_url),
    )
    if not pretends(application.database):
        mergers = follower_of_mergers(application, districts)
        rounds = (mergers, *rounds, Reminding(application, districts))
    rounds = (*rounds, Forgetting(application, districts, read_log_days))
    return rounds if sealing is None else (*rounds, sealing)
