"""Enterprises and the pairs that name them: rows, both clocks, who sees what."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import msgspec
import pytest

from domain.enterprise import (
    LeaveProgramme,
    RecordAgreement,
    RecordOperation,
    ReviseEnterprise,
    StopOperation,
    StrikeEnterpriseFact,
)
from domain.pair import SetPairEnterprise
from domain.time import NO_DAYS, ONE_DAY, DaySet
from projections.enterprise_lists import EnterpriseFilter, EnterpriseLine, list_enterprises
from projections.enterprises import EnterpriseRow
from projections.query import Cut, Question
from service.bootstrap import Application, build
from service.rebuilding import rebuild
from tests.plugins.postgres import MASTER, TestDatabase
from tests.store.logs import superuser
from tests.support.district import REASON, District

INN, OTHER_INN, TRADERS_INN = "7707083893", "7736207543", "500100732259"
SOON, LATER = datetime(2020, 10, 2, tzinfo=UTC), datetime(2021, 1, 2, tzinfo=UTC)


class Named(msgspec.Struct, frozen=True):
    tenant_id: UUID
    pair: UUID
    enterprise: str
    mentor: UUID
    days: DaySet


class Place(msgspec.Struct, frozen=True):
    """A school with an open pair."""

    school: UUID
    mentor: UUID
    pair: UUID


@pytest.fixture
def district(application: Application) -> District:
    return District(application, clock="2020-10-01")


@pytest.fixture
def places(district: District) -> tuple[Place, Place]:
    """Two schools with a pair each."""
    found = []
    for code in ("01", "02"):
        school = district.school(code)
        mentor = district.participant(school, f"Наставников{code}")
        mentee = district.participant(school, f"Учеников{code}", born=2010)
        found.append(Place(school, mentor, district.pair(school, mentor, [mentee], "2020-09-10")))
    return found[0], found[1]


def rows(district: District, as_of: datetime | None = None) -> dict[str, EnterpriseRow]:
    question = district.question(as_of=as_of)
    with district.application.reading.transaction(question) as reader:
        found = reader.rows(
            f"SELECT e.* FROM reg.enterprise e WHERE e.tenant_id = %(district)s"
            f" AND {question.known('e')}",
            question.params(),
            EnterpriseRow,
        )
    return {row.enterprise: row for row in found}


def named(question: Question, district: District) -> list[Named]:
    with district.application.reading.transaction(question) as reader:
        return reader.rows(
            "SELECT e.tenant_id, e.pair, e.enterprise, e.mentor, e.days FROM reg.pair_enterprise e"
            f" WHERE {question.known('e')} ORDER BY e.tenant_id, e.days",
            question.params(),
            Named,
        )


def lines(question: Question, district: District) -> dict[str, EnterpriseLine]:
    with district.application.reading.transaction(question) as reader:
        page = list_enterprises(reader, question, EnterpriseFilter(), Cut(limit=100))
    return {line.enterprise: line for line in page.items}


def test_two_enterprises_have_a_row_each(district: District) -> None:
    one, other = district.enterprise(INN, "2020-01-01"), district.enterprise(TRADERS_INN)

    found = rows(district)

    assert one == INN
    assert found[other].key == UUID(other) != found[one].key
    assert {code: (row.inn, row.name, row.contact_person) for code, row in found.items()} == {
        code: (inn, f"Предприятие {inn}", "Секретарёва")
        for code, inn in ((one, INN), (other, TRADERS_INN))
    }
    assert (found[one].sole_trader, found[other].sole_trader) == (False, True)
    assert found[one].operating_days == DaySet.between(date(2020, 1, 1))
    assert found[other].operating_days == NO_DAYS


def test_what_becomes_of_an_enterprise_is_in_its_row_and_not_before(district: District) -> None:
    code = district.enterprise(INN, "2020-01-01")
    school = district.school("01")
    district.clock = "2021-01-01"
    agreed, last = date(2020, 12, 1), date(2020, 12, 31)
    for command in (
        StopOperation(enterprise=code, effective_on=date(2020, 6, 30)),
        RecordOperation(enterprise=code, effective_on=date(2020, 9, 1), until=last),
        RecordAgreement(
            enterprise=code, agreement_number="2", agreed_on=agreed, valid_until=last, school=school
        ),
        RecordAgreement(enterprise=code, agreement_number="1", agreed_on=agreed - ONE_DAY),
        ReviseEnterprise(enterprise=code, name="АО «Пример»", activity="62.01"),
        LeaveProgramme(enterprise=code, reason="закрыт цех"),
    ):
        district.record(command)

    row, before = rows(district)[code], rows(district, SOON)[code]

    assert str(row.operating_days) == "{[2020-01-01,2020-07-01),[2020-09-01,2021-01-01)}"
    assert (row.agreement_number, row.agreement_date, row.agreement_until) == ("2", agreed, last)
    assert (row.agreement_school, row.left_on) == (school, date(2021, 1, 1))
    assert (row.name, row.activity, row.contact, row.inn) == ("АО «Пример»", "62.01", None, INN)
    assert str(before.operating_days) == "{[2020-01-01,)}"
    assert (before.agreement_number, before.left_on, before.contact) == (None, None, "8 800")


def test_a_struck_stop_leaves_the_period_open(district: District) -> None:
    code = district.enterprise(INN, "2020-01-01")
    district.record(StopOperation(enterprise=code, effective_on=date(2020, 6, 30)))
    district.record(StrikeEnterpriseFact(enterprise=code, corrects=3, reason=REASON))

    assert rows(district)[code].operating_days == DaySet.between(date(2020, 1, 1))


def test_of_an_erased_sole_trader_the_code_and_the_days_remain(
    district: District, database: TestDatabase
) -> None:
    code = district.enterprise(TRADERS_INN, "2020-01-01")
    with superuser(database.admin_url) as connection:
        connection.execute(
            "UPDATE vault.subject_key SET wrapped = NULL, destroyed_at = now() WHERE subject = %s",
            (code,),
        )

    # Another process: this one still has the key at hand.
    with closing(build(database.app_url, MASTER)) as elsewhere:
        rebuild(elsewhere, district.id)

    row = rows(district)[code]
    assert (row.name, row.inn, row.contact_person, row.contact) == (None,) * 4
    assert (row.sole_trader, row.operating_days) == (True, DaySet.between(date(2020, 1, 1)))


def test_a_pair_names_enterprises_by_periods(
    district: District, places: tuple[Place, Place]
) -> None:
    trader = district.enterprise(TRADERS_INN)
    here, there = places
    district.set_enterprise(here.school, here.pair, INN, "2020-09-20")
    district.set_enterprise(there.school, there.pair, OTHER_INN, "2020-09-15")
    district.clock = "2021-01-01"
    district.set_enterprise(here.school, here.pair, None, "2020-12-01")
    district.set_enterprise(here.school, here.pair, trader, "2020-09-15")
    for mistaken_then_right in (OTHER_INN, INN):
        district.set_enterprise(here.school, here.pair, mistaken_then_right, "2020-12-10")

    now = {(one.pair, one.enterprise): one for one in named(district.question(), district)}
    then = named(district.question(here.school, as_of=SOON), district)

    assert {key: str(one.days) for key, one in now.items()} == {
        (here.pair, trader): "{[2020-09-15,2020-09-20)}",
        (here.pair, INN): "{[2020-09-20,2020-12-01),[2020-12-10,)}",
        (there.pair, OTHER_INN): "{[2020-09-15,)}",
    }
    assert {one.mentor for one in now.values()} == {here.mentor, there.mentor}
    assert [(one.enterprise, str(one.days)) for one in then] == [(INN, "{[2020-09-20,)}")]


def test_whom_a_pair_names_is_seen_by_its_own_institution(
    district: District, places: tuple[Place, Place]
) -> None:
    _, there = places
    for place in places:
        district.set_enterprise(place.school, place.pair, INN, "2020-09-20")
    question = district.question(there.school, asker=there.school)

    assert {one.tenant_id for one in named(question, district)} == {there.school}


def test_a_corrected_naming_moves_the_days_of_those_beside_it(
    district: District, places: tuple[Place, Place]
) -> None:
    here, _ = places
    district.set_enterprise(here.school, here.pair, INN, "2020-09-15")
    named_second = district.set_enterprise(here.school, here.pair, OTHER_INN, "2020-09-20")
    district.set_enterprise(here.school, here.pair, None, "2020-09-25")
    correction = SetPairEnterprise(
        enterprise=OTHER_INN,
        effective_on=date(2020, 9, 22),
        corrects=named_second.version,
        reason=REASON,
    )
    district.record(correction, here.school, here.pair)

    found = {one.enterprise: str(one.days) for one in named(district.question(), district)}

    assert found == {INN: "{[2020-09-15,2020-09-22)}", OTHER_INN: "{[2020-09-22,2020-09-25)}"}


def test_contacts_and_sole_traders_names_are_for_those_who_read_people_in_the_district(
    district: District, places: tuple[Place, Place]
) -> None:
    trader = district.enterprise(TRADERS_INN)
    district.enterprise(INN)
    here, _ = places
    ask = district.question()
    askers: dict[str, Any] = {
        "curator": msgspec.structs.replace(ask, reads_people=True),
        "head": ask,
        "school": msgspec.structs.replace(ask, reads_people=True, asker=here.school),
    }
    seen = {}
    for who, question in askers.items():
        found = lines(question, district)
        seen[who] = [
            (found[code].name, found[code].inn, found[code].contact_person, found[code].contact)
            for code in (trader, INN)
        ]

    company = f"Предприятие {INN}"
    hidden = [(None,) * 4, (company, INN, None, None)]
    assert seen == {
        "curator": [
            (f"Предприятие {TRADERS_INN}", TRADERS_INN, "Секретарёва", "8 800"),
            (company, INN, "Секретарёва", "8 800"),
        ],
        "head": hidden,
        "school": hidden,
    }


def test_pairs_are_counted_within_reach_and_operation_by_day(
    district: District, places: tuple[Place, Place]
) -> None:
    here, there = places
    for inn, since in ((INN, "2020-01-01"), (OTHER_INN, "2020-09-16")):
        district.enterprise(inn, since)
    for place in places:
        district.set_enterprise(place.school, place.pair, INN, "2020-09-15")
    third = district.pair(
        there.school, there.mentor, [district.participant(there.school, "Третий")], "2020-09-15"
    )
    district.set_enterprise(there.school, third, INN, "2020-09-15")
    district.complete(there.school, third, "2020-09-30")
    day = msgspec.structs.replace(district.question(), on=date(2020, 9, 15))

    everywhere = lines(district.question(), district)
    own = lines(district.question(here.school, asker=here.school), district)
    then = lines(day, district)

    assert [line.open_pairs for line in everywhere.values()] == [2, 0]
    assert [line.open_pairs for line in own.values()] == [1, 0]
    assert list(then) == [INN]
    assert then[INN].operates
    assert (then[INN].operates_from, then[INN].operates_until) == (date(2020, 1, 1), None)


def test_enterprises_come_page_by_page(district: District, application: Application) -> None:
    codes = sorted(district.enterprise(inn) for inn in (INN, OTHER_INN, TRADERS_INN))
    question = district.question()
    seen: list[str] = []
    cut = Cut(limit=2)
    with application.reading.transaction(question) as reader:
        for _ in range(2):
            page = list_enterprises(reader, question, EnterpriseFilter(), cut)
            seen += [line.enterprise for line in page.items]
            cut = Cut(limit=2, after=page.after)

    assert seen == codes
    assert page.after is None
