"""The surveys of one institution: in December those who work, in May those who have worked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from random import Random
from uuid import UUID

from domain.paper_total import RecordPaperTotal
from domain.questionnaire import AdoptQuestionnaire, Item
from domain.rules import Role
from domain.survey import (
    Answer,
    Binding,
    CloseSurvey,
    IssueLinks,
    OpenSurvey,
    Phase,
    RecordResponse,
)
from service.demo.days import at_desk, between
from service.demo.enrolment import Member
from service.demo.groups import Group
from service.demo.journal import Journal

ANSWERS_SHARE = {2020: 0.8, 2021: 0.75, 2022: 0.8, 2023: 0.85, 2024: 0.9}
SATISFIED_SHARE: dict[Role, dict[int, float]] = {
    "mentee": {2020: 0.65, 2021: 0.74, 2022: 0.8, 2023: 0.85, 2024: 0.91},
    "mentor": {2020: 0.66, 2021: 0.75, 2022: 0.8, 2023: 0.84, 2024: 0.89},
}
QUESTIONNAIRES: dict[Role, str] = {"mentee": "mentee_programme", "mentor": "mentor_programme"}
TITLES: dict[Role, str] = {"mentee": "Анкета наставляемого", "mentor": "Анкета наставника"}
ADOPTED_ON = date(2020, 5, 20)
HELPED = ("да", "отчасти", "нет")
SATISFIED_FROM = 7
BY_LINK_MAX = 20
ANONYMOUS_LINKS, ANONYMOUS_YEAR = 12, 2022
ROLES: tuple[Role, ...] = ("mentee", "mentor")


def adopt(journal: Journal) -> None:
    """Plan the district's questionnaires, one for each role."""
    for role in ROLES:
        command = AdoptQuestionnaire(
            effective_on=ADOPTED_ON,
            code=QUESTIONNAIRES[role],
            role=role,
            title=TITLES[role],
            items=(
                Item(
                    code="overall",
                    kind="scale",
                    text="Насколько Вы довольны участием в программе?",
                    minimum=1,
                    maximum=10,
                    overall=True,
                ),
                Item(code="helped", kind="choice", text="Помогли ли встречи?", options=HELPED),
                Item(code="wishes", kind="open", text="Что стоит изменить?"),
            ),
        )
        journal.enter(ADOPTED_ON, command)


class Surveys:
    """Asks the members of groups, everybody once for a calendar year at most.

    ``peculiar``: the institution tells also of a survey without names and of one on paper, and
    sends links. ``binding`` is that of its surveys of mentors, ``dice`` the surveys' own, so that
    what is answered changes nothing of what happens.
    """

    def __init__(self, journal: Journal, dice: Random, *, binding: Binding, peculiar: bool) -> None:
        self._journal = journal
        self._dice = dice
        self._bindings: dict[Role, Binding] = {"mentee": "named", "mentor": binding}
        self._peculiar = peculiar
        self._answered: set[tuple[int, Role, UUID]] = set()

    def ask(self, school_year: int, groups: Sequence[Group], joined: Sequence[Member]) -> None:
        """Plan the two surveys of a school year for each role; who withdrew is not asked.

        ``joined`` are mentees who came into some group in winter.
        """
        members: dict[Role, list[Member]] = {
            "mentee": _once(one for group in groups for one in group.mentees),
            "mentor": _once(group.mentor for group in groups),
        }
        for role, people in members.items():
            self._survey(role, "interim", school_year, date(school_year, 12, 21), people)
            worked = [*people, *joined] if role == "mentee" else people
            self._survey(role, "after", school_year + 1, date(school_year + 1, 5, 12), worked)
        if self._peculiar and school_year == ANONYMOUS_YEAR:
            self._without_names(date(school_year + 1, 4, 10))
            self._on_paper(date(school_year, 12, 26))

    def _survey(
        self, role: Role, phase: Phase, year: int, opens: date, people: Sequence[Member]
    ) -> None:
        if year not in ANSWERS_SHARE:
            return
        asked = [
            one for one in people if not one.gone and (year, role, one.key) not in self._answered
        ]
        answering = [one for one in asked if self._dice.random() < ANSWERS_SHARE[year]]
        if not answering:
            return
        opens = at_desk(opens)
        survey = self._open(role, phase, year, opens, self._bindings[role])
        linked = answering[:BY_LINK_MAX] if self._peculiar else []
        if linked:
            links = IssueLinks(effective_on=opens, people=tuple(one.key for one in linked))
            self._journal.enter(opens, links, survey)
        first, last = date(opens.year, opens.month, 23), date(opens.year, opens.month, 27)
        if phase == "after":
            first, last = date(year, 5, 14), date(year, 5, 25)
        for number, one in enumerate(answering, 1):
            self._answered.add((year, role, one.key))
            day = at_desk(between(self._dice, first, last))
            satisfied = self._dice.random() < SATISFIED_SHARE[role][year]
            command = RecordResponse(
                effective_on=day,
                link=number if one in linked else None,
                person=None if one in linked else one.key,
                answers=self._answers(satisfied=satisfied),
            )
            self._journal.enter(day, command, survey)
        self._close(survey, at_desk(date(year, opens.month, 29)))

    def _open(self, role: Role, phase: Phase, year: int, day: date, binding: Binding) -> UUID:
        command = OpenSurvey(
            effective_on=day,
            role=role,
            phase=phase,
            year=year,
            questionnaire=QUESTIONNAIRES[role],
            binding=binding,
        )
        return self._journal.enter(day, command)

    def _close(self, survey: UUID, day: date) -> None:
        self._journal.enter(day, CloseSurvey(effective_on=day), survey)

    def _answers(self, *, satisfied: bool) -> tuple[Answer, ...]:
        least, most = (SATISFIED_FROM, 10) if satisfied else (3, SATISFIED_FROM - 1)
        return (
            Answer(item="overall", value=self._dice.randint(least, most)),
            Answer(item="helped", value=HELPED[0] if satisfied else self._dice.choice(HELPED)),
        )

    def _without_names(self, day: date) -> None:
        day = at_desk(day)
        survey = self._open("mentee", "interim", day.year, day, "anonymous")
        self._journal.enter(day, IssueLinks(effective_on=day, count=ANONYMOUS_LINKS), survey)
        for link in range(1, ANONYMOUS_LINKS - 2):
            answers = self._answers(satisfied=link > 2)
            response = RecordResponse(effective_on=day, link=link, answers=answers)
            self._journal.enter(day, response, survey)
        self._close(survey, day)

    def _on_paper(self, day: date) -> None:
        day = at_desk(day)
        total = RecordPaperTotal(
            effective_on=day,
            role="mentee",
            year=day.year,
            respondents=23,
            satisfied=18,
            source="сводка по бумажным анкетам родительского собрания",
        )
        self._journal.enter(day, total)


def _once(members: Iterable[Member]) -> list[Member]:
    return list(dict.fromkeys(members))
