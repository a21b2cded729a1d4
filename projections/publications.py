"""Figures on their way to the public, as they were published, and the facts that restate them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec

from domain.events import Event, Recorded
from domain.figures.value import State
from domain.publication import (
    FIGURE,
    DraftStatus,
    ExternalFigureEntered,
    FigureApproved,
    FigureDrafted,
    FigurePublished,
    FigureRestated,
    FigureReturned,
    Frozen,
    Kind,
    PublicationEvent,
    RestatementClosed,
)
from domain.rules import Indicator
from projections.register import Key, Register, Row, kept_for


class FigureDraftRow(Row, frozen=True, kw_only=True):
    """The draft of a figure made last; ``scope`` is a school, or the district's own id."""

    indicator: Indicator
    year: int
    scope: UUID
    version: int
    draft: int
    status: DraftStatus
    drafted_on: date
    frozen: Annotated[Frozen, kept_for("log")]


class PublicationRow(Row, frozen=True, kw_only=True):
    """A published version, numbered from 1.

    ``frozen`` is ``None`` for one from before this system, ``source`` for all others. ``value``
    and ``target`` are in per cent.
    """

    indicator: Indicator
    year: int
    scope: UUID
    number: int
    version: int
    published_on: date
    numerator: int | None
    denominator: int | None
    value: Decimal | None
    target: Decimal | None
    state: State | None
    frozen: Annotated[Frozen | None, kept_for("log")]
    source: str | None


class RestatementRow(Row, frozen=True, kw_only=True):
    """What the facts recorded since make of the published version ``number``.

    The numbers and the ``kind`` are those with all ``causes`` so far; once counted by other rules
    it stays so.
    ``outcome``: ``None`` while it is open.
    """

    indicator: Indicator
    year: int
    scope: UUID
    number: int
    version: int
    causes: int
    kind: Kind
    numerator: int
    denominator: int | None
    value: Decimal | None
    target: Decimal | None
    state: State
    outcome: Literal["corrected", "stands"] | None = None
    reason: str | None = None


class RestatementCauseRow(Row, frozen=True, kw_only=True):
    """A fact that restates a published version: the event at ``position`` of ``cause_tenant``.

    ``entered``, ``gone`` and ``moved`` are keys of persons or codes of enterprises.
    """

    indicator: Indicator
    year: int
    scope: UUID
    number: int
    cause_tenant: UUID
    position: int
    recorded_at: datetime
    kind: Kind
    entered: tuple[str, ...]
    gone: tuple[str, ...]
    moved: tuple[str, ...]


def _figure(recorded: Recorded[PublicationEvent]) -> tuple[Indicator, int, UUID]:
    event = recorded.event
    return event.indicator, event.year, event.school or recorded.tenant_id


def _columns(recorded: Recorded[PublicationEvent]) -> dict[str, Any]:
    indicator, year, scope = _figure(recorded)
    return {
        "tenant_id": recorded.tenant_id,
        "indicator": indicator,
        "year": year,
        "scope": scope,
    }


DraftEvent = FigureDrafted | FigureReturned | FigureApproved | FigurePublished


def apply_to_draft(
    row: FigureDraftRow | None, recorded: Recorded[DraftEvent], _key: Key
) -> FigureDraftRow | None:
    """Return the draft after an event."""
    event = recorded.event
    status: DraftStatus
    match event:
        case FigureDrafted():
            return FigureDraftRow(
                **_columns(recorded),
                version=recorded.version,
                draft=event.draft,
                status="drafted",
                drafted_on=event.effective_on,
                frozen=event.frozen,
            )
        case FigureReturned():
            status = "returned"
        case FigureApproved():
            status = "approved"
        case FigurePublished():
            status = "published"
    if row is None:
        raise LookupError("a step of a draft that was never made")
    return msgspec.structs.replace(row, status=status, version=recorded.version)


