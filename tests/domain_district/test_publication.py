"""A figure is drafted, approved and published; what is recorded later restates it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec
import pytest

from domain.aggregate import Command
from domain.errors import DomainError, NotFound
from domain.events import Event
from domain.publication import (
    FIGURE,
    ApproveFigure,
    CloseRestatement,
    DraftFigure,
    EnterExternalFigure,
    ExternalFigureEntered,
    FigureApproved,
    FigureDrafted,
    FigurePublished,
    FigureRestated,
    FigureReturned,
    Frozen,
    PublishFigure,
    RestateFigure,
    RestatementClosed,
    ReturnFigure,
    digest_of,
)
from domain.publication.errors import (
    AlreadyPublished,
    CauseNamedAlready,
    DraftDecided,
    DraftNotApproved,
    NegativeValue,
    NeverComputed,
    NotCounted,
    NothingRestated,
    NotTheLatestDraft,
    NotTheLatestVersion,
    PublicationReasonMissing,
)
from domain.school import SchoolRegistered
from tests.rules.test_golden_events import example
from tests.support.given_when_then import SCHOOL, TODAY, given, state_of

WHICH: dict[str, Any] = {"indicator": "children_mentored", "year": 2023}
FACT: dict[str, Any] = WHICH | {"effective_on": TODAY, "school": None}
FROZEN: Frozen = example(Frozen)
DRAFTED = FigureDrafted(**FACT, draft=1, frozen=FROZEN)
RETURNED = FigureReturned(**FACT, draft=1, reason="проверить")
APPROVED = FigureApproved(**FACT, draft=1)
PUBLISHED = FigurePublished(**FACT, version=1, draft=1, frozen=FROZEN)
SECOND_DRAFT = FigureDrafted(**FACT, draft=2, frozen=FROZEN)
SECOND: tuple[Event, ...] = (
    SECOND_DRAFT,
    FigureApproved(**FACT, draft=2),
    FigurePublished(**FACT, version=2, draft=2, frozen=FROZEN),
)
EXTERNAL = ExternalFigureEntered(**FACT, version=1, value=Decimal("12.5"), source="сайт района")
LATER_FACT: dict[str, Any] = {
    "version": 1,
    "tenant": SCHOOL,
    "position": 7,
    "recorded_at": datetime(2024, 2, 5, tzinfo=UTC),
    "kind": "value",
    "gone": (str(UUID(int=1)),),
    "numerator": 3,
    "denominator": 10,
    "value": Decimal("30.0"),
    "target": None,
    "state": "no_target",
}
RESTATED = FigureRestated(**FACT, **LATER_FACT)
CLOSED = RestatementClosed(**FACT, version=1, reason="без пересмотра: решение комиссии")
OUT: tuple[Event, ...] = (DRAFTED, APPROVED, PUBLISHED)


def test_what_was_counted_is_frozen_as_a_draft() -> None:
    given().when(DraftFigure(**WHICH), counted=FROZEN).then(DRAFTED)
    given(DRAFTED).when(DraftFigure(**WHICH), counted=FROZEN).then(SECOND_DRAFT)


def test_what_is_not_counted_is_not_drafted() -> None:
    given().when(DraftFigure(**WHICH)).then_refused(NotCounted, "/indicator")


def test_a_figure_is_of_an_institution_of_the_district() -> None:
    school = SchoolRegistered(
        effective_on=TODAY, school=SCHOOL, name="Школа", short_name="Школа", kind="general"
    )
    draft = DraftFigure(**WHICH, school=SCHOOL)
    external = EnterExternalFigure(**WHICH, school=SCHOOL, value=Decimal(1), source="сайт")

    given().when(draft, counted=FROZEN).then_refused(NotFound, "/school")
    given(school).when(draft, counted=FROZEN).then_accepted()
    given().when(external).then_refused(NotFound, "/school")
    given(school).when(external).then_accepted()


def test_a_draft_is_approved_and_published() -> None:
    given(DRAFTED).when(ApproveFigure(**WHICH, draft=1)).then(APPROVED)
    given(DRAFTED, APPROVED).when(PublishFigure(**WHICH, draft=1)).then(PUBLISHED)


def test_a_draft_is_returned_with_a_reason() -> None:
    given(DRAFTED).when(ReturnFigure(**WHICH, draft=1, reason="проверить")).then(RETURNED)
    given(DRAFTED).when(ReturnFigure(**WHICH, draft=1)).then_refused(
        PublicationReasonMissing, "/reason"
    )
    given(DRAFTED).when(ReturnFigure(**WHICH, draft=1, reason="\u00a0 \n")).then_refused(
        PublicationReasonMissing, "/reason"
    )


@pytest.mark.parametrize(
    ("history", "command", "error"),
    [
        ((DRAFTED, APPROVED), ApproveFigure(**WHICH, draft=1), DraftDecided),
        ((DRAFTED, RETURNED), ApproveFigure(**WHICH, draft=1), DraftDecided),
        ((DRAFTED, APPROVED), ReturnFigure(**WHICH, draft=1, reason="а"), DraftDecided),
        ((DRAFTED,), PublishFigure(**WHICH, draft=1), DraftNotApproved),
        ((DRAFTED, RETURNED), PublishFigure(**WHICH, draft=1), DraftNotApproved),
        (OUT, PublishFigure(**WHICH, draft=1), DraftDecided),
        ((DRAFTED, SECOND_DRAFT), ApproveFigure(**WHICH, draft=1), NotTheLatestDraft),
        ((DRAFTED, APPROVED, SECOND_DRAFT), PublishFigure(**WHICH, draft=1), NotTheLatestDraft),
        ((DRAFTED,), ApproveFigure(**WHICH, draft=2), NotFound),
        ((EXTERNAL,), PublishFigure(**WHICH, draft=1), NotFound),
    ],
)
def test_steps_come_in_order(
    history: tuple[Event, ...], command: Command, error: type[DomainError]
) -> None:
    given(*history).when(command).then_refused(error, "/draft")


def test_a_figure_of_the_past_is_entered_as_it_was_published() -> None:
    command = EnterExternalFigure(**WHICH, value=Decimal("12.5"), source="сайт района")

    given().when(command).then(EXTERNAL)
    given(EXTERNAL).when(command).then_refused(AlreadyPublished)
    given(*OUT).when(command).then_refused(AlreadyPublished)
    better = msgspec.structs.replace(command, value=Decimal(13), corrects=1, reason="опечатка")
    given(EXTERNAL).when(better).then(
        msgspec.structs.replace(EXTERNAL, value=Decimal(13), corrects=1, reason="опечатка")
    )
    given().when(msgspec.structs.replace(command, value=Decimal(-1))).then_refused(
        NegativeValue, "/value"
    )


def test_a_later_fact_restates_the_published_version() -> None:
    given(*OUT).when(RestateFigure(**WHICH, **LATER_FACT)).then(RESTATED)


def test_a_fact_is_named_once_and_only_for_the_latest_version() -> None:
    command = RestateFigure(**WHICH, **LATER_FACT)

    given(*OUT, RESTATED).when(command).then_refused(CauseNamedAlready, "/position")
    given(*OUT, RESTATED, CLOSED).when(command).then_refused(CauseNamedAlready, "/position")
    given(*OUT, *SECOND).when(command).then_refused(NotTheLatestVersion, "/version")
    given(DRAFTED).when(command).then_refused(NotFound, "/version")
    given(EXTERNAL).when(command).then_refused(NeverComputed)


def test_the_figure_stands_without_revision_for_a_reason() -> None:
    command = CloseRestatement(**WHICH, version=1, reason=CLOSED.reason)

    given(*OUT, RESTATED).when(command).then(CLOSED)
    given(*OUT, RESTATED).when(CloseRestatement(**WHICH, version=1)).then_refused(
        PublicationReasonMissing, "/reason"
    )
    given(*OUT).when(command).then_refused(NothingRestated, "/version")
    given(*OUT, RESTATED, CLOSED).when(command).then_refused(NothingRestated, "/version")


def test_another_fact_opens_what_was_closed() -> None:
    another = msgspec.structs.replace(RESTATED, position=8)
    state = state_of(FIGURE, *OUT, RESTATED, CLOSED, another)

    assert state.version is not None
    assert state.version.restated
    assert state.version.causes == {(SCHOOL, 7), (SCHOOL, 8)}


def test_a_corrected_version_closes_the_restatement() -> None:
    state = state_of(FIGURE, *OUT, RESTATED, *SECOND)

    assert state.version is not None
    assert (state.version.number, state.version.restated) == (2, False)
    assert state.version.frozen == FROZEN


def test_figures_of_other_years_and_scopes_are_apart() -> None:
    for other in ({"year": 2022}, {"school": SCHOOL}, {"indicator": "teen_mentors"}):
        given(*OUT).when(ApproveFigure(**(WHICH | other), draft=1)).then_refused(NotFound)


def test_a_digest_tells_who_is_counted_and_why_whatever_the_order() -> None:
    verdicts = [("a", "counted", "counted"), ("b", "not_counted", "outside_age")]

    assert digest_of(verdicts) == digest_of(reversed(verdicts))
    assert digest_of(verdicts) != digest_of(verdicts[:1])
    assert digest_of(verdicts) != digest_of([verdicts[0], ("b", "not_counted", "no_response")])
    assert digest_of([]) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_the_day_of_an_external_figure_is_the_day_it_was_published() -> None:
    command = EnterExternalFigure(
        **WHICH, value=Decimal(1), source="отчёт", effective_on=date(2021, 1, 20)
    )

    (event,) = given().when(command).events

    assert event.effective_on == date(2021, 1, 20)
