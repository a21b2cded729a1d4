"""What can be asked to be recorded of the publication of a figure."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

import msgspec

from domain.aggregate import Command, Line
from domain.figures.value import State
from domain.publication.events import Kind
from domain.rules import CalendarYear, Indicator

Number = Annotated[int, msgspec.Meta(ge=1)]
Count = Annotated[int, msgspec.Meta(ge=0, le=10_000_000)]


class FigureCommand(Command, frozen=True, kw_only=True):
    """A command about the figure of one indicator and year, of the district or of one school."""

    indicator: Annotated[Indicator, msgspec.Meta(title="Показатель")]
    year: Annotated[CalendarYear, msgspec.Meta(title="Год")]
    school: Annotated[UUID | None, msgspec.Meta(title="Учреждение; пусто – весь район")] = None


class DraftFigure(FigureCommand, frozen=True, kw_only=True):
    """Count the figure by what is known now and freeze it as a draft."""


class ReturnFigure(FigureCommand, frozen=True, kw_only=True):
    """Return the draft without approval; ``reason`` says why."""

    draft: Annotated[Number, msgspec.Meta(title="Номер проекта")]


class ApproveFigure(FigureCommand, frozen=True, kw_only=True):
    """Approve the draft."""

    draft: Annotated[Number, msgspec.Meta(title="Номер проекта")]


class PublishFigure(FigureCommand, frozen=True, kw_only=True):
    """Publish the approved draft."""

    draft: Annotated[Number, msgspec.Meta(title="Номер проекта")]


class EnterExternalFigure(FigureCommand, frozen=True, kw_only=True):
    """Enter a figure published before this system existed, on the day it was published."""

    value: Annotated[Decimal, msgspec.Meta(title="Значение, %")]
    numerator: Annotated[Count | None, msgspec.Meta(title="Числитель")] = None
    denominator: Annotated[Count | None, msgspec.Meta(title="Знаменатель")] = None
    source: Annotated[Line, msgspec.Meta(title="Где опубликовано")]


class RestateFigure(FigureCommand, frozen=True, kw_only=True):
    """Say that a fact recorded since changes what the published version would be."""

    version: Annotated[Number, msgspec.Meta(title="Опубликованная версия")]
    tenant: Annotated[UUID, msgspec.Meta(title="Журнал события")]
    position: Annotated[Number, msgspec.Meta(title="Номер события в журнале")]
    recorded_at: Annotated[datetime, msgspec.Meta(title="Когда событие записано")]
    kind: Annotated[Kind, msgspec.Meta(title="Что меняется")]
    entered: Annotated[tuple[str, ...], msgspec.Meta(title="Учтены теперь")] = ()
    gone: Annotated[tuple[str, ...], msgspec.Meta(title="Больше не учтены")] = ()
    moved: Annotated[tuple[str, ...], msgspec.Meta(title="Не учтены по другой причине")] = ()
    numerator: Annotated[Count, msgspec.Meta(title="Числитель")]
    denominator: Annotated[Count | None, msgspec.Meta(title="Знаменатель")]
    value: Annotated[Decimal | None, msgspec.Meta(title="Значение, %")]
    target: Annotated[Decimal | None, msgspec.Meta(title="Целевое значение, %")]
    state: Annotated[State, msgspec.Meta(title="Состояние")]


class CloseRestatement(FigureCommand, frozen=True, kw_only=True):
    """Leave the published version as it is («без пересмотра»); ``reason`` says why."""

    version: Annotated[Number, msgspec.Meta(title="Опубликованная версия")]
