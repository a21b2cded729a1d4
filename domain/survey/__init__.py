"""Анкетирование: participants of one role of an institution say how satisfied they are.

One stream per survey. Participants have no account; they answer by one-time links, or on paper
that the curator enters. An answer is bound to its person openly (named), so that no read shows it
to anybody (confidential), or to nobody (anonymous). The overall score stands apart in clear: the
figures of satisfaction read it and must not change when a person is erased. Source: the district's
order № 119-ОД, показатели 5–6; the questions are data (see :mod:`domain.questionnaire`).
"""

from domain.survey.commands import (
    CloseSurvey,
    IssueLinks,
    OpenSurvey,
    RecordResponse,
    StrikeSurveyFact,
)
from domain.survey.decisions import SURVEY
from domain.survey.errors import (
    AlreadyAnswered,
    AnonymousNamesNobody,
    AnsweredTwice,
    BeforeSurveyOpening,
    ClosedBeforeAnswer,
    ClosesBeforeOpening,
    ItemUnknown,
    LinkAlreadyIssued,
    LinkCountMissing,
    LinkPeopleMissing,
    LinkUnknown,
    LinkUsed,
    NotAnOption,
    NotAText,
    NotOnScale,
    OverallMissing,
    PersonNamedTwice,
    QuestionnaireOfOtherForm,
    QuestionnaireOfOtherRole,
    QuestionnaireUnknown,
    RespondentUnclear,
    ResultsStand,
    SurveyIsClosed,
    SurveyIsOver,
    SurveyIsUnderWay,
    TookNoPart,
)
from domain.survey.events import (
    Answer,
    Binding,
    LinkIssued,
    Phase,
    ResponseRecorded,
    SurveyClosed,
    SurveyEvent,
    SurveyOpened,
)
from domain.survey.state import Survey

__all__ = [
    "SURVEY",
    "AlreadyAnswered",
    "AnonymousNamesNobody",
    "Answer",
    "AnsweredTwice",
    "BeforeSurveyOpening",
    "Binding",
    "CloseSurvey",
    "ClosedBeforeAnswer",
    "ClosesBeforeOpening",
    "IssueLinks",
    "ItemUnknown",
    "LinkAlreadyIssued",
    "LinkCountMissing",
    "LinkIssued",
    "LinkPeopleMissing",
    "LinkUnknown",
    "LinkUsed",
    "NotAText",
    "NotAnOption",
    "NotOnScale",
    "OpenSurvey",
    "OverallMissing",
    "PersonNamedTwice",
    "Phase",
    "QuestionnaireOfOtherForm",
    "QuestionnaireOfOtherRole",
    "QuestionnaireUnknown",
    "RecordResponse",
    "RespondentUnclear",
    "ResponseRecorded",
    "ResultsStand",
    "StrikeSurveyFact",
    "Survey",
    "SurveyClosed",
    "SurveyEvent",
    "SurveyIsClosed",
    "SurveyIsOver",
    "SurveyIsUnderWay",
    "SurveyOpened",
    "TookNoPart",
]
