"""Questions to the registers and the log: one read-only transaction each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from adapters.postgres.accounts import Accounts
from adapters.postgres.database import Database
from adapters.postgres.log import Log
from adapters.postgres.transaction import Transaction
from domain.errors import NotFound
from domain.events import Event, Recorded
from domain.figures import Figure, Scope
from domain.ports import Reader
from projections.difference import compare, tell_differences
from projections.figures import Candidate, Wanted, basis_of, compute, explain
from projections.history import HistoryLine, restated_by, schools_that_show, tell
from projections.query import Cut, Page, Question
from projections.register import Register
from projections.row_difference import RowDifference
from projections.tree import Tree, tree_now, tree_then
from service.access import PARTICIPANT, PARTICIPANT_TITLE, SYSTEM, SYSTEM_TITLE

UNKNOWN_ACCOUNT = "учётная запись удалена"


class _Zone(msgspec.Struct, frozen=True):
    time_zone: str


class _Clock(msgspec.Struct, frozen=True):
    now: datetime


class Reading:
    """Answers questions; each sees one state of everything it reads."""

    def __init__(self, database: Database, log: Log, accounts: Accounts) -> None:
        self._database = database
        self._log = log
        self._accounts = accounts

    @contextmanager
    def transaction(self, question: Question) -> Iterator[Transaction]:
        """Open a repeatable read over the tenants of ``question``, the asker's and the district."""
        tenants = {*question.tenants, question.asker, question.district}
        with self._database.reading(tenants, snapshot=True) as connection:
            yield Transaction(connection)

    def time_zone(self, question: Question) -> ZoneInfo:
        """Return the time zone in which the district's days are meant."""
        with self.transaction(question) as reader:
            return _time_zone(reader, question)

    def today(self, question: Question) -> date:
        """Return the day it is in the district."""
        return datetime.now(UTC).astimezone(self.time_zone(question)).date()

    def history(self, question: Question, person: UUID) -> list[HistoryLine]:
        """Return everything recorded of ``person`` in the institutions asked about, in words.

        With what the district decided on what these asked of it. Empty if none of them ever kept
        records of the person, as far as was known then.
        """
        title_of = self._titles(question)
        with self.transaction(question) as transaction:
            tenants = (*question.tenants, question.district)
            recorded = self._log.concerning(transaction.connection, tenants, person)
            people = {other for one in recorded for other in one.event.concerns()}
            shown = schools_that_show(transaction, question, people)
            restated = restated_by(transaction, question, recorded)
        return tell(recorded, person, question, shown, restated, title_of)

    def difference(
        self, question: Question, register: Register[Any], since: datetime, cut: Cut
    ) -> Page[RowDifference]:
        """Return a page of how ``register`` differs between ``since`` and ``question.as_of``."""
        if question.as_of is None:
            raise ValueError("a difference ends at a moment")
        title_of = self._titles(question)
        with self.transaction(question) as transaction:
            page = compare(transaction, question, register, since, cut)
            made_at = [(one.log, position) for one in page.items for position in one.made_at]
            connection = transaction.connection
            makers = self._log.at(connection, made_at)
            whole = self._log.streams(
                connection, dict.fromkeys(((one.tenant_id, one.stream_id) for one in makers), 0)
            )
        streams: dict[tuple[UUID, UUID], list[Recorded[Event]]] = {}
        for one in whole:
            streams.setdefault((one.tenant_id, one.stream_id), []).append(one)
        told = tell_differences(
            register, page.items, streams.values(), (since, question.as_of), title_of
        )
        return Page(items=told, after=page.after)

    def clock(self, question: Question) -> datetime:
        """Return the store's time, which dates what is recorded."""
        with self.transaction(question) as reader:
            return reader.rows("SELECT clock_timestamp() AS now", {}, _Clock)[0].now

    def _titles(self, question: Question) -> Callable[[UUID], str]:
        titles = {PARTICIPANT: PARTICIPANT_TITLE, SYSTEM: SYSTEM_TITLE}
        titles |= self._accounts.titles((*question.tenants, question.district))
        return lambda actor: titles.get(actor, UNKNOWN_ACCOUNT)

    def figures(
        self,
        question: Question,
        years: Sequence[int],
        *,
        school: UUID | None = None,
        rule_set: str | None = None,
        tree: Tree = "then",
    ) -> list[Figure]:
        """Return the figures of ``years`` for the district or for one ``school`` of it.

        Raises :class:`NotFound` for a school that is not in the tree.
        """
        with self.transaction(question) as reader:
            question, today = _in_tree(reader, question, tree), _day_of(reader, question)
            return compute(reader, question, school or question.district, years, today, rule_set)

    def explanation(  # noqa: PLR0913 - each is a part of the question
        self,
        question: Question,
        indicator: str,
        year: int,
        wanted: Wanted,
        cut: Cut,
        *,
        school: UUID | None = None,
        rule_set: str | None = None,
        tree: Tree = "then",
    ) -> tuple[Figure, Page[Candidate]]:
        """Return a figure of the district or of one ``school``, and a page of its candidates.

        Raises :class:`NotFound` for an indicator that has no figure there, and for a school that
        is not in the tree.
        """
        scope = school or question.district
        whose: Scope = "district" if scope == question.district else "school"
        with self.transaction(question) as reader:
            question = _in_tree(reader, question, tree)
            basis = basis_of(reader, question, _day_of(reader, question), rule_set)
            for asked in basis.ask_all((year,), whose) if basis else ():
                if asked.rule.indicator == indicator:
                    return explain(reader, question, scope, asked, wanted, cut)
        raise NotFound


def _in_tree(reader: Reader, question: Question, tree: Tree) -> Question:
    then = tree_then(reader, question)
    return then if tree == "then" else tree_now(reader, then)


def _day_of(reader: Reader, question: Question) -> date:
    moment = question.as_of or datetime.now(UTC)
    return moment.astimezone(_time_zone(reader, question)).date()


def _time_zone(reader: Reader, question: Question) -> ZoneInfo:
    # The zone is what days mean, not a fact about them, so the one known now reads the past too.
    found = reader.rows(
        "SELECT time_zone FROM reg.district WHERE tenant_id = %(district)s AND known_to IS NULL",
        question.params(),
        _Zone,
    )
    return ZoneInfo(found[0].time_zone if found else "UTC")
