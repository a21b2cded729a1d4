"""Requests for a consent: who was asked, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal, assert_never
from uuid import UUID

import msgspec

from domain.consent import (
    CONSENT,
    Asking,
    ConsentAsked,
    ConsentGiven,
    ConsentRefused,
    Purpose,
)
from domain.events import Event, Recorded
from projections.register import Key, Register, Row

RequestStatus = Literal["asked", "refused", "given"]
RequestEvent = ConsentAsked | ConsentRefused | ConsentGiven


class ConsentRequestRow(Row, frozen=True, kw_only=True):
    """What a person was asked for one purpose; ``since`` is the day of the latest of it.

    ``refusals`` counts the refusals there ever were; ``refused_at`` is the position in the log of
    the last. ``version`` is the stream's after the latest request or answer to one.
    """

    person: UUID
    purpose: Purpose
    version: int
    status: RequestStatus
    since: date
    how: Asking | None = None
    refusals: int = 0
    refused_at: int | None = None


def keys(recorded: Recorded[RequestEvent]) -> Iterable[Key]:
    """Return the row an event touches."""
    return ((recorded.event.person, recorded.event.purpose),)


def apply(
    row: ConsentRequestRow | None, recorded: Recorded[RequestEvent], _key: Key
) -> ConsentRequestRow:
    """Return the request after an event."""
    event, day = recorded.event, recorded.event.effective_on
    if row is None:
        row = ConsentRequestRow(
            tenant_id=recorded.tenant_id,
            person=event.person,
            purpose=event.purpose,
            version=recorded.version,
            status="asked",
            since=day,
        )
    row = msgspec.structs.replace(row, version=recorded.version, since=day)
    match event:
        case ConsentAsked():
            return msgspec.structs.replace(row, status="asked", how=event.how)
        case ConsentRefused():
            return msgspec.structs.replace(
                row, status="refused", refusals=row.refusals + 1, refused_at=recorded.position
            )
        case ConsentGiven():
            return msgspec.structs.replace(row, status="given")
        case _:
            assert_never(event)


_READ: frozenset[type[Event]] = frozenset({ConsentAsked, ConsentRefused, ConsentGiven})

CONSENT_REQUESTS = Register(
    name="consent_request",
    row=ConsentRequestRow,
    key=("person", "purpose"),
    keys=keys,
    apply=apply,
    reads=_READ,
    ignores=frozenset(CONSENT.events) - _READ,
)
