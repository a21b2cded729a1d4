"""Figures count persons, whichever keys their records stand under."""

from __future__ import annotations

from uuid import UUID

import pytest

from domain.person_link import MergePersons, RejoinRecords, SplitPersons, SplitRecords
from projections.catalogue_lists import NoFilter
from projections.person_links import PersonLinkLine, list_person_links
from projections.publication_lists import list_causes, list_restatements
from projections.query import Cut, Question
from service.bootstrap import Application
from tests.plugins.postgres import TestDatabase
from tests.projections.published import Published
from tests.projections.test_explaining import explained
from tests.projections.test_figures import as_of, children_of, verdicts_of
from tests.support.district import District

BORN = 2010


class Twice:
    """A child who is in two schools under two keys, with a namesake in the second."""

    def __init__(self, application: Application) -> None:
        self.district = district = District(application, clock="2021-01-10")
        self.one, self.other = district.school("01"), district.school("02")
        self.first = self.child(self.one, "Ёлкина")
        self.second = self.child(self.other, "Елкина (Сосна)")
        self.namesake = self.child(self.other, "Тёзка")
        district.clock = "2021-02-05"

    def child(self, school: UUID, name: str, born: int | None = BORN) -> UUID:
        district = self.district
        mentor = district.participant(school, f"Наставник {name}")
        child = district.participant(school, name, born=born)
        district.pair(school, mentor, [child], "2020-10-01")
        return child

    def merge(self) -> None:
        self.district.record(
            MergePersons(
                person=self.second,
                school=self.other,
                counts_as=self.first,
                other_school=self.one,
                reason="сменила фамилию",
            )
        )

    def count(self, question: Question | None = None) -> int:
        return children_of(self.district, 2020, question).numerator

    def links(self, *schools: UUID) -> list[PersonLinkLine]:
        asker = schools[0] if schools else None
        question = self.district.question(*schools, asker=asker)
        with self.district.application.reading.transaction(question) as reader:
            return list_person_links(reader, question, NoFilter(), Cut(limit=100)).items


@pytest.fixture
def twice(application: Application) -> Twice:
    return Twice(application)


def test_one_child_under_two_keys_counts_once_from_the_merge_on(twice: Twice) -> None:
    assert twice.count() == 3

    twice.merge()

    assert twice.count() == 2
    assert twice.count(as_of("2021-01-31", twice.district)) == 3
    assert set(verdicts_of(twice.district, 2020)) == {twice.first, twice.namesake}


def test_who_was_merged_by_mistake_counts_apart_again(twice: Twice) -> None:
    twice.merge()
    twice.district.clock = "2021-03-01"
    twice.district.record(SplitPersons(), target=twice.second)

    assert twice.count() == 3
    assert twice.count(as_of("2021-02-15", twice.district)) == 2


def test_a_later_registration_under_a_merged_key_counts_as_the_other(twice: Twice) -> None:
    twice.merge()
    third = twice.district.school("03")

    assert twice.child(third, "Елкина (Сосна)") == twice.second
    assert twice.count() == 2


def test_one_key_that_held_two_children_counts_twice_after_the_split(twice: Twice) -> None:
    assert twice.child(twice.other, "Ёлкина") == twice.first
    assert twice.count() == 3

    twice.district.record(SplitRecords(school=twice.other, reason="тёзки"), target=twice.first)
    assert twice.count() == 4

    twice.district.record(RejoinRecords(school=twice.other), target=twice.first)
    assert twice.count() == 3


def test_records_taken_apart_stay_so_when_the_key_is_merged(twice: Twice) -> None:
    assert twice.child(twice.one, "Елкина (Сосна)") == twice.second
    to_first = SplitRecords(school=twice.one, counts_as=twice.namesake, other_school=twice.other)
    twice.district.record(to_first, target=twice.second)
    twice.merge()

    assert twice.count() == 2
    assert {key: one.school for key, one in verdicts_of(twice.district, 2020).items()} == {
        twice.first: twice.one,
        twice.namesake: twice.one,
    }


