"""The digest by which a frozen figure can be compared without keeping who was counted."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256


def digest_of(verdicts: Iterable[tuple[str, str, str]]) -> str:
    """Return the SHA-256, in hexadecimal, over verdicts: key, outcome and reason of each.

    A key is a person's or an enterprise's. The order in which they come does not matter: each is
    one line, its parts divided by tabs, and the lines are sorted.
    """
    lines = sorted("\t".join(verdict) + "\n" for verdict in verdicts)
    return sha256("".join(lines).encode()).hexdigest()
