"""When a survey may be opened, answered and closed."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from domain.aggregate import Aggregate, Command, Decision, Facts
from domain.correcting import strike
from domain.events import Event
from domain.form import FORM
from domain.pair import FormUnknown
from domain.questionnaire import QUESTIONNAIRE, Version
from domain.survey import rules
from domain.survey.checking import check
from domain.survey.commands import (
    CloseSurvey,
    IssueLinks,
    OpenSurvey,
    RecordResponse,
    StrikeSurveyFact,
)
from domain.survey.errors import (
    AlreadyAnswered,
    AnonymousNamesNobody,
    BeforeSurveyOpening,
    ClosedBeforeAnswer,
    ClosesBeforeOpening,
    LinkAlreadyIssued,
    LinkCountMissing,
    LinkPeopleMissing,
    LinkUnknown,
    LinkUsed,
    PersonNamedTwice,
    QuestionnaireOfOtherForm,
    QuestionnaireOfOtherRole,
    QuestionnaireUnknown,
    RespondentUnclear,
)
from domain.survey.events import LinkIssued, ResponseRecorded, SurveyClosed, SurveyOpened
from domain.survey.state import Survey, evolve


def open_survey(_state: Survey | None, command: OpenSurvey, facts: Facts) -> list[Event]:
    """Open a survey that asks by a version of a questionnaire made for its role and form."""
    day = command.effective_on or facts.today
    if command.form is not None and facts.find_in_district(FORM, command.form) is None:
        raise FormUnknown("/form")
    version = _version(command.questionnaire, command.questionnaire_number, facts)
    if version.role != command.role:
        raise QuestionnaireOfOtherRole("/questionnaire")
    if version.form not in (None, command.form):
        raise QuestionnaireOfOtherForm("/questionnaire")
    if command.corrects is not None:
        rules.stays_as_asked(command, version.number, facts)
    if command.closes_on is not None and command.closes_on < day:
        raise ClosesBeforeOpening("/closes_on")
    return [
        SurveyOpened(
            effective_on=day,
            survey=facts.target,
            role=command.role,
            form=command.form,
            phase=command.phase,
            year=command.year,
            questionnaire=command.questionnaire,
            questionnaire_number=version.number,
            binding=command.binding,
            closes_on=command.closes_on,
            reason=command.reason,
        )
    ]


def _version(code: str, number: int | None, facts: Facts) -> Version:
    found = facts.find_in_district(QUESTIONNAIRE, code)
    if found is None:
        raise QuestionnaireUnknown("/questionnaire")
    version = found.versions.get(number or found.latest)
    if version is None:
        raise QuestionnaireUnknown("/questionnaire_number")
    return version


def issue_links(state: Survey, command: IssueLinks, facts: Facts) -> list[Event]:
    """Issue links, one for each person who may be asked and has neither a link nor answered."""
    rules.only_open(state)
    day = command.effective_on or facts.today
    rules.within_the_survey(state, day)
    recipients = _recipients(state, command, day, facts)
    first = _kept("link", command, facts) or max(state.links, default=0) + 1
    return [
        LinkIssued(
            effective_on=day,
            survey=state.survey,
            link=link,
            person=person,
            subject=person or state.survey,
            reason=command.reason,
        )
        for link, person in enumerate(recipients, first)
    ]


def _kept(name: str, command: Command, facts: Facts) -> int | None:
    """Return the number of the fact that is corrected, by which it stays known."""
    if command.corrects is None:
        return None
    number: int | None = getattr(facts.told()[command.corrects - 1].event, name, None)
    return number


def _recipients(
    state: Survey, command: IssueLinks, day: date, facts: Facts
) -> tuple[UUID | None, ...]:
    if state.binding == "anonymous":
        if command.people:
            raise AnonymousNamesNobody("/people")
        if command.count is None:
            raise LinkCountMissing("/count")
        return (None,) * command.count
    if not command.people or command.count is not None:
        raise LinkPeopleMissing("/people")
    for index, person in enumerate(command.people):
        place = f"/people/{index}"
        if person in command.people[:index]:
            raise PersonNamedTwice(place)
        rules.may_be_asked(state, person, place, day, facts)
        if person in state.answered:
            raise AlreadyAnswered(place)
        if state.link_of(person) is not None:
            raise LinkAlreadyIssued(place)
    return command.people


def record_response(state: Survey, command: RecordResponse, facts: Facts) -> list[Event]:
    """Record an answer that fits the questionnaire: one per link and one per person.

    An answer on paper uses up the link of the person who gave it.
    """
    rules.only_open(state)
    if command.corrects is not None:
        rules.results_may_change(facts)
    day = command.effective_on or facts.today
    rules.within_the_survey(state, day)
    link, person = _respondent(state, command)
    if person is not None:
        rules.may_be_asked(state, person, "/link" if command.link else "/person", day, facts)
    version = _version(state.questionnaire, state.questionnaire_number, facts)
    overall, answers = rules.checked(version, command.answers)
    return [
        ResponseRecorded(
            effective_on=day,
            survey=state.survey,
            number=_kept("number", command, facts) or state.responses + 1,
            link=link,
            person=person,
            subject=person or state.survey,
            role=state.role,
            phase=state.phase,
            year=state.year,
            binding=state.binding,
            overall=overall,
            answers=answers or None,
            reason=command.reason,
        )
    ]


def _respondent(state: Survey, command: RecordResponse) -> tuple[int | None, UUID | None]:
    if command.person is not None:
        if state.binding == "anonymous":
            raise AnonymousNamesNobody("/person")
        if command.link is not None:
            raise RespondentUnclear("/person")
        if command.person in state.answered:
            raise AlreadyAnswered("/person")
        return state.link_of(command.person), command.person
    if command.link is None:
        raise RespondentUnclear("/link")
    if command.link not in state.links:
        raise LinkUnknown("/link")
    if command.link in state.used:
        raise LinkUsed("/link")
    return command.link, state.links[command.link]


def close(state: Survey, command: CloseSurvey, facts: Facts) -> list[Event]:
    """Close a survey not before the last answer it has."""
    rules.only_open(state)
    day = command.effective_on or facts.today
    if day < state.opened_on:
        raise BeforeSurveyOpening("/effective_on", opened_on=state.opened_on)
    if state.last_answered_on is not None and day < state.last_answered_on:
        raise ClosedBeforeAnswer("/effective_on", answered_on=state.last_answered_on)
    return [
        SurveyClosed(
            effective_on=day,
            survey=state.survey,
            analysis=command.analysis,
            reason=command.reason,
        )
    ]


def strike_fact(state: Survey | None, command: StrikeSurveyFact, facts: Facts) -> list[Event]:
    """Strike a fact unless it would show what somebody answered."""
    rules.results_may_change(facts)
    return strike(state, command, facts)


def _respondents(state: Survey | None, command: RecordResponse) -> tuple[UUID, ...]:
    linked = state.links.get(command.link) if state and command.link else None
    return tuple(one for one in (command.person, linked) if one is not None)


SURVEY = Aggregate(
    name="survey",
    events=(SurveyOpened, LinkIssued, ResponseRecorded, SurveyClosed),
    evolve=evolve,
    key_of=lambda event: (event.survey,),
    key=lambda target, _command: (target,),
    decisions=(
        Decision(OpenSurvey, open_survey, opens=True),
        Decision(IssueLinks, issue_links, people=lambda _state, command: command.people),
        Decision(RecordResponse, record_response, people=_respondents),
        Decision(CloseSurvey, close),
        Decision(StrikeSurveyFact, strike_fact),
    ),
    check=check,
)
