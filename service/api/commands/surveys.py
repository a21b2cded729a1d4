"""Commands about surveys, their questionnaires and totals from paper."""

from __future__ import annotations

from domain.aggregate import Command
from domain.paper_total import RecordPaperTotal, StrikePaperTotal
from domain.questionnaire import AdoptQuestionnaire, StrikeQuestionnaire
from domain.survey import (
    CloseSurvey,
    IssueLinks,
    OpenSurvey,
    RecordResponse,
    StrikeSurveyFact,
)
from service.api.commands.route import CommandRoute, about, correction, made


def _survey(tail: str, command: type[Command], operation: str) -> CommandRoute:
    return about("survey", tail, command, "people.write", operation)


COMMANDS: tuple[CommandRoute, ...] = (
    made(
        "/questionnaires",
        AdoptQuestionnaire,
        "catalogue.write",
        "adoptQuestionnaire",
        "/questionnaires/{0}",
    ),
    CommandRoute(
        "POST",
        "/questionnaires/{code:str}/struck-facts",
        StrikeQuestionnaire,
        "catalogue.write",
        "strikeQuestionnaire",
    ),
    made("/surveys", OpenSurvey, "people.write", "openSurvey", "/surveys/{0}"),
    correction("/surveys/{survey:uuid}/opening", OpenSurvey, "correctOpening", "survey"),
    _survey("links", IssueLinks, "issueLinks"),
    _survey("responses", RecordResponse, "recordResponse"),
    _survey("closure", CloseSurvey, "closeSurvey"),
    _survey("struck-facts", StrikeSurveyFact, "strikeSurveyFact"),
    made(
        "/paper-totals",
        RecordPaperTotal,
        "people.write",
        "recordPaperTotal",
        "/paper-totals/{0}/{1}",
    ),
    CommandRoute(
        "POST",
        "/paper-totals/{role:str}/{year:int}/struck-facts",
        StrikePaperTotal,
        "people.write",
        "strikePaperTotal",
    ),
)
