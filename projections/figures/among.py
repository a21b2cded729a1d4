"""Of whom the query of verdicts reads: of everyone, or of some persons alone.

A verdict on a person rests on what was recorded of that person, whoever else is judged with them.
"""

from __future__ import annotations

from collections.abc import Callable

Among = Callable[[str], str]
"""Returns for the alias of a table with a column ``person`` the condition on its rows."""


def everyone(_alias: str) -> str:
    """Read what was recorded of everyone."""
    return "true"


def the_people(alias: str) -> str:
    """Read what was recorded under the keys in the parameter ``people``."""
    return f"{alias}.person = ANY (%(people)s::uuid[])"
