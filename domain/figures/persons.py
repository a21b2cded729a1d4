"""The verdicts on persons: indicators 1–3, 5 and 6."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

import msgspec

from domain.figures.facts import CountingFacts, PersonInSchool, Question
from domain.figures.opinions import latest_scores
from domain.figures.presence import Presence, attribution, days_under, presences, why_no_day
from domain.figures.verdicts import Reason, Verdict
from domain.rules import YoungTeacherRule
from domain.time import NO_DAYS, DaySet, age_on

Days = Sequence[tuple[PersonInSchool, DaySet]]
"""Days in a pair, each with what the pair's school recorded of the person."""


def judge_persons(facts: CountingFacts, question: Question) -> tuple[Verdict, ...]:
    """Return a verdict on every candidate, each person once, sorted by person key.

    Records under several keys that count as one are one person's. A candidate is whoever has a
    participation in the indicator's role with a term that touches the year. Raises ``KeyError`` if
    the record of a participating person is missing.
    """
    whose = facts.naming()
    records: dict[UUID, list[PersonInSchool]] = defaultdict(list)
    for record in facts.people:
        records[whose(record.school, record.person)].append(record)
    by_person: dict[UUID, list[Presence]] = defaultdict(list)
    for presence in presences(facts, question):
        by_person[whose(presence.place.school, presence.place.person)].append(presence)
    scores = latest_scores(facts, question)
    return tuple(
        _verdict(person, by_person[person], records[person], scores.get(person), question)
        for person in sorted(by_person)
    )


def _verdict(
    person: UUID,
    found: Sequence[Presence],
    records: Sequence[PersonInSchool],
    score: int | None,
    question: Question,
) -> Verdict:
    reason = why_no_day(found) or _why_not_of_age(records, question)
    if reason is None:
        reason = _why_without_consent(found, records, question)
    if reason is not None:
        return Verdict(person=person, outcome="not_counted", reason=reason)
    reason = _why_not_satisfied(score, question)
    return Verdict(
        person=person,
        outcome="not_counted" if reason else "counted",
        reason=reason or "counted",
        **msgspec.structs.asdict(attribution(found)),
    )


def _why_not_of_age(records: Iterable[PersonInSchool], question: Question) -> Reason | None:
    if question.rule.ages is None:
        return None
    youngest, oldest = question.rule.ages
    known, recorded = set[int](), set[int]()
    for record in records:
        if record.known_birth_year is not None:
            known.add(record.known_birth_year)
        if record.birth_year is not None:
            recorded.add(record.birth_year)
    answers = {youngest <= question.year - born <= oldest for born in known or recorded}
    if not answers:
        return "birth_year_unknown"
    if len(answers) > 1:
        return "birth_years_conflict"
    return None if answers.pop() else "outside_age"


def _why_without_consent(
    found: Sequence[Presence], records: Sequence[PersonInSchool], question: Question
) -> Reason | None:
    """Judge the days in force; where nothing is missing then, the consent may still be."""
    in_force = [(one.record, one.in_force) for one in found if one.in_force]
    counted = [(one.record, one.counted) for one in found if one.counted]
    if reason := _why_not_on(in_force, records, question):
        return reason
    if not counted or _why_not_on(counted, records, question):
        return "consent_not_in_force"
    return None


def _why_not_on(days: Days, records: Sequence[PersonInSchool], question: Question) -> Reason | None:
    rule = question.rule
    if rule.young is not None and (reason := _why_not_young(days, records, rule.young)):
        return reason
    if rule.resident and not any(some - record.away_days for record, some in days):
        return "lives_elsewhere"
    return None


def _why_not_young(
    days: Days, records: Sequence[PersonInSchool], young: YoungTeacherRule
) -> Reason | None:
    """Position and experience are the person's, whichever school of the scope recorded them."""
    in_position = NO_DAYS
    for record in records:
        in_position |= days_under(young.positions, record.position_days)
    if not any(some & in_position for _, some in days):
        return "not_in_position"
    first_day = min(first for _, some in days if (first := some.first))
    starts = {record.experience_from for record in records} - {None}
    answers = {age_on(start, first_day) < young.experience_years_below for start in starts if start}
    if not answers:
        return "experience_unknown"
    if len(answers) > 1:
        return "experience_conflict"
    return None if answers.pop() else "experience_too_long"


def _why_not_satisfied(score: int | None, question: Question) -> Reason | None:
    if question.rule.satisfied is None:
        return None
    if score is None:
        return "no_response"
    return None if score >= question.rule.satisfied.score_at_least else "not_satisfied"
