"""Surveys, their links and their answers as lists.

What an answer says is shown by how it is bound. Of a survey that is not named, results appear once
it is closed and enough have answered, and then never change: results that grew answer by answer
would tell, by the difference of two looks, what each single one was.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

import msgspec

from domain.ports import Reader
from domain.rules import CalendarYear, Role
from domain.survey import Answer, Binding, Phase
from projections.query import Cut, Page, Question, name_is_shown
from projections.register_list import One, RegisterList
from projections.shown import shows

SATISFIED_FROM = 7
"""The least overall score of who counts as satisfied (ruling 6)."""

MIN_CELL_UNTIL_ADOPTED = 5

MIN_CELL = (
    "coalesce((SELECT (rs.rules->>'min_cell')::int FROM reg.rule_set rs"
    " WHERE rs.tenant_id = %(district)s AND rs.known_to IS NULL"
    f" ORDER BY rs.version DESC LIMIT 1), {MIN_CELL_UNTIL_ADOPTED})"
)
"""How many answers hide each other; today's rule, also for a question about the past."""


def _results_are_shown(survey: str) -> str:
    return (
        f"({survey}.binding = 'named'"
        f" OR ({survey}.closed_on IS NOT NULL AND {survey}.responses >= {MIN_CELL}))"
    )


class SurveyFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which surveys."""

    survey: Annotated[UUID | None, msgspec.Meta(title="Анкетирование")] = None
    role: Annotated[Role | None, msgspec.Meta(title="Роль")] = None
    year: Annotated[CalendarYear | None, msgspec.Meta(title="Год показателя")] = None


class SurveyLine(msgspec.Struct, frozen=True, kw_only=True):
    """A survey and its results.

    ``satisfied`` and ``average`` (of the overall score) are ``null`` while the answers of a survey
    that is not named could be told apart. ``analysis`` is the institution's own.
    """

    school: UUID
    survey: UUID
    version: int
    role: Role
    form: str | None
    phase: Phase
    year: int
    binding: Binding
    questionnaire: str
    questionnaire_number: int
    opened_on: date
    closes_on: date | None
    closed_on: date | None
    links: int
    responses: int
    satisfied: int | None
    average: Decimal | None
    analysis: str | None


def list_surveys(
    reader: Reader, question: Question, wanted: SurveyFilter, cut: Cut
) -> Page[SurveyLine]:
    """Return a page of surveys by the day they were opened.

    ``question.on`` keeps those that took answers that day.
    """
    after = (
        "AND (s.opened_on, s.survey) > (%(after_day)s::date, %(after_survey)s::uuid)"
        if cut.after
        else ""
    )
    sql = f"""
        SELECT s.tenant_id AS school, s.survey, s.version, s.role, s.form, s.phase, s.year,
               s.binding, s.questionnaire, s.questionnaire_number, s.opened_on, s.closes_on,
               s.closed_on, s.links, s.responses, r.satisfied, r.average,
               CASE WHEN s.tenant_id = %(asker)s THEN s.analysis END AS analysis
        FROM unnest(%(tenants)s::uuid[]) AS t (tenant_id)
        CROSS JOIN LATERAL (
            SELECT s.* FROM reg.survey s
            WHERE s.tenant_id = t.tenant_id AND {question.known("s")}
              AND (%(survey)s::uuid IS NULL OR s.survey = %(survey)s)
              AND (%(role)s::text IS NULL OR s.role = %(role)s)
              AND (%(year)s::int IS NULL OR s.year = %(year)s)
              AND (%(on)s::date IS NULL OR (s.opened_on <= %(on)s
                   AND coalesce(least(s.closes_on, s.closed_on) >= %(on)s, true)))
              {after}
            ORDER BY s.opened_on, s.survey
            LIMIT %(limit)s
        ) s
        LEFT JOIN LATERAL (
            SELECT count(*) FILTER (WHERE r.overall >= %(satisfied_from)s) AS satisfied,
                   round(avg(r.overall), 1) AS average
            FROM reg.survey_response r
            WHERE r.tenant_id = s.tenant_id AND r.survey = s.survey AND {question.known("r")}
        ) r ON {_results_are_shown("s")}
        ORDER BY s.opened_on, s.survey
        LIMIT %(limit)s
    """
    day, survey = cut.after or (None, None)
    params = question.params() | msgspec.structs.asdict(wanted)
    params |= {"limit": cut.limit + 1, "after_day": day, "after_survey": survey}
    params |= {"satisfied_from": SATISFIED_FROM}
    lines = reader.rows(sql, params, SurveyLine)
    return cut.page(lines, lambda line: (line.opened_on.isoformat(), str(line.survey)))


class ResponseFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Whose answers, to which survey."""

    survey: Annotated[UUID | None, msgspec.Meta(title="Анкетирование")] = None
    person: Annotated[UUID | None, msgspec.Meta(title="Участник")] = None


