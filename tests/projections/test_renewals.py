"""Which consents are to be renewed: after a birthday, or as their term ends."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import msgspec
import pytest

from domain.consent import GiveConsent
from domain.participant import RegisterParticipant
from domain.rules import Signers
from projections.renewals import RenewalFilter, RenewalLine, list_renewals
from service.bootstrap import Application
from tests.support.district import REASON, District
from tests.support.paging import every_line

GIVEN = date(2020, 9, 1)
DAY = date(2020, 11, 1)


@pytest.fixture
def district(application: Application) -> District:
    """Two schools; the clock stands at 1 November 2020."""
    district = District(application, clock="2020-11-01")
    for code in ("01", "02"):
        district.school(code)
    return district


def child(
    district: District,
    name: str,
    *,
    born: date | int,
    signed_by: Signers,
    code: str = "01",
    given: date = GIVEN,
    until: date | None = None,
    to_district: bool = False,
) -> UUID:
    school = district.schools[code]
    register = RegisterParticipant(
        last_name=name,
        first_name="Участник",
        birth_date=born if isinstance(born, date) else None,
        birth_year=born if isinstance(born, int) else None,
        effective_on=GIVEN,
        reason=REASON,
    )
    person = UUID(district.record(register, school).id)
    give(district, person, signed_by, given, code=code, until=until, to_district=to_district)
    return person


def give(
    district: District,
    person: UUID,
    signed_by: Signers,
    day: date,
    *,
    code: str = "01",
    until: date | None = None,
    to_district: bool = False,
) -> int:
    command = GiveConsent(
        purpose="processing",
        signed_by=signed_by,
        relation=None if signed_by == "self" else "parent",
        representative=None if signed_by == "self" else "Представитель",
        wording="1",
        effective_on=day,
        valid_until=until,
        to_district=to_district,
        reason=REASON,
    )
    return district.record(command, district.schools[code], person).first_position


def renewals(
    district: District, on: date = DAY, code: str | None = "01", **wanted: Any
) -> list[RenewalLine]:
    if code is None:
        question = district.question()
    else:
        school = district.schools[code]
        question = district.question(school, asker=school)
    question = msgspec.structs.replace(question, on=on)
    lines: list[RenewalLine] = every_line(
        district.application, question, list_renewals, RenewalFilter(**wanted)
    )
    return lines


def test_the_14th_and_the_18th_birthday_open_a_task(district: District) -> None:
    younger = child(district, "Четырнадцатов", born=date(2006, 10, 20), signed_by="representative")
    older = child(district, "Восемнадцатов", born=date(2002, 11, 1), signed_by="both")
    child(district, "Завтров", born=date(2006, 11, 2), signed_by="representative")
    child(district, "Младших", born=date(2010, 10, 20), signed_by="representative")

    lines = renewals(district)

    assert [(one.person, one.why, one.since, one.due_on) for one in lines] == [
        (younger, "signer", date(2006 + 14, 10, 20), date(2020, 11, 19)),
        (older, "signer", date(2002 + 18, 11, 1), date(2020, 12, 1)),
    ]
    assert [(one.signed_by, one.to_be_signed_by) for one in lines] == [
        ("representative", "both"),
        ("both", "self"),
    ]
    assert not any(one.overdue for one in lines)
    assert renewals(district, on=date(2020, 11, 20))[0].overdue
    assert [one.person for one in renewals(district, person=older)] == [older]


def test_a_consent_signed_as_asked_by_now_needs_none(district: District) -> None:
    child(district, "Предусмотрев", born=date(2006, 10, 20), signed_by="both")
    adult = child(
        district, "Взрослых", born=date(2002, 9, 1), signed_by="both", given=date(2020, 10, 1)
    )
    renewed = child(district, "Обновлёнов", born=date(2006, 10, 20), signed_by="representative")
    assert {one.person for one in renewals(district)} == {renewed}

    give(district, renewed, "both", date(2020, 10, 25))

    assert renewals(district) == []
    assert adult


def test_a_year_alone_reads_strictly(district: District) -> None:
    person = child(
        district, "Годин", born=2007, signed_by="representative", given=date(2020, 10, 1)
    )

    assert renewals(district) == []
    (line,) = renewals(district, on=date(2021, 1, 1))
    assert (line.person, line.since, line.to_be_signed_by) == (person, date(2021, 1, 1), "both")


def test_a_term_that_ends_within_30_days_opens_a_task(district: District) -> None:
    soon = child(
        district, "Скоров", born=date(1980, 1, 1), signed_by="self", until=date(2020, 12, 1)
    )
    child(district, "Позднев", born=date(1980, 1, 2), signed_by="self", until=date(2020, 12, 2))
    child(district, "Вечных", born=date(1980, 1, 3), signed_by="self", until=date.max)
    position = give(district, soon, "self", date(2020, 9, 2), until=date(2020, 11, 30))

    (line,) = renewals(district)

    assert (line.person, line.number, line.why) == (soon, 1, "expiry")
    assert (line.since, line.due_on) == (date(2020, 11, 1), date(2020, 12, 1))
    assert line.cause != position
    assert renewals(district, why="signer") == []
    assert renewals(district, on=date(2020, 12, 2), person=soon) == []


def test_a_longer_consent_leaves_no_task(district: District) -> None:
    person = child(
        district, "Запаслив", born=date(1980, 1, 1), signed_by="self", until=date(2020, 11, 10)
    )
    give(district, person, "self", date(2020, 9, 2))

    assert renewals(district) == []


def test_each_school_renews_its_own(district: District) -> None:
    born = date(2006, 10, 20)
    person = child(district, "Дважды", born=born, signed_by="representative")
    assert person == child(district, "Дважды", born=born, signed_by="both", code="02")

    assert [one.person for one in renewals(district, code="01")] == [person]
    assert renewals(district, code="02") == []


def test_a_birthday_is_told_to_nobody_who_may_not_read_it(district: District) -> None:
    born = date(2006, 10, 20)
    child(district, "Скрытых", born=born, signed_by="representative", until=date(2020, 11, 15))
    shown = child(
        district, "Открытов", born=born, signed_by="representative", to_district=True, code="02"
    )

    lines = renewals(district, code=None)

    assert [(one.why, one.state) for one in lines] == [
        ("expiry", "hidden"),
        ("signer", "readable"),
    ]
    assert lines[1].person == shown
