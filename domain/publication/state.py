"""How far the publication of a figure has come."""

from __future__ import annotations

from typing import Literal, assert_never
from uuid import UUID

import msgspec

from domain.publication.events import (
    ExternalFigureEntered,
    FigureApproved,
    FigureDrafted,
    FigurePublished,
    FigureRestated,
    FigureReturned,
    Frozen,
    PublicationEvent,
    RestatementClosed,
)
from domain.rules import Indicator

DraftStatus = Literal["drafted", "returned", "approved", "published"]


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """The draft made last."""

    number: int
    status: DraftStatus
    frozen: Frozen


class Version(msgspec.Struct, frozen=True, kw_only=True):
    """The version published last.

    ``frozen`` is ``None`` for one that was published before this system existed. ``causes`` are
    the facts that restate it, each the tenant and position of an event; ``restated``: at least one
    of them came after the last decision to leave the version as it is.
    """

    number: int
    frozen: Frozen | None
    causes: frozenset[tuple[UUID, int]] = frozenset()
    restated: bool = False


class Publication(msgspec.Struct, frozen=True, kw_only=True):
    """The figure of one indicator, year and scope on its way to the public."""

    indicator: Indicator
    year: int
    school: UUID | None
    draft: Draft | None = None
    version: Version | None = None


def evolve(state: Publication | None, event: PublicationEvent) -> Publication:
    """Return the state after ``event``."""
    if state is None:
        state = Publication(indicator=event.indicator, year=event.year, school=event.school)
    draft, version = state.draft, state.version
    match event:
        case FigureDrafted():
            draft = Draft(number=event.draft, status="drafted", frozen=event.frozen)
        case FigureReturned():
            draft = _with_status(draft, "returned")
        case FigureApproved():
            draft = _with_status(draft, "approved")
        case FigurePublished():
            version = Version(number=event.version, frozen=event.frozen)
            draft = _with_status(draft, "published")
        case ExternalFigureEntered():
            version = Version(number=event.version, frozen=None)
        case FigureRestated():
            version = _with_cause(version, event)
        case RestatementClosed():
            version = msgspec.structs.replace(version, restated=False) if version else None
        case _:
            assert_never(event)
    return msgspec.structs.replace(state, draft=draft, version=version)


def _with_status(draft: Draft | None, status: DraftStatus) -> Draft | None:
    return msgspec.structs.replace(draft, status=status) if draft else None


def _with_cause(version: Version | None, event: FigureRestated) -> Version | None:
    if version is None:
        return None
    causes = version.causes | {(event.tenant, event.position)}
    return msgspec.structs.replace(version, causes=causes, restated=True)
