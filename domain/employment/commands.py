"""What can be asked to be recorded of a person's jobs and teaching experience."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import msgspec

from domain.aggregate import Command, Line
from domain.correcting import StrikeFact
from domain.employment.events import JobKind
from domain.inn import EnterpriseCode

PositionGroup = Annotated[
    str, msgspec.Meta(min_length=1, max_length=60, pattern=r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$(?!\n)")
]
"""A code of a group of positions, such as ``teacher``; the rule set names those it counts."""


class StartEmployment(Command, frozen=True, kw_only=True):
    """Record a person's first day in a job; with a last day, a job that is over already."""

    kind: Annotated[JobKind, msgspec.Meta(title="Где работает")]
    position_group: Annotated[
        PositionGroup | None, msgspec.Meta(title="Группа должностей", examples=["teacher"])
    ] = None
    position: Annotated[Line | None, msgspec.Meta(title="Должность")] = None
    enterprise: Annotated[
        EnterpriseCode | None,
        msgspec.Meta(title="ИНН предприятия или обозначение предпринимателя"),
    ] = None
    last_day: Annotated[date | None, msgspec.Meta(title="Последний день (включительно)")] = None


class EndEmployment(Command, frozen=True, kw_only=True):
    """Record a person's last day in a job."""

    number: Annotated[int, msgspec.Meta(title="Номер места работы", ge=1)]


class RecordExperience(Command, frozen=True, kw_only=True):
    """Record from which day a person's teaching experience is reckoned."""

    experience_from: Annotated[
        date, msgspec.Meta(title="Педагогический стаж с", examples=["2022-09-01"])
    ]


class StrikeEmploymentFact(StrikeFact, frozen=True, kw_only=True):
    """Say that something recorded of the participant's jobs or experience never was."""
