"""Commands about enterprises that give mentors."""

from __future__ import annotations

from domain.aggregate import Command
from domain.enterprise import (
    LeaveProgramme,
    RecordAgreement,
    RecordOperation,
    RegisterEnterprise,
    ReviseEnterprise,
    StopOperation,
    StrikeEnterpriseFact,
)
from service.api.commands.route import CommandRoute, Method, made


def _enterprise(
    tail: str, command: type[Command], operation: str, method: Method = "POST"
) -> CommandRoute:
    path = f"/enterprises/{{enterprise:str}}/{tail}"
    return CommandRoute(method, path, command, "catalogue.write", operation)


COMMANDS: tuple[CommandRoute, ...] = (
    made(
        "/enterprises",
        RegisterEnterprise,
        "catalogue.write",
        "registerEnterprise",
        "/enterprises/{0}",
    ),
    _enterprise("profile", ReviseEnterprise, "reviseEnterprise", "PUT"),
    _enterprise("operations", RecordOperation, "recordOperation"),
    _enterprise("stops", StopOperation, "stopOperation"),
    _enterprise("agreements", RecordAgreement, "recordAgreement"),
    _enterprise("departure", LeaveProgramme, "leaveProgramme"),
    _enterprise("struck-facts", StrikeEnterpriseFact, "strikeEnterpriseFact"),
)
