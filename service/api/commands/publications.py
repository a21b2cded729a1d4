"""Commands about the publication of figures, and the confirmations it waits for."""

from __future__ import annotations

from domain.aggregate import Command
from domain.confirmation import ConfirmData, ReopenData, StrikeConfirmation
from domain.publication import (
    ApproveFigure,
    CloseRestatement,
    DraftFigure,
    EnterExternalFigure,
    PublishFigure,
    ReturnFigure,
)
from service.access import Action
from service.api.commands.route import CommandRoute, made


def _figure(tail: str, command: type[Command], action: Action, operation: str) -> CommandRoute:
    path = f"/publications/{{indicator:str}}/{{year:int}}/{tail}"
    return CommandRoute("POST", path, command, action, operation)


def _year(tail: str, command: type[Command], operation: str) -> CommandRoute:
    path = f"/confirmations/{{year:int}}/{tail}"
    return CommandRoute("POST", path, command, "people.write", operation)


COMMANDS: tuple[CommandRoute, ...] = (
    made(
        "/figure-drafts",
        DraftFigure,
        "figures.publish",
        "draftFigure",
        "/figure-drafts/{0}/{1}/{2}",
    ),
    _figure("approvals", ApproveFigure, "figures.approve", "approveFigure"),
    _figure("returns", ReturnFigure, "figures.approve", "returnFigure"),
    _figure("versions", PublishFigure, "figures.publish", "publishFigure"),
    _figure("closures", CloseRestatement, "figures.publish", "closeRestatement"),
    made(
        "/publications",
        EnterExternalFigure,
        "figures.publish",
        "enterExternalFigure",
        "/publications/{0}/{1}/{2}/1",
    ),
    made("/confirmations", ConfirmData, "people.write", "confirmData", "/confirmations/{0}"),
    _year("reopenings", ReopenData, "reopenData"),
    _year("struck-facts", StrikeConfirmation, "strikeConfirmation"),
)
