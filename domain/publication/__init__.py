"""The publication of a figure, and what is recorded when a later fact changes it.

One stream in the district's log per indicator, year and scope. A draft is counted and frozen, the
head of the district's administration approves it, it is published and never changes; a fact that
would change it makes a restatement. Source: order № 119-ОД (Приложение № 2) names the indicators
and who answers for them; how a published number is treated is ruling 9 of ``order-119-od/1``.
"""

from domain.publication.commands import (
    ApproveFigure,
    CloseRestatement,
    DraftFigure,
    EnterExternalFigure,
    PublishFigure,
    RestateFigure,
    ReturnFigure,
)
from domain.publication.decisions import FIGURE
from domain.publication.digest import digest_of
from domain.publication.events import (
    ExternalFigureEntered,
    FigureApproved,
    FigureDrafted,
    FigurePublished,
    FigureRestated,
    FigureReturned,
    Frozen,
    Head,
    Kind,
    PublicationEvent,
    RestatementClosed,
)
from domain.publication.state import Draft, DraftStatus, Publication, Version

__all__ = [
    "FIGURE",
    "ApproveFigure",
    "CloseRestatement",
    "Draft",
    "DraftFigure",
    "DraftStatus",
    "EnterExternalFigure",
    "ExternalFigureEntered",
    "FigureApproved",
    "FigureDrafted",
    "FigurePublished",
    "FigureRestated",
    "FigureReturned",
    "Frozen",
    "Head",
    "Kind",
    "Publication",
    "PublicationEvent",
    "PublishFigure",
    "RestateFigure",
    "RestatementClosed",
    "ReturnFigure",
    "Version",
    "digest_of",
]
