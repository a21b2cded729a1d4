"""What the district's log has to record because of what stands in an institution's.

To add a reaction: a function from the recorded event to the commands it causes, and a line in
:data:`REACTIONS`. A command names what it is about by the cause's tenant and ids, and refuses
nothing that is well formed: nobody is there to read a refusal.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec

from domain.aggregate import Command
from domain.award import ReceiveNomination, ReceiveWithdrawal
from domain.enrolment import EnrolmentMade, EnrolmentWithdrawn
from domain.events import Event, Recorded
from domain.nomination import NominationMade, NominationWithdrawn
from domain.seminar import ReceiveEnrolment, ReceiveEnrolmentWithdrawal


class Consequence(msgspec.Struct, frozen=True):
    """A command for the district's log; ``target`` as for any command.

    ``command_id`` is given where it has to be derived from more than the place of the cause,
    ``tenant`` where it is for an institution's log, ``actor`` where it is somebody's act.
    """

    command: Command
    target: UUID | None = None
    command_id: UUID | None = None
    tenant: UUID | None = None
    actor: UUID | None = None


Reaction = Callable[[UUID, Recorded[Any]], Sequence[Consequence]]
"""Takes the district and the cause in one of its logs; returns what follows from it, in order."""

Reactions = Mapping[type[Event], Reaction]


def _nomination(_: UUID, recorded: Recorded[NominationMade]) -> tuple[Consequence, ...]:
    event = recorded.event
    return (
        Consequence(
            ReceiveNomination(
                effective_on=event.effective_on,
                school=recorded.tenant_id,
                nomination=event.nomination,
                position=recorded.position,
                person=event.person,
                kind=event.kind,
                year=event.year,
            )
        ),
    )


def _withdrawal(_: UUID, recorded: Recorded[NominationWithdrawn]) -> tuple[Consequence, ...]:
    return (
        Consequence(
            ReceiveWithdrawal(
                effective_on=recorded.effective_on,
                school=recorded.tenant_id,
                nomination=recorded.event.nomination,
                position=recorded.position,
            )
        ),
    )


def _enrolment(_: UUID, cause: Recorded[EnrolmentMade]) -> tuple[Consequence, ...]:
    made = cause.event
    return (
        Consequence(
            ReceiveEnrolment(
                effective_on=made.effective_on,
                school=cause.tenant_id,
                enrolment=made.enrolment,
                person=made.person,
                position=cause.position,
            ),
            made.seminar,
        ),
    )


def _enrolment_withdrawal(_: UUID, cause: Recorded[EnrolmentWithdrawn]) -> tuple[Consequence, ...]:
    withdrawn = cause.event
    return (
        Consequence(
            ReceiveEnrolmentWithdrawal(
                effective_on=withdrawn.effective_on,
                school=cause.tenant_id,
                enrolment=withdrawn.enrolment,
                person=withdrawn.person,
                position=cause.position,
            ),
            withdrawn.seminar,
        ),
    )


REACTIONS: Reactions = {
    NominationMade: _nomination,
    NominationWithdrawn: _withdrawal,
    EnrolmentMade: _enrolment,
    EnrolmentWithdrawn: _enrolment_withdrawal,
}
"""From a type of event to what follows from it, one line each."""

CAUSED: frozenset[type[Command]] = frozenset(
    {ReceiveNomination, ReceiveWithdrawal, ReceiveEnrolment, ReceiveEnrolmentWithdrawal}
)
"""The commands that reactions give; nobody else may, so the API does not offer them."""
