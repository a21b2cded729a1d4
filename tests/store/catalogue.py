"""Which tables there are."""

from __future__ import annotations

from typing import Any

import psycopg

SCHEMAS = ("es", "vault", "access", "reg", "fol", "audit")


def tables(connection: psycopg.Connection[Any], *, with_tenant: bool) -> set[str]:
    rows = connection.execute(
        "SELECT c.oid::regclass::text FROM pg_class c WHERE c.relkind IN ('r', 'p')"
        " AND c.relnamespace = ANY (%s::regnamespace[])"
        " AND %s = EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid"
        "                  AND a.attname = 'tenant_id' AND NOT a.attisdropped)",
        (list(SCHEMAS), with_tenant),
    ).fetchall()
    return {name for (name,) in rows}
