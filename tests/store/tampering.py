"""Changes to stored history, made in memory on rows as they are stored."""

from __future__ import annotations

import struct
from collections.abc import Callable
from random import Random
from typing import Any
from uuid import UUID, uuid4

import msgspec

from adapters.chain import Checked, Head, Row, check_log, first_link, next_link
from adapters.seals import Seal
from service.verifying import believed, sealed_points

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
