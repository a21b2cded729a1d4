"""Questions to the registers and the log: one read-only transaction each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from adapters.postgres.database import Connection, Database
from adapters.postgres.log import Log
from adapters.postgres.transaction import Transaction
from projections.query import Question


class Reading:
    """Opens the transactions in which questions are answered."""

    def __init__(self, database: Database, log: Log) -> None:
        self._database = database
        self._log = log

    @contextmanager
    def transaction(self, question: Question) -> Iterator[Transaction]:
        """Open a repeatable read over the tenants of ``question`` and the asker's."""
        with self._snapshot(question) as connection:
            yield Transaction(connection)

    @contextmanager
    def _snapshot(self, question: Question) -> Iterator[Connection]:
        tenants = {*question.tenants, question.asker}
        with self._database.reading(tenants, snapshot=True) as connection:
            yield connection
