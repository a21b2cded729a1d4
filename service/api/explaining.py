"""Why a figure is what it is: the people behind the number, and the events behind them."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

import msgspec

from domain.errors import NotFound
from domain.figures import Figure, Outcome, Reason
from projections.figures import Candidate, Wanted
from projections.query import Page, Question
from service.api.asking import Pages, TreeQuery, fields_of
from service.api.questions import YEAR_MAX, YEAR_MIN, ShownFigure, shown
from service.api.read import Asked, Found
from service.refusals import NotYetExisting


class _Asked(TreeQuery, frozen=True, kw_only=True):
    school: Annotated[
        UUID | None, msgspec.Meta(description="One institution; the district without it.")
    ] = None
    rule_set: Annotated[
        Annotated[str, msgspec.Meta(min_length=1, max_length=200)] | None,
        msgspec.Meta(description="The rule set to count by; the one adopted last without it."),
    ] = None
    outcome: Annotated[
        Outcome | None, msgspec.Meta(description="Only who is counted, or who is not.")
    ] = None
    reason: Annotated[Reason | None, msgspec.Meta(description="Only those with this reason.")] = (
        None
    )


ExplanationQuery: Any = msgspec.defstruct(
    "ExplanationQuery",
    fields_of(Pages),
    bases=(_Asked,),
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
)


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """A figure with a page of its candidates, by key; next_cursor is null at their end."""

    figure: ShownFigure
    items: list[Candidate]
    next_cursor: str | None


def fetch_explanation(asked: Asked) -> Found:
    """Explain a figure; a school's reader is told of that school alone."""
    query, question, year = asked.query, asked.question, asked.path["year"]
    if not YEAR_MIN <= year <= YEAR_MAX:
        raise NotFound
    own = None if question.asker == question.district else question.asker

    def explained(question: Question) -> tuple[Figure, Page[Candidate]]:
        return asked.reading.explanation(
            question,
            asked.path["indicator"],
            year,
            Wanted(outcome=query.outcome, reason=query.reason),
            asked.cursors.cut(query.limit, query.cursor),
            school=query.school or own,
            rule_set=query.rule_set,
            tree=query.tree,
        )

    try:
        figure, page = explained(question)
    except NotFound:
        if question.as_of is None and question.on is None:
            raise
        # What can be explained now could not be before a rule set was adopted, or it registered.
        explained(msgspec.structs.replace(question, as_of=None, on=None))
        raise NotYetExisting from None
    cursor = asked.cursors.write(page.after) if page.after else None
    body = Explanation(figure=shown(figure), items=page.items, next_cursor=cursor)
    return Found(body, next_cursor=cursor)
