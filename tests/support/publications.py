"""Figures on their way to the public, made by real commands."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from domain.confirmation import ConfirmData, ReopenData
from domain.publication import (
    ApproveFigure,
    CloseRestatement,
    DraftFigure,
    EnterExternalFigure,
    PublishFigure,
    RestateFigure,
    ReturnFigure,
)
from tests.support.district import District

CHILDREN: dict[str, Any] = {"indicator": "children_mentored", "year": 2020}


def publish(district: District, draft: int = 1, **which: Any) -> None:
    """Draft, approve and publish a figure."""
    for command in (
        DraftFigure(**which),
        ApproveFigure(**which, draft=draft),
        PublishFigure(**which, draft=draft),
    ):
        district.record(command)


def busy_publications(district: District) -> None:
    """Confirm data, return a draft, publish two figures twice, restate and close them."""
    school = next(iter(district.schools.values()))
    for tenant in district.schools.values():
        district.record(ConfirmData(year=2020), tenant)
    district.record(ReopenData(year=2020, reason="найден журнал"), school)
    district.record(DraftFigure(**CHILDREN))
    district.record(ReturnFigure(**CHILDREN, draft=1, reason="проверить"))
    publish(district, 2, **CHILDREN)
    publish(district, 1, **CHILDREN, school=school)
    for position, kind in ((1, "value"), (2, "composition")):
        district.record(
            RestateFigure(
                **CHILDREN,
                version=1,
                tenant=school,
                position=position,
                recorded_at=datetime(2020, 11, 1, tzinfo=UTC),
                kind=kind,  # type: ignore[arg-type]
                entered=("b",),
                gone=("a",),
                numerator=1,
                denominator=None,
                value=None,
                target=None,
                state="no_data",
            )
        )
    district.record(CloseRestatement(**CHILDREN, version=1, reason="без пересмотра"))
    publish(district, 3, **CHILDREN)
    external = EnterExternalFigure(
        indicator="teen_mentors", year=2020, value=Decimal("2.1"), source="сайт района"
    )
    district.record(external)
