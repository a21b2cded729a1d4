"""Surveys: their questionnaires, their links, their answers, and totals from paper."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated, Any, assert_never
from uuid import UUID

import msgspec

from domain.events import Event, Recorded
from domain.paper_total import PAPER_TOTAL, PaperTotalRecorded
from domain.questionnaire import QUESTIONNAIRE, Item, QuestionnaireAdopted
from domain.rules import Role
from domain.survey import (
    SURVEY,
    Answer,
    Binding,
    LinkIssued,
    Phase,
    ResponseRecorded,
    SurveyClosed,
    SurveyEvent,
    SurveyOpened,
)
from projections.register import Key, Register, Row, kept_for


class QuestionnaireRow(Row, frozen=True, kw_only=True):
    """One version of a questionnaire, ``number``; ``version`` is the stream's."""

    code: str
    number: int
    version: int
    adopted_on: date
    role: Role
    form: str | None
    title: str
    items: tuple[Item, ...]


def _adopted(
    _row: QuestionnaireRow | None, recorded: Recorded[QuestionnaireAdopted], _key: Key
) -> QuestionnaireRow:
    event = recorded.event
    return QuestionnaireRow(
        tenant_id=recorded.tenant_id,
        code=event.code,
        number=event.number,
        version=recorded.version,
        adopted_on=event.effective_on,
        role=event.role,
        form=event.form,
        title=event.title,
        items=event.items,
    )


class SurveyRow(Row, frozen=True, kw_only=True):
    """A survey; ``links`` and ``responses`` count what was issued and answered."""

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
    closed_on: date | None = None
    links: int = 0
    responses: int = 0
    analysis: Annotated[str | None, kept_for("log")] = None


def _survey_keys(recorded: Recorded[SurveyEvent]) -> Iterable[Key]:
    return ((recorded.event.survey,),)


def apply_to_survey(row: SurveyRow | None, recorded: Recorded[SurveyEvent], _key: Key) -> SurveyRow:
    """Return the survey after an event."""
    event = recorded.event
    if isinstance(event, SurveyOpened):
        return SurveyRow(
            tenant_id=recorded.tenant_id,
            survey=event.survey,
            version=recorded.version,
            role=event.role,
            form=event.form,
            phase=event.phase,
            year=event.year,
            binding=event.binding,
            questionnaire=event.questionnaire,
            questionnaire_number=event.questionnaire_number,
            opened_on=event.effective_on,
            closes_on=event.closes_on,
        )
    if row is None:
        raise LookupError("an event of a survey that was never opened")
    changes: dict[str, Any]
    match event:
        case LinkIssued():
            changes = {"links": row.links + 1}
        case ResponseRecorded():
            changes = {"responses": row.responses + 1}
        case SurveyClosed():
            changes = {"closed_on": event.effective_on, "analysis": event.analysis}
        case _:
            assert_never(event)
    return msgspec.structs.replace(row, version=recorded.version, **changes)


class SurveyLinkRow(Row, frozen=True, kw_only=True):
    """A one-time link; ``used``: it was answered by, or its person has answered on paper."""

    survey: UUID
    number: int
    person: UUID | None
    issued_on: date
    used: bool = False


def _link_keys(recorded: Recorded[LinkIssued | ResponseRecorded]) -> Iterable[Key]:
    event = recorded.event
    return () if event.link is None else ((event.survey, event.link),)


def apply_to_link(
    row: SurveyLinkRow | None, recorded: Recorded[LinkIssued | ResponseRecorded], _key: Key
) -> SurveyLinkRow:
    """Return the link after an event."""
    event = recorded.event
    if isinstance(event, LinkIssued):
        return SurveyLinkRow(
            tenant_id=recorded.tenant_id,
            survey=event.survey,
            number=event.link,
            person=event.person,
            issued_on=event.effective_on,
        )
    if row is None:
        raise LookupError("an answer by a link that was never issued")
    return msgspec.structs.replace(row, used=True)


class SurveyResponseRow(Row, frozen=True, kw_only=True):
    """An answer; ``answers`` are ``None`` unless the survey is named, or once erased.

    ``recorded_at`` is the moment its event was recorded.
    """

    survey: UUID
    number: int
    person: UUID | None
    role: Role
    year: int
    phase: Phase
    binding: Binding
    answered_on: date
    recorded_at: datetime
    overall: int
    answers: Annotated[tuple[Answer, ...] | None, kept_for("answers")]


def _responded(
    _row: SurveyResponseRow | None, recorded: Recorded[ResponseRecorded], _key: Key
) -> SurveyResponseRow:
    event = recorded.event
    return SurveyResponseRow(
        tenant_id=recorded.tenant_id,
        survey=event.survey,
        number=event.number,
        person=event.person,
        role=event.role,
        year=event.year,
        phase=event.phase,
        binding=event.binding,
        answered_on=event.effective_on,
        recorded_at=recorded.recorded_at,
        overall=event.overall,
        answers=event.answers if event.binding == "named" else None,
    )


class PaperTotalRow(Row, frozen=True, kw_only=True):
    """A total from paper; ``day`` is the total's."""

    role: Role
    year: int
    version: int
    respondents: int
    satisfied: int
    source: Annotated[str | None, kept_for("log")]
    day: date


def _counted(
    _row: PaperTotalRow | None, recorded: Recorded[PaperTotalRecorded], _key: Key
) -> PaperTotalRow:
    event = recorded.event
    return PaperTotalRow(
        tenant_id=recorded.tenant_id,
        role=event.role,
        year=event.year,
        version=recorded.version,
        respondents=event.respondents,
        satisfied=event.satisfied,
        source=event.source,
        day=event.effective_on,
    )


QUESTIONNAIRES = Register(
    name="questionnaire",
    row=QuestionnaireRow,
    key=("code", "number"),
    keys=lambda recorded: ((recorded.event.code, recorded.event.number),),
    apply=_adopted,
    reads=frozenset(QUESTIONNAIRE.events),
)

SURVEYS = Register(
    name="survey",
    row=SurveyRow,
    key=("survey",),
    keys=_survey_keys,
    apply=apply_to_survey,
    reads=frozenset(SURVEY.events),
)

_OF_LINKS: frozenset[type[Event]] = frozenset({LinkIssued, ResponseRecorded})

SURVEY_LINKS = Register(
    name="survey_link",
    row=SurveyLinkRow,
    key=("survey", "number"),
    keys=_link_keys,
    apply=apply_to_link,
    reads=_OF_LINKS,
    ignores=frozenset(SURVEY.events) - _OF_LINKS,
)

_OF_RESPONSES: frozenset[type[Event]] = frozenset({ResponseRecorded})

SURVEY_RESPONSES = Register(
    name="survey_response",
    row=SurveyResponseRow,
    key=("survey", "number"),
    keys=lambda recorded: ((recorded.event.survey, recorded.event.number),),
    apply=_responded,
    reads=_OF_RESPONSES,
    ignores=frozenset(SURVEY.events) - _OF_RESPONSES,
)

PAPER_TOTALS = Register(
    name="paper_total",
    row=PaperTotalRow,
    key=("role", "year"),
    keys=lambda recorded: ((recorded.event.role, recorded.event.year),),
    apply=_counted,
    reads=frozenset(PAPER_TOTAL.events),
)