class ResponseLine(msgspec.Struct, frozen=True, kw_only=True):
    """An answer, as much of it as its binding lets anybody see.

    Named: everything, the ``answers`` to its own institution only, and of a restricted person only
    to who handles withdrawals. Confidential: who answered and
    when. Anonymous: the overall score once the survey's results are shown; ``number`` is then its
    place by score, never the order in which answers came.
    """

    school: UUID
    survey: UUID
    number: int
    binding: Binding
    person: UUID | None
    answered_on: date | None
    overall: int | None
    answers: Annotated[tuple[Answer, ...] | None, shows("person")]


def list_responses(
    reader: Reader, question: Question, wanted: ResponseFilter, cut: Cut
) -> Page[ResponseLine]:
    """Return a page of answers by survey."""
    after = (
        "AND (r.survey, r.number) > (%(after_survey)s::uuid, %(after_number)s::int)"
        if cut.after
        else ""
    )
    sql = f"""
        SELECT r.tenant_id AS school, r.survey, r.number, r.binding, r.person,
               CASE WHEN r.binding <> 'anonymous' THEN r.answered_on END AS answered_on,
               CASE WHEN r.binding = 'named'
                      OR (r.binding = 'anonymous' AND {_results_are_shown("s")})
                    THEN r.overall END AS overall,
               CASE WHEN r.binding = 'named' AND r.tenant_id = %(asker)s
                      AND {name_is_shown("r.person", "r.tenant_id")}
                    THEN r.answers END AS answers
        FROM unnest(%(tenants)s::uuid[]) AS t (tenant_id)
        CROSS JOIN LATERAL (
            SELECT r.* FROM (
                SELECT r.tenant_id, r.survey, r.binding, r.person, r.answered_on, r.overall,
                       r.answers, CASE WHEN r.binding = 'anonymous'
                            THEN row_number() OVER (PARTITION BY r.survey
                                                    ORDER BY r.overall, r.number)
                            ELSE r.number END AS number
                FROM reg.survey_response r
                WHERE r.tenant_id = t.tenant_id AND {question.known("r")}
                  AND (%(survey)s::uuid IS NULL OR r.survey = %(survey)s)
            ) r
            WHERE (%(person)s::uuid IS NULL OR r.person = %(person)s)
              {after}
            ORDER BY r.survey, r.number
            LIMIT %(limit)s
        ) r
        JOIN reg.survey s
          ON s.tenant_id = r.tenant_id AND s.survey = r.survey AND {question.known("s")}
        ORDER BY r.survey, r.number
        LIMIT %(limit)s
    """
    survey, number = cut.after or (None, None)
    params = question.params() | msgspec.structs.asdict(wanted)
    params |= {"limit": cut.limit + 1, "after_survey": survey, "after_number": number}
    lines = reader.rows(sql, params, ResponseLine)
    return cut.page(lines, lambda line: (str(line.survey), str(line.number)))


class LinkLine(msgspec.Struct, frozen=True, kw_only=True):
    """A one-time link; ``used``: it was answered by, or its person has answered on paper."""

    number: int
    person: UUID | None
    issued_on: date
    used: bool


def list_links(reader: Reader, question: Question, survey: UUID, cut: Cut) -> Page[LinkLine]:
    """Return a page of the links of one survey of the asking institution, in their order."""
    after = "AND l.number > %(after)s::int" if cut.after else ""
    sql = f"""
        SELECT l.number, l.person, l.issued_on, l.used FROM reg.survey_link l
        WHERE l.tenant_id = %(asker)s AND l.survey = %(survey)s AND {question.known("l")} {after}
        ORDER BY l.number LIMIT %(limit)s
    """
    params = question.params() | {"survey": survey, "limit": cut.limit + 1}
    params |= {"after": cut.after[0] if cut.after else None}
    return cut.page(reader.rows(sql, params, LinkLine), lambda line: (str(line.number),))


LISTS = (
    RegisterList(
        name="surveys",
        title="Анкетирования",
        line=SurveyLine,
        filter=SurveyFilter,
        fetch=list_surveys,
        holds="people",
        by_day=True,
        one=One(path="/surveys/{survey:uuid}", operation="getSurvey", title="Анкетирование"),
    ),
    RegisterList(
        name="survey-responses",
        title="Ответы на анкеты",
        line=ResponseLine,
        filter=ResponseFilter,
        fetch=list_responses,
        holds="people",
    ),
)
