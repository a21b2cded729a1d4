"""What a figure is counted from: plain facts of the schools in scope, and the question asked.

The facts are those known at the moment the figure is asked for; which schools are in scope is
decided by whoever collects them (order № 119-од; definition ``order-119-od/1``).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

import msgspec

from domain.rules import IndicatorRule, Role, RuleSet
from domain.survey import Phase
from domain.time import DaySet

DaysByCode = tuple[tuple[str, DaySet], ...]
"""Days by a code: of a position group or of an enterprise. A code may stand there repeatedly."""


class Participation(msgspec.Struct, frozen=True, kw_only=True):
    """One person's place in one pair of one school.

    ``school_code`` is the institution's code, which breaks ties (compared as text, character by
    character). ``term`` runs from the day the person joined the started pair to the
    day they left it or it ended, as recorded. ``in_force`` is what remains of it without pauses and
    without the days after the institution's last; nothing remains of an annulled pair. ``met`` says
    whether the person took part in at least one meeting of the pair. ``enterprise_days`` are the
    days on which the pair names an enterprise as the one that gave its mentor.
    """

    school: UUID
    school_code: str
    person: UUID
    role: Role
    pair: UUID
    term: DaySet
    in_force: DaySet
    met: bool
    enterprise_days: DaysByCode = ()


class PersonInSchool(msgspec.Struct, frozen=True, kw_only=True):
    """What one school recorded of one person; at most one per school and person.

    ``birth_year`` is the year that school recorded, ``known_birth_year`` the vault's, which wins.
    ``away_days`` are the days on which the person is recorded as *not* living in the district; on
    all others they live there or it is not known. ``consent_days`` are the days on which the
    person's own processing consent, given to this school, is in force. ``position_days`` are the
    days of jobs in schools by position group, ``experience_from`` is the day the teaching
    experience is counted from, ``enterprise_days`` are the days of employment by enterprise.
    """

    school: UUID
    person: UUID
    birth_year: int | None = None
    known_birth_year: int | None = None
    away_days: DaySet
    consent_days: DaySet
    position_days: DaysByCode = ()
    experience_from: date | None = None
    enterprise_days: DaysByCode = ()


class Response(msgspec.Struct, frozen=True, kw_only=True):
    """An answer to a survey of one school that speaks for one calendar year.

    ``person`` is ``None`` for an anonymous one. ``overall`` is the overall score, 1 to 10.
    """

    school: UUID
    person: UUID | None
    role: Role
    year: int
    phase: Phase
    answered_on: date
    recorded_at: datetime
    overall: int


class PaperTotal(msgspec.Struct, frozen=True, kw_only=True):
    """A survey one school counted on paper: how many answered, how many of them are satisfied."""

    school: UUID
    role: Role
    year: int
    respondents: int
    satisfied: int


class PersonKey(msgspec.Struct, frozen=True, kw_only=True):
    """Whose the records under a key are: those of one ``school``, or of all with ``None``."""

    school: UUID | None
    person: UUID
    counts_as: UUID


class Enterprise(msgspec.Struct, frozen=True, kw_only=True):
    """An enterprise: its code is an INN or stands for one; the days it operates in the district."""

    code: str
    operating_days: DaySet


class CountingFacts(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the schools in scope recorded that a figure depends on, and the district of them.

    Every participation has its person's record of the same school among ``people``.
    ``enterprises``, ``own_inns``, the INNs of the district's institutions, and ``person_keys``, the
    keys that count as others, are the district's. ``erased`` are the records, by school and
    person, whose data were destroyed since, whatever moment is asked about.
    """

    participations: tuple[Participation, ...]
    people: tuple[PersonInSchool, ...]
    responses: tuple[Response, ...] = ()
    paper_totals: tuple[PaperTotal, ...] = ()
    enterprises: tuple[Enterprise, ...] = ()
    own_inns: frozenset[str] = frozenset()
    person_keys: tuple[PersonKey, ...] = ()
    erased: frozenset[tuple[UUID, UUID]] = frozenset()

    def kept(self, rules: RuleSet) -> CountingFacts:
        """Return the facts that figures count by ``rules`` after persons were erased."""
        if rules.erasure_keeps == "counting_facts":
            return self

        def is_kept(one: Participation | PersonInSchool | Response) -> bool:
            return (one.school, one.person) not in self.erased

        return msgspec.structs.replace(
            self,
            participations=tuple(filter(is_kept, self.participations)),
            people=tuple(filter(is_kept, self.people)),
            responses=tuple(filter(is_kept, self.responses)),
        )

    def naming(self) -> Callable[[UUID, UUID], UUID]:
        """Return what tells from a school and a key in it whose record that is.

        What the district decided of that school's records goes before what it decided of the key.
        """
        keys = {(one.school, one.person): one.counts_as for one in self.person_keys}

        def whose(school: UUID, person: UUID) -> UUID:
            return keys.get((school, person)) or keys.get((None, person)) or person

        return whose

    def of_school(self, school: UUID) -> CountingFacts:
        """Return the facts of one school alone, for that school's own figure."""
        return msgspec.structs.replace(
            self,
            participations=tuple(place for place in self.participations if place.school == school),
            people=tuple(record for record in self.people if record.school == school),
            responses=tuple(answer for answer in self.responses if answer.school == school),
            paper_totals=tuple(total for total in self.paper_totals if total.school == school),
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
