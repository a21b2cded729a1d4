"""What the demonstration tells of a published figure that later facts change."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import msgspec

from projections.publication_lists import (
    FigureFilter,
    RestatementCauseLine,
    RestatementLine,
    list_causes,
    list_restatements,
)
from projections.query import Cut, Question
from projections.words import describe
from service.bootstrap import Application
from service.demo.publications import CORRECTED, Which

LINES_MAX = 1_000


class Restated(msgspec.Struct, frozen=True, kw_only=True):
    """A restatement: from which value to which, in per cent, and the fact recorded last for it.

    ``facts`` is how many facts there are in all.
    """

    which: Which
    published: Decimal | None
    restated: Decimal | None
    fact: str
    recorded_at: datetime
    facts: int


def restatement(application: Application, question: Question) -> Restated:
    """Return the restatement that a corrected version of the figure closed."""
    wanted = FigureFilter(indicator=CORRECTED.indicator, year=CORRECTED.year, whose="district")
    cut = Cut(limit=LINES_MAX)
    with application.reading.transaction(question) as reader:
        line: RestatementLine = list_restatements(reader, question, wanted, cut).items[0]
        causes = [
            one
            for one in list_causes(reader, question, wanted, cut).items
            if one.number == line.number
        ]
        last: RestatementCauseLine = max(causes, key=lambda one: one.recorded_at)
        place = last.school or question.district, last.position
        (fact,) = application.log.at(reader.connection, [place])
    return Restated(
        which=CORRECTED,
        published=line.published_value,
        restated=line.value,
        fact=describe(fact.event, question.district),
        recorded_at=last.recorded_at,
        facts=line.causes,
    )
