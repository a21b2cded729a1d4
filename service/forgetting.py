"""Forgetting who read whose data, once that was kept for its time."""

from __future__ import annotations

from datetime import date
from threading import Event
from uuid import UUID

from projections.query import Question
from service.bootstrap import Application
from service.following import Districts, Followed, Stop


class Forgetting:
    """Removes what is older than ``days`` from the log of reads, once on each day of a district."""

    def __init__(self, application: Application, districts: Districts, days: int) -> None:
        self._application = application
        self._districts = districts
        self._days = days
        self._done: dict[UUID, date] = {}

    def run_once(self, stopped: Event | None = None) -> Followed:
        """Do it for each tenant where that was not done today; one that fails waits a round."""
        done = Followed()
        for district, schools in self._districts().items():
            question = Question(asker=district, district=district, tenants=())
            today = self._application.reading.today(question)
            for tenant in (district, *schools):
                if stopped is not None and stopped.is_set():
                    return done
                if self._done.get(tenant) != today:
                    self._forget(tenant, today, done)
        return done

    def _forget(self, tenant: UUID, today: date, done: Followed) -> None:
        try:
            self._application.read_log.forget(tenant, self._days)
        except Exception as error:  # noqa: BLE001 - of one tenant; the others go on
            done.failed.append(Stop(tenant=tenant, position=0, why=type(error).__name__))
        else:
            self._done[tenant] = today
