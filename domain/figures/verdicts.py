"""Who counts in an indicator of people by age (1 and 2), and why everybody else does not.

A **counted day** is a day of the year, not after the day asked about, on which the pair was in
force, the membership in it too, and the person's own processing consent, given to the pair's
school, as well; the consent only if the rule set requires one.

Every candidate gets exactly one reason, the first of these that applies:

1. ``pair_not_in_force``: no day of the year on which a pair of theirs was in force;
   ``after_as_of``: there are such days, all after the day asked about;
2. ``birth_year_unknown``, ``birth_years_conflict``, ``outside_age``: only if the rule has ages;
3. ``lives_elsewhere``: on every day in force the school of that day has them as living elsewhere;
4. ``consent_not_in_force``: the consent alone is what is missing, so that the number of these is
   the number left out for the consent condition;
5. ``counted``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Literal
from uuid import UUID

import msgspec

from domain.figures.facts import CountingFacts, Participation, PersonInSchool, Question
from domain.time import DaySet

Outcome = Literal["counted", "not_counted"]
Reason = Literal[
    "counted",
    "pair_not_in_force",
    "after_as_of",
    "birth_year_unknown",
    "birth_years_conflict",
    "outside_age",
    "lives_elsewhere",
    "consent_not_in_force",
]


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """Whether one candidate counts, and why.

    For a counted person ``first_day`` is the earliest counted day, ``school`` the school it is
    assigned to (that of the first day, by institution code if several) and ``met`` whether they
    took part in a meeting of any pair with a counted day; for the others all three are ``None``.
    """

    person: UUID
    outcome: Outcome
    reason: Reason
    first_day: date | None = None
    school: UUID | None = None
    met: bool | None = None


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """The numbers of persons behind a figure.

    ``left_out_for_consent``: not counted for want of a consent only; ``without_meeting``: counted
    though they took part in no meeting of those pairs.
    """

    numerator: int
    left_out_for_consent: int
    without_meeting: int


def judge(facts: CountingFacts, question: Question) -> tuple[Verdict, ...]:
    """Return a verdict on every candidate, each person once, sorted by person key.

    A candidate is whoever has a participation in the indicator's role with a term that touches
    the year. Raises ``KeyError`` if the record of a participating person is missing.
    """
    records: dict[UUID, dict[UUID, PersonInSchool]] = defaultdict(dict)
    for record in facts.people:
        records[record.person][record.school] = record
    year = DaySet.of_year(question.year)
    places: dict[UUID, list[Participation]] = defaultdict(list)
    for place in facts.participations:
        if place.role == question.rule.role and place.term & year:
            places[place.person].append(place)
    return tuple(
        _verdict(person, places[person], records[person], question) for person in sorted(places)
    )


def tally(verdicts: Iterable[Verdict]) -> Tally:
    """Return the numbers of persons in ``verdicts``."""
    numerator = left_out = without_meeting = 0
    for verdict in verdicts:
        numerator += verdict.outcome == "counted"
        left_out += verdict.reason == "consent_not_in_force"
        without_meeting += verdict.met is False
    return Tally(
        numerator=numerator, left_out_for_consent=left_out, without_meeting=without_meeting
    )


def _verdict(
    person: UUID,
    places: Sequence[Participation],
    records: Mapping[UUID, PersonInSchool],
    question: Question,
) -> Verdict:
    in_force = [(place, place.in_force & question.days) for place in places]
    counted = [
        (place, days & records[place.school].consent_days)
        if question.rules.consent_required
        else (place, days)
        for place, days in in_force
    ]
    reason: Reason
    if not any(days for _, days in in_force):
        reason = _why_no_day(places, question)
    elif (by_age := _why_not_of_age(records.values(), question)) is not None:
        reason = by_age
    elif not _any_at_home(in_force, records, question):
        reason = "lives_elsewhere"
    elif not _any_at_home(counted, records, question):
        reason = "consent_not_in_force"
    else:
        return _counted(person, counted)
    return Verdict(person=person, outcome="not_counted", reason=reason)


def _counted(person: UUID, counted: Iterable[tuple[Participation, DaySet]]) -> Verdict:
    starts = [(first, place.school_code, place) for place, days in counted if (first := days.first)]
    first_day, _, place = min(starts, key=lambda start: start[:2])
    return Verdict(
        person=person,
        outcome="counted",
        reason="counted",
        first_day=first_day,
        school=place.school,
        met=any(place.met for _, _, place in starts),
    )


def _why_no_day(places: Iterable[Participation], question: Question) -> Reason:
    year = DaySet.of_year(question.year)
    later = any(place.in_force & year for place in places)
    return "after_as_of" if later else "pair_not_in_force"


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


def _any_at_home(
    days_by_place: Iterable[tuple[Participation, DaySet]],
    records: Mapping[UUID, PersonInSchool],
    question: Question,
) -> bool:
    if not question.rule.resident:
        return any(days for _, days in days_by_place)
    return any(days - records[place.school].away_days for place, days in days_by_place)
