"""Changes to stored history, made in memory on rows as they are stored."""

from __future__ import annotations

import struct
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID, uuid4

import msgspec

from adapters.chain import Checked, Head, Row, check_log, first_link, next_link
from adapters.postgres.embedded import EmbeddedPostgres
from adapters.postgres.stored import read_head, read_log
from adapters.seals import Seal
from domain.participant import EnterBase
from service.bootstrap import Application, build
from service.sealing import Sealing
from service.verifying import believed, sealed_points
from tests.plugins.postgres import MASTER, copy_of
from tests.support.district import District

COLUMNS = (
    "position", "stream", "version", "recorded_at", "actor", "command", "effective_on", "chain",
    "causation", "type", "payload", "encrypted",
)  # fmt: skip
BITS = {"position": 63, "version": 31, "recorded_at": 63, "effective_on": 31}
Columns = dict[str, Any]


class Log(msgspec.Struct):
    """A log as stored, which can be changed."""

    tenant: UUID
    rows: list[Row]
    head: Head

    def copy(self) -> Log:
        return Log(self.tenant, list(self.rows), self.head)

    def compute_again(self, first: int) -> None:
        """Give the rows from an index on the positions and links they ought to have, and the head.

        That is what whoever owns the database can do.
        """
        rows = self.rows[:first]
        chain = rows[-1][7] if rows else first_link(self.tenant)
        for position, row in enumerate(self.rows[first:], first + 1):
            moved = (position, *row[1:])
            chain = next_link(chain, self.tenant.bytes, moved)
            rows.append((*moved[:7], chain, *moved[8:]))
        self.rows = rows
        self.head = Head(len(rows), chain, rows[-1][3] if rows else 0)


def columns_of(row: Row) -> Columns:
    values: list[Any] = list(row[:9])
    rest = row[9]
    for _ in range(3):
        (length,) = struct.unpack_from("!i", rest)
        values.append(None if length < 0 else rest[4 : 4 + length])
        rest = rest[4 + max(length, 0) :]
    return dict(zip(COLUMNS, values, strict=True))


def row_of(columns: Columns) -> Row:
    values = [columns[name] for name in COLUMNS]
    sized = b"".join(
        struct.pack("!i", -1) if part is None else struct.pack("!i", len(part)) + part
        for part in values[9:]
    )
    return (*values[:9], sized)


def flip(log: Log, sealed: int, random: Random) -> None:
    """Turn one bit of one column."""
    at = random.randrange(sealed)
    columns = columns_of(log.rows[at])
    name = random.choice([one for one, value in columns.items() if value not in (None, b"")])
    columns[name] = flipped(name, columns[name], random)
    log.rows[at] = row_of(columns)
    log.rows.sort(key=lambda row: row[0])


def flipped(name: str, value: int | bytes, random: Random) -> int | bytes:
    if isinstance(value, int):
        return value ^ 1 << random.randrange(BITS[name])
    changed = bytearray(value)
    # The text of a type stays ASCII, as the database would refuse other bytes.
    changed[random.randrange(len(value))] ^= 1 << random.randrange(7 if name == "type" else 8)
    return bytes(changed)


def flip_head(log: Log, sealed: int, random: Random) -> None:
    """Turn one bit of the head."""
    head = log.head
    log.head = random.choice(
        [
            Head(head.position ^ 1 << random.randrange(63), head.chain, head.recorded_at),
            Head(head.position, bytes(flipped("chain", head.chain, random)), head.recorded_at),
            Head(head.position, head.chain, head.recorded_at ^ 1 << random.randrange(63)),
        ]
    )


def move_to_nobody(log: Log, sealed: int, random: Random) -> None:
    """Turn a bit of the tenant: the row is no longer found in its log."""
    del log.rows[random.randrange(sealed)]


def swap(log: Log, sealed: int, random: Random) -> None:
    """Let two rows take each other's position."""
    one, other = sorted(random.sample(range(sealed), 2))
    rows = log.rows
    rows[one], rows[other] = (one + 1, *rows[other][1:]), (other + 1, *rows[one][1:])


def delete(log: Log, sealed: int, random: Random) -> None:
    """Take one row out and close the gap."""
    at = random.randrange(sealed)
    rows = log.rows[:at] + log.rows[at + 1 :]
    log.rows = [(number, *row[1:]) for number, row in enumerate(rows, 1)]


