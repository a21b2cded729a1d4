"""Seals: what all logs were at a moment, signed, to be kept where no log can be changed.

A seal is the root of a Merkle tree over the heads of all logs (RFC 9162), chained to the seal
before it and signed with Ed25519. docs/log.md gives its bytes.
"""

from __future__ import annotations

import hashlib
import os
import struct
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

FORMAT = "nastavnik-seal-1"
NOTHING_BEFORE = bytes(32)
KEY_BYTES = 32
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)

SealFaultKind = Literal[
    "number", "previous", "time", "root", "leaves", "signature", "key", "missing", "different"
]
"""What is wrong with a seal.

``number``, ``previous``, ``time``: it does not follow on the one before it; ``root``: it is not
that of its leaves; ``leaves``: they are not in order or a log went back; ``signature``: it is not
that of its key; ``key``: that key is not one that is trusted; ``missing``, ``different``: what is
stored under the number of the kept seal is nothing, or another.
"""

_LEAF = struct.Struct("!16sq32s")
_STATEMENT = struct.Struct("!qq32sq32s32s")


class NotASealError(Exception):
    """A file that does not hold a seal."""


class Leaf(msgspec.Struct, frozen=True):
    """Where the log of a tenant stood."""

    tenant: UUID
    position: int
    chain: bytes


class Seal(msgspec.Struct, frozen=True, kw_only=True):
    """All logs at a moment; ``sealed_at`` in microseconds since 2000-01-01T00:00:00Z."""

    number: int
    sealed_at: int
    previous: bytes
    root: bytes
    leaves: tuple[Leaf, ...]
    public_key: bytes
    signature: bytes

    @property
    def statement(self) -> bytes:
        """What is signed."""
        return FORMAT.encode() + _STATEMENT.pack(
            self.number,
            self.sealed_at,
            self.previous,
            len(self.leaves),
            self.root,
            self.public_key,
        )

    @property
    def digest(self) -> bytes:
        """What the next seal names this one by."""
        return hashlib.sha256(self.statement).digest()

    @property
    def moment(self) -> str:
        """``sealed_at`` in RFC 3339."""
        return (EPOCH + timedelta(microseconds=self.sealed_at)).isoformat().replace("+00:00", "Z")


class SealFault(msgspec.Struct, frozen=True, kw_only=True):
    """The first seal that is not what it has to be; ``kept``: the one from a file."""

    number: int
    kind: SealFaultKind
    kept: bool = False


