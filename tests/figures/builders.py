"""Words in which the tests tell what schools recorded, and the questions they ask."""

from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from domain.figures import (
    CountingFacts,
    Denominator,
    Figure,
    Participation,
    PersonInSchool,
    Question,
    Verdict,
    figure,
    judge,
    tally,
)
from domain.rules import IndicatorRule, Role, RuleSet
from domain.time import NO_DAYS, DaySet

Days = tuple[str, str | None]
"""First and last day, both included; without a last day: still going on."""

CHILDREN = IndicatorRule(
    indicator="children_mentored",
    role="mentee",
    ages=(10, 19),
    base_count="children_10_19",
    resident=True,
)
TEENS = IndicatorRule(
    indicator="teen_mentors",
    role="mentor",
    ages=(15, 19),
    base_count="teens_15_19",
    resident=True,
)
RULES = RuleSet(code="order-119-od/1", indicators=(CHILDREN, TEENS))
RULES_WITHOUT_CONSENT = RuleSet(
    code="without-consent/1", indicators=RULES.indicators, consent_required=False
)
ALWAYS: tuple[Days, ...] = (("1900-01-01", None),)
SCHOOL_YEAR: Days = ("2020-10-01", "2021-06-30")


def days(*spans: Days) -> DaySet:
    together = NO_DAYS
    for first, last in spans:
        together |= DaySet.between(
            date.fromisoformat(first), date.fromisoformat(last) if last else None
        )
    return together


def person(name: str) -> UUID:
    return uuid5(NAMESPACE_OID, f"person {name}")


def school(code: str) -> UUID:
    return uuid5(NAMESPACE_OID, f"school {code}")


def participant(
    name: str,
    *,
    role: Role = "mentee",
    born: int | None = 2008,
    known: int | None = None,
    at: str = "01",
    pair: Days = SCHOOL_YEAR,
    pair_name: str = "",
    paused: tuple[Days, ...] = (),
    annulled: bool = False,
    met: bool = True,
    away: tuple[Days, ...] = (),
    consent: tuple[Days, ...] = ALWAYS,
) -> CountingFacts:
    """One person in one pair; valid in everything that is not said."""
    term = days(pair)
    return CountingFacts(
        participations=(
            Participation(
                school=school(at),
                school_code=at,
                person=person(name),
                role=role,
                pair=uuid5(NAMESPACE_OID, f"pair {at} {pair_name or name}"),
                term=term,
                in_force=NO_DAYS if annulled else term - days(*paused),
                met=met,
            ),
        ),
        people=(
            PersonInSchool(
                school=school(at),
                person=person(name),
                birth_year=born,
                known_birth_year=known,
                away_days=days(*away),
                consent_days=days(*consent),
            ),
        ),
    )


mentee = partial(participant, role="mentee")
mentor = partial(participant, role="mentor")


def together(*parts: CountingFacts) -> CountingFacts:
    """Put what was recorded together; a person has one record per school."""
    people = tuple({record: None for part in parts for record in part.people})
    if len({(record.school, record.person) for record in people}) != len(people):
        raise ValueError("two records of one person in one school")
    return CountingFacts(
        participations=tuple(place for part in parts for place in part.participations),
        people=people,
    )


def verdicts(
    facts: CountingFacts,
    year: int,
    rule: IndicatorRule = CHILDREN,
    *,
    as_of: str = "2026-12-31",
    rules: RuleSet = RULES,
) -> dict[UUID, Verdict]:
    question = Question(rules=rules, rule=rule, year=year, as_of_day=date.fromisoformat(as_of))
    return {verdict.person: verdict for verdict in judge(facts, question)}


def reason(facts: CountingFacts, year: int, name: str = "p", **asked: Any) -> str:
    """Return why ``name`` counts or does not."""
    return verdicts(facts, year, **asked)[person(name)].reason


def counted(facts: CountingFacts, year: int, **asked: Any) -> set[UUID]:
    found = verdicts(facts, year, **asked)
    return {key for key, verdict in found.items() if verdict.outcome == "counted"}


def figure_of(
    facts: CountingFacts,
    year: int,
    rule: IndicatorRule = CHILDREN,
    *,
    d: int | None = None,
    on: str | None = None,
    target: str | None = None,
    as_of: str = "2026-12-31",
    rules: RuleSet = RULES,
) -> Figure:
    """Count; ``d`` is the base count, ``on`` its statistic's day (31 December if not said)."""
    question = Question(rules=rules, rule=rule, year=year, as_of_day=date.fromisoformat(as_of))
    counted_on = date.fromisoformat(on) if on else date(year, 12, 31)
    base = None if d is None else Denominator(value=d, counted_on=counted_on, source="statistics")
    return figure(
        question,
        tally(judge(facts, question)),
        base,
        None if target is None else Decimal(target),
    )
