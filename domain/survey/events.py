"""What is recorded of a survey."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Literal
from uuid import UUID

import msgspec

from domain.aggregate import Note
from domain.events import Event, personal
from domain.questionnaire import SCALE_MAX, Code
from domain.rules import Role

Phase = Literal["before", "interim", "after"]
Binding = Literal["named", "confidential", "anonymous"]
"""Whether an answer is bound to a person: openly, so that nobody is shown it, or not at all."""


class Answer(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The answer to one item: a score on its scale, one of its options, or a text."""

    item: Annotated[Code, msgspec.Meta(title="Вопрос", examples=["overall"])]
    value: Annotated[
        Annotated[int, msgspec.Meta(ge=0, le=SCALE_MAX)] | Note, msgspec.Meta(title="Ответ")
    ]


class SurveyOpened(Event, frozen=True, kw_only=True):
    """Participants of a role may answer from this day until ``closes_on`` (included).

    ``year`` is the figure year the answers speak for. ``form``: only who took part in pairs of
    that form, ``None``: of any. ``questionnaire_number`` is the questionnaire's version.
    """

    TOPIC: ClassVar[str] = "survey.opened"

    survey: UUID
    role: Role
    form: str | None
    phase: Phase
    year: int
    questionnaire: str
    questionnaire_number: int
    binding: Binding
    closes_on: date | None = None
    reason: Annotated[str | None, personal("survey")] = None


class LinkIssued(Event, frozen=True, kw_only=True):
    """A one-time link to the survey; its number ``link`` is dense per survey, from 1.

    ``person`` answers by it; ``None`` in an anonymous survey. ``subject`` is whose free text the
    event holds: the person's, or else the survey's.
    """

    TOPIC: ClassVar[str] = "survey.link_issued"
    CONCERNS: ClassVar = ("person",)

    survey: UUID
    link: int
    person: UUID | None
    subject: UUID
    reason: Annotated[str | None, personal("subject")] = None


class ResponseRecorded(Event, frozen=True, kw_only=True):
    """An answer, given on this day; ``number`` is dense per survey, from 1.

    ``link`` is the number of the link that is used up by it, ``None`` for an answer on paper of
    somebody without one. ``overall`` is the score from 1 to 10; the other ``answers`` belong to
    ``subject``: the person, or the survey where it is anonymous. ``role``, ``phase``, ``year`` and
    ``binding`` are those of the survey.
    """

    TOPIC: ClassVar[str] = "survey.response_recorded"
    CONCERNS: ClassVar = ("person",)

    survey: UUID
    number: int
    link: int | None
    person: UUID | None
    subject: UUID
    role: Role
    phase: Phase
    year: int
    binding: Binding
    overall: int
    answers: Annotated[tuple[Answer, ...] | None, personal("subject")] = None
    reason: Annotated[str | None, personal("subject")] = None


class SurveyClosed(Event, frozen=True, kw_only=True):
    """Nobody may answer any more; the day is the survey's last."""

    TOPIC: ClassVar[str] = "survey.closed"

    survey: UUID
    analysis: Annotated[str | None, personal("survey")] = None
    reason: Annotated[str | None, personal("survey")] = None


SurveyEvent = SurveyOpened | LinkIssued | ResponseRecorded | SurveyClosed