def merkle_root(leaves: Sequence[bytes]) -> bytes:
    """Return the root of the tree of RFC 9162 (section 2.1.1) over ``leaves``."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\0" + leaves[0]).digest()
    half = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\1" + merkle_root(leaves[:half]) + merkle_root(leaves[half:])).digest()


def pack_leaves(leaves: Sequence[Leaf]) -> bytes:
    """Return the bytes of leaves, 56 each."""
    return b"".join(_LEAF.pack(one.tenant.bytes, one.position, one.chain) for one in leaves)


def unpack_leaves(packed: bytes) -> tuple[Leaf, ...]:
    """Return the leaves of such bytes, none of bytes that no leaves make."""
    if len(packed) % _LEAF.size:
        return ()
    return tuple(
        Leaf(UUID(bytes=tenant), position, chain)
        for tenant, position, chain in _LEAF.iter_unpack(packed)
    )


def make_seal(
    heads: Sequence[Leaf], sealed_at: int, previous: Seal | None, key: Ed25519PrivateKey
) -> Seal:
    """Seal the heads of all logs, in whatever order they come."""
    leaves = tuple(sorted(heads, key=lambda one: one.tenant.bytes))
    seal = Seal(
        number=previous.number + 1 if previous else 1,
        sealed_at=sealed_at,
        previous=previous.digest if previous else NOTHING_BEFORE,
        root=_root(leaves),
        leaves=leaves,
        public_key=key.public_key().public_bytes_raw(),
        signature=b"",
    )
    return msgspec.structs.replace(seal, signature=key.sign(seal.statement))


def check_seals(
    stored: Sequence[Seal], kept: Seal | None = None, trusted: frozenset[bytes] = frozenset()
) -> SealFault | None:
    """Return the first fault of the stored seals, or of the kept one and what is stored of it.

    ``trusted`` are public keys; without one, the kept seal's is.
    """
    if kept is not None:
        kind = _kind_of(kept, trusted)
        if kind is not None:
            return SealFault(number=kept.number, kind=kind, kept=True)
        trusted = trusted or frozenset({kept.public_key})
    before: Seal | None = None
    for seal in stored:
        kind = _order(before, seal) or _kind_of(seal, trusted)
        if kind is not None:
            return SealFault(number=before.number + 1 if before else 1, kind=kind)
        before = seal
    return _fault_of_kept(stored, kept) if kept is not None else None


def _fault_of_kept(stored: Sequence[Seal], kept: Seal) -> SealFault | None:
    if kept.number > len(stored):
        return SealFault(number=kept.number, kind="missing", kept=True)
    if stored[kept.number - 1].digest != kept.digest:
        return SealFault(number=kept.number, kind="different", kept=True)
    return None


def _order(before: Seal | None, seal: Seal) -> SealFaultKind | None:
    if seal.number != (before.number + 1 if before else 1):
        return "number"
    if seal.previous != (before.digest if before else NOTHING_BEFORE):
        return "previous"
    if before is None:
        return None
    if seal.sealed_at <= before.sealed_at:
        return "time"
    now = {leaf.tenant: leaf.position for leaf in seal.leaves}
    went_back = any(now.get(leaf.tenant, -1) < leaf.position for leaf in before.leaves)
    return "leaves" if went_back else None


def _kind_of(seal: Seal, trusted: frozenset[bytes]) -> SealFaultKind | None:
    tenants = [leaf.tenant.bytes for leaf in seal.leaves]
    if tenants != sorted(set(tenants)):
        return "leaves"
    if seal.root != _root(seal.leaves):
        return "root"
    if not _signed(seal):
        return "signature"
    return "key" if trusted and seal.public_key not in trusted else None


def _signed(seal: Seal) -> bool:
    try:
        key = Ed25519PublicKey.from_public_bytes(seal.public_key)
        key.verify(seal.signature, seal.statement)
    except (InvalidSignature, ValueError):
        # A key of the wrong length is a ValueError.
        return False
    return True


def _root(leaves: Sequence[Leaf]) -> bytes:
    packed = pack_leaves(leaves)
    return merkle_root([packed[at : at + _LEAF.size] for at in range(0, len(packed), _LEAF.size)])


Hex = Annotated[str, msgspec.Meta(pattern=r"^([0-9a-f]{2})*$(?!\n)")]
Hash = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}$(?!\n)")]
Number = Annotated[int, msgspec.Meta(ge=0, le=2**63 - 1)]


class _FileLeaf(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    tenant: UUID
    position: Number
    chain: Hash


class _File(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    format: Literal["nastavnik-seal-1"] = "nastavnik-seal-1"
    number: Number
    sealed_at: Annotated[datetime, msgspec.Meta(tz=True)]
    previous: Hash
    root: Hash
    public_key: Hash
    signature: Hex
    leaves: tuple[_FileLeaf, ...]


def to_file(seal: Seal) -> bytes:
    """Return the file that is kept of a seal: JSON, byte strings in hexadecimal."""
    written = _File(
        number=seal.number,
        sealed_at=EPOCH + timedelta(microseconds=seal.sealed_at),
        previous=seal.previous.hex(),
        root=seal.root.hex(),
        public_key=seal.public_key.hex(),
        signature=seal.signature.hex(),
        leaves=tuple(_FileLeaf(one.tenant, one.position, one.chain.hex()) for one in seal.leaves),
    )
    return msgspec.json.format(msgspec.json.encode(written), indent=1) + b"\n"


def from_file(data: bytes) -> Seal:
    """Read such a file. Raises :class:`NotASealError`."""
    try:
        read = msgspec.json.decode(data, type=_File)
    except msgspec.MsgspecError as error:
        raise NotASealError(str(error)) from None
    return Seal(
        number=read.number,
        sealed_at=(read.sealed_at - EPOCH) // timedelta(microseconds=1),
        previous=bytes.fromhex(read.previous),
        root=bytes.fromhex(read.root),
        leaves=tuple(
            Leaf(one.tenant, one.position, bytes.fromhex(one.chain)) for one in read.leaves
        ),
        public_key=bytes.fromhex(read.public_key),
        signature=bytes.fromhex(read.signature),
    )


def read_seal_key(path: Path) -> Ed25519PrivateKey:
    """Read the signing key from a file, making the file (mode 0600) if it does not exist.

    Raises ``ValueError`` for a file that does not hold 32 bytes in hexadecimal.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        made = Ed25519PrivateKey.generate().private_bytes_raw().hex()
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(made + "\n")
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(path.read_text().strip()))
