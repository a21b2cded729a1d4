"""Which events stand behind a candidate, by what the rule of the indicator reads."""

from __future__ import annotations

from datetime import date

import pytest

from domain.errors import NotFound
from domain.pair import JoinPair, PausePair
from service.bootstrap import Application
from tests.projections.test_explaining import CHILDREN, explained, topics
from tests.projections.test_figures_work import FARM, PLANT, employee, pair_of
from tests.support.district import REASON, District
from tests.support.mentors import experienced, teaches
from tests.support.surveys import adopt, open_survey, respond

AUTUMN = ("2020-10-01", "2020-12-01")


def test_what_happened_to_the_pair_is_behind_who_joined_it_later(application: Application) -> None:
    district = District(application)
    school = district.school("01")
    mentor, first, later = (
        district.participant(school, name, born=born)
        for name, born in (("Наставник", 1980), ("Первый", 2008), ("Второй", 2008))
    )
    pair = district.pair(school, mentor, [first], "2020-09-01")
    pause = PausePair(effective_on=date(2020, 9, 10), reason=REASON)
    district.record(pause, school, pair)
    district.resume(school, pair, "2020-09-20")
    join = JoinPair(mentee=later, effective_on=date(2020, 10, 1), reason=REASON)
    district.record(join, school, pair)

    _, found = explained(district, district.question())
    (joined,) = [one for one in found if one.person == later]

    assert topics(joined) == [
        "participant.registered",
        "consent.given",
        "pair.started",
        "pair.paused",
        "pair.resumed",
        "pair.mentee_joined",
    ]


def test_jobs_and_answers_are_behind_those_indicators_that_read_them(
    application: Application,
) -> None:
    district = District(application)
    school = district.school("01")
    adopt(district)
    mentor = district.participant(school, "Наставник")
    person = district.participant(school, "Учитель")
    teaches(district, school, person, "2020-09-01")
    experienced(district, school, person, "2020-09-01")
    district.pair(school, mentor, [person], *AUTUMN)
    respond(district, school, open_survey(district, school, "2020-11-15"), 9, person=person)
    extra = {
        indicator: {
            topic
            for one in explained(district, district.question(), indicator=indicator)[1]
            for topic in topics(one)
            if topic.startswith(("employment.", "survey."))
        }
        for indicator in (CHILDREN, "young_teachers_mentored", "mentee_satisfaction")
    }

    assert extra == {
        CHILDREN: set(),
        "young_teachers_mentored": {"employment.started", "employment.experience_recorded"},
        "mentee_satisfaction": {"survey.response_recorded"},
    }


def test_an_enterprise_is_explained_by_its_pairs_and_its_mentors_jobs(
    application: Application,
) -> None:
    district = District(application)
    first, second = district.school("01"), district.school("02")
    district.enterprise(PLANT, "2015-01-01")
    district.enterprise(FARM, "2021-01-01")
    for school, inn in ((first, PLANT), (second, PLANT), (second, FARM)):
        pair_of(district, school, employee(district, school, f"{school}{inn}", inn), inn)

    figure, found = explained(district, district.question(), indicator="enterprises_mentoring")
    plant, farm = sorted(found, key=lambda one: one.enterprise != PLANT)

    assert figure.numerator == 1
    assert (plant.enterprise, plant.reason, plant.met) == (PLANT, "counted", True)
    assert (plant.name, plant.state) == (f"Предприятие {PLANT}", "readable")
    assert (farm.reason, farm.school) == ("not_operating", None)
    assert {event.school for event in plant.events} == {district.id, first, second}
    assert {event.school for event in farm.events} == {district.id, second}
    for one, pairs in ((plant, 2), (farm, 1)):
        told = topics(one)
        assert told[:2] == ["enterprise.registered", "enterprise.operating"]
        for topic in ("pair.started", "pair.enterprise_set", "employment.started", "consent.given"):
            assert told.count(topic) == pairs
    with pytest.raises(NotFound):
        explained(district, district.question(), indicator="enterprises_mentoring", school=first)
