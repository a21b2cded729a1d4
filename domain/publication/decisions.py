"""The steps of a figure's publication, one function per command."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from domain.aggregate import Aggregate, Decision, Facts
from domain.errors import NotFound
from domain.events import Event
from domain.publication.commands import (
    ApproveFigure,
    CloseRestatement,
    DraftFigure,
    EnterExternalFigure,
    FigureCommand,
    PublishFigure,
    RestateFigure,
    ReturnFigure,
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
from domain.publication.events import (
    ExternalFigureEntered,
    FigureApproved,
    FigureDrafted,
    FigurePublished,
    FigureRestated,
    FigureReturned,
    Frozen,
    RestatementClosed,
)
from domain.publication.state import Draft, Publication, Version, evolve
from domain.school import SCHOOL


def draft(state: Publication | None, command: DraftFigure, facts: Facts) -> list[Event]:
    """Freeze what the service counted."""
    if command.school is not None and facts.find(SCHOOL, command.school) is None:
        raise NotFound("/school")
    if not isinstance(facts.counted, Frozen):
        raise NotCounted("/indicator")
    number = state.draft.number + 1 if state and state.draft else 1
    return [FigureDrafted(**_common(command, facts), draft=number, frozen=facts.counted)]


def approve(state: Publication, command: ApproveFigure, facts: Facts) -> list[Event]:
    """Approve the latest draft, on which nobody decided yet."""
    _undecided(state, command.draft)
    return [FigureApproved(**_common(command, facts), draft=command.draft)]


def return_(state: Publication, command: ReturnFigure, facts: Facts) -> list[Event]:
    """Return the latest draft, on which nobody decided yet."""
    _undecided(state, command.draft)
    _says_why(command)
    return [FigureReturned(**_common(command, facts), draft=command.draft)]


def publish(state: Publication, command: PublishFigure, facts: Facts) -> list[Event]:
    """Publish the latest draft once it is approved; a restatement of the version before ends."""
    latest = _latest(state, command.draft)
    if latest.status == "published":
        raise DraftDecided("/draft")
    if latest.status != "approved":
        raise DraftNotApproved("/draft")
    number = state.version.number + 1 if state.version else 1
    return [
        FigurePublished(
            **_common(command, facts), version=number, draft=latest.number, frozen=latest.frozen
        )
    ]


def enter_external(
    state: Publication | None, command: EnterExternalFigure, facts: Facts
) -> list[Event]:
    """Enter what was published elsewhere before anything was published from here."""
    if command.school is not None and facts.find(SCHOOL, command.school) is None:
        raise NotFound("/school")
    if command.value < 0:
        raise NegativeValue("/value")
    if state is not None and state.version is not None:
        raise AlreadyPublished
    return [
        ExternalFigureEntered(
            **_common(command, facts),
            version=1,
            value=command.value,
            numerator=command.numerator,
            denominator=command.denominator,
            source=command.source,
        )
    ]


def restate(state: Publication, command: RestateFigure, facts: Facts) -> list[Event]:
    """Name a fact that changes the version published last; each fact is named once."""
    version = _latest_version(state, command.version)
    if version.frozen is None:
        raise NeverComputed
    if (command.tenant, command.position) in version.causes:
        raise CauseNamedAlready("/position")
    return [
        FigureRestated(
            **_common(command, facts),
            version=command.version,
            tenant=command.tenant,
            position=command.position,
            recorded_at=command.recorded_at,
            kind=command.kind,
            entered=command.entered,
            gone=command.gone,
            moved=command.moved,
            numerator=command.numerator,
            denominator=command.denominator,
            value=command.value,
            target=command.target,
            state=command.state,
        )
    ]


def close(state: Publication, command: CloseRestatement, facts: Facts) -> list[Event]:
    """Decide that the published version stands, and say why."""
    version = _latest_version(state, command.version)
    if not version.restated:
        raise NothingRestated("/version")
    _says_why(command)
    return [RestatementClosed(**_common(command, facts), version=command.version)]


def _common(command: FigureCommand, facts: Facts) -> dict[str, Any]:
    return {
        "effective_on": command.effective_on or facts.today,
        "indicator": command.indicator,
        "year": command.year,
        "school": command.school,
        "reason": command.reason,
    }


def _latest(state: Publication, number: int) -> Draft:
    if state.draft is None or number > state.draft.number:
        raise NotFound("/draft")
    if number != state.draft.number:
        raise NotTheLatestDraft("/draft", latest=state.draft.number)
    return state.draft


def _undecided(state: Publication, number: int) -> None:
    if _latest(state, number).status != "drafted":
        raise DraftDecided("/draft")


def _latest_version(state: Publication, number: int) -> Version:
    if state.version is None or number > state.version.number:
        raise NotFound("/version")
    if number != state.version.number:
        raise NotTheLatestVersion("/version", latest=state.version.number)
    return state.version


def _says_why(command: FigureCommand) -> None:
    if command.reason is None or not command.reason.strip():
        raise PublicationReasonMissing("/reason")


def _key(_target: UUID, command: FigureCommand) -> tuple[object, ...]:
    return command.indicator, command.year, command.school or "district"


FIGURE = Aggregate(
    name="figure",
    events=(
        FigureDrafted,
        FigureReturned,
        FigureApproved,
        FigurePublished,
        ExternalFigureEntered,
        FigureRestated,
        RestatementClosed,
    ),
    evolve=evolve,
    key_of=lambda event: (event.indicator, event.year, event.school or "district"),
    key=_key,
    decisions=(
        Decision(DraftFigure, draft, opens=True),
        Decision(ReturnFigure, return_),
        Decision(ApproveFigure, approve),
        Decision(PublishFigure, publish),
        Decision(EnterExternalFigure, enter_external, opens=True),
        Decision(RestateFigure, restate),
        Decision(CloseRestatement, close),
    ),
)
