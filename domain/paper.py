"""Papers with a term: numbered in their stream, each in force until its term or an earlier end.

A clearance and a labour agreement are such papers; the days on which one of them is in force are
computed here, once for both.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

import msgspec

from domain.errors import Conflict, Invalid, NotFound
from domain.time import NO_DAYS, DaySet


class Paper(msgspec.Struct, frozen=True, kw_only=True):
    """One numbered paper.

    In force from ``valid_from`` to ``valid_until``, both included, but no more on ``over_from``.
    """

    number: int
    valid_from: date
    valid_until: date | None
    over_from: date | None = None

    @property
    def days(self) -> DaySet:
        """The days on which this paper is in force."""
        days = DaySet.between(self.valid_from, self.valid_until)
        return days if self.over_from is None else days - DaySet.between(self.over_from)


class Papers(msgspec.Struct, frozen=True, kw_only=True):
    """All papers of one kind that one person has in one institution, in order of their numbers."""

    person: UUID
    papers: tuple[Paper, ...] = ()

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of the papers."""
        return tuple(paper.number for paper in self.papers)

    @property
    def days(self) -> DaySet:
        """The days on which any of the papers is in force."""
        days = NO_DAYS
        for paper in self.papers:
            days |= paper.days
        return days

    def with_paper(self, number: int, valid_from: date, valid_until: date | None) -> Papers:
        """Return the papers with one more."""
        paper = Paper(number=number, valid_from=valid_from, valid_until=valid_until)
        return msgspec.structs.replace(self, papers=(*self.papers, paper))

    def with_end(self, number: int, over_from: date) -> Papers:
        """Return the papers with one of them over from a day on."""
        papers = tuple(
            msgspec.structs.replace(paper, over_from=over_from) if paper.number == number else paper
            for paper in self.papers
        )
        return msgspec.structs.replace(self, papers=papers)


class PaperEndsBeforeStart(Invalid):
    """The last day of a paper's term, or the day of its end, lies before its first day."""

    code = "paper_ends_before_start"
    ru = "День окончания раньше дня начала ({valid_from:%d.%m.%Y})."
    en = "The day of the end lies before the first day ({valid_from})."


class PaperOver(Conflict):
    """The paper was ended before its term already."""

    code = "paper_over"
    ru = "Этот документ уже прекратил действие."
    en = "This paper was already ended."


def check_term(valid_from: date, valid_until: date | None) -> None:
    """Refuse a term that ends before it starts."""
    if valid_until is not None and valid_until < valid_from:
        raise PaperEndsBeforeStart("/valid_until", valid_from=valid_from)


def check_end(state: Papers, number: int, day: date) -> None:
    """Refuse to end a paper that is not there, is over, or begins after ``day``."""
    paper = next((one for one in state.papers if one.number == number), None)
    if paper is None:
        raise NotFound("/number")
    if paper.over_from is not None:
        raise PaperOver("/number")
    if day < paper.valid_from:
        raise PaperEndsBeforeStart("/effective_on", valid_from=paper.valid_from)
