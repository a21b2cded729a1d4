"""What is recorded of a pair.

``people`` of an event are the mentor and the mentees who are in the pair on its day, as known when
it was recorded. Free text belongs to everyone in the pair: it is encrypted under the pair's own
key, which is destroyed with the first of them who is erased.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from domain.events import Event, personal

MeetingKind = Literal["first", "trial", "planning", "regular", "final"]
"""Встреча-знакомство, пробная рабочая, встреча-планирование, одна из ряда, итоговая."""


class PairProposed(Event, frozen=True, kw_only=True):
    """A mentor and one or more mentees are to work together under a form of mentoring.

    ``form`` is a code of the district's catalogue; ``enterprise`` is the code of the enterprise
    that gives the mentor, from the beginning of time. ``received_from``: the pair worked as
    ``received_pair`` in an institution that was merged into this one, and passed to it.
    """

    TOPIC: ClassVar[str] = "pair.proposed"
    CONCERNS: ClassVar = ("mentor", "mentees")

    pair: UUID
    mentor: UUID
    mentees: tuple[UUID, ...]
    form: str
    enterprise: str | None = None
    received_from: UUID | None = None
    received_pair: UUID | None = None
    goal: Annotated[str | None, personal("pair")] = None
    reason: Annotated[str | None, personal("pair")] = None


class PairFact(Event, frozen=True, kw_only=True):
    """Anything recorded of a pair after its proposal."""

    CONCERNS: ClassVar = ("people",)

    pair: UUID
    people: tuple[UUID, ...]
    reason: Annotated[str | None, personal("pair")] = None


class PairApproved(PairFact, frozen=True, kw_only=True):
    """The head's order appoints the mentor."""

    TOPIC: ClassVar[str] = "pair.approved"

    order_number: str
    order_date: date


class PairStarted(PairFact, frozen=True, kw_only=True):
    """The first day on which the pair is in force.

    ``consent_later``: imported history in which someone's consent begins after this day; that
    person counts from the consent's day.
    """

    TOPIC: ClassVar[str] = "pair.started"

    consent_later: bool = False


class MenteeJoined(Event, frozen=True, kw_only=True):
    """A mentee's first day in a pair that has already started; ``consent_later`` as at a start."""

    TOPIC: ClassVar[str] = "pair.mentee_joined"
    CONCERNS: ClassVar = ("mentor", "mentee")

    pair: UUID
    mentor: UUID
    mentee: UUID
    consent_later: bool = False
    reason: Annotated[str | None, personal("pair")] = None


class MenteeLeft(Event, frozen=True, kw_only=True):
    """A mentee's last day in the pair, while the pair goes on."""

    TOPIC: ClassVar[str] = "pair.mentee_left"
    CONCERNS: ClassVar = ("mentor", "mentee")

    pair: UUID
    mentor: UUID
    mentee: UUID
    reason: Annotated[str | None, personal("pair")] = None


class PlanSet(PairFact, frozen=True, kw_only=True):
    """The individual plan from this day on; it replaces the one before."""

    TOPIC: ClassVar[str] = "pair.plan_set"

    plan: Annotated[str | None, personal("pair")] = None


class PairEnterpriseSet(PairFact, frozen=True, kw_only=True):
    """From this day on another enterprise gives the mentor, or none does."""

    TOPIC: ClassVar[str] = "pair.enterprise_set"

    enterprise: str | None = None


class MeetingHeld(PairFact, frozen=True, kw_only=True):
    """The pair met on this day; ``duration_minutes`` is ``None`` if nobody wrote it down."""

    TOPIC: ClassVar[str] = "pair.meeting_held"

    kind: MeetingKind
    duration_minutes: int | None = None
    note: Annotated[str | None, personal("pair")] = None


class PairPaused(PairFact, frozen=True, kw_only=True):
    """From this day on the pair is not in force, until it is resumed."""

    TOPIC: ClassVar[str] = "pair.paused"


class PairResumed(PairFact, frozen=True, kw_only=True):
    """From this day on the pair is in force again."""

    TOPIC: ClassVar[str] = "pair.resumed"


class InterimResult(PairFact, frozen=True, kw_only=True):
    """What the pair had reached by this day."""

    TOPIC: ClassVar[str] = "pair.interim_result"

    result: Annotated[str | None, personal("pair")] = None


class PairCompleted(PairFact, frozen=True, kw_only=True):
    """The last day of a pair that reached its end; ``case_link`` leads to the described case."""

    TOPIC: ClassVar[str] = "pair.completed"

    result: Annotated[str | None, personal("pair")] = None
    case_link: Annotated[str | None, personal("pair")] = None


class PairDiscontinued(PairFact, frozen=True, kw_only=True):
    """The last day of a pair that broke off before its end."""

    TOPIC: ClassVar[str] = "pair.discontinued"


class PairAnnulled(PairFact, frozen=True, kw_only=True):
    """The pair was entered by mistake and was never in force; ``people``: all it ever had."""

    TOPIC: ClassVar[str] = "pair.annulled"


PeriodEvent = (
    PairStarted | PairPaused | PairResumed | PairCompleted | PairDiscontinued | PairAnnulled
)
"""The events that change on which days the pair is in force."""

PairEvent = (
    PairProposed
    | PairApproved
    | MenteeJoined
    | MenteeLeft
    | PlanSet
    | PairEnterpriseSet
    | MeetingHeld
    | InterimResult
    | PeriodEvent
)
