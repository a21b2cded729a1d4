"""Sealing all logs of an installation, by hand and by itself while the service runs."""

from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path
from threading import Event

import msgspec

from adapters.postgres.sealed import seal_logs
from adapters.seals import Seal, read_seal_key, to_file
from service.following import Followed

RETRY = timedelta(minutes=1)
"""After how long it is tried again when it failed."""


class Closed(msgspec.Struct, frozen=True):
    """The last seal, whether it was made just now, and the file that was written of it."""

    seal: Seal
    new: bool
    file: Path


class Sealing:
    """Seals with a key from ``key_file``, made when it is first needed, into ``directory``."""

    def __init__(
        self, owner_url: str, key_file: Path, directory: Path, every: timedelta = timedelta(hours=1)
    ) -> None:
        self._owner_url = owner_url
        self._key_file = key_file
        self._directory = directory
        self._every = every
        self._due = 0.0

    def close_interval(self) -> Closed | None:
        """Seal what was recorded since the last seal; ``None`` if there is no log yet.

        Where no log moved, no seal is made. The file of the last seal is written unless it is
        there: whoever died before that is made up for. Raises ``ValueError`` for a key file that
        holds no key and ``OSError`` for a directory that cannot be written.
        """
        seal, new = seal_logs(self._owner_url, read_seal_key(self._key_file))
        if seal is None:
            return None
        file = self._directory / f"seal-{seal.number:08}-{seal.digest.hex()[:12]}.json"
        if not file.exists():
            self._directory.mkdir(parents=True, exist_ok=True)
            # Whoever copies the directory meanwhile never sees half a file under its name.
            unfinished = file.with_suffix(".part")
            unfinished.write_bytes(to_file(seal))
            unfinished.replace(file)
        return Closed(seal, new, file)

    def run_once(self, stopped: Event | None = None) -> Followed:
        """Seal if it is time to; nothing is recorded in a log by that."""
        now = time.monotonic()
        if now >= self._due and not (stopped is not None and stopped.is_set()):
            self._due = now + min(RETRY, self._every).total_seconds()
            self.close_interval()
            self._due = now + self._every.total_seconds()
        return Followed()
