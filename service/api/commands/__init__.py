"""Every command of the API, one line each, in the part of the programme it belongs to."""

from __future__ import annotations

from service.api.commands import catalogue, enterprises, pairs, people, surveys
from service.api.commands.route import CommandRoute

__all__ = ["COMMANDS", "CommandRoute"]

COMMANDS: tuple[CommandRoute, ...] = (
    *people.COMMANDS,
    *pairs.COMMANDS,
    *surveys.COMMANDS,
    *catalogue.COMMANDS,
    *enterprises.COMMANDS,
)
"""Everything that can be changed over HTTP."""
