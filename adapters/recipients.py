"""Bytes that only one recipient can read: whoever holds the private half of a key pair.

An X25519 key made for the occasion and the recipient's public key give, through HKDF-SHA-256, the
ChaCha20-Poly1305 key of one message; the occasion's public half stands before the ciphertext.
"""

from __future__ import annotations

import os
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MAGIC = b"nastavnik sealed box 1\n"
KEY_BYTES = 32
# Every message has a key of its own, so that its nonce need not differ from another's.
NONCE = bytes(12)


class NotForYouError(Exception):
    """The bytes are no such message, were changed, or are meant for another recipient."""


def make_key_pair(private: Path, public: Path) -> None:
    """Write a new key pair, each half as 64 hexadecimal digits; the private one with mode 0600.

    Raises ``FileExistsError`` rather than replace a key.
    """
    key = X25519PrivateKey.generate()
    for path, mode, half in (
        (private, 0o600, key.private_bytes_raw()),
        (public, 0o644, key.public_key().public_bytes_raw()),
    ):
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with os.fdopen(descriptor, "w") as file:
            file.write(half.hex() + "\n")


def read_key(path: Path) -> bytes:
    """Read one half of a key pair. Raises ``ValueError`` for a file that does not hold one."""
    key = bytes.fromhex(path.read_text().strip())
    if len(key) != KEY_BYTES:
        raise ValueError("a key is 32 bytes, written as 64 hexadecimal digits")
    return key


def encrypt_for(recipient: bytes, plaintext: bytes) -> bytes:
    """Encrypt ``plaintext`` for the holder of the private half of ``recipient``."""
    occasion = X25519PrivateKey.generate()
    head = MAGIC + occasion.public_key().public_bytes_raw()
    shared = occasion.exchange(X25519PublicKey.from_public_bytes(recipient))
    return head + _cipher(shared, head, recipient).encrypt(NONCE, plaintext, head)


def decrypt_with(private: bytes, message: bytes) -> bytes:
    """Return the plaintext of a message for the holder of ``private``.

    Raises :class:`NotForYouError`.
    """
    head, ciphertext = message[: len(MAGIC) + KEY_BYTES], message[len(MAGIC) + KEY_BYTES :]
    key = X25519PrivateKey.from_private_bytes(private)
    try:
        if not head.startswith(MAGIC):
            raise NotForYouError
        shared = key.exchange(X25519PublicKey.from_public_bytes(head[len(MAGIC) :]))
        cipher = _cipher(shared, head, key.public_key().public_bytes_raw())
        return cipher.decrypt(NONCE, ciphertext, head)
    except (InvalidTag, ValueError):
        raise NotForYouError from None


def _cipher(shared: bytes, head: bytes, recipient: bytes) -> ChaCha20Poly1305:
    derived = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=head, info=recipient).derive(shared)
    return ChaCha20Poly1305(derived)
