"""What a log has to be, checked over its stored bytes: see docs/log.md.

Nothing here knows where the bytes come from or who keeps the witnesses; no key is needed.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable
from typing import Literal
from uuid import UUID

import msgspec

FaultKind = Literal[
    "position", "link", "version", "time", "command", "causation", "unreadable", "cut", "rewritten",
    "head", "missing",
]  # fmt: skip
"""What is wrong with a log at a place.

``position``: the next row has another position; ``link``: its chain is not the one computed;
``version``, ``time``, ``command``, ``causation``: it does not follow on its stream, on the time
before it, on its command's other events, or its cause is no id; ``unreadable``: a column has not
the length of its type; ``cut``: the log ends before a place that a witness has seen;
``rewritten``: a witness has seen another chain there; ``head``: the head names something else than
the last event; ``missing``: there is no head.
"""

Row = tuple[int, bytes, int, int, bytes, bytes, int, bytes, bytes | None, bytes]
"""An event as stored: position, stream, version, recorded_at, actor, command, effective_on, chain,
causation, and the bytes of type, payload and encrypted, each after its length."""

NO_CAUSE = bytes(16)
_FIXED = struct.Struct("!q16siq16s16s16si")


class Head(msgspec.Struct, frozen=True):
    """The last position of a log, the chain up to it, and its time in microseconds since 2000."""

    position: int
    chain: bytes
    recorded_at: int


class Point(msgspec.Struct, frozen=True, order=True):
    """A place a log was seen to pass through: the chain up to a position, and who saw it."""

    position: int
    chain: bytes
    witness: str


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """The first place at which a log is not what it has to be.

    ``witness`` is whoever saw it otherwise; ``agreed`` the last place before it that a witness has
    seen just so, 0 without one.
    """

    position: int
    kind: FaultKind
    witness: str | None = None
    agreed: int = 0


class Checked(msgspec.Struct, frozen=True):
    """How many events were read, and what was wrong first."""

    events: int
    fault: Fault | None


class UnreadableRowError(Exception):
    """A stored row whose columns have not the lengths of their types."""


def first_link(tenant: UUID) -> bytes:
    """Return the chain of an empty log."""
    return hashlib.sha256(tenant.bytes).digest()


def next_link(previous: bytes, tenant: bytes, row: Row) -> bytes:
    """Return the chain up to and including ``row``."""
    position, stream, version, recorded_at, actor, command, day, _, causation, sized = row
    fixed = _FIXED.pack(
        position, stream, version, recorded_at, actor, command, causation or NO_CAUSE, day
    )
    return hashlib.sha256(b"".join((previous, tenant, fixed, sized))).digest()


def check_log(
    tenant: UUID, rows: Iterable[Row], head: Head | None, points: Iterable[Point] = ()
) -> Checked:
    """Read a log from its beginning and stop at the first fault.

    ``points`` are the places it was seen to pass through, in any order. Of the events after the
    last of them no more can be said than that they are chained and in order.
    """
    check = _Check(tenant, points)
    fault = check.beginning()
    if fault is None:
        try:
            for row in rows:
                fault = check.follow(row)
                if fault is not None:
                    break
        except UnreadableRowError:
            fault = check.fault("unreadable", check.position + 1)
    return Checked(check.position, fault or check.end(head))


class _Check:
    """How far a log has been read, and what has to be remembered of it."""

    def __init__(self, tenant: UUID, points: Iterable[Point]) -> None:
        self._tenant = tenant.bytes
        self._points = sorted(points, reverse=True)
        self._next_point = self._points[-1].position if self._points else -1
        self._agreed = 0
        self._versions: dict[bytes, int] = {}
        self._commands: set[bytes] = set()
        self._command = b""
        self._recorded_at: int | None = None
        self.position = 0
        self.chain = first_link(tenant)

    def beginning(self) -> Fault | None:
        """Ask whoever saw the log when it was empty."""
        return self._ask() if self._next_point <= 0 else None

    def follow(self, row: Row) -> Fault | None:
        """Take the next row; a row with a fault is not counted as read."""
        position = self.position + 1
        if row[0] != position:
            return self.fault("position", position)
        chain = next_link(self.chain, self._tenant, row)
        if chain != row[7]:
            return self.fault("link", position)
        kind = self._order(row)
        if kind is not None:
            return self.fault(kind, position)
        self.position, self.chain = position, chain
        return self._ask() if position == self._next_point else None

    def end(self, head: Head | None) -> Fault | None:
        """Say what is missing after the last row."""
        if self._points:
            witness = self._points[-1].witness
            return self.fault("cut", self.position + 1, witness)
        if head is None:
            return self.fault("missing", self.position)
        last = 0 if self._recorded_at is None else self._recorded_at
        if (head.position, head.chain, head.recorded_at) != (self.position, self.chain, last):
            return self.fault("head", self.position)
        return None

    def fault(self, kind: FaultKind, position: int, witness: str | None = None) -> Fault:
        """Return a fault at ``position``."""
        return Fault(position=position, kind=kind, witness=witness, agreed=self._agreed)

    def _order(self, row: Row) -> FaultKind | None:
        _, stream, version, recorded_at, _, command, _, _, causation, sized = row
        before = self._versions.get(stream)
        if before is None:
            # Aggregates of the event library may begin at 0.
            if version != 1 and not (version == 0 and b":" in _type_of(sized)):
                return "version"
        elif version != before + 1:
            return "version"
        self._versions[stream] = version
        if command == self._command:
            if recorded_at != self._recorded_at:
                return "time"
        elif command in self._commands:
            return "command"
        elif self._recorded_at is not None and recorded_at <= self._recorded_at:
            return "time"
        else:
            self._commands.add(command)
            self._command = command
        self._recorded_at = recorded_at
        return "causation" if causation == NO_CAUSE else None

    def _ask(self) -> Fault | None:
        """Ask every witness of this position."""
        points = self._points
        while points and points[-1].position <= self.position:
            point = points.pop()
            if point.position != self.position or point.chain != self.chain:
                return self.fault("rewritten", self.position, point.witness)
            self._agreed = self.position
        self._next_point = points[-1].position if points else -1
        return None


def _type_of(sized: bytes) -> bytes:
    return sized[4 : 4 + int.from_bytes(sized[:4], "big", signed=True)]
