"""Everything as stored, read again from the beginning and compared with what it has to be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from uuid import UUID

import msgspec

from adapters.chain import Checked, Point, check_log
from adapters.postgres.database import Connection, Database
from adapters.postgres.inspection import tenants_by_district
from adapters.postgres.sealed import stored_seals
from adapters.postgres.stored import read_head, read_log, read_marks
from adapters.postgres.transaction import Transaction
from adapters.seals import Seal, SealFault, check_seals
from projections.published import published_versions
from projections.query import Question
from projections.registry import REGISTERS
from service.figures_table import SHORT_TITLES

Points = dict[UUID, dict[tuple[int, bytes], Point]]
"""By tenant the places its log was seen to pass through; the first witness of each speaks."""


class LogFound(msgspec.Struct, frozen=True):
    """What was found of one log."""

    tenant: UUID
    checked: Checked


class MarkFault(msgspec.Struct, frozen=True, kw_only=True):
    """A table that holds rows of a log which does not come so far."""

    tenant: UUID
    table: str
    position: int
    head: int


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """What was found of a whole installation; ``seals`` is how many are stored."""

    logs: tuple[LogFound, ...]
    seals: int
    seal_fault: SealFault | None
    marks: tuple[MarkFault, ...]

    @property
    def events(self) -> int:
        """How many events are as they have to be."""
        return sum(one.checked.events for one in self.logs)

    @property
    def sound(self) -> bool:
        """Whether nothing was found."""
        return not (
            self.seal_fault or self.marks or any(one.checked.fault is not None for one in self.logs)
        )


def verify(
    database: Database,
    owner_url: str,
    kept: Seal | None = None,
    trusted: frozenset[bytes] = frozenset(),
    progress: Callable[[int], object] | None = None,
) -> Found:
    """Read every log of an installation, and what witnesses have seen of them.

    ``kept`` is a seal from elsewhere, ``trusted`` the public keys whose seals are believed, any
    without one. ``progress`` is told of events read since it last was. Each log is read as it
    stands at one moment, after the witnesses were, so work may go on meanwhile.
    """
    seals = stored_seals(owner_url)
    fault = check_seals(seals, kept, trusted)
    districts = tenants_by_district(owner_url)
    points = sealed_points(believed(seals, kept, fault))
    for district in districts:
        _published_points(database, district, points)
    tenants = [*districts, *(school for schools in districts.values() for school in schools)]
    # A log that was taken away whole is known to its witnesses only.
    tenants += sorted(points.keys() - set(tenants))
    logs: list[LogFound] = []
    marks: list[MarkFault] = []
    for tenant in tenants:
        with database.reading((tenant,), snapshot=True) as connection:
            head = read_head(connection, tenant)
            marks += _marks(connection, tenant, head.position if head else 0)
            with closing(read_log(connection, tenant, progress)) as rows:
                checked = check_log(tenant, rows, head, points.get(tenant, {}).values())
            logs.append(LogFound(tenant, checked))
    return Found(logs=tuple(logs), seals=len(seals), seal_fault=fault, marks=tuple(marks))


def believed(
    stored: Sequence[Seal], kept: Seal | None, fault: SealFault | None
) -> list[tuple[Seal, str]]:
    """Return the seals that may bear witness, each with its name.

    A stored seal with a fault and those after it may not, nor may a kept one that is none.
    """
    if fault is not None and not fault.kept:
        stored = stored[: fault.number - 1]
    witnesses = [(seal, f"печать № {seal.number}") for seal in stored]
    if kept is not None and not (
        fault is not None and fault.kept and fault.kind not in ("missing", "different")
    ):
        witnesses.insert(0, (kept, f"сохранённая печать № {kept.number}"))
    return witnesses


def sealed_points(witnesses: Iterable[tuple[Seal, str]]) -> Points:
    """Return what seals have seen."""
    points: Points = {}
    for seal, name in witnesses:
        for leaf in seal.leaves:
            point = Point(leaf.position, leaf.chain, name)
            points.setdefault(leaf.tenant, {}).setdefault((leaf.position, leaf.chain), point)
    return points


def _published_points(database: Database, district: UUID, points: Points) -> None:
    """Add what the published figures of a district have seen of the logs they were counted from."""
    question = Question(asker=district, district=district, tenants=())
    with database.reading((district,)) as connection:
        published = published_versions(Transaction(connection), question)
    for one in published:
        title = SHORT_TITLES[one.indicator]
        name = f"опубликованное значение «{title}» за {one.year} год, версия {one.number}"
        for head in one.frozen.heads:
            chain = bytes.fromhex(head.chain)
            point = Point(head.position, chain, name)
            points.setdefault(head.tenant, {}).setdefault((head.position, chain), point)


def _marks(connection: Connection, tenant: UUID, head: int) -> list[MarkFault]:
    return [
        MarkFault(tenant=tenant, table=table, position=position, head=head)
        for table, position in read_marks(connection, tenant, [one.name for one in REGISTERS])
        if position > head
    ]
