"""What the holder of a one-time link is shown: the questions, and nothing of anybody."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import msgspec

from domain.ports import Reader
from domain.questionnaire import Item
from domain.rules import Role
from domain.survey import Binding, Phase
from projections.query import TODAY, Question


class Questions(msgspec.Struct, frozen=True, kw_only=True):
    """A survey to be answered; ``institution`` is who asks, ``closes_on`` the last day for it."""

    institution: str
    title: str
    role: Role
    phase: Phase
    year: int
    binding: Binding
    closes_on: date | None
    items: tuple[Item, ...]


class LinkView(Questions, frozen=True, kw_only=True):
    """The questions with what may stand against answering them by this link."""

    closed: bool
    over: bool
    used: bool


def view_link(reader: Reader, question: Question, survey: UUID, number: int) -> LinkView | None:
    """Return what a link of the asking institution leads to, ``None`` if it was not issued."""
    sql = f"""
        SELECT c.short_name AS institution, q.title, s.role, s.phase, s.year, s.binding,
               s.closes_on, q.items, s.closed_on IS NOT NULL AS closed,
               coalesce(s.closes_on < {TODAY}, false) AS over, l.used
        FROM reg.survey_link l
        JOIN reg.survey s
          ON s.tenant_id = l.tenant_id AND s.survey = l.survey AND {question.known("s")}
        JOIN reg.questionnaire q
          ON q.tenant_id = %(district)s AND q.code = s.questionnaire
         AND q.number = s.questionnaire_number AND {question.known("q")}
        JOIN reg.school c
          ON c.tenant_id = %(district)s AND c.school = l.tenant_id AND {question.known("c")}
        WHERE l.tenant_id = %(asker)s AND l.survey = %(survey)s AND l.number = %(number)s
          AND {question.known("l")}
    """
    params = question.params() | {"survey": survey, "number": number}
    found = reader.rows(sql, params, LinkView)
    return found[0] if found else None
