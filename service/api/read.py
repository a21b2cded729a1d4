"""What a question of the API is: what it may be asked, how it is answered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from adapters.postgres.read_log import ReadLog
from projections.query import Question
from projections.register_list import Holding
from service.access import Action
from service.api.asking import Cursors, Query
from service.link_tokens import LinkTokens
from service.reading import Reading

READING: dict[Holding, Action] = {
    "people": "people.read",
    "catalogue": "catalogue.read",
    "seminars": "seminars.read",
}
"""What one has to be allowed to do to read a list, by what it holds."""


class Asked(msgspec.Struct, frozen=True):
    """One question: the address's parameters, the query string, and where to look.

    ``cursors`` are those of this question for this asker, ``links`` makes the tokens of surveys,
    ``read_log`` tells who was shown what. ``as_table``: the asker prefers CSV to JSON.
    """

    path: dict[str, Any]
    query: Any
    question: Question
    reading: Reading
    cursors: Cursors
    links: LinkTokens
    read_log: ReadLog
    as_table: bool = False


class Found(msgspec.Struct, frozen=True):
    """The answer; ``version`` where it is one record, ``next_cursor`` where a list goes on.

    ``repeatable``: the same version always reads the same to this asker, so that a copy of it can
    be said to be good still. ``table`` is the body as CSV, where that was asked for.
    """

    body: msgspec.Struct
    version: int | None = None
    next_cursor: str | None = None
    repeatable: bool = False
    table: str | None = None


class Read(msgspec.Struct, frozen=True, kw_only=True):
    """One question of the API.

    ``query`` is the struct its query string is read into, ``answer`` the body of what ``fetch``
    finds; ``single``: that is one record with a version; ``erasable``: one that is destroyed;
    ``tabular``: it comes as CSV too.
    """

    path: str
    operation: str
    summary: str
    action: Action
    query: type[Query]
    answer: type[msgspec.Struct]
    fetch: Callable[[Asked], Found]
    single: bool = False
    erasable: bool = False
    tabular: bool = False

    @property
    def personal(self) -> bool:
        """Say whether the answer is about people and kept by nobody on the way."""
        return self.action.startswith(("people.", "seminars.", "reads."))

    @property
    def tag(self) -> str:
        """The part of the API's documentation the question stands in."""
        return self.path.split("/")[1]
