"""Verify exported logs against a seal file, with nothing of the service that wrote them.

    python -I verify_log.py SEAL.json LOG.jsonl... [--partial] [--public-key HEX]

LOG is a file of `nastavnik export log`, or a directory of such files. Every link of every log is
computed again, and every log has to pass through the place that the seal names. Needs Python 3.11
and the package `cryptography`. 0: as it was when sealed, 1: it was changed, 2: usage.
docs/log.md describes the bytes.
"""

import argparse
import base64
import hashlib
import json
import struct
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
FORMAT = "nastavnik-seal-1"
Record = dict[str, Any]


class ChangedError(Exception):
    """What was verified is not what it was."""


def root_of(leaves: list[bytes]) -> bytes:
    """Return the Merkle root of RFC 9162."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\0" + leaves[0]).digest()
    half = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\1" + root_of(leaves[:half]) + root_of(leaves[half:])).digest()


def check_seal(seal: Record, public_key: str | None) -> dict[UUID, Record]:
    """Check a seal by itself; return where it saw each log."""
    if seal["format"] != FORMAT:
        raise ChangedError("the seal file is of another format")
    if public_key is not None and seal["public_key"] != public_key:
        raise ChangedError("the seal was signed with another key")
    heads = {UUID(one["tenant"]): one for one in seal["leaves"]}
    if list(heads) != sorted(heads) or len(heads) != len(seal["leaves"]):
        raise ChangedError("the logs in the seal are not in order")
    leaves = [
        tenant.bytes + struct.pack(">q", one["position"]) + bytes.fromhex(one["chain"])
        for tenant, one in heads.items()
    ]
    root = bytes.fromhex(seal["root"])
    if root != root_of(leaves):
        raise ChangedError("the root of the seal is not that of the logs it names")
    sealed_at = (datetime.fromisoformat(seal["sealed_at"]) - EPOCH) // timedelta(microseconds=1)
    key, previous = bytes.fromhex(seal["public_key"]), bytes.fromhex(seal["previous"])
    numbers = struct.pack(
        ">qq32sq32s32s", seal["number"], sealed_at, previous, len(leaves), root, key
    )
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(
            bytes.fromhex(seal["signature"]), FORMAT.encode() + numbers
        )
    except InvalidSignature:
        raise ChangedError("the signature of the seal is wrong") from None
    return heads


def sized(data: bytes | None) -> bytes:
    """Return bytes after their length."""
    return struct.pack(">i", -1) if data is None else struct.pack(">i", len(data)) + data


def next_link(previous: bytes, tenant: UUID, event: Record) -> bytes:
    """Return the chain up to and including an event."""
    causation, encrypted = event["causation"], event["encrypted"]
    return hashlib.sha256(
        previous
        + tenant.bytes
        + struct.pack(">q", event["position"])
        + UUID(event["stream_id"]).bytes
        + struct.pack(">iq", event["version"], event["recorded_at"])
        + UUID(event["actor"]).bytes
        + UUID(event["command_id"]).bytes
        + (bytes(16) if causation is None else UUID(causation).bytes)
        + struct.pack(">i", event["effective_on"])
        + sized(event["type"].encode())
        + sized(base64.b64decode(event["payload"], validate=True))
        + sized(None if encrypted is None else base64.b64decode(encrypted, validate=True))
    ).digest()


class Log:
    """A log as far as it was read."""

    def __init__(self, tenant: UUID, sealed: Record | None) -> None:
        self.tenant = tenant
        self.sealed = sealed
        self.position = 0
        self.chain = hashlib.sha256(tenant.bytes).digest()
        self.recorded_at: int | None = None
        self.command: str | None = None
        self.versions: dict[str, int] = {}
        self.commands: set[str] = set()
        self.compare()

    def follow(self, event: Record) -> None:
        """Take the next event."""
        expected = self.position + 1
        if event["position"] != expected:
            raise ChangedError(f"{self.tenant}: no event at position {expected}")
        self.chain = next_link(self.chain, self.tenant, event)
        if self.chain.hex() != event["chain"]:
            raise ChangedError(f"{self.tenant}: position {expected}: the chain is broken")
        self.check_order(event)
        self.position = expected
        self.compare()

    def check_order(self, event: Record) -> None:
        """Check what the chain of a log that was made up from the beginning would not tell."""
        where = f"{self.tenant}: position {event['position']}:"
        first = 0 if ":" in event["type"] and event["version"] == 0 else 1
        if event["version"] != self.versions.get(event["stream_id"], first - 1) + 1:
            raise ChangedError(f"{where} a version is missing or repeated")
        self.versions[event["stream_id"]] = event["version"]
        if event["command_id"] == self.command:
            in_order = event["recorded_at"] == self.recorded_at
        else:
            in_order = self.recorded_at is None or event["recorded_at"] > self.recorded_at
            if event["command_id"] in self.commands:
                raise ChangedError(f"{where} a command stands in two places")
        if not in_order:
            raise ChangedError(f"{where} the times are out of order")
        if event["causation"] is not None and UUID(event["causation"]).int == 0:
            raise ChangedError(f"{where} the cause is no command's id")
        self.command, self.recorded_at = event["command_id"], event["recorded_at"]
        self.commands.add(self.command)

    def compare(self) -> None:
        """Compare with the seal at the position that it names."""
        sealed = self.sealed or {"position": -1}
        if self.position == sealed["position"] and self.chain.hex() != sealed["chain"]:
            raise ChangedError(f"{self.tenant}: position {self.position}: not as sealed")


def read_logs(named: list[Path], heads: dict[UUID, Record]) -> dict[UUID, Log]:
    """Read files and directories of exported logs."""
    logs: dict[UUID, Log] = {}
    for path in named:
        for file in sorted(path.glob("*.jsonl")) if path.is_dir() else [path]:
            with file.open("rb") as lines:
                for line in lines:
                    event = json.loads(line)
                    tenant = UUID(event["tenant_id"])
                    if tenant not in logs:
                        logs[tenant] = Log(tenant, heads.get(tenant))
                    logs[tenant].follow(event)
    return logs


def verify(options: argparse.Namespace) -> str:
    """Verify what the command line names; return what is to be said of it."""
    seal = json.loads(options.seal.read_bytes())
    heads = check_seal(seal, options.public_key)
    logs = read_logs(options.logs, heads)
    for tenant, head in heads.items():
        reached = logs[tenant].position if tenant in logs else 0
        if head["position"] > reached and not (options.partial and tenant not in logs):
            raise ChangedError(f"{tenant}: sealed up to {head['position']}, ends at {reached}")
    events = sum(log.position for log in logs.values())
    sealed = sum(log.sealed["position"] for log in logs.values() if log.sealed)
    return (
        f"as sealed: seal {seal['number']} of {seal['sealed_at']}, {len(logs)} logs,"
        f" {events} events, {events - sealed} of them after the seal"
    )


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("seal", type=Path)
    parser.add_argument("logs", type=Path, nargs="+")
    parser.add_argument("--partial", action="store_true", help="some logs are left out on purpose")
    parser.add_argument("--public-key", help="the key the seal has to be signed with")
    try:
        sys.stdout.write(verify(parser.parse_args()) + "\n")
    except ChangedError as changed:
        sys.exit(f"CHANGED: {changed}")
    except (ValueError, KeyError, TypeError, AttributeError, struct.error) as error:
        sys.exit(f"CHANGED: a line or the seal cannot be read: {error!r}")


if __name__ == "__main__":
    main()
