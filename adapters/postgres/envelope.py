"""The encrypted part of an event: one entry per person or pair it tells something personal of."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

import msgspec

from adapters.vault import DamagedError, Vault

Envelope = list[tuple[UUID, bytes]]
"""Subject and what was encrypted under its key."""

_decoder = msgspec.msgpack.Decoder(list[tuple[bytes, bytes]])


def place(tenant: UUID, stream: UUID, version: int, topic: str) -> bytes:
    """Return the associated data that bind encrypted bytes to where they stand in the log."""
    return tenant.bytes + stream.bytes + version.to_bytes(4, "big") + topic.encode()


def close_envelope(
    vault: Vault, tenant: UUID, personal: Mapping[UUID, bytes], at: bytes
) -> bytes | None:
    """Encrypt each subject's plaintext for the place ``at``; ``None`` if there is none."""
    if not personal:
        return None
    return msgspec.msgpack.encode(
        [
            (subject.bytes, vault.encrypt((tenant, subject), plaintext, at))
            for subject, plaintext in personal.items()
        ]
    )


def read_envelope(encrypted: bytes | None) -> Envelope:
    """Return the entries, still encrypted. Raises :class:`DamagedError`."""
    if encrypted is None:
        return []
    try:
        return [(UUID(bytes=key), sealed) for key, sealed in _decoder.decode(encrypted)]
    except (msgspec.DecodeError, ValueError):
        raise DamagedError("what was encrypted is no envelope") from None
