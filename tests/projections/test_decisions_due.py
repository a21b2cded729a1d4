"""Decisions that are due after a consent is over."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

import msgspec
import pytest

from domain.aggregate import Command
from domain.consent import (
    AskConsent,
    FindConsentInvalid,
    GiveConsent,
    RefuseConsent,
    WithdrawConsent,
)
from domain.consent_decision import TakeConsentDecision
from projections.decisions_due import DecisionFilter, DecisionLine, list_decisions
from service.bootstrap import Application
from service.reference_data import calendars
from tests.support.district import REASON, District
from tests.support.paging import every_line

KEEP = TakeConsentDecision(
    purpose="processing", number=1, decision="keep", ground="архив", kept_until=date(2020, 12, 31)
)
DESTROY = TakeConsentDecision(purpose="processing", number=1, decision="destroy")


@pytest.fixture
def district(application: Application) -> District:
    """Two schools and the calendars; the clock stands at 1 November 2020."""
    district = District(application, clock="2020-11-01")
    for calendar in calendars():
        district.record(calendar)
    for code in ("01", "02"):
        district.school(code)
    return district


def decisions(
    district: District,
    on: date | None = None,
    as_of: datetime | None = None,
    wanted: DecisionFilter | None = None,
    limit: int = 2,
) -> list[DecisionLine]:
    question = msgspec.structs.replace(district.question(as_of=as_of), on=on)
    return every_line(
        district.application, question, list_decisions, wanted or DecisionFilter(), limit
    )


def record(district: District, command: Command, person: UUID, code: str = "01") -> int:
    school = district.schools[code]
    return district.record(command, school, person).first_position


def test_what_ended_without_another_in_force_is_due_by_its_own_term(district: District) -> None:
    school = district.schools["01"]
    withdrew, expired, unlawful, refused = (
        district.participant(school, name, born=2010, consent=None)
        for name in ("Отозванов", "Истеков", "Ничтожнов", "Отказов")
    )
    ended = {}
    for person in (withdrew, unlawful):
        district.consent(school, person, "2020-09-01")
    ended["expiry"] = district.consent(school, expired, "2020-09-01", "2020-09-30").first_position
    mentor = district.participant(school, "Наставников")
    pair = district.pair(school, mentor, [withdrew], "2020-09-10")
    ended["withdrawal"] = district.withdraw(school, withdrew, "2020-10-23").first_position
    find = FindConsentInvalid(purpose="processing", number=1, finding="нет подписи")
    ended["unlawful"] = record(district, find, unlawful)
    record(district, AskConsent(purpose="processing", how="personally"), refused)
    refuse = RefuseConsent(purpose="processing", refused_by="representative")
    ended["refused"] = record(district, refuse, refused)

    lines = decisions(district, on=date(2020, 11, 1))

    assert [(one.person, one.trigger, one.number, one.since, one.due_on) for one in lines] == [
        (expired, "expiry", 1, date(2020, 10, 1), date(2020, 10, 31)),
        # 4 November is a holiday.
        (unlawful, "unlawful", 1, date(2020, 11, 1), date(2020, 11, 16)),
        (withdrew, "withdrawal", 1, date(2020, 10, 23), date(2020, 11, 22)),
        (refused, "refused", 0, date(2020, 11, 1), date(2020, 12, 1)),
    ]
    assert {one.trigger: one.cause for one in lines} == ended
    assert [one.overdue for one in lines] == [True, False, False, False]
    assert [one.stop_by for one in lines] == [None, date(2020, 11, 5), None, None]
    assert [one.open_pairs for one in lines] == [(), (), (pair,), ()]
    assert [one.state for one in lines] == ["hidden", "hidden", "restricted", "hidden"]


def test_a_consent_in_force_leaves_nothing_to_decide(district: District) -> None:
    school = district.schools["01"]
    renewed = district.participant(school, "Обновлёнов", consent=None)
    district.consent(school, renewed, "2019-09-01", "2020-09-30")
    district.consent(school, renewed, "2020-09-15")
    running = district.participant(school, "Действующев", consent=None)
    district.consent(school, running, "2019-09-01", "2020-11-01")

    assert decisions(district, on=date(2020, 11, 1)) == []

    # The earlier consent was succeeded by another, so that only the end of that one is due.
    district.withdraw(school, renewed, "2020-11-01", number=2)
    assert [(one.person, one.number) for one in decisions(district, on=date(2020, 11, 1))] == [
        (renewed, 2)
    ]
    after = decisions(district, on=date(2020, 11, 2))
    assert {(one.person, one.trigger) for one in after} == {
        (renewed, "withdrawal"),
        (running, "expiry"),
    }


def test_each_school_has_its_own_decisions(district: District) -> None:
    one, other = district.schools.values()
    person = district.participant(one, "Дважды", born=2010)
    assert person == district.participant(other, "Дважды", born=2010)
    district.withdraw(one, person, "2020-11-01")

    (line,) = decisions(district, on=date(2020, 11, 1))
    question = msgspec.structs.replace(district.question(other, asker=other), on=date(2020, 11, 1))

    assert (line.school, line.person) == (one, person)
    assert every_line(district.application, question, list_decisions, DecisionFilter(), 5) == []


@pytest.mark.parametrize("command", [DESTROY, KEEP])
def test_what_is_decided_leaves_the_list(command: Command, district: District) -> None:
    school = district.schools["01"]
    decided, waiting = (district.participant(school, name) for name in ("Решённов", "Ждущев"))
    for person in (decided, waiting):
        district.withdraw(school, person, "2020-11-01")

    record(district, command, decided)

    assert [one.person for one in decisions(district, on=date(2020, 11, 1))] == [waiting]


def test_what_was_kept_comes_back_when_its_term_is_over(district: District) -> None:
    school = district.schools["01"]
    kept, destroyed = (district.participant(school, name) for name in ("Хранимов", "Забытов"))
    for person in (kept, destroyed):
        district.withdraw(school, person, "2020-11-01")
    position = record(district, KEEP, kept)
    record(district, DESTROY, destroyed)

    assert decisions(district, on=date(2020, 12, 31)) == []
    (line,) = decisions(district, on=date(2021, 1, 1))

    assert (line.person, line.trigger, line.cause) == (kept, "purpose_reached", position)
    assert (line.since, line.due_on) == (date(2021, 1, 1), date(2021, 1, 31))


def test_only_a_withdrawal_ends_a_publication(district: District) -> None:
    school = district.schools["01"]
    people = [district.participant(school, name) for name in ("Отозванов", "Истеков")]
    until = (None, date(2020, 10, 15))
    for person, last in zip(people, until, strict=True):
        give = GiveConsent(
            purpose="publication",
            signed_by="self",
            wording="1",
            effective_on=date(2020, 10, 1),
            reason=REASON,
            valid_until=last,
        )
        record(district, give, person)
    withdraw = WithdrawConsent(purpose="publication", number=1, withdrawn_by="self")
    record(district, withdraw, people[0])

    (line,) = decisions(district, on=date(2020, 11, 1))

    assert (line.person, line.purpose, line.trigger) == (
        people[0],
        "publication",
        "publication_withdrawn",
    )
    # 1 November is a Sunday, the 4th a holiday.
    assert (line.due_on, line.state) == (date(2020, 11, 5), "hidden")


def test_decisions_can_be_asked_of_the_past_and_filtered(district: District) -> None:
    school = district.schools["01"]
    first, second = (district.participant(school, name) for name in ("Первов", "Вторых"))
    district.withdraw(school, first, "2020-10-20")
    district.clock = "2020-11-20"
    district.withdraw(school, second, "2020-11-20")
    then = datetime(2020, 11, 10, tzinfo=UTC)

    assert [one.person for one in decisions(district, as_of=then)] == [first]
    assert not decisions(district, as_of=then)[0].overdue
    day = date(2020, 11, 21)
    assert [one.person for one in decisions(district, on=day)] == [first, second]
    for wanted, found in (
        (DecisionFilter(overdue=True), [first]),
        (DecisionFilter(overdue=False), [second]),
        (DecisionFilter(person=second), [second]),
        (DecisionFilter(trigger="expiry"), []),
    ):
        assert [one.person for one in decisions(district, on=day, wanted=wanted)] == found


def test_nobody_decides_before_there_is_a_district(district: District) -> None:
    nowhere = msgspec.structs.replace(district.question(), district=UUID(int=5), asker=UUID(int=5))

    assert every_line(district.application, nowhere, list_decisions, DecisionFilter(), 5) == []
