"""The database all sides share: embedded, in a temporary directory, with durable commits."""

from __future__ import annotations

import os
import platform
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec
import psycopg

from service.bootstrap import Place, locate, prepare
from service.settings import Settings

DURABILITY = ("fsync", "synchronous_commit", "full_page_writes")


class Machine(msgspec.Struct, frozen=True, kw_only=True):
    """What the figures were measured on."""

    cores: int
    python: str
    postgresql: str
    fsync: str
    synchronous_commit: str
    full_page_writes: str


@contextmanager
def temporary_place() -> Iterator[Place]:
    """Make an installation with the service's schema and throw it away afterwards."""
    with tempfile.TemporaryDirectory(prefix="benchmark-") as directory:
        place = locate(Settings(data_dir=str(Path(directory))))
        try:
            prepare(place)
            yield place
        finally:
            place.close()


def machine(place: Place) -> Machine:
    """Describe the machine and the settings on which durability depends."""
    with psycopg.connect(place.owner_url) as connection:
        settings = {name: _show(connection, name) for name in DURABILITY}
        version = _show(connection, "server_version")
    return Machine(
        cores=len(os.sched_getaffinity(0)),
        python=platform.python_version(),
        postgresql=version,
        **settings,
    )


def analyse(place: Place, tables: Sequence[str]) -> None:
    """Tell the planner what the loaded tables hold; plans made for empty ones are far slower."""
    with psycopg.connect(place.owner_url, autocommit=True) as connection:
        for table in tables:
            connection.execute(f"VACUUM ANALYZE {table}".encode())


def _show(connection: psycopg.Connection[tuple[str, ...]], name: str) -> str:
    row = connection.execute(f"SHOW {name}".encode()).fetchone()
    return row[0] if row else ""
