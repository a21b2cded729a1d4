"""Commands about awards: the catalogue, what institutions ask for, what the district decides."""

from __future__ import annotations

from domain.aggregate import Command
from domain.award import (
    ApproveAward,
    ConferAward,
    DeclineAward,
    RevokeAward,
    StrikeAwardFact,
)
from domain.award_kind import AddAwardKind, ChangeAwardKind
from domain.nomination import Nominate, WithdrawNomination
from service.api.commands.route import CommandRoute, about, correction, made


def _award(tail: str, command: type[Command], operation: str) -> CommandRoute:
    path = f"/awards/{{school:uuid}}/{{nomination:uuid}}/{tail}"
    return CommandRoute("POST", path, command, "awards.write", operation)


COMMANDS: tuple[CommandRoute, ...] = (
    made("/award-kinds", AddAwardKind, "catalogue.write", "addAwardKind", "/award-kinds/{0}"),
    CommandRoute(
        "PUT", "/award-kinds/{code:str}", ChangeAwardKind, "catalogue.write", "changeAwardKind"
    ),
    made("/nominations", Nominate, "people.write", "nominate", "/nominations/{0}"),
    correction(
        "/nominations/{nomination:uuid}/proposal", Nominate, "correctNomination", "nomination"
    ),
    about("nomination", "withdrawal", WithdrawNomination, "people.write", "withdrawNomination"),
    _award("approval", ApproveAward, "approveAward"),
    _award("refusal", DeclineAward, "declineAward"),
    _award("conferral", ConferAward, "conferAward"),
    _award("revocation", RevokeAward, "revokeAward"),
    _award("struck-facts", StrikeAwardFact, "strikeAwardFact"),
)