def apply_to_publication(
    _row: PublicationRow | None,
    recorded: Recorded[FigurePublished | ExternalFigureEntered],
    _key: Key,
) -> PublicationRow:
    """Return the published version."""
    event = recorded.event
    common = _columns(recorded) | {
        "number": event.version,
        "version": recorded.version,
        "published_on": event.effective_on,
    }
    if isinstance(event, ExternalFigureEntered):
        return PublicationRow(
            **common,
            numerator=event.numerator,
            denominator=event.denominator,
            value=event.value,
            target=None,
            state=None,
            frozen=None,
            source=event.source,
        )
    figure = event.frozen.figure
    return PublicationRow(
        **common,
        numerator=figure.numerator,
        denominator=figure.denominator,
        value=figure.value,
        target=figure.target,
        state=figure.state,
        frozen=event.frozen,
        source=None,
    )


def restatement_keys(
    recorded: Recorded[FigureRestated | RestatementClosed | FigurePublished],
) -> Iterable[Key]:
    """Return the row an event touches: a new version ends the restatement of the one before."""
    event = recorded.event
    number = event.version - isinstance(event, FigurePublished)
    return ((*_figure(recorded), number),)


def apply_to_restatement(
    row: RestatementRow | None,
    recorded: Recorded[FigureRestated | RestatementClosed | FigurePublished],
    _key: Key,
) -> RestatementRow | None:
    """Return the restatement after an event; a version may be followed without ever having one."""
    event = recorded.event
    match event:
        case FigureRestated():
            return RestatementRow(
                **_columns(recorded),
                number=event.version,
                version=recorded.version,
                causes=row.causes + 1 if row else 1,
                kind="method" if row is not None and row.kind == "method" else event.kind,
                numerator=event.numerator,
                denominator=event.denominator,
                value=event.value,
                target=event.target,
                state=event.state,
            )
        case RestatementClosed():
            changes: dict[str, Any] = {"outcome": "stands", "reason": event.reason}
        case FigurePublished():
            changes = {"outcome": "corrected"}
    if row is None:
        return None
    return msgspec.structs.replace(row, version=recorded.version, **changes)


def apply_to_cause(
    _row: RestatementCauseRow | None, recorded: Recorded[FigureRestated], _key: Key
) -> RestatementCauseRow:
    """Return the fact that an event names."""
    event = recorded.event
    return RestatementCauseRow(
        **_columns(recorded),
        number=event.version,
        cause_tenant=event.tenant,
        position=event.position,
        recorded_at=event.recorded_at,
        kind=event.kind,
        entered=event.entered,
        gone=event.gone,
        moved=event.moved,
    )


_ALL: frozenset[type[Event]] = frozenset(FIGURE.events)
_OF_DRAFTS: frozenset[type[Event]] = frozenset(
    {FigureDrafted, FigureReturned, FigureApproved, FigurePublished}
)
_OF_VERSIONS: frozenset[type[Event]] = frozenset({FigurePublished, ExternalFigureEntered})
_OF_RESTATEMENTS: frozenset[type[Event]] = frozenset(
    {FigureRestated, RestatementClosed, FigurePublished}
)

FIGURE_DRAFTS = Register(
    name="figure_draft",
    row=FigureDraftRow,
    key=("indicator", "year", "scope"),
    keys=lambda recorded: (_figure(recorded),),
    apply=apply_to_draft,
    reads=_OF_DRAFTS,
    ignores=_ALL - _OF_DRAFTS,
)
PUBLICATIONS = Register(
    name="publication",
    row=PublicationRow,
    key=("indicator", "year", "scope", "number"),
    keys=lambda recorded: ((*_figure(recorded), recorded.event.version),),
    apply=apply_to_publication,
    reads=_OF_VERSIONS,
    ignores=_ALL - _OF_VERSIONS,
)
RESTATEMENTS = Register(
    name="restatement",
    row=RestatementRow,
    key=("indicator", "year", "scope", "number"),
    keys=restatement_keys,
    apply=apply_to_restatement,
    reads=_OF_RESTATEMENTS,
    ignores=_ALL - _OF_RESTATEMENTS,
)
RESTATEMENT_CAUSES = Register(
    name="restatement_cause",
    row=RestatementCauseRow,
    key=("indicator", "year", "scope", "number", "cause_tenant", "position"),
    keys=lambda recorded: (
        (
            *_figure(recorded),
            recorded.event.version,
            recorded.event.tenant,
            recorded.event.position,
        ),
    ),
    apply=apply_to_cause,
    reads=frozenset({FigureRestated}),
    ignores=_ALL - {FigureRestated},
)
