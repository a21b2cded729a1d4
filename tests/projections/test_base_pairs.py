"""The columns of the bases that come from pairs, in two schools: by whom read, of which day."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from adapters.postgres.transaction import Transaction
from domain.employment import StartEmployment
from domain.participant import RegisterParticipant
from projections.base_pairs import PAIRS_MAX, BasePair, Partner, Place
from projections.bases import BaseFilter, BaseLine, list_mentees, list_mentors
from projections.query import Cut
from service.bootstrap import Application
from tests.support.bases import LINK, Base, entered
from tests.support.district import REASON

INN = "7707083893"
SOLE_TRADER = "500100732259"
FORM_TITLE = "ученик – ученик"
FROM_OUTSIDE = RegisterParticipant(
    last_name="Заводской",
    first_name="Участник",
    birth_date=date(1980, 3, 1),
    outside=True,
    effective_on=date(2019, 9, 1),
    reason=REASON,
)


@pytest.fixture
def base(application: Application) -> Base:
    return Base(application)


def days(line: BaseLine) -> list[tuple[str, date, date | None]]:
    return [(pair.outcome, pair.first_day, pair.last_day) for pair in line.pairs]


def place(**known: str) -> Place:
    empty = dict.fromkeys(Place.__struct_fields__)
    return Place(**(empty | {"school": "Школа 01"} | known))


def test_a_mentee_reads_with_the_mentor_and_what_came_of_it(base: Base) -> None:
    mentor = base.mentor[base.one]

    line = base.mentee(base.ask())

    assert (line.open_pairs, line.place) == (0, place(class_name="5 «А»"))
    assert line.pairs == (
        BasePair(
            pair=base.pairs[base.one],
            form="pupil_pupil",
            form_title=FORM_TITLE,
            first_day=date(2020, 10, 1),
            last_day=date(2021, 5, 20),
            outcome="completed",
            completed=True,
            state="readable",
            result="Призёр",
            case_link=LINK,
            partners=(
                Partner(
                    person=mentor,
                    state="readable",
                    name="Наставник01 Участник",
                    place=place(position="учитель физики"),
                ),
            ),
        ),
    )


def test_a_mentor_reads_with_all_mentees_and_the_own_job(base: Base) -> None:
    line = base.mentor_line(base.ask())
    goes_on = base.lines(list_mentors, base.ask("district"))[base.other, base.mentor[base.other]]

    assert line.place == place(position="завуч")
    (pair,) = line.pairs
    assert [(one.name, one.place.class_name) for one in pair.partners] == [
        ("Агапов01 Участник", "5 «А»"),
        ("Борисов01 Участник", "5 «А»"),
    ]
    assert (pair.outcome, pair.completed, pair.last_day) == ("completed", True, date(2021, 5, 20))
    assert days(goes_on) == [("open", date(2020, 10, 1), None)]
    assert goes_on.open_pairs == 1
    assert {one.person for one in goes_on.pairs[0].partners} == {
        base.early[base.other],
        base.late[base.other],
    }


def test_the_district_reads_the_names_and_places_of_who_agreed(base: Base) -> None:
    before = base.mentee(base.ask("district")).pairs[0]
    base.to_district(base.one, base.mentor[base.one])
    base.to_district(base.other, base.late[base.other])
    after = base.mentee(base.ask("district")).pairs[0]
    mentors = base.lines(list_mentors, base.ask("district"))
    pupils = mentors[base.other, base.mentor[base.other]].pairs[0].partners

    for pair in (before, after):
        assert (pair.state, pair.result, pair.case_link) == ("hidden", None, None)
        assert (pair.outcome, pair.form_title) == ("completed", FORM_TITLE)
    assert before.partners == (
        Partner(person=base.mentor[base.one], state="hidden", name=None, place=place()),
    )
    assert [(one.state, one.name, one.place.position) for one in after.partners] == [
        ("readable", "Наставник01 Участник", "учитель физики")
    ]
    assert [(one.state, one.name, one.place.class_name) for one in pupils] == [
        ("readable", "Борисов02 Участник", "5 «А»"),
        ("hidden", None, None),
    ]


@pytest.mark.parametrize(
    ("asker", "name", "text"),
    [("curator", "Наставник01 Участник", "Призёр"), ("head", None, None), ("district", None, None)],
)
def test_who_withdrew_is_read_by_who_handles_it_only(
    asker: str, name: str | None, text: str | None, base: Base
) -> None:
    base.to_district(base.one, base.mentor[base.one])
    for number in (1, 2):
        base.withdraw(base.one, base.mentor[base.one], "2021-07-01", number=number)

    for as_of in (None, datetime(2021, 6, 15, tzinfo=UTC)):
        (pair,) = base.mentee(base.ask(asker, as_of=as_of)).pairs

        (partner,) = pair.partners
        assert (partner.state, partner.name) == ("restricted", name)
        assert (partner.place.position is None) == (name is None)
        assert (pair.state, pair.result) == ("restricted", text)
    other = base.lines(list_mentors, base.ask("district"))[base.other, base.mentor[base.other]]
    assert other.pairs[0].state == "hidden"


def test_an_employers_mentor_comes_from_the_enterprise_of_the_pair(base: Base) -> None:
    school = base.other
    worker = base.participant(school, "Заводской")
    for inn, position in ((INN, "токарь"), (SOLE_TRADER, "мастер")):
        code = base.enterprise(inn, "2020-01-01")
        job = StartEmployment(
            kind="enterprise",
            enterprise=code,
            position=position,
            effective_on=date(2021, 6, 1),
            reason=REASON,
        )
        base.record(job, school, worker)
    base.record(entered("mentor"), school, worker)
    child = base.participant(school, "Ученикова", born=2010)
    base.record(entered("mentee"), school, child)
    pair = base.pair(school, worker, [child], "2021-06-01")
    base.set_enterprise(school, pair, INN, "2021-06-01")
    question = base.question(school, asker=school)

    mentee = base.lines(list_mentees, question)[school, child].pairs[0]
    mentor = base.lines(list_mentors, question)[school, worker]

    assert [one.place for one in mentee.partners] == [
        Place(
            school="Школа 02",
            class_name=None,
            position="токарь",
            enterprise=INN,
            enterprise_name=f"Предприятие {INN}",
        )
    ]
    # The latest job is at a sole trader, whose name no school reads.
    assert (mentor.place.position, mentor.place.enterprise_name) == ("мастер", None)
    assert mentor.place.enterprise not in (None, INN)


def test_who_comes_from_outside_has_no_place_in_the_institution(base: Base) -> None:
    person = UUID(base.record(FROM_OUTSIDE, base.one).id)
    base.record(entered("mentor"), base.one, person)

    lines = base.lines(list_mentors, base.ask())

    assert lines[base.one, person].place.school is None
    assert base.mentor_line(base.ask()).place.school == "Школа 01"


class Counting:
    """A reader that counts the statements it runs."""

    def __init__(self, reader: Transaction) -> None:
        self.reader = reader
        self.statements = 0

    def rows(self, *question: Any) -> list[Any]:
        self.statements += 1
        return self.reader.rows(*question)


def test_a_page_is_one_statement_and_a_line_holds_the_latest_pairs(base: Base) -> None:
    school, mentor = base.one, base.mentor[base.one]
    for _ in range(PAIRS_MAX):
        base.pair(school, mentor, [base.late[school]], "2021-06-01", "2021-06-02", met=False)
    question = base.ask()

    with base.application.reading.transaction(question) as transaction:
        reader = Counting(transaction)
        page = list_mentors(reader, question, BaseFilter(), Cut(limit=100))

    assert reader.statements == 1
    (line,) = page.items
    assert len(line.pairs) == PAIRS_MAX
    assert {one.first_day for one in line.pairs} == {date(2021, 6, 1)}
