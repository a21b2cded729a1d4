"""On which days an enterprise operates in the district, and whether it takes part."""

from __future__ import annotations

from datetime import date
from typing import assert_never
from uuid import UUID

import msgspec

from domain.enterprise.events import (
    AgreementRecorded,
    EnterpriseEvent,
    EnterpriseLeft,
    EnterpriseOperating,
    EnterpriseRegistered,
    EnterpriseRevised,
    EnterpriseStopped,
)
from domain.time import NO_DAYS, ONE_DAY, DaySet


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """What periods and agreements add up to, in whatever order they were recorded.

    ``agreed_on`` is the date of the latest agreement, ``left_on`` the day from which the
    enterprise takes no part; an agreement of that day or a later one brings it back.
    """

    operating_days: DaySet = NO_DAYS
    agreed_on: date | None = None
    left_on: date | None = None

    def after(self, event: EnterpriseEvent) -> Standing:
        """Return the standing after ``event``."""
        day = event.effective_on
        match event:
            case EnterpriseOperating():
                days = self.operating_days | DaySet.between(day, event.until)
                return msgspec.structs.replace(self, operating_days=days)
            case EnterpriseStopped():
                return msgspec.structs.replace(self, operating_days=self._without_the_rest(day))
            case AgreementRecorded():
                agreed_on = max(self.agreed_on or event.agreed_on, event.agreed_on)
                return self._left(agreed_on, self.left_on)
            case EnterpriseLeft():
                return self._left(self.agreed_on, day)
            case EnterpriseRegistered() | EnterpriseRevised():
                return self
            case _:
                assert_never(event)

    def _without_the_rest(self, last_day: date) -> DaySet:
        # A period that begins later is another one and stays.
        for start, end in self.operating_days:
            if start <= last_day and (end is None or last_day < end):
                return self.operating_days - DaySet([(last_day + ONE_DAY, end)])
        return self.operating_days

    def _left(self, agreed_on: date | None, left_on: date | None) -> Standing:
        if left_on is not None and agreed_on is not None and agreed_on >= left_on:
            left_on = None
        return msgspec.structs.replace(self, agreed_on=agreed_on, left_on=left_on)


class Enterprise(msgspec.Struct, frozen=True, kw_only=True):
    """An enterprise that gives mentors."""

    enterprise: str
    key: UUID
    sole_trader: bool
    standing: Standing = Standing()

    def takes_part_on(self, day: date) -> bool:
        """Say whether the enterprise has not left the programme by ``day``."""
        return self.standing.left_on is None or day < self.standing.left_on


def evolve(state: Enterprise | None, event: EnterpriseEvent) -> Enterprise:
    """Return the state after ``event``."""
    if isinstance(event, EnterpriseRegistered):
        return Enterprise(enterprise=event.enterprise, key=event.key, sole_trader=event.sole_trader)
    if state is None:
        raise ValueError("an enterprise's stream starts with its registration")
    return msgspec.structs.replace(state, standing=state.standing.after(event))
