"""Differences of registers, and what they have to do: lead from one state to the other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from projections.changes import changes_of
from projections.difference import plain
from projections.query import Cut, Question
from projections.register import Key, Register, kept_columns
from projections.row_difference import RowDifference
from service.bootstrap import Application

NOT_FIELDS = {"tenant_id", "known_from", "known_to", "from_position", "sort_key"}
State = dict[tuple[UUID, str], dict[str, Any]]


def differences(
    application: Application,
    question: Question,
    register: Register[Any],
    since: datetime,
    limit: int = 100_000,
) -> list[RowDifference]:
    """Return the difference until ``question.as_of``, page by page."""
    found: list[RowDifference] = []
    cut = Cut(limit=limit)
    while True:
        page = application.reading.difference(question, register, since, cut)
        found += page.items
        if page.after is None:
            return found
        cut = Cut(limit=limit, after=page.after)


def state_of(register: Register[Any], log: Iterable[Any], moment: datetime) -> State:
    """Fold the log until a moment: every column that says something, by row."""
    heard = [one for one in log if one.recorded_at <= moment]
    names = set(register.row.__struct_fields__) - NOT_FIELDS - set(register.key)
    return {
        (row.tenant_id, place(register.key_of(row)[1])): {
            name: plain(getattr(row, name)) for name in names
        }
        for row in register.fold(changes_of(heard), {})
        if row.known_to is None
        # Whose answers are not named is not compared at all.
        and (register.name != "survey_response" or row.binding == "named")
    }


def place(key: Key) -> str:
    return repr([plain(one) for one in key])


def applied(
    state: State, found: Iterable[RowDifference]
) -> tuple[State, set[tuple[UUID, str, str]]]:
    """Apply a difference to a state; return the columns too whose values are hidden."""
    after = {key: dict(row) for key, row in state.items()}
    hidden = set()
    for one in found:
        key = (one.log, repr(list(one.key.values())))
        assert (key in after) == (one.kind != "added")
        if one.kind == "removed":
            assert {change.field for change in one.fields} == set(after.pop(key))
            continue
        row = after.setdefault(key, {})
        for change in one.fields:
            if change.hidden:
                assert (change.old, change.new) == (None, None)
                hidden.add((*key, change.field))
            else:
                assert row.get(change.field) == change.old or one.kind == "added"
                row[change.field] = change.new
    return after, hidden


def assert_leads(
    register: Register[Any], before: State, now: State, found: Sequence[RowDifference]
) -> None:
    """The difference names every row that is another, and makes the one state of the other."""
    after, hidden = applied(before, found)
    assert after.keys() == now.keys(), register.name
    for key, row in now.items():
        unknown = {name for name in row if (*key, name) in hidden}
        assert unknown <= set(kept_columns(register.row))
        shown = row.keys() - unknown
        assert {name: after[key][name] for name in shown} == {name: row[name] for name in shown}
        assert unknown == {
            name for name in unknown if key not in before or before[key][name] != row[name]
        }
    changed = {key for key in before.keys() | now.keys() if before.get(key) != now.get(key)}
    assert {(one.log, repr(list(one.key.values()))) for one in found} == changed, register.name
