"""What the chain costs an append: the log's own functions beside copies that compute no link.

The copies are made from the functions as they stand, in a schema of the benchmark's own, and write
the same tables of the same database; only what they put into ``chain`` is no hash.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Any
from uuid import UUID, uuid4

import psycopg

from adapters.postgres.database import Database
from adapters.postgres.migrate import role_of
from benchmarks.appends import ACTOR, DAY, PAYLOAD_BYTES, Sample, Tenants
from benchmarks.rounds import Client, Measured, Operation, Side, share_of_time, take_turns
from benchmarks.trust.effort import Effort
from service.bootstrap import Place

CLIENTS = 16
TENANTS = 64
BATCH_EVENTS = 64
SHORT_ROUND_S = 0.25
"""Many short rounds: what is to be seen is a few hundredths."""

SCHEMA = "unchained"
TARGETS = {"chain_cost": 0.10}

_LINKS = f"""
CREATE SCHEMA {SCHEMA};
CREATE FUNCTION {SCHEMA}.shared_bytes(timestamptz, uuid, uuid, uuid) RETURNS bytea
    LANGUAGE sql STABLE PARALLEL SAFE RETURN ''::bytea;
CREATE FUNCTION {SCHEMA}.link(p_chain bytea, uuid, bigint, uuid, integer, bytea, date, text, bytea,
    bytea) RETURNS bytea LANGUAGE sql STABLE PARALLEL SAFE RETURN p_chain;
"""
_PAYLOAD = b"x" * PAYLOAD_BYTES
_MAC = bytes(32)


def make_unchained(place: Place) -> None:
    """Make the copies of the appending functions."""
    with psycopg.connect(place.owner_url, autocommit=True) as connection:
        connection.execute(_LINKS.encode())
        for name in ("append", "append_one"):
            row = connection.execute(
                "SELECT pg_get_functiondef(%s::regproc)", (f"es.{name}",)
            ).fetchone()
            (text,) = row or ("",)
            text = text.replace(f"FUNCTION es.{name}(", f"FUNCTION {SCHEMA}.{name}(")
            for function in ("link(", "shared_bytes("):
                if f"es.{function}" not in text:
                    raise LookupError(f"es.{name} no longer calls es.{function}")
                text = text.replace(f"es.{function}", f"{SCHEMA}.{function}")
            connection.execute(text.encode())
        app = role_of(place.app_url)
        connection.execute(f"GRANT USAGE ON SCHEMA {SCHEMA} TO {app}".encode())
        connection.execute(f"GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA {SCHEMA} TO {app}".encode())


class Appends:
    """Appends by the functions of one schema, to tenants of its own."""

    def __init__(self, database: Database, schema: str) -> None:
        self._database = database
        self._one = f"SELECT * FROM {schema}.append_one({', '.join(['%b'] * 12)}, %b::uuid[])"
        self._many = (
            f"SELECT * FROM {schema}.append(%b::uuid[], %b::uuid[], %b::bytea[], %b::uuid[],"
            " %b::uuid[], %b::timestamptz[], %b::int4[], %b::uuid[], %b::int4[], %b::text[],"
            " %b::date[], %b::bytea[], %b::bytea[], %b::int4[], %b::uuid[])"
        )
        self.tenants = [uuid4() for _ in range(TENANTS)]
        for tenant in self.tenants:
            with database.writing(readable=(), writable=(tenant,)) as connection:
                connection.execute("SELECT es.open_tenant(%b, %b)", (tenant, tenant))

    def client(self, events: int) -> Client:
        """Append one command of ``events`` events in a transaction of its own."""

        def of(number: int) -> Operation:
            mine = Tenants(self.tenants, number)

            def operation() -> None:
                tenant, stream, versions = mine.next()
                taken = list(islice(versions, events))
                if events == 1:
                    self._run(tenant, self._one, _of_one(tenant, stream, taken[0]))
                else:
                    self._run(tenant, self._many, _of_many(tenant, stream, taken))

            return operation

        return of

    def _run(self, tenant: UUID, statement: str, params: Sequence[Any]) -> None:
        with self._database.writing(readable=(), writable=(tenant,)) as connection:
            connection.execute(statement, params)


def measure(place: Place, effort: Effort) -> dict[str, Any]:
    """Append with and without the chain, one event and many at a time."""
    make_unchained(place)
    database = Database(place.app_url, connections_max=CLIENTS + 4)
    database.open()
    try:
        chained, unchained = Appends(database, "es"), Appends(database, SCHEMA)
        measured: dict[str, Measured] = {}
        for suffix, events in (("", 1), ("_batch", BATCH_EVENTS)):
            sides = {
                f"chained{suffix}": Side(chained.client(events), CLIENTS, events),
                f"unchained{suffix}": Side(unchained.client(events), CLIENTS, events),
            }
            measured |= take_turns(sides, effort.seconds, SHORT_ROUND_S)
    finally:
        database.close()
    return {
        "chain_cost": share_of_time(measured["chained"], measured["unchained"]),
        "chain_cost_in_batches": share_of_time(
            measured["chained_batch"], measured["unchained_batch"]
        ),
        **{f"{name}_events_per_s": round(one.per_s) for name, one in measured.items()},
    }


def _of_one(tenant: UUID, stream: UUID, version: int) -> list[Any]:
    return [
        *(tenant, uuid4(), _MAC, ACTOR, None, None, stream, version),
        *(Sample.TOPIC, DAY, _PAYLOAD, None, []),
    ]


def _of_many(tenant: UUID, stream: UUID, versions: list[int]) -> list[Any]:
    many = len(versions)
    return [
        *([tenant], [uuid4()], [_MAC], [ACTOR], [None], None),
        *([1] * many, [stream] * many, versions, [Sample.TOPIC] * many, [DAY] * many),
        *([_PAYLOAD] * many, [None] * many, [], []),
    ]
