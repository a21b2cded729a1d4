"""Issuing one-time links."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from domain.errors import DomainError
from domain.pair import ConsentNotInForce, NotRegisteredHere, PairAnnulled
from domain.survey import (
    AlreadyAnswered,
    AnonymousNamesNobody,
    BeforeSurveyOpening,
    IssueLinks,
    LinkAlreadyIssued,
    LinkCountMissing,
    LinkPeopleMissing,
    PersonNamedTwice,
    SurveyIsOver,
    TookNoPart,
)
from tests.domain.builders import MENTEE, MENTOR, NEWCOMER, SECOND_MENTEE, STRANGER, withdrew
from tests.domain.pair.builders import ALL, ENDED_ON, PAIR_ID
from tests.domain.survey.builders import (
    DAY,
    PARTICIPANTS,
    SURVEY_ID,
    answered,
    issued,
    opened,
)
from tests.support.given_when_then import given


def issue(*people: Any, **more: Any) -> IssueLinks:
    return IssueLinks(effective_on=DAY, people=people, **more)


@pytest.mark.parametrize("binding", ["named", "confidential"])
def test_links_are_issued_to_persons_and_numbered(binding: Any) -> None:
    given(*PARTICIPANTS, opened(binding)).when(issue(SECOND_MENTEE, MENTEE), target=SURVEY_ID).then(
        issued(1, SECOND_MENTEE), issued(2, MENTEE)
    )


def test_later_links_go_on_with_the_numbers() -> None:
    given(*PARTICIPANTS, opened(), issued(1, MENTEE)).when(
        issue(SECOND_MENTEE), target=SURVEY_ID
    ).then(issued(2, SECOND_MENTEE))


def test_links_of_an_anonymous_survey_are_nobodys() -> None:
    given(*PARTICIPANTS, opened("anonymous"), issued(1, None)).when(
        issue(count=2), target=SURVEY_ID
    ).then(issued(2, None), issued(3, None))


def test_a_survey_of_mentors_asks_the_mentor() -> None:
    given(*PARTICIPANTS, opened(role="mentor")).when(issue(MENTOR), target=SURVEY_ID).then(
        issued(1, MENTOR)
    )


def test_a_survey_of_one_form_asks_who_took_part_in_it() -> None:
    given(*PARTICIPANTS, opened(form="pupil_pupil")).when(issue(MENTEE), target=SURVEY_ID).then(
        issued(1, MENTEE)
    )
    given(*PARTICIPANTS, opened(form="teacher_pupil")).when(
        issue(MENTEE), target=SURVEY_ID
    ).then_refused(TookNoPart, pointer="/people/0")


@pytest.mark.parametrize(
    ("people", "error", "pointer"),
    [
        ((MENTEE, STRANGER), NotRegisteredHere, "/people/1"),
        ((MENTEE, NEWCOMER), TookNoPart, "/people/1"),
        ((MENTOR,), TookNoPart, "/people/0"),
        ((MENTEE, MENTEE), PersonNamedTwice, "/people/1"),
        ((), LinkPeopleMissing, "/people"),
    ],
)
def test_nobody_else_is_asked(
    people: tuple[Any, ...], error: type[DomainError], pointer: str
) -> None:
    given(*PARTICIPANTS, opened()).when(issue(*people), target=SURVEY_ID).then_refused(
        error, pointer=pointer
    )


def test_an_annulled_pair_makes_nobody_a_participant() -> None:
    annulled = PairAnnulled(effective_on=ENDED_ON, pair=PAIR_ID, people=ALL, reason="ошибка")

    given(*PARTICIPANTS, annulled, opened()).when(issue(MENTEE), target=SURVEY_ID).then_refused(
        TookNoPart, pointer="/people/0"
    )


def test_the_consent_has_to_be_in_force_that_day() -> None:
    given(*PARTICIPANTS, withdrew(MENTEE, DAY), opened()).when(
        issue(MENTEE), target=SURVEY_ID
    ).then_refused(ConsentNotInForce, pointer="/people/0")
    given(*PARTICIPANTS, withdrew(MENTEE, date(2024, 10, 11)), opened()).when(
        issue(MENTEE), target=SURVEY_ID
    ).then(issued(1, MENTEE))


def test_a_person_gets_one_link() -> None:
    given(*PARTICIPANTS, opened(), issued(1, MENTEE)).when(
        issue(MENTEE), target=SURVEY_ID
    ).then_refused(LinkAlreadyIssued, pointer="/people/0")


def test_who_has_answered_on_paper_gets_no_link() -> None:
    given(*PARTICIPANTS, opened(), answered(1, None, MENTEE)).when(
        issue(MENTEE), target=SURVEY_ID
    ).then_refused(AlreadyAnswered, pointer="/people/0")


@pytest.mark.parametrize(
    ("binding", "command", "error", "pointer"),
    [
        ("anonymous", issue(MENTEE), AnonymousNamesNobody, "/people"),
        ("anonymous", issue(), LinkCountMissing, "/count"),
        ("named", issue(count=3), LinkPeopleMissing, "/people"),
        ("confidential", issue(MENTEE, count=1), LinkPeopleMissing, "/people"),
    ],
)
def test_links_are_bound_as_the_survey_is(
    binding: Any, command: IssueLinks, error: type[DomainError], pointer: str
) -> None:
    given(*PARTICIPANTS, opened(binding)).when(command, target=SURVEY_ID).then_refused(
        error, pointer=pointer
    )


@pytest.mark.parametrize(
    ("day", "error"),
    [(date(2024, 9, 30), BeforeSurveyOpening), (date(2024, 10, 15), SurveyIsOver)],
)
def test_links_are_issued_while_answers_are_taken(day: date, error: type[DomainError]) -> None:
    command = IssueLinks(effective_on=day, people=(MENTEE,))

    given(*PARTICIPANTS, opened()).when(command, target=SURVEY_ID).then_refused(
        error, pointer="/effective_on"
    )
