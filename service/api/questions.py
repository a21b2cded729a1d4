"""Questions that are neither a list of a register nor one record: histories, figures, links."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

import msgspec

from domain.errors import NotFound
from domain.figures import Figure, in_words
from projections.history import HistoryLine
from projections.query import Cut, Page, Question
from projections.survey_lists import LinkLine, SurveyFilter, list_links, list_surveys
from service.api.asking import Pages, Query, ScopedQuery, TreeQuery, fields_of
from service.api.read import Asked, Found
from service.link_tokens import LinkPlace
from service.refusals import NotYetExisting

YEARS_MAX = 20

YEAR_MIN, YEAR_MAX = 2000, 2100

Year = Annotated[int, msgspec.Meta(ge=YEAR_MIN, le=YEAR_MAX, examples=[2023])]

HistoryQuery: Any = msgspec.defstruct(
    "HistoryQuery",
    fields_of(Pages),
    bases=(ScopedQuery,),
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
)


class HistoryPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page of a history; next_cursor is null at its end."""

    items: list[HistoryLine]
    next_cursor: str | None


class FiguresQuery(TreeQuery, frozen=True, kw_only=True):
    """Which figures: of one year, or of each year until another."""

    year: Year
    until_year: Annotated[
        Year | None, msgspec.Meta(description="The last year, where several are asked for.")
    ] = None
    school: Annotated[
        UUID | None, msgspec.Meta(description="One institution; the district without it.")
    ] = None
    rule_set: Annotated[
        Annotated[str, msgspec.Meta(min_length=1, max_length=200)] | None,
        msgspec.Meta(description="The rule set to count by; the one adopted last without it."),
    ] = None


LinksQuery: Any = msgspec.defstruct(
    "LinksQuery",
    fields_of(Pages),
    bases=(Query,),
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
)


class SurveyLink(LinkLine, frozen=True, kw_only=True):
    """A one-time link; ``token`` is what it is answered with, null once it no longer can be."""

    token: str | None


class SurveyLinks(msgspec.Struct, frozen=True, kw_only=True):
    """A page of the links of a survey; next_cursor is null at its end."""

    items: list[SurveyLink]
    next_cursor: str | None


class ShownFigure(Figure, frozen=True, kw_only=True):
    """A figure with its state and what to check about it in words."""

    in_words: Annotated[str, msgspec.Meta(examples=["целевое значение не установлено"])]


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """Figures by indicator, then by year; a school has none of enterprises."""

    items: list[ShownFigure]


def fetch_history(asked: Asked) -> Found:
    """Tell everything recorded of a participant, in the order it was recorded."""
    person = asked.path["person"]
    lines = asked.reading.history(asked.question, person)
    if not lines:
        now = msgspec.structs.replace(asked.question, as_of=None, on=None)
        later = asked.question != now and asked.reading.history(now, person)
        raise NotYetExisting if later else NotFound
    cut = asked.cursors.cut(asked.query.limit, asked.query.cursor)
    if cut.after is not None:
        after = cut.after
        lines = [line for line in lines if _place(line) > after]
    page: Page[HistoryLine] = cut.page(lines, _place)
    cursor = asked.cursors.write(page.after) if page.after else None
    return Found(HistoryPage(items=page.items, next_cursor=cursor), next_cursor=cursor)


def _place(line: HistoryLine) -> tuple[str, ...]:
    microseconds = int(line.recorded_at.timestamp() * 1_000_000)
    return f"{microseconds:020}", str(line.school), f"{line.position:019}"


def fetch_figures(asked: Asked) -> Found:
    """Count the figures; a school's reader is shown that school's own."""
    query: FiguresQuery = asked.query
    last = min(query.until_year or query.year, query.year + YEARS_MAX - 1)
    question = asked.question
    in_school = question.asker != question.district
    school = question.asker if in_school else query.school

    def counted(question: Question) -> list[Figure]:
        return asked.reading.figures(
            question,
            range(query.year, last + 1),
            school=school,
            rule_set=query.rule_set,
            tree=query.tree,
        )

    try:
        found = counted(question)
    except NotFound:
        if question.as_of is None and question.on is None:
            raise
        counted(msgspec.structs.replace(question, as_of=None, on=None))
        raise NotYetExisting from None
    return Found(Figures(items=[shown(one) for one in found]))


def shown(figure: Figure) -> ShownFigure:
    """Return a figure with its words."""
    return ShownFigure(**msgspec.structs.asdict(figure), in_words=in_words(figure))


def fetch_survey_links(asked: Asked) -> Found:
    """Find the links of a survey of the asker's institution, with the tokens of the unused."""
    survey, question = asked.path["survey"], asked.question
    cut = asked.cursors.cut(asked.query.limit, asked.query.cursor)
    with asked.reading.transaction(question) as reader:
        wanted, now = SurveyFilter(survey=survey), msgspec.structs.replace(question, as_of=None)
        surveys = list_surveys(reader, question, wanted, Cut(limit=1))
        if not surveys.items:
            later = list_surveys(reader, now, wanted, Cut(limit=1)).items
            raise NotYetExisting if later else NotFound
        page = list_links(reader, question, survey, cut)
    closed = surveys.items[0].closed_on is not None
    links = [
        SurveyLink(
            **msgspec.structs.asdict(line),
            token=None if line.used or closed else _token(asked, survey, line.number),
        )
        for line in page.items
    ]
    cursor = asked.cursors.write(page.after) if page.after else None
    return Found(SurveyLinks(items=links, next_cursor=cursor), next_cursor=cursor)


def _token(asked: Asked, survey: UUID, number: int) -> str:
    place = LinkPlace(
        district=asked.question.district,
        tenant=asked.question.asker,
        survey=survey,
        number=number,
    )
    return asked.links.write(place)
