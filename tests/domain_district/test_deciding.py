from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from domain.deciding import InstitutionClosed, InTheFuture, ReasonRequired
from domain.errors import NotFound
from domain.participant import BaseEntered, EnterBase, LeaveBase, ParticipantRegistered
from domain.rules import AdoptRules, RulesAdopted, RuleSet
from domain.school import SchoolClosed, SchoolMerged, SchoolRegistered
from domain.target import SetTarget, TargetSet
from tests.support.given_when_then import DISTRICT, SCHOOL, given

TODAY = date(2024, 9, 2)
PERSON = UUID(int=7)
REGISTERED = ParticipantRegistered(effective_on=date(2020, 9, 1), person=PERSON)
RULES_OF_TEN_DAYS = RulesAdopted(
    effective_on=date(2020, 3, 16), rules=RuleSet(code="r", indicators=(), late_entry_days=10)
)


def entered(day: date, reason: str | None = None) -> BaseEntered:
    return BaseEntered(
        effective_on=day, person=PERSON, role="mentee", document="request", reason=reason
    )


def test_only_an_opening_command_needs_no_stream() -> None:
    given(RULES_OF_TEN_DAYS).when(EnterBase(role="mentee"), target=PERSON).then_refused(NotFound)


def test_a_fact_of_today_is_accepted() -> None:
    given(REGISTERED).when(
        EnterBase(role="mentee", effective_on=TODAY), target=PERSON, today=TODAY
    ).then(entered(TODAY))


def test_a_fact_without_a_day_is_one_of_today() -> None:
    given(REGISTERED, RULES_OF_TEN_DAYS).when(
        EnterBase(role="mentee"), target=PERSON, today=TODAY
    ).then(entered(TODAY))


def test_a_fact_of_tomorrow_is_refused() -> None:
    given(REGISTERED).when(
        EnterBase(role="mentee", effective_on=date(2024, 9, 3)), target=PERSON, today=TODAY
    ).then_refused(InTheFuture, pointer="/effective_on")


def test_a_fact_of_tomorrow_is_refused_in_the_district_too() -> None:
    given().when(
        AdoptRules(rules=RULES_OF_TEN_DAYS.rules, effective_on=date(2024, 9, 3)),
        target=DISTRICT,
        today=TODAY,
    ).then_refused(InTheFuture, pointer="/effective_on")


def test_a_fact_within_the_bound_needs_no_reason() -> None:
    day = date(2024, 8, 23)

    given(REGISTERED, RULES_OF_TEN_DAYS).when(
        EnterBase(role="mentee", effective_on=day), target=PERSON, today=TODAY
    ).then(entered(day))


def test_a_fact_beyond_the_bound_needs_a_reason() -> None:
    day = date(2024, 8, 22)
    known = given(REGISTERED, RULES_OF_TEN_DAYS)

    known.when(EnterBase(role="mentee", effective_on=day), target=PERSON, today=TODAY).then_refused(
        ReasonRequired, pointer="/reason"
    )
    known.when(
        EnterBase(role="mentee", effective_on=day, reason="из бумаг"), target=PERSON, today=TODAY
    ).then(entered(day, reason="из бумаг"))


def test_the_bound_is_told_in_the_refusal() -> None:
    refusal = ReasonRequired("/reason", days=10)

    assert "больше 10 дн." in refusal.text("ru")
    assert "more than 10 days" in refusal.text("en")


def test_a_district_without_rules_has_no_bound() -> None:
    day = date(2021, 9, 1)

    given(REGISTERED).when(
        EnterBase(role="mentee", effective_on=day), target=PERSON, today=TODAY
    ).then(entered(day))


def test_the_districts_own_log_has_no_bound() -> None:
    day = date(2020, 3, 16)

    given(RULES_OF_TEN_DAYS).when(
        SetTarget(indicator="teen_mentors", year=2020, value=Decimal(2), effective_on=day),
        target=DISTRICT,
        today=TODAY,
    ).then(TargetSet(effective_on=day, indicator="teen_mentors", year=2020, value=Decimal(2)))


@pytest.mark.parametrize("reason", [None, "из бумаг"])
def test_the_commands_own_rules_are_asked_last(reason: str | None) -> None:
    outcome = given(REGISTERED, RULES_OF_TEN_DAYS).when(
        LeaveBase(role="mentee", effective_on=date(2021, 9, 1), reason=reason),
        target=PERSON,
        today=TODAY,
    )

    assert outcome.word == ("reason_required" if reason is None else "not_in_base")


OPENED = SchoolRegistered(
    effective_on=date(2019, 9, 1), school=SCHOOL, name="Школа", short_name="Школа", kind="general"
)
ENDINGS = [
    SchoolClosed(effective_on=date(2023, 8, 31), school=SCHOOL),
    SchoolMerged(effective_on=date(2023, 8, 31), school=SCHOOL, successor=UUID(int=9)),
]


@pytest.mark.parametrize("ending", ENDINGS, ids=["closed", "merged"])
def test_a_closed_institution_takes_nothing_new(ending: SchoolClosed | SchoolMerged) -> None:
    given(REGISTERED, OPENED, ending).when(
        EnterBase(role="mentee", effective_on=TODAY), target=PERSON, today=TODAY
    ).then_refused(InstitutionClosed)


def test_an_open_institution_takes_what_is_new() -> None:
    given(REGISTERED, OPENED).when(
        EnterBase(role="mentee", effective_on=TODAY), target=PERSON, today=TODAY
    ).then(entered(TODAY))
