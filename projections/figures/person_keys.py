"""Which key counts as which, as a part of the query: the twin of the facts' ``naming``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

import msgspec

from domain.ports import Reader
from projections.query import Question


def person_keys(question: Question) -> str:
    """Return the table ``person_key``: the records that are another key's, by key and scope."""
    return f"""
    person_key AS MATERIALIZED (
        SELECT l.person, l.scope, l.counts_as FROM reg.person_link l
        WHERE l.tenant_id = %(district)s AND l.counts_as <> l.person AND {question.known("l")}
    )"""


def whose(alias: str) -> str:
    """Return the expression that says whose the record ``alias`` of a person in a school is.

    The table is short, so that looking through it costs less than what a join does to the plan.
    """

    def key(scope: str) -> str:
        return (
            f"(SELECT k.counts_as FROM person_key k"
            f" WHERE k.person = {alias}.person AND k.scope = {scope})"
        )

    return f"coalesce({key(f'{alias}.tenant_id')}, {key('%(district)s')}, {alias}.person)"


class _Key(msgspec.Struct, frozen=True):
    person: UUID


class _Found(msgspec.Struct, frozen=True):
    found: bool


def ever_in_a_pair(reader: Reader, question: Question, people: Sequence[UUID]) -> bool:
    """Say whether a record under the keys ``people`` was ever in a pair of the institutions.

    Where one of them counts as another, or another as one, it is not looked for and may be so.
    """
    sql = f"""
        SELECT EXISTS (
            SELECT 1 FROM reg.membership m
            WHERE m.tenant_id = ANY (%(tenants)s) AND m.person = ANY (%(people)s::uuid[])
              AND {question.heard("m")}
        ) OR EXISTS (
            SELECT 1 FROM reg.person_link l
            WHERE l.tenant_id = %(district)s AND {question.heard("l")}
              AND (l.person = ANY (%(people)s::uuid[]) OR l.counts_as = ANY (%(people)s::uuid[]))
        ) AS found
    """
    (answer,) = reader.rows(sql, question.params() | {"people": list(people)}, _Found)
    return answer.found


def counted_as(reader: Reader, question: Question, people: Iterable[UUID]) -> frozenset[UUID]:
    """Return ``people`` and whoever records under their keys are, or once were said to be, of."""
    named = list(people)
    sql = f"""
        SELECT l.counts_as AS person FROM reg.person_link l
        WHERE l.tenant_id = %(district)s AND l.person = ANY (%(people)s) AND {question.heard("l")}
    """
    rows = reader.rows(sql, question.params() | {"people": named}, _Key) if named else []
    return frozenset((*named, *(row.person for row in rows)))


def keys_of(reader: Reader, question: Question, people: Sequence[str]) -> list[str]:
    """Return ``people`` and the keys that count as one of them, or once were said to."""
    sql = f"""
        SELECT DISTINCT l.person FROM reg.person_link l
        WHERE l.tenant_id = %(district)s AND l.counts_as = ANY (%(people)s::uuid[])
          AND {question.heard("l")}
    """
    rows = reader.rows(sql, question.params() | {"people": list(people)}, _Key)
    return list(dict.fromkeys((*people, *(str(row.person) for row in rows))))
