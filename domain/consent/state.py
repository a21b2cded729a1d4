"""On which days a consent is in force."""

from __future__ import annotations

from datetime import date
from typing import assert_never
from uuid import UUID

import msgspec

from domain.consent.events import (
    ConsentEvent,
    ConsentFoundInvalid,
    ConsentGiven,
    ConsentWithdrawn,
    Purpose,
)
from domain.time import NO_DAYS, DaySet


class ConsentPaper(msgspec.Struct, frozen=True, kw_only=True):
    """One numbered consent of the stream."""

    number: int
    valid_from: date
    valid_until: date | None
    withdrawn_on: date | None = None
    invalid: bool = False

    @property
    def days(self) -> DaySet:
        """The days on which this consent is in force."""
        if self.invalid:
            return NO_DAYS
        days = DaySet.between(self.valid_from, self.valid_until)
        if self.withdrawn_on is None:
            return days
        return days - DaySet.between(self.withdrawn_on)


class Consent(msgspec.Struct, frozen=True, kw_only=True):
    """Everything one person consented to for one purpose in one institution."""

    person: UUID
    purpose: Purpose
    papers: tuple[ConsentPaper, ...] = ()

    @property
    def days(self) -> DaySet:
        """The days on which any consent of the stream is in force."""
        days = NO_DAYS
        for paper in self.papers:
            days |= paper.days
        return days


def evolve(state: Consent | None, event: ConsentEvent) -> Consent:
    """Return the state after ``event``."""
    if state is None:
        state = Consent(person=event.person, purpose=event.purpose)
    match event:
        case ConsentGiven():
            paper = ConsentPaper(
                number=event.number, valid_from=event.effective_on, valid_until=event.valid_until
            )
            papers = (*state.papers, paper)
        case ConsentWithdrawn():
            papers = _changed(state, event.number, withdrawn_on=event.effective_on)
        case ConsentFoundInvalid():
            papers = _changed(state, event.number, invalid=True)
        case _:
            assert_never(event)
    return msgspec.structs.replace(state, papers=papers)


def _changed(state: Consent, number: int, **changes: object) -> tuple[ConsentPaper, ...]:
    return tuple(
        msgspec.structs.replace(paper, **changes) if paper.number == number else paper
        for paper in state.papers
    )
