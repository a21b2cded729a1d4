"""The district's own checks of consents: each October it looks at some of the originals."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from domain.consent import Finding
from domain.consent_check import RecordConsentCheck
from service.demo.days import at_desk
from service.demo.enrolment import Member
from service.demo.journal import Journal

CHECKED_OF_ONE, INSTITUTIONS_CHECKED = 2, 3
FINDINGS: tuple[Finding, ...] = ("valid", "wrong_wording", "valid", "valid", "absent")


class Supervision:
    """Plans which consents the district checks, in its own journal."""

    def __init__(self, district: Journal) -> None:
        self._district = district
        self._checked = 0

    def plan(self, year: int, pupils: Sequence[tuple[UUID, Sequence[Member]]]) -> None:
        """Plan the October of a year; ``pupils`` are some of each institution in that autumn."""
        day = at_desk(date(year, 10, 29))
        for school, some in pupils[:INSTITUTIONS_CHECKED]:
            for one in some[:CHECKED_OF_ONE]:
                command = RecordConsentCheck(
                    effective_on=day,
                    school=school,
                    person=one.key,
                    purpose="processing",
                    number=one.consents,
                    finding=FINDINGS[self._checked % len(FINDINGS)],
                )
                self._district.enter(day, command)
                self._checked += 1
