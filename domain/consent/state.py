"""On which days a consent is in force."""

from __future__ import annotations

from datetime import date
from typing import Literal, assert_never
from uuid import UUID

import msgspec

from domain.consent.events import (
    ConsentAsked,
    ConsentChecked,
    ConsentEvent,
    ConsentFoundInvalid,
    ConsentGiven,
    ConsentRefused,
    ConsentWithdrawn,
    Purpose,
)
from domain.time import NO_DAYS, ONE_DAY, DaySet

End = Literal["unlawful", "withdrawal", "expiry"]
"""Why a consent is over, in the words of the rule table of deadlines."""


class ConsentPaper(msgspec.Struct, frozen=True, kw_only=True):
    """One numbered consent of the stream.

    ``invalid_on`` is the day it was found never to have been in force.
    """

    number: int
    valid_from: date
    valid_until: date | None
    withdrawn_on: date | None = None
    invalid_on: date | None = None

    @property
    def invalid(self) -> bool:
        """Say whether the consent was found never to have been in force."""
        return self.invalid_on is not None

    @property
    def end(self) -> tuple[date, End] | None:
        """The day from which this consent is over and why; ``None`` while nothing ends it.

        A term that has not run out yet ends it on a day to come.
        """
        if self.invalid_on is not None:
            return self.invalid_on, "unlawful"
        ends: list[tuple[date, End]] = []
        if self.valid_until not in (None, date.max):
            ends.append((self.valid_until + ONE_DAY, "expiry"))
        if self.withdrawn_on is not None:
            ends.append((self.withdrawn_on, "withdrawal"))
        return min(ends, key=lambda end: (end[0], end[1] == "expiry"), default=None)

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
    """Everything one person consented to for one purpose in one institution.

    ``asked_on`` is the day of a request that is not answered yet, ``refused_on`` that of a refusal
    after which nothing was asked or given.
    """

    person: UUID
    purpose: Purpose
    papers: tuple[ConsentPaper, ...] = ()
    asked_on: date | None = None
    refused_on: date | None = None

    def paper(self, number: int) -> ConsentPaper | None:
        """Return the consent of that number, ``None`` if there is none."""
        return next((one for one in self.papers if one.number == number), None)

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
    day = event.effective_on
    match event:
        case ConsentAsked():
            return msgspec.structs.replace(state, asked_on=day, refused_on=None)
        case ConsentRefused():
            return msgspec.structs.replace(state, asked_on=None, refused_on=day)
        case ConsentGiven():
            paper = ConsentPaper(number=event.number, valid_from=day, valid_until=event.valid_until)
            return msgspec.structs.replace(
                state, papers=(*state.papers, paper), asked_on=None, refused_on=None
            )
        case ConsentWithdrawn():
            return _changed(state, event.number, withdrawn_on=day)
        case ConsentFoundInvalid():
            return _changed(state, event.number, invalid_on=day)
        case ConsentChecked():
            return state
        case _:
            assert_never(event)


def _changed(state: Consent, number: int, **changes: object) -> Consent:
    papers = tuple(
        msgspec.structs.replace(paper, **changes) if paper.number == number else paper
        for paper in state.papers
    )
    return msgspec.structs.replace(state, papers=papers)
