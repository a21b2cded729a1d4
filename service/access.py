"""Who may do what: one table of roles and actions, and the actor of a request.

Source: the district's order № 119-ОД names the curators, the head of the district's administration
and the monitoring centre and says what each of them answers for.
"""

from __future__ import annotations

from typing import Literal, get_args
from uuid import UUID

import msgspec

from adapters.postgres.accounts import Holder

Role = Literal[
    "school_curator",
    "school_head",
    "district_curator",
    "district_head",
    "monitoring_head",
    "methodologist",
    "auditor",
    "administrator",
]

Action = Literal[
    "people.read",
    "people.write",
    "people.handle",
    "people.break_glass",
    "reads.read",
    "consents.check",
    "figures.read",
    "figures.publish",
    "figures.approve",
    "catalogue.read",
    "schools.write",
    "targets.write",
    "catalogue.write",
    "awards.write",
    "seminars.read",
    "seminars.write",
]
"""What a route asks for. ``people`` is everything in a school's log: participants, consents, pairs.

``people.handle`` is to read whose consent was withdrawn, until it is settled what becomes of the
data; ``people.break_glass`` to read, for a reason that is kept, names one otherwise may not;
``reads.read`` to look through who read whose data; ``consents.check`` to record, in the district's
log, a check of an institution's consent.
``catalogue`` is what the district records: schools, forms, rule sets, targets, base counts,
enterprises; two parts of it may be written by roles that may not write the rest. ``awards`` is what
the district decides on the nominations of its schools. ``seminars`` are the people in the
district's seminars, as its log has them: whoever holds the seminars reads of these people and of no
others. Figures are drafted and published by one role and approved by another.
"""

SYSTEM = UUID("00000000-0000-4000-8000-000000000001")
"""The account of what no person entered: it has no token and no role, so nobody signs in as it."""

SYSTEM_TITLE = "система"

CONSOLE = UUID("00000000-0000-4000-8000-000000000002")
"""Who asks from the command line: whoever runs it has the keys, and no account."""

CONSOLE_TITLE = "командная строка"

Place = Literal["school", "district", "either"]


class Rights(msgspec.Struct, frozen=True):
    """Where a role has its account and what it may do there."""

    works_in: Place
    actions: frozenset[Action]


ROLES: tuple[Role, ...] = get_args(Role)
ACTIONS: tuple[Action, ...] = get_args(Action)

RIGHTS: dict[Role, Rights] = {
    "school_curator": Rights(
        "school",
        frozenset(
            {
                "people.read",
                "people.write",
                "people.handle",
                "reads.read",
                "figures.read",
                "catalogue.read",
                "seminars.read",
            }
        ),
    ),
    "school_head": Rights(
        "school",
        frozenset(
            {
                "people.read",
                "people.break_glass",
                "figures.read",
                "catalogue.read",
                "seminars.read",
            }
        ),
    ),
    "district_curator": Rights(
        "district",
        frozenset(
            {
                "people.read",
                "people.break_glass",
                "reads.read",
                "consents.check",
                "figures.read",
                "figures.publish",
                "catalogue.read",
                "schools.write",
                "targets.write",
                "catalogue.write",
                "awards.write",
                "seminars.read",
                "seminars.write",
            }
        ),
    ),
    "district_head": Rights(
        "district",
        frozenset({"figures.read", "figures.approve", "catalogue.read", "targets.write"}),
    ),
    "monitoring_head": Rights(
        "district",
        frozenset({"figures.read", "catalogue.read", "seminars.read", "seminars.write"}),
    ),
    "methodologist": Rights("district", frozenset({"figures.read", "catalogue.read"})),
    "auditor": Rights(
        "either",
        frozenset(
            {
                "people.read",
                "people.break_glass",
                "figures.read",
                "catalogue.read",
                "seminars.read",
            }
        ),
    ),
    "administrator": Rights("district", frozenset({"catalogue.read", "schools.write"})),
}
"""The table. What is not in it is refused.

Школьный куратор ведёт всё в своём учреждении и один читает данные тех, кто отозвал согласие;
директор читает; муниципальный куратор проверяет записи учреждений и их согласия, ведёт перечни
района, решает о наградах и публикует показатели; начальник управления утверждает целевые значения
и показатели перед публикацией; заведующая центром мониторинга проводит семинары и видит, кто на
них записан; методист видит показатели и перечни; проверяющий читает всё, что ему дано, и не меняет
ничего; администратор заводит учреждения и персональных данных не видит.

Экстренный доступ, то есть чтение скрытых данных с указанием причины, есть у тех, кто отвечает за
участников или проверяет записи и обычно видит не всё: у директора, муниципального куратора и
проверяющего. Кто чьи данные смотрел и почему, видят школьный и муниципальный кураторы.
Source: 152-ФЗ, ст. 6 ч. 1 п. 6 (protection of vital interests), ст. 19 ч. 2 п. 8 (all that is done
with personal data is registered).
"""


PARTICIPANT = UUID("6a3f0b52-9c1e-4d58-8f27-0b1d5e7c4a90")
"""Who answers a survey by a link: no account, one id for all, so that none of them is told."""

PARTICIPANT_TITLE = "участник"


class Actor(msgspec.Struct, frozen=True, kw_only=True):
    """Who asks. ``schools`` are the institutions whose records lie within the actor's reach.

    ``tenant_id`` is the log the actor writes to: a school's, or the district's own.
    """

    account_id: UUID
    tenant_id: UUID
    district_id: UUID
    schools: tuple[UUID, ...]
    actions: frozenset[Action]

    @property
    def in_district(self) -> bool:
        """Say whether the actor works in the district and not in a school."""
        return self.tenant_id == self.district_id

    def may(self, action: Action) -> bool:
        """Say whether the actor may do ``action``."""
        return action in self.actions


def actor_of(holder: Holder) -> Actor:
    """Return the actor a token stands for.

    An account of an unknown role, or of a role that does not work in its tenant, may do nothing.
    """
    place = "district" if holder.tenant_id == holder.district_id else "school"
    actions: frozenset[Action] = frozenset()
    if holder.role in RIGHTS:
        rights = RIGHTS[holder.role]
        if rights.works_in in ("either", place):
            actions = rights.actions
    return Actor(
        account_id=holder.account_id,
        tenant_id=holder.tenant_id,
        district_id=holder.district_id,
        schools=tuple(one for one in holder.tenants if one != holder.district_id),
        actions=actions,
    )
