"""What is recorded of the publication of one figure: an indicator of a year, in one scope."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import ClassVar, Literal
from uuid import UUID

import msgspec

from domain.events import Event
from domain.figures import Figure
from domain.figures.value import State
from domain.rules import Indicator

Kind = Literal["value", "composition", "state", "method", "restored"]
"""In what the figure with all facts so far differs from the published one: in the number; with the
same number in who is counted; only in whether the target is reached; in the rules it is counted by;
in nothing any more."""


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """Where a log stood: the position of its last event and the chain up to it, in hexadecimal."""

    tenant: UUID
    position: int
    chain: str


class Frozen(msgspec.Struct, frozen=True, kw_only=True):
    """A figure with all that it was counted from, so that it can be counted again for ever.

    ``as_of`` is the moment whose knowledge it was counted by, not before any of ``heads``: the
    logs of the district and of every institution in scope. ``digest`` is that of all verdicts, in
    hexadecimal (:func:`domain.publication.digest_of`). ``unconfirmed`` are the institutions in
    scope that had not confirmed their data of the year.
    """

    figure: Figure
    as_of: datetime
    heads: tuple[Head, ...]
    digest: str
    unconfirmed: tuple[UUID, ...]


class FigureFact(Event, frozen=True, kw_only=True):
    """Anything recorded of the figure of ``indicator`` in ``year``.

    ``school``: of that institution alone, ``None``: of the whole district.
    """

    indicator: Indicator
    year: int
    school: UUID | None
    reason: str | None = None


class FigureDrafted(FigureFact, frozen=True, kw_only=True):
    """A figure was counted and frozen to be approved; drafts are numbered from 1."""

    TOPIC: ClassVar[str] = "figure.drafted"

    draft: int
    frozen: Frozen


class FigureReturned(FigureFact, frozen=True, kw_only=True):
    """The draft is not approved; ``reason`` says why."""

    TOPIC: ClassVar[str] = "figure.returned"

    draft: int


class FigureApproved(FigureFact, frozen=True, kw_only=True):
    """The head of the district's administration approved the draft."""

    TOPIC: ClassVar[str] = "figure.approved"

    draft: int


class FigurePublished(FigureFact, frozen=True, kw_only=True):
    """An approved draft became the published figure; published versions are numbered from 1.

    A version after the first corrects the one before and closes its restatement. ``frozen`` is
    that of the draft, told once more so that what was published can be read and verified alone.
    """

    TOPIC: ClassVar[str] = "figure.published"

    version: int
    draft: int
    frozen: Frozen


class ExternalFigureEntered(FigureFact, frozen=True, kw_only=True):
    """A figure published before this system existed: entered as it was, never computed.

    ``value`` is in per cent; ``effective_on`` is the day it was published, ``source`` says where.
    """

    TOPIC: ClassVar[str] = "figure.external_entered"

    version: int
    value: Decimal
    numerator: int | None = None
    denominator: int | None = None
    source: str


class FigureRestated(FigureFact, frozen=True, kw_only=True):
    """A fact recorded since changes what the published version would be.

    The fact is the event at ``position`` of the log of ``tenant``; ``entered`` and ``gone`` are
    the keys of persons, or codes of enterprises, that it brings into the count or takes out,
    ``moved`` those it leaves uncounted for another reason. The numbers are those with this fact
    and all earlier ones. ``value`` is in per cent.
    """

    TOPIC: ClassVar[str] = "figure.restated"

    version: int
    tenant: UUID
    position: int
    recorded_at: datetime
    kind: Kind
    entered: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    numerator: int
    denominator: int | None
    value: Decimal | None
    target: Decimal | None
    state: State


class RestatementClosed(FigureFact, frozen=True, kw_only=True):
    """The published version stands although facts came later; ``reason`` says why."""

    TOPIC: ClassVar[str] = "figure.restatement_closed"

    version: int


PublicationEvent = (
    FigureDrafted
    | FigureReturned
    | FigureApproved
    | FigurePublished
    | ExternalFigureEntered
    | FigureRestated
    | RestatementClosed
)
