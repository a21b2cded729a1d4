"""What can be asked to be recorded of a pair."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec

from domain.aggregate import Command, Line, Note
from domain.correcting import StrikeFact
from domain.inn import EnterpriseCode
from domain.pair.events import MeetingKind

MENTEES_MAX = 100
MINUTES_MAX = 24 * 60
LINK_CHARACTERS_MAX = 500

Minutes = Annotated[int, msgspec.Meta(ge=1, le=MINUTES_MAX)]

WebLink = Annotated[
    str,
    msgspec.Meta(max_length=LINK_CHARACTERS_MAX, pattern=r"^https?://[^\s\u0000-\u001f]+$(?!\n)"),
]

GIVES_THE_MENTOR = msgspec.Meta(title="Код предприятия, предоставившего наставника")

Imported = Annotated[bool, msgspec.Meta(title="Прошлые данные: согласие получено позже")]
"""The pair is entered from old papers; a consent that begins later is accepted and flagged."""


class ProposePair(Command, frozen=True, kw_only=True):
    """Propose that a mentor works with one mentee or a group."""

    mentor: Annotated[UUID, msgspec.Meta(title="Наставник")]
    mentees: Annotated[
        tuple[UUID, ...],
        msgspec.Meta(title="Наставляемые", min_length=1, max_length=MENTEES_MAX),
    ]
    form: Annotated[Line, msgspec.Meta(title="Форма наставничества", examples=["pupil_pupil"])]
    enterprise: Annotated[EnterpriseCode | None, GIVES_THE_MENTOR] = None
    goal: Annotated[Note | None, msgspec.Meta(title="Цель")] = None


class ApprovePair(Command, frozen=True, kw_only=True):
    """Record the order by which the head of the institution approves the pair."""

    order_number: Annotated[Line, msgspec.Meta(title="Номер приказа", examples=["119-од"])]
    order_date: Annotated[date, msgspec.Meta(title="Дата приказа")]


class StartPair(Command, frozen=True, kw_only=True):
    """Record the first day of the pair's work."""

    imported: Imported = False


class JoinPair(Command, frozen=True, kw_only=True):
    """Record a mentee's first day in a pair that already works."""

    mentee: Annotated[UUID, msgspec.Meta(title="Наставляемый")]
    imported: Imported = False


class LeavePair(Command, frozen=True, kw_only=True):
    """Record a mentee's last day in a group that goes on without them."""

    mentee: Annotated[UUID, msgspec.Meta(title="Наставляемый")]


class SetPlan(Command, frozen=True, kw_only=True):
    """Set or replace the individual plan."""

    plan: Annotated[Note, msgspec.Meta(title="План")]


class SetPairEnterprise(Command, frozen=True, kw_only=True):
    """Record which enterprise gives the mentor from a day on; null means that none does."""

    enterprise: Annotated[EnterpriseCode | None, GIVES_THE_MENTOR]


class HoldMeeting(Command, frozen=True, kw_only=True):
    """Record a meeting."""

    kind: Annotated[MeetingKind, msgspec.Meta(title="Вид встречи")] = "regular"
    duration_minutes: Annotated[Minutes | None, msgspec.Meta(title="Продолжительность, минут")] = (
        None
    )
    note: Annotated[Note | None, msgspec.Meta(title="Заметка")] = None


class PausePair(Command, frozen=True, kw_only=True):
    """Record the first day on which the pair does not work."""


class ResumePair(Command, frozen=True, kw_only=True):
    """Record the day from which the pair works again."""


class RecordInterimResult(Command, frozen=True, kw_only=True):
    """Record what the pair has reached so far."""

    result: Annotated[Note, msgspec.Meta(title="Промежуточный результат")]


class CompletePair(Command, frozen=True, kw_only=True):
    """Record the last day of a pair that reached its end."""

    result: Annotated[Note | None, msgspec.Meta(title="Результат")] = None
    case_link: Annotated[WebLink | None, msgspec.Meta(title="Ссылка на описание кейса")] = None


class DiscontinuePair(Command, frozen=True, kw_only=True):
    """Record the last day of a pair that broke off; ``reason`` says why."""


class AnnulPair(Command, frozen=True, kw_only=True):
    """Say that the pair was entered by mistake; ``reason`` says what the mistake was."""


class StrikePairFact(StrikeFact, frozen=True, kw_only=True):
    """Say that something recorded of the pair never was; the pair itself is annulled instead."""
