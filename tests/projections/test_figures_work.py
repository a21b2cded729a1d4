"""Teachers, enterprises and opinions, told by commands and counted from the registers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from uuid import UUID

from domain.employment import StartEmployment
from domain.figures import Figure, Verdict, judge
from domain.pair import ProposePair
from domain.rules import Indicator, Role
from domain.school import RecordSchoolInn
from domain.survey import Answer, Binding, IssueLinks, OpenSurvey, Phase, RecordResponse
from projections.figures import basis_of, compute, counting_facts, verdicts
from service.bootstrap import Application
from tests.support import surveys
from tests.support.district import REASON, District
from tests.support.mentors import experienced, teaches

TODAY = date(2026, 1, 1)
WINTER = ("2020-01-09", "2020-06-30")
PLANT, FARM, OWN = "7707083893", "7736050003", "7710140679"


def figure_of(
    district: District, indicator: Indicator, year: int, scope: UUID | None = None
) -> Figure:
    question = district.question()
    with district.application.reading.transaction(question) as reader:
        found = compute(reader, question, scope or district.id, [year], TODAY)
    return next(figure for figure in found if figure.indicator == indicator)


def verdicts_of(district: District, indicator: Indicator, year: int) -> list[Verdict]:
    """Judge by the database and, which has to be the same, by the pure rulings."""
    question = district.question()
    with district.application.reading.transaction(question) as reader:
        basis = basis_of(reader, question, TODAY)
        assert basis is not None
        rule = basis.rules.indicator(indicator)
        assert rule is not None
        asked = basis.ask(rule, year)
        found = verdicts(reader, question, district.id, asked)
        assert found == judge(counting_facts(reader, question, district.id), asked)
    return list(found)


def counted(found: Iterable[Verdict]) -> set[UUID | str | None]:
    return {one.person or one.enterprise for one in found if one.outcome == "counted"}


def teacher(district: District, school: UUID, name: str, since: str) -> UUID:
    person = district.participant(school, name)
    experienced(district, school, person, since)
    return person


def test_young_teachers_by_the_experience_on_the_first_counted_day(
    application: Application,
) -> None:
    district = District(application)
    first, second = district.school("01"), district.school("02")
    people: dict[str, UUID] = {}
    for name, since in (
        ("t1", "2019-09-01"),
        ("t2", "2017-09-01"),
        ("t3", "2016-03-01"),
        ("t5", "2017-01-01"),
        ("t6", "2019-09-01"),
        ("t7", "2016-09-01"),
    ):
        people[name] = teacher(district, first, name, since)
        last = {"t6": "2020-08-31", "t7": "2020-06-30"}.get(name)
        teaches(district, first, people[name], since, last)
        district.pair(first, district.participant(first, f"Н {name}"), [people[name]], *WINTER)
    assert people["t6"] == teacher(district, second, "t6", "2019-09-01")
    teaches(district, second, people["t6"], "2020-09-01")
    district.pair(second, district.participant(second, "Н"), [people["t6"]], "2020-09-01")
    district.base_count("young_teachers", 2020, 8)
    district.base_count("young_teachers", 2020, 2, school=second)
    district.base_count("young_teachers_in_region", 2020, 400)

    whole = figure_of(district, "young_teachers_mentored", 2020)
    own = figure_of(district, "young_teachers_mentored", 2020, second)
    found = verdicts_of(district, "young_teachers_mentored", 2020)

    assert counted(found) == {people[name] for name in ("t1", "t2", "t6")}
    assert (whole.numerator, whole.denominator, whole.value) == (3, 8, Decimal("37.5"))
    assert (own.numerator, own.denominator, own.value) == (1, 2, Decimal("50.0"))
    assert (whole.scope, own.scope) == ("district", "school")


def employee(district: District, school: UUID, name: str, inn: str) -> UUID:
    person = district.participant(school, name)
    job = StartEmployment(
        kind="enterprise", enterprise=inn, effective_on=date(2020, 2, 1), reason=REASON
    )
    district.record(job, school, person)
    return person


def pair_of(district: District, school: UUID, mentor: UUID, inn: str | None) -> UUID:
    """Pair a mentor whom an enterprise gives from the first day on."""
    mentee = district.participant(school, f"Ребёнок {mentor}", born=2008)
    pair = district.pair(school, mentor, [mentee], "2020-03-01")
    district.set_enterprise(school, pair, inn, "2020-03-01")
    return pair


def test_enterprises_that_gave_a_mentor_count_once_over_the_district(
    application: Application,
) -> None:
    district = District(application)
    first, second = district.school("01"), district.school("02")
    district.enterprise(PLANT, "2015-01-01")
    district.enterprise(FARM, "2021-01-01")
    district.enterprise(OWN, "2015-01-01")
    district.record(RecordSchoolInn(inn=OWN, effective_on=date(2020, 1, 1)), target=first)
    for school, name, inn in (
        (first, "а", PLANT),
        (second, "б", PLANT),
        (second, "в", FARM),
        (second, "г", OWN),
    ):
        pair_of(district, school, employee(district, school, name, inn), inn)
    changed = employee(district, first, "д", FARM)
    pair = pair_of(district, first, changed, PLANT)
    district.set_enterprise(first, pair, FARM, "2021-06-01")
    district.base_count("enterprises", 2020, 40)
    district.target("enterprises_mentoring", 2020, "2")

    figure = figure_of(district, "enterprises_mentoring", 2020)
    before = {
        one.enterprise: one.reason for one in verdicts_of(district, "enterprises_mentoring", 2020)
    }
    after = verdicts_of(district, "enterprises_mentoring", 2021)

    assert (figure.numerator, figure.value, figure.state) == (1, Decimal("2.5"), "reached")
    assert before == {PLANT: "counted", OWN: "own_institution", FARM: "not_operating"}
    assert counted(after) == {PLANT, FARM}
    farm = next(one for one in after if one.enterprise == FARM)
    assert (farm.first_day, farm.school) == (date(2021, 1, 1), second)


def open_survey(
    district: District,
    school: UUID,
    role: Role,
    phase: Phase,
    day: str,
    *,
    binding: Binding = "named",
) -> UUID:
    """Open a survey that speaks for 2021."""
    command = OpenSurvey(
        role=role,
        phase=phase,
        year=2021,
        questionnaire=role,
        binding=binding,
        effective_on=date.fromisoformat(day),
        reason=REASON,
    )
    return UUID(district.record(command, school).id)


def respond(
    district: District,
    school: UUID,
    survey: UUID,
    day: str,
    overall: int,
    *,
    person: UUID | None = None,
) -> None:
    """Record an answer on paper, or by the first link of an anonymous survey."""
    command = RecordResponse(
        person=person,
        link=None if person else 1,
        answers=(Answer(item="overall", value=overall),),
        effective_on=date.fromisoformat(day),
        reason=REASON,
    )
    district.record(command, school, survey)


def test_satisfied_of_everyone_who_took_part(application: Application) -> None:
    district = District(application)
    first, second = district.school("01"), district.school("02")
    for role in ("mentee", "mentor"):
        surveys.adopt(district, role, role)
    people = {name: district.participant(first, name, born=2008) for name in "abcefgh"}
    mentor = district.participant(first, "Наставник")
    district.pair(first, mentor, list(people.values()), "2020-10-01", "2021-06-30")
    b = district.participant(second, "b", born=2008)
    assert b == people["b"]
    district.pair(second, district.participant(second, "Наставник 2"), [b], "2021-02-01")

    before = open_survey(district, first, "mentee", "before", "2021-01-11")
    interim = open_survey(district, first, "mentee", "interim", "2021-01-11")
    after = open_survey(district, first, "mentee", "after", "2021-05-17")
    there = open_survey(district, second, "mentee", "after", "2021-05-17")
    of_mentors = open_survey(district, first, "mentor", "after", "2021-05-17")
    hidden = open_survey(district, first, "mentee", "after", "2021-05-17", binding="anonymous")
    district.record(IssueLinks(count=1), first, hidden)
    respond(district, first, before, "2021-01-20", 10, person=people["c"])
    respond(district, first, interim, "2021-01-20", 8, person=people["a"])
    respond(district, first, interim, "2021-03-20", 9, person=people["f"])
    respond(district, first, after, "2021-05-20", 6, person=people["a"])
    respond(district, first, after, "2021-05-20", 6, person=people["b"])
    respond(district, second, there, "2021-05-20", 9, person=people["b"])
    respond(district, first, after, "2021-05-20", 9, person=people["g"])
    respond(district, first, of_mentors, "2021-05-20", 3, person=mentor)
    respond(district, first, hidden, "2021-05-20", 9)
    surveys.total(district, second, 2021, 12, 10)
    district.target("mentee_satisfaction", 2021, "40")

    mentees = figure_of(district, "mentee_satisfaction", 2021)
    mentors = figure_of(district, "mentor_satisfaction", 2021)
    own = figure_of(district, "mentee_satisfaction", 2021, first)
    found = verdicts_of(district, "mentee_satisfaction", 2021)

    assert counted(found) == {people[name] for name in "bfg"}
    assert (mentees.numerator, mentees.denominator, mentees.value) == (3, 7, Decimal("42.9"))
    assert (mentees.respondents, mentees.anonymous, mentees.state) == (4, 1, "reached")
    assert (mentees.paper_respondents, mentees.paper_satisfied) == (12, 10)
    assert (mentees.counted_on, mentees.source) == (None, None)
    assert (mentors.numerator, mentors.denominator, mentors.respondents) == (0, 2, 1)
    assert mentors.anonymous == 0
    assert (own.numerator, own.denominator, own.respondents) == (2, 7, 4)
    assert (own.anonymous, own.paper_respondents, own.state) == (1, 0, "not_reached")


def test_pair_that_never_started_makes_no_candidate(application: Application) -> None:
    district = District(application)
    school = district.school("01")
    district.enterprise(PLANT, "2015-01-01")
    mentor = employee(district, school, "а", PLANT)
    mentee = district.participant(school, "б", born=2008)
    proposal = ProposePair(
        mentor=mentor,
        mentees=(mentee,),
        form="pupil_pupil",
        enterprise=PLANT,
        effective_on=date(2020, 2, 1),
        reason=REASON,
    )
    district.record(proposal, school)

    assert verdicts_of(district, "enterprises_mentoring", 2020) == []
