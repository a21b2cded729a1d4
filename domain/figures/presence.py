"""The days of a year on which somebody was in a pair, and which of them count."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from operator import itemgetter
from uuid import UUID

import msgspec

from domain.figures.facts import (
    CountingFacts,
    DaysByCode,
    Participation,
    PersonInSchool,
    Question,
)
from domain.figures.verdicts import Reason
from domain.time import NO_DAYS, DaySet


class Presence(msgspec.Struct, frozen=True, kw_only=True):
    """A participation in the year asked about, with the record its school has of the person.

    ``in_year`` are the days of the year on which it was in force, ``in_force`` those of them that
    do not lie after the day asked about, ``counted`` those the consent covers.
    """

    place: Participation
    record: PersonInSchool
    in_year: DaySet
    in_force: DaySet
    counted: DaySet

    def within(self, days: DaySet) -> Presence:
        """Return what remains of the presence on ``days`` alone."""
        return msgspec.structs.replace(
            self,
            in_year=self.in_year & days,
            in_force=self.in_force & days,
            counted=self.counted & days,
        )


class Attribution(msgspec.Struct, frozen=True, kw_only=True):
    """The earliest counted day, the school it belongs to, whether a meeting was held at all."""

    first_day: date
    school: UUID
    met: bool


def presences(facts: CountingFacts, question: Question) -> list[Presence]:
    """Return the participations in the indicator's role whose term touches the year.

    Raises ``KeyError`` if the record of a participating person is missing.
    """
    records = {(record.school, record.person): record for record in facts.people}
    year = DaySet.of_year(question.year)
    found: list[Presence] = []
    for place in facts.participations:
        if place.role == question.rule.role and place.term & year:
            record = records[place.school, place.person]
            in_force = place.in_force & question.days
            covered = in_force & record.consent_days
            found.append(
                Presence(
                    place=place,
                    record=record,
                    in_year=place.in_force & year,
                    in_force=in_force,
                    counted=covered if question.rules.consent_required else in_force,
                )
            )
    return found


def why_no_day(found: Iterable[Presence]) -> Reason | None:
    """Return why no day is in force, ``None`` if there is one."""
    found = tuple(found)
    if any(one.in_force for one in found):
        return None
    return "after_as_of" if any(one.in_year for one in found) else "pair_not_in_force"


def attribution(found: Iterable[Presence]) -> Attribution:
    """Return to which day and school the counted days belong.

    A day in several schools goes to the lowest institution code. Raises ``ValueError`` if there is
    no counted day.
    """
    starts = [
        (first, one.place.school_code, one.place) for one in found if (first := one.counted.first)
    ]
    first_day, _, place = min(starts, key=itemgetter(0, 1))
    met = any(place.met for _, _, place in starts)
    return Attribution(first_day=first_day, school=place.school, met=met)


def days_under(codes: Iterable[str], days_by_code: DaysByCode) -> DaySet:
    """Return the days that stand under any of ``codes``."""
    wanted = frozenset(codes)
    together = NO_DAYS
    for code, days in days_by_code:
        if code in wanted:
            together |= days
    return together
