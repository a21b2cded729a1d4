"""Lists read to their end, page by page."""

from __future__ import annotations

from typing import Any

from projections.query import Cut, Page, Question
from service.bootstrap import Application


def every_line(
    application: Application, question: Question, fetch: Any, wanted: Any, limit: int = 1
) -> list[Any]:
    """Return every line of a list in its order, read in pages of ``limit`` lines."""
    lines: list[Any] = []
    after: tuple[str, ...] | None = None
    while True:
        with application.reading.transaction(question) as reader:
            page: Page[Any] = fetch(reader, question, wanted, Cut(limit=limit, after=after))
        lines += page.items
        after = page.after
        if after is None:
            return lines
