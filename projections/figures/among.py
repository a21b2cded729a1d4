"""Of whom the query of verdicts reads: of everyone, or of some persons alone.

A verdict on a person rests on what was recorded of that person, whoever else is judged with them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from domain.figures import Question as Asked
from projections.query import is_erased

Among = Callable[[str], str]
"""Returns for the alias of a table with a column ``person`` the condition on its rows."""


def everyone(_alias: str) -> str:
    """Read what was recorded of everyone."""
    return "true"


def the_people(alias: str) -> str:
    """Read what was recorded under the keys in the parameter ``people``."""
    return f"{alias}.person = ANY (%(people)s::uuid[])"


def kept_among(among: Among, asked: Iterable[Asked]) -> Among:
    """Leave out whoever was erased, if the rule set by which all are ``asked`` for keeps nothing.

    Raises ``ValueError`` for figures by rule sets that differ in it.
    """
    keeps = {one.rules.erasure_keeps for one in asked}
    if len(keeps) > 1:
        raise ValueError("figures counted together are counted by one rule set")
    if keeps != {"nothing"}:
        return among

    def kept(alias: str) -> str:
        return f"{among(alias)} AND NOT {is_erased(f'{alias}.person', f'{alias}.tenant_id')}"

    return kept
