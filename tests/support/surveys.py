"""Surveys made by real commands; what is not said is valid."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from domain.paper_total import RecordPaperTotal
from domain.questionnaire import AdoptQuestionnaire, Item
from domain.rules import Role
from domain.survey import Answer, Binding, CloseSurvey, IssueLinks, OpenSurvey, RecordResponse
from projections.query import Cut, Page, Question
from service.bootstrap import Application
from service.submission import Receipt
from tests.support.district import REASON, District

QUESTIONNAIRE = "mentee_after"
SCORES = (10, 3, 8, 7, 6, 9)
BINDINGS: tuple[Binding, ...] = ("named", "confidential", "anonymous")
WISH = "наставник опаздывает"
ITEMS = (
    Item(code="overall", kind="scale", text="Всё вместе", minimum=1, maximum=10, overall=True),
    Item(code="wish", kind="open", text="Что изменить?"),
)


def adopt(district: District, code: str = QUESTIONNAIRE, role: Role = "mentee") -> Receipt:
    """Adopt a version of a questionnaire: the overall score and an open question."""
    return district.record(AdoptQuestionnaire(code=code, role=role, title="Анкета", items=ITEMS))


def open_survey(district: District, school: UUID, day: str, binding: Binding = "named") -> UUID:
    """Open a survey of the mentees that speaks for the year of its first day."""
    first = date.fromisoformat(day)
    command = OpenSurvey(
        role="mentee",
        phase="after",
        year=first.year,
        questionnaire=QUESTIONNAIRE,
        binding=binding,
        effective_on=first,
        reason=REASON,
    )
    return UUID(district.record(command, school).id)


def respond(
    district: District,
    school: UUID,
    survey: UUID,
    overall: int,
    *,
    person: UUID | None = None,
    link: int | None = None,
) -> Receipt:
    """Record an answer by a link or, on paper, of a person."""
    answers = (Answer(item="overall", value=overall), Answer(item="wish", value=WISH))
    command = RecordResponse(link=link, person=person, answers=answers)
    return district.record(command, school, survey)


def close(district: District, school: UUID, survey: UUID) -> Receipt:
    """Close a survey today."""
    return district.record(CloseSurvey(analysis="доверие растёт"), school, survey)


def total(district: District, school: UUID, year: int, respondents: int, satisfied: int) -> Receipt:
    """Record the total of a survey of the mentees on paper."""
    command = RecordPaperTotal(
        role="mentee",
        year=year,
        respondents=respondents,
        satisfied=satisfied,
        source="сводка по анкетам",
    )
    return district.record(command, school)


class Surveyed(msgspec.Struct):
    """A district and, by school, its mentees and a survey of each binding."""

    district: District
    people: dict[UUID, list[UUID]]
    surveys: dict[tuple[UUID, Binding], UUID]

    def open(self, school: UUID, binding: Binding, answers: int = len(SCORES)) -> UUID:
        """Open a survey in which the first of the mentees have answered."""
        survey = open_survey(self.district, school, "2020-10-26", binding)
        self.surveys[school, binding] = survey
        if binding == "anonymous":
            self.district.record(IssueLinks(count=answers), school, survey)
        for number in range(answers):
            who: dict[str, Any] = {"person": self.people[school][number]}
            if binding == "anonymous":
                who = {"link": number + 1}
            respond(self.district, school, survey, SCORES[number], **who)
        return survey

    def close(self, school: UUID, binding: Binding) -> None:
        """Close the survey of that binding."""
        close(self.district, school, self.surveys[school, binding])


def schools_of_mentees(application: Application) -> Surveyed:
    """Return a district of two schools with a group of mentees each, and no survey yet."""
    district = District(application, clock="2020-11-01")
    adopt(district)
    made = Surveyed(district, {}, {})
    for code in ("01", "02"):
        school = district.school(code)
        mentor = district.participant(school, f"Наставников{code}")
        mentees = [district.participant(school, f"Учеников{code}{n}") for n in SCORES]
        district.pair(school, mentor, mentees, "2020-09-10")
        made.people[school] = mentees
    return made


def surveyed_schools(application: Application) -> Surveyed:
    """Return such a district in which everybody has answered, and nothing is closed."""
    made = schools_of_mentees(application)
    for school in made.people:
        for binding in BINDINGS:
            made.open(school, binding)
    return made


def pages(application: Application, question: Question, fetch: Any, wanted: Any) -> list[Any]:
    """Read a list two lines at a time."""
    lines: list[Any] = []
    after: tuple[str, ...] | None = None
    while True:
        with application.reading.transaction(question) as reader:
            page: Page[Any] = fetch(reader, question, wanted, Cut(limit=2, after=after))
        lines += page.items
        after = page.after
        if after is None:
            return lines


def busy_surveys(district: District, school: UUID, mentees: Sequence[UUID]) -> None:
    """Survey two mentees by name and without, and enter a total from paper twice."""
    survey = open_survey(district, school, "2020-10-26")
    district.record(IssueLinks(people=tuple(mentees)), school, survey)
    respond(district, school, survey, 9, link=1)
    respond(district, school, survey, 6, person=mentees[1])
    close(district, school, survey)
    hidden = open_survey(district, school, "2020-10-27", "anonymous")
    district.record(IssueLinks(count=2), school, hidden)
    respond(district, school, hidden, 8, link=2)
    for respondents in (20, 21):
        total(district, school, 2020, respondents, 15)
