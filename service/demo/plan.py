"""The whole demonstration as lists of submissions: what is loaded, in which order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from uuid import UUID, uuid5

import msgspec

from domain.participant import RegisterParticipant
from service.demo.district import carry_on, found
from service.demo.institutions import behind, plan_years
from service.demo.journal import Journal
from service.demo.size import Size
from service.submission import Submission, target_of

NAMESPACE = UUID("5b0f2f0e-6f43-4c5e-9a51-3a8f6f1d2020")
VERSION = 1
"""Another plan is another district: what was loaded of an older one stays as it is."""

FOUNDED_BY = datetime(2020, 7, 1, tzinfo=UTC)

ActorOf = Callable[[UUID, int | None], UUID]
"""Gives the account that enters for a tenant; the number is the institution's, if it is one."""


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """Everything to load: ``foundation``, then ``schools`` side by side, ``centre``, ``closing``.

    The centre comes after the schools, so that these are the first to know its pupils; what the
    district records later comes last, so that a school that ends can still be filled. ``example``
    registers the participant of the first school of whom most was recorded.
    """

    district: UUID
    institutions: tuple[UUID, ...]
    foundation: list[Submission]
    schools: list[list[Submission]]
    centre: list[Submission]
    closing: list[Submission]
    example: Submission

    @property
    def commands(self) -> int:
        """How many commands there are."""
        lists = (self.foundation, *self.schools, self.centre, self.closing)
        return sum(len(one) for one in lists)


def district_of(size: Size) -> UUID:
    """Return the tenant of the demonstration district of that size."""
    return uuid5(NAMESPACE, f"{VERSION}/{size.schools}/{size.children}")


def plan(size: Size, actor_of: ActorOf) -> Plan:
    """Return the plan of a district of that size; the same for the same size and accounts."""
    district = district_of(size)
    own = Journal(district, district, actor_of(district, None))
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
    plan_years(size, journals)
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
        example=_eventful(schools[0]),
    )


def _eventful(submissions: list[Submission]) -> Submission:
    registrations: Mapping[UUID, Submission] = {
        target_of(one): one for one in submissions if isinstance(one.command, RegisterParticipant)
    }
    entries = Counter(one.target for one in submissions if one.target in registrations)
    most, _ = entries.most_common(1)[0]
    return registrations[most]  # type: ignore[index]
