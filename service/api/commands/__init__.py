"""Every command of the API, one line each, in the part of the programme it belongs to."""

from __future__ import annotations

from service.api.commands import (
    awards,
    catalogue,
    employment,
    enterprises,
    pairs,
    people,
    person_links,
    publications,
    seminars,
    surveys,
)
from service.api.commands.route import CommandRoute

__all__ = ["COMMANDS", "CommandRoute"]

COMMANDS: tuple[CommandRoute, ...] = (
    *people.COMMANDS,
    *person_links.COMMANDS,
    *pairs.COMMANDS,
    *surveys.COMMANDS,
    *employment.COMMANDS,
    *catalogue.COMMANDS,
    *awards.COMMANDS,
    *seminars.COMMANDS,
    *enterprises.COMMANDS,
    *publications.COMMANDS,
)
"""Everything that can be changed over HTTP."""
