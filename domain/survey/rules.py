"""What must hold of a survey, one function per rule."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from domain.aggregate import Facts
from domain.pair import PAIR, Pair
from domain.pair.rules import everyone_consents, everyone_is_registered
from domain.questionnaire import Item, Version
from domain.rules import Role
from domain.standing import standing_records
from domain.survey.commands import OpenSurvey
from domain.survey.errors import (
    AnsweredTwice,
    BeforeSurveyOpening,
    ItemUnknown,
    NotAnOption,
    NotAText,
    NotOnScale,
    OverallMissing,
    ResultsStand,
    SurveyIsClosed,
    SurveyIsOver,
    SurveyIsUnderWay,
    TookNoPart,
)
from domain.survey.events import (
    Answer,
    LinkIssued,
    ResponseRecorded,
    SurveyClosed,
    SurveyOpened,
)
from domain.survey.state import Survey


def only_open(survey: Survey) -> None:
    """Refuse a command about a survey that was closed."""
    if survey.closed_on is not None:
        raise SurveyIsClosed


def within_the_survey(survey: Survey, day: date) -> None:
    """Refuse a day on which the survey takes no answers."""
    if day < survey.opened_on:
        raise BeforeSurveyOpening("/effective_on", opened_on=survey.opened_on)
    if survey.closes_on is not None and day > survey.closes_on:
        raise SurveyIsOver("/effective_on", closes_on=survey.closes_on)


def results_may_change(facts: Facts) -> None:
    """Refuse to correct or strike what the results of a closed survey that is not named show.

    They were seen as they are: the difference would be somebody's answer.
    """
    stands = [one.event for one in standing_records(facts.told())]
    if any(isinstance(one, SurveyClosed) for one in stands) and any(
        isinstance(one, SurveyOpened) and one.binding != "named" for one in stands
    ):
        raise ResultsStand("/corrects")


def stays_as_asked(command: OpenSurvey, number: int, facts: Facts) -> None:
    """Refuse a correction of an opening that pulls the ground from under links and answers.

    Persons were asked because of the role and the form; an answer speaks for a phase and a year
    and fits one version of the questionnaire.
    """
    told = [one.event for one in standing_records(facts.told())]
    opened = told[0]
    fixed: tuple[str, ...] = ()
    if any(isinstance(one, LinkIssued | ResponseRecorded) for one in told):
        fixed = ("role", "form", "binding")
    if any(isinstance(one, ResponseRecorded) for one in told):
        fixed += ("phase", "year", "questionnaire")
        if isinstance(opened, SurveyOpened) and number != opened.questionnaire_number:
            raise SurveyIsUnderWay("/questionnaire_number")
    for name in fixed:
        if getattr(command, name) != getattr(opened, name):
            raise SurveyIsUnderWay(f"/{name}")


def may_be_asked(survey: Survey, person: UUID, place: str, day: date, facts: Facts) -> None:
    """Refuse who is not registered here, took no part in the role, or does not consent that day.

    An annulled pair never was, so it makes nobody a participant. The processing consent covers the
    survey (152-ФЗ, ст. 9): an answer is personal data even where nobody is shown it.
    """
    people = {place: person}
    everyone_is_registered(people, facts)
    if not any(_is_member(survey, person, pair) for pair in facts.about(PAIR, person)):
        raise TookNoPart(place)
    everyone_consents(people, day, facts)


def _is_member(survey: Survey, person: UUID, pair: Pair) -> bool:
    role: Role = "mentor" if person == pair.mentor else "mentee"
    return pair.status != "annulled" and role == survey.role and survey.form in (None, pair.form)


def checked(version: Version, answers: Sequence[Answer]) -> tuple[int, tuple[Answer, ...]]:
    """Return the overall score and the other answers; refuse what the questionnaire forbids.

    Only the overall score has to be given: who leaves a question out has answered the rest.
    """
    overall: int | None = None
    others: list[Answer] = []
    seen: set[str] = set()
    for index, answer in enumerate(answers):
        item = version.item(answer.item)
        if item is None:
            raise ItemUnknown(f"/answers/{index}/item")
        if answer.item in seen:
            raise AnsweredTwice(f"/answers/{index}/item")
        seen.add(answer.item)
        _fits(item, answer.value, f"/answers/{index}/value")
        if item.overall and isinstance(answer.value, int):
            overall = answer.value
        else:
            others.append(answer)
    if overall is None:
        raise OverallMissing("/answers")
    return overall, tuple(others)


def _fits(item: Item, value: int | str, at: str) -> None:
    if item.kind == "open":
        if not isinstance(value, str):
            raise NotAText(at)
    elif item.kind == "choice":
        if value not in item.options:
            raise NotAnOption(at)
    else:
        least, most = item.minimum or 0, item.maximum or 0
        if not (isinstance(value, int) and least <= value <= most):
            raise NotOnScale(at, minimum=least, maximum=most)