@pytest.mark.parametrize(
    ("born", "reason"), [(2009, "counted"), (2015, "birth_years_conflict"), (None, "counted")]
)
def test_birth_years_of_merged_keys_have_to_give_one_answer(
    twice: Twice, born: int | None, reason: str
) -> None:
    child = twice.child(twice.other, "Иначе", born=born)
    merge = MergePersons(
        person=child, school=twice.other, counts_as=twice.first, other_school=twice.one
    )
    twice.district.record(merge)

    assert verdicts_of(twice.district, 2020)[twice.first].reason == reason


def test_the_explanation_names_the_keys_and_the_decision(twice: Twice) -> None:
    twice.merge()

    _, candidates = explained(twice.district, twice.district.question())

    one = next(found for found in candidates if found.person == twice.first)
    assert one.recorded_as == tuple(sorted((twice.first, twice.second)))
    assert {event.school for event in one.events} >= {twice.one, twice.other, twice.district.id}
    assert "persons.merged" in [event.topic for event in one.events]
    others = [found for found in candidates if found.person != twice.first]
    assert [found.recorded_as for found in others] == [()]


def test_a_schools_explanation_names_no_key_of_another(twice: Twice) -> None:
    twice.merge()
    question = twice.district.question(twice.other, asker=twice.other)

    _, candidates = explained(twice.district, question, school=twice.other)

    one = next(found for found in candidates if found.person == twice.first)
    assert one.name == "Елкина (Сосна) Участник"
    assert one.recorded_as == (twice.second,)
    assert {event.school for event in one.events} == {twice.other, twice.district.id}


def test_the_history_tells_of_it_to_both(twice: Twice) -> None:
    twice.merge()
    reading, question = twice.district.application.reading, twice.district.question()

    texts = {
        person: [line.text for line in reading.history(question, person) if "лица" in line.text]
        for person in (twice.first, twice.second, twice.namesake)
    }

    assert texts[twice.first] == [f"Записи участника {twice.second} считаются записями этого лица"]
    assert texts[twice.second] == [f"Записи участника считаются записями лица {twice.first}"]
    assert texts[twice.namesake] == []


def test_the_list_shows_a_school_what_concerns_it(twice: Twice) -> None:
    twice.merge()
    twice.district.record(SplitRecords(school=twice.one), target=twice.first)
    whole = twice.links()

    assert [(line.person, line.records_of) for line in whole] == sorted(
        [(twice.second, "district"), (twice.first, str(twice.one))], key=lambda one: str(one[0])
    )
    assert {line.counts_as for line in whole if line.records_of == "district"} == {twice.first}
    assert [line.person for line in twice.links(twice.other)] == [twice.second]
    assert [line.records_of for line in twice.links(twice.one)] == [str(twice.one)]


def test_a_merge_restates_what_was_published_and_a_split_restores_it(
    application: Application, database: TestDatabase
) -> None:
    published = Published(application, database)
    district, people = published.district, published.people
    district.clock = "2021-02-05"
    merge = MergePersons(
        person=people["Зет"],
        school=published.other,
        counts_as=people["Икс"],
        other_school=published.one,
    )
    merged = district.record(merge)

    assert published.follow() == 1
    (line,) = published.lines(list_restatements)
    assert (line.published_numerator, line.numerator, line.kind) == (4, 3, "value")
    (cause,) = published.lines(list_causes)
    assert (cause.position, cause.gone) == (merged.last_position, (str(people["Зет"]),))

    district.clock = "2021-03-01"
    district.record(SplitPersons(), target=people["Зет"])
    assert published.follow() == 1
    (line,) = published.lines(list_restatements)
    assert (line.numerator, line.causes) == (4, 2)
    assert children_of(district, 2020, as_of("2021-01-31", district)).numerator == 4
    assert [one.equal for one in published.verify()] == [True]


def test_a_fact_of_a_merged_key_restates_by_whom_it_counts_as(
    application: Application, database: TestDatabase
) -> None:
    published = Published(application, database)
    district, people = published.district, published.people
    district.clock = "2021-02-05"
    merge = MergePersons(
        person=people["Зет"],
        school=published.other,
        counts_as=people["Икс"],
        other_school=published.one,
    )
    district.record(merge)
    published.withdrew("2021-02-06", "Икс")
    assert published.follow() == 1
    published.withdrew("2021-02-07", "Зет")

    assert published.follow() == 1

    gone = [cause.gone for cause in published.lines(list_causes)]
    assert sorted(gone) == sorted([(str(people["Зет"]),), (str(people["Икс"]),)])
