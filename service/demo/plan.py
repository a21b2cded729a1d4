"""The whole demonstration as lists of submissions: what is loaded, in which order."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Literal
from uuid import UUID, uuid5

import msgspec

from domain.participant import RegisterParticipant
from service.demo.district import carry_on, found
from service.demo.honours import Honours
from service.demo.institutions import behind, plan_years
from service.demo.journal import ZONE, Journal
from service.demo.publications import EVENINGS, confirm, publish
from service.demo.size import SCHOOL_YEARS, Size
from service.demo.supervision import Supervision
from service.submission import Submission, target_of

A_DAY = timedelta(days=1)
NAMESPACE = UUID("5b0f2f0e-6f43-4c5e-9a51-3a8f6f1d2020")
VERSION = 3
"""Another plan is another district: what was loaded of an older one stays as it is."""

FOUNDED_BY = datetime(2020, 7, 1, tzinfo=UTC)

TERMS_BEGIN = sorted(
    [datetime(year, month, 1, tzinfo=ZONE) for year in SCHOOL_YEARS for month in (9, 10)]
    + [datetime.combine(day + A_DAY, time(), ZONE) for day in EVENINGS]
)
"""Where the time is cut: after the district announced something, before schools respond to it;
after it published something, so that nothing recorded later is known then; and after the summer, in
which it records little, so that what restates a figure is named soon."""

ActorOf = Callable[[UUID, int | Literal["curator", "head"]], UUID]
"""Gives the account that enters for a tenant: the curator of the institution of that number, or the
district's curator or head."""


class Term(msgspec.Struct, frozen=True):
    """What is recorded from one cut of the time to the next."""

    schools: list[list[Submission]]
    centre: list[Submission]
    closing: list[Submission]
    evening: list[Submission]

    @property
    def first(self) -> list[Submission]:
        """The first that each institution records."""
        return [one[0] for one in (*self.schools, self.centre) if one]


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """Everything to load: ``foundation``, then one of the ``terms`` after another.

    Of a term, ``schools`` come first, side by side; ``centre`` after them, so that these are the
    first to know its pupils; then what the district learns from them, by following; and last
    ``closing``, what the district records itself, so that a school that ends can still be filled.
    When it has been found out what of all that changes published figures, ``evenings`` are the
    last of a term: what is published.
    ``example`` registers the participant of the first school of whom most was recorded.
    """

    district: UUID
    institutions: tuple[UUID, ...]
    foundation: list[Submission]
    schools: list[list[Submission]]
    centre: list[Submission]
    closing: list[Submission]
    evenings: list[Submission]
    example: Submission

    @property
    def terms(self) -> list[Term]:
        """The lists but the foundation, cut where terms begin."""
        schools = [_by_term(one) for one in self.schools]
        others = [_by_term(one) for one in (self.centre, self.closing, self.evenings)]
        return [
            Term([one[nth] for one in schools], *(one[nth] for one in others))
            for nth in range(len(TERMS_BEGIN) + 1)
        ]

    @property
    def commands(self) -> int:
        """How many commands there are."""
        lists = (self.foundation, *self.schools, self.centre, self.closing, self.evenings)
        return sum(len(one) for one in lists)


def district_of(size: Size) -> UUID:
    """Return the tenant of the demonstration district of that size."""
    return uuid5(NAMESPACE, f"{VERSION}/{size.schools}/{size.children}")


def plan(size: Size, actor_of: ActorOf) -> Plan:
    """Return the plan of a district of that size; the same for the same size and accounts."""
    district = district_of(size)
    curator, head = actor_of(district, "curator"), actor_of(district, "head")
    own = Journal(district, district, curator)
    tenants = found(own, size)
    carry_on(own, size, tenants)
    journals = []
    for number, tenant in enumerate(tenants):
        actor = actor_of(tenant, number)
        journals.append(
            Journal(tenant, district, actor, behind)
            if number == size.behind
            else Journal(tenant, district, actor)
        )
    plan_years(size, journals, Honours(own), Supervision(own))
    confirm(size, journals)
    catalogue = own.submissions()
    founding = sum(
        one.recorded_at is not None and one.recorded_at < FOUNDED_BY for one in catalogue
    )
    *schools, centre = [journal.submissions() for journal in journals]
    return Plan(
        district=district,
        institutions=tuple(tenants),
        foundation=catalogue[:founding],
        schools=schools,
        centre=centre,
        closing=catalogue[founding:],
        evenings=publish(district, curator, head, tenants),
        example=_eventful(schools[0]),
    )


def _by_term(submissions: list[Submission]) -> list[list[Submission]]:
    terms: list[list[Submission]] = [[] for _ in range(len(TERMS_BEGIN) + 1)]
    for one in submissions:
        if one.recorded_at is not None:
            terms[bisect_right(TERMS_BEGIN, one.recorded_at)].append(one)
    return terms


def _eventful(submissions: list[Submission]) -> Submission:
    registrations: Mapping[UUID, Submission] = {
        target_of(one): one
        for one in submissions
        if isinstance(one.command, RegisterParticipant) and one.command.corrects is None
    }
    entries = Counter(one.target for one in submissions if one.target in registrations)
    most, _ = entries.most_common(1)[0]
    return registrations[most]  # type: ignore[index]
