"""Encryption with associated data, as every key and every personal field is kept."""

from __future__ import annotations

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
NONCE_BYTES = 12


class DamagedError(Exception):
    """Stored bytes do not decrypt, or their key was never there: an alarm, not an erasure."""


def wrap(wrapper: AESGCM, plaintext: bytes, place: bytes) -> bytes:
    """Encrypt a key or a text under ``wrapper``, bound to ``place``; the nonce stands first."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + wrapper.encrypt(nonce, plaintext, place)


def unwrap(wrapper: AESGCM, sealed: bytes, place: bytes) -> bytes:
    """Return what :func:`wrap` was given; raises :class:`DamagedError`."""
    try:
        return wrapper.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place)
    except (InvalidTag, ValueError):
        # Too few bytes are a ValueError.
        raise DamagedError("the bytes were changed, or do not belong here or to this key") from None