def reorder(log: Log, sealed: int, random: Random) -> None:
    """Move rows round among some positions, their links staying where they stood."""
    places = sorted(random.sample(range(sealed), 3))
    rows = [log.rows[at] for at in places]
    for at, row in zip(places, rows[1:] + rows[:1], strict=True):
        log.rows[at] = (at + 1, *row[1:7], log.rows[at][7], *row[8:])


def insert(log: Log, sealed: int, random: Random) -> None:
    """Put a made-up row in between and compute everything after it anew."""
    at = random.randrange(sealed)
    columns = columns_of(log.rows[at])
    columns |= {"stream": uuid4().bytes, "version": 1, "payload": b'{"name":"..."}'}
    log.rows.insert(at, row_of(columns))
    log.compute_again(at)


def cut(log: Log, sealed: int, random: Random) -> None:
    """Cut the last rows off, and let the head name the last that is left."""
    log.rows = log.rows[: random.randrange(sealed)]
    log.compute_again(len(log.rows))


def rewrite(log: Log, sealed: int, random: Random) -> None:
    """Change what a row says and compute everything after it anew, the head too."""
    at = random.randrange(sealed)
    columns = columns_of(log.rows[at])
    columns["payload"] = flipped("payload", columns["payload"], random)
    log.rows[at] = row_of(columns)
    log.compute_again(at)


def rewrite_whole(log: Log, sealed: int, random: Random) -> None:
    """Let another account have recorded everything."""
    log.rows = [(*row[:4], uuid4().bytes, *row[5:]) for row in log.rows]
    log.compute_again(0)


Mutation = Callable[[Log, int, Random], None]
MUTATIONS: tuple[Mutation, ...] = (
    flip, flip_head, move_to_nobody, swap, delete, reorder, insert, cut, rewrite, rewrite_whole,
)  # fmt: skip
UNSEEN_WITHOUT_A_SEAL: tuple[Mutation, ...] = (cut, rewrite, rewrite_whole)
"""What whoever owns the database can do so that the log is in order again."""


def check(log: Log, kept: Seal | None) -> Checked:
    """Check a log as the service does, with a kept seal as the only witness."""
    points = sealed_points(believed([], kept, None)).get(log.tenant, {})
    return check_log(log.tenant, log.rows, log.head, points.values())


class Stored(msgspec.Struct):
    """The logs of a district, the seal kept of them, and the logs and seals of every stage."""

    logs: dict[UUID, Log]
    kept: Seal
    stages: list[tuple[dict[UUID, Log], Seal]]

    def sealed(self, tenant: UUID) -> int:
        return {leaf.tenant: leaf.position for leaf in self.kept.leaves}[tenant]


def record_and_seal(server: EmbeddedPostgres, template: str, directory: Path) -> Stored:
    """Let a district go on recording after each of its seals; the last but one is kept."""
    with copy_of(server, template) as database:
        application = build(database.app_url, MASTER)
        sealing = Sealing(database.owner_url, directory / "seal.key", directory)
        district = District(application)
        stages: list[tuple[dict[UUID, Log], Seal]] = []
        for number in range(4):
            school = district.school(f"0{number}")
            mentor = district.participant(school, "Наставников")
            for name in ("Ученикова", "Соучеников"):
                mentee = district.participant(school, name, born=2010)
                district.record(EnterBase(role="mentee"), school, mentee)
                district.pair(school, mentor, [mentee], "2020-09-10")
            closed = sealing.close_interval()
            assert closed is not None
            stages.append((read(application, district), closed.seal))
        application.close()
    return Stored(stages[-1][0], stages[-2][1], stages)


def read(application: Application, district: District) -> dict[UUID, Log]:
    logs = {}
    for tenant in (district.id, *district.schools.values()):
        with application.database.reading((tenant,), snapshot=True) as connection:
            head = read_head(connection, tenant)
            assert head is not None
            with closing(read_log(connection, tenant)) as rows:
                logs[tenant] = Log(tenant, list(rows), head)
    return logs


def mutated(stored: Stored, number: int) -> tuple[Mutation, Log, Log]:
    """Return the mutation of a number, and a log before and after it."""
    random = Random(number)  # noqa: S311 - nothing is kept secret by it
    mutation = MUTATIONS[number % len(MUTATIONS)]
    before = stored.logs[random.choice([leaf.tenant for leaf in stored.kept.leaves])]
    after = before.copy()
    mutation(after, stored.sealed(before.tenant), random)
    return mutation, before, after
