"""What a figure is counted from: plain facts of the schools in scope, and the question asked.

The facts are those known at the moment the figure is asked for; which schools are in scope is
decided by whoever collects them (order № 119-од; definition ``order-119-od/1``).
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

import msgspec

from domain.rules import IndicatorRule, Role, RuleSet
from domain.time import DaySet


class Participation(msgspec.Struct, frozen=True, kw_only=True):
    """One person's place in one pair of one school.

    ``school_code`` is the institution's code, which breaks ties (compared as text, character by
    character). ``term`` runs from the day the person joined the started pair to the
    day they left it or it ended, as recorded. ``in_force`` is what remains of it without pauses and
    without the days after the institution's last; nothing remains of an annulled pair. ``met`` says
    whether the person took part in at least one meeting of the pair.
    """

    school: UUID
    school_code: str
    person: UUID
    role: Role
    pair: UUID
    term: DaySet
    in_force: DaySet
    met: bool


class PersonInSchool(msgspec.Struct, frozen=True, kw_only=True):
    """What one school recorded of one person; at most one per school and person.

    ``birth_year`` is the year that school recorded, ``known_birth_year`` the vault's, which wins.
    ``away_days`` are the days on which the person is recorded as *not* living in the district; on
    all others they live there or it is not known. ``consent_days`` are the days on which the
    person's own processing consent, given to this school, is in force.
    """

    school: UUID
    person: UUID
    birth_year: int | None = None
    known_birth_year: int | None = None
    away_days: DaySet
    consent_days: DaySet


class CountingFacts(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the schools in scope recorded that a figure depends on.

    Every participation has its person's record of the same school among ``people``.
    """

    participations: tuple[Participation, ...]
    people: tuple[PersonInSchool, ...]

    def of_school(self, school: UUID) -> CountingFacts:
        """Return the facts of one school alone, for that school's own figure."""
        return CountingFacts(
            participations=tuple(place for place in self.participations if place.school == school),
            people=tuple(record for record in self.people if record.school == school),
        )


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """Which figure is asked for: an indicator's rule, its rule set, a calendar year.

    Days after ``as_of_day`` do not count.
    """

    rules: RuleSet
    rule: IndicatorRule
    year: int
    as_of_day: date

    @property
    def days(self) -> DaySet:
        """The days of the year that can count."""
        return DaySet.between(date(self.year, 1, 1), min(date(self.year, 12, 31), self.as_of_day))
