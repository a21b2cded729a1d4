"""What a command of the API is: its address, what it may change, who may give it."""

from __future__ import annotations

from typing import Literal

import msgspec

from domain.aggregate import Command
from service.access import Action

Method = Literal["POST", "PUT"]


class CommandRoute(msgspec.Struct, frozen=True):
    """One command of the API; its body is the command itself.

    ``target`` is the path parameter that names what the command is about; ``None`` where the
    command says so itself. ``made_at`` is the address of what a command creates, a format string
    over the parts of the receipt's id and ``command``; such a command needs no version, every
    other one does. A path parameter that is a field of the command has to agree with it.
    ``only_corrects``: the fact is recorded under another address and corrected under this one.
    """

    method: Method
    path: str
    command: type[Command]
    action: Action
    operation: str
    target: str | None = None
    made_at: str | None = None
    only_corrects: bool = False

    @property
    def tag(self) -> str:
        """The part of the API's documentation the command stands in."""
        return self.path.split("/")[1]


def made(
    path: str, command: type[Command], action: Action, operation: str, made_at: str
) -> CommandRoute:
    """Return the route of a command that creates something."""
    return CommandRoute("POST", path, command, action, operation, made_at=made_at)


def correction(
    path: str,
    command: type[Command],
    operation: str,
    target: str,
    action: Action = "people.write",
) -> CommandRoute:
    """Return the route by which the fact that opened a stream is corrected."""
    return CommandRoute("PUT", path, command, action, operation, target, only_corrects=True)


def about_person(
    tail: str, command: type[Command], operation: str, made_at: str | None = None
) -> CommandRoute:
    """Return the route of a command about a participant."""
    path = f"/participants/{{person:uuid}}/{tail}"
    return CommandRoute("POST", path, command, "people.write", operation, "person", made_at)


def about(
    thing: str, tail: str, command: type[Command], action: Action, operation: str
) -> CommandRoute:
    """Return the route of a command about one ``thing`` of an id: a pair, a school."""
    path = f"/{thing}s/{{{thing}:uuid}}/{tail}"
    return CommandRoute("POST", path, command, action, operation, thing)
