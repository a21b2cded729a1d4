"""Every register knows every event, every table has the columns of its rows, every event words."""

from typing import Any

import psycopg
import pytest

from domain.catalogue import EVENT_TYPES, aggregate_of
from projections.register import Register
from projections.registry import REGISTERS
from projections.words import WORDED
from tests.plugins.postgres import TestDatabase

ALL_EVENTS = frozenset(EVENT_TYPES.values())


@pytest.mark.parametrize("register", REGISTERS, ids=lambda register: register.name)
def test_register_names_every_event_of_the_aggregates_it_reads(register: Register[Any]) -> None:
    aggregates = {aggregate_of(event_type) for event_type in register.reads}
    theirs = {event_type for aggregate in aggregates for event_type in aggregate.events}

    assert register.reads
    assert not register.reads & register.ignores
    assert register.reads | register.ignores == theirs


def test_every_event_has_words_for_histories() -> None:
    assert ALL_EVENTS == WORDED


def test_a_view_reads_with_the_rights_of_whoever_asks(database: TestDatabase) -> None:
    with psycopg.connect(database.admin_url) as connection:
        views = connection.execute(
            "SELECT relname, 'security_invoker=true' = ANY (coalesce(reloptions, '{}'))"
            " FROM pg_class WHERE relkind = 'v' AND relnamespace = 'reg'::regnamespace"
        ).fetchall()

    assert ("pair_enterprise", True) in views
    assert all(bound for _, bound in views)


def test_tables_have_exactly_the_columns_of_their_rows(database: TestDatabase) -> None:
    with psycopg.connect(database.admin_url) as connection:
        found = connection.execute(
            "SELECT table_name, array_agg(column_name::text) FROM information_schema.columns"
            " JOIN information_schema.tables USING (table_schema, table_name)"
            " WHERE table_schema = 'reg' AND table_type = 'BASE TABLE' GROUP BY table_name"
        ).fetchall()

    columns = {name: set(names) for name, names in found}
    assert {register.name: set(register.row.__struct_fields__) for register in REGISTERS} == columns
