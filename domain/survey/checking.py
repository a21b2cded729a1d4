"""Whether the facts of a survey still fit together once one of them was corrected or struck."""

from __future__ import annotations

from collections.abc import Sequence

from domain.correcting import FactIsNeeded
from domain.survey import rules
from domain.survey.errors import (
    AlreadyAnswered,
    BeforeSurveyOpening,
    ClosedBeforeAnswer,
    LinkAlreadyIssued,
    LinkUsed,
)
from domain.survey.events import LinkIssued, ResponseRecorded, SurveyClosed, SurveyEvent
from domain.survey.state import Survey, evolve


def check(events: Sequence[SurveyEvent]) -> None:
    """Refuse facts of one survey that contradict each other.

    Raises :class:`FactIsNeeded` for an answer whose link is not its person's any more, and for a
    day or a person what the command of that fact is refused with.
    """
    survey: Survey | None = None
    for event in events:
        if survey is not None:
            _follows(survey, event)
        survey = evolve(survey, event)


def _follows(survey: Survey, event: SurveyEvent) -> None:
    day = event.effective_on
    match event:
        case LinkIssued():
            rules.within_the_survey(survey, day)
            if event.person is not None and survey.link_of(event.person) is not None:
                raise LinkAlreadyIssued("/people/0")
        case ResponseRecorded():
            rules.within_the_survey(survey, day)
            if event.person is not None and event.person in survey.answered:
                raise AlreadyAnswered("/person")
            if event.link is not None:
                _answers_by(survey, event, event.link)
        case SurveyClosed():
            if day < survey.opened_on:
                raise BeforeSurveyOpening("/effective_on", opened_on=survey.opened_on)
            if survey.last_answered_on is not None and day < survey.last_answered_on:
                raise ClosedBeforeAnswer("/effective_on", answered_on=survey.last_answered_on)
        case _:
            pass


def _answers_by(survey: Survey, event: ResponseRecorded, link: int) -> None:
    if survey.links.get(link) != event.person or link not in survey.links:
        raise FactIsNeeded("/corrects")
    if link in survey.used:
        raise LinkUsed("/link")
