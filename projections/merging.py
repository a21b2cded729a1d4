"""The first lines of many institutions together, in one order, each read from an index of its own.

To be sure of a page of them one would have to read a page of each. Instead a share of a page of
each is read first: where its last line stands in the order, no line of the page can stand behind.
"""

from __future__ import annotations

from collections.abc import Mapping

from projections.query import Question

LAST_ID = "'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid"
"""Stands behind every id."""


def first_lines(question: Question, source: str, order: Mapping[str, str]) -> str:
    """Return the query for the first ``%(limit)s`` lines of ``source`` of all institutions asked.

    ``source`` is a SELECT from the table ``p`` for the institution ``t.tenant_id`` that ends in its
    conditions; it and an index begin with the columns of ``order``, after the tenant. ``order``
    gives for each column what stands behind all its values.
    """
    columns = ", ".join(order)
    own = ", ".join(f"p.{column}" for column in order)

    def lines(condition: str, limit: str) -> str:
        return (
            "SELECT p.* FROM unnest(%(tenants)s::uuid[]) AS t (tenant_id) CROSS JOIN LATERAL"
            f" ({source} {condition} ORDER BY {own} LIMIT {limit}) AS p"
        )

    if len(question.tenants) == 1:
        return lines("", "%(limit)s")
    share = "(%(limit)s - 1) / cardinality(%(tenants)s::uuid[]) + 1"
    ends = ", ".join(order.values())
    last = ", ".join(f"(SELECT {column} FROM last_line)" for column in order)
    return f"""
        WITH last_line AS MATERIALIZED (
            (SELECT {columns} FROM ({lines("", share)}) AS p
             ORDER BY {columns} OFFSET %(limit)s - 1 LIMIT 1)
            UNION ALL SELECT {ends} ORDER BY {columns} LIMIT 1
        )
        SELECT * FROM ({lines(f"AND ({own}) <= ({last})", "%(limit)s")}) AS p
        ORDER BY {columns} LIMIT %(limit)s"""
